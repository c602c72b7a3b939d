/* SPDX-License-Identifier: MIT */
/* CSV and TSV out. */
#ifndef KBG_IO_TABLE_WRITE_H
#define KBG_IO_TABLE_WRITE_H

#include "io/output.h"
#include "item/store.h"

/* Writes all items of a store; what the columns cannot hold goes to dump->lost. */
kbg_status kbg__table_dump(const kbg__dump *dump, const kbg__item_store *store, kbg__problem *problem);

#endif
