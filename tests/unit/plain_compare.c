/* SPDX-License-Identifier: MIT */
#include "plain_compare.h"

#include "text/sound.h"

/* A question on its way through the comparison. */
typedef struct question {
    const kbg__message *message;
    const kbg__unit_row *row; /* of the message, with a synonym here and there */
    const uint32_t *units;
    size_t count;
} question;

/* Whether unit i of the message and unit j of the question are the same (2), sound the same (1), or neither (0); 0 also
 * if there is none. */
static int alike(const question *q, size_t i, size_t j)
{
    if (i >= q->row->count || j >= q->count)
        return 0;
    const kbg__message_unit *unit = &q->row->units[i];
    uint32_t term = q->units[j] & ~KBG__UNIT_TOUCHES;
    if (unit->term == term)
        return 2;
    return unit->is_doubtful && unit->sound != KBG__NO_SOUND && unit->sound == q->message->index->unit_sound[term];
}

static bool touch(const question *q, size_t i, size_t j)
{
    return i < q->row->count && j < q->count && q->row->units[i].touches && (q->units[j] & KBG__UNIT_TOUCHES);
}

/* How much unit i of the message and unit j of the question have in common, 0 to 1. */
static double common(const question *q, size_t i, size_t j)
{
    int here = alike(q, i, j);
    if (here != 1)
        return here == 2 ? q->row->units[i].share : 0;
    bool left = touch(q, i, j) && alike(q, i - 1, j - 1), right = touch(q, i + 1, j + 1) && alike(q, i + 1, j + 1);
    return left || right ? q->message->sound_share : 0;
}

/* Whether the message seems to lack one unit between i - 1 and i, which the question has: 退货 in the question 退换货. */
static bool has_gap(const question *q, size_t i, size_t j)
{
    const kbg__message_unit *unit = &q->row->units[i];
    return i > 0 && j > 1 && unit->touches && unit->is_strange && unit[-1].is_doubtful &&
           (q->units[j] & KBG__UNIT_TOUCHES) && (q->units[j - 1] & KBG__UNIT_TOUCHES) && alike(q, i - 1, j - 2) == 2;
}

/* Whether unit j of the question is one that the message seems to lack. */
static bool is_lost(const question *q, size_t j)
{
    for (size_t i = 1; i < q->row->count && j + 1 < q->count; i++)
        if (alike(q, i, j + 1) == 2 && has_gap(q, i, j + 1))
            return true;
    return false;
}

/* Sums over one question while it is compared. `lost` is what the message is taken to have of the units that it lacks. */
typedef struct sums {
    double whole, common, lost, squares, common_squares, pairs, common_pairs, rare_extra;
} sums;

/* Takes unit j of the question: which unit of the message is it, and is it so with the one before. `used` says how much
 * of each unit of the message is taken, `longest` is the row of the longest common subsequence, by mass. */
static void take_unit(const question *q, size_t j, double used[], bool covered[], double longest[], sums *s)
{
    const kbg__message *m = q->message;
    const kbg__unit_row *row = q->row;
    double mass = kbg__mass_of(&m->masses, q->units[j] & ~KBG__UNIT_TOUCHES), found = 0, pair_found = 0, diagonal = 0;
    double mass_before = j > 0 ? kbg__mass_of(&m->masses, q->units[j - 1] & ~KBG__UNIT_TOUCHES) : 0;
    size_t place = 0;
    for (size_t i = 0; i < row->count; i++) {
        double above = longest[i + 1], part = common(q, i, j);
        if (part > 0) {
            covered[i] = true;
            if (used[i] == 0 && part > found) {
                found = part;
                place = i;
            }
            if (i > 0 && touch(q, i, j)) {
                double before = common(q, i - 1, j - 1), pair = before < part ? before : part;
                pair_found = pair > pair_found ? pair : pair_found;
            }
            if (part == 1 && has_gap(q, i, j) && pair_found < m->sound_share)
                pair_found = m->sound_share;
            if (diagonal + part * mass > longest[i + 1])
                longest[i + 1] = diagonal + part * mass;
        }
        if (longest[i] > longest[i + 1])
            longest[i + 1] = longest[i];
        diagonal = above;
    }
    if (found > 0) {
        used[place] = found;
        s->common += found * mass;
    } else if (is_lost(q, j)) {
        found = m->sound_share;
        s->lost += found * mass;
    }
    s->whole += mass;
    s->squares += mass * mass;
    s->pairs += q->units[j] & KBG__UNIT_TOUCHES ? mass + mass_before : 0;
    s->common_pairs += pair_found * (mass + mass_before);
    s->common_squares += found * mass * mass;
    if ((1 - found) * mass > s->rare_extra)
        s->rare_extra = (1 - found) * mass;
}

/* The mass of the pairs of the message that stand in the question. */
static double pairs_in(const question *q)
{
    const kbg__unit_row *row = q->row;
    double sum = 0;
    for (size_t i = 1; i < row->count; i++) {
        double best = 0;
        for (size_t j = 1; j < q->count && best < 1; j++) {
            int here = alike(q, i, j);
            if (here == 2 && best < q->message->sound_share && has_gap(q, i, j))
                best = q->message->sound_share;
            if (here == 0 || !touch(q, i, j))
                continue;
            double left = common(q, i - 1, j - 1), right = common(q, i, j), pair = left < right ? left : right;
            best = pair > best ? pair : best;
        }
        sum += best * (row->units[i].mass + row->units[i - 1].mass);
    }
    return sum;
}

/* A share, 0 to 1: what is in common can weigh more in the question than in the message (small talk, homophones). */
static double ratio(double part, double whole)
{
    return whole > 0 ? (part < whole ? part / whole : 1) : 0;
}

/* Whether the question has these units in a row, each but the first with KBG__UNIT_TOUCHES or without as here. */
static bool has_row(const question *q, const uint32_t *units, size_t count)
{
    for (size_t j = 0; j + count <= q->count; j++) {
        size_t n = 0;
        while (n < count && (n == 0 ? q->units[j] & ~KBG__UNIT_TOUCHES : q->units[j + n]) == units[n])
            n++;
        if (n == count)
            return true;
    }
    return false;
}

static bool has_own(const question *q, const kbg__message_synonym *s)
{
    uint32_t own[KBG__UNITS_COMPARED];
    const kbg__message_unit *units = q->message->row.units;
    for (uint32_t i = s->first; i < s->end; i++)
        own[i - s->first] = units[i].term | (i > s->first && units[i].touches ? KBG__UNIT_TOUCHES : 0);
    return has_row(q, own, s->end - s->first);
}

static void add_unit(kbg__unit_row *row, kbg__message_unit unit)
{
    if (row->count == KBG__UNITS_COMPARED)
        return;
    unit.touches = unit.touches && row->count > 0;
    row->whole += unit.mass;
    if (unit.touches)
        row->pairs += unit.mass + row->units[row->count - 1].mass;
    row->units[row->count++] = unit;
}

/* The units of the message that a unit of a row stands for. */
typedef struct origin {
    uint32_t first, end;
} origin;

static void add_from(kbg__unit_row *row, origin origins[KBG__UNITS_COMPARED], kbg__message_unit unit, uint32_t first,
                     uint32_t end)
{
    if (row->count < KBG__UNITS_COMPARED)
        origins[row->count] = (origin){ first, end };
    add_unit(row, unit);
}

static void add_synonym(const kbg__message *m, const kbg__message_synonym *s, kbg__unit_row *row,
                        origin origins[KBG__UNITS_COMPARED])
{
    for (uint32_t i = 0; i < s->count; i++) {
        kbg__message_unit unit = m->row.units[s->first];
        unit.term = s->units[i] & ~KBG__UNIT_TOUCHES;
        unit.mass = kbg__mass_of(&m->masses, unit.term);
        unit.share = s->share;
        unit.is_run = s->runs >> i & 1;
        unit.touches = i > 0 ? (s->units[i] & KBG__UNIT_TOUCHES) != 0 : unit.touches;
        unit.is_doubtful = unit.is_strange = false;
        add_from(row, origins, unit, s->first, s->end);
    }
}

static bool is_here(const kbg__message *m, const kbg__message_synonym *s)
{
    for (size_t i = 0; i < m->here_count; i++)
        if (s == &m->synonyms[m->here[i]])
            return true;
    return false;
}

/* Reads the message with the synonyms that the question has in place of words that it lacks. False if it has none. */
static bool read_synonyms(const question *q, kbg__unit_row *row, origin origins[KBG__UNITS_COMPARED])
{
    const kbg__message *m = q->message;
    const kbg__message_synonym *end = m->synonyms + m->synonym_count;
    uint32_t at = 0;
    bool any = false;
    row->count = 0;
    row->whole = row->pairs = 0;
    for (const kbg__message_synonym *s = m->synonyms, *next; s < end; s = next) {
        const kbg__message_synonym *taken = NULL;
        bool own = has_own(q, s);
        for (next = s; next < end && next->first == s->first; next++)
            if (!own && !taken && is_here(m, next) && has_row(q, next->units, next->count))
                taken = next;
        if (!taken)
            continue;
        any = true;
        for (; at < taken->first; at++)
            add_from(row, origins, m->row.units[at], at, at + 1);
        add_synonym(m, taken, row, origins);
        at = taken->end;
    }
    for (; any && at < m->row.count; at++)
        add_from(row, origins, m->row.units[at], at, at + 1);
    return any;
}

void plain_compare(const kbg__message *m, uint32_t face, bool covered[KBG__UNITS_COMPARED], kbg__comparison *c)
{
    const kbg__index *index = m->index;
    size_t count = kbg__face_units(index, face) < KBG__UNITS_COMPARED ? kbg__face_units(index, face) : KBG__UNITS_COMPARED;
    const uint16_t *from = kbg__index_forward(index, face);
    uint32_t units[KBG__UNITS_COMPARED];
    for (size_t i = 0; i < count; i++)
        from = kbg__forward_unit(from, &units[i]);
    question q = { m, &m->row, units, count };
    kbg__unit_row read;
    origin origins[KBG__UNITS_COMPARED];
    bool here[KBG__UNITS_COMPARED] = { false };
    if (m->synonym_count && read_synonyms(&q, &read, origins))
        q.row = &read;
    const kbg__unit_row *row = q.row;
    double used[KBG__UNITS_COMPARED] = { 0 }, longest[KBG__UNITS_COMPARED + 1] = { 0 };
    double runs_missing = 0, rare_missing = 0;
    sums s = { 0 };
    for (size_t j = 0; j < q.count; j++)
        take_unit(&q, j, used, row == &read ? here : covered, longest, &s);
    for (size_t i = 0; i < row->count; i++) {
        double missing = (1 - used[i]) * row->units[i].mass;
        runs_missing += row->units[i].is_run ? missing : 0;
        rare_missing = missing > rare_missing ? missing : rare_missing;
    }
    for (size_t i = 0; i < row->count && row == &read; i++)
        for (uint32_t n = origins[i].first; here[i] && n < origins[i].end; n++)
            covered[n] = true;
    double message_pairs = pairs_in(&q);
    c->covered = ratio(s.common, row->whole);
    c->covers = ratio(s.common + s.lost, s.whole);
    c->covers_rare = ratio(s.common_squares, s.squares);
    c->pairs = ratio(message_pairs, row->pairs);
    c->order = ratio(longest[row->count], s.common);
    c->likeness = ratio(2 * (s.common + s.lost), row->whole + s.lost + s.whole) +
                  ratio(message_pairs + s.common_pairs, row->pairs + s.pairs);
    c->runs_missing = ratio(runs_missing, row->whole);
    c->rare_missing = ratio(rare_missing, m->masses.unknown);
    c->rare_extra = ratio(s.rare_extra, m->masses.unknown);
}
