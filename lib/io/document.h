/* SPDX-License-Identifier: MIT */
/* A Markdown document: its text in UTF-8, its lines, and its blocks as cmark sees them. */
#ifndef KBG_IO_DOCUMENT_H
#define KBG_IO_DOCUMENT_H

#include "text/decoder.h"

/* A block that stands at the top of the document, or an item of a list that does. */
typedef struct kbg__block {
    size_t line;       /* its first line, from 0 */
    size_t body;       /* of a heading: the first line behind it */
    int level;         /* of a heading, else 0 */
    size_t title, title_len; /* of a heading: its text in the titles */
    bool is_paragraph;
} kbg__block;

typedef struct kbg__line {
    size_t start; /* in the text */
    kbg__place place;
} kbg__line;

typedef struct kbg__document {
    kbg__buffer text;
    kbg__line *lines; /* and one more behind the last */
    size_t line_capacity, line_count;
    kbg__block *blocks;
    size_t block_capacity, block_count;
    kbg__buffer titles; /* the texts of headings */
} kbg__document;

void kbg__document_init(kbg__document *document, const kbg_allocator *memory);
void kbg__document_free(kbg__document *document);

/* Reads an input as a document of at most `most` bytes of UTF-8. What is bad has message and place. */
kbg_status kbg__document_read(kbg__document *document, kbg__decoder *decoder, size_t most, kbg__problem *problem);

/* A line without its line break. */
kbg_text kbg__document_line(const kbg__document *document, size_t line);

/* The lines from `first` to before `end`, without blank lines at both ends, which *first and *end then leave out. */
kbg_text kbg__document_lines(const kbg__document *document, size_t *first, size_t *end);

/* The text of a heading. */
kbg_text kbg__document_title(const kbg__document *document, const kbg__block *block);

#endif
