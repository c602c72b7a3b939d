/* SPDX-License-Identifier: MIT */
/* Numbers texts: equal texts get the same number, new ones the next, from 0. */
#ifndef KBG_BASE_INTERNER_H
#define KBG_BASE_INTERNER_H

#include "base/buffer.h"
#include "base/hash.h"
#include "base/sections.h"

#define KBG__NOT_INTERNED UINT32_MAX

typedef struct kbg__interner {
    kbg__hash_key key;
    kbg__buffer pool;  /* the texts, each with a NUL behind it */
    uint32_t *ends;    /* offset behind the NUL of each text */
    size_t capacity;   /* of ends */
    uint32_t count;
    uint32_t number_mask; /* the bits of a slot that are a number */
    uint32_t *slots;      /* open addressing, linear probing; at most 3/4 full */
    size_t slot_count;
} kbg__interner;

void kbg__interner_init(kbg__interner *interner, const kbg_allocator *memory, kbg__hash_key key);
void kbg__interner_free(kbg__interner *interner);

/* Forgets all texts; keeps the memory. */
void kbg__interner_clear(kbg__interner *interner);

/* The number of a text, or KBG__NOT_INTERNED. */
uint32_t kbg__interner_find(const kbg__interner *interner, const char *text, size_t len);

/* Numbers a text; *number is its number, *added (may be NULL) whether it is new. KBG_ERR_NOMEM also if all texts
 * together would have 4 GiB. */
kbg_status kbg__interner_add(kbg__interner *interner, const char *text, size_t len, uint32_t *number, bool *added);

/* Adds all texts of another interner, so that into an empty one they keep their numbers. */
kbg_status kbg__interner_copy(kbg__interner *interner, const kbg__interner *from);

/* The text of a number below count, with a NUL behind it. */
const char *kbg__interner_text(const kbg__interner *interner, uint32_t number, size_t *len);

/* Writes the texts, or finds them in an opened file and checks them; what was found must not be added to or freed. */
void kbg__interner_sections(kbg__interner *interner, kbg__sections *sections);

/* Whether all texts are UTF-8, and none is empty. */
bool kbg__interner_has_texts(const kbg__interner *interner);

/* Gives back memory kept for growth. */
void kbg__interner_shrink(kbg__interner *interner);

#endif
