/* SPDX-License-Identifier: MIT */
#include "rank/gather.h"

#include "rank/bm25.h"

#include <string.h>

void kbg__gather_init(kbg__gather *gather, const kbg_allocator *memory)
{
    *gather = (kbg__gather){ .memory = memory };
}

void kbg__gather_free(kbg__gather *gather)
{
    kbg__free(gather->memory, gather->face_score);
    kbg__free(gather->memory, gather->slot);
    kbg__free(gather->memory, gather->touched);
    kbg__free(gather->memory, gather->candidates);
    kbg__gather_init(gather, gather->memory);
}

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
    return kbg__bm25_norm(n->question_k1, n->question_b, index->face_units[face], n->question_average);
}

double kbg__item_norm(const kbg__norms *n, const kbg__index *index, uint32_t item)
{
    double length = index->item_units[item] + n->answer * index->item_answer_units[item];
    return kbg__bm25_norm(n->item_k1, n->item_b, length, n->item_average);
}

uint32_t kbg__question_count(const kbg__index *index, uint32_t item)
{
    /* Behind the questions of an item come one face of keywords at most and its answers. */
    uint32_t end = index->item_face[item + 1];
    while (end > index->item_face[item] && index->face_field[end - 1] != KBG__FACE_QUESTION)
        end--;
    return end - index->item_face[item];
}

double kbg__item_share(const kbg__index *index, const kbg__weights *weights, uint32_t item)
{
    double n = kbg__question_count(index, item);
    return weights->value[KBG__WEIGHT_ITEM_SHARE] * n / (n + weights->value[KBG__WEIGHT_ITEM_HALF]);
}

double kbg__best_weight(const kbg__index *index, const kbg__weights *weights, uint32_t item, uint32_t j)
{
    uint32_t n = kbg__question_count(index, item);
    double power = 1, sum = 0, wanted = 0;
    for (uint32_t i = 0; i < KBG__BEST_QUESTIONS && i < n; i++) {
        sum += power;
        if (i == j)
            wanted = power;
        power *= weights->value[KBG__WEIGHT_BEST_DECAY];
    }
    return sum > 0 ? wanted / sum : 0;
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
    if (g->slot_capacity < items) {
        if (kbg__resize(g->memory, (void **)&g->slot, &g->slot_capacity, items, sizeof(uint32_t)))
            return KBG_ERR_NOMEM;
        memset(g->slot, 0, items * sizeof(uint32_t));
    }
    return KBG_OK;
}

static kbg__candidate *candidate_of(kbg__gather *g, uint32_t part, uint32_t item)
{
    if (g->slot[item] == 0) {
        g->candidates[g->count] = (kbg__candidate){ .part = part, .item = item };
        g->slot[item] = (uint32_t)++g->count;
    }
    return &g->candidates[g->slot[item] - 1];
}

/* Adds what a term gives to each question and item of a part that holds it. Room for all of them was made. */
static void add_term(kbg__gather *g, const kbg__corpus_part *part, uint32_t number, const kbg__query_term *term,
                     const kbg__postings *p)
{
    const kbg__index *index = part->index;
    for (size_t i = 0; i < p->count;) {
        uint32_t item = index->face_item[p->faces[i]];
        bool is_dead = kbg__is_dead(part->dead, item);
        double item_frequency = 0;
        for (; i < p->count && index->face_item[p->faces[i]] == item; i++) {
            uint32_t face = p->faces[i];
            double frequency = p->frequencies[i];
            if (index->face_field[face] == KBG__FACE_ANSWER) {
                item_frequency += frequency * g->norms.answer;
                continue;
            }
            item_frequency += frequency;
            if (index->face_field[face] != KBG__FACE_QUESTION || is_dead)
                continue;
            double given = term->question_weight *
                           kbg__bm25_frequency(g->norms.question_k1, kbg__question_norm(&g->norms, index, face), frequency);
            if (g->face_score[face] == 0 && given > 0) /* a tiny weight can give 0: then it stays untouched */
                g->touched[g->touched_count++] = face;
            g->face_score[face] += given;
        }
        if (!is_dead)
            candidate_of(g, number, item)->item_score +=
                term->item_weight *
                kbg__bm25_frequency(g->norms.item_k1, kbg__item_norm(&g->norms, index, item), item_frequency);
    }
}

/* Keeps the best questions of each item; of equal ones the earlier. */
static void take_face(kbg__gather *g, const kbg__index *index, uint32_t part, uint32_t face)
{
    kbg__candidate *c = candidate_of(g, part, index->face_item[face]);
    double score = g->face_score[face];
    uint32_t at = c->best_count;
    while (at > 0 &&
           (c->best_score[at - 1] < score || (c->best_score[at - 1] == score && c->best_face[at - 1] > face)))
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

static void combine(const kbg__index *index, const kbg__weights *weights, kbg__candidate *c)
{
    double share = kbg__item_share(index, weights, c->item);
    double questions = 0;
    for (uint32_t j = 0; j < c->best_count; j++)
        questions += c->best_score[j] * kbg__best_weight(index, weights, c->item, j);
    c->text = (1 - share) * questions + share * c->item_score;
}

/* Adds the candidates of one part. */
static kbg_status run_part(kbg__gather *g, const kbg__corpus_part *part, uint32_t number, const kbg__weights *weights,
                           const kbg__query_terms *terms)
{
    const kbg__index *index = part->index;
    size_t most_faces = 0, most_items = 0, first = g->count;
    g->touched_count = 0;
    for (size_t i = 0; i < terms->count; i++) {
        most_faces += kbg__query_postings(terms, i, number)->count;
        most_items += kbg__query_postings(terms, i, number)->count;
    }
    most_faces = most_faces < index->face_count ? most_faces : index->face_count;
    most_items = most_items < index->statistics.items ? most_items : (size_t)index->statistics.items;
    kbg_status status = prepare(g, index);
    if (status == KBG_OK)
        status = kbg__grow(g->memory, (void **)&g->touched, &g->touched_capacity, most_faces, sizeof(uint32_t));
    if (status == KBG_OK)
        status = kbg__grow(g->memory, (void **)&g->candidates, &g->candidate_capacity, first + most_items,
                           sizeof(kbg__candidate));
    if (status != KBG_OK)
        return status;
    for (size_t i = 0; i < terms->count; i++)
        add_term(g, part, number, &terms->terms[i], kbg__query_postings(terms, i, number));
    for (size_t i = 0; i < g->touched_count; i++) {
        take_face(g, index, number, g->touched[i]);
        g->face_score[g->touched[i]] = 0;
    }
    for (size_t i = first; i < g->count; i++) {
        combine(index, weights, &g->candidates[i]);
        g->slot[g->candidates[i].item] = 0;
    }
    return KBG_OK;
}

kbg_status kbg__gather_run(kbg__gather *g, const kbg__corpus *corpus, const kbg__weights *weights,
                           const kbg__query_terms *terms)
{
    kbg_status status = KBG_OK;
    g->count = 0;
    g->norms = kbg__norms_of(&corpus->statistics, weights);
    for (uint32_t part = 0; part < corpus->count && status == KBG_OK; part++)
        status = run_part(g, &corpus->parts[part], part, weights, terms);
    return status;
}
