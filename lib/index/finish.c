/* SPDX-License-Identifier: MIT */
/* The last step of making an index: how many questions items have, what shapes, and which units sound how. */
#include "index/index.h"

#include "base/utf8.h"
#include "index/shape.h"
#include "text/sound.h"

static void set_shapes(kbg__index *index)
{
    for (uint32_t i = 0; i < index->statistics.items; i++) {
        uint32_t questions = index->item_questions[i], asked = 0, first = index->item_face[i];
        for (uint32_t f = first; f < first + questions; f++)
            asked += index->face_units[f];
        uint64_t extra = (uint64_t)(index->item_units[i] - asked) * 10 + index->item_answer_units[i];
        index->item_shape[i] = kbg__item_shape(questions, index->item_units[i]);
        for (uint32_t f = first; f < index->item_face[i + 1]; f++)
            index->face_shape[f] = kbg__face_shape(questions, index->face_units[f], extra);
    }
}

static kbg_status list_groups(kbg__index *index)
{
    for (uint32_t i = 0; i < index->statistics.items; i++)
        index->group_count += index->item_questions[i] != 1;
    index->groups = kbg__calloc(index->memory, index->group_count + 1, sizeof(*index->groups));
    if (!index->groups)
        return KBG_ERR_NOMEM;
    for (uint32_t i = 0, n = 0; i < index->statistics.items; i++)
        if (index->item_questions[i] != 1)
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

kbg_status kbg__index_finish(kbg__index *index)
{
    const kbg__interner *units = &index->classes[KBG__TOKEN_CHAR].terms;
    size_t sounds = kbg__sound_count() + (size_t)1;
    index->unit_sound = kbg__calloc(index->memory, units->count + (size_t)1, sizeof(*index->unit_sound));
    index->sound_end = kbg__calloc(index->memory, sounds + 1, sizeof(*index->sound_end));
    index->item_questions = kbg__calloc(index->memory, (size_t)index->statistics.items + 1, sizeof(*index->item_questions));
    index->face_shape = kbg__calloc(index->memory, index->face_count + 1, sizeof(*index->face_shape));
    index->item_shape = kbg__calloc(index->memory, (size_t)index->statistics.items + 1, 1);
    index->block_kind = kbg__calloc(index->memory, kbg__face_blocks(index) + 1, 1);
    if (!index->unit_sound || !index->sound_end || !index->item_questions || !index->face_shape || !index->item_shape ||
        !index->block_kind)
        return KBG_ERR_NOMEM;
    for (size_t f = 0; f < index->face_count; f++)
        index->item_questions[index->face_item[f]] += index->face_field[f] == KBG__FACE_QUESTION;
    if (list_groups(index) != KBG_OK)
        return KBG_ERR_NOMEM;
    set_shapes(index);
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
