/* SPDX-License-Identifier: MIT */
/* How much of the postings an index that skips would still have to walk.
 *
 *   bounds [--sample N] KB.jsonl QUERIES.tsv
 *
 * For an even sample of the messages (default 300), each taken as one question: asks what each of its terms gives to
 * an item at most, and what score the 50th and the 10th best candidate have. Lists can be left out as long as their
 * bounds together are below such a score. Prints the share of postings in the lists that are left, when lists are
 * left out from the lowest bound on and from the lowest bound for their length on; and the share of what single
 * items have in blocks of items whose bounds are high enough. */
#include "api/searcher.h"
#include "grown.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCKINGS = 5, SCORES = 2 };

static const size_t block_items[BLOCKINGS] = { 1, 8, 16, 64, 128 };
static const size_t ranks[SCORES] = { 50, 10 };

typedef struct list {
    double bound, postings;
} list;

typedef struct sums {
    size_t messages;
    double terms, postings, candidates, item_postings;
    double by_bound[SCORES], by_length[SCORES], blocks[BLOCKINGS];
} sums;

/* Of the items of all parts, by block: the sum of the bounds of all terms, the bound of the term at hand, and
 * postings. */
typedef struct blocks {
    double *sum, *most;
    uint32_t *postings;
} blocks;

static void *must(void *block)
{
    if (!block)
        die("out of memory");
    return block;
}

static int falling(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

static int by_bound(const void *a, const void *b)
{
    return -falling(&((const list *)a)->bound, &((const list *)b)->bound);
}

static int by_bound_for_length(const void *a, const void *b)
{
    const list *x = a, *y = b;
    double left = x->bound * y->postings, right = y->bound * x->postings;
    return (left > right) - (left < right);
}

static double score_at(const kbg__gather *gather, size_t rank)
{
    double *scores = must(malloc(gather->count * sizeof(*scores)));
    for (size_t i = 0; i < gather->count; i++)
        scores[i] = gather->candidates[i].text;
    qsort(scores, gather->count, sizeof(*scores), falling);
    double score = scores[rank < gather->count ? rank - 1 : gather->count - 1];
    free(scores);
    return score;
}

/* Postings of the lists that are left when those in front, whose bounds together are below a score, are left out. */
static double left_over(const list *lists, size_t count, double score)
{
    double bound = 0, postings = 0;
    for (size_t i = 0; i < count; i++) {
        bound += lists[i].bound;
        postings += bound >= score ? lists[i].postings : 0;
    }
    return postings;
}

/* Notes what one term gives to the blocks. */
static void add_to_blocks(blocks *b, const kbg__gather *gather, const kbg__corpus *corpus, size_t items)
{
    for (size_t i = 0; i < gather->count; i++) {
        const kbg__candidate *c = &gather->candidates[i];
        size_t block = (corpus->parts[c->part].first + c->item) / items;
        b->postings[block]++;
        if (c->text > b->most[block]) {
            b->sum[block] += c->text - b->most[block];
            b->most[block] = c->text;
        }
    }
    for (size_t i = 0; i < gather->count; i++)
        b->most[(corpus->parts[gather->candidates[i].part].first + gather->candidates[i].item) / items] = 0;
}

static void look_at(sums *s, const kbg__ranker *ranker, const kbg__corpus *corpus, const kbg__weights *weights,
                    kbg__gather *one, blocks of[BLOCKINGS], size_t items)
{
    const kbg__query_terms *terms = &ranker->terms;
    double scores[SCORES];
    if (ranker->gather.count == 0)
        return;
    for (size_t r = 0; r < SCORES; r++)
        scores[r] = score_at(&ranker->gather, ranks[r]);
    list *lists = must(calloc(terms->count, sizeof(*lists)));
    for (size_t t = 0; t < terms->count; t++) {
        kbg__query_terms alone = *terms;
        alone.terms += t;
        alone.postings += t * terms->part_count;
        alone.count = 1;
        if (kbg__gather_run(one, corpus, weights, &alone) != KBG_OK)
            die("out of memory");
        for (size_t i = 0; i < one->count; i++)
            lists[t].bound = one->candidates[i].text > lists[t].bound ? one->candidates[i].text : lists[t].bound;
        for (size_t p = 0; p < terms->part_count; p++)
            lists[t].postings += (double)alone.postings[p].count;
        for (size_t b = 0; b < BLOCKINGS; b++)
            add_to_blocks(&of[b], one, corpus, block_items[b]);
        s->postings += lists[t].postings;
        s->item_postings += (double)one->count;
    }
    for (size_t r = 0; r < SCORES; r++) {
        qsort(lists, terms->count, sizeof(*lists), by_bound);
        s->by_bound[r] += left_over(lists, terms->count, scores[r]);
        qsort(lists, terms->count, sizeof(*lists), by_bound_for_length);
        s->by_length[r] += left_over(lists, terms->count, scores[r]);
    }
    for (size_t b = 0; b < BLOCKINGS; b++) {
        size_t count = items / block_items[b] + 1;
        for (size_t i = 0; i < count; i++)
            s->blocks[b] += of[b].sum[i] >= scores[0] ? of[b].postings[i] : 0;
        memset(of[b].sum, 0, count * sizeof(*of[b].sum));
        memset(of[b].postings, 0, count * sizeof(*of[b].postings));
    }
    s->messages++;
    s->terms += (double)terms->count;
    s->candidates += (double)ranker->gather.count;
    free(lists);
}

static void print(const sums *s)
{
    double n = (double)s->messages;
    printf("a message: %.1f terms, %.0f postings, %.0f candidates (%zu messages)\n", s->terms / n, s->postings / n,
           s->candidates / n, s->messages);
    for (size_t r = 0; r < SCORES; r++)
        printf("against number %zu: lists by bound %.1f %%, by bound for their length %.1f %% of postings left\n",
               ranks[r], 100 * s->by_bound[r] / s->postings, 100 * s->by_length[r] / s->postings);
    for (size_t b = 0; b < BLOCKINGS; b++)
        printf("blocks of %zu items: %.1f %% of the items' postings left\n", block_items[b],
               100 * s->blocks[b] / s->item_postings);
}

int main(int argc, char **argv)
{
    const char *names[2];
    size_t given = 0, sample = 300;
    kbg_base *base;
    kbg_searcher *searcher;
    kbg_error *error = NULL;
    kbg_query query = KBG_QUERY_INIT;
    for (int i = 1; i < argc; i++) {
        if (i + 1 < argc && strcmp(argv[i], "--sample") == 0)
            sample = strtoull(argv[++i], NULL, 10);
        else if (given < 2)
            names[given++] = argv[i];
    }
    if (given < 2 || sample == 0)
        die("usage: bounds [--sample N] KB.jsonl QUERIES.tsv");
    if (kbg_base_new(NULL, &base, &error) != KBG_OK)
        die_error(error);
    load_grown(base, names[0], 0);
    if (kbg_searcher_new(base, &searcher, &error) != KBG_OK)
        die_error(error);
    messages m = read_messages(names[1]);
    kbg_view *view = must(kbg_base_view(base));
    size_t items = kbg_view_item_count(view);
    kbg__gather one;
    blocks of[BLOCKINGS];
    sums s = { 0 };
    kbg__gather_init(&one, &base->memory);
    for (size_t b = 0; b < BLOCKINGS; b++)
        of[b] = (blocks){ must(calloc(items + 1, sizeof(double))), must(calloc(items + 1, sizeof(double))),
                          must(calloc(items + 1, sizeof(uint32_t))) };
    query.flags = KBG_QUERY_WHOLE; /* the terms of the last search are those of the message */
    for (size_t i = 0; i < sample && i < m.count; i++) {
        const char *text = m.of[m.count < sample ? i : i * m.count / sample];
        kbg_hits *hits;
        if (kbg_search(searcher, text, strlen(text), &query, &hits, &error) != KBG_OK)
            die_error(error);
        kbg_hits_free(hits);
        look_at(&s, &searcher->ranker, &searcher->snapshot->corpus, &base->weights, &one, of, items);
    }
    print(&s);
    for (size_t b = 0; b < BLOCKINGS; b++) {
        free(of[b].sum);
        free(of[b].most);
        free(of[b].postings);
    }
    kbg__gather_free(&one);
    kbg_view_unref(view);
    free_messages(&m);
    kbg_searcher_free(searcher);
    kbg_base_unref(base);
    return 0;
}
