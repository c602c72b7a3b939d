/* SPDX-License-Identifier: MIT */
/* Normalisation for matching: NFKC case folding (which folds width too), Traditional to Simplified, white space to
 * single spaces and none between ideographs, controls and emoticon codes out. Never for display. */
#ifndef KBG_TEXT_FOLD_H
#define KBG_TEXT_FOLD_H

#include "base/buffer.h"
#include "text/emoticon.h"

/* Bytes of a folded text: folding can make a text eleven times as long, and offsets into it are 32-bit numbers. */
enum { KBG__FOLDED_MOST = 1 << 30 };

/* A folded text and, if asked for, where each of its bytes came from. */
typedef struct kbg__folded {
    kbg__buffer text;  /* UTF-8 */
    uint32_t *start;   /* for each byte of text: first byte of its source … */
    uint32_t *end;     /* … and the byte behind it */
    size_t start_capacity, end_capacity;
    bool with_map;
} kbg__folded;

void kbg__folded_init(kbg__folded *folded, const kbg_allocator *memory, bool with_map);
void kbg__folded_free(kbg__folded *folded);

/* Folds a text of less than 4 GiB; the former content of *folded is replaced. emoticons and matcher may be NULL.
 * KBG_ERR_LIMIT if the folded text would have more than 1 GiB. */
kbg_status kbg__fold(kbg__folded *folded, const kbg__emoticons *emoticons, kbg__emoticon_matcher *matcher,
                     const char *text, size_t len);

#endif
