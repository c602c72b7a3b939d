/* SPDX-License-Identifier: MIT */
#include "rank/features.h"

#include "rank/bm25.h"
#include "rank/compare.h"
#include "rank/votes.h"
#include "text/question_form.h"

#include <math.h>

/* Pseudo-count of the Dirichlet smoothing (Zhai and Lafferty, "A study of smoothing methods for language models",
 * 2004), in units; short texts want a small one. */
static const double smoothing = 40;

double kbg__own_score(const kbg__corpus *corpus, const kbg__weights *weights, const kbg__query_terms *terms)
{
    kbg__norms n = kbg__norms_of(&corpus->statistics, weights);
    double norm = kbg__bm25_norm(n.question_k1, n.question_b, (double)terms->units, n.question_average);
    double own = terms->whole * kbg__bm25_frequency(n.question_k1, norm, 1);
    return own > 0 ? own : 1; /* others are divided by it; 0 if only small talk or synonyms have weight */
}

/* Features of the item's text as a whole. */
static void item_features(const kbg__corpus *corpus, const kbg__weights *weights, const kbg__query_terms *terms,
                          const kbg__tally *tally, const kbg__candidate *c, double own, double f[KBG__FEATURES])
{
    const kbg__tallied *of = tally->kept + c->tallied, *end = of + c->tallied_count;
    const kbg__index *index = corpus->parts[c->part].index;
    kbg__norms norms = kbg__norms_of(&corpus->statistics, weights);
    uint32_t questions = kbg__item_questions(index, c->item);
    double units = (double)corpus->statistics.question_units + 1;
    double length = kbg__item_units(index, c->item) + norms.answer * kbg__item_answer_units(index, c->item);
    double norm = kbg__item_norm(&norms, index, c->item);
    /* What each term counts that the item lacks; those that it has count the rest on top. */
    double absent = log(smoothing / (length + smoothing));
    f[KBG__FEATURE_LIKELIHOOD] = absent * terms->own_share[KBG__TOKEN_CHAR];
    f[KBG__FEATURE_LIKELIHOOD_PAIRS] = absent * terms->own_share[KBG__TOKEN_PAIR];
    for (; of < end; of++) {
        const kbg__query_term *term = &terms->terms[terms->order[of->rank].term];
        if (term->class_ != KBG__TOKEN_CHAR && term->class_ != KBG__TOKEN_PAIR)
            continue;
        double frequency = of->asked + norms.answer * of->answered;
        double expected = smoothing * (term->counts.question_df + 0.5) / units;
        double more = log1p(frequency / expected);
        /* A synonym speaks for an item that has it, and not against one that lacks it. */
        double likely = !term->is_synonym ? term->share * more
                        : more + absent > 0 ? term->share * (more + absent) : 0;
        if (term->class_ == KBG__TOKEN_PAIR) {
            f[KBG__FEATURE_LIKELIHOOD_PAIRS] += likely;
            f[KBG__FEATURE_ITEM_PAIRS] +=
                term->item_weight * kbg__bm25_frequency(norms.item_k1, norm, frequency) / own;
        } else {
            f[KBG__FEATURE_LIKELIHOOD] += likely;
        }
    }
    f[KBG__FEATURE_LIKELIHOOD] /= (double)terms->units + 1;
    f[KBG__FEATURE_LIKELIHOOD_PAIRS] /= (double)terms->units + 1;
    f[KBG__FEATURE_VOTES] = kbg__votes_of(terms, tally, c, questions);
    f[KBG__FEATURE_QUESTIONS] = log1p(questions);
}

/* Features of the best questions. */
static void question_features(const kbg__index *index, const kbg__message *message, double units,
                              const kbg__candidate *c, double f[KBG__FEATURES])
{
    kbg__compared compared[2], *best = &compared[0], *next = &compared[1];
    kbg__comparison likest;
    uint32_t face = c->best_face[0];
    kbg__message_compare(message, face, best);
    kbg__places covered = best->covered;
    double together = 0, likeness = best->likeness;
    for (uint32_t j = 1; j < c->best_count; j++) {
        kbg__message_compare(message, c->best_face[j], next);
        likeness += next->likeness;
        covered = kbg__places_or(covered, next->covered);
        if (next->likeness > best->likeness) {
            kbg__compared *likest_before = best;
            best = next;
            next = likest_before;
            face = c->best_face[j];
        }
    }
    kbg__compared_measure(message, best, &likest);
    while (kbg__places_any(covered))
        together += message->row.units[kbg__places_take(&covered)].mass;
    double length = kbg__face_units(index, face);
    f[KBG__FEATURE_COVERED] = likest.covered;
    f[KBG__FEATURE_COVERS] = likest.covers;
    f[KBG__FEATURE_COVERS_RARE] = likest.covers_rare;
    f[KBG__FEATURE_PAIRS] = likest.pairs;
    f[KBG__FEATURE_ORDER] = likest.order;
    f[KBG__FEATURE_LIKENESS] = likest.likeness;
    f[KBG__FEATURE_RUNS_MISSING] = likest.runs_missing;
    f[KBG__FEATURE_RARE_MISSING] = likest.rare_missing;
    f[KBG__FEATURE_RARE_EXTRA] = likest.rare_extra;
    f[KBG__FEATURE_LENGTH] = length < units ? length / units : units / length;
    f[KBG__FEATURE_FORM] = ((message->form ^ index->face_form[face]) & KBG__FORM_ASKS) == 0;
    f[KBG__FEATURE_NEGATION] = ((message->form ^ index->face_form[face]) & KBG__FORM_NEGATED) != 0;
    f[KBG__FEATURE_TOGETHER] = message->row.whole > 0 ? together / message->row.whole : 0;
    f[KBG__FEATURE_LIKENESS_MEAN] = likeness / c->best_count;
}

void kbg__features(const kbg__corpus *corpus, const kbg__weights *weights, const kbg__query_terms *terms,
                   const kbg__tally *tally, const kbg__message *message, double own, const kbg__candidate *c,
                   double f[KBG__FEATURES])
{
    for (int i = 0; i < KBG__FEATURES; i++)
        f[i] = 0;
    f[KBG__FEATURE_BM25] = c->text / own;
    f[KBG__FEATURE_ITEM] = c->item_score / own;
    item_features(corpus, weights, terms, tally, c, own, f);
    if (c->best_count == 0)
        return;
    f[KBG__FEATURE_BEST] = c->best_score[0] / own;
    if (c->best_count > 1) {
        f[KBG__FEATURE_SECOND] = c->best_score[1] / own;
        f[KBG__FEATURE_AGREEMENT] = c->best_score[1] / c->best_score[0];
    }
    question_features(corpus->parts[c->part].index, message, (double)terms->units, c, f);
}
