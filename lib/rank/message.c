/* SPDX-License-Identifier: MIT */
#include "rank/message.h"

#include "base/utf8.h"
#include "text/character.h"
#include "text/question_form.h"
#include "text/sound.h"

void kbg__message_init(kbg__message *message, const kbg_allocator *memory)
{
    *message = (kbg__message){ .index = NULL };
    kbg__masses_init(&message->masses, memory);
}

void kbg__message_free(kbg__message *message)
{
    kbg__masses_free(&message->masses);
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

/* Takes one token of class CHAR. */
static kbg_status take_token(kbg__message *m, const kbg__token *token, bool touches)
{
    const kbg__buffer *text = &m->tokens->folded.text;
    const char *term = text->data + token->start;
    kbg__term_counts counts = kbg__corpus_find(m->masses.corpus, KBG__TOKEN_CHAR, term, token->end - token->start, NULL);
    uint16_t sounds[KBG__SPELLED_SYLLABLES];
    size_t at = token->start;
    uint32_t c = kbg__utf8_next(text->data, text->len, &at);
    kbg__message_unit unit = { .term = KBG__NOT_INTERNED,
                               .is_known = counts.item_df > 0,
                               .sound = kbg__sound_of(c),
                               .touches = touches,
                               .is_run = kbg__character_of(c) != KBG__CHARACTER_IDEOGRAPH,
                               .share = 1,
                               .start = token->start,
                               .end = token->end,
                               .mass = kbg__mass(&m->masses, counts) };
    kbg_status status = KBG_OK;
    size_t count = 0;
    if (!unit.is_known && unit.is_run)
        count = kbg__sound_spell(term, token->end - token->start, sounds);
    if (count == 0)
        add_unit(&m->row, unit);
    for (size_t i = 0; i < count && status == KBG_OK; i++) {
        unit.sound = sounds[i];
        status = kbg__masses_of_sound(&m->masses, sounds[i], &unit.mass);
        unit.is_run = false;
        unit.is_doubtful = true;
        unit.touches = touches || i > 0;
        add_unit(&m->row, unit);
    }
    return status;
}

/* Takes one synonym of the units [first, end), unless there is a unit in it that no item has, or no room for it. */
static void take_synonym(kbg__message *m, const char *text, size_t len, double share, uint32_t first, uint32_t end)
{
    kbg__message_synonym made = { .first = first, .end = end, .text = text, .len = len, .share = share };
    size_t at = 0, start, place = m->synonym_count;
    while (kbg__next_unit(text, len, &at, &start)) {
        if (!kbg__corpus_knows(m->masses.corpus, KBG__TOKEN_CHAR, text + start, at - start) ||
            made.count == KBG__SYNONYM_UNITS)
            return;
        size_t first_end = start;
        if (kbg__character_of(kbg__utf8_next(text, len, &first_end)) != KBG__CHARACTER_IDEOGRAPH)
            made.runs |= UINT32_C(1) << made.count;
        made.count++;
    }
    if (made.count == 0 || m->synonym_count == KBG__MESSAGE_SYNONYMS)
        return;
    for (; place > 0 && m->synonyms[place - 1].first == first && m->synonyms[place - 1].share < share; place--)
        m->synonyms[place] = m->synonyms[place - 1];
    m->synonyms[place] = made;
    m->synonym_count++;
}

/* Takes the synonyms of an occurrence. */
static void take_occurrence(kbg__message *m, const kbg__words *words, kbg__occurrence o)
{
    uint32_t first = 0, end;
    while (first < m->row.count && m->row.units[first].start < o.start)
        first++;
    for (end = first; end < m->row.count && m->row.units[end].end <= o.end;)
        end++;
    if (end == first || (end == KBG__UNITS_COMPARED && m->row.units[end - 1].end < o.end)) /* cut off */
        return;
    for (uint32_t s = words->first[o.word]; s != UINT32_MAX; s = words->synonyms[s].next) {
        size_t len;
        const char *text = kbg__interner_text(&words->targets, words->synonyms[s].target, &len);
        take_synonym(m, text, len, (double)words->synonyms[s].weight, first, end);
    }
}

kbg_status kbg__message_set(kbg__message *m, const kbg__corpus *corpus, const kbg__weights *weights,
                            const kbg__tokenizer *t)
{
    const kbg__buffer *text = &t->folded.text;
    kbg_status status = kbg__masses_set(&m->masses, corpus);
    uint32_t start = 0, end = UINT32_MAX;
    m->index = NULL;
    m->tokens = t;
    m->row.count = m->synonym_count = 0;
    m->row.whole = m->row.pairs = 0;
    m->form = kbg__question_form(text->data, text->len);
    m->sound_share = weights->value[KBG__WEIGHT_SOUND_SHARE];
    for (size_t i = 0; i < t->token_count && status == KBG_OK; i++) {
        kbg__token token = t->tokens[i];
        if (token.class_ != KBG__TOKEN_CHAR || token.is_filler)
            continue;
        bool touches = m->row.count > 0 && end == token.start;
        size_t before = m->row.count;
        status = take_token(m, &token, touches);
        if (touches && before < m->row.count &&
            !kbg__corpus_knows(corpus, KBG__TOKEN_PAIR, text->data + start, token.end - start)) {
            m->row.units[before].is_strange = true;
            m->row.units[before - 1].is_doubtful = m->row.units[before].is_doubtful = true;
        }
        start = token.start;
        end = token.end;
        if (m->row.count == KBG__UNITS_COMPARED)
            break;
    }
    for (size_t i = 0; i < t->synonyms.count && status == KBG_OK; i++)
        take_occurrence(m, t->words, t->synonyms.found[i]);
    return status;
}

/* Finds the units of a synonym in the part at hand. */
static bool read_synonym(kbg__message_synonym *s, const kbg__interner *terms)
{
    size_t at = 0, start, behind = 0;
    for (uint32_t n = 0; kbg__next_unit(s->text, s->len, &at, &start); n++, behind = at) {
        uint32_t term = kbg__interner_find(terms, s->text + start, at - start);
        if (term == KBG__NOT_INTERNED)
            return false;
        s->units[n] = term | (n && behind == start ? KBG__UNIT_TOUCHES : 0);
    }
    return true;
}

kbg_status kbg__message_take(kbg__message *m, size_t part)
{
    const char *text = m->tokens->folded.text.data;
    m->index = m->masses.corpus->parts[part].index;
    const kbg__interner *terms = &m->index->classes[KBG__TOKEN_CHAR].terms;
    for (size_t i = 0; i < m->row.count; i++) {
        kbg__message_unit *unit = &m->row.units[i];
        unit->term = unit->is_known ? kbg__interner_find(terms, text + unit->start, unit->end - unit->start)
                                    : KBG__NOT_INTERNED;
    }
    for (size_t i = 0; i < m->synonym_count; i++)
        m->synonyms[i].is_here = read_synonym(&m->synonyms[i], terms);
    return kbg__masses_take(&m->masses, part);
}

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
            if (!own && !taken && next->is_here && has_row(q, next->units, next->count))
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

void kbg__message_compare(const kbg__message *m, uint32_t face, bool covered[KBG__UNITS_COMPARED], kbg__comparison *c)
{
    const kbg__index *index = m->index;
    size_t start = face ? index->face_end[face - 1] : 0, count = index->face_end[face] - start;
    question q = { m, &m->row, index->units + start, count < KBG__UNITS_COMPARED ? count : KBG__UNITS_COMPARED };
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
