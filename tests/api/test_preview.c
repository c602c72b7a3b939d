/* SPDX-License-Identifier: MIT */
/* preview.h, and loads that skip or overwrite. */
#include "helper.h"

#include <stdlib.h>
#include <string.h>

#define BASE                                                                                                           \
    "{\"id\":\"same\",\"question\":\"s\"}\n{\"id\":\"old\",\"question\":\"旧\",\"answer\":\"x\"}\n"                     \
    "{\"id\":\"kept\",\"question\":\"k\"}\n"

static const char csv[] = "id,question,answer\n"
                          "new,新,y\n"    /* 2 */
                          "same,s,\n"     /* 3 */
                          "old,新的,x\n"  /* 4 */
                          "two,a,\n"      /* 5 */
                          "bad\n"         /* 6 */
                          "two,b,\n"      /* 7 */
                          "new,新,y\n"    /* 8: once more */
                          ",,\n"
                          "more,m,\"\n\"\n" /* 10 */
                          "kept,k,\"z\n";   /* 12: the quote is open */

static const struct {
    kbg_row_state state;
    uint64_t line;
    const char *id;
    kbg_status error;
} expected[] = {
    { KBG_ROW_NEW, 2, "new", KBG_OK },
    { KBG_ROW_EQUAL, 3, "same", KBG_OK },
    { KBG_ROW_CHANGED, 4, "old", KBG_OK },
    { KBG_ROW_CONFLICT, 5, "two", KBG_OK },
    { KBG_ROW_BAD, 6, NULL, KBG_ERR_SYNTAX },
    { KBG_ROW_CONFLICT, 7, "two", KBG_OK },
    { KBG_ROW_EQUAL, 8, "new", KBG_OK },
    { KBG_ROW_NEW, 10, "more", KBG_OK },
    { KBG_ROW_BAD, 12, NULL, KBG_ERR_SYNTAX },
};

static void a_preview_tells_what_each_row_is(void **state)
{
    (void)state;
    kbg_base *base = base_of(BASE);
    kbg_load_options options = KBG_LOAD_OPTIONS_INIT;
    kbg_preview *preview = NULL;
    kbg_error *error = NULL;
    size_t counts[KBG_ROW_BAD + 2] = { 0 };
    options.source = view_of("kb.csv");
    assert_int_equal(kbg_base_preview(base, KBG_FORMAT_CSV, csv, strlen(csv), &options, &preview, &error), KBG_OK);
    assert_null(error);
    text out = dump(base);
    kbg_base_unref(base);
    assert_string_equal(out.data, "{\"id\":\"same\",\"question\":\"s\"}\n"
                                  "{\"id\":\"old\",\"question\":\"旧\",\"answers\":[{\"body\":\"x\"}]}\n"
                                  "{\"id\":\"kept\",\"question\":\"k\"}\n");
    text_free(&out);
    assert_int_equal(kbg_preview_row_count(preview), COUNT_OF(expected));
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        const kbg_item *item = kbg_preview_row_item(preview, i);
        const kbg_error *bad = kbg_preview_row_error(preview, i);
        assert_int_equal(kbg_preview_row_state(preview, i), expected[i].state);
        assert_int_equal(kbg_preview_row_line(preview, i), expected[i].line);
        assert_int_equal(item != NULL, expected[i].id != NULL);
        if (item)
            assert_string_equal(kbg_item_id(item, NULL), expected[i].id);
        assert_int_equal(kbg_error_status(bad), expected[i].error);
        if (bad)
            assert_string_equal(kbg_error_source(bad), "kb.csv");
        counts[expected[i].state]++;
    }
    for (int s = 0; s <= KBG_ROW_BAD + 1; s++)
        assert_int_equal(kbg_preview_state_count(preview, (kbg_row_state)s), counts[s]);
    size_t end = COUNT_OF(expected);
    assert_int_equal(kbg_preview_row_state(preview, end), 0);
    assert_int_equal(kbg_preview_row_line(preview, end), 0);
    assert_null(kbg_preview_row_item(preview, end));
    assert_null(kbg_preview_row_error(preview, end));
    kbg_preview_free(preview);
    kbg_preview_free(NULL);
}

static const struct {
    uint32_t flags;
    kbg_format format;
    const char *input;
    kbg_status status;
    size_t added, replaced, skipped;
    const char *after; /* NULL: as before */
} loads[] = {
    /* an id that is there is an error */
    { 0, KBG_FORMAT_CSV, "id,question\nx,x\nsame,s\n", KBG_ERR_DUPLICATE, 0, 0, 0, NULL },
    { KBG_LOAD_SKIP_BAD, KBG_FORMAT_CSV, "id,question\nx,x\nsame,t\n", KBG_OK, 1, 0, 0,
      BASE "{\"id\":\"x\",\"question\":\"x\"}\n" },
    /* unless it is skipped: the base's item stays, whatever the row says */
    { KBG_LOAD_SKIP_EXISTING, KBG_FORMAT_CSV, "id,question\nold,t\nx,x\nold,u\nx,x\n", KBG_OK, 1, 0, 3,
      BASE "{\"id\":\"x\",\"question\":\"x\"}\n" },
    { KBG_LOAD_SKIP_EXISTING, KBG_FORMAT_JSONL, "{\"id\":\"old\",\"question\":\"t\"}", KBG_OK, 0, 0, 1, NULL },
    { KBG_LOAD_SKIP_EXISTING, KBG_FORMAT_CSV, "id,question\nx,x\nx,y\n", KBG_ERR_DUPLICATE, 0, 0, 0, NULL },
    /* or overwritten, in its place */
    { KBG_LOAD_OVERWRITE, KBG_FORMAT_CSV, "id,question\nold,t\nx,x\nsame,s\nold,t\n", KBG_OK, 1, 1, 2,
      "{\"id\":\"same\",\"question\":\"s\"}\n{\"id\":\"old\",\"question\":\"t\"}\n{\"id\":\"kept\",\"question\":\"k\"}\n"
      "{\"id\":\"x\",\"question\":\"x\"}\n" },
    { KBG_LOAD_OVERWRITE, KBG_FORMAT_CSV, "id,question\nsame,s\n", KBG_OK, 0, 0, 1, NULL },
    { KBG_LOAD_OVERWRITE, KBG_FORMAT_CSV, "id,question\nold,t\nold,u\n", KBG_ERR_DUPLICATE, 0, 0, 0, NULL },
    { KBG_LOAD_OVERWRITE, KBG_FORMAT_CSV, "id,question\nsame,s\nsame,t\n", KBG_ERR_DUPLICATE, 0, 0, 0, NULL },
    { KBG_LOAD_OVERWRITE, KBG_FORMAT_CSV, "id,question\nx,t\nx,u\n", KBG_ERR_DUPLICATE, 0, 0, 0, NULL },
    { KBG_LOAD_OVERWRITE | KBG_LOAD_SKIP_BAD, KBG_FORMAT_CSV, "id,question\nold,t\nold,u\n", KBG_OK, 0, 1, 0,
      "{\"id\":\"same\",\"question\":\"s\"}\n{\"id\":\"old\",\"question\":\"t\"}\n{\"id\":\"kept\",\"question\":\"k\"}\n" },
    /* a bad row keeps all from being done */
    { KBG_LOAD_OVERWRITE, KBG_FORMAT_CSV, "id,question\nold,t\nx\n", KBG_ERR_SYNTAX, 0, 0, 0, NULL },
    { KBG_LOAD_OVERWRITE, KBG_FORMAT_JSONL, "{\"id\":\"kept\",\"question\":\"K\"}", KBG_OK, 0, 1, 0,
      "{\"id\":\"same\",\"question\":\"s\"}\n{\"id\":\"old\",\"question\":\"旧\",\"answer\":\"x\"}\n"
      "{\"id\":\"kept\",\"question\":\"K\"}\n" },
};

static void a_load_skips_or_overwrites_by_choice(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(loads); i++) {
        kbg_base *base = base_of(BASE), *after = base_of(loads[i].after ? loads[i].after : BASE);
        kbg_view *before = kbg_base_view(base);
        kbg_load_options options = KBG_LOAD_OPTIONS_INIT;
        kbg_report *report = NULL;
        options.flags = loads[i].flags;
        kbg_status status = kbg_base_load(base, loads[i].format, loads[i].input, strlen(loads[i].input), &options,
                                          &report, NULL);
        text is = dump(base), wanted = dump(after);
        if (status != loads[i].status || strcmp(is.data, wanted.data) != 0)
            fail_msg("row %zu: %s\n%s", i, kbg_status_name(status), is.data);
        assert_int_equal(kbg_report_item_count(report), loads[i].added);
        assert_int_equal(kbg_report_replaced_count(report), loads[i].replaced);
        assert_int_equal(kbg_report_skipped_count(report), loads[i].skipped);
        kbg_view *now = kbg_base_view(base);
        assert_int_equal(kbg_view_revision(now), 1 + (loads[i].added + loads[i].replaced > 0));
        /* who looked before still sees what was there */
        assert_string_equal(kbg_item_question(kbg_view_find(before, "old", 3), 0, NULL), "旧");
        kbg_view_unref(now);
        kbg_view_unref(before);
        kbg_report_free(report);
        text_free(&is);
        text_free(&wanted);
        kbg_base_unref(base);
        kbg_base_unref(after);
    }
}

static void searches_find_what_was_overwritten(void **state)
{
    (void)state;
    kbg_base *base = base_of(BASE);
    kbg_searcher *searcher = searcher_of(kbg_base_ref(base));
    kbg_load_options options = KBG_LOAD_OPTIONS_INIT;
    static const char input[] = "id,question\nold,几点关门\n";
    assert_search(searcher, "几点关门", NULL, "");
    options.flags = KBG_LOAD_OVERWRITE;
    assert_int_equal(kbg_base_load(base, KBG_FORMAT_CSV, input, strlen(input), &options, NULL, NULL), KBG_OK);
    assert_search(searcher, "几点关门", NULL, "old");
    assert_search(searcher, "旧", NULL, "");
    kbg_searcher_free(searcher);
    kbg_base_unref(base);
}

/* What a preview calls new and changed is what a load then adds and replaces. */
static void a_load_does_what_the_preview_told(void **state)
{
    (void)state;
    static const char input[] = "id,question\nold,t\nx,x\nsame,s\ny,y\nx,x\n";
    kbg_base *base = base_of(BASE);
    kbg_preview *preview = NULL;
    kbg_report *report = NULL;
    kbg_load_options options = KBG_LOAD_OPTIONS_INIT;
    options.flags = KBG_LOAD_OVERWRITE;
    assert_int_equal(kbg_base_preview(base, KBG_FORMAT_CSV, input, strlen(input), &options, &preview, NULL), KBG_OK);
    assert_int_equal(kbg_base_load(base, KBG_FORMAT_CSV, input, strlen(input), &options, &report, NULL), KBG_OK);
    assert_int_equal(kbg_preview_state_count(preview, KBG_ROW_NEW), 2);
    assert_int_equal(kbg_preview_state_count(preview, KBG_ROW_NEW), kbg_report_item_count(report));
    assert_int_equal(kbg_preview_state_count(preview, KBG_ROW_CHANGED), kbg_report_replaced_count(report));
    assert_int_equal(kbg_preview_state_count(preview, KBG_ROW_EQUAL), kbg_report_skipped_count(report));
    kbg_preview_free(preview);
    assert_int_equal(kbg_base_preview(base, KBG_FORMAT_CSV, input, strlen(input), NULL, &preview, NULL), KBG_OK);
    assert_int_equal(kbg_preview_state_count(preview, KBG_ROW_EQUAL), 5);
    kbg_preview_free(preview);
    kbg_report_free(report);
    kbg_base_unref(base);
}

/* A manual that is imported again has the same ids. */
static void a_manual_is_recognised_when_it_comes_again(void **state)
{
    static const char first[] = "# 手册\n\n## 安装\n\n插上。\n\n## 清洁\n\n擦。\n";
    static const char second[] = "# 手册\n\n## 安装\n\n插上。\n\n## 清洁\n\n轻轻擦。\n\n## 保修\n\n两年。\n";
    static const kbg_row_state states[] = { KBG_ROW_EQUAL, KBG_ROW_CHANGED, KBG_ROW_NEW };
    (void)state;
    kbg_base *base = base_of(NULL);
    kbg_preview *preview = NULL;
    assert_int_equal(kbg_base_load(base, KBG_FORMAT_MARKDOWN, first, strlen(first), NULL, NULL, NULL), KBG_OK);
    assert_int_equal(kbg_base_preview(base, KBG_FORMAT_MARKDOWN, second, strlen(second), NULL, &preview, NULL), KBG_OK);
    assert_int_equal(kbg_preview_row_count(preview), COUNT_OF(states));
    for (size_t i = 0; i < COUNT_OF(states); i++)
        assert_int_equal(kbg_preview_row_state(preview, i), states[i]);
    kbg_preview_free(preview);
    kbg_base_unref(base);
}

static size_t fail_to_read(char *buffer, size_t size, void *user_data)
{
    (void)buffer;
    (void)size;
    (void)user_data;
    return KBG_READ_FAILED;
}

static void limits_hold_for_previews_too(void **state)
{
    (void)state;
    kbg_base_options *options = NULL;
    kbg_preview *preview = NULL;
    kbg_error *error = NULL;
    static const char input[] = "id,question\nsame,s\nx,x\ny\ny\ny,y\nx,x\n";
    assert_int_equal(kbg_base_options_new(NULL, &options), KBG_OK);
    assert_int_equal(kbg_base_options_set_limit(options, KBG_LIMIT_ITEMS, 4), KBG_OK);
    assert_int_equal(kbg_base_options_set_limit(options, KBG_LIMIT_REPORT_ERRORS, 2), KBG_OK);
    kbg_base *base = base_with(options, BASE);
    assert_int_equal(kbg_base_preview(base, KBG_FORMAT_CSV, input, strlen(input), NULL, &preview, NULL), KBG_OK);
    static const kbg_row_state states[] = { KBG_ROW_EQUAL, KBG_ROW_NEW, KBG_ROW_BAD, KBG_ROW_BAD, KBG_ROW_EQUAL };
    assert_int_equal(kbg_preview_row_count(preview), COUNT_OF(states)); /* the third bad row is only counted */
    for (size_t i = 0; i < COUNT_OF(states); i++)
        assert_int_equal(kbg_preview_row_state(preview, i), states[i]);
    assert_int_equal(kbg_preview_state_count(preview, KBG_ROW_BAD), 3);
    kbg_preview_free(preview);
    preview = (kbg_preview *)options; /* anything but NULL */
    assert_int_equal(kbg_base_preview_from(base, KBG_FORMAT_CSV, fail_to_read, NULL, NULL, &preview, &error),
                     KBG_ERR_READ);
    assert_null(preview);
    assert_int_equal(kbg_error_status(error), KBG_ERR_READ);
    kbg_error_free(error);
    kbg_base_unref(base);
    kbg_base_options_free(options);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_preview_tells_what_each_row_is),
        cmocka_unit_test(a_load_skips_or_overwrites_by_choice),
        cmocka_unit_test(searches_find_what_was_overwritten),
        cmocka_unit_test(a_load_does_what_the_preview_told),
        cmocka_unit_test(a_manual_is_recognised_when_it_comes_again),
        cmocka_unit_test(limits_hold_for_previews_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
