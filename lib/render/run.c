/* SPDX-License-Identifier: MIT */
#include "render/run.h"

#include "render/cell.h"
#include "render/fit.h"
#include "render/line_put.h"
#include "render/marks.h"
#include "render/markup.h"
#include "render/measure.h"

#include <string.h>

static bool has(const kbg__writer *w, kbg_profile_text text)
{
    return kbg__profile_has(w->profile, text);
}

static const kbg__block *block_now(const kbg__writer *w)
{
    return &w->document->blocks[w->block];
}

static const kbg_text feed = { "\n", 1 };

static void put_break(kbg__writer *w)
{
    const kbg__block *block = block_now(w);
    const char *text = w->document->text.data;
    kbg_text line_break = block->kind == KBG__BLOCK_CODE ? feed : w->profile->text[KBG_PROFILE_LINE_BREAK];
    bool is_blank = w->at + 1 < block->end && text[w->at + 1] == '\n';
    for (size_t at = 0; at < line_break.len; at++) {
        if (line_break.data[at] != '\n') {
            kbg__markup_put(w, line_break.data + at, 1);
            continue;
        }
        kbg__markup_put_plain(w, feed);
        is_blank |= memchr(line_break.data + at + 1, '\n', line_break.len - at - 1) != NULL;
        kbg__line_put(w, block->container, is_blank ? KBG__LINE_BLANK : KBG__LINE_NEXT);
    }
    w->in_line = false;
}

static void put_guard(kbg__writer *w, char next)
{
    if (w->guard && next != ' ')
        kbg__markup_put_plain(w, (kbg_text){ " ", 1 });
    w->guard = false;
}

static void put_image(kbg__writer *w, const kbg__block *block, const kbg__run *run)
{
    const kbg__filling filling = { .url = kbg__markup_url(w, run->link) };
    const char *text = w->document->text.data + run->start;
    size_t len = run->end - run->start;
    kbg_text pattern = w->profile->text[KBG_PROFILE_IMAGE];
    kbg__marks_set(w, 0, 0, kbg__fit_behind(w->document, block, w->at));
    put_guard(w, '[');
    if (pattern.len == 0) {
        kbg__markup_put_plain(w, (kbg_text){ "[图片：", strlen("[图片：") });
        kbg__markup_put_visible(w, KBG__CONTEXT_TEXT, block, text, len, w->at, KBG__STYLE_ADDRESS);
        kbg__markup_put_plain(w, (kbg_text){ "]", 1 });
        kbg__marks_put_address(w, filling.url);
        return;
    }
    kbg_text rest = kbg__markup_fill(w, pattern, &filling);
    if (rest.len) {
        kbg__markup_put_visible(w, KBG__CONTEXT_TEXT, block, text, len, w->at, KBG__STYLE_ADDRESS);
        (void)kbg__markup_fill(w, rest, &filling);
    }
    w->in_line = true;
}

void kbg__run_put(kbg__writer *w, const kbg__run *run, size_t end)
{
    const kbg__block *block = block_now(w);
    const char *text = w->document->text.data + w->at;
    bool is_whole = w->at == run->start && end == run->end;
    if (run->kind == KBG__RUN_BREAK) {
        kbg__marks_set(w, 0, 0, 0);
        w->guard = false;
        put_break(w);
        return;
    }
    if (run->kind >= KBG__RUN_CELL) {
        kbg__cell_put(w, run);
        return;
    }
    if (run->kind == KBG__RUN_IMAGE && is_whole) {
        put_image(w, block, run);
        return;
    }
    bool is_link = run->link && run->kind == KBG__RUN_TEXT;
    bool is_bare = is_link && w->document->links[run->link - 1].bare;
    bool writes_itself = is_bare && has(w, KBG_PROFILE_BARE_LINK) &&
                         !strstr(w->profile->text[KBG_PROFILE_BARE_LINK].data, "{text}");
    if (is_bare && !is_whole) /* an address that had to be cut is no link */
        is_link = writes_itself = false;
    kbg__marks_set(w, block->kind == KBG__BLOCK_CODE ? 0 : run->styles, is_link ? run->link : 0,
              kbg__fit_behind(w->document, block, w->at));
    put_guard(w, *text);
    if (writes_itself) {
        w->in_line = true;
        if (w->profile->number[KBG_PROFILE_COUNTED] == KBG_COUNTED_TEXT)
            w->cost += kbg__measure(w->unit, text, end - w->at);
        return;
    }
    bool is_code = block->kind == KBG__BLOCK_CODE || run->styles & KBG__STYLE_CODE;
    kbg__markup_put_visible(w, is_code ? KBG__CONTEXT_CODE : KBG__CONTEXT_TEXT, block, text, end - w->at, w->at,
                            run->styles);
}
