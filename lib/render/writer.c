/* SPDX-License-Identifier: MIT */
#include "render/writer.h"

#include "render/fit.h"
#include "render/line.h"
#include "render/marks.h"
#include "render/markup.h"
#include "render/measure.h"
#include "render/post.h"

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

/* ---- the beginning of a line ---- */

static void put_line_start(kbg__writer *w, uint32_t container, kbg__line_kind kind)
{
    kbg__line_start(w, container, kind);
    if (w->line->len)
        kbg__markup_put_plain(w, (kbg_text){ w->line->data, w->line->len });
    w->in_line = false;
}

/* Puts a text of the profile that may hold line feeds; those who read see the feeds. */
static void put_lines(kbg__writer *w, kbg_text text)
{
    for (size_t at = 0, end; at < text.len; at = end) {
        for (end = at; end < text.len && text.data[end] != '\n';)
            end++;
        if (end > at)
            kbg__markup_put(w, text.data + at, end - at);
        if (end < text.len) {
            kbg__markup_put_plain(w, feed);
            put_line_start(w, block_now(w)->container, KBG__LINE_NEXT);
            end++;
        }
    }
}

/* ---- containers and blocks ---- */

static uint32_t common_container(const kbg__document *document, uint32_t a, uint32_t b)
{
    while (a != b) {
        uint32_t *deeper = !b || (a && kbg__document_container(document, a)->depth >
                                           kbg__document_container(document, b)->depth)
                               ? &a
                               : &b;
        if (a && b && kbg__document_container(document, a)->depth == kbg__document_container(document, b)->depth) {
            a = kbg__document_container(document, a)->parent;
            b = kbg__document_container(document, b)->parent;
            continue;
        }
        *deeper = kbg__document_container(document, *deeper)->parent;
    }
    return a;
}

/* The text that opens or closes a container, KBG__PROFILE_NONE if the channel has none for it. */
enum { KBG__PROFILE_NONE = KBG__PROFILE_TEXTS };

static int container_text(const kbg__writer *w, const kbg__container *c, bool is_open)
{
    switch ((kbg__container_kind)c->kind) {
    case KBG__CONTAINER_QUOTE:
        if (!kbg__line_is_marked(w->profile, c))
            return KBG__PROFILE_NONE;
        return is_open ? KBG_PROFILE_QUOTE_OPEN : KBG_PROFILE_QUOTE_CLOSE;
    case KBG__CONTAINER_LIST:
        if (!has(w, KBG_PROFILE_LIST_OPEN))
            return KBG__PROFILE_NONE;
        if (c->ordered)
            return is_open ? KBG_PROFILE_NUMBERED_OPEN : KBG_PROFILE_NUMBERED_CLOSE;
        return is_open ? KBG_PROFILE_LIST_OPEN : KBG_PROFILE_LIST_CLOSE;
    case KBG__CONTAINER_ITEM:
        break;
    }
    if (!has(w, KBG_PROFILE_LIST_OPEN))
        return KBG__PROFILE_NONE;
    return is_open ? KBG_PROFILE_ITEM_OPEN : KBG_PROFILE_ITEM_CLOSE;
}

static void close_containers(kbg__writer *w, uint32_t down_to)
{
    while (w->container != down_to) {
        const kbg__container *c = kbg__document_container(w->document, w->container);
        int text = container_text(w, c, false);
        if (text != KBG__PROFILE_NONE)
            kbg__markup_put_text(w, (kbg_profile_text)text);
        w->container = c->parent;
    }
}

/* Opens the containers below the open one. `item` is the one of a list that is opened with it: its number counts. */
static void open_containers(kbg__writer *w, uint32_t container, const kbg__container *item)
{
    if (container == w->container)
        return;
    const kbg__container *c = kbg__document_container(w->document, container);
    open_containers(w, c->parent, c->kind == KBG__CONTAINER_ITEM ? c : NULL);
    const kbg__filling filling = { .n = item ? item->number : 1 };
    int text = container_text(w, c, true);
    if (text != KBG__PROFILE_NONE)
        (void)kbg__markup_fill(w, w->profile->text[text], &filling);
    w->container = container;
}

/* A paragraph of a list without blank lines is none in HTML. */
static bool is_tight(const kbg__writer *w, const kbg__block *block)
{
    if (!block->container)
        return false;
    const kbg__container *c = kbg__document_container(w->document, block->container);
    return c->kind == KBG__CONTAINER_ITEM && kbg__document_container(w->document, c->parent)->tight;
}

/* The number of the list whose item begins with a block, 0 if none does. */
static uint32_t list_begun(const kbg__document *document, size_t block)
{
    for (uint32_t c = document->blocks[block].container; c;) {
        const kbg__container *container = kbg__document_container(document, c);
        if (container->first_block != block)
            return 0;
        if (container->kind == KBG__CONTAINER_ITEM)
            return container->parent;
        c = container->parent;
    }
    return 0;
}

/* What comes between the block before and this one: breaks with the line starts of what both have in common. */
static void put_block_break(kbg__writer *w, const kbg__block *block, uint32_t common)
{
    kbg_text text = w->profile->text[block->blank_before ? KBG_PROFILE_BLANK_BREAK : KBG_PROFILE_BLOCK_BREAK];
    uint32_t list = list_begun(w->document, w->block);
    if (list && !block->blank_before && text.len && common) { /* from item to item of a list */
        for (uint32_t c = common; c; c = kbg__document_container(w->document, c)->parent)
            if (c == list || kbg__document_container(w->document, list)->parent == c)
                text = feed;
    }
    for (size_t at = 0; at < text.len; at++) {
        if (text.data[at] != '\n') {
            kbg__markup_put_plain(w, (kbg_text){ text.data + at, 1 });
            continue;
        }
        kbg__markup_put_plain(w, feed);
        if (at + 1 < text.len)
            put_line_start(w, common, KBG__LINE_BLANK);
    }
}

static kbg__filling filling_of(const kbg__writer *w, const kbg__block *block)
{
    uint64_t levels = w->profile->number[KBG_PROFILE_HEADING_LEVELS];
    return (kbg__filling){ .language = { w->document->urls.data + block->info, block->info_len },
                           .n = block->level > levels ? (int)levels : block->level };
}

static void open_block(kbg__writer *w)
{
    const kbg__block *block = block_now(w);
    uint32_t common = common_container(w->document, w->container, block->container);
    bool continued = w->at > block->start;
    kbg__filling filling = filling_of(w, block);
    close_containers(w, common);
    if (w->any)
        put_block_break(w, block, common);
    open_containers(w, block->container, NULL);
    put_line_start(w, block->container, !continued ? KBG__LINE_FIRST : KBG__LINE_AGAIN);
    w->any = w->in_block = true;
    w->guard = false;
    w->last_close = '\0';
    switch ((kbg__block_kind)block->kind) {
    case KBG__BLOCK_PARAGRAPH:
        if (!is_tight(w, block))
            kbg__markup_put_text(w, KBG_PROFILE_PARAGRAPH_OPEN);
        break;
    case KBG__BLOCK_HEADING:
        (void)kbg__markup_fill(w, w->profile->text[KBG_PROFILE_HEADING_OPEN], &filling);
        w->in_line = has(w, KBG_PROFILE_HEADING_OPEN);
        break;
    case KBG__BLOCK_CODE:
        if (filling.language.len && has(w, KBG_PROFILE_FENCE_LANGUAGE)) {
            kbg_text open = w->profile->text[KBG_PROFILE_FENCE_LANGUAGE];
            bool has_feed = open.len && open.data[open.len - 1] == '\n';
            (void)kbg__markup_fill(w, (kbg_text){ open.data, open.len - has_feed }, &filling);
            if (has_feed)
                put_lines(w, feed);
        } else {
            put_lines(w, w->profile->text[KBG_PROFILE_FENCE_OPEN]);
        }
        break;
    case KBG__BLOCK_RULE: {
        kbg_text rule = w->profile->text[KBG_PROFILE_RULE];
        kbg__markup_put_plain(w, rule);
        break;
    }
    case KBG__BLOCK_IMAGE:
        break;
    }
    kbg__markup_look_at_line(w, block, w->at);
}

static void close_block(kbg__writer *w)
{
    const kbg__block *block = block_now(w);
    kbg__filling filling = filling_of(w, block);
    kbg__marks_set(w, 0, 0, 0);
    if (block->kind == KBG__BLOCK_PARAGRAPH && !is_tight(w, block))
        kbg__markup_put_text(w, KBG_PROFILE_PARAGRAPH_CLOSE);
    else if (block->kind == KBG__BLOCK_HEADING)
        (void)kbg__markup_fill(w, w->profile->text[KBG_PROFILE_HEADING_CLOSE], &filling);
    else if (block->kind == KBG__BLOCK_CODE)
        put_lines(w, w->profile->text[block->info_len && has(w, KBG_PROFILE_FENCE_LANGUAGE_CLOSE)
                                          ? KBG_PROFILE_FENCE_LANGUAGE_CLOSE
                                          : KBG_PROFILE_FENCE_CLOSE]);
    w->in_block = false;
}

/* ---- runs ---- */

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
        put_line_start(w, block->container, is_blank ? KBG__LINE_BLANK : KBG__LINE_NEXT);
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

static void put_run(kbg__writer *w, const kbg__run *run, size_t end)
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

/* ---- the whole ---- */

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
            open_block(w);
        if (w->at == block->end) {
            close_block(w);
            w->at++;
            if (++w->block < d->block_count)
                w->run = block_now(w)->run;
            continue;
        }
        const kbg__run *run = &d->runs[w->run];
        size_t end = run->end < to ? run->end : to;
        put_run(w, run, end);
        w->at = end;
        if (run->kind == KBG__RUN_BREAK)
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
            close_block(w);
        close_containers(w, 0);
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
