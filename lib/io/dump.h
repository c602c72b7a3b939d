/* SPDX-License-Identifier: MIT */
/* Items out, in any format. */
#ifndef KBG_IO_DUMP_H
#define KBG_IO_DUMP_H

#include "io/output.h"
#include "item/store.h"

/* Writes all items of a store. KBG_ERR_WRITE, KBG_ERR_NOMEM; KBG_ERR_OPTIONS, with a message, for columns that are not
 * valid. */
kbg_status kbg__dump_items(const kbg__dump *dump, const kbg__item_store *store, kbg__problem *problem);

#endif
