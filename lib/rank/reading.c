/* SPDX-License-Identifier: MIT */
#include "rank/reading.h"

typedef struct question {
    const uint32_t *units;
    size_t count;
    const kbg__shared_unit *shared;
    size_t shared_count;
} question;

static bool is_own(const kbg__message *m, const kbg__message_synonym *s, const uint32_t *units)
{
    for (uint32_t i = s->first + 1; i < s->end; i++) {
        const kbg__message_unit *unit = &m->row.units[i];
        if (units[i - s->first] != (unit->term | (unit->touches ? KBG__UNIT_TOUCHES : 0)))
            return false;
    }
    return true;
}

/* Whether the question has the units of the message that a synonym stands for in a row. */
static bool has_own(const question *q, const kbg__message *m, const kbg__message_synonym *s)
{
    uint32_t first = m->row.units[s->first].number, count = s->end - s->first;
    for (size_t k = 0; k < q->shared_count && first; k++)
        if (q->shared[k].number == first && q->shared[k].at + count <= q->count &&
            is_own(m, s, q->units + q->shared[k].at))
            return true;
    return false;
}

/* Whether it has the synonym. */
static bool has_synonym(const question *q, const kbg__message_synonym *s)
{
    for (size_t k = 0; k < q->shared_count; k++) {
        const uint32_t *units = q->units + q->shared[k].at;
        uint32_t n = 1;
        if (q->shared[k].number != s->numbers[0] || q->shared[k].at + s->count > q->count)
            continue;
        while (n < s->count && units[n] == s->units[n])
            n++;
        if (n == s->count)
            return true;
    }
    return false;
}

/* Chooses synonyms: bit n is set for kbg__message.synonyms[n]. At one place it is the heaviest that the question has,
 * and none if it has the word itself. */
static uint64_t choose(const question *q, const kbg__message *m)
{
    uint64_t chosen = 0, numbers = 0;
    uint32_t done = KBG__MESSAGE_SYNONYMS;
    for (size_t k = 0; k < q->shared_count; k++)
        numbers |= kbg__number_bit(q->shared[k].number);
    for (size_t i = 0; i < m->here_count; i++) {
        const kbg__message_synonym *s = &m->synonyms[m->here[i]];
        if ((s->number_bits & ~numbers) || s->heaviest == done || !has_synonym(q, s))
            continue;
        done = s->heaviest;
        if (!has_own(q, m, &m->synonyms[done]))
            chosen |= UINT64_C(1) << m->here[i];
    }
    return chosen;
}

static void add_from(kbg__message_reading *r, kbg__message_unit unit, uint32_t first, uint32_t end)
{
    if (r->row.count < KBG__UNITS_COMPARED)
        r->origins[r->row.count] = (kbg__origin){ (uint8_t)first, (uint8_t)end };
    kbg__unit_row_add(&r->row, unit);
}

static void add_synonym(kbg__message_reading *r, const kbg__message *m, const kbg__message_synonym *s)
{
    for (uint32_t i = 0; i < s->count; i++) {
        kbg__message_unit unit = m->row.units[s->first];
        unit.term = s->units[i] & ~KBG__UNIT_TOUCHES;
        unit.number = s->numbers[i];
        unit.mass = kbg__mass_of(&m->masses, unit.term);
        unit.share = s->share;
        unit.is_run = s->runs >> i & 1;
        unit.touches = i > 0 ? (s->units[i] & KBG__UNIT_TOUCHES) != 0 : unit.touches;
        unit.is_doubtful = unit.is_strange = false;
        unit.sound_number = 0;
        add_from(r, unit, s->first, s->end);
    }
}

static void make(kbg__message_reading *r, const kbg__message *m, uint64_t chosen)
{
    uint32_t at = 0;
    kbg__unit_row_clear(&r->row);
    for (size_t i = 0; i < m->synonym_count; i++) {
        const kbg__message_synonym *s = &m->synonyms[i];
        if (!(chosen >> i & 1))
            continue;
        for (; at < s->first; at++)
            add_from(r, m->row.units[at], at, at + 1);
        add_synonym(r, m, s);
        at = s->end;
    }
    for (; at < m->row.count; at++)
        add_from(r, m->row.units[at], at, at + 1);
    kbg__unit_row_index(&r->row, m->numbers.count, m->sound_count);
    r->chosen = chosen;
}

const kbg__message_reading *kbg__reading_of(const kbg__message *m, const uint32_t *units, size_t count,
                                    const kbg__shared_unit *shared, size_t shared_count)
{
    const question q = { units, count, shared, shared_count };
    kbg__readings *all = m->readings;
    uint64_t chosen = choose(&q, m);
    if (!chosen)
        return NULL;
    kbg__message_reading *oldest = &all->of[0];
    for (kbg__message_reading *r = all->of; r < all->of + KBG__READINGS; r++) {
        if (r->chosen == chosen) {
            r->used = ++all->clock;
            return r;
        }
        if (r->used < oldest->used)
            oldest = r;
    }
    make(oldest, m, chosen);
    oldest->used = ++all->clock;
    return oldest;
}

kbg__places kbg__reading_origins(const kbg__message_reading *r, kbg__places places)
{
    kbg__places origins = { 0, 0 };
    while (kbg__places_any(places)) {
        kbg__origin origin = r->origins[kbg__places_take(&places)];
        for (uint32_t i = origin.first; i < origin.end; i++)
            kbg__places_add(&origins, i);
    }
    return origins;
}
