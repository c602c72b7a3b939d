/* SPDX-License-Identifier: MIT */
/* A base that lives, against a plain model: for each id its item as JSON, its place and its revision. Each byte of the
 * input is a step, see enum step; the bytes behind it say of which id, of which item of it, and what is expected. What
 * is checked: each call has the status that the model gives; after each save, each search, and in the end, the base has
 * the revisions, the items and the order of the model, hits are to the last bit those of a base that was loaded with
 * just these items and got the same events, a base that follows by lists of changes finds the same, and hits taken at
 * any time before are still what they were; out of memory changes nothing. */
#define _POSIX_C_SOURCE 200809L
#include "fuzz_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum step {
    PUT,     /* id, which item, what is expected */
    PUT_2,
    PUT_3,
    REMOVE,  /* id, what is expected */
    COMMIT,
    COMMIT_2,
    COMMIT_WITHOUT_MEMORY, /* which allocation fails */
    FORGET,  /* the batch */
    COMPACT,
    LOAD,    /* first id and count, which items, flags */
    EVENT,   /* id, when and what */
    MARK,    /* id and mark */
    SEARCH,  /* words */
    FOLLOW,
    HOLD,    /* words: hits that are kept */
    SAVE,    /* and open */
    STEPS
};

enum { IDS = 16, STEPS_MOST = 160, COMPARED_MOST = 10, EVENTS_MOST = 64, HELD_MOST = 4 };

typedef struct one {
    bool is_there;
    uint8_t which; /* of its items */
    unsigned place;
    uint64_t revision;
} one;

/* What the batch will do to an id. */
typedef struct pending {
    unsigned id;
    bool puts;
    uint8_t which;
    uint64_t expected;
} pending;

typedef struct held {
    kbg_hits *hits;
    char *text; /* ids and questions, joined */
} held;

typedef struct world {
    fuzz_input input;
    fuzz_memory memory;
    kbg_base *base, *follower;
    kbg_edit *edit;
    kbg_words *words;
    uint64_t seen, revision;
    unsigned next_place, compared;
    one items[IDS];
    pending batch[IDS];
    size_t batch_count;
    kbg_event events[EVENTS_MOST];
    size_t event_count;
    kbg_hot_mark marks[IDS];
    held held[HELD_MOST];
    size_t held_count;
} world;

static const char *const words[] = { "退货", "换货", "发票", "运费", "流量", "套餐", "怎么", "多少",
                                     "不能", "tuihuo", "128G", "苹果手机", "办理", "取消", "吗", "，" };

static const char *const ids[IDS] = { "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "编号", "o-1" };

static const char *word(unsigned number)
{
    return words[number % (sizeof(words) / sizeof(words[0]))];
}

/* The item of an id with this number, as JSON. */
static int write_item(char out[512], unsigned id, uint8_t which)
{
    unsigned n = which;
    return snprintf(out, 512,
                    "{\"id\":\"%s\",\"category\":\"类%u\",\"question\":\"%s%s%u问\",\"alternatives\":[\"%s%s\"],"
                    "\"short_codes\":[\"/c%u\"],\"usage_count\":%u,\"answer\":\"%s%s%u。\"}\n",
                    ids[id], n % 3, word(n), word(n / 5 + id), n, word(n / 16), word(id + 3), n % 4, n % 3 * 10,
                    word(n / 7 + 1), word(n + 2), n);
}

static void set_words(world *w, kbg_base *base)
{
    if (!w->words) {
        FUZZ_CHECK(kbg_words_new(NULL, &w->words) == KBG_OK);
        for (int list = KBG_WORDS_LEXICON; list <= KBG_WORDS_FILLER; list++)
            kbg_words_clear(w->words, (kbg_word_list)list);
    }
    FUZZ_CHECK(kbg_base_set_words(base, w->words, NULL) == KBG_OK);
}

static void begin(world *w)
{
    kbg_edit_free(w->edit);
    w->batch_count = 0;
    FUZZ_CHECK(kbg_edit_begin(w->base, &w->edit, NULL) == KBG_OK);
}

static kbg_base_options *options_of(world *w)
{
    kbg_allocator allocator = fuzz_allocator(&w->memory);
    kbg_base_options *options = NULL;
    FUZZ_CHECK(kbg_base_options_new(&allocator, &options) == KBG_OK);
    return options;
}

static uint64_t expected_of(const world *w, unsigned id, uint8_t choice)
{
    uint64_t is = w->items[id].is_there ? w->items[id].revision : 0;
    switch (choice % 8) {
    case 0:
        return is;
    case 1:
        return 0;
    case 2:
        return is + 1;
    default:
        return KBG_ANY_REVISION;
    }
}

/* Notes an edit as the batch takes it: the last one of an id counts, and an expectation stays until there is another. */
static void note(world *w, pending change)
{
    for (size_t i = 0; i < w->batch_count; i++)
        if (w->batch[i].id == change.id) {
            if (change.expected == KBG_ANY_REVISION)
                change.expected = w->batch[i].expected;
            w->batch[i] = change;
            return;
        }
    w->batch[w->batch_count++] = change;
}

static void put(world *w)
{
    unsigned id = fuzz_byte(&w->input) % IDS;
    uint8_t which = fuzz_byte(&w->input);
    uint64_t expected = expected_of(w, id, fuzz_byte(&w->input));
    char json[512];
    int len = write_item(json, id, which);
    FUZZ_CHECK(kbg_edit_put_json(w->edit, json, (size_t)len, expected, NULL) == KBG_OK);
    note(w, (pending){ id, true, which, expected });
}

static void drop(world *w)
{
    unsigned id = fuzz_byte(&w->input) % IDS;
    uint64_t expected = expected_of(w, id, fuzz_byte(&w->input));
    FUZZ_CHECK(kbg_edit_remove(w->edit, ids[id], strlen(ids[id]), expected, NULL) == KBG_OK);
    note(w, (pending){ id, false, 0, expected });
}

/* Lets an item be there; true if that changes anything. */
static bool model_put(world *w, unsigned id, uint8_t which, uint64_t revision)
{
    one *item = &w->items[id];
    if (item->is_there && item->which == which)
        return false;
    if (!item->is_there)
        item->place = w->next_place++;
    *item = (one){ true, which, item->place, revision };
    return true;
}

/* What the batch does to the model; the status. */
static kbg_status model_commit(world *w)
{
    bool changed = false;
    for (size_t i = 0; i < w->batch_count; i++) {
        const one *item = &w->items[w->batch[i].id];
        uint64_t expected = w->batch[i].expected;
        if (expected != KBG_ANY_REVISION && expected != (item->is_there ? item->revision : 0))
            return KBG_ERR_CONFLICT;
    }
    for (size_t i = 0; i < w->batch_count; i++) {
        const pending *p = &w->batch[i];
        if (p->puts) {
            changed |= model_put(w, p->id, p->which, w->revision + 1);
        } else {
            changed |= w->items[p->id].is_there;
            w->items[p->id].is_there = false;
        }
    }
    w->batch_count = 0;
    w->revision += changed;
    return KBG_OK;
}

static void commit(world *w)
{
    uint64_t revision;
    FUZZ_CHECK(kbg_edit_count(w->edit) == w->batch_count);
    kbg_status expected = model_commit(w), status = kbg_edit_commit(w->edit, &revision, NULL);
    FUZZ_CHECK(status == expected && revision == w->revision && kbg_edit_count(w->edit) == w->batch_count);
    if (status == KBG_ERR_CONFLICT)
        begin(w);
}

static void commit_without_memory(world *w)
{
    uint64_t revision;
    uint8_t byte = fuzz_byte(&w->input);
    w->memory.failed = false;
    w->memory.fail_at = w->memory.calls + fuzz_fail_at(byte);
    kbg_status status = kbg_edit_commit(w->edit, &revision, NULL);
    w->memory.fail_at = 0;
    if (status == KBG_ERR_NOMEM) {
        FUZZ_CHECK(w->memory.failed && revision == w->revision && kbg_edit_count(w->edit) == w->batch_count);
        commit(w); /* once more */
        return;
    }
    FUZZ_CHECK(model_commit(w) == status && revision == w->revision);
    if (status == KBG_ERR_CONFLICT)
        begin(w);
}

static void load(world *w)
{
    uint8_t b = fuzz_byte(&w->input), which = fuzz_byte(&w->input), how = fuzz_byte(&w->input) % 3;
    kbg_load_options options = KBG_LOAD_OPTIONS_INIT;
    fuzz_text lines = { 0 };
    unsigned first = b % IDS, count = 1 + b / IDS % 4;
    bool any_there = false, changed = false;
    for (unsigned i = 0; i < count; i++) {
        char json[512];
        unsigned id = (first + i) % IDS;
        fuzz_text_add(&lines, json, (size_t)write_item(json, id, (uint8_t)(which + i)));
        any_there |= w->items[id].is_there;
    }
    options.flags = how == 1 ? KBG_LOAD_OVERWRITE : how == 2 ? KBG_LOAD_SKIP_EXISTING : 0;
    kbg_status status = kbg_base_load(w->base, KBG_FORMAT_JSONL, lines.data, lines.len, &options, NULL, NULL);
    FUZZ_CHECK(status == (how == 0 && any_there ? KBG_ERR_DUPLICATE : KBG_OK));
    for (unsigned i = 0; i < count && status == KBG_OK; i++) {
        unsigned id = (first + i) % IDS;
        if (how != 2 || !w->items[id].is_there)
            changed |= model_put(w, id, (uint8_t)(which + i), w->revision + 1);
    }
    w->revision += changed;
    fuzz_text_free(&lines);
}

static void give_event(world *w)
{
    kbg_event event = KBG_EVENT_INIT;
    unsigned id = fuzz_byte(&w->input) % IDS;
    uint8_t b = fuzz_byte(&w->input);
    event.type = b % 2 ? KBG_EVENT_SENT : KBG_EVENT_PICKED;
    event.at = INT64_C(1790812800000) + b * INT64_C(36000000);
    event.item = (kbg_text){ ids[id], strlen(ids[id]) };
    if (!w->items[id].is_there || w->event_count == EVENTS_MOST)
        return;
    FUZZ_CHECK(kbg_base_event(w->base, &event, 1, NULL, NULL) == KBG_OK);
    w->events[w->event_count++] = event;
}

static void mark(world *w)
{
    uint8_t b = fuzz_byte(&w->input);
    unsigned id = b % IDS;
    if (!w->items[id].is_there)
        return;
    w->marks[id] = (kbg_hot_mark)(b / IDS % 3);
    FUZZ_CHECK(kbg_base_set_hot_mark(w->base, ids[id], strlen(ids[id]), w->marks[id], NULL) == KBG_OK);
}

/* A base that was just loaded with what the model has. */
static kbg_base *fresh_base(world *w)
{
    fuzz_text lines = { 0 };
    kbg_base *base = NULL;
    unsigned written = 0;
    for (unsigned place = 0; place < w->next_place; place++)
        for (unsigned id = 0; id < IDS; id++)
            if (w->items[id].is_there && w->items[id].place == place) {
                char json[512];
                fuzz_text_add(&lines, json, (size_t)write_item(json, id, w->items[id].which));
                written++;
            }
    FUZZ_CHECK(kbg_base_new(NULL, &base, NULL) == KBG_OK);
    set_words(w, base);
    FUZZ_CHECK(kbg_base_load(base, KBG_FORMAT_JSONL, lines.data, lines.len, NULL, NULL, NULL) == KBG_OK);
    fuzz_text_free(&lines);
    for (size_t i = w->event_count; i > 0; i--)
        FUZZ_CHECK(kbg_base_event(base, &w->events[i - 1], 1, NULL, NULL) == KBG_OK);
    for (unsigned id = 0; id < IDS; id++)
        if (w->items[id].is_there)
            FUZZ_CHECK(kbg_base_set_hot_mark(base, ids[id], strlen(ids[id]), w->marks[id], NULL) == KBG_OK);
    return base;
}

static void check_same(kbg_hits *is, kbg_hits *expected)
{
    FUZZ_CHECK(kbg_hits_count(is) == kbg_hits_count(expected));
    for (size_t i = 0; i < kbg_hits_count(is); i++) {
        FUZZ_CHECK(strcmp(kbg_item_id(kbg_hits_item(is, i), NULL), kbg_item_id(kbg_hits_item(expected, i), NULL)) == 0);
        FUZZ_CHECK(kbg_hits_score(is, i) == kbg_hits_score(expected, i));
        FUZZ_CHECK(kbg_hits_confidence(is, i) == kbg_hits_confidence(expected, i));
        FUZZ_CHECK(kbg_hits_question(is, i) == kbg_hits_question(expected, i));
        FUZZ_CHECK(kbg_hits_span_count(is, i) == kbg_hits_span_count(expected, i));
        FUZZ_CHECK(kbg_hits_reason_count(is, i) == kbg_hits_reason_count(expected, i));
        for (size_t r = 0; r < kbg_hits_reason_count(is, i); r++)
            FUZZ_CHECK(kbg_hits_reason_value(is, i, r) == kbg_hits_reason_value(expected, i, r));
    }
    kbg_hits_free(is);
    kbg_hits_free(expected);
}

typedef kbg_status (*asking)(kbg_searcher *, const char *, size_t, const kbg_query *, kbg_hits **, kbg_error **);

static kbg_hits *ask(kbg_base *base, asking how, const char *text, size_t len, int64_t now)
{
    kbg_searcher *searcher = NULL;
    kbg_hits *hits = NULL;
    kbg_query query = KBG_QUERY_INIT;
    query.now = now;
    FUZZ_CHECK(kbg_searcher_new(base, &searcher, NULL) == KBG_OK);
    FUZZ_CHECK(how(searcher, text, len, &query, &hits, NULL) == KBG_OK);
    kbg_searcher_free(searcher);
    return hits;
}

static int write_message(world *w, char out[256])
{
    uint8_t a = fuzz_byte(&w->input), b = fuzz_byte(&w->input);
    return snprintf(out, 256, "%s%s%s%s%u", word(a), word(a / 16), word(b), word(b / 16), a % 32);
}

static void check_view(world *w)
{
    kbg_view *view = kbg_base_view(w->base);
    size_t count = 0;
    FUZZ_CHECK(view && kbg_view_revision(view) == w->revision);
    for (unsigned id = 0; id < IDS; id++) {
        const one *item = &w->items[id];
        size_t len = strlen(ids[id]);
        FUZZ_CHECK((kbg_view_find(view, ids[id], len) != NULL) == item->is_there);
        FUZZ_CHECK(kbg_view_item_revision(view, ids[id], len) == (item->is_there ? item->revision : 0));
        count += item->is_there;
    }
    FUZZ_CHECK(kbg_view_item_count(view) == count);
    kbg_view_unref(view);
}

/* All that the base holds and finds is that of a fresh one. */
static void compare(world *w)
{
    static const int64_t nows[] = { 0, INT64_C(1794355200000) };
    fuzz_text is = { 0 }, expected = { 0 };
    char message[256];
    int len = write_message(w, message);
    kbg_base *fresh = fresh_base(w);
    check_view(w);
    fuzz_dump(w->base, &is);
    fuzz_dump(fresh, &expected);
    FUZZ_CHECK(fuzz_text_equal(&is, &expected));
    for (size_t i = 0; i < 2; i++) {
        check_same(ask(w->base, kbg_search, message, (size_t)len, nows[i]),
                   ask(fresh, kbg_search, message, (size_t)len, nows[i]));
        check_same(ask(w->base, kbg_suggest, message, 3, nows[i]), ask(fresh, kbg_suggest, message, 3, nows[i]));
        check_same(ask(w->base, kbg_lookup, "/c1", 3, nows[i]), ask(fresh, kbg_lookup, "/c1", 3, nows[i]));
    }
    kbg_base_unref(fresh);
    fuzz_text_free(&is);
    fuzz_text_free(&expected);
}

/* Brings the other base up to date. */
static void follow(world *w)
{
    kbg_changes *changes = NULL;
    kbg_edit *edit = NULL;
    char message[256];
    int len = write_message(w, message);
    FUZZ_CHECK(kbg_base_changes(w->base, w->seen, &changes, NULL) == KBG_OK);
    FUZZ_CHECK(kbg_edit_begin(w->follower, &edit, NULL) == KBG_OK);
    FUZZ_CHECK(kbg_edit_apply(edit, changes, NULL) == KBG_OK && kbg_edit_commit(edit, NULL, NULL) == KBG_OK);
    w->seen = kbg_changes_revision(changes);
    FUZZ_CHECK(w->seen == w->revision);
    kbg_edit_free(edit);
    kbg_changes_free(changes);
    kbg_view *view = kbg_base_view(w->follower);
    for (unsigned id = 0; id < IDS; id++)
        FUZZ_CHECK((kbg_view_find(view, ids[id], strlen(ids[id])) != NULL) == w->items[id].is_there);
    kbg_view_unref(view);
    kbg_query query = KBG_QUERY_INIT;
    query.flags = KBG_QUERY_NO_HOTNESS; /* the follower got no events */
    kbg_searcher *searchers[2] = { NULL, NULL };
    kbg_hits *hits[2] = { NULL, NULL };
    for (int i = 0; i < 2; i++) {
        FUZZ_CHECK(kbg_searcher_new(i ? w->follower : w->base, &searchers[i], NULL) == KBG_OK);
        FUZZ_CHECK(kbg_search(searchers[i], message, (size_t)len, &query, &hits[i], NULL) == KBG_OK);
        kbg_searcher_free(searchers[i]);
    }
    check_same(hits[0], hits[1]);
}

static char *text_of(const kbg_hits *hits)
{
    fuzz_text text = { 0 };
    for (size_t i = 0; i < kbg_hits_count(hits); i++) {
        const kbg_item *item = kbg_hits_item(hits, i);
        fuzz_text_add_cstr(&text, kbg_item_id(item, NULL));
        fuzz_text_add_cstr(&text, kbg_item_question(item, 0, NULL));
        fuzz_text_add_cstr(&text, kbg_answer_body(kbg_item_answer(item, 0), NULL));
    }
    fuzz_text_add(&text, "", 1);
    return text.data;
}

static void hold(world *w)
{
    char message[256];
    int len = write_message(w, message);
    if (w->held_count == HELD_MOST)
        return;
    kbg_hits *hits = ask(w->base, kbg_search, message, (size_t)len, 0);
    w->held[w->held_count++] = (held){ hits, text_of(hits) };
}

static void make_path(char path[64])
{
    static const char *const folders[] = { "/dev/shm", "/tmp" };
    for (size_t i = 0; i < 2; i++) {
        (void)snprintf(path, 64, "%s/kbguide-fuzz-XXXXXX", folders[i]);
        int file = mkstemp(path);
        if (file >= 0) {
            (void)close(file);
            return;
        }
    }
    fuzz_fail("a file can be made", __FILE__, __LINE__);
}

/* What is opened takes the place of what was saved. */
static void save(world *w)
{
    kbg_base_options *options = options_of(w);
    kbg_base *opened = NULL;
    char path[64];
    bool anew = true;
    make_path(path);
    FUZZ_CHECK(kbg_base_save(w->base, path, NULL) == KBG_OK);
    FUZZ_CHECK(kbg_base_open(options, path, &opened, &anew, NULL) == KBG_OK && !anew);
    (void)unlink(path);
    kbg_base_options_free(options);
    kbg_base_unref(w->base);
    w->base = opened;
    begin(w);
}

static void take_step(world *w, enum step step)
{
    switch (step) {
    case PUT:
    case PUT_2:
    case PUT_3:
        put(w);
        break;
    case REMOVE:
        drop(w);
        break;
    case COMMIT:
    case COMMIT_2:
        commit(w);
        break;
    case COMMIT_WITHOUT_MEMORY:
        commit_without_memory(w);
        break;
    case FORGET:
        begin(w);
        break;
    case COMPACT:
        FUZZ_CHECK(kbg_base_compact(w->base, NULL) == KBG_OK);
        break;
    case LOAD:
        load(w);
        break;
    case EVENT:
        give_event(w);
        break;
    case MARK:
        mark(w);
        break;
    case SEARCH:
        if (w->compared++ < COMPARED_MOST)
            compare(w);
        break;
    case FOLLOW:
        follow(w);
        break;
    case HOLD:
        hold(w);
        break;
    case SAVE:
        if (w->compared++ < COMPARED_MOST) {
            save(w);
            compare(w);
        }
        break;
    case STEPS:
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    world w = { .input = { data, size } };
    kbg_base_options *options = options_of(&w);
    FUZZ_CHECK(kbg_base_new(options, &w.base, NULL) == KBG_OK && kbg_base_new(options, &w.follower, NULL) == KBG_OK);
    kbg_base_options_free(options);
    set_words(&w, w.base);
    set_words(&w, w.follower);
    w.revision = 1; /* of the word lists */
    begin(&w);
    for (int n = 0; n < STEPS_MOST && w.input.size > 0; n++)
        take_step(&w, (enum step)(fuzz_byte(&w.input) % STEPS));
    compare(&w);
    follow(&w);
    kbg_edit_free(w.edit);
    kbg_base_unref(w.base);
    kbg_base_unref(w.follower);
    for (size_t i = 0; i < w.held_count; i++) {
        char *now = text_of(w.held[i].hits);
        FUZZ_CHECK(strcmp(now, w.held[i].text) == 0);
        free(now);
        free(w.held[i].text);
        kbg_hits_free(w.held[i].hits);
    }
    kbg_words_free(w.words);
    FUZZ_CHECK(w.memory.blocks == 0);
    return 0;
}
