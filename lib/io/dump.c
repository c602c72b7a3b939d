/* SPDX-License-Identifier: MIT */
#include "io/dump.h"

#include "io/json_write.h"
#include "io/markdown_write.h"
#include "io/table_write.h"

static kbg_status dump_lines(const kbg__dump *dump, const kbg__item_store *store)
{
    kbg__buffer line;
    kbg__buffer_init(&line, dump->memory);
    kbg_status status = KBG_OK;
    for (size_t i = 0; i < store->count && status == KBG_OK; i++) {
        kbg__buffer_clear(&line);
        status = kbg__json_write_item(&line, store->items[i]);
        if (status == KBG_OK)
            status = kbg__dump_text(dump, &line);
    }
    kbg__buffer_free(&line);
    return status;
}

static kbg_status dump_items(const kbg__dump *dump, const kbg__item_store *store, kbg__problem *problem)
{
    switch (dump->format) {
    case KBG_FORMAT_JSONL:
        return dump_lines(dump, store);
    case KBG_FORMAT_CSV:
    case KBG_FORMAT_TSV:
        return kbg__table_dump(dump, store, problem);
    case KBG_FORMAT_MARKDOWN:
        return kbg__markdown_dump(dump, store);
    }
    return KBG_ERR_OPTIONS;
}

kbg_status kbg__dump_items(const kbg__dump *dump, const kbg__item_store *store, kbg__problem *problem)
{
    kbg__dump own = *dump;
    kbg__encoder encoder;
    kbg__encoder_init(&encoder, dump->memory, (kbg_charset)dump->options->charset,
                      (kbg_line_ends)dump->options->line_ends);
    own.encoder = &encoder;
    kbg_status status = dump_items(&own, store, problem);
    kbg__encoder_free(&encoder);
    return status;
}
