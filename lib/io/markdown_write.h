/* SPDX-License-Identifier: MIT */
/* Markdown out: for people to read, and for the importer as far as it goes. */
#ifndef KBG_IO_MARKDOWN_WRITE_H
#define KBG_IO_MARKDOWN_WRITE_H

#include "io/output.h"
#include "item/store.h"

/* Writes category, question and one answer of each item; all else goes to dump->lost. */
kbg_status kbg__markdown_dump(const kbg__dump *dump, const kbg__item_store *store);

#endif
