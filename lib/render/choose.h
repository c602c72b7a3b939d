/* SPDX-License-Identifier: MIT */
/* Which answer of an item fits best. */
#ifndef KBG_RENDER_CHOOSE_H
#define KBG_RENDER_CHOOSE_H

#include <kbguide/render.h>

/* The index of the answer, SIZE_MAX if none may be used; *answer is set to it or to NULL. An answer for another channel
 * or for other customers may not. Of those that may, in this order: one for the channel before one for all, one for the
 * customer's tags before one for everybody, the wanted language before none before another, the wanted variant, and of
 * equal ones the first, or without a wanted variant that of its number modulo their count. */
size_t kbg__choose_answer(const kbg_item *item, const kbg_render_options *options, const kbg_answer **answer);

/* How an answer fits, as KBG_FIT_*. */
uint32_t kbg__choose_fit(const kbg_item *item, size_t index, const kbg_render_options *options);

#endif
