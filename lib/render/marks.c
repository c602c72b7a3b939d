/* SPDX-License-Identifier: MIT */
#include "render/marks.h"

#include "render/fit.h"
#include "render/markup.h"

#include <string.h>

enum { LINK_MARK = 3, MARKS = 4 }; /* marks are numbered like the bits of styles, links come behind them */

static const kbg_profile_text mark_open[] = { KBG_PROFILE_STRONG_OPEN, KBG_PROFILE_EMPHASIS_OPEN,
                                              KBG_PROFILE_CODE_OPEN };
static const kbg_profile_text mark_close[] = { KBG_PROFILE_STRONG_CLOSE, KBG_PROFILE_EMPHASIS_CLOSE,
                                               KBG_PROFILE_CODE_CLOSE };

static const kbg__block *block_now(const kbg__writer *w)
{
    return &w->document->blocks[w->block];
}

static void put_separator_at(kbg__writer *w, uint32_t neighbour)
{
    kbg_text separator = w->profile->text[KBG_PROFILE_SEPARATOR];
    if (kbg__fit_needs_separator(w->profile, neighbour))
        kbg__markup_put_plain(w, separator);
}

/* Whether a link is cut here: there is more of it. */
static bool goes_on(const kbg__writer *w, uint32_t link)
{
    const kbg__block *block = block_now(w);
    return w->in_block && w->run < block->run_end && w->document->runs[w->run].link == link;
}

void kbg__marks_put_address(kbg__writer *w, kbg_text url)
{
    kbg__markup_put_plain(w, (kbg_text){ " ", 1 });
    kbg__markup_put_plain(w, url);
    w->guard = true;
}

static void put_link_side(kbg__writer *w, uint32_t number, bool is_open)
{
    const kbg__link *link = &w->document->links[number - 1];
    const kbg__filling filling = { .url = kbg__markup_url(w, number) };
    kbg_text pattern = w->profile->text[link->bare ? KBG_PROFILE_BARE_LINK : KBG_PROFILE_LINK];
    if (pattern.len == 0) {
        if (!is_open && !link->bare && !goes_on(w, number))
            kbg__marks_put_address(w, filling.url);
        w->guard = w->guard || (!is_open && link->bare);
        return;
    }
    if (is_open) {
        (void)kbg__markup_fill(w, pattern, &filling);
        return;
    }
    const char *text = strstr(pattern.data, "{text}");
    if (text)
        (void)kbg__markup_fill(w, (kbg_text){ text + 6, (size_t)(pattern.data + pattern.len - text - 6) }, &filling);
}

static void open_mark(kbg__writer *w, unsigned mark, uint32_t link)
{
    const kbg__block *block = block_now(w);
    if (mark == LINK_MARK) {
        w->link = link;
        put_link_side(w, link, true);
    } else {
        kbg_text text = w->profile->text[mark_open[mark]];
        if (w->open_count == 0 && w->at > w->from)
            put_separator_at(w, kbg__fit_before(w->document, block, w->at));
        if (w->last_close && text.len && text.data[0] == w->last_close) { /* not to be joined with the one before */
            kbg__markup_put_plain(w, w->profile->text[KBG_PROFILE_SEPARATOR]);
        }
        kbg__markup_put(w, text.data, text.len);
    }
    w->last_close = '\0';
    w->open[w->open_count++] = (uint8_t)mark;
    w->in_line = true;
}

static void close_mark(kbg__writer *w, uint32_t next)
{
    unsigned mark = w->open[--w->open_count];
    if (mark == LINK_MARK) {
        put_link_side(w, w->link, false);
        w->link = 0;
        w->last_close = '\0';
        return;
    }
    kbg_text text = w->profile->text[mark_close[mark]];
    kbg__markup_put(w, text.data, text.len);
    if (w->open_count == 0 && next)
        put_separator_at(w, next);
    w->last_close = text.len ? text.data[text.len - 1] : '\0';
}

/* Where the mark that is on at run `run` ends: the number of the first run without it, in this line. Far off is far
 * enough. */
enum { FAR_RUNS = 256 };

static size_t mark_end(const kbg__writer *w, size_t run, unsigned mark)
{
    const kbg__run *runs = w->document->runs;
    size_t end = run;
    while (end < block_now(w)->run_end && end - run < FAR_RUNS && !kbg__run_ends_line(&runs[end]) &&
           (mark == LINK_MARK ? runs[end].link == runs[run].link : runs[end].styles >> mark & 1))
        end++;
    return end;
}

void kbg__marks_set(kbg__writer *w, uint8_t styles, uint32_t link, uint32_t next)
{
    unsigned wanted = (styles & KBG__STYLE_MARKS) | (link ? 1u << LINK_MARK : 0);
    unsigned keep = 0;
    while (keep < w->open_count && wanted >> w->open[keep] & 1 &&
           (w->open[keep] != LINK_MARK || w->link == link))
        keep++;
    while (w->open_count > keep)
        close_mark(w, wanted ? 0 : next);
    for (unsigned i = 0; i < keep; i++)
        wanted &= ~(1u << w->open[i]);
    while (wanted) {
        unsigned best = MARKS;
        size_t best_end = 0;
        for (unsigned mark = 0; mark < MARKS; mark++) {
            bool is_only = wanted == 1u << mark;
            if (!(wanted >> mark & 1))
                continue;
            size_t end = is_only ? SIZE_MAX : mark == 2 ? 1 : mark_end(w, w->run, mark) + 1;
            if (best == MARKS || end > best_end) {
                best = mark;
                best_end = end;
            }
        }
        open_mark(w, best, link);
        wanted &= ~(1u << best);
    }
}
