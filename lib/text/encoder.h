/* SPDX-License-Identifier: MIT */
/* UTF-8 as the bytes of another charset, with the line ends that are wanted. */
#ifndef KBG_TEXT_ENCODER_H
#define KBG_TEXT_ENCODER_H

#include "base/buffer.h"

#include <kbguide/base.h>

typedef struct kbg__encoder {
    kbg_charset charset;
    kbg_line_ends line_ends;
    kbg__buffer out;  /* what the last call made */
    bool lost;        /* a character had to be left out since this was last set to false: `?` stands for it */
    void *converter;  /* ICU's, once it is needed */
} kbg__encoder;

/* charset is UTF-8, GB18030 or GBK. */
void kbg__encoder_init(kbg__encoder *encoder, const kbg_allocator *memory, kbg_charset charset, kbg_line_ends line_ends);
void kbg__encoder_free(kbg__encoder *encoder);

/* Encodes a well-formed text that does not end between CR and LF. KBG_ERR_NOMEM, KBG_ERR_ICU_DATA. */
kbg_status kbg__encoder_put(kbg__encoder *encoder, const char *text, size_t len);

#endif
