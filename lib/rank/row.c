/* SPDX-License-Identifier: MIT */
#include "rank/row.h"

#include <string.h>

void kbg__term_numbers_clear(kbg__term_numbers *numbers)
{
    numbers->count = 0;
    memset(numbers->first, 0, sizeof(numbers->first));
}

uint32_t kbg__term_numbers_add(kbg__term_numbers *numbers, uint32_t term)
{
    uint16_t *first = &numbers->first[term % KBG__NUMBER_HASHES];
    uint32_t number = kbg__term_numbers_find(numbers, term);
    if (number)
        return number;
    number = ++numbers->count;
    numbers->of[number] = (kbg__numbered_term){ term, *first };
    *first = (uint16_t)number;
    return number;
}

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

void kbg__unit_row_index(kbg__unit_row *row, size_t numbers, size_t sounds)
{
    row->touching = row->gaps = (kbg__places){ 0, 0 };
    memset(row->terms, 0, (numbers + 1) * sizeof(row->terms[0]));
    memset(row->sounds, 0, (sounds + 1) * sizeof(row->sounds[0]));
    for (size_t i = 0; i < row->count; i++) {
        const kbg__message_unit *unit = &row->units[i];
        if (unit->touches)
            kbg__places_add(&row->touching, i);
        if (unit->touches && unit->is_strange && unit[-1].is_doubtful)
            kbg__places_add(&row->gaps, i);
        if (unit->number)
            kbg__places_add(&row->terms[unit->number], i);
        if (unit->sound_number)
            kbg__places_add(&row->sounds[unit->sound_number], i);
    }
}
