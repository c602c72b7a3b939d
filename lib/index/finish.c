/* SPDX-License-Identifier: MIT */
/* The last step of making an index: how long texts are, how many questions items have, what shapes, and which units sound
 * how. */
#include "index/index.h"

#include "base/utf8.h"
#include "index/shape.h"
#include "text/sound.h"

/* An index and the lengths of its faces. */
typedef struct finishing {
    const kbg__index *index;
    const uint32_t *face_units;
} finishing;

static uint64_t units_of_face(const void *data, size_t face)
{
    return ((const finishing *)data)->face_units[face];
}

/* The units of an item in its answers, or in all else. */
static uint64_t units_in(const finishing *f, size_t item, bool in_answers)
{
    uint64_t units = 0;
    for (uint32_t face = f->index->item_face[item]; face < f->index->item_face[item + 1]; face++)
        units += (f->index->face_field[face] == KBG__FACE_ANSWER) == in_answers ? f->face_units[face] : 0;
    return units;
}

static uint64_t item_units(const void *data, size_t item)
{
    return units_in(data, item, false);
}

static uint64_t item_answer_units(const void *data, size_t item)
{
    return units_in(data, item, true);
}

static uint64_t item_questions(const void *data, size_t item)
{
    const kbg__index *index = ((const finishing *)data)->index;
    uint64_t questions = 0;
    for (uint32_t face = index->item_face[item]; face < index->item_face[item + 1]; face++)
        questions += index->face_field[face] == KBG__FACE_QUESTION;
    return questions;
}

static kbg_status set_lengths(kbg__index *index, const uint32_t *units)
{
    const finishing f = { index, units };
    size_t items = (size_t)index->statistics.items;
    kbg_status status = kbg__packed_from(&index->face_units, index->memory, index->face_count, units_of_face, &f);
    if (status == KBG_OK)
        status = kbg__packed_from(&index->item_units, index->memory, items, item_units, &f);
    if (status == KBG_OK)
        status = kbg__packed_from(&index->item_answer_units, index->memory, items, item_answer_units, &f);
    if (status == KBG_OK)
        status = kbg__packed_from(&index->item_questions, index->memory, items, item_questions, &f);
    return status;
}

static void set_shapes(kbg__index *index, const uint32_t *units)
{
    for (uint32_t i = 0; i < index->statistics.items; i++) {
        uint32_t questions = kbg__item_questions(index, i), asked = 0, first = index->item_face[i];
        for (uint32_t f = first; f < first + questions; f++)
            asked += units[f];
        uint64_t extra = (uint64_t)(kbg__item_units(index, i) - asked) * 10 + kbg__item_answer_units(index, i);
        index->item_shape[i] = kbg__item_shape(questions, kbg__item_units(index, i));
        for (uint32_t f = first; f < index->item_face[i + 1]; f++)
            index->face_shape[f] = kbg__face_shape(questions, units[f], extra);
    }
}

static kbg_status list_groups(kbg__index *index)
{
    for (uint32_t i = 0; i < index->statistics.items; i++)
        index->group_count += kbg__item_questions(index, i) != 1;
    index->groups = kbg__calloc(index->memory, index->group_count + 1, sizeof(*index->groups));
    if (!index->groups)
        return KBG_ERR_NOMEM;
    for (uint32_t i = 0, n = 0; i < index->statistics.items; i++)
        if (kbg__item_questions(index, i) != 1)
            index->groups[n++] = i;
    return KBG_OK;
}

static void set_block_kinds(kbg__index *index)
{
    index->is_plain = true;
    for (size_t f = 0; f < index->face_count; f++) {
        kbg__face_kind kind = kbg__face_kind_of(index->face_shape[f]);
        uint8_t *block = &index->block_kind[f / KBG__FACE_BLOCK];
        *block = kind > *block ? (uint8_t)kind : *block;
        index->is_plain = index->is_plain && kind == KBG__FACE_PLAIN;
    }
}

kbg_status kbg__index_finish(kbg__index *index, const uint32_t *face_units)
{
    const kbg__interner *units = &index->classes[KBG__TOKEN_CHAR].terms;
    size_t sounds = kbg__sound_count() + (size_t)1;
    index->unit_sound = kbg__calloc(index->memory, units->count + (size_t)1, sizeof(*index->unit_sound));
    index->sound_end = kbg__calloc(index->memory, sounds + 1, sizeof(*index->sound_end));
    index->face_shape = kbg__calloc(index->memory, index->face_count + 1, sizeof(*index->face_shape));
    index->item_shape = kbg__calloc(index->memory, (size_t)index->statistics.items + 1, 1);
    index->block_kind = kbg__calloc(index->memory, kbg__face_blocks(index) + 1, 1);
    if (!index->unit_sound || !index->sound_end || !index->face_shape || !index->item_shape || !index->block_kind ||
        set_lengths(index, face_units) || list_groups(index))
        return KBG_ERR_NOMEM;
    set_shapes(index, face_units);
    set_block_kinds(index);
    for (uint32_t t = 0; t < units->count; t++) {
        size_t len, at = 0;
        const char *text = kbg__interner_text(units, t, &len);
        index->unit_sound[t] = kbg__sound_of(kbg__utf8_next(text, len, &at));
        if (index->unit_sound[t] != KBG__NO_SOUND)
            index->sound_end[index->unit_sound[t] + 1]++;
    }
    /* A counting sort as in the builder: first where each sound begins, in the end where it ends. */
    for (size_t s = 1; s <= sounds; s++)
        index->sound_end[s] += index->sound_end[s - 1];
    index->sound_units = kbg__calloc(index->memory, index->sound_end[sounds] + (size_t)1,
                                     sizeof(*index->sound_units));
    if (!index->sound_units)
        return KBG_ERR_NOMEM;
    for (uint32_t t = 0; t < units->count; t++)
        if (index->unit_sound[t] != KBG__NO_SOUND)
            index->sound_units[index->sound_end[index->unit_sound[t]]++] = t;
    return KBG_OK;
}
