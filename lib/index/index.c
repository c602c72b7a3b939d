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

void kbg__statistics_count(kbg__statistics *sum, kbg__face_field field, uint32_t units)
{
    *(field == KBG__FACE_ANSWER ? &sum->items_answer_units : &sum->items_units) += units;
    if (field != KBG__FACE_QUESTION)
        return;
    sum->questions++;
    sum->question_units += units;
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
        kbg__free(memory, class_->postings);
        kbg__free(memory, class_->ends);
        kbg__free(memory, class_->item_df);
        kbg__free(memory, class_->most_asked);
        kbg__free(memory, class_->most_keywords);
        kbg__free(memory, class_->most_answered);
        kbg__free(memory, class_->most_seldom);
    }
    kbg__free(memory, index->face_item);
    kbg__packed_free(&index->face_units, memory);
    kbg__free(memory, index->face_field);
    kbg__free(memory, index->face_form);
    kbg__free(memory, index->face_end);
    kbg__free(memory, index->face_shape);
    kbg__free(memory, index->forward);
    kbg__free(memory, index->item_face);
    kbg__packed_free(&index->item_units, memory);
    kbg__packed_free(&index->item_answer_units, memory);
    kbg__packed_free(&index->item_questions, memory);
    kbg__free(memory, index->item_shape);
    kbg__free(memory, index->block_kind);
    kbg__free(memory, index->groups);
    kbg__free(memory, index->unit_sound);
    kbg__free(memory, index->sound_units);
    kbg__free(memory, index->sound_end);
    *index = (kbg__index){ 0 };
}

kbg_status kbg__term_class_reserve(kbg__term_class *c, const kbg_allocator *memory, size_t terms)
{
    if (terms >> KBG__CLASS_TERM_BITS)
        return KBG_ERR_LIMIT;
    c->ends = kbg__calloc(memory, terms, sizeof(*c->ends));
    c->item_df = kbg__calloc(memory, terms, sizeof(*c->item_df));
    c->most_asked = kbg__calloc(memory, terms, sizeof(*c->most_asked));
    c->most_keywords = kbg__calloc(memory, terms, sizeof(*c->most_keywords));
    c->most_answered = kbg__calloc(memory, terms, sizeof(*c->most_answered));
    c->most_seldom = kbg__calloc(memory, terms, sizeof(*c->most_seldom));
    return c->ends && c->item_df && c->most_asked && c->most_keywords && c->most_answered && c->most_seldom
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

static kbg__postings postings_of(const kbg__term_class *c, uint32_t term)
{
    uint32_t start = term ? c->ends[term - 1] : 0;
    return kbg__postings_of(c->postings + start, c->ends[term] - start);
}

uint32_t kbg__question_df(const kbg__term_class *c, uint32_t term)
{
    kbg__postings postings = postings_of(c, term);
    return kbg__postings_question_df(&postings);
}

kbg__postings kbg__index_postings(const kbg__index *index, kbg__token_class class_, uint32_t term)
{
    const kbg__term_class *c = &index->classes[class_];
    kbg__postings postings = postings_of(c, term);
    postings.term = term;
    postings.most_asked = c->most_asked[term];
    postings.most_keywords = c->most_keywords[term];
    postings.most_answered = c->most_answered[term];
    postings.most_seldom = c->most_seldom[term];
    return postings;
}
