/* SPDX-License-Identifier: MIT */
#include "rank/gather.h"

#include <string.h>

void kbg__gather_init(kbg__gather *gather, const kbg_allocator *memory)
{
    *gather = (kbg__gather){ .memory = memory };
}

void kbg__gather_free(kbg__gather *gather)
{
    kbg__free(gather->memory, gather->face_score);
    kbg__free(gather->memory, gather->of);
    kbg__free(gather->memory, gather->touched);
    kbg__free(gather->memory, gather->candidates);
    kbg__free(gather->memory, gather->order);
    kbg__free(gather->memory, gather->rest);
    kbg__free(gather->memory, gather->bounds);
    kbg__gather_init(gather, gather->memory);
}

/* Makes the arrays fit an index. All scores are 0 before and after. */
static kbg_status prepare(kbg__gather *g, const kbg__index *index)
{
    size_t items = (size_t)index->statistics.items;
    if (g->face_capacity < index->face_count) {
        if (kbg__resize(g->memory, (void **)&g->face_score, &g->face_capacity, index->face_count, sizeof(double)))
            return KBG_ERR_NOMEM;
        memset(g->face_score, 0, index->face_count * sizeof(double));
    }
    if (g->of_capacity < items) {
        if (kbg__resize(g->memory, (void **)&g->of, &g->of_capacity, items, sizeof(*g->of)))
            return KBG_ERR_NOMEM;
        memset(g->of, 0, items * sizeof(*g->of));
    }
    g->touched_count = g->wanted_count = 0;
    return kbg__grow(g->memory, (void **)&g->touched, &g->touched_capacity, items, sizeof(*g->touched));
}

/* The part that is gathered. */
typedef struct gathering {
    kbg__gather *g;
    const kbg__corpus *corpus;
    const kbg__corpus_part *part;
    uint32_t number;
    const kbg__weights *weights;
    size_t first;   /* its first candidate */
    bool is_open;   /* items that were not met before may still come among the best */
    double certain; /* the score that the last of the best has at least; below 0 if there are not so many yet */
} gathering;

/* Adds what a term gives to each question and item of the part that holds it. */
static void add_term(const gathering *w, const kbg__query_term *term, const kbg__postings *p)
{
    kbg__gather *g = w->g;
    const kbg__index *index = w->part->index;
    for (size_t i = 0; i < p->count;) {
        uint32_t item = index->face_item[p->faces[i]], end = index->item_face[item + 1], frequency = 0;
        kbg__gathered *of = &g->of[item];
        double answer = 0;
        if (!of->is_wanted) {
            if (!w->is_open || kbg__is_dead(w->part->dead, item)) {
                do
                    i++;
                while (i < p->count && p->faces[i] < end);
                continue;
            }
            of->is_wanted = true;
            g->touched[g->touched_count++] = item;
        }
        do {
            uint32_t face = p->faces[i];
            uint8_t field = index->face_field[face];
            if (field == KBG__FACE_ANSWER)
                answer += p->frequencies[i] * g->norms.answer;
            else
                frequency += p->frequencies[i];
            if (field == KBG__FACE_QUESTION) {
                double score = g->face_score[face] +
                               term->question_weight * kbg__question_frequency(&g->tables, &g->norms, index->face_units[face], p->frequencies[i]);
                g->face_score[face] = score;
                of->best = score > of->best ? score : of->best;
            }
            i++;
        } while (i < p->count && p->faces[i] < end);
        of->item += term->item_weight * kbg__item_frequency(&g->tables, &g->norms, index, item, frequency, answer);
    }
}

/* Puts the heaviest terms first. Weights do not depend on how items are parted, so sums do not either. */
static kbg_status order_terms(kbg__gather *g, const kbg__query_terms *terms)
{
    if (kbg__grow(g->memory, (void **)&g->order, &g->order_capacity, terms->count, sizeof(*g->order)) ||
        kbg__grow(g->memory, (void **)&g->rest, &g->rest_capacity, terms->count + 1, sizeof(*g->rest)))
        return KBG_ERR_NOMEM;
    for (uint32_t i = 0; i < terms->count; i++) {
        uint32_t at = i;
        for (; at > 0 && terms->terms[g->order[at - 1]].question_weight < terms->terms[i].question_weight; at--)
            g->order[at] = g->order[at - 1];
        g->order[at] = i;
    }
    return KBG_OK;
}

/* Finds what the terms from each one on can give to an item at most. An item's score lies between that of its best
 * question and that of itself as one document, and is nearer to the first by its share. */
static void bound_terms(const gathering *w, const kbg__query_terms *terms)
{
    kbg__gather *g = w->g;
    uint32_t most = w->part->index->most_questions;
    double share = most ? kbg__share_of(w->weights, most) : 0;
    g->rest[terms->count] = 0;
    for (size_t k = terms->count; k-- > 0;) {
        const kbg__query_term *term = &terms->terms[g->order[k]];
        const kbg__postings *p = kbg__query_postings(terms, g->order[k], w->number);
        double question =
            p->least_units ? term->question_weight * kbg__question_frequency(&g->tables, &g->norms, p->least_units, p->most_frequency) : 0;
        double item = p->count ? term->item_weight * (g->norms.item_k1 + 1) : 0;
        g->rest[k] = g->rest[k + 1] + question + (item > question ? share * (item - question) : 0);
    }
}

/* Takes a score that is certain into the highest of them. */
static void note_bound(kbg__gather *g, double score)
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

static bool passes(const gathering *w, uint32_t part, uint32_t item)
{
    if (!w->g->filter)
        return true;
    kbg__filter_take(w->g->filter, part);
    return kbg__filter_passes(w->g->filter, item, w->corpus->parts[part].items[item]);
}

static void note_if_higher(const gathering *w, uint32_t part, uint32_t item, double score)
{
    kbg__gather *g = w->g;
    if ((g->bound_count < g->most || score > g->bounds[0]) && passes(w, part, item))
        note_bound(g, score);
}

/* What an item has for certain, if `first` is what its best question counts; at most, if it is 1. */
static double score_of(const gathering *w, const kbg__gathered *of, uint32_t n, bool at_most)
{
    const kbg__gather *g = w->g;
    bool is_usual = n < KBG__TABLE_QUESTIONS;
    double share = is_usual ? g->tables.shares[n] : kbg__share_of(w->weights, n);
    double first = at_most ? 1 : is_usual ? g->tables.firsts[n] : kbg__best_weight_of(w->weights, n, 0);
    return (1 - share) * first * of->best + share * of->item;
}

/* Sums of doubles are exact to far less than this. */
static const double slack = 1 - 1e-9;

/* Finds the score that the last of the best has at least. */
static void find_certain(gathering *w)
{
    kbg__gather *g = w->g;
    g->bound_count = 0;
    for (size_t i = 0; i < w->first; i++)
        note_if_higher(w, g->candidates[i].part, g->candidates[i].item, g->candidates[i].text);
    for (size_t i = 0; i < g->wanted_count; i++) {
        uint32_t item = g->touched[i];
        note_if_higher(w, w->number, item, score_of(w, &g->of[item], w->part->index->item_questions[item], false));
    }
    w->certain = g->bound_count == g->most ? g->bounds[0] * slack : -1;
}

/* After the first `done` terms: are all of the best among the items that were met, and which of these cannot be? */
static void narrow(gathering *w, size_t done)
{
    kbg__gather *g = w->g;
    if (w->is_open)
        g->wanted_count = g->touched_count;
    find_certain(w);
    w->is_open = w->is_open && g->rest[done] >= w->certain;
    for (size_t i = 0; i < g->wanted_count && !w->is_open;) {
        uint32_t item = g->touched[i];
        if (score_of(w, &g->of[item], w->part->index->item_questions[item], true) + g->rest[done] >= w->certain) {
            i++;
            continue;
        }
        g->of[item].is_wanted = false;
        g->touched[i] = g->touched[--g->wanted_count];
        g->touched[g->wanted_count] = item;
    }
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

/* Makes a candidate of an item, unless it cannot be among the best. */
static kbg_status add_candidate(const gathering *w, uint32_t item)
{
    kbg__gather *g = w->g;
    const kbg__index *index = w->part->index;
    uint32_t n = index->item_questions[item], first = index->item_face[item];
    if (g->most && score_of(w, &g->of[item], n, true) < w->certain)
        return KBG_OK;
    kbg__candidate c = { .part = w->number, .item = item, .item_score = g->of[item].item };
    for (uint32_t face = first; face < first + n; face++)
        if (g->face_score[face] > 0)
            keep_best(&c, face, g->face_score[face]);
    double questions = 0, share = kbg__share_of(w->weights, n);
    for (uint32_t j = 0; j < c.best_count; j++)
        questions += c.best_score[j] * kbg__best_weight_of(w->weights, n, j);
    c.text = (1 - share) * questions + share * c.item_score;
    if (kbg__grow(g->memory, (void **)&g->candidates, &g->candidate_capacity, g->count + 1, sizeof(c)))
        return KBG_ERR_NOMEM;
    g->candidates[g->count++] = c;
    return KBG_OK;
}

/* Makes candidates of what was met, and all scores 0 again. */
static kbg_status take_items(gathering *w)
{
    kbg__gather *g = w->g;
    const kbg__index *index = w->part->index;
    kbg_status status = KBG_OK;
    if (w->is_open)
        g->wanted_count = g->touched_count;
    for (size_t i = 0; i < g->wanted_count && status == KBG_OK; i++)
        status = add_candidate(w, g->touched[i]);
    for (size_t i = 0; i < g->touched_count; i++) {
        uint32_t item = g->touched[i];
        g->of[item] = (kbg__gathered){ 0 };
        memset(g->face_score + index->item_face[item], 0, index->item_questions[item] * sizeof(double));
    }
    return status;
}

/* Adds the candidates of one part. */
static kbg_status run_part(gathering *w, const kbg__query_terms *terms)
{
    kbg__gather *g = w->g;
    size_t looked = 0;
    w->first = g->count;
    w->is_open = true;
    w->certain = -1;
    kbg_status status = prepare(g, w->part->index);
    if (status != KBG_OK)
        return status;
    bound_terms(w, terms);
    for (size_t k = 0; k < terms->count; k++) {
        const kbg__postings *p = kbg__query_postings(terms, g->order[k], w->number);
        add_term(w, &terms->terms[g->order[k]], p);
        looked += p->count;
        size_t met = w->is_open ? g->touched_count : g->wanted_count;
        if (g->most && met > g->most && looked > met) { /* so narrowing costs less than what it follows */
            narrow(w, k + 1);
            looked = 0;
        }
    }
    return take_items(w);
}

kbg_status kbg__gather_run(kbg__gather *g, const kbg__corpus *corpus, const kbg__weights *weights,
                           const kbg__query_terms *terms)
{
    gathering w = { .g = g, .corpus = corpus, .weights = weights };
    g->count = 0;
    g->norms = kbg__norms_of(&corpus->statistics, weights);
    kbg__norm_tables_fill(&g->tables, &g->norms, weights);
    kbg_status status = order_terms(g, terms);
    if (status == KBG_OK)
        status = kbg__grow(g->memory, (void **)&g->bounds, &g->bound_capacity, g->most, sizeof(*g->bounds));
    for (uint32_t part = 0; part < corpus->count && status == KBG_OK; part++) {
        w.part = &corpus->parts[part];
        w.number = part;
        status = run_part(&w, terms);
    }
    return status;
}
