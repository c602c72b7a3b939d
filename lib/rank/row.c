/* SPDX-License-Identifier: MIT */
#include "rank/row.h"

#include "base/interner.h"
#include "text/sound.h"

#include <string.h>

void kbg__unit_row_clear(kbg__unit_row *row)
{
    row->count = 0;
    row->whole = row->pairs = 0;
}

void kbg__unit_row_add(kbg__unit_row *row, kbg__message_unit unit)
{
    if (row->count == KBG__UNITS_COMPARED)
        return;
    unit.touches = unit.touches && row->count > 0;
    row->whole += unit.mass;
    if (unit.touches)
        row->pairs += unit.mass + row->units[row->count - 1].mass;
    row->units[row->count++] = unit;
}

static void add_place(kbg__row_table *table, uint32_t key, size_t place)
{
    uint8_t *first = &table->first[key % KBG__ROW_HASHES];
    uint32_t look = *first;
    while (look && table->entries[look - 1].key != key)
        look = table->entries[look - 1].next;
    if (!look) {
        table->entries[table->count++] = (kbg__row_entry){ .key = key, .next = *first };
        look = *first = (uint8_t)table->count;
    }
    kbg__places_add(&table->entries[look - 1].places, place);
}

static void clear_table(kbg__row_table *table)
{
    table->count = 0;
    memset(table->first, 0, sizeof(table->first));
}

void kbg__unit_row_index(kbg__unit_row *row)
{
    row->touching = row->gaps = (kbg__places){ 0, 0 };
    clear_table(&row->terms);
    clear_table(&row->sounds);
    for (size_t i = 0; i < row->count; i++) {
        const kbg__message_unit *unit = &row->units[i];
        if (unit->touches)
            kbg__places_add(&row->touching, i);
        if (unit->touches && unit->is_strange && unit[-1].is_doubtful)
            kbg__places_add(&row->gaps, i);
        if (unit->term != KBG__NOT_INTERNED)
            add_place(&row->terms, unit->term, i);
        if (unit->is_doubtful && unit->sound != KBG__NO_SOUND)
            add_place(&row->sounds, unit->sound, i);
    }
}
