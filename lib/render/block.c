/* SPDX-License-Identifier: MIT */
#include "render/block.h"

#include "render/grid.h"
#include "render/line_put.h"
#include "render/marks.h"
#include "render/markup.h"

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
            kbg__line_put(w, block_now(w)->container, KBG__LINE_NEXT);
            end++;
        }
    }
}

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

void kbg__block_close_containers(kbg__writer *w, uint32_t down_to)
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
            kbg__line_put(w, common, KBG__LINE_BLANK);
    }
}

static kbg__filling filling_of(const kbg__writer *w, const kbg__block *block)
{
    uint64_t levels = w->profile->number[KBG_PROFILE_HEADING_LEVELS];
    return (kbg__filling){ .language = { w->document->urls.data + block->info, block->info_len },
                           .n = block->level > levels ? (int)levels : block->level };
}

void kbg__block_open(kbg__writer *w)
{
    const kbg__block *block = block_now(w);
    uint32_t common = common_container(w->document, w->container, block->container);
    bool continued = w->at > block->start;
    kbg__filling filling = filling_of(w, block);
    kbg__block_close_containers(w, common);
    if (w->any)
        put_block_break(w, block, common);
    open_containers(w, block->container, NULL);
    kbg__line_put(w, block->container, !continued ? KBG__LINE_FIRST : KBG__LINE_AGAIN);
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
    case KBG__BLOCK_TABLE:
        kbg__grid_open(w);
        break;
    case KBG__BLOCK_IMAGE:
        break;
    }
    kbg__markup_look_at_line(w, block, w->at);
}

void kbg__block_close(kbg__writer *w)
{
    const kbg__block *block = block_now(w);
    kbg__filling filling = filling_of(w, block);
    kbg__marks_set(w, 0, 0, 0);
    if (block->kind == KBG__BLOCK_TABLE)
        kbg__grid_close(w);
    else if (block->kind == KBG__BLOCK_PARAGRAPH && !is_tight(w, block))
        kbg__markup_put_text(w, KBG_PROFILE_PARAGRAPH_CLOSE);
    else if (block->kind == KBG__BLOCK_HEADING)
        (void)kbg__markup_fill(w, w->profile->text[KBG_PROFILE_HEADING_CLOSE], &filling);
    else if (block->kind == KBG__BLOCK_CODE)
        put_lines(w, w->profile->text[block->info_len && has(w, KBG_PROFILE_FENCE_LANGUAGE_CLOSE)
                                          ? KBG_PROFILE_FENCE_LANGUAGE_CLOSE
                                          : KBG_PROFILE_FENCE_CLOSE]);
    w->in_block = false;
}
