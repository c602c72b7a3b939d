/* SPDX-License-Identifier: MIT */
/* An agent's input box: after each keystroke the list of items that complete what has been typed, with the typed part
 * marked.
 *
 *   suggest KB.jsonl            shows a set of sample texts
 *   suggest KB.jsonl TEXT...    shows these, as if each were typed so far
 *
 * Calls introduced: kbg_suggest, kbg_hits_completion, kbg_hits_completion_field, kbg_hits_completion_span. */
#include <kbguide/kbguide.h>
#include <stdio.h>
#include <string.h>

/* 2026-11-11T10:00:00+08:00; a real program passes the time of the keystroke. */
static const int64_t now = INT64_C(1794362400000);

static const char *const samples[] = {
    "t", "th", "/th", "tui", "tuih", "tui'huo", "退h", "申请th", "dzfp", "wifimm", "lvyou", "5G",
};

static size_t read_file(char *buffer, size_t size, void *file)
{
    size_t got = fread(buffer, 1, size, file);
    return got == 0 && ferror((FILE *)file) ? KBG_READ_FAILED : got;
}

static int fail(kbg_error *error)
{
    fprintf(stderr, "%s: %s\n", kbg_status_name(kbg_error_status(error)), kbg_error_message(error));
    kbg_error_free(error);
    return 1;
}

/* The completing text; a screen would set the stretches in bold. */
static void print_completion(const kbg_hits *hits, size_t hit)
{
    size_t len, at = 0, start, end;
    const char *text = kbg_hits_completion(hits, hit, &len);
    for (size_t i = 0; kbg_hits_completion_span(hits, hit, i, &start, &end); i++) {
        printf("%.*s【%.*s】", (int)(start - at), text + at, (int)(end - start), text + start);
        at = end;
    }
    printf("%.*s", (int)(len - at), text + at);
}

static int show(kbg_searcher *searcher, const char *typed)
{
    static const char *const fields[] = { "", "问题", "快捷码", "关键词", "商品" };
    kbg_query query = KBG_QUERY_INIT;
    kbg_hits *hits;
    kbg_error *error;
    query.limit = 4;
    query.now = now;
    if (kbg_suggest(searcher, typed, strlen(typed), &query, &hits, &error) != KBG_OK)
        return fail(error);
    printf("输入：%s\n", typed);
    for (size_t i = 0; i < kbg_hits_count(hits); i++) {
        kbg_completion_field field = kbg_hits_completion_field(hits, i);
        printf("  %s ", fields[field]);
        print_completion(hits, i);
        if (field != KBG_COMPLETION_QUESTION)
            printf(" → %s", kbg_item_question(kbg_hits_item(hits, i), 0, NULL));
        printf("\n");
    }
    kbg_hits_free(hits);
    return 0;
}

int main(int argc, char **argv)
{
    kbg_base *base = NULL;
    kbg_searcher *searcher = NULL;
    kbg_error *error = NULL;
    FILE *file = argc > 1 ? fopen(argv[1], "rb") : NULL;
    int result = 0;
    if (!file) {
        fprintf(stderr, "usage: suggest KB.jsonl [TEXT...]\n");
        return 2;
    }
    if (kbg_base_new(NULL, &base, &error) != KBG_OK ||
        kbg_base_load_from(base, KBG_FORMAT_JSONL, read_file, file, NULL, NULL, &error) != KBG_OK ||
        kbg_searcher_new(base, &searcher, &error) != KBG_OK)
        result = fail(error);
    for (int i = 2; i < argc && result == 0; i++)
        result = show(searcher, argv[i]);
    for (size_t i = 0; argc == 2 && i < sizeof(samples) / sizeof(samples[0]) && result == 0; i++)
        result = show(searcher, samples[i]);
    kbg_searcher_free(searcher);
    kbg_base_unref(base);
    fclose(file);
    return result;
}
