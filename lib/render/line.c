/* SPDX-License-Identifier: MIT */
#include "render/line.h"

#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

/* How wide a marker is, in columns: what the other lines of its item are indented by. */
static size_t indent_of(const kbg__writer *w, const char *marker, size_t len)
{
    uint64_t indent = w->profile->number[KBG_PROFILE_LIST_INDENT];
    size_t width = kbg__utf8_count(marker, len);
    for (size_t i = 0; i < len; i++)
        width -= marker[i] == '\\';
    return indent ? (size_t)indent : width;
}

/* The marker of an item with its number filled in. */
enum { MARKER_BYTES = KBG__PROFILE_TEXT_BYTES + 16 };

static size_t marker_of(const kbg__writer *w, const kbg__container *item, char *marker)
{
    bool ordered = kbg__document_container(w->document, item->parent)->ordered;
    kbg_text pattern = w->profile->text[ordered ? KBG_PROFILE_ORDERED : KBG_PROFILE_BULLET];
    size_t len = 0;
    for (size_t at = 0; at < pattern.len && len < KBG__PROFILE_TEXT_BYTES; at++) {
        if (pattern.len - at >= 3 && memcmp(pattern.data + at, "{n}", 3) == 0) {
            len += (size_t)snprintf(marker + len, 16, "%d", item->number);
            at += 2;
        } else {
            marker[len++] = pattern.data[at];
        }
    }
    return len;
}

bool kbg__line_is_marked(const kbg_profile *profile, const kbg__container *quote)
{
    uint64_t depth = profile->number[KBG_PROFILE_QUOTE_DEPTH];
    return depth == 0 || quote->depth <= depth;
}

static void add(kbg__writer *w, uint32_t container, kbg__line_kind kind)
{
    const kbg__container *c = container ? kbg__document_container(w->document, container) : NULL;
    kbg_text prefix = w->profile->text[KBG_PROFILE_QUOTE_PREFIX];
    char marker[MARKER_BYTES];
    if (!c)
        return;
    add(w, c->parent, kind);
    if (c->kind == KBG__CONTAINER_QUOTE && !kbg__profile_has(w->profile, KBG_PROFILE_QUOTE_OPEN)) {
        if (kbg__line_is_marked(w->profile, c))
            kbg__buffer_add(w->line, prefix.data, prefix.len);
    } else if (c->kind == KBG__CONTAINER_ITEM && !kbg__profile_has(w->profile, KBG_PROFILE_LIST_OPEN)) {
        size_t len = marker_of(w, c, marker);
        bool ordered = kbg__document_container(w->document, c->parent)->ordered;
        bool begins = c->first_block == w->block && kind == KBG__LINE_FIRST;
        if (begins || (ordered && kind == KBG__LINE_AGAIN))
            kbg__buffer_add(w->line, marker, len);
        else
            for (size_t i = indent_of(w, marker, len); i > 0; i--)
                kbg__buffer_add_byte(w->line, ' ');
    }
}

void kbg__line_start(kbg__writer *w, uint32_t container, kbg__line_kind kind)
{
    kbg__buffer_clear(w->line);
    add(w, container, kind);
    while (kind == KBG__LINE_BLANK && w->line->len && w->line->data[w->line->len - 1] == ' ')
        w->line->len--;
    w->out->failed |= w->line->failed;
}
