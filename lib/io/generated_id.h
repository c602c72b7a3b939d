/* SPDX-License-Identifier: MIT */
/* Ids for items of formats that have none: the same content gets the same id in every process. */
#ifndef KBG_IO_GENERATED_ID_H
#define KBG_IO_GENERATED_ID_H

#include <kbguide/status.h>

/* Room for an id with its NUL. */
enum { KBG__GENERATED_ID = 32 };

/* Writes the prefix (at most 8 letters) and 16 hexadecimal digits, a hash of the parts in their order. Returns out. */
const char *kbg__generated_id(char out[KBG__GENERATED_ID], const char *prefix, const kbg_text *parts, size_t count);

#endif
