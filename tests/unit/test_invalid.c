/* SPDX-License-Identifier: MIT */
/* Loads each <folder>/<case>/input.jsonl and compares the error with the lines of <folder>/<case>/expect: status, line,
 * column, offset and message. Usage: test_invalid FOLDER */
#include "support.h"

#include <dirent.h>
#include <kbguide/base.h>
#include <stdio.h>
#include <stdlib.h>

static const char *folder;

/* A file's bytes, with a NUL behind them. */
static char *read_file(const char *name, const char *file, size_t *len)
{
    char path[1024];
    size_t capacity = 1 << 20;
    snprintf(path, sizeof(path), "%s/%s/%s", folder, name, file);
    FILE *in = fopen(path, "rb");
    if (!in)
        fail_msg("%s cannot be read", path);
    char *text = malloc(capacity);
    assert_non_null(text);
    *len = fread(text, 1, capacity, in);
    assert_int_equal(fclose(in), 0);
    assert_true(*len < capacity);
    text[*len] = '\0';
    return text;
}

static size_t read_byte(char *buffer, size_t size, void *user_data)
{
    kbg_text *rest = user_data;
    assert_true(size > 0);
    if (rest->len == 0)
        return 0;
    *buffer = *rest->data++;
    rest->len--;
    return 1;
}

/* The error in the form of an expect file. */
static void assert_error(const kbg_error *error, const char *expected)
{
    char is[1024];
    snprintf(is, sizeof(is), "%s\n%llu\n%llu\n%llu\n%s\n", kbg_status_name(kbg_error_status(error)),
             (unsigned long long)kbg_error_line(error), (unsigned long long)kbg_error_column(error),
             (unsigned long long)kbg_error_offset(error), kbg_error_message(error));
    assert_string_equal(is, expected);
}

static void load(void **state)
{
    const char *name = *state;
    size_t len, expected_len;
    char *input = read_file(name, "input.jsonl", &len), *expected = read_file(name, "expect", &expected_len);
    kbg_base *base;
    kbg_error *error;
    assert_int_equal(kbg_base_new(NULL, &base, NULL), KBG_OK);

    kbg_status status = kbg_base_load(base, KBG_FORMAT_JSONL, input, len, NULL, NULL, &error);
    assert_int_not_equal(status, KBG_OK);
    assert_int_equal(kbg_error_status(error), status);
    assert_error(error, expected);
    kbg_error_free(error);

    kbg_text rest = { input, len }; /* a reader that gives one byte at a time makes no difference */
    assert_int_equal(kbg_base_load_from(base, KBG_FORMAT_JSONL, read_byte, &rest, NULL, NULL, &error), status);
    assert_error(error, expected);
    kbg_error_free(error);

    kbg_view *view = kbg_base_view(base); /* and nothing was half loaded */
    assert_int_equal(kbg_view_item_count(view), 0);
    assert_int_equal(kbg_view_revision(view), 0);
    kbg_view_unref(view);
    kbg_base_unref(base);
    free(input);
    free(expected);
}

static int by_name(const void *left, const void *right)
{
    const struct CMUnitTest *a = left, *b = right;
    return strcmp(a->name, b->name);
}

int main(int argc, char **argv)
{
    enum { MOST = 1000 };
    static struct CMUnitTest tests[MOST];
    static char names[MOST][64];
    size_t count = 0;
    if (argc != 2)
        return 2;
    folder = argv[1];
    DIR *directory = opendir(folder);
    if (!directory) {
        perror(folder);
        return 1;
    }
    for (struct dirent *entry; (entry = readdir(directory)) != NULL && count < MOST;) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(names[count], sizeof(names[count]), "%.63s", entry->d_name);
        tests[count] =
            (struct CMUnitTest){ .name = names[count], .test_func = load, .initial_state = names[count] };
        count++;
    }
    closedir(directory);
    if (count < 40) {
        fprintf(stderr, "%s: only %zu cases\n", folder, count);
        return 1;
    }
    qsort(tests, count, sizeof(*tests), by_name);
    return _cmocka_run_group_tests("invalid", tests, count, NULL, NULL);
}
