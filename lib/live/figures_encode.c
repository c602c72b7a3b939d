/* SPDX-License-Identifier: MIT */
#include "live/figures_saved.h"

#include <string.h>

static void put_fixed(kbg__buffer *out, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        kbg__buffer_add_byte(out, (char)(value >> (8 * i) & 0xFF));
}

/* LEB128: seven bits a byte, the least significant first. */
static void put(kbg__buffer *out, uint64_t value)
{
    while (value >= 0x80) {
        kbg__buffer_add_byte(out, (char)(0x80 | (value & 0x7F)));
        value >>= 7;
    }
    kbg__buffer_add_byte(out, (char)value);
}

static void put_options(kbg__buffer *out, const kbg_figures_options *options)
{
    uint64_t bits;
    _Static_assert(sizeof(bits) == sizeof(options->unanswered_below), "double is not 64 bits");
    memcpy(&bits, &options->unanswered_below, sizeof(bits));
    put_fixed(out, options->flags, 4);
    put_fixed(out, options->period_minutes, 4);
    put_fixed(out, (uint32_t)options->utc_offset_minutes, 4);
    put_fixed(out, options->max_periods, 4);
    put_fixed(out, options->max_items, 4);
    put_fixed(out, options->max_categories, 4);
    put_fixed(out, options->max_agents, 4);
    put_fixed(out, options->max_messages, 4);
    put_fixed(out, options->max_message_bytes, 4);
    put_fixed(out, bits, 8);
    put_fixed(out, options->seed, 8);
}

static void put_cell(kbg__buffer *out, const kbg__figure *cell)
{
    uint32_t before = 0;
    put(out, cell->len);
    kbg__buffer_add(out, cell->text, cell->len);
    put(out, cell->counts.count);
    for (size_t i = 0; i < cell->counts.count; i++) {
        put(out, cell->counts.list[i].slot - before);
        put(out, cell->counts.list[i].value);
        before = cell->counts.list[i].slot;
    }
}

uint64_t kbg__figures_checksum(const char *data, size_t len)
{
    uint64_t sum = UINT64_C(0xCBF29CE484222325);
    for (size_t i = 0; i < len; i++)
        sum = (sum ^ (unsigned char)data[i]) * UINT64_C(0x100000001B3);
    return sum;
}

kbg_status kbg__figures_encode(kbg_figures *figures, kbg__buffer *out)
{
    kbg__figures_content content;
    size_t start = out->len;
    kbg_status status = kbg__figures_take(figures, 0, 0, &content);
    if (status != KBG_OK)
        return status;
    kbg__buffer_add_cstr(out, "KBGF");
    put_fixed(out, KBG__FIGURES_VERSION, 4);
    put_options(out, &figures->options);
    put(out, content.older);
    put(out, content.count);
    for (size_t i = 0; i < content.count; i++) {
        put_fixed(out, (uint64_t)content.periods[i]->number, 8);
        for (int kind = 0; kind < KBG__FIGURES_KINDS; kind++) {
            const kbg__figures_table *table = &content.periods[i]->tables[kind];
            put(out, table->count);
            for (const kbg__figure *cell = NULL; (cell = kbg__figures_table_next(table, cell)) != NULL;)
                put_cell(out, cell);
        }
    }
    kbg__figures_content_free(&content);
    if (!out->failed)
        put_fixed(out, kbg__figures_checksum(out->data + start, out->len - start), 8);
    return kbg__buffer_status(out);
}
