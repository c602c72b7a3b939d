/* SPDX-License-Identifier: MIT */
/* Signature, label, keyword and notice: the texts that go with each part. */
#ifndef KBG_RENDER_EXTRAS_H
#define KBG_RENDER_EXTRAS_H

#include "render/writer.h"

typedef struct kbg__matter {
    size_t part, parts; /* 0 or 1 parts: without a label */
    bool keyword, notice;
} kbg__matter;

/* Makes what goes before and behind a part, in two buffers; a failure sticks in them. `label` is scratch memory. */
kbg__extras kbg__extras_of(const kbg_profile *profile, const kbg__matter *matter, kbg__buffer *label,
                           kbg__buffer *front, kbg__buffer *back);

#endif
