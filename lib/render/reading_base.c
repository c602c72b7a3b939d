/* SPDX-License-Identifier: MIT */
/* What every reader of a body starts from: runs, warnings, lines of the source. */
#include "render/reading.h"

void kbg__reading_warn(kbg__reading *r, kbg_warning warning)
{
    r->d->warnings |= UINT32_C(1) << warning;
}

uint8_t kbg__reading_styles(const kbg__reading *r)
{
    uint8_t styles = r->block_styles;
    if (r->strong)
        styles |= KBG__STYLE_STRONG;
    if (r->emphasis)
        styles |= KBG__STYLE_EMPHASIS;
    return styles;
}

void kbg__reading_flush_as(kbg__reading *r, kbg__run_kind kind, uint8_t styles)
{
    if (r->d->text.failed || kbg__document_add_run(r->d, r->from, kind, styles, r->link) != KBG_OK)
        r->status = KBG_ERR_NOMEM;
    r->from = r->d->text.len;
    if (r->d->text.len + r->d->urls.len > r->most && r->status == KBG_OK)
        r->status = KBG_ERR_LIMIT;
}

void kbg__reading_flush(kbg__reading *r)
{
    kbg__reading_flush_as(r, KBG__RUN_TEXT, kbg__reading_styles(r));
}

void kbg__reading_seek(kbg__reading *r, int line)
{
    const kbg__buffer *source = &r->variables->marked;
    for (size_t at = r->line_start; r->line_number < line && at < source->len; at++) {
        bool is_crlf = source->data[at] == '\r' && at + 1 < source->len && source->data[at + 1] == '\n';
        if (source->data[at] == '\n' || (source->data[at] == '\r' && !is_crlf)) {
            r->line_number++;
            r->line_start = at + 1;
        }
    }
}
