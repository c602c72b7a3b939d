/* SPDX-License-Identifier: MIT */
#include "rank/reach.h"

#include "rank/reach_rest.h"
#include "rank/reach_walk.h"

#include <stdlib.h>
#include <string.h>

/* It is asked whether enough postings were walked once there are so many for each face, and then at each doubling. */
static const double first_look = 0.25;

/* An item is looked at alone in about the time of so many postings. */
enum { POSTINGS_AN_ITEM = 80, ITEMS_ALWAYS = 100 };

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
    r->scale = most > 0 ? (INT16_MAX - 4.0 * MANY) / most : 0; /* each list is rounded up by less than 2 */
    kbg__bounds_fill(&r->bounds, norms, weights);
}

static kbg_status prepare(kbg__reach *r, const kbg__index *index, size_t terms)
{
    size_t blocks = kbg__face_blocks(index), faces = blocks * KBG__FACE_BLOCK, items = (size_t)index->statistics.items;
    if (kbg__grow(r->memory, (void **)&r->faces, &r->face_capacity, faces, sizeof(*r->faces)) ||
        kbg__grow(r->memory, (void **)&r->highest, &r->highest_capacity, blocks, sizeof(*r->highest)) ||
        kbg__grow(r->memory, (void **)&r->items, &r->item_capacity, items + 1, sizeof(*r->items)) ||
        kbg__grow(r->memory, (void **)&r->lists, &r->list_capacity, terms * KBG__POSTING_KINDS, sizeof(*r->lists)) ||
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

/* How many postings a list has. */
static size_t length_of(const kbg__reach_list *list)
{
    return list->postings->counts[list->kind];
}

/* Orders the lists. Those of repeated terms are few and give most: they come first. */
static void order_lists(kbg__reach *r, const kbg__reach_part *part)
{
    r->list_count = 0;
    for (size_t i = 0; i < part->terms->count; i++) {
        const kbg__query_term *term = &part->terms->terms[i];
        const kbg__postings *p = kbg__query_postings(part->terms, i, part->number);
        for (int kind = 0; kind < KBG__POSTING_KINDS; kind++) {
            kbg__reach_list list = { term, p, (kbg__posting_kind)kind, 0 };
            size_t count = length_of(&list);
            if (count == 0)
                continue;
            /* A short list is worth walking whatever it gives. */
            list.worth = kind == KBG__POSTING_REPEATED ? 1e300
                         : kind == KBG__POSTING_SINGLE ? term->question_weight / ((double)count + 20)
                                                       : 0.1 * term->item_weight / ((double)count + 20);
            r->lists[r->list_count++] = list;
        }
    }
    sort_lists(r->lists, r->list_count);
}

static size_t block_end(const kbg__index *index, size_t block)
{
    size_t end = (block + 1) * KBG__FACE_BLOCK;
    return end < index->face_count ? end : index->face_count;
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

/* A value that `most` of the values have at least; 0 if there are not so many. Not the highest of these, but near it. */
enum { BINS = 1024, BIN_BITS = 5 };
static int32_t value_at(const uint32_t counts[BINS], size_t most)
{
    size_t sum = 0;
    for (int bin = BINS; bin-- > 0;) {
        sum += counts[bin];
        if (sum >= most)
            return bin << BIN_BITS;
    }
    return 0;
}

static bool may_pass(const kbg__reach_part *part, uint32_t item)
{
    return !kbg__is_dead(part->part->dead, item) &&
           (!part->filter || kbg__filter_passes(part->filter, item, part->part->items[item]));
}

/* A score that the last of the best has at least, from the faces with the highest bounds. */
static int32_t find_certain(const kbg__reach *r, const kbg__reach_part *part, size_t blocks, size_t walked)
{
    const kbg__index *index = part->part->index;
    uint32_t counts[BINS] = { 0 }, last = UINT32_MAX;
    for (size_t b = 0; b < blocks; b++)
        counts[r->highest[b] >> BIN_BITS]++;
    int32_t cut = value_at(counts, part->most), best = 0;
    cut = cut > 0 ? cut : 1;
    memset(counts, 0, sizeof(counts));
    for (size_t b = 0; b < blocks; b++) {
        if (r->highest[b] < cut)
            continue;
        for (size_t f = b * KBG__FACE_BLOCK, end = block_end(index, b); f < end; f++) {
            uint32_t item = index->face_item[f];
            if (r->faces[f] < cut || (item != last && !may_pass(part, item)))
                continue;
            /* Each list was rounded up by 1.01 at most. */
            float sure = ((float)r->faces[f] - 1.02f * (float)walked) * r->bounds.sure[index->face_shape[f]] - 1;
            int32_t value = sure > 0 ? (int32_t)sure : 0;
            if (item == last && value <= best)
                continue;
            if (item == last)
                counts[best >> BIN_BITS]--;
            counts[value >> BIN_BITS]++;
            best = value;
            last = item;
        }
    }
    return value_at(counts, part->most);
}

static int32_t most_of(const int32_t *values, size_t count)
{
    int32_t most = 0;
    for (size_t i = 0; i < count; i++)
        most = values[i] > most ? values[i] : most;
    return most;
}

/* What a face must have so that its item can reach `certain`, by kind of face, if the item has nothing else. */
static void find_wanted(const kbg__reach *r, int32_t certain, int32_t wanted[KBG__FACE_KINDS])
{
    static const size_t first[KBG__FACE_KINDS + 1] = { 0, KBG__SHAPES_PLAIN, KBG__SHAPES_SINGLE, KBG__FACE_SHAPES };
    for (int kind = 0; kind < KBG__FACE_KINDS; kind++)
        wanted[kind] = certain - most_of(r->rest.face + first[kind], first[kind + 1] - first[kind]);
    wanted[KBG__FACE_GROUP] -= most_of(r->rest.group, KBG__ITEM_SHAPES);
}

static int16_t highest_of(const int16_t *items, size_t count)
{
    int16_t highest = 0;
    for (size_t i = 0; i < count; i++)
        highest = items[i] > highest ? items[i] : highest;
    return highest;
}

/* What a face of a block must have at least so that its item can be among the best. A block has faces of its kind and
 * of those below. */
static int32_t wanted_in(const kbg__reach *r, const kbg__index *index, size_t block, const int32_t wanted[KBG__FACE_KINDS],
                         int16_t highest)
{
    size_t first = block * KBG__FACE_BLOCK;
    int32_t least = wanted[KBG__FACE_PLAIN];
    for (int pass = 0; pass < 2; pass++) { /* with what any item has, then with what those of the block have */
        least = wanted[KBG__FACE_PLAIN];
        for (int kind = KBG__FACE_SINGLE; kind <= index->block_kind[block]; kind++)
            least = wanted[kind] - highest < least ? wanted[kind] - highest : least;
        if (pass || r->highest[block] < least || index->block_kind[block] == KBG__FACE_PLAIN)
            break;
        uint32_t item = index->face_item[first], last = index->face_item[block_end(index, block) - 1];
        highest = highest_of(r->items + item, last < item ? 0 : last - item + 1);
    }
    return least;
}

static kbg_status keep(kbg__reach *r, uint32_t item, int32_t bound, uint32_t *last)
{
    kbg__reached *before = r->count ? &r->unsorted[r->count - 1] : NULL;
    if (*last == item && before && before->item == item) {
        before->bound = bound > before->bound ? bound : before->bound;
        return KBG_OK;
    }
    if (kbg__grow(r->memory, (void **)&r->unsorted, &r->unsorted_capacity, r->count + 1, sizeof(*r->unsorted)))
        return KBG_ERR_NOMEM;
    r->unsorted[r->count++] = (kbg__reached){ item, bound };
    *last = item;
    return KBG_OK;
}

/* Collects the items that can reach `certain`, but stops behind `most` of them; once all lists are walked only those
 * that were met. */
static kbg_status collect(kbg__reach *r, const kbg__reach_part *part, int32_t certain, size_t most, bool is_last)
{
    const kbg__index *index = part->part->index;
    size_t blocks = kbg__face_blocks(index);
    int32_t wanted[KBG__FACE_KINDS];
    uint32_t last = UINT32_MAX;
    kbg_status status = KBG_OK;
    int16_t highest = highest_of(r->items, index->is_plain ? 0 : (size_t)index->statistics.items);
    find_wanted(r, certain, wanted);
    r->count = 0;
    for (size_t b = 0; b < blocks && r->count <= most && status == KBG_OK; b++) {
        int32_t enough = wanted_in(r, index, b, wanted, highest);
        if (r->highest[b] < enough)
            continue;
        for (size_t f = b * KBG__FACE_BLOCK, end = block_end(index, b); f < end && status == KBG_OK; f++) {
            if (r->faces[f] < enough)
                continue;
            uint32_t code = index->face_shape[f];
            int32_t bound = r->faces[f] + r->rest.face[code];
            if (bound < certain && code < KBG__SHAPES_PLAIN)
                continue;
            uint32_t item = index->face_item[f];
            bool is_met = r->faces[f] > 0 || !is_last;
            if (code >= KBG__SHAPES_PLAIN) {
                bound += r->items[item];
                is_met = is_met || r->items[item] > 0;
            }
            if (code >= KBG__SHAPES_SINGLE)
                bound += r->rest.group[index->item_shape[item]];
            /* What is no question has no score; of an item without any the first face stands for it. */
            bool has_score = index->face_field[f] == KBG__FACE_QUESTION || f == index->item_face[item];
            if (bound >= certain && is_met && has_score && (item == last || may_pass(part, item)))
                status = keep(r, item, bound, &last);
        }
    }
    return status;
}

/* Sorts by class of bound, the highest first. */
static void sort_many(kbg__reach *r)
{
    uint32_t starts[2 * BINS + 1] = { 0 };
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < r->count; i++) {
            int32_t bin = r->unsorted[i].bound >> BIN_BITS;
            bin = 2 * BINS - 1 - (bin < 2 * BINS - 1 ? bin : 2 * BINS - 1);
            if (pass == 0)
                starts[bin + 1]++;
            else
                r->reached[starts[bin]++] = r->unsorted[i];
        }
        for (int bin = 0; bin < 2 * BINS && pass == 0; bin++)
            starts[bin + 1] += starts[bin];
    }
}

/* Sorts by bound, the highest first; many only about so. */
enum { FEW = 64 };
static kbg_status sort_reached(kbg__reach *r)
{
    if (kbg__grow(r->memory, (void **)&r->reached, &r->reached_capacity, r->count, sizeof(*r->reached)))
        return KBG_ERR_NOMEM;
    if (r->count > FEW) {
        sort_many(r);
        return KBG_OK;
    }
    for (size_t i = 0; i < r->count; i++) {
        size_t at = i;
        for (; at > 0 && r->reached[at - 1].bound < r->unsorted[i].bound; at--)
            r->reached[at] = r->reached[at - 1];
        r->reached[at] = r->unsorted[i];
    }
    return KBG_OK;
}

/* Whether it is worth while to look which items can reach `certain`: not while nearly all can. */
static bool is_promising(const kbg__reach *r, const kbg__index *index, int32_t certain)
{
    int32_t plain = most_of(r->rest.face, KBG__SHAPES_PLAIN), all = most_of(r->rest.face, KBG__FACE_SHAPES);
    all += most_of(r->rest.group, KBG__ITEM_SHAPES);
    return certain > 0 && (index->is_plain ? plain < certain / 2 : all < certain);
}

kbg_status kbg__reach_run(kbg__reach *r, const kbg__reach_part *part)
{
    const kbg__index *index = part->part->index;
    size_t blocks = kbg__face_blocks(index), left = 0;
    size_t next = r->look ? r->look : 500 + (size_t)(first_look * (double)index->face_count);
    int32_t certain = part->certain > 0 ? kbg__reach_units(r, part->certain) : 0;
    bool is_done = false;
    r->count = r->walked = 0;
    kbg_status status = prepare(r, index, part->terms->count);
    if (status != KBG_OK)
        return status;
    order_lists(r, part);
    for (size_t i = 0; i < r->list_count; i++)
        left += length_of(&r->lists[i]);
    for (size_t done = 0; done < r->list_count && !is_done && status == KBG_OK;) {
        kbg__reach_walk(r, index, &r->lists[done]);
        r->walked += length_of(&r->lists[done]);
        left -= length_of(&r->lists[done++]);
        is_done = done == r->list_count;
        if (!is_done && (r->walked < next || part->most == 0))
            continue;
        next = r->walked * 2;
        find_highest(r, blocks);
        if (part->most) {
            int32_t found = find_certain(r, part, blocks, done);
            certain = found > certain ? found : certain;
        }
        kbg__reach_rest_fill(r, part, done);
        size_t most = is_done ? SIZE_MAX : ITEMS_ALWAYS + left / POSTINGS_AN_ITEM;
        if (!is_done && (r->look ? certain == 0 : !is_promising(r, index, certain)))
            continue;
        status = collect(r, part, certain, most - is_done, is_done);
        is_done = r->count <= most;
    }
    return status == KBG_OK ? sort_reached(r) : status;
}
