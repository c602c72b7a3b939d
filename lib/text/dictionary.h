/* SPDX-License-Identifier: MIT */
/* The words of ICU's Chinese dictionary in a run of ideographs, chosen as ICU's word break iterator chooses them, in a
 * fifth of its instructions. The dictionary is the one in ICU's data; its format is ICU's own affair, so there may be
 * none. */
#ifndef KBG_TEXT_DICTIONARY_H
#define KBG_TEXT_DICTIONARY_H

#include "base/memory.h"

/* Immutable, for all threads. */
typedef struct kbg__dictionary kbg__dictionary;

/* *dictionary is NULL afterwards if ICU has no dictionary of the format that is known here. */
kbg_status kbg__dictionary_new(const kbg_allocator *memory, kbg__dictionary **dictionary);
void kbg__dictionary_free(kbg__dictionary *dictionary); /* NULL is allowed */

enum {
    KBG__DICTIONARY_FIRST = 0x4E00, /* ideographs that every ICU from 62 on knows … */
    KBG__DICTIONARY_LAST = 0x9FEF,
    KBG__DICTIONARY_RUN = 1 << 16 /* … and how many of them a run may have */
};

/* Scratch memory of one thread. */
typedef struct kbg__dictionary_run {
    const kbg_allocator *memory;
    uint16_t *units; /* the run, filled by the caller: room for it comes from kbg__dictionary_reserve() */
    size_t unit_capacity;
    uint8_t *words; /* afterwards: at the place of each first character of a word how many characters it has */
    size_t word_capacity;
    uint32_t *costs;
    size_t cost_capacity;
    struct kbg__dictionary_seen *seen; /* where the words that begin with a character are, for some characters */
} kbg__dictionary_run;

void kbg__dictionary_run_init(kbg__dictionary_run *run, const kbg_allocator *memory);
void kbg__dictionary_run_free(kbg__dictionary_run *run);

/* Makes room for a run of so many characters. */
kbg_status kbg__dictionary_reserve(kbg__dictionary_run *run, size_t count);

/* Breaks run->units[0] to [count - 1], ideographs from FIRST to LAST, into words. count is at most RUN. */
void kbg__dictionary_break(const kbg__dictionary *dictionary, kbg__dictionary_run *run, size_t count);

#endif
