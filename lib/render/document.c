/* SPDX-License-Identifier: MIT */
#include "render/document.h"

#include "base/utf8.h"

#include <string.h>

void kbg__document_init(kbg__document *document, const kbg_allocator *memory)
{
    *document = (kbg__document){ .memory = memory };
    kbg__buffer_init(&document->text, memory);
    kbg__buffer_init(&document->urls, memory);
    kbg__buffer_init(&document->revised, memory);
    kbg__buffer_init(&document->lost, memory);
    kbg__buffer_init(&document->columns, memory);
    kbg__arena_init(&document->arena, memory);
}

void kbg__document_free(kbg__document *document)
{
    kbg__buffer_free(&document->text);
    kbg__buffer_free(&document->urls);
    kbg__buffer_free(&document->revised);
    kbg__buffer_free(&document->lost);
    kbg__buffer_free(&document->columns);
    kbg__arena_free(&document->arena);
    kbg__free(document->memory, document->runs);
    kbg__free(document->memory, document->spare);
    kbg__free(document->memory, document->blocks);
    kbg__free(document->memory, document->containers);
    kbg__free(document->memory, document->links);
    kbg__document_init(document, document->memory);
}

size_t kbg__document_bytes(const kbg__document *d)
{
    return d->text.capacity + d->urls.capacity + d->revised.capacity + d->lost.capacity + d->columns.capacity +
           (d->run_capacity + d->spare_capacity) * sizeof(*d->runs) + d->block_capacity * sizeof(*d->blocks) +
           d->container_capacity * sizeof(*d->containers) + d->link_capacity * sizeof(*d->links);
}

kbg_status kbg__document_add_block(kbg__document *document, kbg__block_kind kind, uint32_t container, bool blank_before)
{
    if (kbg__grow(document->memory, (void **)&document->blocks, &document->block_capacity, document->block_count + 1,
                  sizeof(*document->blocks)))
        return KBG_ERR_NOMEM;
    document->blocks[document->block_count++] = (kbg__block){ .kind = (uint8_t)kind,
                                                              .container = container,
                                                              .blank_before = blank_before,
                                                              .start = document->text.len,
                                                              .end = document->text.len,
                                                              .run = document->run_count,
                                                              .run_end = document->run_count };
    return KBG_OK;
}

void kbg__document_end_block(kbg__document *document)
{
    kbg__block *block = &document->blocks[document->block_count - 1];
    block->end = document->text.len;
    block->run_end = document->run_count;
    kbg__buffer_add_byte(&document->text, '\n');
}

kbg_status kbg__document_add_run(kbg__document *document, size_t start, kbg__run_kind kind, uint8_t styles,
                                 uint32_t link)
{
    kbg__run *last = document->run_count ? &document->runs[document->run_count - 1] : NULL;
    size_t end = document->text.len;
    if (start == end)
        return KBG_OK;
    bool same = last && last->end == start && last->kind == (uint8_t)kind && last->styles == styles &&
                last->link == link && kind == KBG__RUN_TEXT && !(styles & (KBG__STYLE_ATOM | KBG__STYLE_FACE)) &&
                document->block_count && document->blocks[document->block_count - 1].run < document->run_count;
    if (same) {
        last->end = end;
        return KBG_OK;
    }
    if (kbg__grow(document->memory, (void **)&document->runs, &document->run_capacity, document->run_count + 1,
                  sizeof(*document->runs)))
        return KBG_ERR_NOMEM;
    document->runs[document->run_count++] =
        (kbg__run){ .start = start, .end = end, .link = link, .kind = (uint8_t)kind, .styles = styles, .cell = document->cell };
    return KBG_OK;
}

uint32_t kbg__document_add_link(kbg__document *document, const char *url, size_t len, bool bare)
{
    if (kbg__grow(document->memory, (void **)&document->links, &document->link_capacity, document->link_count + 1,
                  sizeof(*document->links)))
        return 0;
    document->links[document->link_count++] = (kbg__link){ document->urls.len, len, bare };
    kbg__buffer_add(&document->urls, url, len);
    return (uint32_t)document->link_count;
}

size_t kbg__document_block_at(const kbg__document *document, size_t at)
{
    size_t low = 0, high = document->block_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (document->blocks[middle].end < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
