/* SPDX-License-Identifier: MIT */
/* Faces that agents put into answers, and how they are written: by name in brackets, as emoji, or in the code of a
 * program. */
#ifndef KBG_RENDER_FACE_H
#define KBG_RENDER_FACE_H

#include <kbguide/status.h>

enum { KBG__FACES = 30, KBG__NO_FACE = KBG__FACES };

typedef enum kbg__face_form {
    KBG__FACE_NAME,     /* 微笑 */
    KBG__FACE_EMOJI,    /* 🙂 */
    KBG__FACE_WANGWANG, /* /:^_^ */
    KBG__FACE_WECHAT,   /* /::) */
    KBG__FACE_FORMS
} kbg__face_form;

/* How a face is written in a form; "" if it is not. */
const char *kbg__face(size_t face, kbg__face_form form);

/* The face with a name, KBG__NO_FACE if there is none. */
size_t kbg__face_named(const char *name, size_t len);

/* The face that is written at text[at], in brackets, as emoji or as a code, *behind set to the byte behind it;
 * KBG__NO_FACE if none is. A code that follows a letter, digit, colon or slash is none: it is part of an address. */
size_t kbg__face_at(const char *text, size_t len, size_t at, size_t *behind);

#endif
