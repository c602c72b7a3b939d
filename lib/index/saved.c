/* SPDX-License-Identifier: MIT */
#include "index/saved.h"

#include "index/shape.h"
#include "item/names.h"
#include "text/sound.h"

/* Whether all numbers are below a bound; written so that a compiler can take many at a time. */
static bool all_below(const uint32_t *numbers, size_t count, size_t bound)
{
    uint32_t most = 0;
    for (size_t i = 0; i < count; i++)
        most = numbers[i] > most ? numbers[i] : most;
    return count == 0 || most < bound;
}

/* Whether ends ascend up to `last`. */
static bool are_ends(const uint32_t *ends, size_t count, size_t last)
{
    bool right = true;
    for (size_t i = 1; i < count; i++)
        right &= ends[i - 1] <= ends[i];
    return count == 0 ? last == 0 : right && ends[count - 1] == last;
}

static bool check_postings(const kbg__term_class *c, size_t words, size_t face_count)
{
    if (!are_ends(c->ends, c->terms.count, words))
        return false;
    for (size_t t = 0, start = 0; t < c->terms.count; start = c->ends[t++])
        if (!kbg__postings_are_whole(c->postings + start, c->ends[t] - start, face_count))
            return false;
    return true;
}

static void class_sections(kbg__term_class *c, kbg__sections *s, size_t face_count)
{
    kbg__interner_sections(&c->terms, s);
    size_t terms = c->terms.count;
    size_t words = terms && s->status == KBG_OK && c->ends ? c->ends[terms - 1] : 0;
    kbg__section_count(s, &words, UINT32_MAX);
    kbg__section(s, (void **)&c->ends, terms, sizeof(*c->ends));
    kbg__section(s, (void **)&c->postings, words, sizeof(*c->postings));
    kbg__section(s, (void **)&c->item_df, terms, sizeof(*c->item_df));
    kbg__section(s, (void **)&c->most_asked, terms, 1);
    kbg__section(s, (void **)&c->most_keywords, terms, 1);
    kbg__section(s, (void **)&c->most_answered, terms, 1);
    kbg__section(s, (void **)&c->most_seldom, terms, 1);
    if (kbg__sections_opening(s) && s->status == KBG_OK && !check_postings(c, words, face_count))
        kbg__sections_refuse(s, "postings lead out of the index");
}

/* Whether the forward index is whole. No face has more units than words then, so their sums are no longer than they can be. */
static bool check_forward(const kbg__index *x)
{
    kbg__forward_limits limits;
    if (!are_ends(x->face_end, x->face_count, x->forward_count))
        return false;
    for (int c = 0; c < KBG__TOKEN_CLASSES; c++)
        limits.terms[c] = x->classes[c].terms.count;
    for (size_t f = 0, start = 0; f < x->face_count; start = x->face_end[f++])
        if (!kbg__forward_is_whole(x->forward + start, x->face_end[f] - start, kbg__packed_get(&x->face_units, f), &limits))
            return false;
    return true;
}

/* Whether the faces follow each other item by item, and the sums are theirs. */
static bool check_faces(kbg__index *x, size_t items)
{
    kbg__statistics sum = { .items = items };
    if (x->item_face[0] != 0 || x->item_face[items] != x->face_count)
        return false;
    for (uint32_t i = 0; i < items; i++) {
        uint64_t units = 0, answer_units = 0, questions = 0;
        int field = KBG__FACE_QUESTION;
        if (x->item_face[i + 1] < x->item_face[i] || x->item_face[i + 1] > x->face_count)
            return false;
        for (uint32_t f = x->item_face[i]; f < x->item_face[i + 1]; f++) {
            if (x->face_item[f] != i || x->face_field[f] > KBG__FACE_ANSWER || x->face_field[f] < field)
                return false;
            field = x->face_field[f];
            *(field == KBG__FACE_ANSWER ? &answer_units : &units) += kbg__face_units(x, f);
            questions += field == KBG__FACE_QUESTION;
            sum.question_units += field == KBG__FACE_QUESTION ? kbg__face_units(x, f) : 0;
        }
        if (kbg__packed_get(&x->item_questions, i) != questions || kbg__packed_get(&x->item_units, i) != units ||
            kbg__packed_get(&x->item_answer_units, i) != answer_units)
            return false;
        sum.questions += questions;
        sum.items_units += units;
        sum.items_answer_units += answer_units;
    }
    return sum.questions == x->statistics.questions && sum.question_units == x->statistics.question_units &&
           sum.items_units == x->statistics.items_units && sum.items_answer_units == x->statistics.items_answer_units;
}

/* Whether the shapes of an item are some, and of its kind: others lead to numbers that are not there. */
static bool check_item_shapes(const kbg__index *x, uint32_t item, bool is_group)
{
    bool right = x->item_shape[item] < KBG__ITEM_SHAPES;
    for (uint32_t f = x->item_face[item]; f < x->item_face[item + 1]; f++)
        right &= x->face_shape[f] < KBG__FACE_SHAPES && (kbg__face_kind_of(x->face_shape[f]) == KBG__FACE_GROUP) == is_group;
    return right;
}

/* Shapes, what follows from them, and which items have several questions. */
static bool check_shapes(kbg__index *x, size_t items)
{
    size_t groups = 0;
    x->is_plain = true;
    for (uint32_t i = 0; i < items; i++) {
        bool is_group = kbg__item_questions(x, i) != 1;
        if (!check_item_shapes(x, i, is_group) || (is_group && (groups == x->group_count || x->groups[groups++] != i)))
            return false;
    }
    for (size_t block = 0; block < kbg__face_blocks(x); block++) {
        uint8_t kind = 0;
        for (size_t f = block * KBG__FACE_BLOCK; f < x->face_count && f < (block + 1) * KBG__FACE_BLOCK; f++)
            kind = kbg__face_kind_of(x->face_shape[f]) > kind ? (uint8_t)kbg__face_kind_of(x->face_shape[f]) : kind;
        if (x->block_kind[block] != kind)
            return false;
        x->is_plain = x->is_plain && kind == KBG__FACE_PLAIN;
    }
    return groups == x->group_count;
}

static bool check_sounds(const kbg__index *x, size_t terms, size_t sounds, size_t sounding)
{
    if (!all_below(x->sound_units, sounding, terms))
        return false;
    for (size_t t = 0; t < terms; t++)
        if (x->unit_sound[t] >= sounds)
            return false;
    for (size_t i = 1; i <= sounds; i++)
        if (x->sound_end[i - 1] > x->sound_end[i])
            return false;
    return x->sound_end[sounds] == sounding;
}

void kbg__index_sections(kbg__index *x, kbg__sections *s, size_t items)
{
    uint64_t sums[] = { x->statistics.items, x->statistics.questions, x->statistics.question_units,
                        x->statistics.items_units, x->statistics.items_answer_units };
    size_t sounds = kbg__sound_count() + (size_t)1;
    size_t sounding = kbg__sections_opening(s) ? 0 : x->sound_end[sounds];
    kbg__section_numbers(s, sums, 5);
    x->statistics = (kbg__statistics){ sums[0], sums[1], sums[2], sums[3], sums[4] };
    kbg__section_count(s, &x->face_count, (size_t)1 << KBG__FACE_BITS);
    kbg__section_count(s, &x->forward_count, UINT32_MAX);
    kbg__section_count(s, &sounding, SIZE_MAX);
    kbg__section_count(s, &x->group_count, UINT32_MAX);
    for (int c = 0; c < KBG__TOKEN_CLASSES; c++)
        class_sections(&x->classes[c], s, x->face_count);
    size_t faces = s->status == KBG_OK ? x->face_count : 0, terms = x->classes[KBG__TOKEN_CHAR].terms.count;
    kbg__section(s, (void **)&x->face_item, faces, sizeof(*x->face_item));
    kbg__packed_sections(&x->face_units, s, faces);
    kbg__section(s, (void **)&x->face_field, faces, sizeof(*x->face_field));
    kbg__section(s, (void **)&x->face_form, faces, sizeof(*x->face_form));
    kbg__section(s, (void **)&x->face_end, faces, sizeof(*x->face_end));
    kbg__section(s, (void **)&x->forward, x->forward_count, sizeof(*x->forward));
    kbg__section(s, (void **)&x->face_shape, faces, sizeof(*x->face_shape));
    kbg__section(s, (void **)&x->item_shape, items, 1);
    kbg__section(s, (void **)&x->block_kind, kbg__face_blocks(x), 1);
    kbg__section(s, (void **)&x->groups, x->group_count, sizeof(*x->groups));
    kbg__section(s, (void **)&x->item_face, items + 1, sizeof(*x->item_face));
    kbg__packed_sections(&x->item_units, s, items);
    kbg__packed_sections(&x->item_answer_units, s, items);
    kbg__packed_sections(&x->item_questions, s, items);
    kbg__section(s, (void **)&x->unit_sound, terms, sizeof(*x->unit_sound));
    kbg__section(s, (void **)&x->sound_units, sounding, sizeof(*x->sound_units));
    kbg__section(s, (void **)&x->sound_end, sounds + 1, sizeof(*x->sound_end));
    if (kbg__sections_opening(s) && s->status == KBG_OK &&
        (x->statistics.items != items || !check_forward(x) || !check_faces(x, items) ||
         !check_sounds(x, terms, sounds, sounding) || !check_shapes(x, items)))
        kbg__sections_refuse(s, "the index does not fit itself");
}

void kbg__columns_sections(kbg__columns *c, kbg__sections *s, size_t items)
{
    uint64_t most = 0;
    kbg__section_count(s, &c->count, UINT32_MAX);
    kbg__section(s, (void **)&c->different, c->count, sizeof(*c->different));
    kbg__packed_sections(&c->numbers, s, items);
    kbg__interner_sections(&c->categories, s);
    for (size_t i = 0; i < items && kbg__sections_opening(s) && s->status == KBG_OK; i++) {
        uint64_t number = kbg__packed_get(&c->numbers, i);
        most = number > most ? number : most;
    }
    if (items && s->status == KBG_OK && kbg__sections_opening(s) && most >= c->count)
        kbg__sections_refuse(s, "an item has no column");
    if (kbg__sections_opening(s) && s->status == KBG_OK && !kbg__interner_has_texts(&c->categories))
        kbg__sections_refuse(s, "a category is no text");
    for (size_t i = 0; i < c->count && kbg__sections_opening(s) && s->status == KBG_OK; i++) {
        const kbg__column *column = &c->different[i];
        if ((column->category != KBG__NOT_INTERNED && column->category >= c->categories.count) ||
            !(column->usage >= 0 && column->usage < 1e17f) || column->priority < -100 || column->priority > 100 ||
            (column->kind && !kbg__name_of(KBG__NAMES_KIND, column->kind)) ||
            (column->stage && !kbg__name_of(KBG__NAMES_STAGE, column->stage)) ||
            !kbg__name_of(KBG__NAMES_STATE, column->state))
            kbg__sections_refuse(s, "a column has a value that it cannot have");
    }
}

void kbg__codes_sections(kbg__codes *c, kbg__sections *s, size_t items)
{
    kbg__interner_sections(&c->codes, s);
    kbg__section_count(s, &c->count, SIZE_MAX);
    kbg__section(s, (void **)&c->items, c->count, sizeof(*c->items));
    for (size_t i = 0; i < c->count && kbg__sections_opening(s) && s->status == KBG_OK; i++)
        if (c->items[i].code >= c->codes.count || c->items[i].item >= items)
            kbg__sections_refuse(s, "a short code leads out of the items");
}
