/* SPDX-License-Identifier: MIT */
/* Audience tags of items and answers. */
#ifndef KBG_ITEM_AUDIENCE_H
#define KBG_ITEM_AUDIENCE_H

#include <kbguide/status.h>

/* Whether one of the tags that the item or answer whose field is at `parent` has is among the customer's. */
bool kbg__audience_matches(const char *parent, const kbg_text *audience, size_t count);

#endif
