/* SPDX-License-Identifier: MIT */
#include "render/post.h"

void kbg__post_begin(kbg__writer *w)
{
    (void)w;
}

void kbg__post_advance(kbg__writer *w, size_t to)
{
    (void)w;
    (void)to;
}

void kbg__post_end(kbg__writer *w)
{
    (void)w;
}
