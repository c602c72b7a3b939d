/* SPDX-License-Identifier: MIT */
/* Batches of edits. What a base answers after any sequence of them is compared, to the last bit, with what a base answers
 * that was loaded with the result. */
#include "helper.h"

#include <kbguide/edit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put(kbg_edit *edit, const char *json)
{
    kbg_error *error = NULL;
    if (kbg_edit_put_json(edit, json, strlen(json), KBG_ANY_REVISION, &error) != KBG_OK)
        fail_msg("%s: %s", json, kbg_error_message(error));
}

static void drop(kbg_edit *edit, const char *id)
{
    assert_int_equal(kbg_edit_remove(edit, id, strlen(id), KBG_ANY_REVISION, NULL), KBG_OK);
}

static kbg_edit *begin(kbg_base *base)
{
    kbg_edit *edit;
    assert_int_equal(kbg_edit_begin(base, &edit, NULL), KBG_OK);
    return edit;
}

static uint64_t commit(kbg_edit *edit)
{
    uint64_t revision;
    assert_int_equal(kbg_edit_commit(edit, &revision, NULL), KBG_OK);
    assert_int_equal(kbg_edit_count(edit), 0);
    return revision;
}

static void a_batch_is_seen_as_a_whole(void **state)
{
    (void)state;
    kbg_base *base = base_of("{\"id\":\"a\",\"question\":\"怎么退货\"}\n{\"id\":\"b\",\"question\":\"发票怎么开\"}\n");
    kbg_searcher *searcher = searcher_of(kbg_base_ref(base));
    kbg_hits *before = search(searcher, "怎么退货", NULL);
    kbg_edit *edit = begin(base);
    put(edit, "{\"id\":\"a\",\"question\":\"怎么换货\"}");
    put(edit, "{\"id\":\"c\",\"question\":\"运费多少\"}");
    drop(edit, "b");
    assert_int_equal(kbg_edit_count(edit), 3);
    assert_search(searcher, "发票", NULL, "b");
    assert_search(searcher, "运费", NULL, "");
    assert_int_equal(commit(edit), 2);
    assert_search(searcher, "发票", NULL, "");
    assert_search(searcher, "运费", NULL, "c");
    assert_search(searcher, "换货", NULL, "a");
    /* Hits that were taken before stay. */
    size_t len;
    const char *question = kbg_item_question(kbg_hits_item(before, 0), 0, &len);
    assert_text(question, len, "怎么退货");
    kbg_hits_free(before);
    text all = dump(base);
    assert_text(all.data, all.len,
                "{\"id\":\"a\",\"question\":\"怎么换货\"}\n{\"id\":\"c\",\"question\":\"运费多少\"}\n");
    text_free(&all);
    kbg_edit_free(edit);
    kbg_searcher_free(searcher);
    kbg_base_unref(base);
}

static void what_is_not_committed_is_forgotten(void **state)
{
    (void)state;
    kbg_base *base = base_of("{\"id\":\"a\",\"question\":\"退货\"}\n");
    kbg_edit *edit = begin(base);
    drop(edit, "a");
    kbg_edit_free(edit);
    kbg_view *view = kbg_base_view(base);
    assert_int_equal(kbg_view_item_count(view), 1);
    assert_int_equal(kbg_view_revision(view), 1);
    kbg_view_unref(view);
    kbg_base_unref(base);
}

static void a_batch_that_changes_nothing_is_no_revision(void **state)
{
    (void)state;
    kbg_base *base = base_of("{\"id\":\"a\",\"question\":\"退货\"}\n");
    kbg_edit *edit = begin(base);
    assert_int_equal(commit(edit), 1);
    put(edit, "{\"question\":\"退货\",\"id\":\"a\"}");
    drop(edit, "z");
    put(edit, "{\"id\":\"n\",\"question\":\"新\"}");
    drop(edit, "n");
    assert_int_equal(commit(edit), 1);
    drop(edit, "a");
    put(edit, "{\"id\":\"a\",\"question\":\"换货\"}"); /* the last edit of an id counts */
    assert_int_equal(commit(edit), 2);
    kbg_edit_free(edit);
    kbg_base_unref(base);
}

static void an_expected_revision_is_checked(void **state)
{
    (void)state;
    static const struct {
        bool removes;
        const char *id;
        uint64_t expected;
        kbg_status status;
        const char *message;
    } rows[] = {
        { false, "a", 1, KBG_OK, NULL },
        { false, "a", 0, KBG_ERR_CONFLICT, "id \"a\" is there already, with revision 1" },
        { false, "b", 1, KBG_ERR_CONFLICT, "id \"b\" has revision 2; 1 was expected" },
        { true, "b", 1, KBG_ERR_CONFLICT, "id \"b\" has revision 2; 1 was expected" },
        { true, "b", 2, KBG_OK, NULL },
        { false, "n", 0, KBG_OK, NULL },
        { false, "n", 7, KBG_ERR_CONFLICT, "id \"n\" is not there; revision 7 was expected" },
        { true, "n", 7, KBG_ERR_CONFLICT, "id \"n\" is not there; revision 7 was expected" },
        { true, "n", 0, KBG_OK, NULL },
        { true, "n", KBG_ANY_REVISION, KBG_OK, NULL },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char json[64];
        kbg_error *error = NULL;
        uint64_t revision;
        kbg_base *base = base_of("{\"id\":\"a\",\"question\":\"退货\"}\n{\"id\":\"b\",\"question\":\"换货\"}\n");
        kbg_edit *edit = begin(base), *other = begin(base);
        put(other, "{\"id\":\"b\",\"question\":\"换货了\"}");
        assert_int_equal(commit(other), 2);
        snprintf(json, sizeof(json), "{\"id\":\"%s\",\"question\":\"改\"}", rows[i].id);
        if (rows[i].removes)
            assert_int_equal(kbg_edit_remove(edit, rows[i].id, 1, rows[i].expected, NULL), KBG_OK);
        else
            assert_int_equal(kbg_edit_put_json(edit, json, strlen(json), rows[i].expected, NULL), KBG_OK);
        put(edit, "{\"id\":\"x\",\"question\":\"同一批\"}");
        assert_int_equal(kbg_edit_commit(edit, &revision, &error), rows[i].status);
        if (rows[i].message)
            assert_string_equal(kbg_error_message(error), rows[i].message);
        kbg_view *view = kbg_base_view(base);
        assert_int_equal(revision, kbg_view_revision(view));
        assert_int_equal(kbg_view_find(view, "x", 1) != NULL, rows[i].status == KBG_OK); /* all or nothing */
        assert_int_equal(kbg_edit_count(edit), rows[i].status == KBG_OK ? 0 : 2);
        kbg_view_unref(view);
        kbg_error_free(error);
        kbg_edit_free(edit);
        kbg_edit_free(other);
        kbg_base_unref(base);
    }
}

static void each_item_has_the_revision_that_put_it(void **state)
{
    (void)state;
    kbg_base *base = base_of("{\"id\":\"a\",\"question\":\"退货\"}\n{\"id\":\"b\",\"question\":\"换货\"}\n");
    kbg_edit *edit = begin(base);
    put(edit, "{\"id\":\"b\",\"question\":\"换货吗\"}");
    put(edit, "{\"id\":\"c\",\"question\":\"发票\"}");
    (void)commit(edit);
    drop(edit, "c");
    (void)commit(edit);
    for (int round = 0; round < 2; round++) {
        kbg_view *view = kbg_base_view(base);
        assert_int_equal(kbg_view_item_revision(view, "a", 1), 1);
        assert_int_equal(kbg_view_item_revision(view, "b", 1), 2);
        assert_int_equal(kbg_view_item_revision(view, "c", 1), 0);
        assert_int_equal(kbg_view_item_revision(view, NULL, 0), 0);
        assert_int_equal(kbg_view_revision(view), 3);
        kbg_view_unref(view);
        assert_int_equal(kbg_base_compact(base, NULL), KBG_OK);
    }
    kbg_edit_free(edit);
    kbg_base_unref(base);
}

static void bad_items_are_refused_with_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *json;
        kbg_status status;
        uint64_t line, column;
    } rows[] = {
        { "", KBG_ERR_SYNTAX, 1, 1 },
        { "[]", KBG_ERR_SYNTAX, 1, 1 },
        { "{\"id\":\"a\",\n \"question\":7}", KBG_ERR_TYPE, 2, 13 },
        { "{\"id\":\"a\",\n \"question\":\"x\xFF\"}", KBG_ERR_UTF8, 2, 15 },
        { "{\"id\":\"a\"}\n{}", KBG_ERR_SYNTAX, 2, 1 },
        { "{\"question\":\"没有编号\"}", KBG_ERR_VALUE, 1, 1 },
    };
    kbg_base *base = base_of(NULL);
    kbg_edit *edit = begin(base);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_error *error = NULL;
        kbg_status status =
            kbg_edit_put_json(edit, rows[i].json, strlen(rows[i].json), KBG_ANY_REVISION, &error);
        if (status != rows[i].status || kbg_error_line(error) != rows[i].line ||
            kbg_error_column(error) != rows[i].column)
            fail_msg("row %zu: %s, line %u, column %u: %s", i, kbg_status_name(status),
                     (unsigned)kbg_error_line(error), (unsigned)kbg_error_column(error), kbg_error_message(error));
        kbg_error_free(error);
    }
    assert_int_equal(kbg_edit_count(edit), 0);
    kbg_edit_free(edit);
    kbg_base_unref(base);
}

/* Ids of changes: "+a -b", in their order. */
static void assert_changes(kbg_base *base, uint64_t since, const char *expected)
{
    text is = { 0 };
    kbg_changes *changes;
    assert_int_equal(kbg_base_changes(base, since, &changes, NULL), KBG_OK);
    for (size_t i = 0; i < kbg_changes_count(changes); i++)
        text_add_format(&is, "%s%s%s", i ? " " : "", kbg_changes_item(changes, i) ? "+" : "-",
                        kbg_changes_id(changes, i, NULL));
    assert_text(is.data ? is.data : "", is.len, expected);
    kbg_changes_free(changes);
    text_free(&is);
}

static void changes_since_a_revision_are_listed(void **state)
{
    (void)state;
    kbg_base *base = base_of("{\"id\":\"a\",\"question\":\"退货\"}\n{\"id\":\"b\",\"question\":\"换货\"}\n");
    kbg_edit *edit = begin(base);
    put(edit, "{\"id\":\"c\",\"question\":\"发票\"}");
    drop(edit, "a");
    assert_int_equal(commit(edit), 2);
    put(edit, "{\"id\":\"b\",\"question\":\"换\"}");
    assert_int_equal(commit(edit), 3);
    put(edit, "{\"id\":\"a\",\"question\":\"又来了\"}");
    drop(edit, "c");
    assert_int_equal(commit(edit), 4);
    for (int round = 0; round < 2; round++) {
        assert_changes(base, 0, "+b +a -c");
        assert_changes(base, 1, "+b +a -c");
        assert_changes(base, 2, "+b +a -c");
        assert_changes(base, 3, "+a -c");
        assert_changes(base, 4, "");
        assert_int_equal(kbg_base_compact(base, NULL), KBG_OK);
    }
    kbg_changes *changes;
    assert_int_equal(kbg_base_changes(base, 5, &changes, NULL), KBG_ERR_VALUE);
    assert_null(changes);
    kbg_edit_free(edit);
    kbg_base_unref(base);
}

static void forgotten_removals_are_told(void **state)
{
    (void)state;
    kbg_base_options *options;
    kbg_changes *changes;
    assert_int_equal(kbg_base_options_new(NULL, &options), KBG_OK);
    assert_int_equal(kbg_base_options_set_limit(options, KBG_LIMIT_REMOVED, 2), KBG_OK);
    kbg_base *base = base_with(options, "{\"id\":\"a\",\"question\":\"甲\"}\n{\"id\":\"b\",\"question\":\"乙\"}\n"
                                        "{\"id\":\"c\",\"question\":\"丙\"}\n{\"id\":\"d\",\"question\":\"丁\"}\n");
    kbg_edit *edit = begin(base);
    for (const char *id = "abc"; *id; id++) {
        char one[2] = { *id, '\0' };
        drop(edit, one);
        (void)commit(edit);
    }
    assert_int_equal(kbg_base_compact(base, NULL), KBG_OK);
    assert_int_equal(kbg_base_changes(base, 1, &changes, NULL), KBG_ERR_TOO_OLD);
    assert_null(changes);
    assert_changes(base, 2, "-b -c");
    assert_changes(base, 0, "+d -b -c"); /* from the beginning: nothing to remove there */
    kbg_edit_free(edit);
    kbg_base_options_free(options);
    kbg_base_unref(base);
}

/* A plain model: items in the order of the base. */
enum { IDS = 40 };
typedef struct model {
    char *items[IDS];
    unsigned place[IDS], next;
} model;

static unsigned random_state;

static unsigned random_below(unsigned bound)
{
    random_state = random_state * 1103515245u + 12345u;
    return (random_state >> 8) % bound;
}

static const char *const words[] = { "退货", "换货", "发票", "运费", "流量", "套餐", "怎么", "多少", "不能",
                                     "tuihuo", "128G", "苹果手机", "办理", "取消", "吗", "，", "什么时候", "宽带" };

static void add_words(text *t, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        text_add_cstr(t, words[random_below(COUNT_OF(words))]);
}

static char *random_item(unsigned id)
{
    text t = { 0 };
    text_add_format(&t, "{\"id\":\"i%u\",\"question\":\"", id);
    add_words(&t, 1 + random_below(5));
    text_add_cstr(&t, "问\",\"alternatives\":[\"");
    add_words(&t, 1 + random_below(3));
    text_add_format(&t, "吧\"],\"category\":\"类%u\",\"short_codes\":[\"/c%u\"],\"usage_count\":%u,\"answer\":\"",
                    random_below(4), random_below(6), random_below(3) * 10);
    add_words(&t, 1 + random_below(6));
    text_add_cstr(&t, "。\"}\n");
    return t.data;
}

static int by_place(const void *left, const void *right)
{
    const unsigned *a = left, *b = right;
    return (a[0] > b[0]) - (a[0] < b[0]);
}

static text model_text(const model *m)
{
    unsigned order[IDS][2], count = 0;
    text t = { 0 };
    for (unsigned i = 0; i < IDS; i++)
        if (m->items[i]) {
            order[count][0] = m->place[i];
            order[count++][1] = i;
        }
    qsort(order, count, sizeof(order[0]), by_place);
    for (unsigned i = 0; i < count; i++)
        text_add_cstr(&t, m->items[order[i][1]]);
    return t;
}

static void assert_same_hits(kbg_hits *is, kbg_hits *expected, const char *message)
{
    if (kbg_hits_count(is) != kbg_hits_count(expected))
        fail_msg("%s: %zu hits and not %zu", message, kbg_hits_count(is), kbg_hits_count(expected));
    for (size_t i = 0; i < kbg_hits_count(is); i++) {
        if (strcmp(kbg_item_id(kbg_hits_item(is, i), NULL), kbg_item_id(kbg_hits_item(expected, i), NULL)) != 0 ||
            kbg_hits_score(is, i) != kbg_hits_score(expected, i) ||
            kbg_hits_confidence(is, i) != kbg_hits_confidence(expected, i) ||
            kbg_hits_question(is, i) != kbg_hits_question(expected, i) ||
            kbg_hits_span_count(is, i) != kbg_hits_span_count(expected, i))
            fail_msg("%s, hit %zu: %s with %.17g, and not %s with %.17g", message, i,
                     kbg_item_id(kbg_hits_item(is, i), NULL), kbg_hits_score(is, i),
                     kbg_item_id(kbg_hits_item(expected, i), NULL), kbg_hits_score(expected, i));
        assert_int_equal(kbg_hits_reason_count(is, i), kbg_hits_reason_count(expected, i));
        for (size_t r = 0; r < kbg_hits_reason_count(is, i); r++)
            assert_true(kbg_hits_reason_value(is, i, r) == kbg_hits_reason_value(expected, i, r));
    }
    kbg_hits_free(is);
    kbg_hits_free(expected);
}

static void compare(kbg_base *base, kbg_searcher *searcher, const model *m)
{
    text items = model_text(m), is = dump(base), message = { 0 };
    kbg_base *loaded = base_of(items.data ? items.data : "");
    text expected = dump(loaded);
    assert_text(is.data ? is.data : "", is.len, expected.data ? expected.data : "");
    kbg_searcher *fresh = searcher_of(loaded);
    for (unsigned i = 0; i < 6; i++) {
        char code[8];
        kbg_hits *mine, *others;
        text_clear(&message);
        add_words(&message, 1 + random_below(6));
        assert_same_hits(search(searcher, message.data, NULL), search(fresh, message.data, NULL), message.data);
        assert_int_equal(kbg_suggest(searcher, message.data, 3, NULL, &mine, NULL), KBG_OK);
        assert_int_equal(kbg_suggest(fresh, message.data, 3, NULL, &others, NULL), KBG_OK);
        assert_same_hits(mine, others, message.data);
        snprintf(code, sizeof(code), "/c%u", i);
        assert_same_hits(lookup(searcher, code, NULL), lookup(fresh, code, NULL), code);
    }
    kbg_searcher_free(fresh);
    text_free(&items);
    text_free(&expected);
    text_free(&is);
    text_free(&message);
}

/* Fills a batch with random edits, which the model follows. An item that is there before and after keeps its place; new
 * ones come behind in the order in which the batch first speaks of them. */
static void edit_randomly(kbg_edit *edit, model *m)
{
    bool was_there[IDS], is_named[IDS] = { false };
    unsigned named[8], count = 0;
    for (unsigned i = 0; i < IDS; i++)
        was_there[i] = m->items[i] != NULL;
    for (unsigned n = 1 + random_below(5); n > 0; n--) {
        unsigned id = random_below(IDS);
        char name[8];
        snprintf(name, sizeof(name), "i%u", id);
        if (!is_named[id])
            named[count++] = id;
        is_named[id] = true;
        free(m->items[id]);
        m->items[id] = NULL;
        if (random_below(3) == 0) {
            drop(edit, name);
        } else {
            m->items[id] = random_item(id);
            put(edit, m->items[id]);
        }
    }
    for (unsigned n = 0; n < count; n++)
        if (m->items[named[n]] && !was_there[named[n]])
            m->place[named[n]] = m->next++;
}

static void random_edits_leave_what_a_load_would(void **state)
{
    (void)state;
    unsigned in_several = 0;
    for (unsigned seed = 1; seed <= 6; seed++) {
        model m = { .next = 0 };
        random_state = seed;
        kbg_base *base = base_of(NULL), *follower = base_of(NULL);
        kbg_searcher *searcher = searcher_of(kbg_base_ref(base)), *second = searcher_of(kbg_base_ref(follower));
        kbg_edit *edit = begin(base), *copy = begin(follower);
        uint64_t seen = 0;
        for (unsigned round = 0; round < 40; round++) {
            edit_randomly(edit, &m);
            (void)commit(edit);
            if (random_below(6) == 0)
                assert_int_equal(kbg_base_compact(base, NULL), KBG_OK);
            compare(base, searcher, &m);
            kbg_view *view = kbg_base_view(base);
            in_several += kbg_view_segment_count(view) > 1;
            kbg_view_unref(view);
            if (random_below(4) == 0) { /* another base is brought up to date */
                kbg_changes *changes;
                assert_int_equal(kbg_base_changes(base, seen, &changes, NULL), KBG_OK);
                assert_int_equal(kbg_edit_apply(copy, changes, NULL), KBG_OK);
                (void)commit(copy);
                seen = kbg_changes_revision(changes);
                kbg_changes_free(changes);
                text message = { 0 };
                add_words(&message, 4);
                assert_same_hits(search(second, message.data, NULL), search(searcher, message.data, NULL),
                                 message.data);
                text_free(&message);
            }
        }
        for (unsigned i = 0; i < IDS; i++)
            free(m.items[i]);
        kbg_edit_free(edit);
        kbg_edit_free(copy);
        kbg_searcher_free(searcher);
        kbg_searcher_free(second);
        kbg_base_unref(base);
        kbg_base_unref(follower);
    }
    assert_true(in_several > 100);
}

/* Segments stay few, and memory does not grow, however often the same items are edited. */
static void edits_of_the_same_items_take_no_more_memory(void **state)
{
    (void)state;
    counter count = { 0 };
    kbg_allocator allocator = allocator_of(&count);
    kbg_base_options *options;
    size_t settled = 0;
    random_state = 7;
    assert_int_equal(kbg_base_options_new(&allocator, &options), KBG_OK);
    kbg_base *base = base_with(options, NULL);
    kbg_edit *edit = begin(base);
    for (unsigned i = 0; i < 3000; i++) {
        char *item = random_item(random_below(IDS));
        put(edit, item);
        free(item);
        (void)commit(edit);
        if (i == 1000)
            settled = count.bytes;
        if (i > 1000)
            assert_true(count.bytes < 2 * settled);
    }
    kbg_view *view = kbg_base_view(base);
    assert_true(kbg_view_segment_count(view) <= 8);
    assert_int_equal(kbg_view_item_count(view), IDS);
    kbg_view_unref(view);
    kbg_edit_free(edit);
    kbg_base_options_free(options);
    kbg_base_unref(base);
    assert_int_equal(count.live, 0);
}

static void compaction_makes_one_segment_of_small_ones(void **state)
{
    (void)state;
    kbg_base *base = base_of(NULL);
    kbg_edit *edit = begin(base);
    for (int round = 0; round < 4; round++) { /* too large to be merged by commits */
        for (int i = 0; i < 400; i++) {
            char json[80];
            snprintf(json, sizeof(json), "{\"id\":\"%d-%d\",\"question\":\"第%d个问题，第%d批\"}", round, i, i, round);
            put(edit, json);
        }
        (void)commit(edit);
    }
    kbg_view *before = kbg_base_view(base);
    assert_true(kbg_view_segment_count(before) > 1);
    assert_int_equal(kbg_base_compact(base, NULL), KBG_OK);
    kbg_view *view = kbg_base_view(base);
    assert_int_equal(kbg_view_segment_count(view), 1);
    assert_int_equal(kbg_view_revision(view), 4);
    for (size_t i = 0; i < 1600; i++)
        assert_string_equal(kbg_item_id(kbg_view_item(view, i), NULL), kbg_item_id(kbg_view_item(before, i), NULL));
    kbg_view_unref(before);
    kbg_view_unref(view);
    kbg_edit_free(edit);
    kbg_base_unref(base);
}

static void too_many_items_are_refused(void **state)
{
    (void)state;
    kbg_base_options *options;
    kbg_error *error;
    assert_int_equal(kbg_base_options_new(NULL, &options), KBG_OK);
    assert_int_equal(kbg_base_options_set_limit(options, KBG_LIMIT_ITEMS, 2), KBG_OK);
    kbg_base *base = base_with(options, "{\"id\":\"a\",\"question\":\"甲\"}\n{\"id\":\"b\",\"question\":\"乙\"}\n");
    kbg_edit *edit = begin(base);
    put(edit, "{\"id\":\"c\",\"question\":\"丙\"}");
    assert_int_equal(kbg_edit_commit(edit, NULL, &error), KBG_ERR_LIMIT);
    assert_string_equal(kbg_error_message(error), "the base would have more than 2 items");
    kbg_error_free(error);
    drop(edit, "a"); /* one goes, one comes */
    (void)commit(edit);
    kbg_edit_free(edit);
    kbg_base_options_free(options);
    kbg_base_unref(base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_batch_is_seen_as_a_whole),
        cmocka_unit_test(what_is_not_committed_is_forgotten),
        cmocka_unit_test(a_batch_that_changes_nothing_is_no_revision),
        cmocka_unit_test(an_expected_revision_is_checked),
        cmocka_unit_test(each_item_has_the_revision_that_put_it),
        cmocka_unit_test(bad_items_are_refused_with_their_place),
        cmocka_unit_test(changes_since_a_revision_are_listed),
        cmocka_unit_test(forgotten_removals_are_told),
        cmocka_unit_test(random_edits_leave_what_a_load_would),
        cmocka_unit_test(edits_of_the_same_items_take_no_more_memory),
        cmocka_unit_test(compaction_makes_one_segment_of_small_ones),
        cmocka_unit_test(too_many_items_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
