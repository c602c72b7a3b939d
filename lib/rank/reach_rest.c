/* SPDX-License-Identifier: MIT */
#include "rank/reach_rest.h"

#include <stdlib.h>
#include <string.h>

/* Lengths up to which it counts that a short question cannot hold many units. */
enum { SHORT = 16 };

/* Sums of weights of lists of single postings: of all of them, and of as many as a question of a length can hold. */
typedef struct sums {
    double question[SHORT], item[SHORT], all_question, all_item;
} sums;

static int falling(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a < b) - (a > b);
}

/* Adds the highest weights of one class to sums by length: a question of n units has n units and n - 1 pairs at most. */
static void add_highest(double *weights, size_t count, size_t less, double by_length[SHORT])
{
    double sum = 0;
    if (count > 1)
        qsort(weights, count, sizeof(*weights), falling);
    for (size_t length = 0, taken = 0; length < SHORT; length++) {
        for (; taken < count && taken + less < length; taken++)
            sum += weights[taken];
        by_length[length] += sum;
    }
}

/* Sums up the lists of single postings of one class. */
static void add_class(kbg__reach *r, kbg__token_class class_, size_t first, sums *s)
{
    double *question = r->weights, *item = question ? question + r->weight_capacity / 2 : NULL, all = 0, all_item = 0;
    size_t count = 0;
    for (size_t i = first; i < r->list_count; i++) {
        const kbg__reach_list *list = &r->lists[i];
        if (list->kind != KBG__POSTING_SINGLE || list->term->class_ != class_)
            continue;
        question[count] = list->term->question_weight;
        item[count] = list->term->item_weight;
        all += question[count];
        all_item += item[count++];
    }
    s->all_question += all;
    s->all_item += all_item;
    if (class_ == KBG__TOKEN_CHAR || class_ == KBG__TOKEN_PAIR) {
        add_highest(question, count, class_ == KBG__TOKEN_PAIR, s->question);
        add_highest(item, count, class_ == KBG__TOKEN_PAIR, s->item);
        return;
    }
    for (int length = 0; length < SHORT; length++) {
        s->question[length] += all;
        s->item[length] += all_item;
    }
}

static int level_of(uint32_t frequency, double weight)
{
    return frequency == UINT8_MAX ? KBG__BOUND_LEVELS - 1 : kbg__level_of(frequency * weight);
}

static int level_of_both(const kbg__postings *p, double answer)
{
    bool is_any = p->most_keywords == UINT8_MAX || p->most_answered == UINT8_MAX;
    return is_any ? KBG__BOUND_LEVELS - 1 : kbg__level_of(p->most_keywords + p->most_answered * answer);
}

void kbg__reach_rest_fill(kbg__reach *r, const kbg__reach_part *part, size_t first)
{
    const kbg__bounds *b = &r->bounds;
    const kbg__index *index = part->part->index;
    sums s = { .all_question = 0 };
    /* Weights of items by how often they have the term at most: of lists of single postings, and of others. */
    double of_questions[KBG__BOUND_LEVELS] = { 0 }, of_others[KBG__BOUND_LEVELS] = { 0 };
    float face[KBG__FACE_SHAPES], group[KBG__ITEM_SHAPES] = { 0 };
    for (int c = 0; c < KBG__TOKEN_CLASSES; c++)
        add_class(r, (kbg__token_class)c, first, &s);
    for (size_t i = first; i < r->list_count; i++) {
        const kbg__reach_list *list = &r->lists[i];
        const kbg__postings *p = list->postings;
        if (list->kind == KBG__POSTING_SINGLE)
            of_questions[level_of(p->most_asked, 1)] += list->term->item_weight;
        else if (list->kind == KBG__POSTING_SELDOM)
            of_others[level_of(p->most_seldom, b->norms.answer)] += list->term->item_weight;
        else if (p->most_keywords == 0)
            of_others[level_of(p->most_answered, b->norms.answer)] += list->term->item_weight;
        else
            of_others[level_of_both(p, b->norms.answer)] += list->term->item_weight;
    }
    for (int i = 0; i < KBG__FACE_SHAPES; i++) {
        uint32_t units = b->most_units[i];
        bool is_short = units < SHORT;
        face[i] = (float)(r->scale * (is_short ? s.question[units] : s.all_question)) * b->once[i] +
                  (float)(r->scale * (is_short ? s.item[units] : s.all_item)) * b->single[KBG__LEVEL_ONCE][i];
    }
    for (int level = 0; level < KBG__BOUND_LEVELS; level++) {
        float others = (float)(r->scale * of_others[level]);
        float all = others + (float)(r->scale * of_questions[level]);
        for (int i = KBG__SHAPES_PLAIN; i < KBG__SHAPES_SINGLE && others > 0; i++)
            face[i] += others * b->single[level][i];
        for (int i = 0; i < KBG__ITEM_SHAPES && !index->is_plain && all > 0; i++)
            group[i] += all * b->group[level][i];
    }
    /* Rounded up by more than these sums of floats can be off. */
    for (int i = 0; i < KBG__FACE_SHAPES; i++)
        r->rest.face[i] = (int32_t)(face[i] * 1.0001f) + (first < r->list_count);
    for (int i = 0; i < KBG__ITEM_SHAPES; i++)
        r->rest.group[i] = (int32_t)(group[i] * 1.0001f) + (first < r->list_count);
}
