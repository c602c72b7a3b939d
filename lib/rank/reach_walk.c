/* SPDX-License-Identifier: MIT */
#include "rank/reach_walk.h"

/* For lists that are shorter a table of all shapes does not pay. */
enum { SHORT_LIST = 200 };

/* Adds to a score, up to what it has room for. */
static void add(int16_t *to, int32_t value)
{
    int32_t sum = *to + value;
    *to = (int16_t)(sum < INT16_MAX ? sum : INT16_MAX);
}

/* A bound in whole units: rounded up, and never 0, so that what was met can be told. */
static int32_t units_of(double value)
{
    return value < INT16_MAX ? (int32_t)(value + 1.01) : INT16_MAX;
}

/* Adds a term that stands in questions once to items with several questions: as often as there are questions. Faces of an
 * item in different blocks are counted apart, which gives not less. */
static void add_groups(kbg__reach *r, const kbg__index *index, const kbg__posting_block *block, float weight)
{
    const kbg__bounds *b = &r->bounds;
    for (const uint16_t *low = block->lows, *end = low + block->count; low < end;) {
        uint32_t face = block->base | *low++;
        if (index->face_shape[face] < KBG__SHAPES_SINGLE)
            continue;
        uint32_t item = index->face_item[face], last = index->item_face[item + 1], count = 1;
        for (; low < end && (block->base | *low) < last; low++)
            count++;
        uint8_t shape = index->item_shape[item];
        float gives = b->group_most[shape] * (float)count / ((float)count + b->group_norm[shape]);
        add(&r->items[item], units_of((double)(weight * gives)));
    }
}

/* What a term gives to a question of a shape that has it once; question and item are its weights in units. */
static int16_t once(const kbg__bounds *b, uint16_t shape, float question, float item)
{
    float value = question * b->once[shape] + item * b->single[KBG__LEVEL_ONCE][shape] + 1.01f;
    return (int16_t)(value < INT16_MAX ? value : INT16_MAX);
}

/* Adds a term that stands in questions once; `gives` is by shape, or NULL if it is not worked out. */
static void add_single(kbg__reach *r, const kbg__index *index, const kbg__posting_block *block, const int16_t *gives,
                       float question, float item)
{
    const uint16_t *low = block->lows, *end = low + block->count, *shape = index->face_shape + block->base;
    int16_t *faces = r->faces + block->base;
    if (!index->is_plain)
        add_groups(r, index, block, item);
    if (!gives)
        for (; low < end; low++)
            add(&faces[*low], once(&r->bounds, shape[*low], question, item));
    else if (r->has_room)
        for (; low < end; low++)
            faces[*low] = (int16_t)(faces[*low] + gives[shape[*low]]);
    else
        for (; low < end; low++)
            add(&faces[*low], gives[shape[*low]]);
}

/* What a term gives to a question of a shape that has it more than twice. */
static double repeated(const kbg__bounds *b, uint32_t code, double question, double item, uint8_t frequency)
{
    bool is_any = frequency == UINT8_MAX;
    double question_k1 = b->norms.question_k1, item_k1 = b->norms.item_k1;
    double asked = is_any ? question_k1 + 1 : kbg__bm25_frequency(question_k1, b->question_norm[code], frequency);
    double whole = is_any ? item_k1 + 1 : kbg__bm25_frequency(item_k1, b->item_norm[code], frequency);
    return question * b->question_share[code] * asked + item * b->item_share[code] * whole;
}

/* Adds a term that stands in questions more than once. */
static void add_repeated(kbg__reach *r, const kbg__index *index, const kbg__posting_block *block, double question, double item)
{
    const kbg__bounds *b = &r->bounds;
    for (uint32_t i = 0; i < block->count; i++) {
        uint32_t face = block->base | block->lows[i], code = index->face_shape[face];
        uint8_t frequency = block->frequencies[i];
        double gives = frequency == 2 ? question * (double)b->twice[code] + item * (double)b->single_twice[code]
                                      : repeated(b, code, question, item, frequency);
        add(&r->faces[face], units_of(gives));
        if (code < KBG__SHAPES_SINGLE)
            continue;
        uint32_t of = index->face_item[face];
        float whole = b->group[b->asked_level[frequency]][index->item_shape[of]];
        add(&r->items[of], units_of(item * (double)whole));
    }
}

/* Adds a term that stands in keywords and answers. */
static void add_other(kbg__reach *r, const kbg__index *index, const kbg__posting_block *block, float item)
{
    const kbg__bounds *b = &r->bounds;
    for (uint32_t i = 0; i < block->count; i++) {
        uint32_t face = block->base | block->lows[i], of = index->face_item[face], shape = index->face_shape[face];
        bool is_answer = index->face_field[face] == KBG__FACE_ANSWER;
        int level = is_answer ? b->answered_level[block->frequencies[i]] : b->asked_level[block->frequencies[i]];
        if (shape < KBG__SHAPES_SINGLE) {
            uint32_t question = index->item_face[of];
            int32_t sum = r->faces[question] + units_of((double)(item * b->single[level][index->face_shape[question]]));
            r->faces[question] = (int16_t)(sum < r->most ? sum : r->most);
        } else {
            add(&r->items[of], units_of((double)(item * b->group[level][index->item_shape[of]])));
        }
    }
}

static void fill_gives(const kbg__reach *r, const kbg__reach_list *list, kbg__reach_gives gives)
{
    float question = (float)(list->term->question_weight * r->scale), item = (float)(list->term->item_weight * r->scale);
    for (uint16_t i = 0; i < KBG__FACE_SHAPES; i++)
        gives[i] = once(&r->bounds, i, question, item);
}

/* Adds one block of a list. */
static void add_block(kbg__reach *r, const kbg__index *index, const kbg__reach_list *list, const kbg__posting_block *block,
                      const int16_t *gives)
{
    double question = list->term->question_weight * r->scale, item = list->term->item_weight * r->scale;
    if (list->kind == KBG__POSTING_SINGLE)
        add_single(r, index, block, gives, (float)question, (float)item);
    else if (list->kind == KBG__POSTING_REPEATED)
        add_repeated(r, index, block, question, item);
    else
        add_other(r, index, block, (float)item);
}

void kbg__reach_walk(kbg__reach *r, const kbg__index *index, kbg__reach_list *lists, size_t count)
{
    size_t tables = 0;
    for (size_t i = 0; i < count; i++) {
        kbg__reach_list *list = &lists[i];
        bool has_table = list->kind == KBG__POSTING_SINGLE && list->postings->counts[list->kind] >= SHORT_LIST;
        list->at = kbg__postings_begin(list->postings, list->kind);
        list->gives = has_table && tables < r->gives_capacity ? r->gives[tables] : NULL;
        if (list->gives)
            fill_gives(r, list, r->gives[tables++]);
    }
    for (uint32_t base = 0; base < index->face_count; base += UINT32_C(1) << KBG__FACE_LOW_BITS)
        for (size_t i = 0; i < count; i++) {
            kbg__posting_block block;
            if (lists[i].at == kbg__postings_end(lists[i].postings, lists[i].kind))
                continue;
            const uint16_t *next = kbg__posting_block_at(lists[i].at, &block);
            if (block.base != base)
                continue;
            add_block(r, index, &lists[i], &block, lists[i].gives);
            lists[i].at = next;
        }
}

void kbg__reach_walk_item(kbg__reach *r, const kbg__index *index, const kbg__reach_list *list, uint32_t item)
{
    const kbg__postings *p = list->postings;
    const uint16_t *at = kbg__postings_begin(p, list->kind), *end = kbg__postings_end(p, list->kind);
    uint32_t first = index->item_face[item], behind = index->item_face[item + 1];
    for (kbg__posting_block block; at < end;) {
        at = kbg__posting_block_at(at, &block);
        if (!kbg__posting_block_meets(&block, first, behind))
            continue;
        kbg__posting_block part = kbg__posting_block_between(&block, first, behind);
        if (part.count)
            add_block(r, index, list, &part, NULL);
    }
}
