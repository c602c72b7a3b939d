/* SPDX-License-Identifier: MIT */
#include "io/document.h"

#include "base/arena.h"
#include "base/text.h"

#include <cmark.h>

void kbg__markdown_document_init(kbg__markdown_document *document, const kbg_allocator *memory)
{
    *document = (kbg__markdown_document){ 0 };
    kbg__buffer_init(&document->text, memory);
    kbg__buffer_init(&document->titles, memory);
}

void kbg__markdown_document_free(kbg__markdown_document *document)
{
    const kbg_allocator *memory = document->text.memory;
    kbg__free(memory, document->lines);
    kbg__free(memory, document->blocks);
    kbg__buffer_free(&document->text);
    kbg__buffer_free(&document->titles);
}

kbg_text kbg__markdown_document_line(const kbg__markdown_document *document, size_t line)
{
    size_t start = document->lines[line].start, end = document->lines[line + 1].start;
    const char *text = document->text.data;
    while (end > start && (text[end - 1] == '\n' || text[end - 1] == '\r'))
        end--;
    return end > start ? (kbg_text){ text + start, end - start } : (kbg_text){ "", 0 };
}

static bool is_blank(const kbg__markdown_document *document, size_t line)
{
    return kbg__text_trimmed(kbg__markdown_document_line(document, line)).len == 0;
}

kbg_text kbg__markdown_document_lines(const kbg__markdown_document *document, size_t *first, size_t *end)
{
    while (*first < *end && is_blank(document, *first))
        ++*first;
    while (*end > *first && is_blank(document, *end - 1))
        --*end;
    if (*first >= *end)
        return (kbg_text){ "", 0 };
    kbg_text last = kbg__markdown_document_line(document, *end - 1);
    size_t start = document->lines[*first].start;
    return (kbg_text){ document->text.data + start, (size_t)(last.data + last.len - document->text.data) - start };
}

kbg_text kbg__markdown_document_title(const kbg__markdown_document *document, const kbg__markdown_block *block)
{
    if (block->title_len == 0)
        return (kbg_text){ "", 0 };
    return (kbg_text){ document->titles.data + block->title, block->title_len };
}

static kbg_status add_line(kbg__markdown_document *d, const kbg__place *place)
{
    kbg_status status = kbg__grow(d->text.memory, (void **)&d->lines, &d->line_capacity, d->line_count + 1,
                                  sizeof(*d->lines));
    if (status == KBG_OK)
        d->lines[d->line_count++] = (kbg__markdown_line){ d->text.len, *place };
    return status;
}

/* Takes the text of the input and finds its lines. */
static kbg_status read_text(kbg__markdown_document *d, kbg__decoder *decoder, size_t most, kbg__problem *problem)
{
    uint64_t line = 0;
    for (;;) {
        uint32_t c;
        kbg_status status = kbg__decoder_next(decoder, &c, problem);
        if (status != KBG_OK)
            return status;
        if (decoder->place.line != line || c == KBG__END_OF_INPUT)
            status = add_line(d, &decoder->place);
        line = decoder->place.line;
        if (status != KBG_OK)
            return status;
        if (c == KBG__END_OF_INPUT)
            break;
        kbg__problem_at(problem, &decoder->place);
        if (c == 0)
            return kbg__problem_set(problem, KBG_ERR_SYNTAX, "a NUL character");
        kbg__buffer_add_code_point(&d->text, c);
        if (d->text.len > most)
            return kbg__problem_set(problem, KBG_ERR_LIMIT, "the document is longer than the limit of %zu bytes", most);
    }
    d->line_count--; /* the last one only says where the text ends */
    return kbg__buffer_status(&d->text);
}

/* Whether a line is the underline of a heading. */
static bool is_underline(kbg_text line)
{
    line = kbg__text_trimmed(line);
    for (size_t i = 1; i < line.len; i++)
        if (line.data[i] != line.data[0])
            return false;
    return line.len && (line.data[0] == '=' || line.data[0] == '-');
}

/* Whether a line that is a heading, or begins one, is one by its #s. */
static bool has_signs(kbg_text line)
{
    size_t at = 0, signs = 0;
    while (at < line.len && line.data[at] == ' ')
        at++;
    while (at + signs < line.len && line.data[at + signs] == '#')
        signs++;
    bool alone = at + signs == line.len || line.data[at + signs] == ' ' || line.data[at + signs] == '\t';
    return signs >= 1 && signs <= 6 && alone;
}

/* The line behind a heading. cmark does not know where an underlined heading ends. */
static size_t line_behind(const kbg__markdown_document *d, size_t line)
{
    size_t end = line + 1;
    if (has_signs(kbg__markdown_document_line(d, line)))
        return end;
    while (end < d->line_count && !is_underline(kbg__markdown_document_line(d, end)))
        end++;
    return end < d->line_count ? end + 1 : end;
}

/* Keeps the text of a heading: of its inlines, without markup, on one line. */
static void keep_title(kbg__markdown_document *d, kbg__markdown_block *block, cmark_node *heading)
{
    cmark_iter *iter = cmark_iter_new(heading);
    cmark_event_type event;
    block->title = d->titles.len;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if (event != CMARK_EVENT_ENTER)
            continue;
        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
            kbg__buffer_add_cstr(&d->titles, cmark_node_get_literal(node));
        else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
            kbg__buffer_add_byte(&d->titles, ' ');
    }
    if (d->titles.failed || d->titles.len == block->title)
        return;
    kbg_text title = { d->titles.data + block->title, d->titles.len - block->title };
    title = kbg__text_trimmed(title);
    block->title = (size_t)(title.data - d->titles.data);
    block->title_len = title.len;
}

static kbg_status add_block(kbg__markdown_document *d, cmark_node *node)
{
    kbg_status status = kbg__grow(d->text.memory, (void **)&d->blocks, &d->block_capacity, d->block_count + 1,
                                  sizeof(*d->blocks));
    if (status != KBG_OK)
        return status;
    kbg__markdown_block *block = &d->blocks[d->block_count++];
    *block = (kbg__markdown_block){ .line = (size_t)cmark_node_get_start_line(node) - 1 };
    block->is_paragraph = cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH;
    if (cmark_node_get_type(node) == CMARK_NODE_HEADING) {
        block->level = cmark_node_get_heading_level(node);
        block->body = line_behind(d, block->line);
        keep_title(d, block, node);
    }
    return kbg__buffer_status(&d->titles);
}

typedef struct finding {
    kbg__markdown_document *d;
    kbg_status status;
} finding;

/* All that cmark makes is in the arena of the run. */
static void find_blocks(void *data)
{
    finding *f = data;
    const kbg__buffer *text = &f->d->text;
    cmark_mem arena = { kbg__arena_calloc, kbg__arena_realloc, kbg__arena_release };
    cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, &arena);
    cmark_parser_feed(parser, text->len ? text->data : "", text->len);
    cmark_node *node = cmark_node_first_child(cmark_parser_finish(parser));
    for (; node && f->status == KBG_OK; node = cmark_node_next(node)) {
        if (cmark_node_get_type(node) != CMARK_NODE_LIST) {
            f->status = add_block(f->d, node);
            continue;
        }
        cmark_node *item = cmark_node_first_child(node);
        for (; item && f->status == KBG_OK; item = cmark_node_next(item))
            f->status = add_block(f->d, item);
    }
}

kbg_status kbg__markdown_document_read(kbg__markdown_document *document, kbg__decoder *decoder, size_t most,
                                       kbg__problem *problem)
{
    kbg_status status = read_text(document, decoder, most, problem);
    if (status != KBG_OK)
        return status;
    kbg__arena arena;
    finding f = { document, KBG_OK };
    kbg__arena_init(&arena, document->text.memory);
    status = kbg__arena_run(&arena, find_blocks, &f);
    kbg__arena_free(&arena);
    return status == KBG_OK ? f.status : status;
}
