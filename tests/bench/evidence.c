/* SPDX-License-Identifier: MIT */
/* Writes what the confidence of the first hit is computed from, for fitting it (fit_confidence.py).
 *
 *   evidence KB.jsonl QUERIES.tsv
 *
 * A line of output: whether the first hit is right (1 or 0), coverage, length, margin, with tabs between. A line of
 * QUERIES.tsv whose third column names no item of the base is a message that has no right answer. */
#include "api/searcher.h"

#include <kbguide/kbguide.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t read_file(char *buffer, size_t size, void *file)
{
    return fread(buffer, 1, size, file);
}

static bool is_listed(const char *id, size_t len, const char *list)
{
    while (*list) {
        size_t n = strcspn(list, ",");
        if (n == len && memcmp(list, id, n) == 0)
            return true;
        list += n + (list[n] == ',');
    }
    return false;
}

int main(int argc, char **argv)
{
    kbg_base *base;
    kbg_searcher *searcher;
    FILE *kb = argc == 3 ? fopen(argv[1], "rb") : NULL, *tsv = argc == 3 ? fopen(argv[2], "rb") : NULL;
    if (!kb || !tsv || kbg_base_new(NULL, &base, NULL) != KBG_OK ||
        kbg_base_load_from(base, KBG_FORMAT_JSONL, read_file, kb, NULL, NULL, NULL) != KBG_OK ||
        kbg_searcher_new(base, &searcher, NULL) != KBG_OK) {
        fprintf(stderr, "usage: evidence KB.jsonl QUERIES.tsv\n");
        return 2;
    }
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, tsv) >= 0) {
        kbg_hits *hits;
        line[strcspn(line, "\r\n")] = '\0';
        char *text = strchr(line, '\t'), *right = text ? strchr(text + 1, '\t') : NULL;
        if (!right)
            continue;
        *right++ = '\0';
        if (kbg_search(searcher, text + 1, strlen(text + 1), NULL, &hits, NULL) != KBG_OK)
            return 1;
        if (kbg_hits_count(hits)) {
            size_t len;
            const char *id = kbg_item_id(kbg_hits_item(hits, 0), &len);
            const kbg__evidence *e = &searcher->ranker.hits[0].evidence;
            printf("%d\t%.6f\t%.6f\t%.6f\n", is_listed(id, len, right), e->coverage, e->length, e->margin);
        }
        kbg_hits_free(hits);
    }
    free(line);
    kbg_searcher_free(searcher);
    kbg_base_unref(base);
    fclose(kb);
    fclose(tsv);
    return 0;
}
