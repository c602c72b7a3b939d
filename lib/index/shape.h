/* SPDX-License-Identifier: MIT */
/* Shapes: lengths in a few classes. What a term gives to a text at most depends on lengths, which differ; among texts
 * of one shape hardly. So bounds of scores are worked out once for each shape (rank/bounds.h), and not for each text. */
#ifndef KBG_INDEX_SHAPE_H
#define KBG_INDEX_SHAPE_H

#include <stdbool.h>
#include <stdint.h>

enum { KBG__FACE_SHAPES = 512, KBG__ITEM_SHAPES = 192 };

/* Shapes of faces below the first are of items that are one question and nothing else; those from the second on of
 * items that have several questions, or none. */
enum { KBG__SHAPES_PLAIN = 80, KBG__SHAPES_SINGLE = 320 };

/* The same as kinds of faces. */
typedef enum kbg__face_kind { KBG__FACE_PLAIN, KBG__FACE_SINGLE, KBG__FACE_GROUP, KBG__FACE_KINDS } kbg__face_kind;

static inline kbg__face_kind kbg__face_kind_of(uint16_t shape)
{
    return shape < KBG__SHAPES_PLAIN ? KBG__FACE_PLAIN : shape < KBG__SHAPES_SINGLE ? KBG__FACE_SINGLE : KBG__FACE_GROUP;
}

/* What texts of a shape have in common; `most` is UINT32_MAX if there is no end. */
typedef struct kbg__lengths {
    bool is_single; /* of an item with one question; else `extra` is not told */
    uint32_t questions, most_questions; /* of the item */
    uint32_t units, most_units;      /* of the question, or of questions and keywords of the item */
    uint32_t extra, most_extra;      /* units of keywords times ten, and those of answers */
} kbg__lengths;

/* The shape of a question, with the number of questions of its item, and in tenths what else this has. */
uint16_t kbg__face_shape(uint32_t questions, uint32_t units, uint64_t extra);

/* The shape of an item with several questions, or none; its questions and keywords have `units`. */
uint8_t kbg__item_shape(uint32_t questions, uint32_t units);

kbg__lengths kbg__face_lengths(uint16_t shape);
kbg__lengths kbg__item_lengths(uint8_t shape);

#endif
