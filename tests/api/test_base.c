/* SPDX-License-Identifier: MIT */
/* base.h. */
#include "helper.h"

#include <stdlib.h>
#include <string.h>

/* A reader that hands out a text in pieces of at most `piece` bytes, and can misbehave behind it. */
typedef struct source {
    const char *data;
    size_t len, piece, at;
    size_t end;   /* what is returned behind the last byte: 0, KBG_READ_FAILED; 1 = one more than was asked for */
    size_t calls;
} source;

static size_t read_source(char *buffer, size_t size, void *user_data)
{
    source *s = user_data;
    assert_true(size > 0);
    s->calls++;
    size_t len = s->len - s->at;
    if (len == 0)
        return s->end == 1 ? size + 1 : s->end;
    len = len < s->piece ? len : s->piece;
    len = len < size ? len : size;
    memcpy(buffer, s->data + s->at, len);
    s->at += len;
    return len;
}

static source source_of(const char *input, size_t piece)
{
    return (source){ .data = input, .len = strlen(input), .piece = piece };
}

static void assert_count(kbg_base *base, size_t items, uint64_t revision)
{
    kbg_view *view = kbg_base_view(base);
    assert_int_equal(kbg_view_item_count(view), items);
    assert_int_equal(kbg_view_revision(view), revision);
    kbg_view_unref(view);
}

#define ITEM_A "{\"id\":\"a\",\"question\":\"怎么退货\",\"category\":\"售后/退换货\"}"
#define ITEM_B "{\"id\":\"b\",\"question\":\"运费多少\",\"category\":\"物流\"}"
#define ITEM_C "{\"id\":\"c\",\"question\":\"怎么换货\",\"category\":\"售后/退换货\"}"

static void a_new_base_is_empty(void **state)
{
    (void)state;
    kbg_base *base = base_of(NULL);
    assert_count(base, 0, 0);
    kbg_view *view = kbg_base_view(base);
    assert_null(kbg_view_item(view, 0));
    assert_null(kbg_view_find(view, "a", 1));
    assert_null(kbg_view_find(view, NULL, 0));
    assert_int_equal(kbg_view_category_count(view), 0);
    size_t len = 7;
    assert_null(kbg_view_category(view, 0, &len));
    assert_int_equal(len, 0);
    kbg_view_unref(view);
    text out = dump(base);
    assert_string_equal(out.data, "");
    text_free(&out);
    kbg_base_unref(base);
}

static void a_base_lives_until_its_last_reference_is_gone(void **state)
{
    (void)state;
    counter count = { 0 };
    kbg_allocator allocator = allocator_of(&count);
    kbg_base_options *options = NULL;
    assert_int_equal(kbg_base_options_new(&allocator, &options), KBG_OK);
    kbg_base *base = base_with(options, ITEM_A);
    kbg_base_options_free(options);
    assert_ptr_equal(kbg_base_ref(base), base);
    kbg_base_unref(base);
    assert_count(base, 1, 1);
    kbg_base_unref(base);
    assert_int_equal(count.live, 0);
    kbg_base_unref(NULL);
    kbg_view_unref(NULL);
    kbg_report_free(NULL);
}

static void items_are_read_from_memory_with_any_line_ends(void **state)
{
    static const char *const inputs[] = {
        ITEM_A "\n" ITEM_B "\n",          ITEM_A "\n" ITEM_B, ITEM_A "\r\n" ITEM_B "\r\n",
        "\n\n" ITEM_A "\n \t\n" ITEM_B "\n\n", "\xEF\xBB\xBF" ITEM_A "\n" ITEM_B,
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(inputs); i++) {
        kbg_base *base = base_of(inputs[i]);
        text out = dump(base);
        assert_string_equal(out.data, "{\"id\":\"a\",\"category\":\"售后/退换货\",\"question\":\"怎么退货\"}\n"
                                      "{\"id\":\"b\",\"category\":\"物流\",\"question\":\"运费多少\"}\n");
        text_free(&out);
        assert_count(base, 2, 1);
        kbg_base_unref(base);
    }
}

static void a_reader_may_deliver_pieces_of_any_size(void **state)
{
    static const size_t pieces[] = { 1, 2, 3, 7, 64, 4096, SIZE_MAX };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        source s = source_of("\xEF\xBB\xBF" ITEM_A "\r\n\r\n" ITEM_B "\n" ITEM_C, pieces[i]);
        kbg_base *base = base_of(NULL);
        assert_int_equal(kbg_base_load_from(base, KBG_FORMAT_JSONL, read_source, &s, NULL, NULL, NULL), KBG_OK);
        assert_int_equal(s.at, s.len);
        assert_count(base, 3, 1);
        kbg_base_unref(base);
    }
}

static void places_do_not_depend_on_the_size_of_the_pieces(void **state)
{
    static const size_t pieces[] = { 1, 2, 5, 4096 };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        source s = source_of(ITEM_A "\r\n\n{\"id\":\"退\",\"question\":1}\n", pieces[i]);
        kbg_base *base = base_of(NULL);
        kbg_error *error = NULL;
        assert_int_equal(kbg_base_load_from(base, KBG_FORMAT_JSONL, read_source, &s, NULL, NULL, &error),
                         KBG_ERR_TYPE);
        assert_int_equal(kbg_error_line(error), 3);
        assert_int_equal(kbg_error_column(error), 22);
        assert_int_equal(kbg_error_offset(error), strlen(ITEM_A) + 3 + 23);
        kbg_error_free(error);
        kbg_base_unref(base);
    }
}

static void a_reader_that_fails_adds_nothing(void **state)
{
    static const size_t ends[] = { KBG_READ_FAILED, 1 /* more than was asked for */ };
    static const char *const inputs[] = { "", ITEM_A "\n" ITEM_B "\n", ITEM_A };
    static const uint32_t flags[] = { 0, KBG_LOAD_SKIP_BAD };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ends) * COUNT_OF(inputs) * COUNT_OF(flags); i++) {
        source s = source_of(inputs[i / 2 % COUNT_OF(inputs)], 10);
        kbg_load_options options = KBG_LOAD_OPTIONS_INIT;
        kbg_report *report = NULL;
        kbg_error *error = NULL;
        s.end = ends[i % 2];
        options.flags = flags[i / 6];
        options.source = view_of("pipe");
        kbg_base *base = base_of(NULL);
        assert_int_equal(kbg_base_load_from(base, KBG_FORMAT_JSONL, read_source, &s, &options, &report, &error),
                         KBG_ERR_READ);
        assert_int_equal(kbg_error_status(error), KBG_ERR_READ);
        assert_string_equal(kbg_error_source(error), "pipe");
        assert_int_equal(kbg_error_line(error), 0);
        assert_int_equal(kbg_report_item_count(report), 0);
        assert_int_equal(kbg_report_bad_count(report), 0);
        kbg_error_free(error);
        kbg_report_free(report);
        assert_count(base, 0, 0);
        load(base, ITEM_A);
        assert_count(base, 1, 1);
        kbg_base_unref(base);
    }
}

static void a_load_adds_all_items_or_none(void **state)
{
    static const struct {
        const char *input;
        kbg_status status;
    } rows[] = {
        { ITEM_B "\n" ITEM_C "\n[]", KBG_ERR_SYNTAX },
        { "{}\n" ITEM_B, KBG_ERR_VALUE },
        { ITEM_B "\n" ITEM_A, KBG_ERR_DUPLICATE },
        { ITEM_B "\n" ITEM_B, KBG_ERR_DUPLICATE },
        { ITEM_B "\n{\"id\":\"x\",\"id\":\"y\",\"question\":\"q\"}", KBG_ERR_SYNTAX },
        { ITEM_B "\n{\"id\":\"x\",\"question\":[]}", KBG_ERR_TYPE },
        { ITEM_B "\n{\"id\":\"\xFF\",\"question\":\"q\"}", KBG_ERR_UTF8 },
        { ITEM_B "\n{\"id\":\"x\",\"category\":\"a//b\",\"question\":\"q\"}", KBG_ERR_VALUE },
        { ITEM_B "\n{\"id\":\"x\",\"category\":\"1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17\",\"question\":\"q\"}",
          KBG_ERR_LIMIT },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_base *base = base_of(ITEM_A);
        kbg_searcher *searcher = searcher_of(kbg_base_ref(base));
        assert_int_equal(load_status(base, rows[i].input, strlen(rows[i].input)), rows[i].status);
        assert_count(base, 1, 1);
        assert_search(searcher, "运费多少", NULL, "");
        load(base, ITEM_B);
        assert_count(base, 2, 2);
        assert_search(searcher, "运费多少", NULL, "b");
        kbg_searcher_free(searcher);
        kbg_base_unref(base);
    }
}

static const char mixed[] = ITEM_A "\n"
                            "{\"id\":\"x\"}\n"
                            ITEM_B "\n"
                            "nothing\n"
                            "{\"id\":\"b\",\"question\":\"again\"}\n"
                            "{\"id\":\"y\",\"question\":\"q\",\"keywords\":\"k\"}\n"
                            ITEM_C "\n";

static const struct {
    kbg_status status;
    uint64_t line;
} mixed_errors[] = {
    { KBG_ERR_VALUE, 2 }, { KBG_ERR_SYNTAX, 4 }, { KBG_ERR_DUPLICATE, 5 }, { KBG_ERR_TYPE, 6 },
};

static void assert_mixed_errors(const kbg_report *report)
{
    assert_int_equal(kbg_report_bad_count(report), COUNT_OF(mixed_errors));
    assert_int_equal(kbg_report_error_count(report), COUNT_OF(mixed_errors));
    for (size_t i = 0; i < COUNT_OF(mixed_errors); i++) {
        const kbg_error *error = kbg_report_error(report, i);
        assert_int_equal(kbg_error_status(error), mixed_errors[i].status);
        assert_int_equal(kbg_error_line(error), mixed_errors[i].line);
        assert_string_equal(kbg_error_source(error), "mixed.jsonl");
    }
    assert_null(kbg_report_error(report, COUNT_OF(mixed_errors)));
    assert_null(kbg_report_error(report, SIZE_MAX));
}

static void skipping_bad_lines_loads_the_others(void **state)
{
    (void)state;
    kbg_base *base = base_of(NULL);
    kbg_load_options options = KBG_LOAD_OPTIONS_INIT;
    kbg_report *report = NULL;
    kbg_error *error = NULL;
    options.flags = KBG_LOAD_SKIP_BAD;
    options.source = view_of("mixed.jsonl");
    assert_int_equal(kbg_base_load(base, KBG_FORMAT_JSONL, mixed, strlen(mixed), &options, &report, &error), KBG_OK);
    assert_null(error);
    assert_int_equal(kbg_report_item_count(report), 3);
    assert_mixed_errors(report);
    assert_count(base, 3, 1);
    kbg_base_unref(base);
    assert_mixed_errors(report); /* a report outlives the base */
    kbg_report_free(report);
}

static void skipping_bad_lines_needs_no_report(void **state)
{
    (void)state;
    kbg_base *base = base_of(NULL);
    kbg_load_options options = KBG_LOAD_OPTIONS_INIT;
    options.flags = KBG_LOAD_SKIP_BAD;
    assert_int_equal(kbg_base_load(base, KBG_FORMAT_JSONL, mixed, strlen(mixed), &options, NULL, NULL), KBG_OK);
    assert_count(base, 3, 1);
    kbg_base_unref(base);
}

static void a_report_of_a_failed_load_lists_every_bad_line(void **state)
{
    (void)state;
    kbg_base *base = base_of(NULL);
    kbg_load_options options = KBG_LOAD_OPTIONS_INIT;
    kbg_report *report = NULL;
    kbg_error *error = NULL;
    options.source = view_of("mixed.jsonl");
    assert_int_equal(kbg_base_load(base, KBG_FORMAT_JSONL, mixed, strlen(mixed), &options, &report, &error),
                     mixed_errors[0].status);
    assert_int_equal(kbg_error_line(error), mixed_errors[0].line);
    assert_int_equal(kbg_report_item_count(report), 0);
    assert_mixed_errors(report);
    kbg_error_free(error);
    kbg_report_free(report);
    assert_count(base, 0, 0);
    kbg_base_unref(base);
}

static void without_a_report_reading_ends_at_the_first_bad_line(void **state)
{
    (void)state;
    source s = source_of(mixed, 1);
    kbg_base *base = base_of(NULL);
    assert_int_equal(kbg_base_load_from(base, KBG_FORMAT_JSONL, read_source, &s, NULL, NULL, NULL), KBG_ERR_VALUE);
    assert_int_equal(s.at, strlen(ITEM_A) + 1 + strlen("{\"id\":\"x\"}\n"));
    kbg_base_unref(base);
}

static void a_report_keeps_errors_up_to_its_limit_and_counts_all(void **state)
{
    static const uint32_t flags[] = { 0, KBG_LOAD_SKIP_BAD };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(flags); i++) {
        kbg_base_options *options = NULL;
        assert_int_equal(kbg_base_options_new(NULL, &options), KBG_OK);
        assert_int_equal(kbg_base_options_set_limit(options, KBG_LIMIT_REPORT_ERRORS, 3), KBG_OK);
        kbg_base *base = base_with(options, NULL);
        kbg_base_options_free(options);
        kbg_load_options load_options = KBG_LOAD_OPTIONS_INIT;
        kbg_report *report = NULL;
        load_options.flags = flags[i];
        assert_int_equal(kbg_base_load(base, KBG_FORMAT_JSONL, mixed, strlen(mixed), &load_options, &report, NULL),
                         flags[i] ? KBG_OK : KBG_ERR_VALUE);
        assert_int_equal(kbg_report_bad_count(report), 4);
        assert_int_equal(kbg_report_error_count(report), 3);
        assert_int_equal(kbg_error_line(kbg_report_error(report, 2)), 5);
        assert_null(kbg_report_error(report, 3));
        kbg_report_free(report);
        kbg_base_unref(base);
    }
}

static void a_full_base_refuses_the_items_too_many(void **state)
{
    (void)state;
    kbg_base_options *options = NULL;
    kbg_load_options skip = KBG_LOAD_OPTIONS_INIT;
    kbg_report *report = NULL;
    kbg_error *error = NULL;
    assert_int_equal(kbg_base_options_new(NULL, &options), KBG_OK);
    assert_int_equal(kbg_base_options_set_limit(options, KBG_LIMIT_ITEMS, 2), KBG_OK);
    kbg_base *base = base_with(options, ITEM_A);
    kbg_base_options_free(options);
    const char *two = ITEM_B "\n" ITEM_C;
    assert_int_equal(kbg_base_load(base, KBG_FORMAT_JSONL, two, strlen(two), NULL, NULL, &error), KBG_ERR_LIMIT);
    assert_string_equal(kbg_error_message(error), "the base is full: it has 2 items");
    assert_int_equal(kbg_error_line(error), 2);
    kbg_error_free(error);
    assert_count(base, 1, 1);
    skip.flags = KBG_LOAD_SKIP_BAD;
    assert_int_equal(kbg_base_load(base, KBG_FORMAT_JSONL, two, strlen(two), &skip, &report, NULL), KBG_OK);
    assert_int_equal(kbg_report_item_count(report), 1);
    assert_int_equal(kbg_report_bad_count(report), 1);
    kbg_report_free(report);
    assert_count(base, 2, 2);
    kbg_base_unref(base);
}

static void load_options_are_checked(void **state)
{
    struct {
        kbg_load_options known;
        uint32_t more[4];
    } longer = { .known = KBG_LOAD_OPTIONS_INIT };
    static const uint32_t sizes[] = { 0, 1, 4, sizeof(kbg_load_options) - 1, 4097, UINT32_MAX };
    (void)state;
    kbg_base *base = base_of(NULL);
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        kbg_load_options options = KBG_LOAD_OPTIONS_INIT;
        kbg_report *report = (kbg_report *)&longer; /* anything but NULL */
        options.size = sizes[i];
        assert_int_equal(kbg_base_load(base, KBG_FORMAT_JSONL, ITEM_A, strlen(ITEM_A), &options, &report, NULL),
                         KBG_ERR_OPTIONS);
        assert_null(report);
    }
    for (uint32_t flag = KBG_LOAD_NO_HEADER; flag; flag <<= 1) {
        kbg_load_options options = KBG_LOAD_OPTIONS_INIT;
        options.flags = flag;
        assert_int_equal(kbg_base_load(base, KBG_FORMAT_JSONL, ITEM_A, strlen(ITEM_A), &options, NULL, NULL),
                         KBG_ERR_OPTIONS);
    }
    longer.known.size = sizeof(longer);
    longer.more[3] = 1;
    assert_int_equal(kbg_base_load(base, KBG_FORMAT_JSONL, ITEM_A, strlen(ITEM_A), &longer.known, NULL, NULL),
                     KBG_ERR_OPTIONS);
    assert_count(base, 0, 0);
    longer.more[3] = 0;
    assert_int_equal(kbg_base_load(base, KBG_FORMAT_JSONL, ITEM_A, strlen(ITEM_A), &longer.known, NULL, NULL), KBG_OK);
    assert_count(base, 1, 1);
    kbg_base_unref(base);
}

typedef struct refusing {
    size_t taken, most, calls;
} refusing;

static bool refuse(const char *data, size_t len, void *user_data)
{
    refusing *r = user_data;
    assert_non_null(data);
    r->calls++;
    if (r->calls > r->most)
        return false;
    r->taken += len;
    return true;
}

static void an_unknown_format_is_refused(void **state)
{
    static const int formats[] = { 0, 5, -1, INT32_MAX };
    (void)state;
    kbg_base *base = base_of(ITEM_A);
    for (size_t i = 0; i < COUNT_OF(formats); i++) {
        source s = source_of(ITEM_B, 100);
        kbg_format format = (kbg_format)formats[i];
        refusing r = { .most = SIZE_MAX };
        kbg_error *error = NULL;
        assert_int_equal(kbg_base_load(base, format, ITEM_B, strlen(ITEM_B), NULL, NULL, NULL), KBG_ERR_OPTIONS);
        assert_int_equal(kbg_base_load_from(base, format, read_source, &s, NULL, NULL, NULL), KBG_ERR_OPTIONS);
        assert_int_equal(s.calls, 0);
        assert_int_equal(kbg_base_dump(base, format, refuse, &r, NULL, NULL, &error), KBG_ERR_OPTIONS);
        assert_int_equal(kbg_error_status(error), KBG_ERR_OPTIONS);
        assert_int_equal(r.calls, 0);
        kbg_error_free(error);
    }
    assert_count(base, 1, 1);
    kbg_base_unref(base);
}

/* What a reader tries on the base that is being loaded. */
typedef struct nested {
    kbg_base *base;
    bool done;
} nested;

static size_t read_and_load(char *buffer, size_t size, void *user_data)
{
    nested *n = user_data;
    if (n->done)
        return 0;
    n->done = true;
    kbg_report *report = NULL;
    kbg_error *error = NULL;
    assert_int_equal(kbg_base_load(n->base, KBG_FORMAT_JSONL, ITEM_B, strlen(ITEM_B), NULL, &report, &error),
                     KBG_ERR_BUSY);
    assert_int_equal(kbg_error_status(error), KBG_ERR_BUSY);
    kbg_error_free(error);
    assert_non_null(report);
    assert_int_equal(kbg_report_item_count(report), 0);
    assert_int_equal(kbg_report_bad_count(report), 0);
    kbg_report_free(report);
    /* Reading is possible all the time. */
    assert_count(n->base, 1, 1);
    kbg_searcher *searcher = searcher_of(kbg_base_ref(n->base));
    assert_search(searcher, "怎么退货", NULL, "a");
    kbg_searcher_free(searcher);
    text out = dump(n->base);
    assert_true(out.len > 0);
    text_free(&out);
    assert_true(size >= strlen(ITEM_C));
    memcpy(buffer, ITEM_C, strlen(ITEM_C));
    return strlen(ITEM_C);
}

static void a_second_load_at_the_same_time_is_refused_as_busy(void **state)
{
    (void)state;
    kbg_base *base = base_of(ITEM_A);
    nested n = { .base = base };
    assert_int_equal(kbg_base_load_from(base, KBG_FORMAT_JSONL, read_and_load, &n, NULL, NULL, NULL), KBG_OK);
    assert_true(n.done);
    assert_count(base, 2, 2);
    load(base, ITEM_B);
    assert_count(base, 3, 3);
    kbg_base_unref(base);
}

/* Each field once, in another order than they are written; unknown keys at all three levels. */
static const char full[] =
    "{\"note\":{\"by\":[1,2.5,null,true],\"\\u0001\":\"\\\"\\\\/\\n\"},\"usage_count\":3,"
    "\"updated_at\":\"2026-01-02T03:04:05.678+08:00\",\"properties\":{\"b\":\"2\",\"a\":\"\"},"
    "\"related\":[\"z\",\"a\"],\"valid_until\":\"2026-11-12T00:00:00Z\","
    "\"valid_from\":\"2026-11-11T00:00:00+08:00\",\"priority\":-5,"
    "\"audience\":[\"vip\"],\"products\":[\"A-102\"],\"keywords\":[\"k1\",\"k2\"],\"short_codes\":[\"/th\"],"
    "\"answers\":[{\"mood\":1e2,\"attachments\":[{\"alt\":\"alt\",\"title\":\"title\",\"media_type\":\"image/png\","
    "\"uri\":\"https://example.com/\",\"kind\":\"image\",\"width\":640}],\"variant\":\"v\",\"audience\":[\"new\"],"
    "\"language\":\"zh-Hans\",\"channel\":\"c\",\"body\":\"**退**\"},{\"body\":\"two\"}],"
    "\"alternatives\":[\"one\",\"two\"],\"question\":\"q\",\"state\":\"draft\",\"stage\":\"farewell\","
    "\"kind\":\"service\",\"category\":\"x/y\",\"id\":\"full\"}\n"
    "{\"id\":\"least\",\"question\":\"q\"}\n"
    "{\"id\":\"short\",\"question\":\"q\",\"answer\":\"lone\",\"z\":0,\"y\":-0.1,\"x\":9007199254740993}\n";

static const char full_dumped[] =
    "{\"id\":\"full\",\"category\":\"x/y\",\"kind\":\"service\",\"stage\":\"farewell\",\"state\":\"draft\","
    "\"question\":\"q\",\"alternatives\":[\"one\",\"two\"],\"answers\":[{\"body\":\"**退**\",\"channel\":\"c\","
    "\"language\":\"zh-Hans\",\"audience\":[\"new\"],\"variant\":\"v\",\"attachments\":[{\"kind\":\"image\","
    "\"uri\":\"https://example.com/\",\"media_type\":\"image/png\",\"title\":\"title\",\"alt\":\"alt\",\"width\":640}],"
    "\"mood\":100.0},{\"body\":\"two\"}],\"short_codes\":[\"/th\"],\"keywords\":[\"k1\",\"k2\"],"
    "\"products\":[\"A-102\"],\"audience\":[\"vip\"],\"priority\":-5,\"valid_from\":\"2026-11-11T00:00:00+08:00\","
    "\"valid_until\":\"2026-11-12T00:00:00Z\",\"related\":[\"z\",\"a\"],\"properties\":{\"b\":\"2\",\"a\":\"\"},"
    "\"updated_at\":\"2026-01-02T03:04:05.678+08:00\",\"usage_count\":3,"
    "\"note\":{\"by\":[1,2.5,null,true],\"\\u0001\":\"\\\"\\\\/\\n\"}}\n"
    "{\"id\":\"least\",\"question\":\"q\"}\n"
    "{\"id\":\"short\",\"question\":\"q\",\"answers\":[{\"body\":\"lone\"}],\"z\":0,\"y\":-0.10000000000000001,"
    "\"x\":9007199254740993}\n";

static void a_dump_keeps_everything_and_reads_back_the_same(void **state)
{
    (void)state;
    kbg_base *base = base_of(full);
    text first = dump(base);
    assert_string_equal(first.data, full_dumped);
    kbg_base *again = base_of(first.data);
    text second = dump(again);
    assert_string_equal(second.data, first.data);
    text_free(&first);
    text_free(&second);
    kbg_base_unref(base);
    kbg_base_unref(again);
}

static void a_writer_that_refuses_ends_the_dump(void **state)
{
    (void)state;
    kbg_base *base = base_of(full);
    refusing all = { .most = SIZE_MAX };
    assert_int_equal(kbg_base_dump(base, KBG_FORMAT_JSONL, refuse, &all, NULL, NULL, NULL), KBG_OK);
    assert_int_equal(all.taken, strlen(full_dumped));
    for (size_t most = 0; most < all.calls; most++) {
        refusing r = { .most = most };
        kbg_error *error = NULL;
        assert_int_equal(kbg_base_dump(base, KBG_FORMAT_JSONL, refuse, &r, NULL, NULL, &error), KBG_ERR_WRITE);
        assert_int_equal(kbg_error_status(error), KBG_ERR_WRITE);
        assert_int_equal(r.calls, most + 1);
        kbg_error_free(error);
    }
    kbg_base_unref(base);
}

static void further_loads_add_behind_what_is_there(void **state)
{
    (void)state;
    kbg_base *base = base_of(ITEM_A "\n" ITEM_B);
    load(base, ITEM_C);
    kbg_view *view = kbg_base_view(base);
    static const char *const ids[] = { "a", "b", "c" };
    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        size_t len;
        const char *id = kbg_item_id(kbg_view_item(view, i), &len);
        assert_text(id, len, ids[i]);
        assert_ptr_equal(kbg_view_find(view, ids[i], 1), kbg_view_item(view, i));
    }
    assert_null(kbg_view_item(view, 3));
    assert_null(kbg_view_item(view, SIZE_MAX));
    kbg_view_unref(view);
    kbg_base_unref(base);
}

static void the_revision_counts_loads_that_added_items(void **state)
{
    (void)state;
    kbg_base *base = base_of(NULL);
    kbg_load_options skip = KBG_LOAD_OPTIONS_INIT;
    skip.flags = KBG_LOAD_SKIP_BAD;
    assert_int_equal(load_status(base, NULL, 0), KBG_OK);
    assert_int_equal(load_status(base, "\n \n", 3), KBG_OK);
    assert_count(base, 0, 0);
    load(base, ITEM_A "\n" ITEM_B);
    assert_count(base, 2, 1);
    assert_int_equal(kbg_base_load(base, KBG_FORMAT_JSONL, ITEM_A, strlen(ITEM_A), &skip, NULL, NULL), KBG_OK);
    assert_count(base, 2, 1);
    assert_int_equal(load_status(base, "?", 1), KBG_ERR_SYNTAX);
    assert_count(base, 2, 1);
    load(base, ITEM_C);
    assert_count(base, 3, 2);
    kbg_base_unref(base);
}

static void a_view_keeps_its_content(void **state)
{
    (void)state;
    kbg_base *base = base_of(ITEM_A);
    kbg_view *old = kbg_base_view(base);
    const kbg_item *item = kbg_view_item(old, 0);
    load(base, ITEM_B);
    kbg_view *young = kbg_base_view(base);
    kbg_base_unref(base);
    assert_int_equal(kbg_view_item_count(old), 1);
    assert_int_equal(kbg_view_revision(old), 1);
    assert_int_equal(kbg_view_category_count(old), 1);
    assert_ptr_equal(kbg_view_item(old, 0), item);
    assert_null(kbg_view_find(old, "b", 1));
    assert_int_equal(kbg_view_item_count(young), 2);
    kbg_view_unref(young);
    size_t len;
    const char *question = kbg_item_question(item, 0, &len);
    assert_text(question, len, "怎么退货");
    kbg_view_unref(old);
}

static void items_are_found_by_their_whole_id(void **state)
{
    static const struct {
        const char *id;
        size_t len;
        bool found;
    } rows[] = {
        { "退货-1", 8, true }, { "退货-12", 9, true }, { "退货-123", 9, true }, { "退货-123", 10, false },
        { "退货-", 7, false }, { "退货-1", 7, false }, { "", 0, false },        { "退货-1\0", 9, false },
    };
    (void)state;
    kbg_base *base = base_of("{\"id\":\"退货-1\",\"question\":\"q\"}\n{\"id\":\"退货-12\",\"question\":\"q\"}");
    kbg_view *view = kbg_base_view(base);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(kbg_view_find(view, rows[i].id, rows[i].len) != NULL, rows[i].found);
    kbg_view_unref(view);
    kbg_base_unref(base);
}

static void categories_are_listed_once_in_the_order_of_first_use(void **state)
{
    static const char *const expected[] = { "售后/退换货", "物流", "售后" };
    (void)state;
    kbg_base *base = base_of(ITEM_A "\n{\"id\":\"d\",\"question\":\"q\"}\n"
                                    "{\"id\":\"e\",\"question\":\"q\",\"category\":\"\"}");
    load(base, ITEM_B "\n" ITEM_C "\n{\"id\":\"f\",\"question\":\"q\",\"category\":\"售后\"}");
    kbg_view *view = kbg_base_view(base);
    assert_int_equal(kbg_view_category_count(view), COUNT_OF(expected));
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        size_t len;
        const char *path = kbg_view_category(view, i, &len);
        assert_text(path, len, expected[i]);
        assert_ptr_equal(kbg_view_category(view, i, NULL), path);
    }
    size_t len = 7;
    assert_null(kbg_view_category(view, COUNT_OF(expected), &len));
    assert_int_equal(len, 0);
    assert_null(kbg_view_category(view, SIZE_MAX, NULL));
    kbg_view_unref(view);
    kbg_base_unref(base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_base_is_empty),
        cmocka_unit_test(a_base_lives_until_its_last_reference_is_gone),
        cmocka_unit_test(items_are_read_from_memory_with_any_line_ends),
        cmocka_unit_test(a_reader_may_deliver_pieces_of_any_size),
        cmocka_unit_test(places_do_not_depend_on_the_size_of_the_pieces),
        cmocka_unit_test(a_reader_that_fails_adds_nothing),
        cmocka_unit_test(a_load_adds_all_items_or_none),
        cmocka_unit_test(skipping_bad_lines_loads_the_others),
        cmocka_unit_test(skipping_bad_lines_needs_no_report),
        cmocka_unit_test(a_report_of_a_failed_load_lists_every_bad_line),
        cmocka_unit_test(without_a_report_reading_ends_at_the_first_bad_line),
        cmocka_unit_test(a_report_keeps_errors_up_to_its_limit_and_counts_all),
        cmocka_unit_test(a_full_base_refuses_the_items_too_many),
        cmocka_unit_test(load_options_are_checked),
        cmocka_unit_test(an_unknown_format_is_refused),
        cmocka_unit_test(a_second_load_at_the_same_time_is_refused_as_busy),
        cmocka_unit_test(a_dump_keeps_everything_and_reads_back_the_same),
        cmocka_unit_test(a_writer_that_refuses_ends_the_dump),
        cmocka_unit_test(further_loads_add_behind_what_is_there),
        cmocka_unit_test(the_revision_counts_loads_that_added_items),
        cmocka_unit_test(a_view_keeps_its_content),
        cmocka_unit_test(items_are_found_by_their_whole_id),
        cmocka_unit_test(categories_are_listed_once_in_the_order_of_first_use),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
