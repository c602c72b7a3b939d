/* SPDX-License-Identifier: MIT */
/* Saved files from strangers. A base with something of everything is saved once; the input changes what the file says,
 * and the checksums are made right again, so that changes reach the checks of the content. Bytes of the input:
 *   0  1: the index is of other weights, so that items are indexed anew; 2: the checksums of sections stay as they were;
 *      4: the head is changed too
 *   1  which allocation fails while the file is opened, by fuzz_fail_at(); 0 = none
 * Then changes of 6 bytes:
 *   0  section, by its number; in a file with the last bit of byte 0 the section 255 is the head
 *   1  place in it, 2 bytes; 65,535 is the last byte or number
 *   3  what is done there, see enum change
 *   4  a number, 2 bytes
 * What is checked: nothing but KBG_ERR_FILE (or KBG_ERR_NOMEM) comes of it, or a base that can be searched, dumped,
 * edited, compacted and saved, with texts that are texts, scores that are numbers and spans inside of the message; the
 * file that is saved of it opens and holds the same. */
#define _POSIX_C_SOURCE 200809L
#include "fuzz_support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Of the file: lib/live/saved.c and lib/base/sections.h. */
enum { HEAD = 200, BODY = 208, FILE_LEN_AT = 24, STAMP_AT = 32, SUM_AT = 192, SECTION_HEAD = 16, ALIGNMENT = 16 };

enum { ANEW = 1, SUMS_STAY = 2, WITH_HEAD = 4 }; /* of byte 0 */

enum change {
    SET_BYTE,
    FLIP_BITS,
    ADD_16,
    ADD_32,
    ADD_64,
    SET_32,
    SET_64,
    SET_ALL_BITS, /* of 8 bytes */
    RESIZE,       /* zeros come behind, or the end goes */
    COPY_32,      /* from the other place */
    COPY_64,
    CHANGES
};

enum { SECTIONS_MOST = 256, CHANGES_MOST = 24, GROWTH_MOST = 4096 };

static const char items[] =
    "{\"id\":\"th\",\"category\":\"售后/退换货\",\"kind\":\"service\",\"stage\":\"assist\",\"question\":\"怎么退货\","
    "\"alternatives\":[\"我要退货\",\"return it\",\"tuihuo\"],\"answers\":[{\"body\":\"**您好**，{{order}}可退\","
    "\"channel\":\"qianniu\",\"language\":\"zh\",\"audience\":[\"vip\"],\"variant\":\"a\",\"attachments\":[{\"kind\":\"image\","
    "\"uri\":\"https://example.com/a.png\",\"title\":\"图\",\"alt\":\"图片\",\"x\":1}]},{\"body\":\"Return it.\","
    "\"language\":\"en\"}],\"short_codes\":[\"/th\",\"／ｔｈ2\"],\"keywords\":[\"七天\"],\"products\":[\"A-102\"],"
    "\"audience\":[\"vip\"],\"priority\":5,\"valid_from\":\"2026-01-01T00:00:00+08:00\","
    "\"valid_until\":\"2027-01-01T00:00:00Z\",\"related\":[\"fp\"],\"properties\":{\"k\":\"v\"},\"usage_count\":30,"
    "\"updated_at\":\"2026-02-01T00:00:00Z\",\"note\":{\"deep\":[1,2]}}\n"
    "{\"id\":\"fp\",\"category\":\"发票\",\"question\":\"发票怎么开\",\"answer\":\"电子发票\",\"short_codes\":[\"/fp\"]}\n"
    "{\"id\":\"ll\",\"category\":\"套餐\",\"question\":\"流量不够用怎么办\",\"alternatives\":[\"加油包多少钱\"],"
    "\"answer\":\"10元1G\",\"state\":\"draft\"}\n"
    "{\"id\":\"cx\",\"category\":\"套餐\",\"question\":\"畅享套餐多少钱一个月\",\"answer\":\"99元\",\"usage_count\":3}\n"
    "{\"id\":\"gone\",\"question\":\"会被删除\"}\n";

static const char *const messages[] = { "怎么退货？发票怎么开", "tuihuo a102", "cxtc 有劳",
                                        "推货怎么办",           "return it",   "不 知道" };
static const char *const typed[] = { "", "退", "th", "tui", "发piao", "/f", "a" };

static const kbg_text terms[] = { { "畅享套餐", 12 }, { "cxtc", 4 }, { "流量", 6 }, { "网速", 6 }, { "有劳", 6 } };

typedef struct section {
    char *data;
    size_t len;
    uint64_t sum;
} section;

typedef struct parts {
    char head[BODY];
    section of[SECTIONS_MOST];
    size_t count;
} parts;

static uint64_t step_of(uint64_t sum, uint64_t word)
{
    sum ^= word;
    return (sum << 29 | sum >> 35) * UINT64_C(0x9E3779B97F4A7C15);
}

/* The checksum of lib/base/sections.c, written a second time. */
static uint64_t sum_of(const char *data, size_t len)
{
    uint64_t lanes[4] = { 1, 2, 3, 4 }, sum = len;
    for (size_t at = 0;; at += 32) {
        bool is_last = len - at < 32;
        for (size_t i = 0; i < 4; i++) {
            uint64_t word = 0;
            size_t from = at + 8 * i, left = from < len ? len - from : 0;
            if (left)
                memcpy(&word, data + from, left < 8 ? left : 8);
            lanes[i] = step_of(lanes[i], word);
        }
        if (is_last)
            break;
    }
    for (size_t i = 0; i < 4; i++)
        sum = step_of(sum, lanes[i]);
    return sum;
}

/* A file of a name that nobody else has. */
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

static void put(kbg_edit *edit, const char *json)
{
    FUZZ_CHECK(kbg_edit_put_json(edit, json, strlen(json), KBG_ANY_REVISION, NULL) == KBG_OK);
}

static void use(kbg_base *base)
{
    kbg_event event = KBG_EVENT_INIT;
    event.type = KBG_EVENT_SENT;
    for (int i = 0; i < 3; i++) {
        event.at = INT64_C(1790812800000) + i * INT64_C(864000000);
        event.item = i % 2 ? (kbg_text){ "cx", 2 } : (kbg_text){ "th", 2 };
        FUZZ_CHECK(kbg_base_event(base, &event, 1, NULL, NULL) == KBG_OK);
    }
    FUZZ_CHECK(kbg_base_set_hot_mark(base, "fp", 2, KBG_HOT_PINNED, NULL) == KBG_OK);
}

static void add_words(kbg_base *base)
{
    kbg_words *words = NULL;
    FUZZ_CHECK(kbg_words_new(NULL, &words) == KBG_OK);
    for (int list = KBG_WORDS_LEXICON; list <= KBG_WORDS_FILLER; list++)
        kbg_words_clear(words, (kbg_word_list)list);
    FUZZ_CHECK(kbg_words_add_term(words, terms[0], terms[1], NULL) == KBG_OK);
    FUZZ_CHECK(kbg_words_add_synonym(words, terms[3], terms[2], 0.7, NULL) == KBG_OK);
    FUZZ_CHECK(kbg_words_add_filler(words, terms[4], KBG_FILLER_TRAILS, NULL) == KBG_OK);
    FUZZ_CHECK(kbg_base_set_words(base, words, NULL) == KBG_OK);
    kbg_words_free(words);
}

/* The file without changes, in its sections. */
static void make_file(parts *p)
{
    kbg_base *base = NULL;
    kbg_edit *edit = NULL;
    char path[64], at[SECTION_HEAD];
    FUZZ_CHECK(kbg_base_new(NULL, &base, NULL) == KBG_OK);
    FUZZ_CHECK(kbg_base_load(base, KBG_FORMAT_JSONL, items, sizeof(items) - 1, NULL, NULL, NULL) == KBG_OK);
    add_words(base);
    use(base);
    FUZZ_CHECK(kbg_edit_begin(base, &edit, NULL) == KBG_OK);
    FUZZ_CHECK(kbg_edit_remove(edit, "gone", 4, KBG_ANY_REVISION, NULL) == KBG_OK);
    put(edit, "{\"id\":\"en\",\"question\":\"How do I return a router?\","
              "\"answers\":[{\"body\":\"Send it.\",\"language\":\"en\"}]}");
    FUZZ_CHECK(kbg_edit_commit(edit, NULL, NULL) == KBG_OK);
    kbg_edit_free(edit);
    make_path(path);
    FUZZ_CHECK(kbg_base_save(base, path, NULL) == KBG_OK);
    kbg_base_unref(base);
    FILE *file = fopen(path, "rb");
    (void)unlink(path);
    FUZZ_CHECK(file && fread(p->head, 1, BODY, file) == BODY);
    while (fread(at, 1, SECTION_HEAD, file) == SECTION_HEAD) {
        uint64_t len;
        section *s = &p->of[p->count++];
        FUZZ_CHECK(p->count <= SECTIONS_MOST);
        memcpy(&len, at, 8);
        memcpy(&s->sum, at + 8, 8);
        s->len = (size_t)len;
        size_t padded = (s->len + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        s->data = malloc(padded + 1);
        FUZZ_CHECK(s->data && fread(s->data, 1, padded, file) == padded);
        FUZZ_CHECK(s->sum == sum_of(s->data, s->len));
    }
    (void)fclose(file);
    FUZZ_CHECK(p->count > 50);
}

static void resize(section *s, int16_t by)
{
    size_t len = by < 0 ? (s->len > (size_t)-by ? s->len - (size_t)-by : 0) : s->len + (size_t)by % GROWTH_MOST;
    char *data = calloc(len + 1, 1);
    FUZZ_CHECK(data != NULL);
    memcpy(data, s->data, len < s->len ? len : s->len);
    free(s->data);
    s->data = data;
    s->len = len;
}

/* Where a number of `size` bytes stands. */
static char *place_of(char *data, size_t len, uint16_t place, size_t size)
{
    if (len < size)
        return NULL;
    size_t units = len / size;
    return data + (place == UINT16_MAX ? units - 1 : place % units) * size;
}

static void change_number(char *at, size_t size, uint64_t add)
{
    uint64_t number = 0;
    if (!at)
        return;
    memcpy(&number, at, size);
    number += add;
    memcpy(at, &number, size);
}

static void set_number(char *at, size_t size, uint64_t number)
{
    if (at)
        memcpy(at, &number, size);
}

static void change_one(section *s, const uint8_t *b)
{
    uint16_t place = (uint16_t)(b[1] | b[2] << 8), number = (uint16_t)(b[4] | b[5] << 8);
    int16_t by = (int16_t)number;
    char *at = place_of(s->data, s->len, place, 1), *from;
    switch ((enum change)(b[3] % CHANGES)) {
    case SET_BYTE:
        set_number(at, 1, number);
        break;
    case FLIP_BITS:
        if (at)
            *at = (char)(*at ^ (char)b[4]);
        break;
    case ADD_16:
        change_number(place_of(s->data, s->len, place, 2), 2, (uint64_t)(int64_t)by);
        break;
    case ADD_32:
        change_number(place_of(s->data, s->len, place, 4), 4, (uint64_t)(int64_t)by);
        break;
    case ADD_64:
        change_number(place_of(s->data, s->len, place, 8), 8, (uint64_t)(int64_t)by);
        break;
    case SET_32:
        set_number(place_of(s->data, s->len, place, 4), 4, number);
        break;
    case SET_64:
        set_number(place_of(s->data, s->len, place, 8), 8, number);
        break;
    case SET_ALL_BITS:
        set_number(place_of(s->data, s->len, place, 8), 8, UINT64_MAX);
        break;
    case RESIZE:
        resize(s, by);
        break;
    case COPY_32:
    case COPY_64: {
        size_t size = b[3] % CHANGES == COPY_32 ? 4 : 8;
        at = place_of(s->data, s->len, place, size);
        from = place_of(s->data, s->len, number, size);
        if (at)
            memmove(at, from, size);
        break;
    }
    case CHANGES:
        break;
    }
}

/* Writes the file anew, with the changes. */
static void write_file(const parts *p, uint8_t flags, fuzz_input *input, fuzz_text *out)
{
    static parts mine; /* too large for the stack of some */
    static const char zeros[ALIGNMENT];
    section head = { fuzz_copy(p->head, BODY), BODY, 0 };
    mine.count = p->count;
    for (size_t i = 0; i < p->count; i++) {
        mine.of[i] = p->of[i];
        mine.of[i].data = fuzz_copy(p->of[i].data, p->of[i].len + 1);
    }
    for (int n = 0; n < CHANGES_MOST && input->size >= 6; n++, input->data += 6, input->size -= 6) {
        bool is_head = flags & WITH_HEAD && input->data[0] == 255;
        change_one(is_head ? &head : &mine.of[input->data[0] % mine.count], input->data);
    }
    if (flags & ANEW && head.len > STAMP_AT)
        head.data[STAMP_AT] ^= 1;
    fuzz_text_add(out, head.data, head.len);
    for (size_t i = 0; i < mine.count; i++) {
        uint64_t sum = flags & SUMS_STAY ? mine.of[i].sum : sum_of(mine.of[i].data, mine.of[i].len);
        uint64_t numbers[2] = { mine.of[i].len, sum };
        fuzz_text_add(out, (const char *)numbers, sizeof(numbers));
        fuzz_text_add(out, mine.of[i].data, mine.of[i].len);
        fuzz_text_add(out, zeros, (ALIGNMENT - mine.of[i].len % ALIGNMENT) % ALIGNMENT);
        free(mine.of[i].data);
    }
    if (out->len >= BODY && !(flags & WITH_HEAD && flags & SUMS_STAY)) {
        uint64_t len = out->len, sum;
        memcpy(out->data + FILE_LEN_AT, &len, 8);
        sum = sum_of(out->data, SUM_AT);
        memcpy(out->data + SUM_AT, &sum, 8);
    }
    free(head.data);
}

static void check_hits(kbg_hits *hits, size_t len)
{
    for (size_t i = 0; i < kbg_hits_count(hits); i++) {
        size_t id_len, start, end, last = 0;
        double confidence = kbg_hits_confidence(hits, i);
        const char *id = kbg_item_id(kbg_hits_item(hits, i), &id_len);
        FUZZ_CHECK(fuzz_is_text(id, id_len) && id_len > 0);
        FUZZ_CHECK(isfinite(kbg_hits_score(hits, i)) && confidence >= 0 && confidence <= 1);
        FUZZ_CHECK(kbg_hits_question(hits, i) == SIZE_MAX ||
                   kbg_hits_question(hits, i) < kbg_item_question_count(kbg_hits_item(hits, i)));
        for (size_t s = 0; s < kbg_hits_span_count(hits, i); s++, last = end)
            FUZZ_CHECK(kbg_hits_span(hits, i, s, &start, &end) && last <= start && start < end && end <= len);
        for (size_t r = 0; r < kbg_hits_reason_count(hits, i); r++)
            FUZZ_CHECK(isfinite(kbg_hits_reason_value(hits, i, r)));
        const char *text = kbg_hits_completion(hits, i, &id_len);
        FUZZ_CHECK(!text || fuzz_is_utf8(text, id_len));
    }
    kbg_hits_free(hits);
}

/* Asks a base all kinds of things. */
static void ask(kbg_base *base)
{
    static const uint32_t flags[] = { 0, KBG_QUERY_ANY_TIME | KBG_QUERY_ANY_AUDIENCE,
                                      KBG_QUERY_NO_HOTNESS | KBG_QUERY_ANY_TIME,
                                      KBG_QUERY_WHOLE | KBG_QUERY_ANY_TIME | KBG_QUERY_ANY_AUDIENCE };
    kbg_searcher *searcher = NULL;
    kbg_hits *hits = NULL;
    FUZZ_CHECK(kbg_searcher_new(base, &searcher, NULL) == KBG_OK);
    for (size_t f = 0; f < sizeof(flags) / sizeof(flags[0]); f++) {
        kbg_query query = KBG_QUERY_INIT;
        query.flags = flags[f];
        query.states = KBG_BIT(KBG_STATE_PUBLISHED) | (f % 2 ? KBG_BIT(KBG_STATE_DRAFT) : 0);
        query.now = f % 2 ? 0 : INT64_C(1794355200000);
        query.language = f == 2 ? (kbg_text){ "en", 2 } : query.language;
        for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++) {
            FUZZ_CHECK(kbg_search(searcher, messages[i], strlen(messages[i]), &query, &hits, NULL) == KBG_OK);
            check_hits(hits, strlen(messages[i]));
        }
        for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
            FUZZ_CHECK(kbg_suggest(searcher, typed[i], strlen(typed[i]), &query, &hits, NULL) == KBG_OK);
            check_hits(hits, strlen(typed[i]));
        }
        FUZZ_CHECK(kbg_lookup(searcher, "/TH2", 4, &query, &hits, NULL) == KBG_OK);
        check_hits(hits, 4);
    }
    kbg_searcher_free(searcher);
}

static bool take(const char *data, size_t len, void *user_data)
{
    fuzz_text_add(user_data, data, len);
    return true;
}

static void dump_table(kbg_base *base)
{
    fuzz_text text = { 0 };
    kbg_status status = kbg_base_dump(base, KBG_FORMAT_CSV, take, &text, NULL, NULL, NULL);
    FUZZ_CHECK(status == KBG_OK || status == KBG_ERR_LOSS);
    FUZZ_CHECK(fuzz_is_utf8(text.data, text.len));
    fuzz_text_free(&text);
}

static void list_changes(kbg_base *base)
{
    kbg_changes *changes = NULL;
    FUZZ_CHECK(kbg_base_changes(base, 0, &changes, NULL) == KBG_OK);
    for (size_t i = 0, len; i < kbg_changes_count(changes); i++) {
        const char *id = kbg_changes_id(changes, i, &len);
        FUZZ_CHECK(fuzz_is_text(id, len) && kbg_changes_at(changes, i) <= kbg_changes_revision(changes));
    }
    kbg_changes_free(changes);
}

/* Where ids do not lead to their items, a commit can put an id a second time; what merges the two refuses to. */
static bool is_refused(kbg_status status, bool is_forged)
{
    FUZZ_CHECK(status == KBG_OK || (status == KBG_ERR_FILE && is_forged));
    return status != KBG_OK;
}

/* Items are replaced, added and removed. False if that was refused. */
static bool edit(kbg_base *base, bool is_forged)
{
    kbg_edit *batch = NULL;
    uint64_t revision;
    kbg_view *view = kbg_base_view(base);
    uint64_t before = kbg_view_revision(view);
    size_t count = kbg_view_item_count(view);
    const kbg_item *last = count ? kbg_view_item(view, count - 1) : NULL;
    FUZZ_CHECK(kbg_edit_begin(base, &batch, NULL) == KBG_OK);
    put(batch, "{\"id\":\"fp\",\"category\":\"发票\",\"question\":\"发票丢了怎么补\",\"answer\":\"可以补开\"}");
    put(batch, "{\"id\":\"new\",\"question\":\"新的退货问题\",\"short_codes\":[\"/th2\"]}");
    size_t len = 0;
    const char *id = last ? kbg_item_id(last, &len) : NULL;
    if (last && !(len == 2 && memcmp(id, "fp", 2) == 0)) { /* where places are forged that may be the last */
        FUZZ_CHECK(kbg_edit_remove(batch, id, len, KBG_ANY_REVISION, NULL) == KBG_OK);
    }
    kbg_status status = kbg_edit_commit(batch, &revision, NULL);
    kbg_view_unref(view);
    if (is_refused(status, is_forged)) {
        kbg_edit_free(batch);
        return false;
    }
    FUZZ_CHECK(revision == before + 1);
    ask(base);
    view = kbg_base_view(base);
    FUZZ_CHECK(kbg_view_find(view, "fp", 2) && kbg_view_find(view, "new", 3) && kbg_view_item_count(view) <= count + 2);
    kbg_view_unref(view);
    bool is_done = !is_refused(kbg_base_compact(base, NULL), is_forged);
    FUZZ_CHECK(kbg_edit_remove(batch, "new", 3, revision, NULL) == KBG_OK);
    is_done = !is_refused(kbg_edit_commit(batch, NULL, NULL), is_forged) && is_done;
    kbg_edit_free(batch);
    return is_done;
}

static void save_and_open(kbg_base *base, const char *path)
{
    fuzz_text is = { 0 }, again = { 0 };
    kbg_base *opened = NULL;
    bool anew = true;
    FUZZ_CHECK(kbg_base_save(base, path, NULL) == KBG_OK);
    FUZZ_CHECK(kbg_base_open(NULL, path, &opened, &anew, NULL) == KBG_OK && !anew);
    fuzz_dump(base, &is);
    fuzz_dump(opened, &again);
    FUZZ_CHECK(fuzz_text_equal(&is, &again));
    ask(opened);
    kbg_base_unref(opened);
    fuzz_text_free(&is);
    fuzz_text_free(&again);
}

static void use_base(kbg_base *base, const char *path, bool is_forged)
{
    fuzz_text text = { 0 };
    fuzz_dump(base, &text);
    fuzz_text_free(&text);
    dump_table(base);
    ask(base);
    list_changes(base);
    bool is_edited = edit(base, is_forged);
    list_changes(base);
    ask(base);
    if (is_edited)
        save_and_open(base, path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static parts whole;
    fuzz_input input = { data, size };
    fuzz_memory memory = { 0 };
    kbg_allocator allocator = fuzz_allocator(&memory);
    kbg_base_options *options = NULL;
    kbg_base *base = NULL;
    kbg_error *error = NULL;
    fuzz_text file = { 0 };
    char path[64];
    bool anew = false;
    if (!whole.count)
        make_file(&whole);
    uint8_t flags = fuzz_byte(&input), fails = fuzz_byte(&input);
    bool is_changed = input.size >= 6;
    write_file(&whole, flags, &input, &file);
    make_path(path);
    FILE *out = fopen(path, "wb");
    FUZZ_CHECK(out && fwrite(file.data, 1, file.len, out) == file.len && fclose(out) == 0);
    fuzz_text_free(&file);
    FUZZ_CHECK(kbg_base_options_new(&allocator, &options) == KBG_OK);
    memory.fail_at = fails ? memory.calls + fuzz_fail_at(fails) : 0;
    kbg_status status = kbg_base_open(options, path, &base, &anew, &error);
    memory.fail_at = 0;
    FUZZ_CHECK(status == KBG_OK || status == KBG_ERR_FILE || (status == KBG_ERR_LIMIT && is_changed) ||
               (status == KBG_ERR_NOMEM && memory.failed));
    FUZZ_CHECK((status == KBG_OK) == (base != NULL) && (status != KBG_OK) == (error != NULL));
    FUZZ_CHECK(is_changed || status != KBG_ERR_FILE || flags & SUMS_STAY);
    if (error) {
        const char *message = kbg_error_message(error);
        FUZZ_CHECK(kbg_error_status(error) == status && message[0] && fuzz_is_utf8(message, strlen(message)));
    }
    if (base) {
        FUZZ_CHECK(anew == ((flags & ANEW) != 0) || flags & WITH_HEAD);
        use_base(base, path, is_changed);
    }
    (void)unlink(path);
    kbg_error_free(error);
    kbg_base_unref(base);
    kbg_base_options_free(options);
    FUZZ_CHECK(memory.blocks == 0);
    return 0;
}
