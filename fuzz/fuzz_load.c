/* SPDX-License-Identifier: MIT */
/* Loads the input as JSON Lines. Bytes before the text:
 *   0  flags, see below
 *   1  size of the pieces of the reader callback, less 1; if odd, the bases that must agree with the first one are lent
 *      threads
 *   2  which allocation fails, by fuzz_fail_at()
 *   3  which limit is small: a kbg_limit, all if the number is no limit
 *   4  value of that limit, less 1
 * What is checked: a load is all or nothing; report and error agree with each other and with the text; text and reader
 * callback give the same, and so do one thread and several; the report of a failed load lists what the same load would
 * skip; what was loaded can be dumped, loaded and dumped again to the same bytes; out of memory leaves the base as it
 * was. */
#include "fuzz_support.h"

#include <stdlib.h>
#include <string.h>

enum {
    SKIP_BAD = 1,
    REPORT = 2,
    SMALL_LIMIT = 4,
    LOADED_BEFORE = 8,
    READ_FAILS = 16,
    NO_MEMORY = 32,
    SOURCE = 64,
    EMOTICONS = 128
};

enum { LIMITS = KBG_LIMIT_HOT_ITEMS + 1 };

typedef struct load_case {
    uint8_t flags, limit;
    bool lends; /* threads: tasks run one after the other, the last one first */
    size_t piece, fail_at;
    uint64_t limit_value;
    const char *text;
    size_t len;
} load_case;

/* What one load gave. */
typedef struct outcome {
    kbg_status status;
    size_t items; /* in the base afterwards */
    size_t added; /* by this load */
    kbg_report *report;
    kbg_error *error;
} outcome;

static void outcome_free(outcome *o)
{
    kbg_report_free(o->report);
    kbg_error_free(o->error);
    *o = (outcome){ 0 };
}

static const char before[] = "{\"id\":\"a\",\"question\":\"怎么退货\",\"category\":\"售后\"}\n"
                             "{\"id\":\"b\",\"question\":\"几天能到\",\"answer\":\"三天。\"}\n";

static void run_reversed(size_t count, kbg_task_fn task, void *task_data, void *user_data)
{
    (void)user_data;
    for (size_t i = count; i-- > 0;)
        task(i, task_data);
}

static kbg_status make_base(const load_case *c, bool limited, fuzz_memory *memory, kbg_base **base)
{
    kbg_allocator allocator = fuzz_allocator(memory);
    kbg_base_options *options;
    kbg_error *error = NULL;
    *base = NULL;
    kbg_status status = kbg_base_options_new(&allocator, &options);
    if (status == KBG_OK && !(c->flags & EMOTICONS))
        status = kbg_base_options_set_emoticons(options, "", 0);
    for (int i = 0; i < LIMITS && limited && status == KBG_OK; i++)
        if (c->limit >= LIMITS || c->limit == i)
            status = kbg_base_options_set_limit(options, (kbg_limit)i, c->limit_value);
    if (status == KBG_OK && c->lends)
        status = kbg_base_options_set_parallel_for(options, run_reversed, NULL, 2);
    if (status == KBG_OK) {
        status = kbg_base_new(options, base, &error);
        fuzz_check_error(status, error);
    }
    kbg_error_free(error);
    kbg_base_options_free(options);
    FUZZ_CHECK((status == KBG_OK) == (*base != NULL));
    return status;
}

static size_t item_count(kbg_base *base, uint64_t *revision)
{
    kbg_view *view = kbg_base_view(base);
    if (!view) /* the one allocation that fails was that of the view */
        view = kbg_base_view(base);
    FUZZ_CHECK(view);
    size_t count = kbg_view_item_count(view);
    *revision = kbg_view_revision(view);
    kbg_view_unref(view);
    return count;
}

/* How many lines of the text hold an item or are bad, the way doc/format.md counts lines. */
static size_t count_lines(const char *text, size_t len, uint64_t most)
{
    size_t count = 0;
    for (size_t at = 0; at < len; at++) {
        bool blank = true;
        if (at == 0 && len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
            at = 3;
        size_t start = at;
        for (; at < len && text[at] != '\n'; at++)
            blank = blank && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r');
        size_t end = at > start && text[at - 1] == '\r' ? at - 1 : at;
        count += !blank || end - start > most; /* a line over the limit is bad even if it is blank */
    }
    return count;
}

/* The place of an error must be a place of the text, and its three numbers must mean the same place. */
static void check_place(const load_case *c, const kbg_error *error)
{
    uint64_t offset = kbg_error_offset(error), line = 1, column = 1;
    FUZZ_CHECK(kbg_error_line(error) > 0);
    FUZZ_CHECK(offset <= c->len);
    size_t start = c->len >= 3 && memcmp(c->text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    for (size_t i = 0; i < offset; i++)
        if (c->text[i] == '\n') {
            line++;
            start = i + 1;
        }
    for (size_t i = start; i < offset; i++)
        column += ((unsigned char)c->text[i] & 0xC0) != 0x80;
    FUZZ_CHECK(kbg_error_line(error) == line);
    FUZZ_CHECK(kbg_error_column(error) == column);
    FUZZ_CHECK(strcmp(kbg_error_source(error), c->flags & SOURCE ? "items.jsonl" : "") == 0);
}

static bool is_about_a_line(kbg_status status)
{
    return status >= KBG_ERR_LIMIT && status <= KBG_ERR_DUPLICATE;
}

static void check_same_error(const kbg_error *left, const kbg_error *right)
{
    FUZZ_CHECK(kbg_error_status(left) == kbg_error_status(right));
    FUZZ_CHECK(kbg_error_line(left) == kbg_error_line(right));
    FUZZ_CHECK(kbg_error_column(left) == kbg_error_column(right));
    FUZZ_CHECK(kbg_error_offset(left) == kbg_error_offset(right));
    FUZZ_CHECK(strcmp(kbg_error_message(left), kbg_error_message(right)) == 0);
}

static void check_report(const load_case *c, const outcome *o)
{
    uint64_t most = c->flags & SMALL_LIMIT && (c->limit >= LIMITS || c->limit == KBG_LIMIT_REPORT_ERRORS)
                        ? c->limit_value
                        : 100000;
    const kbg_report *report = o->report;
    size_t bad = kbg_report_bad_count(report), kept = kbg_report_error_count(report);
    uint64_t line = 0;
    FUZZ_CHECK(kbg_report_item_count(report) == o->added);
    FUZZ_CHECK(kept == (bad < most ? bad : most));
    for (size_t i = 0; i < kept; i++) {
        const kbg_error *error = kbg_report_error(report, i);
        FUZZ_CHECK(error && is_about_a_line(kbg_error_status(error)));
        fuzz_check_error(kbg_error_status(error), error);
        check_place(c, error);
        FUZZ_CHECK(kbg_error_line(error) > line);
        line = kbg_error_line(error);
    }
    FUZZ_CHECK(!kbg_report_error(report, kept));
    bool short_lines = c->flags & SMALL_LIMIT && (c->limit >= LIMITS || c->limit == KBG_LIMIT_LINE_BYTES);
    if (o->status == KBG_OK)
        FUZZ_CHECK(o->added + bad == count_lines(c->text, c->len, short_lines ? c->limit_value : UINT64_MAX));
    if (o->status == KBG_OK && !(c->flags & SKIP_BAD))
        FUZZ_CHECK(bad == 0);
    if (is_about_a_line(o->status)) {
        FUZZ_CHECK(bad > 0);
        check_same_error(kbg_report_error(report, 0), o->error);
    }
}

/* Loads the text into the base, straight or through the reader callback, and checks what one load can tell. */
static void run(const load_case *c, kbg_base *base, bool by_reader, bool read_fails, outcome *o)
{
    kbg_load_options options = KBG_LOAD_OPTIONS_INIT;
    options.flags = c->flags & SKIP_BAD ? KBG_LOAD_SKIP_BAD : 0;
    if (c->flags & SOURCE)
        options.source = (kbg_text){ "items.jsonl", 11 };
    uint64_t revision_before, revision;
    size_t count_before = item_count(base, &revision_before);
    kbg_report **report = c->flags & REPORT ? &o->report : NULL;
    fuzz_source s = { c->text, c->len, c->piece, read_fails };
    o->report = NULL;
    o->error = NULL;
    o->status = by_reader ? kbg_base_load_from(base, KBG_FORMAT_JSONL, fuzz_read, &s, &options, report, &o->error)
                          : kbg_base_load(base, KBG_FORMAT_JSONL, c->text, c->len, &options, report, &o->error);
    o->items = item_count(base, &revision);
    o->added = o->items - count_before;
    FUZZ_CHECK(o->items >= count_before);
    FUZZ_CHECK(o->status == KBG_OK || o->added == 0);
    FUZZ_CHECK(revision == revision_before + (o->added > 0));
    fuzz_check_error(o->status, o->error);
    if (is_about_a_line(o->status))
        check_place(c, o->error);
    else
        FUZZ_CHECK(o->status == KBG_OK || o->status == KBG_ERR_NOMEM || o->status == KBG_ERR_READ);
    FUZZ_CHECK(o->status != KBG_ERR_READ || read_fails);
    FUZZ_CHECK(!is_about_a_line(o->status) || !(c->flags & SKIP_BAD));
    FUZZ_CHECK((o->report != NULL) == (report != NULL && o->status != KBG_ERR_NOMEM));
    if (o->report)
        check_report(c, o);
}

static void check_same_bad(const kbg_report *left, const kbg_report *right)
{
    FUZZ_CHECK(kbg_report_bad_count(left) == kbg_report_bad_count(right));
    FUZZ_CHECK(kbg_report_error_count(left) == kbg_report_error_count(right));
    for (size_t i = 0; i < kbg_report_error_count(left); i++)
        check_same_error(kbg_report_error(left, i), kbg_report_error(right, i));
}

static void check_same(const outcome *left, const outcome *right)
{
    FUZZ_CHECK(left->status == right->status);
    FUZZ_CHECK(left->items == right->items && left->added == right->added);
    check_same_error(left->error, right->error);
    FUZZ_CHECK(!left->report == !right->report);
    if (left->report)
        check_same_bad(left->report, right->report);
}

static kbg_status prepare(const load_case *c, fuzz_memory *memory, kbg_base **base)
{
    kbg_status status = make_base(c, c->flags & SMALL_LIMIT, memory, base);
    if (status == KBG_OK && c->flags & LOADED_BEFORE) /* small limits may refuse these lines: then there are none */
        status = kbg_base_load(*base, KBG_FORMAT_JSONL, before, sizeof(before) - 1, NULL, NULL, NULL);
    return is_about_a_line(status) ? KBG_OK : status;
}

/* A dump can be loaded into an empty base with the default limits, and dumping that gives the same bytes. */
static void check_round_trip(const load_case *c, kbg_base *base, const fuzz_text *dump)
{
    fuzz_memory memory = { 0 };
    kbg_base *again;
    fuzz_text second = { 0 };
    kbg_error *error = NULL;
    uint64_t revision;
    FUZZ_CHECK(make_base(c, false, &memory, &again) == KBG_OK);
    FUZZ_CHECK(kbg_base_load(again, KBG_FORMAT_JSONL, dump->data, dump->len, NULL, NULL, &error) == KBG_OK);
    FUZZ_CHECK(!error);
    FUZZ_CHECK(item_count(again, &revision) == item_count(base, &revision));
    fuzz_dump(again, &second);
    FUZZ_CHECK(fuzz_text_equal(dump, &second));
    fuzz_text_free(&second);
    kbg_base_unref(again);
    FUZZ_CHECK(memory.blocks == 0);
}

/* The reader callback gives what the text gives; if it fails at the end, nothing is loaded. */
static void check_reader(const load_case *c, const outcome *expected, const fuzz_text *dump)
{
    fuzz_memory memory = { 0 };
    kbg_base *base;
    fuzz_text unchanged = { 0 }, after = { 0 };
    bool read_fails = c->flags & READ_FAILS;
    load_case lent = *c;
    outcome o;
    lent.lends = c->piece % 2 == 0;
    FUZZ_CHECK(prepare(&lent, &memory, &base) == KBG_OK);
    fuzz_dump(base, &unchanged);
    run(c, base, true, read_fails, &o);
    fuzz_dump(base, &after);
    if (read_fails) {
        /* A bad line that is whole ends the load before the end of the input is met, unless all bad lines are asked
         * for. */
        size_t place = (size_t)kbg_error_offset(expected->error);
        bool whole = place < c->len && memchr(c->text + place, '\n', c->len - place);
        bool ends_early = is_about_a_line(expected->status) && !(c->flags & REPORT) && whole;
        FUZZ_CHECK(o.status == (ends_early ? expected->status : KBG_ERR_READ));
        FUZZ_CHECK(fuzz_text_equal(&unchanged, &after));
    } else {
        check_same(expected, &o);
        FUZZ_CHECK(fuzz_text_equal(dump, &after));
    }
    outcome_free(&o);
    fuzz_text_free(&unchanged);
    fuzz_text_free(&after);
    kbg_base_unref(base);
    FUZZ_CHECK(memory.blocks == 0);
}

/* A report of a failed load lists the lines that the same load would leave out. */
static void check_all_bad_listed(const load_case *c, const outcome *expected)
{
    fuzz_memory memory = { 0 };
    load_case skipping = *c;
    kbg_base *base;
    outcome o;
    skipping.flags |= SKIP_BAD;
    FUZZ_CHECK(prepare(&skipping, &memory, &base) == KBG_OK);
    run(&skipping, base, false, false, &o);
    FUZZ_CHECK(o.status == KBG_OK);
    check_same_bad(expected->report, o.report);
    outcome_free(&o);
    kbg_base_unref(base);
    FUZZ_CHECK(memory.blocks == 0);
}

/* One allocation fails: either nobody minds, or the load fails with KBG_ERR_NOMEM and can be tried again. */
static void check_no_memory(const load_case *c, const outcome *expected, const fuzz_text *dump)
{
    fuzz_memory memory = { .fail_at = c->fail_at };
    kbg_base *base;
    fuzz_text unchanged = { 0 }, after = { 0 };
    load_case lent = *c;
    outcome o;
    lent.lends = c->piece % 2 == 0;
    kbg_status status = prepare(&lent, &memory, &base);
    FUZZ_CHECK(status == KBG_OK || (status == KBG_ERR_NOMEM && memory.failed));
    if (status == KBG_OK) {
        size_t fail_at = memory.fail_at;
        memory.fail_at = 0;
        fuzz_dump(base, &unchanged);
        memory.fail_at = fail_at > memory.calls ? fail_at : 0;
        run(c, base, false, false, &o);
        memory.fail_at = 0;
        fuzz_dump(base, &after);
        if (o.status == KBG_ERR_NOMEM) {
            FUZZ_CHECK(memory.failed && fuzz_text_equal(&unchanged, &after));
            outcome_free(&o);
            fuzz_text_free(&after);
            run(c, base, false, false, &o);
            fuzz_dump(base, &after);
        }
        /* A failure before, which the lines of LOADED_BEFORE met, is a failure of prepare(). */
        check_same(expected, &o);
        FUZZ_CHECK(fuzz_text_equal(dump, &after));
        outcome_free(&o);
    }
    fuzz_text_free(&unchanged);
    fuzz_text_free(&after);
    kbg_base_unref(base);
    FUZZ_CHECK(memory.blocks == 0 && memory.bytes == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_input input = { data, size };
    load_case c = { .flags = fuzz_byte(&input) };
    c.piece = 1 + (size_t)fuzz_byte(&input);
    c.fail_at = fuzz_fail_at(fuzz_byte(&input));
    c.limit = fuzz_byte(&input);
    c.limit_value = 1 + (uint64_t)fuzz_byte(&input);
    char *text = fuzz_copy(input.data, input.size);
    c.text = text;
    c.len = input.size;
    fuzz_memory memory = { 0 };
    kbg_base *base;
    fuzz_text unchanged = { 0 }, dump = { 0 };
    outcome o;
    FUZZ_CHECK(prepare(&c, &memory, &base) == KBG_OK);
    fuzz_dump(base, &unchanged);
    run(&c, base, false, false, &o);
    FUZZ_CHECK(o.status != KBG_ERR_NOMEM);
    fuzz_dump(base, &dump);
    FUZZ_CHECK(o.added > 0 || fuzz_text_equal(&unchanged, &dump));
    fuzz_check_items(base);
    check_round_trip(&c, base, &dump);
    check_reader(&c, &o, &dump);
    if (o.report && is_about_a_line(o.status))
        check_all_bad_listed(&c, &o);
    if (c.flags & NO_MEMORY)
        check_no_memory(&c, &o, &dump);
    outcome_free(&o);
    kbg_base_unref(base);
    FUZZ_CHECK(memory.blocks == 0 && memory.bytes == 0);
    fuzz_text_free(&unchanged);
    fuzz_text_free(&dump);
    free(text);
    return 0;
}
