/* SPDX-License-Identifier: MIT */
/* A block of a body begins and ends, whoever reads it. */
#include "render/reading.h"

#include "render/fit.h"
#include "render/revise.h"

/* Whether the source line before `line` is blank, but for quote marks. cmark counts the lines behind underlined
 * headings and indented code among theirs, so that last_line alone does not tell. */
static bool is_behind_blank(kbg__reading *r, int line)
{
    const kbg__buffer *source = &r->variables->marked;
    kbg__reading_seek(r, line - 1);
    for (size_t at = r->line_start; at < source->len && source->data[at] != '\n' && source->data[at] != '\r'; at++)
        if (source->data[at] != ' ' && source->data[at] != '\t' && source->data[at] != '>')
            return false;
    return r->line_number == line - 1;
}

bool kbg__reading_is_divided(kbg__reading *r, int line)
{
    return r->d->block_count && (line - r->last_line > 1 || is_behind_blank(r, line));
}

void kbg__reading_begin_block(kbg__reading *r, kbg__block_kind kind, int line)
{
    bool blank = r->pending ? r->pending_blank : kbg__reading_is_divided(r, line);
    r->pending = false;
    r->guard = GUARD_NONE;
    r->from = r->d->text.len;
    for (uint32_t c = r->container; c; c = kbg__document_container(r->d, c)->parent) {
        kbg__container *container = &r->d->containers[c - 1];
        if (container->first_block != SIZE_MAX)
            break;
        container->first_block = r->d->block_count;
    }
    if (kbg__document_add_block(r->d, kind, r->container, blank) != KBG_OK)
        r->status = KBG_ERR_NOMEM;
}

void kbg__reading_end_block(kbg__reading *r, int line)
{
    if (r->in_table)
        kbg__table_end(r);
    r->skip_text = false;
    kbg__reading_flush(r);
    if (r->status == KBG_OK && r->d->reviser)
        r->status = kbg__revise_block(r->d);
    if (r->status == KBG_OK && r->d->text.len + r->d->urls.len > r->most)
        r->status = KBG_ERR_LIMIT;
    if (r->status != KBG_OK)
        return;
    kbg__document_end_block(r->d);
    r->status = kbg__fit_block(r->d, r->profile);
    r->last_line = line;
    r->block_styles = 0;
}
