/* SPDX-License-Identifier: MIT */
#include "rank/compare.h"

/* Takes the units of the question, sums up their masses, and finds those that it may share with the message. */
static void find_units(const kbg__message *m, const uint16_t *from, kbg__compared *c)
{
    const uint32_t stamp = m->masses.stamp, mark = m->masses.mark;
    const kbg__unit_mass *masses = m->masses.at->of;
    const size_t count = c->count;
    kbg__shared_unit *shared = c->shared;
    double before = 0, whole = 0, pairs = 0;
    for (size_t j = 0; j < count; j++) {
        uint32_t unit;
        from = kbg__forward_unit(from, &unit);
        c->units[j] = unit;
        const uint32_t term = unit & ~KBG__UNIT_TOUCHES;
        const kbg__unit_mass *known = &masses[term];
        const double mass = known->stamp == stamp ? known->mass : kbg__masses_find(&m->masses, term);
        whole += mass;
        if (unit & KBG__UNIT_TOUCHES)
            pairs += mass + before;
        before = c->masses[j] = mass;
        c->found[j] = 0;
        if (known->mark != mark)
            continue;
        shared->at = (uint16_t)j;
        shared->number = (uint16_t)kbg__term_numbers_find(&m->numbers, term);
        shared->sound_number = m->sound_numbers[m->index->unit_sound[term]];
        shared++;
    }
    c->shared_count = (size_t)(shared - c->shared);
    c->whole = whole;
    c->pairs = pairs;
}

/* A pair of two units that are the same counts as the lesser of them. */
static inline double pair_share(const kbg__unit_row *row, size_t place)
{
    double share = row->units[place].share, before = row->units[place - 1].share;
    return before < share ? before : share;
}

/* A pair in which a unit sounds the same, or which has lost a unit, counts as that, too. */
static inline double like_pair_share(const kbg__message *m, const kbg__unit_row *row, size_t place)
{
    double share = pair_share(row, place);
    return share < m->sound_share ? share : m->sound_share;
}

/* Pairs of the message: such as are the same in the question, and such as are not quite. */
typedef struct pairs {
    kbg__places same, like;
} pairs;

/* The most that one of these pairs counts. */
static inline double most_of(const kbg__message *m, const kbg__unit_row *row, pairs p)
{
    double most = 0;
    while (most < 1 && kbg__places_any(p.same)) {
        double share = pair_share(row, kbg__places_take(&p.same));
        most = share > most ? share : most;
    }
    while (most < m->sound_share && kbg__places_any(p.like)) {
        double share = like_pair_share(m, row, kbg__places_take(&p.like));
        most = share > most ? share : most;
    }
    return most;
}

/* Their mass. */
static inline double mass_of(const kbg__message *m, const kbg__unit_row *row, pairs p)
{
    kbg__places all = kbg__places_or(p.same, p.like);
    double sum = 0;
    while (kbg__places_any(all)) {
        size_t i = kbg__places_take(&all);
        double share = kbg__places_has(p.same, i) ? pair_share(row, i) : like_pair_share(m, row, i);
        sum += share * (row->units[i].mass + row->units[i - 1].mass);
    }
    return sum;
}

/* Which of these units of the message has most in common, the first of equal ones. `same` are not only like it. */
static inline double choose(const kbg__message *m, const kbg__unit_row *row, kbg__places free, kbg__places same,
                            kbg__places *chosen)
{
    double most = 0;
    while (most < 1 && kbg__places_any(free)) {
        const kbg__places first = kbg__places_first(free);
        kbg__places as_place = first;
        const bool is_same = kbg__places_any(kbg__places_and(first, same));
        const double share = is_same ? row->units[kbg__places_take(&as_place)].share : m->sound_share;
        free = kbg__places_without(free, first);
        if (share > most) {
            most = share;
            *chosen = first;
        }
    }
    return most;
}

/* A set of a row that is short as a rule: then the compiler knows that half of it is empty. */
static inline kbg__places seen(kbg__places places, bool is_long)
{
    return (kbg__places){ places.low, is_long ? places.high : 0 };
}

static inline kbg__places same_as(const kbg__unit_row *row, const kbg__shared_unit *s, bool is_long)
{
    return seen(row->terms[s->number], is_long);
}

static inline kbg__places sounding_as(const kbg__unit_row *row, const kbg__shared_unit *s, bool is_long)
{
    return seen(row->sounds[s->sound_number], is_long);
}

static inline bool touches(const kbg__compared *c, size_t j)
{
    return (c->units[j] & KBG__UNIT_TOUCHES) != 0;
}

/* Takes what the question shares with the message, unit by unit. is_long is constant in each call. */
KBG__INLINE void take_units(const kbg__message *m, kbg__compared *c, bool is_long)
{
    const kbg__unit_row *row = c->row;
    const kbg__shared_unit *end = c->shared + c->shared_count;
    const kbg__places none = { 0, 0 }, gaps = seen(row->gaps, is_long);
    kbg__places taken = none, covered = none;
    pairs all = { none, none };
    double common = 0, lost = 0, common_pairs = 0;
    for (kbg__shared_unit *s = c->shared; s < end; s++) {
        const size_t j = s->at;
        const kbg__places same = same_as(row, s, is_long);
        const kbg__places sounding = kbg__places_without(sounding_as(row, s, is_long), same);
        const bool is_next = s > c->shared && s[-1].at + (size_t)1 == j;
        kbg__places backed = none, place = none, counted = same;
        pairs found = { none, none };
        if (is_next && touches(c, j)) {
            const kbg__places touching = seen(row->touching, is_long), before = same_as(row, s - 1, is_long);
            const kbg__places like = kbg__places_or(before, sounding_as(row, s - 1, is_long));
            backed = kbg__places_and(touching, kbg__places_behind(like));
            found.same = kbg__places_and(kbg__places_and(same, touching), kbg__places_behind(before));
            found.like = kbg__places_without(kbg__places_and(kbg__places_or(same, sounding), backed), found.same);
            all.same = kbg__places_or(all.same, found.same);
            all.like = kbg__places_or(all.like, found.like);
        }
        if (kbg__places_any(sounding) && m->sound_share > 0) {
            if (s + 1 < end && s[1].at == j + 1 && touches(c, j + 1)) {
                kbg__places behind = kbg__places_or(same_as(row, s + 1, is_long), sounding_as(row, s + 1, is_long));
                behind = kbg__places_and(behind, seen(row->touching, is_long));
                backed = kbg__places_or(backed, kbg__places_before(behind));
            }
            counted = kbg__places_or(same, kbg__places_and(sounding, backed));
        }
        s->common = counted;
        /* The message may lack one unit, which the question has before this one: 退货 in the question 退换货. */
        if (kbg__places_any(kbg__places_and(gaps, counted)) && j > 1 && touches(c, j) && touches(c, j - 1)) {
            const size_t back = is_next ? 2 : 1; /* to the one before, if the question shares that */
            if ((size_t)(s - c->shared) >= back && (s - back)->at + (size_t)2 == j) {
                const kbg__places lacking = kbg__places_and(kbg__places_and(gaps, counted),
                                                            kbg__places_behind(same_as(row, s - back, is_long)));
                const kbg__places ended = kbg__places_and(lacking, same);
                if (kbg__places_any(ended) && c->found[j - 1] == 0) {
                    c->found[j - 1] = m->sound_share;
                    lost += m->sound_share * c->masses[j - 1];
                }
                all.like = kbg__places_or(all.like, ended);
                found.like = kbg__places_or(found.like, m->sound_share < 1 ? ended : lacking);
            }
        }
        covered = kbg__places_or(covered, counted);
        const double share = choose(m, row, kbg__places_without(counted, taken), same, &place);
        s->taken = KBG__UNITS_COMPARED;
        if (share > 0) {
            taken = kbg__places_or(taken, place);
            s->taken = (uint16_t)kbg__places_take(&place);
            c->found[j] = share;
            common += share * c->masses[j];
        }
        if (kbg__places_any(kbg__places_or(found.same, found.like)))
            common_pairs += most_of(m, row, found) * (c->masses[j] + c->masses[j - 1]);
    }
    c->covered = covered;
    c->common = common;
    c->lost = lost;
    c->common_pairs = common_pairs;
    c->message_pairs = mass_of(m, row, all);
}

/* A share, 0 to 1: what is in common can weigh more in the question than in the message (small talk, homophones). */
static double ratio(double part, double whole)
{
    return whole > 0 ? (part < whole ? part / whole : 1) : 0;
}

void kbg__message_compare(const kbg__message *m, uint32_t face, kbg__compared *c)
{
    const kbg__index *index = m->index;
    const uint32_t count = kbg__face_units(index, face);
    const kbg__message_reading *reading = NULL;
    c->count = count < KBG__UNITS_COMPARED ? count : KBG__UNITS_COMPARED;
    find_units(m, kbg__index_forward(index, face), c);
    if (m->here_count)
        reading = kbg__reading_of(m, c->units, c->count, c->shared, c->shared_count);
    c->row = reading ? &reading->row : &m->row;
    if (c->row->count <= 64)
        take_units(m, c, false);
    else
        take_units(m, c, true);
    if (reading)
        c->covered = kbg__reading_origins(reading, c->covered);
    c->likeness = ratio(2 * (c->common + c->lost), c->row->whole + c->lost + c->whole) +
                  ratio(c->message_pairs + c->common_pairs, c->row->pairs + c->pairs);
}

/* Whether the units of the message that those of the question are taken for stand in the same order. Then they are a
 * common subsequence of all that is common; more does not count. */
static bool is_in_order(const kbg__compared *c)
{
    size_t next = 0;
    for (const kbg__shared_unit *s = c->shared; s < c->shared + c->shared_count; s++) {
        if (s->taken == KBG__UNITS_COMPARED)
            continue;
        if (s->taken < next)
            return false;
        next = s->taken + (size_t)1;
    }
    return true;
}

/* The heaviest common subsequence, as far as it is worked out: longest[n] is the mass of that of the first n units of
 * the message that have something in common with the question, so it never falls with n. */
typedef struct subsequence {
    size_t count;
    uint8_t column[KBG__UNITS_COMPARED]; /* by place: which of these units it is */
    double longest[KBG__UNITS_COMPARED + 1];
} subsequence;

/* Takes one more unit of the question. */
static void lengthen(const kbg__message *m, const kbg__compared *c, const kbg__shared_unit *s, subsequence *q)
{
    const kbg__unit_row *row = c->row;
    const kbg__places same = row->terms[s->number];
    double mass = c->masses[s->at], best = 0, *longest = q->longest;
    size_t raised = q->count + 1; /* the first one that may be less than best */
    for (kbg__places rest = s->common; kbg__places_any(rest);) {
        size_t place = kbg__places_take(&rest), n = q->column[place];
        double with = longest[n] + (kbg__places_has(same, place) ? row->units[place].share : m->sound_share) * mass;
        for (; raised <= n && longest[raised] < best; raised++)
            longest[raised] = best;
        if (with > best) {
            best = with;
            raised = n + 1;
        }
    }
    for (; raised <= q->count && longest[raised] < best; raised++)
        longest[raised] = best;
}

static double longest_row(const kbg__message *m, const kbg__compared *c)
{
    subsequence q;
    kbg__places all = { 0, 0 };
    if (is_in_order(c))
        return c->common;
    for (size_t k = 0; k < c->shared_count; k++)
        all = kbg__places_or(all, c->shared[k].common);
    for (q.count = 0, q.longest[0] = 0; kbg__places_any(all); q.longest[q.count] = 0)
        q.column[kbg__places_take(&all)] = (uint8_t)q.count++;
    for (size_t k = 0; k < c->shared_count; k++)
        lengthen(m, c, &c->shared[k], &q);
    return q.longest[q.count];
}

/* What the question lacks of the message. */
static void measure_missing(const kbg__message *m, const kbg__compared *c, kbg__comparison *comparison)
{
    const kbg__unit_row *row = c->row;
    double used[KBG__UNITS_COMPARED], runs = 0, rarest = 0;
    for (size_t i = 0; i < row->count; i++)
        used[i] = 0;
    for (const kbg__shared_unit *s = c->shared; s < c->shared + c->shared_count; s++)
        if (s->taken < KBG__UNITS_COMPARED)
            used[s->taken] = c->found[s->at];
    for (size_t i = 0; i < row->count; i++) {
        double missing = (1 - used[i]) * row->units[i].mass;
        runs += row->units[i].is_run ? missing : 0;
        rarest = missing > rarest ? missing : rarest;
    }
    comparison->runs_missing = ratio(runs, row->whole);
    comparison->rare_missing = ratio(rarest, m->masses.unknown);
}

void kbg__compared_measure(const kbg__message *m, const kbg__compared *c, kbg__comparison *comparison)
{
    double squares = 0, common_squares = 0, rare_extra = 0;
    for (size_t j = 0; j < c->count; j++) {
        double mass = c->masses[j], extra = (1 - c->found[j]) * mass;
        squares += mass * mass;
        common_squares += c->found[j] * mass * mass;
        rare_extra = extra > rare_extra ? extra : rare_extra;
    }
    measure_missing(m, c, comparison);
    comparison->covered = ratio(c->common, c->row->whole);
    comparison->covers = ratio(c->common + c->lost, c->whole);
    comparison->covers_rare = ratio(common_squares, squares);
    comparison->pairs = ratio(c->message_pairs, c->row->pairs);
    comparison->likeness = c->likeness;
    comparison->order = ratio(longest_row(m, c), c->common);
    comparison->rare_extra = ratio(rare_extra, m->masses.unknown);
}
