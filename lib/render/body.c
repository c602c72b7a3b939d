/* SPDX-License-Identifier: MIT */
/* From the CommonMark tree to the flat list of document.h: blocks and what they stand in. */
#include "render/reading.h"

#include "render/nesting.h"
#include "render/paragraphs.h"

#include <inttypes.h>
#include <string.h>

static void begin_block(kbg__reading *r, kbg__block_kind kind, cmark_node *node)
{
    kbg__reading_begin_block(r, kind, cmark_node_get_start_line(node));
}

static void end_block(kbg__reading *r, cmark_node *node)
{
    kbg__reading_end_block(r, cmark_node_get_end_line(node));
}

static void enter_container(kbg__reading *r, kbg__container_kind kind, cmark_node *node)
{
    kbg__document *d = r->d;
    if (kbg__grow(d->memory, (void **)&d->containers, &d->container_capacity, d->container_count + 1,
                  sizeof(*d->containers))) {
        r->status = KBG_ERR_NOMEM;
        return;
    }
    kbg__container *parent = r->container ? &d->containers[r->container - 1] : NULL;
    kbg__container *made = &d->containers[d->container_count++];
    *made = (kbg__container){ .kind = (uint8_t)kind,
                              .parent = r->container,
                              .depth = parent ? parent->depth + 1 : 1,
                              .first_block = SIZE_MAX };
    if (kind == KBG__CONTAINER_LIST) {
        made->ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
        made->tight = cmark_node_get_list_tight(node) != 0;
        made->number = cmark_node_get_list_start(node);
    } else if (kind == KBG__CONTAINER_ITEM) {
        made->number = parent->number;
        if (parent->number < INT32_MAX)
            parent->number++;
        if (!r->pending)
            r->pending_blank = kbg__reading_is_divided(r, cmark_node_get_start_line(node));
        r->pending = true;
        r->last_line = cmark_node_get_start_line(node);
    }
    r->container = (uint32_t)d->container_count;
}

static void leave_container(kbg__reading *r, cmark_node *node)
{
    if (r->pending && kbg__document_container(r->d, r->container)->kind == KBG__CONTAINER_ITEM) {
        int line = r->last_line;
        begin_block(r, KBG__BLOCK_PARAGRAPH, node);
        end_block(r, node);
        r->last_line = line;
    }
    r->container = kbg__document_container(r->d, r->container)->parent;
}

static void read_literal_block(kbg__reading *r, cmark_node *node)
{
    const char *text = cmark_node_get_literal(node);
    size_t len = text ? strlen(text) : 0;
    bool is_code = cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK;
    bool has_fence = is_code && kbg__profile_has(r->profile, KBG_PROFILE_FENCE_OPEN);
    begin_block(r, has_fence ? KBG__BLOCK_CODE : KBG__BLOCK_PARAGRAPH, node);
    while (len && text[len - 1] == '\n')
        len--;
    const char *info = is_code ? cmark_node_get_fence_info(node) : NULL;
    if (has_fence && info && r->status == KBG_OK) {
        kbg__block *block = &r->d->blocks[r->d->block_count - 1];
        size_t info_len = strcspn(info, " \t");
        bool good = true;
        for (size_t i = 0; i < info_len; i++)
            good &= (info[i] >= '0' && info[i] <= '9') || ((info[i] | 0x20) >= 'a' && (info[i] | 0x20) <= 'z') ||
                    strchr("_+#.-", info[i]);
        if (good && info_len <= 40) {
            block->info = r->d->urls.len;
            block->info_len = info_len;
            kbg__buffer_add(&r->d->urls, info, info_len);
        }
    }
    kbg__reading_text(r, text, len, false);
    end_block(r, node);
}

/* Images that stand alone in a paragraph go by themselves where the channel sends them so. */
static bool read_images(kbg__reading *r, cmark_node *paragraph)
{
    if (r->profile->number[KBG_PROFILE_IMAGES] != KBG_SHOWN_AS_ATTACHMENT || !cmark_node_first_child(paragraph))
        return false;
    for (cmark_node *node = cmark_node_first_child(paragraph); node; node = cmark_node_next(node)) {
        cmark_node_type type = cmark_node_get_type(node);
        if (type != CMARK_NODE_SOFTBREAK && type != CMARK_NODE_LINEBREAK &&
            (type != CMARK_NODE_IMAGE || !cmark_node_get_url(node)[0]))
            return false;
    }
    for (cmark_node *node = cmark_node_first_child(paragraph); node && r->status == KBG_OK;
         node = cmark_node_next(node)) {
        if (cmark_node_get_type(node) != CMARK_NODE_IMAGE)
            continue;
        begin_block(r, KBG__BLOCK_IMAGE, paragraph);
        if (r->status != KBG_OK)
            break;
        uint32_t link = kbg__inline_image_link(r, cmark_node_get_url(node));
        r->images++;
        kbg__inline_text_of(r, node);
        r->images--;
        /* What came of it becomes one run. */
        kbg__block *block = &r->d->blocks[r->d->block_count - 1];
        if (r->d->text.len == block->start)
            kbg__buffer_add_cstr(&r->d->text, "图片");
        r->d->run_count = block->run;
        r->from = block->start;
        r->link = link;
        kbg__reading_flush_as(r, KBG__RUN_IMAGE, KBG__STYLE_ATOM);
        r->link = 0;
        end_block(r, paragraph);
    }
    return true;
}

/* Returns whether what is inside the node has been read already. */
static bool visit(kbg__reading *r, cmark_node *node, bool entering)
{
    static const uint64_t strong = KBG_SHOWN_AS_STRONG, markup = KBG_SHOWN_AS_MARKUP;
    uint64_t headings = r->profile->number[KBG_PROFILE_HEADINGS];
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
        if (!entering) {
            end_block(r, node);
            break;
        }
        if (cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH) {
            if (read_images(r, node))
                return true;
            begin_block(r, KBG__BLOCK_PARAGRAPH, node);
            if (r->status == KBG_OK && kbg__table_is_one(r, node))
                kbg__table_begin(r);
            break;
        }
        begin_block(r, headings == markup ? KBG__BLOCK_HEADING : KBG__BLOCK_PARAGRAPH, node);
        if (r->status == KBG_OK)
            r->d->blocks[r->d->block_count - 1].level = (uint8_t)cmark_node_get_heading_level(node);
        r->block_styles = headings == strong ? KBG__STYLE_STRONG : 0;
        break;
    case CMARK_NODE_BLOCK_QUOTE:
    case CMARK_NODE_LIST:
    case CMARK_NODE_ITEM:
        if (!entering)
            leave_container(r, node);
        else
            enter_container(r, cmark_node_get_type(node) == CMARK_NODE_LIST          ? KBG__CONTAINER_LIST
                               : cmark_node_get_type(node) == CMARK_NODE_BLOCK_QUOTE ? KBG__CONTAINER_QUOTE
                                                                                     : KBG__CONTAINER_ITEM,
                            node);
        break;
    case CMARK_NODE_CODE_BLOCK:
    case CMARK_NODE_HTML_BLOCK:
        read_literal_block(r, node);
        break;
    case CMARK_NODE_THEMATIC_BREAK:
        begin_block(r, KBG__BLOCK_RULE, node);
        end_block(r, node);
        break;
    default:
        kbg__inline_visit(r, node, entering);
        break;
    }
    return false;
}

static void read_tree(kbg__reading *r, cmark_node *root)
{
    cmark_iter *iterator = cmark_iter_new(root);
    while (r->status == KBG_OK) {
        cmark_event_type event = cmark_iter_next(iterator);
        if (event == CMARK_EVENT_DONE)
            break;
        cmark_node *node = cmark_iter_get_node(iterator);
        if (visit(r, node, event == CMARK_EVENT_ENTER)) {
            /* On with what comes behind it. */
            cmark_iter_reset(iterator, node, CMARK_EVENT_EXIT);
        }
    }
}

/* Nothing that cmark makes is given back by itself: all of it is in the arena. */
static void parse(void *data)
{
    cmark_mem arena = { kbg__arena_calloc, kbg__arena_realloc, kbg__arena_release };
    kbg__reading *r = data;
    const kbg__buffer *source = &r->variables->marked;
    cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, &arena);
    cmark_parser_feed(parser, source->data, source->len);
    read_tree(r, cmark_parser_finish(parser));
}

/* Reads a body as CommonMark. */
static void read_marked(kbg__reading *r, uint64_t deepest, kbg__problem *problem)
{
    const kbg__buffer *source = &r->variables->marked;
    uint64_t depth = kbg__nesting(source->data, source->len);
    if (depth > deepest)
        r->status = kbg__problem_set(problem, KBG_ERR_LIMIT,
                                     "quotes and lists of the body stand %" PRIu64
                                     " deep in each other, the limit is %" PRIu64,
                                     depth, deepest);
    else if (kbg__arena_run(&r->d->arena, parse, r) != KBG_OK)
        r->status = KBG_ERR_NOMEM;
}

kbg_status kbg__document_read(kbg__document *document, const kbg__variables *variables, const kbg_profile *profile,
                              size_t most, uint64_t deepest, kbg__problem *problem)
{
    const kbg__buffer *source = &variables->marked;
    kbg__reading r = { .d = document, .variables = variables, .profile = profile, .most = most + (most < SIZE_MAX), .line_number = 1 };
    kbg__buffer_clear(&document->text);
    kbg__buffer_clear(&document->urls);
    kbg__buffer_clear(&document->columns);
    kbg__buffer_add_byte(&document->urls, '\0'); /* so that an empty address has an address */
    document->run_count = document->block_count = document->container_count = document->link_count = 0;
    document->warnings = 0;
    document->cell = 0;
    document->no_headings = false;
    if (document->urls.failed)
        return KBG_ERR_NOMEM;
    if (kbg__paragraphs_only(source->data, source->len))
        kbg__paragraphs_read(&r);
    else
        read_marked(&r, deepest, problem);
    if (r.status == KBG_OK && (document->text.failed || document->urls.failed || document->columns.failed))
        r.status = KBG_ERR_NOMEM;
    return r.status;
}

const char *kbg__cmark_version(void)
{
    return cmark_version_string();
}
