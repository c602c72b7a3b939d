/* SPDX-License-Identifier: MIT */
/* Writes the features of the candidates of each judged message, for train.py.
 *
 *   features [--lexicon FILE] [--synonyms FILE] [--filler FILE] KB.jsonl QUERIES.tsv OUTPUT
 *
 * The options replace a shipped word list. OUTPUT is binary, rows of 32-bit floats: number of the query, whether the item
 * is right, the score, the features in the order of kbg__feature, then the evidence for the confidence in the order of
 * kbg__evidence (0 behind the first hits). The first row holds the width of a row, the number
 * of queries and zeros. */
#include "api/searcher.h"
#include "word_lists.h"

#include <kbguide/kbguide.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EVIDENCE = 5, WIDTH = KBG__FEATURES + 3 + EVIDENCE };

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
    kbg_words *words = NULL;
    const char *paths[3] = { NULL };
    kbg_query query = KBG_QUERY_INIT;
    query.flags = KBG_QUERY_WHOLE; /* the ranker holds the candidates of the last part only */
    int count = 0;
    for (int i = 1; i < argc; i++)
        if (!take_word_list(argc, argv, &i, &words) && count++ < 3)
            paths[count - 1] = argv[i];
    FILE *kb = count == 3 ? fopen(paths[0], "rb") : NULL, *tsv = count == 3 ? fopen(paths[1], "rb") : NULL;
    FILE *out = count == 3 ? fopen(paths[2], "wb") : NULL;
    if (!kb || !tsv || !out || kbg_base_new(NULL, &base, NULL) != KBG_OK ||
        kbg_base_set_words(base, words, NULL) != KBG_OK ||
        kbg_base_load_from(base, KBG_FORMAT_JSONL, read_file, kb, NULL, NULL, NULL) != KBG_OK ||
        kbg_searcher_new(base, &searcher, NULL) != KBG_OK) {
        fprintf(stderr, "usage: features [--lexicon FILE] [--synonyms FILE] [--filler FILE] KB.jsonl QUERIES.tsv "
                        "OUTPUT\n");
        return 2;
    }
    kbg_words_free(words);
    char *line = NULL;
    size_t capacity = 0, queries = 0;
    float row[WIDTH] = { WIDTH };
    fwrite(row, sizeof(row), 1, out);
    while (getline(&line, &capacity, tsv) >= 0) {
        kbg_hits *hits;
        line[strcspn(line, "\r\n")] = '\0';
        char *text = strchr(line, '\t'), *right = text ? strchr(text + 1, '\t') : NULL;
        if (!right)
            continue;
        *right++ = '\0';
        if (kbg_search(searcher, text + 1, strlen(text + 1), &query, &hits, NULL) != KBG_OK)
            return 1;
        const kbg__ranker *ranker = &searcher->ranker;
        for (size_t i = 0; i < ranker->ranked_count; i++) {
            size_t len;
            const char *id = kbg_item_id(ranker->ranked[i].item, &len);
            row[0] = (float)queries;
            row[1] = is_listed(id, len, right);
            row[2] = (float)ranker->ranked[i].score;
            for (int k = 0; k < KBG__FEATURES; k++)
                row[k + 3] = (float)ranker->ranked[i].features[k];
            const kbg__evidence none = { 0 }, *e = i < ranker->hit_count ? &ranker->hits[i].evidence : &none;
            const double evidence[EVIDENCE] = { e->likeness, e->odds, e->item, e->item_pairs, e->likelihood_pairs };
            for (int k = 0; k < EVIDENCE; k++)
                row[KBG__FEATURES + 3 + k] = (float)evidence[k];
            fwrite(row, sizeof(row), 1, out);
        }
        queries++;
        kbg_hits_free(hits);
    }
    memset(row, 0, sizeof(row));
    row[0] = WIDTH;
    row[1] = (float)queries;
    fseek(out, 0, SEEK_SET);
    fwrite(row, sizeof(row), 1, out);
    free(line);
    kbg_searcher_free(searcher);
    kbg_base_unref(base);
    fclose(kb);
    fclose(tsv);
    return fclose(out) != 0;
}
