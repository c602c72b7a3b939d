/* SPDX-License-Identifier: MIT */
#include "rank/reading.h"

/* A question, and a bit for each term that it has: that of its low bits. */
typedef struct question {
    const uint32_t *units;
    size_t count;
    uint64_t bits;
} question;

/* Whether the question has these units in a row, each but the first with KBG__UNIT_TOUCHES or without as here. */
static bool has_row(const question *q, uint64_t bits, const uint32_t *units, size_t count)
{
    if (bits & ~q->bits)
        return false;
    for (size_t j = 0; j + count <= q->count; j++) {
        size_t n = 0;
        while (n < count && (n == 0 ? q->units[j] & ~KBG__UNIT_TOUCHES : q->units[j + n]) == units[n])
            n++;
        if (n == count)
            return true;
    }
    return false;
}

static bool has_own(const question *q, const kbg__message *m, const kbg__message_synonym *s)
{
    uint32_t own[KBG__UNITS_COMPARED];
    uint64_t bits = 0;
    for (uint32_t i = s->first; i < s->end; i++) {
        const kbg__message_unit *unit = &m->row.units[i];
        if (unit->term == KBG__NOT_INTERNED)
            return false;
        own[i - s->first] = unit->term | (i > s->first && unit->touches ? KBG__UNIT_TOUCHES : 0);
        bits |= kbg__term_bit(unit->term);
    }
    return has_row(q, bits, own, s->end - s->first);
}

static void add_from(kbg__reading *r, kbg__message_unit unit, uint32_t first, uint32_t end)
{
    if (r->row.count < KBG__UNITS_COMPARED)
        r->origins[r->row.count] = (kbg__origin){ first, end };
    kbg__unit_row_add(&r->row, unit);
}

static void add_synonym(kbg__reading *r, const kbg__message *m, const kbg__message_synonym *s)
{
    for (uint32_t i = 0; i < s->count; i++) {
        kbg__message_unit unit = m->row.units[s->first];
        unit.term = s->units[i] & ~KBG__UNIT_TOUCHES;
        unit.mass = kbg__mass_of(&m->masses, unit.term);
        unit.share = s->share;
        unit.is_run = s->runs >> i & 1;
        unit.touches = i > 0 ? (s->units[i] & KBG__UNIT_TOUCHES) != 0 : unit.touches;
        unit.is_doubtful = unit.is_strange = false;
        add_from(r, unit, s->first, s->end);
    }
}

bool kbg__reading_make(kbg__reading *r, const kbg__message *m, const uint32_t *units, size_t count)
{
    const kbg__message_synonym *end = m->synonyms + m->synonym_count;
    question q = { units, count, 0 };
    uint32_t at = 0;
    bool any = false;
    for (size_t j = 0; j < count; j++)
        q.bits |= kbg__term_bit(units[j]);
    for (const kbg__message_synonym *s = m->synonyms, *next; s < end; s = next) {
        const kbg__message_synonym *taken = NULL;
        for (next = s; next < end && next->first == s->first; next++)
            if (!taken && next->is_here && has_row(&q, next->bits, next->units, next->count))
                taken = next;
        if (!taken || has_own(&q, m, s))
            continue;
        if (!any)
            kbg__unit_row_clear(&r->row);
        any = true;
        for (; at < taken->first; at++)
            add_from(r, m->row.units[at], at, at + 1);
        add_synonym(r, m, taken);
        at = taken->end;
    }
    if (!any)
        return false;
    for (; at < m->row.count; at++)
        add_from(r, m->row.units[at], at, at + 1);
    kbg__unit_row_index(&r->row);
    return true;
}

kbg__places kbg__reading_origins(const kbg__reading *r, kbg__places places)
{
    kbg__places origins = { 0, 0 };
    while (kbg__places_any(places)) {
        kbg__origin origin = r->origins[kbg__places_take(&places)];
        for (uint32_t i = origin.first; i < origin.end; i++)
            kbg__places_add(&origins, i);
    }
    return origins;
}
