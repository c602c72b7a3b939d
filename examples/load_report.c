/* SPDX-License-Identifier: MIT */
/* Loading a file that may have bad lines: skip them and list each with its place. Then dump what was loaded.
 *
 *   load_report KB.jsonl
 *
 * Calls introduced: kbg_load_options, kbg_report_*, kbg_error_*, kbg_base_dump. */
#include <inttypes.h>
#include <kbguide/kbguide.h>
#include <stdio.h>
#include <string.h>

static size_t read_file(char *buffer, size_t size, void *file)
{
    size_t got = fread(buffer, 1, size, file);
    return got == 0 && ferror((FILE *)file) ? KBG_READ_FAILED : got;
}

static bool write_file(const char *data, size_t len, void *file)
{
    return fwrite(data, 1, len, file) == len;
}

static void print_error(const kbg_error *error)
{
    printf("%s:%" PRIu64 ":%" PRIu64 ": %s\n", kbg_error_source(error), kbg_error_line(error),
           kbg_error_column(error), kbg_error_message(error));
}

int main(int argc, char **argv)
{
    kbg_base *base = NULL;
    kbg_report *report = NULL;
    kbg_error *error = NULL;
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    int result = 1;
    if (!file) {
        fprintf(stderr, "usage: load_report KB.jsonl\n");
        return 2;
    }
    const char *name = strrchr(argv[1], '/');
    name = name ? name + 1 : argv[1];
    kbg_load_options options = KBG_LOAD_OPTIONS_INIT;
    options.flags = KBG_LOAD_SKIP_BAD;
    options.source = (kbg_text){ name, strlen(name) };
    if (kbg_base_new(NULL, &base, &error) != KBG_OK ||
        kbg_base_load_from(base, KBG_FORMAT_JSONL, read_file, file, &options, &report, &error) != KBG_OK) {
        print_error(error);
        goto out;
    }
    for (size_t i = 0; i < kbg_report_error_count(report); i++)
        print_error(kbg_report_error(report, i));
    printf("%zu items loaded, %zu bad lines\n", kbg_report_item_count(report), kbg_report_bad_count(report));
    if (kbg_base_dump(base, KBG_FORMAT_JSONL, write_file, stdout, NULL, NULL, &error) != KBG_OK) {
        print_error(error);
        goto out;
    }
    result = 0;
out:
    kbg_error_free(error);
    kbg_report_free(report);
    kbg_base_unref(base);
    fclose(file);
    return result;
}
