/* SPDX-License-Identifier: MIT */
#include "index/index.h"

void kbg__statistics_add(kbg__statistics *sum, const kbg__statistics *statistics)
{
    sum->items += statistics->items;
    sum->questions += statistics->questions;
    sum->question_units += statistics->question_units;
    sum->items_units += statistics->items_units;
    sum->items_answer_units += statistics->items_answer_units;
}

void kbg__statistics_subtract(kbg__statistics *sum, const kbg__statistics *statistics)
{
    sum->items -= statistics->items;
    sum->questions -= statistics->questions;
    sum->question_units -= statistics->question_units;
    sum->items_units -= statistics->items_units;
    sum->items_answer_units -= statistics->items_answer_units;
}

void kbg__index_free(kbg__index *index)
{
    const kbg_allocator *memory = index->memory;
    if (!memory)
        return;
    for (int i = 0; i < KBG__TOKEN_CLASSES; i++) {
        kbg__term_class *class_ = &index->classes[i];
        kbg__interner_free(&class_->terms);
        kbg__free(memory, class_->ends);
        kbg__free(memory, class_->faces);
        kbg__free(memory, class_->frequencies);
        kbg__free(memory, class_->item_df);
        kbg__free(memory, class_->most_asked);
        kbg__free(memory, class_->most_keywords);
        kbg__free(memory, class_->most_answered);
        kbg__free(memory, class_->most_seldom);
    }
    kbg__free(memory, index->face_item);
    kbg__free(memory, index->face_units);
    kbg__free(memory, index->face_field);
    kbg__free(memory, index->face_form);
    kbg__free(memory, index->face_end);
    kbg__free(memory, index->face_shape);
    kbg__free(memory, index->units);
    kbg__free(memory, index->other_end);
    kbg__free(memory, index->others);
    kbg__free(memory, index->item_face);
    kbg__free(memory, index->item_units);
    kbg__free(memory, index->item_answer_units);
    kbg__free(memory, index->item_questions);
    kbg__free(memory, index->item_shape);
    kbg__free(memory, index->block_kind);
    kbg__free(memory, index->groups);
    kbg__free(memory, index->unit_sound);
    kbg__free(memory, index->sound_units);
    kbg__free(memory, index->sound_end);
    *index = (kbg__index){ 0 };
}

kbg_status kbg__term_class_reserve(kbg__term_class *c, const kbg_allocator *memory, size_t terms, size_t postings)
{
    if (terms >> KBG__CLASS_TERM_BITS || postings > UINT32_MAX)
        return KBG_ERR_LIMIT;
    c->ends = kbg__calloc(memory, terms * KBG__POSTING_KINDS + 1, sizeof(*c->ends));
    c->faces = kbg__calloc(memory, postings, sizeof(*c->faces));
    c->frequencies = kbg__calloc(memory, postings, sizeof(*c->frequencies));
    c->item_df = kbg__calloc(memory, terms, sizeof(*c->item_df));
    c->most_asked = kbg__calloc(memory, terms, sizeof(*c->most_asked));
    c->most_keywords = kbg__calloc(memory, terms, sizeof(*c->most_keywords));
    c->most_answered = kbg__calloc(memory, terms, sizeof(*c->most_answered));
    c->most_seldom = kbg__calloc(memory, terms, sizeof(*c->most_seldom));
    return c->ends && c->faces && c->frequencies && c->item_df && c->most_asked && c->most_keywords &&
                   c->most_answered && c->most_seldom
               ? KBG_OK
               : KBG_ERR_NOMEM;
}

static void keep_most(uint8_t *most, uint32_t count)
{
    if (count > *most)
        *most = (uint8_t)(count < UINT8_MAX ? count : UINT8_MAX);
}

void kbg__term_class_count(kbg__term_class *c, kbg__term_met *met, uint32_t term, uint32_t item, kbg__face_field field,
                           uint8_t frequency)
{
    if (met->item != item + 1) {
        *met = (kbg__term_met){ .item = item + 1 };
        c->item_df[term]++;
    }
    *(field == KBG__FACE_ANSWER ? &met->answered : &met->asked) += frequency;
    met->keywords += field == KBG__FACE_KEYWORDS ? frequency : 0;
    met->seldom += kbg__posting_kind_of(field, frequency) == KBG__POSTING_SELDOM ? frequency : 0;
    keep_most(&c->most_asked[term], met->asked);
    keep_most(&c->most_keywords[term], met->keywords);
    keep_most(&c->most_answered[term], met->answered);
    keep_most(&c->most_seldom[term], met->seldom);
}

kbg__postings kbg__index_postings(const kbg__index *index, kbg__token_class class_, uint32_t term)
{
    const kbg__term_class *c = &index->classes[class_];
    const uint32_t *ends = c->ends + (size_t)term * KBG__POSTING_KINDS;
    uint32_t start = term ? ends[-1] : 0;
    kbg__postings postings = { .term = term,
                               .faces = c->faces + start,
                               .frequencies = c->frequencies + start,
                               .count = ends[KBG__POSTING_KINDS - 1] - start,
                               .most_asked = c->most_asked[term],
                               .most_keywords = c->most_keywords[term],
                               .most_answered = c->most_answered[term],
                               .most_seldom = c->most_seldom[term] };
    for (int kind = 0; kind < KBG__POSTING_KINDS; kind++)
        postings.ends[kind] = ends[kind] - start;
    return postings;
}

kbg__posting_walk kbg__posting_walk_of(const kbg__postings *postings)
{
    kbg__posting_walk walk = { .postings = postings };
    for (int kind = 1; kind < KBG__POSTING_KINDS; kind++)
        walk.at[kind] = postings->ends[kind - 1];
    return walk;
}

bool kbg__posting_next(kbg__posting_walk *walk, uint32_t *face, uint8_t *frequency, kbg__posting_kind *kind)
{
    const kbg__postings *p = walk->postings;
    int first = -1;
    for (int k = 0; k < KBG__POSTING_KINDS; k++)
        if (walk->at[k] < p->ends[k] && (first < 0 || p->faces[walk->at[k]] < p->faces[walk->at[first]]))
            first = k;
    if (first < 0)
        return false;
    *kind = (kbg__posting_kind)first;
    *face = p->faces[walk->at[first]];
    *frequency = p->frequencies[walk->at[first]++];
    return true;
}
