/* SPDX-License-Identifier: MIT */
/* Loads the input as CSV, TSV, Markdown or JSON Lines in any charset. Bytes before the text:
 *   0  flags, see below; the lowest two bits choose the format
 *   1  charset: a kbg_charset, recognised if the number is none
 *   2  which allocation fails, by fuzz_fail_at()
 *   3  delimiter of CSV if it can be one; characters of a section of Markdown
 *   4  size of the pieces of the reader callback, less 1; with SMALL_LIMITS also the limit of rows and documents
 * What is checked: a load is all or nothing; text and reader callback give the same; places of errors; a load does what
 * the preview told; the items can be written in every format and read back, and only those differ of which the report
 * of the dump told; out of memory leaves the base as it was. */
#include "fuzz_support.h"

#include <stdlib.h>
#include <string.h>

enum { SKIP_BAD = 4, SKIP_EXISTING = 8, OVERWRITE = 16, NO_MEMORY = 32, SMALL_LIMITS = 64, LOADED_BEFORE = 128 };

typedef struct import_case {
    uint8_t flags;
    kbg_format format;
    kbg_load_options options;
    size_t piece, fail_at;
    const char *text;
    size_t len;
} import_case;

static const char before[] = "{\"id\":\"a\",\"question\":\"怎么退货\",\"category\":\"售后\"}\n"
                             "{\"id\":\"b\",\"question\":\"几天能到\",\"answer\":\"三天。\"}\n";

static kbg_status make_base(const import_case *c, bool limited, fuzz_memory *memory, kbg_base **base)
{
    kbg_allocator allocator = fuzz_allocator(memory);
    kbg_base_options *options;
    *base = NULL;
    kbg_status status = kbg_base_options_new(&allocator, &options);
    if (status == KBG_OK)
        status = kbg_base_options_set_emoticons(options, "", 0);
    if (status == KBG_OK && limited && c->flags & SMALL_LIMITS) {
        status = kbg_base_options_set_limit(options, KBG_LIMIT_LINE_BYTES, c->piece);
        FUZZ_CHECK(kbg_base_options_set_limit(options, KBG_LIMIT_DOCUMENT_BYTES, 4 * c->piece) == KBG_OK);
        FUZZ_CHECK(kbg_base_options_set_limit(options, KBG_LIMIT_LABEL_BYTES, 8) == KBG_OK);
        FUZZ_CHECK(kbg_base_options_set_limit(options, KBG_LIMIT_LIST_LENGTH, 1) == KBG_OK);
        FUZZ_CHECK(kbg_base_options_set_limit(options, KBG_LIMIT_CATEGORY_DEPTH, 2) == KBG_OK);
    }
    if (status == KBG_OK)
        status = kbg_base_new(options, base, NULL);
    kbg_base_options_free(options);
    /* Small limits may refuse these lines: then there are none. */
    if (status == KBG_OK && c->flags & LOADED_BEFORE && limited) {
        status = kbg_base_load(*base, KBG_FORMAT_JSONL, before, sizeof(before) - 1, NULL, NULL, NULL);
        status = status == KBG_ERR_LIMIT ? KBG_OK : status;
    }
    return status;
}

static bool is_about_a_line(kbg_status status)
{
    return status >= KBG_ERR_LIMIT && status <= KBG_ERR_DUPLICATE;
}

/* Where an error is must be a place of the input. In UTF-8 its three numbers must mean the same place. */
static void check_place(const import_case *c, const kbg_error *error)
{
    uint64_t offset = kbg_error_offset(error), line = 1, column = 1;
    FUZZ_CHECK(kbg_error_line(error) > 0 && kbg_error_column(error) > 0 && offset <= c->len);
    if (c->options.charset != KBG_CHARSET_UTF8 || !fuzz_is_utf8(c->text, c->len))
        return;
    bool cr_ends = c->format != KBG_FORMAT_JSONL;
    size_t start = c->len >= 3 && memcmp(c->text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    for (size_t i = start; i < offset; i++) {
        bool cr = cr_ends && c->text[i] == '\r' && (i + 1 == c->len || c->text[i + 1] != '\n');
        if (c->text[i] == '\n' || cr) {
            line++;
            start = i + 1;
        }
    }
    for (size_t i = start; i < offset; i++)
        column += ((unsigned char)c->text[i] & 0xC0) != 0x80;
    FUZZ_CHECK(kbg_error_line(error) == line && kbg_error_column(error) == column);
}

/* What one load gave. */
typedef struct outcome {
    kbg_status status;
    kbg_report *report;
    kbg_error *error;
    fuzz_text dump;
} outcome;

static void outcome_free(outcome *o)
{
    kbg_report_free(o->report);
    kbg_error_free(o->error);
    fuzz_text_free(&o->dump);
}

static uint64_t revision_of(kbg_base *base, size_t *count)
{
    kbg_view *view = kbg_base_view(base);
    uint64_t revision = kbg_view_revision(view);
    *count = kbg_view_item_count(view);
    kbg_view_unref(view);
    return revision;
}

/* Loads the text, in which an allocation may fail, and dumps the base. */
static void run(const import_case *c, kbg_base *base, fuzz_memory *memory, bool by_reader, outcome *o)
{
    fuzz_source s = { c->text, c->len, c->piece, false };
    size_t count_before, count;
    uint64_t revision = revision_of(base, &count_before);
    *o = (outcome){ 0 };
    o->status = by_reader ? kbg_base_load_from(base, c->format, fuzz_read, &s, &c->options, &o->report, &o->error)
                          : kbg_base_load(base, c->format, c->text, c->len, &c->options, &o->report, &o->error);
    memory->fail_at = 0;
    fuzz_check_error(o->status, o->error);
    uint64_t now = revision_of(base, &count);
    FUZZ_CHECK((o->report != NULL) == (o->status != KBG_ERR_NOMEM));
    FUZZ_CHECK(o->status == KBG_OK || (now == revision && count == count_before));
    FUZZ_CHECK(o->status == KBG_OK || o->status == KBG_ERR_NOMEM || is_about_a_line(o->status));
    if (!o->report)
        return;
    size_t added = kbg_report_item_count(o->report), replaced = kbg_report_replaced_count(o->report);
    FUZZ_CHECK(count == count_before + added && now == revision + (added + replaced > 0));
    FUZZ_CHECK((kbg_report_bad_count(o->report) > 0) == (o->status != KBG_OK) || c->flags & SKIP_BAD);
    for (size_t i = 0; i < kbg_report_error_count(o->report); i++) {
        FUZZ_CHECK(is_about_a_line(kbg_error_status(kbg_report_error(o->report, i))));
        check_place(c, kbg_report_error(o->report, i));
    }
    fuzz_dump(base, &o->dump);
}

static void check_same(const outcome *left, const outcome *right)
{
    FUZZ_CHECK(left->status == right->status && fuzz_text_equal(&left->dump, &right->dump));
    FUZZ_CHECK(kbg_error_line(left->error) == kbg_error_line(right->error));
    FUZZ_CHECK(kbg_error_offset(left->error) == kbg_error_offset(right->error));
    FUZZ_CHECK(strcmp(kbg_error_message(left->error), kbg_error_message(right->error)) == 0);
    FUZZ_CHECK(kbg_report_bad_count(left->report) == kbg_report_bad_count(right->report));
}

/* A preview counts what the load of the same input then does, unless rows are in conflict. */
static void check_preview(const import_case *c, kbg_base *base, const outcome *o)
{
    kbg_preview *preview;
    kbg_error *error = NULL;
    FUZZ_CHECK(kbg_base_preview(base, c->format, c->text, c->len, &c->options, &preview, &error) == KBG_OK);
    size_t fresh = kbg_preview_state_count(preview, KBG_ROW_NEW), sum = 0;
    size_t changed = kbg_preview_state_count(preview, KBG_ROW_CHANGED);
    size_t equal = kbg_preview_state_count(preview, KBG_ROW_EQUAL);
    size_t bad = kbg_preview_state_count(preview, KBG_ROW_BAD);
    for (int state = KBG_ROW_NEW; state <= KBG_ROW_BAD; state++)
        sum += kbg_preview_state_count(preview, (kbg_row_state)state);
    FUZZ_CHECK(sum == kbg_preview_row_count(preview));
    for (size_t i = 0; i < sum; i++) {
        bool is_bad = kbg_preview_row_state(preview, i) == KBG_ROW_BAD;
        FUZZ_CHECK(is_bad == (kbg_preview_row_error(preview, i) != NULL));
        FUZZ_CHECK(is_bad == (kbg_preview_row_item(preview, i) == NULL));
        FUZZ_CHECK(kbg_preview_row_line(preview, i) > 0);
    }
    bool conflict = kbg_preview_state_count(preview, KBG_ROW_CONFLICT) > 0;
    if (!conflict && o->status == KBG_OK && c->options.flags & KBG_LOAD_OVERWRITE) {
        FUZZ_CHECK(kbg_report_item_count(o->report) == fresh && kbg_report_replaced_count(o->report) == changed);
        FUZZ_CHECK(kbg_report_skipped_count(o->report) == equal && kbg_report_bad_count(o->report) == bad);
    }
    if (!conflict && o->status == KBG_OK && c->options.flags & KBG_LOAD_SKIP_EXISTING)
        FUZZ_CHECK(kbg_report_item_count(o->report) == fresh &&
                   kbg_report_skipped_count(o->report) == changed + equal);
    kbg_preview_free(preview);
}

static bool write_to_text(const char *data, size_t len, void *user_data)
{
    FUZZ_CHECK(len > 0);
    fuzz_text_add(user_data, data, len);
    return true;
}

static size_t count_differences(const fuzz_text *left, const fuzz_text *right)
{
    size_t count = 0, a = 0, b = 0;
    while (a < left->len && b < right->len) {
        size_t a_len = (size_t)((const char *)memchr(left->data + a, '\n', left->len - a) - (left->data + a)) + 1;
        size_t b_len = (size_t)((const char *)memchr(right->data + b, '\n', right->len - b) - (right->data + b)) + 1;
        count += a_len != b_len || memcmp(left->data + a, right->data + b, a_len) != 0;
        a += a_len;
        b += b_len;
    }
    FUZZ_CHECK(a == left->len && b == right->len);
    return count;
}

/* What is written in a format can be read; in CSV and TSV only those items differ of which the report told. */
static void check_format(const import_case *c, kbg_base *base, kbg_format format, const fuzz_text *dump)
{
    fuzz_memory memory = { 0 };
    kbg_base *again;
    kbg_report *report;
    kbg_error *error = NULL;
    fuzz_text out = { 0 }, second = { 0 };
    kbg_dump_options options = KBG_DUMP_OPTIONS_INIT;
    kbg_load_options load = KBG_LOAD_OPTIONS_INIT;
    options.flags = format == KBG_FORMAT_MARKDOWN ? 0 : c->options.section_chars % 4;
    FUZZ_CHECK(kbg_base_dump(base, format, write_to_text, &out, &options, &report, &error) == KBG_OK && !error);
    FUZZ_CHECK(fuzz_is_utf8(out.data, out.len));
    FUZZ_CHECK(make_base(c, false, &memory, &again) == KBG_OK);
    load.charset = KBG_CHARSET_UTF8;
    kbg_status status = kbg_base_load(again, format, out.data, out.len, &load, NULL, &error);
    if (format != KBG_FORMAT_MARKDOWN) {
        FUZZ_CHECK(status == KBG_OK && !error);
        fuzz_dump(again, &second);
        FUZZ_CHECK(count_differences(dump, &second) <= kbg_report_bad_count(report));
    }
    FUZZ_CHECK(status == KBG_OK || is_about_a_line(status));
    kbg_error_free(error);
    kbg_report_free(report);
    fuzz_text_free(&out);
    fuzz_text_free(&second);
    kbg_base_unref(again);
    FUZZ_CHECK(memory.blocks == 0 && memory.bytes == 0);
}

/* One allocation fails: either nobody minds, or the load fails with KBG_ERR_NOMEM and can be tried again. */
static void check_no_memory(const import_case *c, const outcome *expected)
{
    fuzz_memory memory = { 0 };
    kbg_base *base;
    outcome o;
    FUZZ_CHECK(make_base(c, true, &memory, &base) == KBG_OK);
    memory.fail_at = memory.calls + c->fail_at;
    kbg_preview *preview;
    kbg_status status = kbg_base_preview(base, c->format, c->text, c->len, &c->options, &preview, NULL);
    FUZZ_CHECK(status == KBG_OK || (status == KBG_ERR_NOMEM && memory.failed && !preview));
    kbg_preview_free(preview);
    memory.failed = false;
    memory.fail_at = memory.calls + c->fail_at;
    run(c, base, &memory, false, &o);
    if (o.status == KBG_ERR_NOMEM) {
        FUZZ_CHECK(memory.failed);
        outcome_free(&o);
        run(c, base, &memory, false, &o);
    }
    check_same(expected, &o);
    outcome_free(&o);
    kbg_base_unref(base);
    FUZZ_CHECK(memory.blocks == 0 && memory.bytes == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const kbg_format formats[] = { KBG_FORMAT_CSV, KBG_FORMAT_TSV, KBG_FORMAT_MARKDOWN, KBG_FORMAT_JSONL };
    fuzz_input input = { data, size };
    import_case c = { .flags = fuzz_byte(&input), .options = KBG_LOAD_OPTIONS_INIT };
    c.format = formats[c.flags & 3];
    uint8_t charset = fuzz_byte(&input);
    c.options.charset = charset <= KBG_CHARSET_GB18030 ? charset : KBG_CHARSET_ANY;
    if (c.format == KBG_FORMAT_JSONL && c.options.charset)
        c.options.charset = KBG_CHARSET_UTF8;
    c.fail_at = fuzz_fail_at(fuzz_byte(&input));
    uint8_t sign = fuzz_byte(&input);
    c.options.section_chars = sign;
    if (c.format == KBG_FORMAT_CSV && sign < 0x80 && sign != '"' && sign != '\n' && sign != '\r')
        c.options.delimiter = sign;
    c.piece = 1 + (size_t)fuzz_byte(&input);
    c.options.flags = (c.flags & SKIP_BAD ? KBG_LOAD_SKIP_BAD : 0) |
                      (c.flags & OVERWRITE ? KBG_LOAD_OVERWRITE : c.flags & SKIP_EXISTING ? KBG_LOAD_SKIP_EXISTING : 0);
    char *text = fuzz_copy(input.data, input.size);
    c.text = text;
    c.len = input.size;
    fuzz_memory memory = { 0 };
    kbg_base *base, *other;
    outcome o, by_reader;
    FUZZ_CHECK(make_base(&c, true, &memory, &base) == KBG_OK);
    FUZZ_CHECK(make_base(&c, true, &memory, &other) == KBG_OK);
    run(&c, base, &memory, false, &o);
    FUZZ_CHECK(o.status != KBG_ERR_NOMEM);
    check_preview(&c, other, &o);
    run(&c, other, &memory, true, &by_reader);
    check_same(&o, &by_reader);
    fuzz_check_items(base);
    check_format(&c, base, KBG_FORMAT_CSV, &o.dump);
    check_format(&c, base, KBG_FORMAT_TSV, &o.dump);
    check_format(&c, base, KBG_FORMAT_MARKDOWN, &o.dump);
    if (c.flags & NO_MEMORY)
        check_no_memory(&c, &o);
    outcome_free(&o);
    outcome_free(&by_reader);
    kbg_base_unref(base);
    kbg_base_unref(other);
    FUZZ_CHECK(memory.blocks == 0 && memory.bytes == 0);
    free(text);
    return 0;
}
