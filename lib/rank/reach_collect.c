/* SPDX-License-Identifier: MIT */
/* Looks at what was walked: which items have got most, and which can still come among the best. */
#include "rank/reach.h"
#include "rank/reach_rest.h"
#include "rank/reach_walk.h"

#include <string.h>

/* To look a list up for an item takes about the time of so many postings; so many items are never too many. */
enum { POSTINGS_A_LOOK = 150, ITEMS_ALWAYS = 30 };

/* Classes of values. */
enum { BINS = 1024, BIN_BITS = 5 };

static size_t block_end(const kbg__index *index, size_t block)
{
    size_t end = (block + 1) * KBG__FACE_BLOCK;
    return end < index->face_count ? end : index->face_count;
}

/* Marks the faces of a block that have at least so much; whether there are any. */
static bool mark(const int16_t faces[KBG__FACE_BLOCK], int32_t least, uint8_t marks[KBG__FACE_BLOCK])
{
    int16_t from = (int16_t)(least < 0 ? 0 : least < INT16_MAX ? least : INT16_MAX);
    uint8_t any = 0;
    for (int i = 0; i < KBG__FACE_BLOCK; i++) {
        marks[i] = faces[i] >= from;
        any |= marks[i];
    }
    return any;
}

/* The next face of a block that is marked; KBG__FACE_BLOCK behind the last. */
static int next_marked(const uint8_t marks[KBG__FACE_BLOCK], int at)
{
    uint64_t eight;
    while (at % 8 && at < KBG__FACE_BLOCK && !marks[at])
        at++;
    while (at < KBG__FACE_BLOCK && at % 8 == 0 && (memcpy(&eight, marks + at, 8), eight == 0))
        at += 8;
    while (at < KBG__FACE_BLOCK && !marks[at])
        at++;
    return at;
}

/* A value that `most` of the values have at least; 0 if there are not so many. Not the highest of these, but near it. */
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

/* Adds an item to `unsorted`, or raises its bound if it is the last one there. */
static kbg_status keep(kbg__reach *r, uint32_t item, int32_t bound)
{
    kbg__reached *last = r->unsorted_count ? &r->unsorted[r->unsorted_count - 1] : NULL;
    if (last && last->item == item) {
        last->bound = bound > last->bound ? bound : last->bound;
        return KBG_OK;
    }
    if (!may_pass(&r->part, item))
        return KBG_OK;
    if (kbg__grow(r->memory, (void **)&r->unsorted, &r->unsorted_capacity, r->unsorted_count + 1, sizeof(*r->unsorted)))
        return KBG_ERR_NOMEM;
    r->unsorted[r->unsorted_count++] = (kbg__reached){ item, bound };
    return KBG_OK;
}

/* What a question and its item got from the lists that were walked. */
static int32_t value_of(const kbg__reach *r, const kbg__index *index, size_t face)
{
    return r->faces[face] + (index->face_shape[face] < KBG__SHAPES_SINGLE ? 0 : r->items[index->face_item[face]]);
}

/* What is no question has no score; of an item without any the first face stands for it. */
static bool has_score(const kbg__index *index, size_t face)
{
    return index->face_field[face] == KBG__FACE_QUESTION || face == index->item_face[index->face_item[face]];
}

kbg_status kbg__reach_likely(kbg__reach *r, size_t most)
{
    const kbg__index *index = r->part.part->index;
    size_t blocks = kbg__face_blocks(index);
    uint32_t counts[BINS] = { 0 };
    uint8_t marks[KBG__FACE_BLOCK];
    kbg_status status = KBG_OK;
    r->count = r->unsorted_count = 0;
    for (size_t b = 0; b < blocks; b++)
        counts[r->highest[b] >> BIN_BITS]++;
    int32_t cut = value_at(counts, most);
    cut = cut > 0 ? cut : 1;
    for (size_t b = 0; b < blocks && status == KBG_OK; b++) {
        if (r->highest[b] < cut || !mark(r->faces + b * KBG__FACE_BLOCK, cut, marks))
            continue;
        for (int i = next_marked(marks, 0); i < KBG__FACE_BLOCK && status == KBG_OK; i = next_marked(marks, i + 1)) {
            size_t face = b * KBG__FACE_BLOCK + (size_t)i;
            if (has_score(index, face))
                status = keep(r, index->face_item[face], value_of(r, index, face));
        }
    }
    memset(counts, 0, sizeof(counts));
    for (size_t i = 0; i < r->unsorted_count; i++)
        counts[(r->unsorted[i].bound < INT16_MAX ? r->unsorted[i].bound : INT16_MAX) >> BIN_BITS]++;
    cut = value_at(counts, most);
    if (status != KBG_OK ||
        kbg__grow(r->memory, (void **)&r->reached, &r->reached_capacity, r->unsorted_count, sizeof(*r->reached)))
        return KBG_ERR_NOMEM;
    for (size_t i = 0; i < r->unsorted_count && r->count < 2 * most; i++)
        if (r->unsorted[i].bound >= cut)
            r->reached[r->count++] = r->unsorted[i];
    return KBG_OK;
}

static int16_t highest_of(const int16_t *values, size_t count)
{
    int16_t highest = 0;
    for (size_t i = 0; i < count; i++)
        highest = values[i] > highest ? values[i] : highest;
    return highest;
}

static int32_t most_of(const int32_t *values, size_t count)
{
    int32_t most = 0;
    for (size_t i = 0; i < count; i++)
        most = values[i] > most ? values[i] : most;
    return most;
}

/* Keeps the item of a face if it has one question and can reach `certain`; once all lists are walked only if it was met. */
static kbg_status look_at(kbg__reach *r, const kbg__index *index, size_t face, int32_t certain)
{
    uint32_t code = index->face_shape[face];
    int32_t value = r->faces[face], bound = value + r->rest.face[code];
    if (bound < certain || code >= KBG__SHAPES_SINGLE || (value == 0 && r->done == r->list_count) ||
        index->face_field[face] != KBG__FACE_QUESTION)
        return KBG_OK;
    return keep(r, index->face_item[face], bound);
}

/* The same for the items with several questions, or none. */
static kbg_status look_at_groups(kbg__reach *r, const kbg__index *index, int32_t certain, size_t most)
{
    int32_t rest = most_of(r->rest.face + KBG__SHAPES_SINGLE, KBG__FACE_SHAPES - KBG__SHAPES_SINGLE);
    kbg_status status = KBG_OK;
    for (size_t i = 0; i < index->group_count && r->unsorted_count <= most && status == KBG_OK; i++) {
        uint32_t item = index->groups[i];
        int32_t value = r->items[item] + highest_of(r->faces + index->item_face[item], kbg__item_questions(index, item));
        int32_t bound = value + rest + r->rest.group[index->item_shape[item]];
        if (bound >= certain && (value > 0 || r->done < r->list_count))
            status = keep(r, item, bound);
    }
    return status;
}

/* Collects the items that can reach `certain`, but stops behind `most` of them. */
static kbg_status collect(kbg__reach *r, int32_t certain, size_t most)
{
    const kbg__index *index = r->part.part->index;
    const int32_t *rest = r->rest.face;
    int32_t plain = certain - most_of(rest, KBG__SHAPES_PLAIN), single = certain - most_of(rest, KBG__SHAPES_SINGLE);
    uint8_t marks[KBG__FACE_BLOCK];
    r->unsorted_count = 0;
    kbg_status status = look_at_groups(r, index, certain, most);
    for (size_t b = 0; b < kbg__face_blocks(index) && r->unsorted_count <= most && status == KBG_OK; b++) {
        int32_t enough = index->block_kind[b] == KBG__FACE_PLAIN ? plain : single;
        size_t first = b * KBG__FACE_BLOCK;
        int end = (int)(block_end(index, b) - first);
        if (r->highest[b] >= enough && mark(r->faces + first, enough, marks))
            for (int i = next_marked(marks, 0); i < end && status == KBG_OK; i = next_marked(marks, i + 1))
                status = look_at(r, index, first + (size_t)i, certain);
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
    r->count = r->unsorted_count;
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

kbg_status kbg__reach_collect(kbg__reach *r, int32_t certain, bool *few)
{
    size_t lists = r->list_count - r->done;
    size_t most = lists == 0 ? SIZE_MAX - 1 : ITEMS_ALWAYS + r->left / (POSTINGS_A_LOOK * lists);
    *few = lists == 0;
    kbg__reach_rest_fill(r, &r->part, r->done);
    /* Not while items with one question can reach it that were not met. */
    if (lists > 0 && (certain <= 0 || most_of(r->rest.face, KBG__SHAPES_SINGLE) >= certain))
        return KBG_OK;
    kbg_status status = collect(r, certain, most);
    *few = r->unsorted_count <= most;
    return status == KBG_OK && *few ? sort_reached(r) : status;
}

/* What the best questions of an item got, each as much as it counts. */
static int32_t best_of(const kbg__reach *r, const kbg__index *index, uint32_t item)
{
    uint32_t questions = kbg__item_questions(index, item);
    const int16_t *faces = r->faces + index->item_face[item];
    const float *weights = r->bounds.best[questions < KBG__BEST_QUESTIONS ? questions : KBG__BEST_QUESTIONS];
    int16_t best[KBG__BEST_QUESTIONS] = { 0 };
    float sum = 1;
    for (uint32_t i = 0; i < questions; i++) {
        int at = KBG__BEST_QUESTIONS - 1;
        if (faces[i] <= best[at])
            continue;
        for (; at > 0 && best[at - 1] < faces[i]; at--)
            best[at] = best[at - 1];
        best[at] = faces[i];
    }
    if (best[0] == INT16_MAX) /* or more: it has room for no more */
        return INT16_MAX;
    for (int j = 0; j < KBG__BEST_QUESTIONS; j++)
        sum += weights[j] * (float)best[j];
    return (int32_t)sum + 1;
}

int32_t kbg__reach_bound(kbg__reach *r, const kbg__reached *reached)
{
    const kbg__index *index = r->part.part->index;
    uint32_t item = reached->item;
    for (size_t i = r->done; i < r->list_count; i++)
        kbg__reach_walk_item(r, index, &r->lists[i], item);
    return kbg__item_questions(index, item) == 1 ? r->faces[index->item_face[item]] : r->items[item] + best_of(r, index, item);
}
