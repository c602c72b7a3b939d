/* SPDX-License-Identifier: MIT */
#include "rank/parts.h"

#include "rank/respell.h"

#include <stdlib.h>
#include <string.h>

void kbg__answer_init(kbg__answer *answer, const kbg_allocator *memory)
{
    *answer = (kbg__answer){ .memory = memory };
}

void kbg__answer_free(kbg__answer *answer)
{
    kbg__free(answer->memory, answer->hits);
    kbg__free(answer->memory, answer->spans);
    kbg__answer_init(answer, answer->memory);
}

/* Adds the hits of a search for one part; places in the part become places in the message. */
static kbg_status append(kbg__answer *a, const kbg__ranker *ranker, uint32_t part)
{
    if (kbg__grow(a->memory, (void **)&a->hits, &a->hit_capacity, a->hit_count + ranker->hit_count,
                  sizeof(*a->hits)) ||
        kbg__grow(a->memory, (void **)&a->spans, &a->span_capacity, a->span_count + ranker->span_count,
                  sizeof(*a->spans)))
        return KBG_ERR_NOMEM;
    for (size_t i = 0; i < ranker->hit_count; i++) {
        kbg__hit hit = ranker->hits[i];
        hit.span_first += a->span_count;
        hit.part = part;
        a->hits[a->hit_count++] = hit;
    }
    for (size_t i = 0; i < ranker->span_count; i++) {
        kbg__span span = ranker->spans[i];
        span.start += a->parts[part].start;
        span.end += a->parts[part].start;
        a->spans[a->span_count++] = span;
    }
    return KBG_OK;
}

kbg_status kbg__answer_take(kbg__answer *a, const kbg__ranker *ranker, size_t len)
{
    a->parts[0] = (kbg__part){ 0, (uint32_t)len };
    a->part_count = 1;
    a->hit_count = a->span_count = 0;
    return append(a, ranker, 0);
}

static kbg_status tokenize(kbg__tokenizer *tokens, const kbg__searched *searched, const kbg__words *words,
                           const char *text, size_t len)
{
    kbg_status status = kbg__tokenize(tokens, words, text, len);
    return status == KBG_OK ? kbg__respell(tokens, searched->index) : status;
}

static int by_confidence(const void *left, const void *right)
{
    const kbg__hit *a = left, *b = right;
    if (a->confidence != b->confidence)
        return a->confidence > b->confidence ? -1 : 1;
    if (a->part != b->part)
        return a->part < b->part ? -1 : 1;
    return (a->score < b->score) - (a->score > b->score);
}

/* Finds the parts that are questions of their own: first_of[p] is the place of the first hit of part p, or SIZE_MAX. Of
 * parts with the same first item the most confident has it. The hits of the parts begin at `i`. Returns how many there
 * are. */
static size_t find_questions(const kbg__answer *a, size_t i, double least, size_t first_of[KBG__PARTS_MOST])
{
    size_t count = 0;
    for (uint32_t part = 0; part < a->part_count; part++) {
        while (i < a->hit_count && a->hits[i].part < part)
            i++;
        bool likely = i < a->hit_count && a->hits[i].part == part && a->hits[i].confidence >= least;
        first_of[part] = likely ? i : SIZE_MAX;
        count += likely;
        for (uint32_t before = 0; before < part && likely; before++) {
            if (first_of[before] == SIZE_MAX || a->hits[first_of[before]].item != a->hits[i].item)
                continue;
            first_of[a->hits[first_of[before]].confidence < a->hits[i].confidence ? before : part] = SIZE_MAX;
            count--;
            break;
        }
    }
    return count;
}

/* Puts the questions' first hits first, the other hits of parts (from `begin` on) behind by confidence; of several hits for
 * one item the first stays. */
static void order(kbg__answer *a, size_t begin, const size_t first_of[KBG__PARTS_MOST], size_t limit)
{
    size_t firsts = begin, kept = 0;
    for (size_t part = 0; part < a->part_count; part++) {
        if (first_of[part] == SIZE_MAX)
            continue;
        kbg__hit hit = a->hits[first_of[part]]; /* behind all that were moved */
        a->hits[first_of[part]] = a->hits[firsts];
        a->hits[firsts++] = hit;
    }
    qsort(a->hits + firsts, a->hit_count - firsts, sizeof(*a->hits), by_confidence);
    for (size_t i = begin; i < a->hit_count && kept < limit; i++) {
        bool is_there = false;
        for (size_t k = 0; k < kept && !is_there; k++)
            is_there = a->hits[k].item == a->hits[i].item;
        if (!is_there)
            a->hits[kept++] = a->hits[i];
    }
    a->hit_count = kept;
}

kbg_status kbg__answer_search(kbg__answer *a, kbg__ranker *ranker, const kbg__searched *searched,
                              kbg__tokenizer *tokens, const kbg__words *words, const char *text, size_t len,
                              const kbg_query *query)
{
    size_t first_of[KBG__PARTS_MOST], count = 0;
    kbg__part parts[KBG__PARTS_MOST];
    kbg_status status = tokenize(tokens, searched, words, text, len);
    if (status == KBG_OK && !(query->flags & KBG_QUERY_WHOLE))
        count = kbg__parts_find(text, len, tokens, parts);
    if (status == KBG_OK)
        status = kbg__ranker_search(ranker, searched, tokens, query);
    if (status == KBG_OK)
        status = kbg__answer_take(a, ranker, len);
    if (status != KBG_OK || count < 2)
        return status;
    size_t whole_hits = a->hit_count, whole_spans = a->span_count;
    double least = whole_hits && a->hits[0].confidence > KBG__PART_CONFIDENCE ? a->hits[0].confidence
                                                                              : KBG__PART_CONFIDENCE;
    memcpy(a->parts, parts, count * sizeof(*parts));
    a->part_count = count;
    for (uint32_t i = 0; i < count && status == KBG_OK; i++) {
        status = tokenize(tokens, searched, words, text + parts[i].start, parts[i].end - parts[i].start);
        if (status == KBG_OK)
            status = kbg__ranker_search(ranker, searched, tokens, query);
        if (status == KBG_OK)
            status = append(a, ranker, i);
    }
    if (status == KBG_OK && find_questions(a, whole_hits, least, first_of) > 1) {
        order(a, whole_hits, first_of, query->limit);
        return KBG_OK;
    }
    a->parts[0] = (kbg__part){ 0, (uint32_t)len };
    a->part_count = 1;
    a->hit_count = whole_hits;
    a->span_count = whole_spans;
    return status;
}
