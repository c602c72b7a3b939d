/* SPDX-License-Identifier: MIT */
#include "rank/gather.h"

#include <string.h>

void kbg__gather_init(kbg__gather *gather, const kbg_allocator *memory)
{
    *gather = (kbg__gather){ .memory = memory };
    kbg__reach_init(&gather->reach, memory);
    kbg__tally_init(&gather->tally, memory);
}

void kbg__gather_free(kbg__gather *gather)
{
    kbg__reach_free(&gather->reach);
    kbg__tally_free(&gather->tally);
    kbg__free(gather->memory, gather->scores);
    kbg__free(gather->memory, gather->bounds);
    kbg__free(gather->memory, gather->scored);
    kbg__free(gather->memory, gather->candidates);
    kbg__gather_init(gather, gather->memory);
}

/* Takes a score into the highest of them. */
static void note_score(kbg__gather *g, double score)
{
    size_t at = 0;
    if (g->bound_count < g->most) {
        for (at = g->bound_count++; at > 0 && g->bounds[(at - 1) / 2] > score; at = (at - 1) / 2)
            g->bounds[at] = g->bounds[(at - 1) / 2];
        g->bounds[at] = score;
        return;
    }
    for (size_t child = 1; child < g->bound_count; at = child, child = 2 * at + 1) {
        child += child + 1 < g->bound_count && g->bounds[child + 1] < g->bounds[child];
        if (g->bounds[child] >= score)
            break;
        g->bounds[at] = g->bounds[child];
    }
    g->bounds[at] = score;
}

/* Keeps a question among the best; of equal ones the earlier. */
static void keep_best(kbg__candidate *c, uint32_t face, double score)
{
    uint32_t at = c->best_count;
    while (at > 0 && c->best_score[at - 1] < score)
        at--;
    if (at == KBG__BEST_QUESTIONS)
        return;
    if (c->best_count < KBG__BEST_QUESTIONS)
        c->best_count++;
    for (uint32_t i = c->best_count - 1; i > at; i--) {
        c->best_face[i] = c->best_face[i - 1];
        c->best_score[i] = c->best_score[i - 1];
    }
    c->best_face[at] = face;
    c->best_score[at] = score;
}

/* The part that is gathered. */
typedef struct gathering {
    kbg__gather *g;
    const kbg__index *index;
    const kbg__weights *weights;
    const kbg__query_terms *terms;
    uint32_t part;
} gathering;

/* The score of the question that was counted last. */
static double question_score(const gathering *w, uint32_t face)
{
    const kbg__gather *g = w->g;
    double score = 0, norm = kbg__question_norm(&g->norms, w->index, face);
    for (size_t i = 0; i < g->tally.here_count; i++) {
        uint32_t rank = g->tally.here[i];
        score += w->terms->order[rank].weight *
                 kbg__bm25_frequency(g->norms.question_k1, norm, g->tally.frequencies[rank]);
    }
    return score;
}

/* The score of the item that was counted, as one document. */
static double item_score(const gathering *w, uint32_t item)
{
    const kbg__gather *g = w->g;
    double score = 0, norm = kbg__item_norm(&g->norms, w->index, item);
    for (size_t i = 0; i < g->tally.there_count; i++) {
        uint32_t rank = g->tally.there[i];
        const kbg__tallied *of = &g->tally.of[rank];
        score += w->terms->terms[w->terms->order[rank].term].item_weight *
                 kbg__bm25_frequency(g->norms.item_k1, norm, of->asked + g->norms.answer * of->answered);
    }
    return score;
}

/* Scores the questions of an item face by face. */
static void score_faces(const gathering *w, kbg__candidate *c)
{
    kbg__tally *tally = &w->g->tally;
    for (uint32_t face = w->index->item_face[c->item]; face < w->index->item_face[c->item + 1]; face++) {
        kbg__tally_face(tally, w->index, face);
        if (w->index->face_field[face] != KBG__FACE_QUESTION || tally->here_count == 0)
            continue;
        double score = question_score(w, face);
        if (score > 0)
            keep_best(c, face, score);
    }
}

/* What a term adds to the questions of an item. */
typedef struct scoring {
    const gathering *w;
    double weight;
    uint32_t first;
} scoring;

static void add_score(void *user_data, uint32_t face, uint8_t frequency)
{
    const scoring *s = user_data;
    const kbg__gather *g = s->w->g;
    double norm = kbg__question_norm(&g->norms, s->w->index, face);
    g->scores[face - s->first] += s->weight * kbg__bm25_frequency(g->norms.question_k1, norm, frequency);
}

/* The same term by term: each question gets the same sum in the same order. */
static kbg_status score_terms(const gathering *w, kbg__candidate *c)
{
    kbg__gather *g = w->g;
    uint32_t first = w->index->item_face[c->item], count = kbg__item_questions(w->index, c->item);
    if (kbg__grow(g->memory, (void **)&g->scores, &g->score_capacity, count, sizeof(*g->scores)))
        return KBG_ERR_NOMEM;
    memset(g->scores, 0, count * sizeof(*g->scores));
    for (uint32_t rank = 0; rank < w->terms->count; rank++) {
        kbg__term_rank term = w->terms->order[rank];
        scoring s = { w, term.weight, first };
        const kbg__postings *p = kbg__query_postings(w->terms, term.term, w->part);
        kbg__tally_postings(&g->tally, w->index, c->item, rank, p, add_score, &s);
    }
    for (uint32_t i = 0; i < count; i++)
        if (g->scores[i] > 0)
            keep_best(c, first + i, g->scores[i]);
    return KBG_OK;
}

/* Works the scores of an item out. */
static kbg_status score_item(const gathering *w, uint32_t item, kbg__candidate *c)
{
    kbg__gather *g = w->g;
    kbg_status status = KBG_OK;
    *c = (kbg__candidate){ .part = w->part, .item = item };
    kbg__tally_begin(&g->tally);
    if (kbg__tally_is_long(&g->tally, w->index, item))
        status = score_terms(w, c);
    else
        score_faces(w, c);
    kbg__tally_end(&g->tally);
    c->item_score = item_score(w, item);
    uint32_t n = kbg__item_questions(w->index, item);
    double questions = 0, share = kbg__share_of(w->weights, n);
    for (uint32_t j = 0; j < c->best_count; j++)
        questions += c->best_score[j] * kbg__best_weight_of(w->weights, n, j);
    c->text = (1 - share) * questions + share * c->item_score;
    return status;
}

/* Whether there are as many scores as are wanted. */
static bool is_full(const kbg__gather *g)
{
    return g->most && g->bound_count == g->most;
}

/* Makes an item a candidate, unless it cannot be among the best. */
static kbg_status score(const gathering *w, uint32_t item)
{
    kbg__gather *g = w->g;
    kbg__candidate c;
    g->scored[item / 8] |= (uint8_t)(1u << item % 8);
    if (score_item(w, item, &c) != KBG_OK)
        return KBG_ERR_NOMEM;
    if (is_full(g) && c.text < g->bounds[0])
        return KBG_OK;
    if (g->most && (!is_full(g) || c.text > g->bounds[0]))
        note_score(g, c.text);
    c.tallied_count = g->tally.there_count;
    if (kbg__tally_keep(&g->tally, &c.tallied) ||
        kbg__grow(g->memory, (void **)&g->candidates, &g->candidate_capacity, g->count + 1, sizeof(c)))
        return KBG_ERR_NOMEM;
    g->candidates[g->count++] = c;
    return KBG_OK;
}

static bool is_scored(const kbg__gather *g, uint32_t item)
{
    return g->scored[item / 8] >> item % 8 & 1;
}

/* Scores the items that have got most up to now: what the last of the best has at least is known then. */
static kbg_status score_likely(const gathering *w)
{
    kbg__gather *g = w->g;
    kbg_status status = kbg__reach_likely(&g->reach, g->most);
    for (size_t i = 0; i < g->reach.count && status == KBG_OK; i++)
        if (!is_scored(g, g->reach.reached[i].item))
            status = score(w, g->reach.reached[i].item);
    return status;
}

/* A score that all of the best have, in units of bounds; 0 if it is not known. */
static int32_t certain(const kbg__gather *g)
{
    return is_full(g) ? kbg__reach_units(&g->reach, g->bounds[0]) : 0;
}

/* Scores the items that were collected, the likeliest first, while they can be among the best. */
static kbg_status score_reached(const gathering *w)
{
    kbg__gather *g = w->g;
    kbg_status status = KBG_OK;
    for (size_t i = 0; i < g->reach.count && status == KBG_OK; i++) {
        const kbg__reached *reached = &g->reach.reached[i];
        /* Not the end: they are not in exact order. */
        if (reached->bound < certain(g) || is_scored(g, reached->item))
            continue;
        if (kbg__reach_bound(&g->reach, reached) >= certain(g))
            status = score(w, reached->item);
    }
    return status;
}

/* Makes room to mark the items of a part, none of them marked. */
static kbg_status clear_scored(kbg__gather *g, const kbg__index *index)
{
    size_t bytes = (size_t)index->statistics.items / 8 + 1;
    if (kbg__grow(g->memory, (void **)&g->scored, &g->scored_capacity, bytes, 1))
        return KBG_ERR_NOMEM;
    memset(g->scored, 0, bytes);
    return KBG_OK;
}

/* Adds the candidates of one part. */
static kbg_status run_part(const gathering *w, const kbg__corpus *corpus)
{
    kbg__gather *g = w->g;
    kbg__reach_part part = { &corpus->parts[w->part], w->terms, w->part, g->filter };
    if (g->filter)
        kbg__filter_take(g->filter, w->part);
    kbg_status status = clear_scored(g, w->index);
    if (status == KBG_OK)
        status = kbg__reach_begin(&g->reach, &part);
    if (status == KBG_OK)
        status = kbg__tally_set(&g->tally, w->index, w->terms, w->part);
    for (bool is_done = false; !is_done && status == KBG_OK;) {
        bool is_walked = !kbg__reach_on(&g->reach);
        if (!is_walked && g->most == 0)
            continue;
        if (g->most)
            status = score_likely(w);
        if (status == KBG_OK)
            status = kbg__reach_collect(&g->reach, certain(g), &is_done);
    }
    return status == KBG_OK ? score_reached(w) : status;
}

kbg_status kbg__gather_run(kbg__gather *g, const kbg__corpus *corpus, const kbg__weights *weights,
                           const kbg__query_terms *terms)
{
    kbg_status status = kbg__grow(g->memory, (void **)&g->bounds, &g->bound_capacity, g->most, sizeof(*g->bounds));
    g->count = g->bound_count = g->tally.kept_count = 0;
    g->norms = kbg__norms_of(&corpus->statistics, weights);
    kbg__reach_set(&g->reach, &g->norms, weights, terms);
    for (uint32_t part = 0; part < corpus->count && status == KBG_OK; part++) {
        gathering w = { g, corpus->parts[part].index, weights, terms, part };
        status = run_part(&w, corpus);
    }
    return status;
}
