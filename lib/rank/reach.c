/* SPDX-License-Identifier: MIT */
#include "rank/reach.h"

#include "rank/reach_walk.h"

#include <stdlib.h>
#include <string.h>

/* The first look is behind so many postings for each face, and the next ones behind so many more. */
static const double first_look = 0.3, next_look = 1.5;

void kbg__reach_init(kbg__reach *reach, const kbg_allocator *memory)
{
    *reach = (kbg__reach){ .memory = memory };
}

void kbg__reach_free(kbg__reach *reach)
{
    kbg__free(reach->memory, reach->faces);
    kbg__free(reach->memory, reach->highest);
    kbg__free(reach->memory, reach->items);
    kbg__free(reach->memory, reach->lists);
    kbg__free(reach->memory, reach->gives);
    kbg__free(reach->memory, reach->weights);
    kbg__free(reach->memory, reach->reached);
    kbg__free(reach->memory, reach->unsorted);
    kbg__reach_init(reach, reach->memory);
}

/* With more terms some text may have more than a number has room for; it counts as the highest then. Else all would be
 * rounded too much. */
enum { MANY = 256 };

int32_t kbg__reach_units(const kbg__reach *r, double score)
{
    double units = score * r->scale * (1 - 1e-9);
    return units < INT16_MAX ? (int32_t)units : INT16_MAX;
}

void kbg__reach_set(kbg__reach *r, const kbg__norms *norms, const kbg__weights *weights, const kbg__query_terms *terms)
{
    double most = 0, share = weights->value[KBG__WEIGHT_ITEM_SHARE];
    size_t count = terms->count < MANY ? terms->count : MANY;
    for (size_t rank = 0; rank < count; rank++) {
        const kbg__query_term *term = &terms->terms[terms->order[rank].term];
        most += (norms->question_k1 + 1) * term->question_weight + share * (norms->item_k1 + 1) * term->item_weight;
    }
    r->has_room = terms->count <= MANY;
    /* Lists of questions add so much at most, and lists of other texts stop there; each is rounded up by less than 2. */
    r->most = r->has_room ? INT16_MAX / 2 - 4 * MANY : INT16_MAX;
    r->scale = most > 0 ? (r->most - 4.0 * MANY) / most : 0;
    kbg__bounds_fill(&r->bounds, norms, weights);
}

static kbg_status prepare(kbg__reach *r, const kbg__index *index, size_t terms)
{
    size_t blocks = kbg__face_blocks(index), faces = blocks * KBG__FACE_BLOCK, items = (size_t)index->statistics.items;
    if (kbg__grow(r->memory, (void **)&r->faces, &r->face_capacity, faces, sizeof(*r->faces)) ||
        kbg__grow(r->memory, (void **)&r->highest, &r->highest_capacity, blocks, sizeof(*r->highest)) ||
        kbg__grow(r->memory, (void **)&r->items, &r->item_capacity, items + 1, sizeof(*r->items)) ||
        kbg__grow(r->memory, (void **)&r->lists, &r->list_capacity, terms * KBG__POSTING_KINDS, sizeof(*r->lists)) ||
        kbg__grow(r->memory, (void **)&r->gives, &r->gives_capacity, terms < MANY ? terms : MANY, sizeof(*r->gives)) ||
        kbg__grow(r->memory, (void **)&r->weights, &r->weight_capacity, 2 * terms, sizeof(*r->weights)))
        return KBG_ERR_NOMEM;
    if (faces)
        memset(r->faces, 0, faces * sizeof(*r->faces));
    if (!index->is_plain)
        memset(r->items, 0, (items + 1) * sizeof(*r->items));
    return KBG_OK;
}

static int by_worth(const void *left, const void *right)
{
    const kbg__reach_list *a = left, *b = right;
    return (a->worth < b->worth) - (a->worth > b->worth);
}

/* Sorts by worth. Most messages have few lists, for which this is faster than qsort(). */
static void sort_lists(kbg__reach_list *lists, size_t count)
{
    if (count > 256) {
        qsort(lists, count, sizeof(*lists), by_worth);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        kbg__reach_list list = lists[i];
        size_t at = i;
        for (; at > 0 && lists[at - 1].worth < list.worth; at--)
            lists[at] = lists[at - 1];
        lists[at] = list;
    }
}

/* What a list gives for its length, about. Those of repeated terms are few and give most. */
static double worth_of(const kbg__reach_list *list, size_t count)
{
    static const double shares[KBG__POSTING_KINDS] = { 1, 1, 0.2, 0.05 };
    bool is_asked = list->kind <= KBG__POSTING_SINGLE;
    if (list->kind == KBG__POSTING_REPEATED)
        return 1e300;
    /* A short list is worth walking whatever it gives. */
    return shares[list->kind] * (is_asked ? list->term->question_weight : list->term->item_weight) / ((double)count + 20);
}

/* Orders the lists. */
static void order_lists(kbg__reach *r)
{
    const kbg__reach_part *part = &r->part;
    for (size_t i = 0; i < part->terms->count; i++) {
        const kbg__query_term *term = &part->terms->terms[i];
        const kbg__postings *p = kbg__query_postings(part->terms, i, part->number);
        for (int kind = 0; kind < KBG__POSTING_KINDS; kind++) {
            kbg__reach_list list = { .term = term, .postings = p, .kind = (kbg__posting_kind)kind };
            size_t count = p->counts[kind];
            if (count == 0)
                continue;
            list.worth = worth_of(&list, count);
            r->lists[r->list_count++] = list;
            r->left += count;
        }
    }
    sort_lists(r->lists, r->list_count);
}

kbg_status kbg__reach_begin(kbg__reach *r, const kbg__reach_part *part)
{
    const kbg__index *index = part->part->index;
    r->part = *part;
    r->list_count = r->done = r->walked = r->left = r->count = 0;
    r->next = r->look ? r->look : 500 + (size_t)(first_look * (double)index->face_count);
    kbg_status status = prepare(r, index, part->terms->count);
    if (status == KBG_OK)
        order_lists(r);
    return status;
}

static void find_highest(kbg__reach *r, size_t blocks)
{
    for (size_t b = 0; b < blocks; b++) {
        const int16_t *faces = r->faces + b * KBG__FACE_BLOCK;
        int16_t most = 0;
        for (int i = 0; i < KBG__FACE_BLOCK; i++)
            most = faces[i] > most ? faces[i] : most;
        r->highest[b] = most;
    }
}

bool kbg__reach_on(kbg__reach *r)
{
    const kbg__index *index = r->part.part->index;
    size_t first = r->done;
    /* What repeated terms can still give is not known, so they are walked whatever else is. */
    while (r->done < r->list_count && (r->walked < r->next || r->lists[r->done].kind == KBG__POSTING_REPEATED)) {
        const kbg__reach_list *list = &r->lists[r->done++];
        size_t count = list->postings->counts[list->kind];
        r->walked += count;
        r->left -= count;
    }
    if (r->done > first)
        kbg__reach_walk(r, index, r->lists + first, r->done - first);
    r->next = 1 + (size_t)((double)r->walked * next_look);
    find_highest(r, kbg__face_blocks(index));
    return r->done < r->list_count;
}
