/* SPDX-License-Identifier: MIT */
#include "rank/bounds.h"

#include <float.h>
#include <math.h>

static const double levels[KBG__BOUND_LEVELS - 1] = { 0.1, 0.2, 0.3, 0.5, 0.8, 1, 2, 4, 8, 16, 32 };

int kbg__level_of(double frequency)
{
    int level = 0;
    while (level < KBG__BOUND_LEVELS - 1 && frequency > levels[level])
        level++;
    return level;
}

static double frequency_at(double k1, double norm, int level)
{
    return level < KBG__BOUND_LEVELS - 1 ? kbg__bm25_frequency(k1, norm, levels[level]) : k1 + 1;
}

/* Rounded up: bounds stay bounds. */
static float up(double value)
{
    return nextafterf((float)value, FLT_MAX);
}

static void fill_face(kbg__bounds *b, uint16_t code, const kbg__weights *weights)
{
    const kbg__norms *n = &b->norms;
    kbg__lengths s = kbg__face_lengths(code);
    /* Extra units are tenths of keywords and whole ones of answers, which count `answer`. */
    double tenth = n->answer * 10;
    double length = s.units + s.extra / 10.0 * (tenth < 1 ? tenth : 1);
    b->most_units[code] = s.most_units;
    b->question_share[code] = 1 - kbg__share_of(weights, s.questions);
    b->question_norm[code] = kbg__bm25_norm(n->question_k1, n->question_b, s.units, n->question_average);
    double once = kbg__bm25_frequency(n->question_k1, b->question_norm[code], 1);
    b->once[code] = up(b->question_share[code] * once);
    b->twice[code] = up(b->question_share[code] * kbg__bm25_frequency(n->question_k1, b->question_norm[code], 2));
    b->item_share[code] = s.is_single ? kbg__share_of(weights, s.questions) : 0;
    b->item_norm[code] = kbg__bm25_norm(n->item_k1, n->item_b, length, n->item_average);
    b->single_twice[code] = up(b->item_share[code] * kbg__bm25_frequency(n->item_k1, b->item_norm[code], 2));
    for (int level = 0; level < KBG__BOUND_LEVELS; level++)
        b->single[level][code] = up(b->item_share[code] * frequency_at(n->item_k1, b->item_norm[code], level));
}

static void fill_item(kbg__bounds *b, uint8_t code, const kbg__weights *weights)
{
    const kbg__norms *n = &b->norms;
    kbg__lengths s = kbg__item_lengths(code);
    double share = kbg__share_of(weights, s.most_questions);
    double norm = kbg__bm25_norm(n->item_k1, n->item_b, s.units, n->item_average);
    for (int level = 0; level < KBG__BOUND_LEVELS; level++)
        b->group[level][code] = up(share * frequency_at(n->item_k1, norm, level));
    b->group_most[code] = up(share * (n->item_k1 + 1));
    b->group_norm[code] = (float)(norm * (1 - 1e-6));
}

void kbg__bounds_fill(kbg__bounds *b, const kbg__norms *n, const kbg__weights *weights)
{
    const double *w = weights->value;
    const kbg__norms *o = &b->norms;
    if (b->is_filled && o->question_k1 == n->question_k1 && o->question_b == n->question_b &&
        o->question_average == n->question_average && o->item_k1 == n->item_k1 && o->item_b == n->item_b &&
        o->item_average == n->item_average && o->answer == n->answer && b->share == w[KBG__WEIGHT_ITEM_SHARE] &&
        b->half == w[KBG__WEIGHT_ITEM_HALF] && b->decay == w[KBG__WEIGHT_BEST_DECAY])
        return;
    b->norms = *n;
    b->share = w[KBG__WEIGHT_ITEM_SHARE];
    b->half = w[KBG__WEIGHT_ITEM_HALF];
    b->decay = w[KBG__WEIGHT_BEST_DECAY];
    for (uint16_t code = 0; code < KBG__FACE_SHAPES; code++)
        fill_face(b, code, weights);
    for (int code = 0; code < KBG__ITEM_SHAPES; code++)
        fill_item(b, (uint8_t)code, weights);
    for (uint32_t questions = 0; questions <= KBG__BEST_QUESTIONS; questions++)
        for (uint32_t j = 0; j < KBG__BEST_QUESTIONS; j++)
            b->best[questions][j] = up(kbg__best_weight_of(weights, questions, j));
    for (int frequency = 0; frequency <= UINT8_MAX; frequency++) {
        bool is_any = frequency == UINT8_MAX;
        b->asked_level[frequency] = (uint8_t)(is_any ? KBG__BOUND_LEVELS - 1 : kbg__level_of(frequency));
        b->answered_level[frequency] =
            (uint8_t)(is_any ? KBG__BOUND_LEVELS - 1 : kbg__level_of(frequency * n->answer));
    }
    b->is_filled = true;
}
