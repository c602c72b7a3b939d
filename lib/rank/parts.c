/* SPDX-License-Identifier: MIT */
#include "rank/parts.h"

#include "rank/respell.h"

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
    return status == KBG_OK ? kbg__respell(tokens, searched->corpus) : status;
}

/* The hits of part p are those from first[p] to first[p + 1]. */
typedef struct blocks {
    size_t first[KBG__PARTS_MOST + 1];
    bool asks[KBG__PARTS_MOST]; /* whether the part is a question of its own */
} blocks;

/* Finds the parts that are questions of their own; of parts with the same first item it is the most confident, of equal
 * ones the first. Returns how many there are. */
static size_t find_questions(const kbg__answer *a, double least, blocks *b)
{
    size_t count = 0;
    for (size_t part = 0; part < a->part_count; part++) {
        b->asks[part] = b->first[part] < b->first[part + 1] && a->hits[b->first[part]].confidence >= least;
        for (size_t before = 0; before < part && b->asks[part]; before++) {
            if (!b->asks[before])
                continue;
            const kbg__hit *hit = &a->hits[b->first[part]], *other = &a->hits[b->first[before]];
            if (other->item == hit->item)
                b->asks[other->confidence < hit->confidence ? before : part] = false;
        }
    }
    for (size_t part = 0; part < a->part_count; part++)
        count += b->asks[part];
    return count;
}

/* Puts the next hit of a part behind those that are kept, unless its item is among them. */
static void keep_next(kbg__answer *a, size_t *next, kbg__hit *kept, size_t *count)
{
    const kbg__hit *hit = &a->hits[(*next)++];
    for (size_t i = 0; i < *count; i++)
        if (kept[i].item == hit->item)
            return;
    kept[(*count)++] = *hit;
}

/* Merges the hits of the parts: first the first hits of the questions, then always the most confident of the parts' next
 * hits (of equal ones the first part's). So the hits of one part keep their order, and a smaller limit gives the first
 * of the same hits. */
static kbg_status merge(kbg__answer *a, const blocks *b, size_t limit)
{
    size_t count = 0, next[KBG__PARTS_MOST], all = a->hit_count - b->first[0];
    limit = limit < all ? limit : all;
    if (kbg__grow(a->memory, (void **)&a->hits, &a->hit_capacity, a->hit_count + limit, sizeof(*a->hits)))
        return KBG_ERR_NOMEM;
    kbg__hit *kept = a->hits + a->hit_count;
    memcpy(next, b->first, sizeof(next));
    for (size_t part = 0; part < a->part_count && count < limit; part++)
        if (b->asks[part])
            keep_next(a, &next[part], kept, &count);
    while (count < limit) {
        size_t best = SIZE_MAX;
        for (size_t part = 0; part < a->part_count; part++)
            if (next[part] < b->first[part + 1] &&
                (best == SIZE_MAX || a->hits[next[part]].confidence > a->hits[next[best]].confidence))
                best = part;
        if (best == SIZE_MAX)
            break;
        keep_next(a, &next[best], kept, &count);
    }
    memmove(a->hits, kept, count * sizeof(*kept));
    a->hit_count = count;
    return KBG_OK;
}

/* Leaves out the hits that are not sure enough. */
static void drop_unsure(kbg__answer *a, double least)
{
    size_t kept = 0;
    for (size_t i = 0; i < a->hit_count; i++)
        if (a->hits[i].confidence >= least)
            a->hits[kept++] = a->hits[i];
    a->hit_count = kept;
}

/* Searches for each part; the hits stand behind those that are there. */
static kbg_status search_parts(kbg__answer *a, kbg__ranker *ranker, const kbg__searched *searched,
                               kbg__tokenizer *tokens, const kbg__words *words, const char *text,
                               const kbg_query *query, blocks *b)
{
    kbg_status status = KBG_OK;
    for (uint32_t i = 0; i < a->part_count && status == KBG_OK; i++) {
        kbg__part part = a->parts[i];
        b->first[i] = a->hit_count;
        status = tokenize(tokens, searched, words, text + part.start, part.end - part.start);
        if (status == KBG_OK)
            status = kbg__ranker_search(ranker, searched, tokens, query);
        if (status == KBG_OK)
            status = append(a, ranker, i);
    }
    b->first[a->part_count] = a->hit_count;
    return status;
}

kbg_status kbg__answer_search(kbg__answer *a, kbg__ranker *ranker, const kbg__searched *searched,
                              kbg__tokenizer *tokens, const kbg__words *words, const char *text, size_t len,
                              const kbg_query *query)
{
    size_t count = 0;
    kbg__part parts[KBG__PARTS_MOST];
    kbg_status status = tokenize(tokens, searched, words, text, len);
    if (status == KBG_OK && !(query->flags & KBG_QUERY_WHOLE))
        count = kbg__parts_find(text, len, tokens, parts);
    if (status == KBG_OK)
        status = kbg__ranker_search(ranker, searched, tokens, query);
    if (status == KBG_OK)
        status = kbg__answer_take(a, ranker, len);
    if (status == KBG_OK && count > 1) {
        blocks b = { { 0 }, { false } };
        size_t hit_count = a->hit_count, span_count = a->span_count; /* of the whole */
        double least = hit_count && a->hits[0].confidence > KBG__PART_CONFIDENCE ? a->hits[0].confidence
                                                                                 : KBG__PART_CONFIDENCE;
        memcpy(a->parts, parts, count * sizeof(*parts));
        a->part_count = count;
        status = search_parts(a, ranker, searched, tokens, words, text, query, &b);
        if (status == KBG_OK && find_questions(a, least, &b) > 1) {
            status = merge(a, &b, query->limit);
        } else {
            a->parts[0] = (kbg__part){ 0, (uint32_t)len };
            a->part_count = 1;
            a->hit_count = hit_count;
            a->span_count = span_count;
        }
    }
    if (status == KBG_OK)
        drop_unsure(a, query->min_confidence);
    return status;
}
