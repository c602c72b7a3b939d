/* SPDX-License-Identifier: MIT */
#include "render/post.h"

#include "render/line.h"

/* Appends a text between quotes. */
static void put_string(kbg__writer *w, const char *text, size_t len)
{
    kbg__buffer_add_byte(w->out, '"');
    kbg__json_escape(w->out, text, len);
    kbg__buffer_add_byte(w->out, '"');
}

static void put_cstr(kbg__writer *w, const char *text)
{
    kbg__buffer_add_cstr(w->out, text);
}

static void open_paragraph(kbg__writer *w)
{
    put_cstr(w, w->any ? ",[" : "[");
    w->any = true;
    w->in_line = false;
}

/* Begins an element of the paragraph. */
static void open_element(kbg__writer *w, const char *tag)
{
    put_cstr(w, w->in_line ? ",{\"tag\":\"" : "{\"tag\":\"");
    put_cstr(w, tag);
    put_cstr(w, "\"");
    w->in_line = true;
}

static void put_text(kbg__writer *w, const char *text, size_t len)
{
    open_element(w, "text");
    put_cstr(w, ",\"text\":");
    put_string(w, text, len);
    put_cstr(w, "}");
}

static void put_line_start(kbg__writer *w, const kbg__block *block, kbg__line_kind kind)
{
    kbg__line_start(w, block->container, kind);
    if (w->line->len)
        put_text(w, w->line->data, w->line->len);
}

/* A text that goes with the part, in a paragraph of its own. */
static void put_extra(kbg__writer *w, kbg_text text)
{
    if (text.len == 0)
        return;
    open_paragraph(w);
    put_text(w, text.data, text.len);
    put_cstr(w, "]");
}

static void open_block(kbg__writer *w, const kbg__block *block)
{
    const kbg__document *d = w->document;
    open_paragraph(w);
    w->in_block = true;
    if (block->kind == KBG__BLOCK_RULE) {
        open_element(w, "hr");
        put_cstr(w, "}");
    } else if (block->kind == KBG__BLOCK_CODE) {
        open_element(w, "code_block");
        if (block->info_len) {
            put_cstr(w, ",\"language\":");
            put_string(w, d->urls.data + block->info, block->info_len);
        }
        put_cstr(w, ",\"text\":\"");
    } else {
        put_line_start(w, block, w->at == block->start ? KBG__LINE_FIRST : KBG__LINE_AGAIN);
    }
}

static void close_block(kbg__writer *w, const kbg__block *block)
{
    put_cstr(w, block->kind == KBG__BLOCK_CODE ? "\"}]" : "]");
    w->in_block = false;
}

/* An image has a paragraph for itself. */
static void put_image(kbg__writer *w, const kbg__block *block, const char *key, size_t len)
{
    if (w->in_line) {
        put_cstr(w, "]");
        open_paragraph(w);
    }
    open_element(w, "img");
    put_cstr(w, ",\"image_key\":");
    put_string(w, key, len);
    put_cstr(w, "}");
    if (w->at < block->end - 1) {
        put_cstr(w, "]");
        open_paragraph(w);
        put_line_start(w, block, KBG__LINE_NEXT);
    }
}

static void put_run(kbg__writer *w, const kbg__block *block, const kbg__run *run, size_t end)
{
    const kbg__document *d = w->document;
    const char *text = d->text.data + w->at;
    const kbg__link *link = run->link ? &d->links[run->link - 1] : NULL;
    if (block->kind == KBG__BLOCK_CODE) {
        kbg__json_escape(w->out, text, end - w->at);
        return;
    }
    if (run->kind == KBG__RUN_BREAK) {
        put_cstr(w, "]");
        open_paragraph(w);
        put_line_start(w, block, KBG__LINE_NEXT);
        return;
    }
    if (run->kind == KBG__RUN_IMAGE && w->at == run->start && end == run->end) {
        size_t at = w->at;
        w->at = end - 1;
        put_image(w, block, d->urls.data + link->start, link->len);
        w->at = at;
        return;
    }
    bool is_link = link && run->kind == KBG__RUN_TEXT && !(link->bare && (w->at > run->start || end < run->end));
    open_element(w, is_link ? "a" : "text");
    put_cstr(w, ",\"text\":");
    put_string(w, text, end - w->at);
    if (is_link) {
        put_cstr(w, ",\"href\":");
        put_string(w, d->urls.data + link->start, link->len);
    }
    if (run->styles & (KBG__STYLE_STRONG | KBG__STYLE_EMPHASIS)) {
        put_cstr(w, ",\"style\":[");
        put_cstr(w, !(run->styles & KBG__STYLE_EMPHASIS)  ? "\"bold\""
                    : !(run->styles & KBG__STYLE_STRONG) ? "\"italic\""
                                                         : "\"bold\",\"italic\"");
        put_cstr(w, "]");
    }
    put_cstr(w, "}");
}

/* Whether two runs of text can be one element. */
static bool is_alike(const kbg__run *a, const kbg__run *b)
{
    return a->kind == KBG__RUN_TEXT && b->kind == KBG__RUN_TEXT && !a->link && !b->link &&
           ((a->styles ^ b->styles) & (KBG__STYLE_STRONG | KBG__STYLE_EMPHASIS)) == 0;
}

void kbg__post_begin(kbg__writer *w)
{
    put_extra(w, w->extras->front);
}

void kbg__post_advance(kbg__writer *w, size_t to)
{
    const kbg__document *d = w->document;
    while (w->at < to && w->block < d->block_count && !w->out->failed && w->out->len - w->begin <= w->most) {
        const kbg__block *block = &d->blocks[w->block];
        if (!w->in_block)
            open_block(w, block);
        if (w->at == block->end) {
            close_block(w, block);
            w->at++;
            if (++w->block < d->block_count)
                w->run = d->blocks[w->block].run;
            continue;
        }
        const kbg__run *run = &d->runs[w->run], *last = run;
        while (last->end < to && last + 1 < d->runs + block->run_end && is_alike(run, last + 1))
            last++;
        size_t end = last->end < to ? last->end : to;
        put_run(w, block, run, end);
        w->at = end;
        w->run = (size_t)(last - d->runs) + (end == last->end);
    }
}

void kbg__post_end(kbg__writer *w)
{
    if (w->in_block)
        close_block(w, &w->document->blocks[w->block]);
    put_extra(w, w->extras->back);
}
