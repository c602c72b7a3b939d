/* SPDX-License-Identifier: MIT */
#include "rank/norms.h"

kbg__norms kbg__norms_of(const kbg__statistics *statistics, const kbg__weights *weights)
{
    const double *w = weights->value;
    double answer = w[KBG__WEIGHT_FIELD_ANSWER], items = (double)statistics->items;
    return (kbg__norms){ .question_k1 = w[KBG__WEIGHT_QUESTION_K1],
                         .question_b = w[KBG__WEIGHT_QUESTION_B],
                         .question_average = (double)statistics->question_units / (double)statistics->questions,
                         .item_k1 = w[KBG__WEIGHT_ITEM_K1],
                         .item_b = w[KBG__WEIGHT_ITEM_B],
                         .item_average = ((double)statistics->items_units +
                                          answer * (double)statistics->items_answer_units) / items,
                         .answer = answer };
}

double kbg__question_norm(const kbg__norms *n, const kbg__index *index, uint32_t face)
{
    return kbg__bm25_norm(n->question_k1, n->question_b, kbg__face_units(index, face), n->question_average);
}

double kbg__item_norm(const kbg__norms *n, const kbg__index *index, uint32_t item)
{
    double length = kbg__item_units(index, item) + n->answer * kbg__item_answer_units(index, item);
    return kbg__bm25_norm(n->item_k1, n->item_b, length, n->item_average);
}

double kbg__share_of(const kbg__weights *weights, double n)
{
    return n > 0 ? weights->value[KBG__WEIGHT_ITEM_SHARE] * n / (n + weights->value[KBG__WEIGHT_ITEM_HALF]) : 0;
}

double kbg__item_share(const kbg__index *index, const kbg__weights *weights, uint32_t item)
{
    return kbg__share_of(weights, kbg__item_questions(index, item));
}

/* What the j-th best of n questions counts. */
double kbg__best_weight_of(const kbg__weights *weights, uint32_t n, uint32_t j)
{
    double power = 1, sum = 0, wanted = 0;
    for (uint32_t i = 0; i < KBG__BEST_QUESTIONS && i < n; i++) {
        sum += power;
        if (i == j)
            wanted = power;
        power *= weights->value[KBG__WEIGHT_BEST_DECAY];
    }
    return sum > 0 ? wanted / sum : 0;
}

double kbg__best_weight(const kbg__index *index, const kbg__weights *weights, uint32_t item, uint32_t j)
{
    return kbg__best_weight_of(weights, kbg__item_questions(index, item), j);
}
