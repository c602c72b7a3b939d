/* SPDX-License-Identifier: MIT */
#include "render/writer.h"

#include "render/block.h"
#include "render/marks.h"
#include "render/markup.h"
#include "render/measure.h"
#include "render/post.h"
#include "render/run.h"

static bool has(const kbg__writer *w, kbg_profile_text text)
{
    return kbg__profile_has(w->profile, text);
}

static const kbg__block *block_now(const kbg__writer *w)
{
    return &w->document->blocks[w->block];
}

static bool is_post(const kbg_profile *profile)
{
    return profile->number[KBG_PROFILE_JSON] == 2;
}

static void put_extra(kbg__writer *w, kbg_text text)
{
    kbg__markup_put_visible(w, KBG__CONTEXT_TEXT, NULL, text.data, text.len, 0, 0);
}

/* A text that goes before or behind the part shares the line of an ordinary paragraph and has one of its own else. */
static bool shares_line(const kbg__writer *w, const kbg__block *block)
{
    return block->kind == KBG__BLOCK_PARAGRAPH && !block->container && !has(w, KBG_PROFILE_PARAGRAPH_OPEN);
}

static void put_front(kbg__writer *w)
{
    kbg_text front = w->extras->front;
    const kbg__block *block = w->block < w->document->block_count ? block_now(w) : NULL;
    if (front.len == 0)
        return;
    if (block && shares_line(w, block)) {
        bool is_wide = (unsigned char)front.data[front.len - 1] >= 0x80;
        put_extra(w, front);
        if (!is_wide)
            put_extra(w, (kbg_text){ " ", 1 });
        return;
    }
    kbg__markup_put_text(w, KBG_PROFILE_PARAGRAPH_OPEN);
    put_extra(w, front);
    kbg__markup_put_text(w, KBG_PROFILE_PARAGRAPH_CLOSE);
    w->any = true;
}

static void put_back(kbg__writer *w, const kbg__block *last)
{
    kbg_text back = w->extras->back;
    if (back.len == 0)
        return;
    if (last && shares_line(w, last)) {
        size_t at = last->run_end;
        if (w->in_block)
            at = w->run < at && w->document->runs[w->run].start < w->at ? w->run + 1 : w->run;
        const kbg__run *run = at > last->run ? &w->document->runs[at - 1] : NULL;
        bool is_wide = (unsigned char)back.data[0] >= 0x80 && !(run && run->styles & KBG__STYLE_ADDRESS);
        if (!is_wide && w->out->len > w->begin)
            put_extra(w, (kbg_text){ " ", 1 });
        put_extra(w, back);
        return;
    }
    if (w->any) {
        kbg_text text = w->profile->text[KBG_PROFILE_BLANK_BREAK];
        kbg__markup_put_plain(w, text);
    }
    kbg__markup_put_text(w, KBG_PROFILE_PARAGRAPH_OPEN);
    put_extra(w, back);
    kbg__markup_put_text(w, KBG_PROFILE_PARAGRAPH_CLOSE);
}

void kbg__writer_begin(kbg__writer *w, const kbg_profile *profile, kbg_unit unit, const kbg__document *document,
                       const kbg__extras *extras, kbg__buffer *out, kbg__buffer *line, size_t from)
{
    *w = (kbg__writer){ .profile = profile,
                        .document = document,
                        .extras = extras,
                        .out = out,
                        .line = line,
                        .begin = out->len,
                        .unit = unit,
                        .measured = out->len,
                        .most = SIZE_MAX,
                        .from = from,
                        .at = from };
    w->block = kbg__document_block_at(document, from);
    if (w->block < document->block_count) {
        size_t low = block_now(w)->run, high = block_now(w)->run_end;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (document->runs[middle].end <= from)
                low = middle + 1;
            else
                high = middle;
        }
        w->run = low;
    }
    kbg__markup_put_text(w, KBG_PROFILE_PART_OPEN);
    if (is_post(profile)) {
        kbg__post_begin(w);
        return;
    }
    w->in_content = true;
    put_front(w);
}

/* Counts what was written since the last time. */
static void count(kbg__writer *w)
{
    if (w->profile->number[KBG_PROFILE_COUNTED] != KBG_COUNTED_TEXT && w->out->len > w->measured)
        w->cost += kbg__measure(w->unit, w->out->data + w->measured, w->out->len - w->measured);
    w->measured = w->out->len;
}

void kbg__writer_advance(kbg__writer *w, size_t to)
{
    const kbg__document *d = w->document;
    if (is_post(w->profile)) {
        kbg__post_advance(w, to);
        count(w);
        return;
    }
    while (w->at < to && w->block < d->block_count && !w->out->failed && w->out->len - w->begin <= w->most) {
        const kbg__block *block = block_now(w);
        if (!w->in_block)
            kbg__block_open(w);
        if (w->at == block->end) {
            kbg__block_close(w);
            w->at++;
            if (++w->block < d->block_count)
                w->run = block_now(w)->run;
            continue;
        }
        const kbg__run *run = &d->runs[w->run];
        size_t end = run->end < to ? run->end : to;
        kbg__run_put(w, run, end);
        w->at = end;
        if (run->kind == KBG__RUN_BREAK || run->kind == KBG__RUN_ROW)
            kbg__markup_look_at_line(w, block, end);
        if (end == run->end)
            w->run++;
    }
    count(w);
}

void kbg__writer_end(kbg__writer *w)
{
    if (is_post(w->profile)) {
        kbg__post_end(w);
    } else {
        const kbg__block *last = w->in_block ? block_now(w)
                                 : w->any && w->block > 0 ? &w->document->blocks[w->block - 1]
                                                          : NULL;
        if (last && shares_line(w, last)) {
            kbg__marks_set(w, 0, 0, 0);
            put_back(w, last);
        }
        if (w->in_block)
            kbg__block_close(w);
        kbg__block_close_containers(w, 0);
        if (!last || !shares_line(w, last))
            put_back(w, last);
    }
    w->in_content = false;
    kbg__markup_put_text(w, KBG_PROFILE_PART_CLOSE);
}

uint64_t kbg__writer_cost(const kbg__writer *writer)
{
    kbg__writer copy = *writer;
    size_t len = writer->out->len;
    kbg__writer_end(&copy);
    count(&copy);
    writer->out->len = len;
    return copy.cost;
}
