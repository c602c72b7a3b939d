/* SPDX-License-Identifier: MIT */
/* Saved bases: what is opened answers, to the last bit, what was saved; and nothing but an error comes of a file that is
 * damaged anywhere. */
#define _POSIX_C_SOURCE 200809L
#include "helper.h"

#include <kbguide/edit.h>
#include <kbguide/save.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/kbguide-save-XXXXXX";
static char path[64], second[64];

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof(path), "%s/a.kbg", folder);
    snprintf(second, sizeof(second), "%s/b.kbg", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    (void)unlink(path);
    (void)unlink(second);
    return rmdir(folder); /* fails if anything is left over */
}

static const char items[] =
    "{\"id\":\"th\",\"category\":\"售后/退换货\",\"kind\":\"service\",\"stage\":\"assist\",\"question\":\"怎么退货\","
    "\"alternatives\":[\"我要退货\",\"return it\",\"tuihuo\"],\"answers\":[{\"body\":\"**您好**，{{order}}可退\","
    "\"channel\":\"qianniu\",\"attachments\":[{\"kind\":\"image\",\"uri\":\"https://example.com/a.png\",\"x\":1}]}],"
    "\"short_codes\":[\"/th\",\"／ｔｈ2\"],\"keywords\":[\"七天\"],\"products\":[\"A-102\"],\"audience\":[\"vip\"],"
    "\"priority\":5,\"valid_from\":\"2026-01-01T00:00:00+08:00\",\"related\":[\"fp\"],\"properties\":{\"k\":\"v\"},"
    "\"usage_count\":30,\"note\":{\"deep\":[1,2]}}\n"
    "{\"id\":\"fp\",\"category\":\"发票\",\"question\":\"发票怎么开\",\"answer\":\"电子发票\",\"short_codes\":[\"/fp\"]}\n"
    "{\"id\":\"ll\",\"category\":\"套餐\",\"question\":\"流量不够用怎么办\",\"alternatives\":[\"加油包多少钱\"],\"answer\":\"10元1G\"}\n"
    "{\"id\":\"cx\",\"category\":\"套餐\",\"question\":\"畅享套餐多少钱一个月\",\"answer\":\"99元\",\"usage_count\":3}\n";

static const char *const messages[] = { "怎么退货", "退货 发票", "tuihuo", "流量不够", "畅享多少钱", "推货怎么办", "A-102",
                                        "return", "亲，在吗", "不存在的东西" };

static kbg_base *reopened(const char *from)
{
    kbg_base *base;
    kbg_error *error;
    bool anew = true;
    if (kbg_base_open(NULL, from, &base, &anew, &error) != KBG_OK)
        fail_msg("%s", kbg_error_message(error));
    assert_false(anew);
    return base;
}

static void save(kbg_base *base, const char *to)
{
    kbg_error *error;
    if (kbg_base_save(base, to, &error) != KBG_OK)
        fail_msg("%s", kbg_error_message(error));
}

static void assert_same_hits(kbg_hits *is, kbg_hits *expected)
{
    assert_int_equal(kbg_hits_count(is), kbg_hits_count(expected));
    for (size_t i = 0; i < kbg_hits_count(is); i++) {
        assert_string_equal(kbg_item_id(kbg_hits_item(is, i), NULL), kbg_item_id(kbg_hits_item(expected, i), NULL));
        assert_true(kbg_hits_score(is, i) == kbg_hits_score(expected, i));
        assert_true(kbg_hits_confidence(is, i) == kbg_hits_confidence(expected, i));
        for (size_t r = 0; r < kbg_hits_reason_count(is, i); r++)
            assert_true(kbg_hits_reason_value(is, i, r) == kbg_hits_reason_value(expected, i, r));
    }
    kbg_hits_free(is);
    kbg_hits_free(expected);
}

static kbg_hits *suggest(kbg_searcher *searcher, const char *typed)
{
    static const kbg_query query = { .size = sizeof(query), .flags = KBG_QUERY_ANY_TIME | KBG_QUERY_ANY_AUDIENCE };
    kbg_hits *hits;
    assert_int_equal(kbg_suggest(searcher, typed, strlen(typed), &query, &hits, NULL), KBG_OK);
    return hits;
}

/* Two bases answer alike. */
static void assert_same(kbg_base *is, kbg_base *expected)
{
    static const kbg_query query = { .size = sizeof(query), .flags = KBG_QUERY_ANY_TIME | KBG_QUERY_ANY_AUDIENCE };
    static const char *const typed[] = { "", "退", "th", "tui", "发piao", "/f", "q" };
    text left = dump(is), right = dump(expected);
    assert_text(left.data ? left.data : "", left.len, right.data ? right.data : "");
    text_free(&left);
    text_free(&right);
    kbg_searcher *a = searcher_of(kbg_base_ref(is)), *b = searcher_of(kbg_base_ref(expected));
    for (size_t i = 0; i < COUNT_OF(messages); i++)
        assert_same_hits(search(a, messages[i], &query), search(b, messages[i], &query));
    for (size_t i = 0; i < COUNT_OF(typed); i++)
        assert_same_hits(suggest(a, typed[i]), suggest(b, typed[i]));
    assert_same_hits(lookup(a, "/TH2", &query), lookup(b, "/TH2", &query));
    kbg_searcher_free(a);
    kbg_searcher_free(b);
}

static kbg_edit *begin(kbg_base *base)
{
    kbg_edit *edit;
    assert_int_equal(kbg_edit_begin(base, &edit, NULL), KBG_OK);
    return edit;
}

static void change(kbg_base *base)
{
    static const char json[] = "{\"id\":\"fp\",\"category\":\"发票\",\"question\":\"发票丢了怎么补\",\"answer\":\"可以补开\"}";
    kbg_edit *edit = begin(base);
    assert_int_equal(kbg_edit_put_json(edit, json, strlen(json), KBG_ANY_REVISION, NULL), KBG_OK);
    assert_int_equal(kbg_edit_remove(edit, "ll", 2, KBG_ANY_REVISION, NULL), KBG_OK);
    assert_int_equal(kbg_edit_commit(edit, NULL, NULL), KBG_OK);
    kbg_edit_free(edit);
}

static void an_opened_base_answers_as_the_saved_one(void **state)
{
    (void)state;
    kbg_base *base = base_of(items);
    save(base, path);
    kbg_base *opened = reopened(path);
    assert_same(opened, base);
    kbg_base_unref(opened);
    kbg_base_unref(base);
}

static void revisions_and_what_changed_are_in_the_file(void **state)
{
    (void)state;
    kbg_base *base = base_of(items);
    change(base);
    save(base, path);
    kbg_base *opened = reopened(path);
    kbg_view *view = kbg_base_view(opened);
    kbg_changes *changes;
    assert_int_equal(kbg_view_revision(view), 2);
    assert_int_equal(kbg_view_item_revision(view, "th", 2), 1);
    assert_int_equal(kbg_view_item_revision(view, "fp", 2), 2);
    kbg_view_unref(view);
    assert_int_equal(kbg_base_changes(opened, 1, &changes, NULL), KBG_OK);
    assert_int_equal(kbg_changes_count(changes), 2);
    assert_string_equal(kbg_changes_id(changes, 0, NULL), "fp");
    assert_string_equal(kbg_changes_id(changes, 1, NULL), "ll");
    assert_null(kbg_changes_item(changes, 1));
    kbg_changes_free(changes);
    assert_same(opened, base);
    kbg_base_unref(opened);
    kbg_base_unref(base);
}

static void edits_go_on_top_of_an_opened_base(void **state)
{
    (void)state;
    kbg_base *base = base_of(items);
    save(base, path);
    kbg_base *opened = reopened(path);
    change(base);
    change(opened);
    assert_same(opened, base);
    save(opened, path); /* over the file that is mapped */
    assert_same(opened, base);
    kbg_base *again = reopened(path);
    assert_same(again, base);
    assert_int_equal(kbg_base_compact(opened, NULL), KBG_OK);
    assert_same(opened, base);
    kbg_base_unref(again);
    kbg_base_unref(opened);
    kbg_base_unref(base);
}

static void word_lists_are_in_the_file(void **state)
{
    (void)state;
    static const kbg_text words[] = { { "畅享套餐", 12 }, { "cxtc", 4 }, { "流量", 6 }, { "网速包", 9 }, { "有劳", 6 } };
    kbg_base *base = base_of(items);
    kbg_words *lists;
    assert_int_equal(kbg_words_new(NULL, &lists), KBG_OK);
    assert_int_equal(kbg_words_add_term(lists, words[0], words[1], NULL), KBG_OK);
    assert_int_equal(kbg_words_add_synonym(lists, words[3], words[2], 0.7, NULL), KBG_OK);
    assert_int_equal(kbg_words_add_filler(lists, words[4], KBG_FILLER_LEADS, NULL), KBG_OK);
    assert_int_equal(kbg_base_set_words(base, lists, NULL), KBG_OK);
    save(base, path);
    kbg_base *opened = reopened(path);
    kbg_searcher *searcher = searcher_of(kbg_base_ref(opened)), *other = searcher_of(kbg_base_ref(base));
    assert_same_hits(search(searcher, "cxtc", NULL), search(other, "cxtc", NULL));
    assert_search(searcher, "cxtc", NULL, "cx");
    assert_same_hits(search(searcher, "网速包", NULL), search(other, "网速包", NULL));
    assert_search(searcher, "网速包", NULL, "ll");
    assert_search(searcher, "有劳", NULL, "");
    kbg_searcher_free(searcher);
    kbg_searcher_free(other);
    kbg_words_free(lists);
    kbg_base_unref(opened);
    kbg_base_unref(base);
}

static bool take_bytes(const char *data, size_t len, void *user_data)
{
    text_add(user_data, data, len);
    return true;
}

static text report_of(kbg_base *base)
{
    text out = { 0 };
    kbg_figures *figures = kbg_base_figures(base);
    assert_non_null(figures);
    assert_int_equal(kbg_figures_json(figures, NULL, take_bytes, &out, NULL), KBG_OK);
    kbg_figures_unref(figures);
    return out;
}

static void use_and_figures_are_in_the_file(void **state)
{
    (void)state;
    static const int64_t now = INT64_C(1794268800000);
    kbg_base *base = base_of(items);
    kbg_figures *figures;
    kbg_event events[4] = { KBG_EVENT_INIT, KBG_EVENT_INIT, KBG_EVENT_INIT, KBG_EVENT_INIT };
    assert_null(kbg_base_figures(base));
    assert_int_equal(kbg_figures_new(NULL, NULL, &figures, NULL), KBG_OK);
    kbg_base_set_figures(base, figures);
    kbg_figures_unref(figures);
    for (uint32_t i = 0; i < 4; i++) {
        events[i].type = KBG_EVENT_SHOWN + i;
        events[i].at = now - i * 1000000;
        events[i].item = view_of(i < 3 ? "fp" : "ll");
        events[i].rank = 1 + i;
    }
    assert_int_equal(kbg_base_event(base, events, 4, NULL, NULL), KBG_OK);
    assert_int_equal(kbg_base_set_hot_mark(base, "cx", 2, KBG_HOT_PINNED, NULL), KBG_OK);
    save(base, path);
    kbg_base *opened = reopened(path);
    for (int i = 0; i < 4; i++) {
        static const char *const ids[] = { "fp", "ll", "cx", "th" };
        assert_true(kbg_base_hotness(opened, ids[i], 2, now) == kbg_base_hotness(base, ids[i], 2, now));
        assert_int_equal(kbg_base_hot_mark(opened, ids[i], 2), kbg_base_hot_mark(base, ids[i], 2));
    }
    assert_true(kbg_base_hotness(opened, "fp", 2, now) > 0);
    for (int round = 0; round < 2; round++) { /* and both go on from there */
        text is = report_of(opened), expected = report_of(base);
        assert_text(is.data, is.len, expected.data);
        assert_non_null(strstr(is.data, "\"fp\""));
        text_free(&is);
        text_free(&expected);
        assert_int_equal(kbg_base_event(base, events, 4, NULL, NULL), KBG_OK);
        assert_int_equal(kbg_base_event(opened, events, 4, NULL, NULL), KBG_OK);
    }
    kbg_base_unref(opened);
    kbg_base_unref(base);
}

static void an_empty_base_can_be_saved(void **state)
{
    (void)state;
    kbg_base *base = base_of(NULL);
    save(base, path);
    kbg_base *opened = reopened(path);
    assert_same(opened, base);
    load(opened, items);
    load(base, items);
    assert_same(opened, base);
    kbg_base_unref(opened);
    kbg_base_unref(base);
}

static void with_other_settings_the_items_are_indexed_anew(void **state)
{
    (void)state;
    kbg_base_options *options;
    kbg_base *base = base_of(items), *opened;
    bool anew = false;
    change(base);
    save(base, path);
    for (int which = 0; which < 2; which++) {
        assert_int_equal(kbg_base_options_new(NULL, &options), KBG_OK);
        if (which == 0)
            assert_int_equal(kbg_base_options_set_weight(options, "question.k1", 11, 1.5), KBG_OK);
        else
            assert_int_equal(kbg_base_options_set_emoticons(options, "<[a-z]+>", 8), KBG_OK);
        text all = dump(base);
        kbg_base *loaded = base_with(options, all.data);
        assert_int_equal(kbg_base_open(options, path, &opened, &anew, NULL), KBG_OK);
        assert_true(anew);
        assert_same(opened, loaded);
        kbg_view *view = kbg_base_view(opened);
        assert_int_equal(kbg_view_item_revision(view, "fp", 2), 2);
        kbg_view_unref(view);
        text_free(&all);
        kbg_base_unref(opened);
        kbg_base_unref(loaded);
        kbg_base_options_free(options);
    }
    kbg_base_unref(base);
}

static text read_file(const char *from)
{
    text t = { 0 };
    char buffer[4096];
    FILE *file = fopen(from, "rb");
    assert_non_null(file);
    for (size_t n; (n = fread(buffer, 1, sizeof(buffer), file)) > 0;)
        text_add(&t, buffer, n);
    fclose(file);
    return t;
}

static void write_file(const char *to, const char *data, size_t len)
{
    FILE *file = fopen(to, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

static void assert_damaged(const char *file, const char *what, size_t at)
{
    kbg_base *base = (kbg_base *)1;
    kbg_error *error = NULL;
    kbg_status status = kbg_base_open(NULL, file, &base, NULL, &error);
    if (status != KBG_ERR_FILE)
        fail_msg("%s at %zu: %s", what, at, kbg_status_name(status));
    assert_null(base);
    assert_int_equal(kbg_error_status(error), KBG_ERR_FILE);
    kbg_error_free(error);
}

static void put_byte(FILE *file, size_t at, char byte)
{
    assert_int_equal(fseek(file, (long)at, SEEK_SET), 0);
    assert_int_equal(fputc((unsigned char)byte, file), (unsigned char)byte);
    assert_int_equal(fflush(file), 0);
}

static void every_changed_byte_is_found(void **state)
{
    (void)state;
    kbg_base *base = base_of("{\"id\":\"a\",\"question\":\"退货\",\"short_codes\":[\"/t\"],\"category\":\"c\"}\n");
    kbg_words *words;
    assert_int_equal(kbg_words_new(NULL, &words), KBG_OK); /* small lists, for a small file */
    for (int list = KBG_WORDS_LEXICON; list <= KBG_WORDS_FILLER; list++)
        kbg_words_clear(words, (kbg_word_list)list);
    assert_int_equal(kbg_base_set_words(base, words, NULL), KBG_OK);
    save(base, path);
    text all = read_file(path);
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    for (size_t i = 0; i < all.len; i++) {
        put_byte(file, i, (char)(all.data[i] ^ (1 << i % 8)));
        assert_damaged(path, "a changed byte", i);
        put_byte(file, i, all.data[i]);
    }
    assert_int_equal(fclose(file), 0);
    kbg_base *opened = reopened(path);
    assert_same(opened, base);
    kbg_base_unref(opened);
    kbg_words_free(words);
    kbg_base_unref(base);
    text_free(&all);
}

static void every_cut_is_found(void **state)
{
    (void)state;
    kbg_base *base = base_of(items);
    save(base, path);
    text file = read_file(path);
    text_add(&file, "", 1);
    write_file(second, file.data, file.len);
    assert_damaged(second, "one more byte", file.len);
    for (size_t len = file.len - 1; len-- > 0; len -= len > 1024 ? 112 : 0) {
        assert_int_equal(truncate(second, (off_t)len), 0);
        assert_damaged(second, "the end", len);
    }
    text_free(&file);
    kbg_base_unref(base);
}

static void what_cannot_be_opened_or_written_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *path, *message;
    } rows[] = {
        { "/nowhere/at/all", "cannot open \"/nowhere/at/all\" (errno 2): there is no such file or folder" },
        { "/", "cannot open \"/\" (errno 21): it is a folder" },
        { "", "cannot open \"\" (errno 2): there is no such file or folder" },
    };
    static const char other[] =
        "PK\3\4 not ours, but long enough to be looked at. It goes on and on for two hundred bytes and more, so that the "
        "head could be in it; what it lacks are the eight bytes that each saved base begins with, and nothing else is "
        "looked at then. The end.";
    kbg_base *base = base_of(items), *opened;
    kbg_error *error;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_int_equal(kbg_base_open(NULL, rows[i].path, &opened, NULL, &error), KBG_ERR_READ);
        assert_string_equal(kbg_error_message(error), rows[i].message);
        assert_null(opened);
        kbg_error_free(error);
    }
    assert_int_equal(kbg_base_save(base, "/nowhere/at/all", &error), KBG_ERR_WRITE);
    assert_string_equal(kbg_error_message(error), "cannot create a file beside \"/nowhere/at/all\" (errno 2): there is no "
                                                  "such file or folder");
    kbg_error_free(error);
    assert_int_equal(kbg_base_save(base, folder, &error), KBG_ERR_WRITE); /* a folder is not replaced by a file */
    kbg_error_free(error);
    write_file(second, other, sizeof(other) - 1);
    assert_int_equal(kbg_base_open(NULL, second, &opened, NULL, &error), KBG_ERR_FILE);
    assert_string_equal(kbg_error_message(error), "this is no saved base: it begins with other bytes");
    kbg_error_free(error);
    kbg_base_unref(base);
}

static void a_file_over_the_limit_is_refused(void **state)
{
    (void)state;
    kbg_base_options *options;
    kbg_error *error;
    kbg_base *base = base_of(items), *opened;
    save(base, path);
    assert_int_equal(kbg_base_options_new(NULL, &options), KBG_OK);
    assert_int_equal(kbg_base_options_set_limit(options, KBG_LIMIT_ITEMS, 3), KBG_OK);
    assert_int_equal(kbg_base_open(options, path, &opened, NULL, &error), KBG_ERR_LIMIT);
    assert_string_equal(kbg_error_message(error), "the file has 4 items, the limit is 3");
    kbg_error_free(error);
    kbg_base_options_free(options);
    kbg_base_unref(base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_opened_base_answers_as_the_saved_one),
        cmocka_unit_test(revisions_and_what_changed_are_in_the_file),
        cmocka_unit_test(edits_go_on_top_of_an_opened_base),
        cmocka_unit_test(word_lists_are_in_the_file),
        cmocka_unit_test(use_and_figures_are_in_the_file),
        cmocka_unit_test(an_empty_base_can_be_saved),
        cmocka_unit_test(with_other_settings_the_items_are_indexed_anew),
        cmocka_unit_test(every_changed_byte_is_found),
        cmocka_unit_test(every_cut_is_found),
        cmocka_unit_test(what_cannot_be_opened_or_written_is_told),
        cmocka_unit_test(a_file_over_the_limit_is_refused),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
