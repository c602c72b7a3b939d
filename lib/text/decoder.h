/* SPDX-License-Identifier: MIT */
/* An input of bytes taken as code points. Its charset is given or recognised, decoding is strict: bytes that mean
 * nothing are an error with its place, never a replacement character. */
#ifndef KBG_TEXT_DECODER_H
#define KBG_TEXT_DECODER_H

#include "base/buffer.h"
#include "base/problem.h"

#include <kbguide/base.h>

/* What kbg__decoder_next gives behind the last code point. */
#define KBG__END_OF_INPUT UINT32_MAX

typedef struct kbg__decoder {
    kbg_read_fn read;
    void *user_data;
    kbg_charset charset; /* KBG_CHARSET_ANY until recognised, which needs a byte beyond ASCII */
    kbg__buffer bytes;   /* read and, up to `next`, decoded */
    size_t next;
    uint64_t offset; /* of `next` in the input */
    bool begun, at_end;
    void *gb18030;    /* ICU's converter, once it is needed */
    uint32_t last;    /* the code point before the place */
    kbg__place place; /* of the code point, or of the bad bytes, given last */
} kbg__decoder;

void kbg__decoder_init(kbg__decoder *decoder, const kbg_allocator *memory, kbg_charset charset, kbg_read_fn read,
                       void *user_data);
void kbg__decoder_free(kbg__decoder *decoder);

/* The next code point, or KBG__END_OF_INPUT. A byte order mark at the very beginning is passed over. KBG_ERR_UTF8 for
 * bytes that the charset does not have, with message and place; the next call goes on behind them. KBG_ERR_READ and
 * KBG_ERR_NOMEM end the input. A line ends with LF, CR LF or CR. */
kbg_status kbg__decoder_next(kbg__decoder *decoder, uint32_t *code_point, kbg__problem *problem);

#endif
