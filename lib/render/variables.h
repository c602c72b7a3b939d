/* SPDX-License-Identifier: MIT */
/* Variables, conditions and slots in an answer body (item/template.h).
 *
 * They are taken out of the body before it is parsed as CommonMark, and a mark is left in the place of each: U+FDD0, its
 * number in decimal, U+FDD1. These two are noncharacters of Unicode, which no text has (a body that has them gets U+FFFD
 * instead). So a value can never be read as markup, a variable works in link destinations and code too, and emphasis
 * around one is recognised as around a word. Faces (face.h) and codes to dial are taken out in the same way, for
 * `/:^_^` and `*100#` have signs of emphasis in them.
 *
 * CommonMark takes `**` between a letter and a punctuation mark for one end of emphasis only, by the habits of languages
 * with spaces: in `**“新人”**立减` it is no end. A joint, U+FDD2, is put between it and the punctuation there, so that it
 * can be either; whoever reads text from the tree leaves joints out. Two stand before `\|`, so that the bar can be told from
 * those that end a cell of a table. */
#ifndef KBG_RENDER_VARIABLES_H
#define KBG_RENDER_VARIABLES_H

#include "base/interner.h"
#include "base/problem.h"
#include "item/template.h"
#include "render/face.h"

#include <kbguide/render.h>

enum { KBG__MARK_BEGIN = 0xFDD0, KBG__MARK_END = 0xFDD1, KBG__MARK_JOINT = 0xFDD2 };

typedef enum kbg__variable_kind {
    KBG__VARIABLE_VALUE, /* a value, a default, or a name that was kept */
    KBG__VARIABLE_FACE,   /* a face, as it is written in the body */
    KBG__VARIABLE_LITERAL /* a code to dial, such as *100# */
} kbg__variable_kind;


/* One variable: what its mark stands for. */
typedef struct kbg__variable {
    size_t start, len; /* the text in kbg__variables.texts that takes its place */
    uint8_t kind;
    uint8_t face;
} kbg__variable;

/* A slot without value. */
typedef struct kbg__slot {
    kbg__slot_kind kind;
    size_t choices, choices_len; /* in kbg__variables.choices */
} kbg__slot;

typedef struct kbg__variables {
    const kbg_allocator *memory;
    kbg__buffer marked; /* the body with marks */
    kbg__buffer texts;
    size_t most; /* bytes of texts, in all; no limit after init */
    kbg__variable *list;
    size_t capacity, count;
    kbg__interner missing; /* names without value, each once */
    kbg__interner slots;   /* names of slots without value */
    kbg__buffer slot_list; /* a kbg__slot for each */
    kbg__buffer choices;   /* of them, each with a NUL behind it */
    kbg__buffer report;    /* what is missing, with places */
} kbg__variables;

void kbg__variables_init(kbg__variables *variables, const kbg_allocator *memory);
void kbg__variables_free(kbg__variables *variables);

/* Bytes that it takes, without names, of which only a bounded number is kept from one body to the next. */
size_t kbg__variables_bytes(const kbg__variables *variables);

/* Fills `marked` and asks for all values; what was there before goes. KBG_ERR_TEMPLATE with line, column and offset in the body; KBG_ERR_VARIABLE
 * with all missing names unless the flags of the options have a policy for them; KBG_ERR_LIMIT if the values are over
 * `most`. */
kbg_status kbg__variables_take(kbg__variables *variables, const char *body, size_t len,
                               const kbg_render_options *options, kbg__problem *problem);

/* The variable whose mark begins at text[at]; *behind is set to the byte behind the mark. NULL if none does. */
const kbg__variable *kbg__variables_at(const kbg__variables *variables, const char *text, size_t len, size_t at,
                                       size_t *behind);

/* Appends a text as data: white space becomes a space, control and bidirectional control characters go. */
void kbg__variables_add_data(kbg__buffer *out, const char *text, size_t len);

#endif
