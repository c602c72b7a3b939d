/* SPDX-License-Identifier: MIT */
/* The template language of answer bodies:
 *
 *   {{name}}  {{name|text used if it has no value}}
 *   {{#if audience=vip}} … {{else}} … {{/if}}      also !=, and channel and language
 *   [[name]]  [[name:number]]  [[name:date]]  [[name=red|black]]     filled in by the agent
 *
 * A backslash before the braces or brackets makes them text. Two brackets that are not closed in their line, or hold no
 * name, are text as well: bodies have brackets for other reasons. */
#ifndef KBG_ITEM_TEMPLATE_H
#define KBG_ITEM_TEMPLATE_H

#include "base/problem.h"

enum { KBG__TEMPLATE_NAME_BYTES = 256, KBG__TEMPLATE_DEPTH = 16 };

typedef enum kbg__directive_kind {
    KBG__DIRECTIVE_NONE, /* text */
    KBG__DIRECTIVE_VARIABLE,
    KBG__DIRECTIVE_IF,
    KBG__DIRECTIVE_ELSE,
    KBG__DIRECTIVE_END,
    KBG__DIRECTIVE_SLOT
} kbg__directive_kind;

typedef enum kbg__condition { KBG__IF_AUDIENCE, KBG__IF_CHANNEL, KBG__IF_LANGUAGE } kbg__condition;

/* What an agent fills in; the values are those of kbg_slot_kind. */
typedef enum kbg__slot_kind { KBG__SLOT_TEXT, KBG__SLOT_NUMBER, KBG__SLOT_DATE, KBG__SLOT_CHOICE } kbg__slot_kind;

typedef struct kbg__directive {
    kbg__directive_kind kind;
    size_t end;        /* the byte of the body behind it */
    kbg_text name;     /* of a variable or slot */
    kbg_text other;    /* the default, the choices, or what a condition compares with; NULL if there is none */
    kbg__condition condition;
    bool negated;
    kbg__slot_kind slot;
} kbg__directive;

/* Reads what begins at body[at], where two braces or brackets stand. KBG_ERR_TEMPLATE if it is written wrongly. */
kbg_status kbg__template_read(const char *body, size_t len, size_t at, kbg__directive *token, kbg__problem *problem);

/* Whether a variable is known. */
typedef bool (*kbg__template_known)(const char *name, size_t len, const void *user_data);

/* Checks a whole body: KBG_ERR_TEMPLATE with line, column and offset in it. known = NULL: all names are. */
kbg_status kbg__template_check(const char *body, size_t len, kbg__template_known known, const void *user_data,
                               kbg__problem *problem);

/* Sets the place of a problem to an offset of the body. */
void kbg__template_place(const char *body, size_t at, kbg__problem *problem);

#endif
