/* SPDX-License-Identifier: MIT */
#include "rank/compare.h"

#include "text/sound.h"

/* Finds the units of the question in the message, and sums up their masses. */
static void find_units(const kbg__message *m, kbg__compared *c)
{
    const kbg__unit_row *row = c->row;
    const uint16_t *sounds = row->sounds.count ? m->index->unit_sound : NULL;
    kbg__shared_unit *shared = c->shared;
    double before = 0, whole = 0, pairs = 0;
    for (size_t j = 0; j < c->count; j++) {
        uint32_t unit = c->units[j], term = unit & ~KBG__UNIT_TOUCHES, sound = sounds ? sounds[term] : KBG__NO_SOUND;
        uint32_t here = kbg__row_look(&row->terms, term), alike = sounds ? kbg__row_look(&row->sounds, sound) : 0;
        double mass = kbg__mass_of(&m->masses, term);
        whole += mass;
        pairs += unit & KBG__UNIT_TOUCHES ? mass + before : 0;
        before = c->masses[j] = mass;
        c->found[j] = 0;
        if (!(here | alike))
            continue;
        shared->at = (uint32_t)j;
        shared->same = kbg__row_places(&row->terms, here, term);
        shared->like = kbg__places_or(shared->same, kbg__row_places(&row->sounds, alike, sound));
        shared += kbg__places_any(shared->like);
    }
    c->shared_count = (size_t)(shared - c->shared);
    c->whole = whole;
    c->pairs = pairs;
}

static bool touches(const kbg__compared *c, uint32_t j)
{
    return (c->units[j] & KBG__UNIT_TOUCHES) != 0;
}

/* How much the units of the message and of the question have in common at one of the places `common`, 0 to 1. */
static double share_at(const kbg__message *m, const kbg__compared *c, const kbg__shared_unit *shared, size_t place)
{
    return kbg__places_has(shared->same, place) ? c->row->units[place].share : m->sound_share;
}

/* A pair of two units that are the same counts as the lesser of them. */
static double pair_share(const kbg__unit_row *row, size_t place)
{
    double share = row->units[place].share, before = row->units[place - 1].share;
    return before < share ? before : share;
}

/* A pair in which a unit sounds the same, too. */
static double sound_pair_share(const kbg__message *m, const kbg__unit_row *row, size_t place)
{
    double share = pair_share(row, place);
    return share < m->sound_share ? share : m->sound_share;
}

/* Decides which unit of the message this is: of those that are free the one with most in common, the first of equal
 * ones. */
static double take_place(const kbg__message *m, const kbg__compared *c, kbg__shared_unit *shared, kbg__places *taken)
{
    kbg__places free = kbg__places_without(shared->common, *taken);
    double found = 0;
    shared->taken = KBG__UNITS_COMPARED;
    while (found < 1 && kbg__places_any(free)) {
        size_t place = kbg__places_take(&free);
        double share = share_at(m, c, shared, place);
        if (share > found) {
            found = share;
            shared->taken = (uint32_t)place;
        }
    }
    if (found > 0)
        kbg__places_add(taken, shared->taken);
    return found;
}

/* The pairs of the message that stand in the question: such as are the same, and such as sound the same or lack a unit
 * in between. */
typedef struct pairs {
    kbg__places same, like;
} pairs;

/* The most that a pair of the question has in common with one of these of the message. */
static double most_of(const kbg__message *m, const kbg__unit_row *row, pairs p)
{
    double most = 0;
    while (most < 1 && kbg__places_any(p.same)) {
        double share = pair_share(row, kbg__places_take(&p.same));
        most = share > most ? share : most;
    }
    while (most < m->sound_share && kbg__places_any(p.like)) {
        double share = sound_pair_share(m, row, kbg__places_take(&p.like));
        most = share > most ? share : most;
    }
    return most;
}

/* Where the message seems to lack one unit, which the question has before this one: 退货 in the question 退换货. */
static kbg__places gaps_before(const kbg__compared *c, const kbg__shared_unit *shared)
{
    uint32_t j = shared->at;
    if (j < 2 || !touches(c, j) || !touches(c, j - 1) || !kbg__places_any(c->row->gaps))
        return (kbg__places){ 0, 0 };
    for (const kbg__shared_unit *left = shared; left > c->shared && left[-1].at + 2 >= j; left--)
        if (left[-1].at + 2 == j)
            return kbg__places_and(c->row->gaps, kbg__places_behind(left[-1].same));
    return (kbg__places){ 0, 0 };
}

/* Tells which units of the message shared unit s counts for, and notes the pairs that it ends. */
static void find_common(const kbg__message *m, const kbg__compared *c, kbg__shared_unit *s, pairs *here)
{
    const kbg__unit_row *row = c->row;
    uint32_t j = s->at;
    kbg__places sounding = kbg__places_without(s->like, s->same), backed = { 0, 0 };
    s->common = s->same;
    if (s > c->shared && s[-1].at + 1 == j && touches(c, j)) {
        backed = kbg__places_and(row->touching, kbg__places_behind(s[-1].like));
        here->same = kbg__places_and(s->same, kbg__places_and(row->touching, kbg__places_behind(s[-1].same)));
        here->like = kbg__places_without(kbg__places_and(s->like, backed), here->same);
    }
    if (!kbg__places_any(sounding) || !(m->sound_share > 0))
        return;
    if (s + 1 < c->shared + c->shared_count && s[1].at == j + 1 && touches(c, j + 1))
        backed = kbg__places_or(backed, kbg__places_before(kbg__places_and(row->touching, s[1].like)));
    s->common = kbg__places_or(s->common, kbg__places_and(sounding, backed));
}

/* The mass of the pairs of the message that stand in the question. */
static double pairs_in(const kbg__message *m, const kbg__unit_row *row, pairs p)
{
    kbg__places all = kbg__places_or(p.same, p.like);
    double sum = 0;
    while (kbg__places_any(all)) {
        size_t i = kbg__places_take(&all);
        double share = kbg__places_has(p.same, i) ? pair_share(row, i) : sound_pair_share(m, row, i);
        sum += share * (row->units[i].mass + row->units[i - 1].mass);
    }
    return sum;
}

/* A share, 0 to 1: what is in common can weigh more in the question than in the message (small talk, homophones). */
static double ratio(double part, double whole)
{
    return whole > 0 ? (part < whole ? part / whole : 1) : 0;
}

/* Takes what the question shares with the message, unit by unit. */
static void take_units(const kbg__message *m, kbg__compared *c)
{
    kbg__places taken = { 0, 0 };
    pairs all = { { 0, 0 }, { 0, 0 } };
    c->covered = (kbg__places){ 0, 0 };
    c->common = c->lost = c->common_pairs = 0;
    for (kbg__shared_unit *s = c->shared; s < c->shared + c->shared_count; s++) {
        uint32_t j = s->at;
        kbg__places gaps = gaps_before(c, s);
        pairs here = { { 0, 0 }, { 0, 0 } };
        find_common(m, c, s, &here);
        c->covered = kbg__places_or(c->covered, s->common);
        if (kbg__places_any(gaps)) {
            kbg__places same = kbg__places_and(gaps, s->same);
            if (kbg__places_any(same) && c->found[j - 1] == 0) { /* the one before is lost */
                c->found[j - 1] = m->sound_share;
                c->lost += m->sound_share * c->masses[j - 1];
            }
            all.like = kbg__places_or(all.like, same);
            here.like = kbg__places_or(here.like, m->sound_share < 1 ? same : kbg__places_and(gaps, s->common));
        }
        c->found[j] = take_place(m, c, s, &taken);
        c->common += c->found[j] * c->masses[j];
        if (!kbg__places_any(kbg__places_or(here.same, here.like)))
            continue;
        c->common_pairs += most_of(m, c->row, here) * (c->masses[j] + c->masses[j - 1]);
        all.same = kbg__places_or(all.same, here.same);
        all.like = kbg__places_or(all.like, here.like);
    }
    c->message_pairs = pairs_in(m, c->row, all);
}

void kbg__message_compare(const kbg__message *m, uint32_t face, kbg__compared *c)
{
    const kbg__index *index = m->index;
    size_t start = face ? index->face_end[face - 1] : 0, count = index->face_end[face] - start;
    c->row = &m->row;
    c->units = index->units + start;
    c->count = count < KBG__UNITS_COMPARED ? count : KBG__UNITS_COMPARED;
    if (m->synonym_count && kbg__reading_make(&c->reading, m, c->units, c->count))
        c->row = &c->reading.row;
    find_units(m, c);
    take_units(m, c);
    if (c->row != &m->row)
        c->covered = kbg__reading_origins(&c->reading, c->covered);
    c->likeness = ratio(2 * (c->common + c->lost), c->row->whole + c->lost + c->whole) +
                  ratio(c->message_pairs + c->common_pairs, c->row->pairs + c->pairs);
}

/* Takes one more unit of the question into the heaviest common subsequence: longest[i] is the mass of that of the first i
 * units of the message, so it never falls with i. */
static void lengthen(const kbg__message *m, const kbg__compared *c, const kbg__shared_unit *s, double longest[])
{
    double mass = c->masses[s->at], best = 0;
    size_t raised = c->row->count + 1; /* the first one that may be less than best */
    for (kbg__places rest = s->common; kbg__places_any(rest);) {
        size_t i = kbg__places_take(&rest);
        double with = longest[i] + share_at(m, c, s, i) * mass;
        for (; raised <= i && longest[raised] < best; raised++)
            longest[raised] = best;
        if (with > best) {
            best = with;
            raised = i + 1;
        }
    }
    for (; raised <= c->row->count && longest[raised] < best; raised++)
        longest[raised] = best;
}

static double longest_row(const kbg__message *m, const kbg__compared *c)
{
    double longest[KBG__UNITS_COMPARED + 1];
    for (size_t i = 0; i <= c->row->count; i++)
        longest[i] = 0;
    for (size_t k = 0; k < c->shared_count; k++)
        lengthen(m, c, &c->shared[k], longest);
    return longest[c->row->count];
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
