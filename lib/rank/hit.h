/* SPDX-License-Identifier: MIT */
/* A ranked item and where its score came from. */
#ifndef KBG_RANK_HIT_H
#define KBG_RANK_HIT_H

#include "item/record.h"
#include "rank/confidence.h"
#include "rank/weights.h"
#include "text/tokenizer.h"

/* Parts of a score. They add up to it. */
typedef enum kbg__reason {
    KBG__REASON_QUESTIONS,                                          /* + class of the token */
    KBG__REASON_ITEM = KBG__REASON_QUESTIONS + KBG__TOKEN_CLASSES,  /* + class of the token */
    KBG__REASON_QUESTIONS_SYNONYM = KBG__REASON_ITEM + KBG__TOKEN_CLASSES, /* terms of all classes from synonyms */
    KBG__REASON_ITEM_SYNONYM,
    KBG__REASON_FEATURE, /* + kbg__feature; bm25 is taken apart above */
    KBG__REASON_CATEGORY = KBG__REASON_FEATURE + KBG__FEATURES,
    KBG__REASON_HOTNESS,
    KBG__REASON_PRIORITY,
    KBG__REASON_STAGE,
    KBG__REASON_AUDIENCE,
    KBG__REASON_LOOKUP,
    KBG__REASON_PLACE,
    KBG__REASON_WRITING,
    KBG__REASON_HOT, /* of a hot list */
    KBG__REASONS
} kbg__reason;

/* A stretch of the message, or of a text that completes, in bytes. */
typedef struct kbg__span {
    uint32_t start, end;
} kbg__span;

typedef struct kbg__hit {
    uint32_t item;
    uint32_t question; /* best question of the item; UINT32_MAX if none matched */
    uint32_t part;     /* of the message that it answers */
    double score;
    double confidence;
    kbg__evidence evidence; /* of the confidence; all 0 if no question matched */
    double reasons[KBG__REASONS];
    size_t span_first, span_count; /* in the ranker's or the hits' array of spans */
    /* The text that completes what was typed: which of the item's texts with this tag, KBG__TAG_END if none, and what
     * of it is typed. */
    kbg__tag completion_tag;
    uint32_t completion;
    size_t completion_first, completion_count; /* spans, in the same array */
} kbg__hit;

/* The public name of a reason. */
const char *kbg__reason_name(kbg__reason reason);

#endif
