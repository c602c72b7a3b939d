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
        kbg__free(memory, class_->question_df);
        kbg__free(memory, class_->item_df);
        kbg__free(memory, class_->most_frequency);
        kbg__free(memory, class_->least_units);
    }
    kbg__free(memory, index->face_item);
    kbg__free(memory, index->face_units);
    kbg__free(memory, index->face_field);
    kbg__free(memory, index->face_form);
    kbg__free(memory, index->face_end);
    kbg__free(memory, index->units);
    kbg__free(memory, index->item_face);
    kbg__free(memory, index->item_units);
    kbg__free(memory, index->item_answer_units);
    kbg__free(memory, index->item_questions);
    kbg__free(memory, index->unit_sound);
    kbg__free(memory, index->sound_units);
    kbg__free(memory, index->sound_end);
    *index = (kbg__index){ 0 };
}

void kbg__term_class_bound(kbg__term_class *c, uint32_t term, kbg__face_field field, uint32_t units, uint8_t frequency)
{
    uint8_t length = (uint8_t)(units < UINT8_MAX ? units : UINT8_MAX);
    if (field != KBG__FACE_QUESTION)
        return;
    if (frequency > c->most_frequency[term])
        c->most_frequency[term] = frequency;
    if (c->least_units[term] == 0 || length < c->least_units[term])
        c->least_units[term] = length;
}

kbg__postings kbg__index_postings(const kbg__index *index, kbg__token_class class_, uint32_t term)
{
    const kbg__term_class *c = &index->classes[class_];
    size_t start = term ? c->ends[term - 1] : 0;
    return (kbg__postings){ .faces = c->faces + start,
                            .frequencies = c->frequencies + start,
                            .count = c->ends[term] - start,
                            .question_df = c->question_df[term],
                            .item_df = c->item_df[term],
                            .most_frequency = c->most_frequency[term],
                            .least_units = c->least_units[term] };
}

size_t kbg__postings_seek(const kbg__postings *postings, uint32_t face)
{
    size_t low = 0, high = postings->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (postings->faces[middle] < face)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
