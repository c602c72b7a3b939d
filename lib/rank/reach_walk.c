/* SPDX-License-Identifier: MIT */
#include "rank/reach_walk.h"

#include "base/sort.h"

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

/* Adds a term that stands in questions once to items with several questions: as often as there are questions. */
static void add_groups(kbg__reach *r, const kbg__index *index, const uint32_t *face, const uint32_t *end, float weight)
{
    const kbg__bounds *b = &r->bounds;
    while (face < end) {
        if (index->face_shape[*face] < KBG__SHAPES_SINGLE) {
            face++;
            continue;
        }
        uint32_t item = index->face_item[*face], last = index->item_face[item + 1], count = 1;
        while (++face < end && *face < last)
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

/* Adds terms that stand in questions once. */
static void walk_single(kbg__reach *r, const kbg__index *index, const kbg__reach_list *list, uint32_t from, uint32_t to)
{
    const kbg__bounds *b = &r->bounds;
    const uint32_t *face = list->postings->faces + from, *end = list->postings->faces + to;
    const uint16_t *shape = index->face_shape;
    float question = (float)(list->term->question_weight * r->scale);
    float item = (float)(list->term->item_weight * r->scale);
    int16_t gives[KBG__FACE_SHAPES];
    if (!index->is_plain)
        add_groups(r, index, face, end, item);
    if (end - face < SHORT_LIST) {
        for (; face < end; face++)
            add(&r->faces[*face], once(b, shape[*face], question, item));
        return;
    }
    for (uint16_t i = 0; i < KBG__FACE_SHAPES; i++)
        gives[i] = once(b, i, question, item);
    if (r->has_room)
        for (; face < end; face++)
            r->faces[*face] = (int16_t)(r->faces[*face] + gives[shape[*face]]);
    for (; face < end; face++)
        add(&r->faces[*face], gives[shape[*face]]);
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

/* Adds terms that stand in questions more than once. */
static void walk_repeated(kbg__reach *r, const kbg__index *index, const kbg__reach_list *list, uint32_t from,
                          uint32_t to)
{
    const kbg__bounds *b = &r->bounds;
    const kbg__postings *p = list->postings;
    double question = list->term->question_weight * r->scale, item = list->term->item_weight * r->scale;
    for (uint32_t i = from; i < to; i++) {
        uint32_t face = p->faces[i], code = index->face_shape[face];
        double gives = p->frequencies[i] == 2 ? question * (double)b->twice[code] + item * (double)b->single_twice[code]
                                              : repeated(b, code, question, item, p->frequencies[i]);
        add(&r->faces[face], units_of(gives));
        if (code < KBG__SHAPES_SINGLE)
            continue;
        uint32_t of = index->face_item[face];
        float whole = b->group[b->asked_level[p->frequencies[i]]][index->item_shape[of]];
        add(&r->items[of], units_of(item * (double)whole));
    }
}

/* Adds terms that stand in keywords and answers. */
static void walk_other(kbg__reach *r, const kbg__index *index, const kbg__reach_list *list, uint32_t from, uint32_t to)
{
    const kbg__bounds *b = &r->bounds;
    const kbg__postings *p = list->postings;
    float item = (float)(list->term->item_weight * r->scale);
    for (uint32_t i = from; i < to; i++) {
        uint32_t face = p->faces[i], of = index->face_item[face], shape = index->face_shape[face];
        bool is_answer = index->face_field[face] == KBG__FACE_ANSWER;
        int level = is_answer ? b->answered_level[p->frequencies[i]] : b->asked_level[p->frequencies[i]];
        if (shape < KBG__SHAPES_SINGLE) {
            uint32_t question = index->item_face[of];
            int32_t sum = r->faces[question] + units_of((double)(item * b->single[level][index->face_shape[question]]));
            r->faces[question] = (int16_t)(sum < r->most ? sum : r->most);
        } else {
            add(&r->items[of], units_of((double)(item * b->group[level][index->item_shape[of]])));
        }
    }
}

static void walk(kbg__reach *r, const kbg__index *index, const kbg__reach_list *list, uint32_t from, uint32_t to)
{
    if (list->kind == KBG__POSTING_SINGLE)
        walk_single(r, index, list, from, to);
    else if (list->kind == KBG__POSTING_REPEATED)
        walk_repeated(r, index, list, from, to);
    else
        walk_other(r, index, list, from, to);
}

void kbg__reach_walk(kbg__reach *r, const kbg__index *index, const kbg__reach_list *list)
{
    walk(r, index, list, kbg__reach_list_begin(list), kbg__reach_list_end(list));
}

void kbg__reach_walk_item(kbg__reach *r, const kbg__index *index, const kbg__reach_list *list, uint32_t item)
{
    const uint32_t *faces = list->postings->faces;
    uint32_t begin = kbg__reach_list_begin(list), end = kbg__reach_list_end(list);
    uint32_t from = begin + (uint32_t)kbg__seek_number(faces + begin, end - begin, index->item_face[item]), to = from;
    while (to < end && faces[to] < index->item_face[item + 1])
        to++;
    if (from < to)
        walk(r, index, list, from, to);
}
