/* SPDX-License-Identifier: MIT */
#include "render/split.h"

#include "base/utf8.h"

#include <string.h>

/* The writer of a part, and of the plain text that is counted with it, each with a buffer of its own. */
typedef struct trial {
    kbg__writer part, text;
    bool has_text;
} trial;

static void begin_trial(const kbg__split *s, trial *t, size_t from)
{
    kbg__buffer_clear(&s->out[0]);
    kbg__buffer_clear(&s->out[1]);
    *t = (trial){ .has_text = s->plain != NULL };
    kbg__writer_begin(&t->part, s->profile, s->unit, s->document, s->extras, &s->out[0], s->line, from);
    if (t->has_text)
        kbg__writer_begin(&t->text, s->plain, s->unit, s->document, s->extras, &s->out[1], s->line, from);
    t->part.most = t->text.most = s->limit < s->most / 32 ? (size_t)s->limit * 32 : s->most;
}

/* Whether the trial still fits when it goes on to an offset and ends there. *room is what is left then, about. */
static bool advance(kbg__split *s, trial *t, size_t to, uint64_t *room)
{
    kbg__writer_advance(&t->part, to);
    uint64_t cost = t->part.cost;
    if (t->has_text) {
        kbg__writer_advance(&t->text, to);
        cost += t->text.cost;
    }
    if (cost > s->limit)
        return false;
    cost = kbg__writer_cost(&t->part);
    if (t->has_text)
        cost += kbg__writer_cost(&t->text);
    s->failed |= s->out[0].failed || s->out[1].failed;
    if (cost > s->limit || s->failed)
        return false;
    *room = s->limit - cost;
    return true;
}

bool kbg__split_fits(kbg__split *s, size_t from, size_t to)
{
    trial t;
    uint64_t room;
    if (s->limit == KBG_NO_LIMIT) /* whether it is more than `most` is seen when it is written */
        return true;
    begin_trial(s, &t, from);
    bool fits = advance(s, &t, to, &room);
    return fits && t.part.at >= to && (!t.has_text || t.text.at >= to);
}

/* The next place behind `at` that is not worse than `worst`, `to` if there is none before it; SIZE_MAX if it is too far for
 * the room that is left: four bytes of text cost one unit at least, but for white space at the end. */
static size_t next_place(const kbg__split *s, size_t at, size_t to, kbg__rank worst, uint64_t room)
{
    enum { SLACK = 16 };
    const uint8_t *rank = s->breaks->rank;
    const char *text = s->document->text.data;
    uint64_t seen = 0, most = room < UINT64_MAX / 8 ? 4 * room + SLACK : UINT64_MAX;
    for (at++; at < to && seen <= most; at++) {
        if (rank[at] != KBG__RANK_NONE && rank[at] <= worst)
            return at;
        seen += text[at] != ' ' && text[at] != '\t' && text[at] != '\n';
    }
    return seen > most ? SIZE_MAX : to;
}

/* The last place up to which a part that begins at `from` can go; `from` if there is none. A stride goes over places as
 * long as there is room for many: no byte of text costs more than 32 units. */
static size_t reach(kbg__split *s, size_t from, size_t to, kbg__rank worst)
{
    trial t, good;
    size_t good_len[2] = { 0, 0 }, at = from;
    uint64_t room = s->limit;
    begin_trial(s, &t, from);
    good = t;
    good_len[0] = s->out[0].len;
    good_len[1] = s->out[1].len;
    bool stepping = false;
    while (at < to && !s->failed) {
        uint64_t stride = stepping ? 0 : room / 32;
        size_t start = stride < to - at ? at + (size_t)stride : to - 1;
        size_t place = next_place(s, start > at ? start - 1 : at, to, worst, room);
        if (place == SIZE_MAX && stride == 0)
            break;
        if (place == SIZE_MAX) {
            stepping = true;
            continue;
        }
        size_t end = place < to ? kbg__breaks_end(s->document, from, place) : to;
        uint64_t left = room;
        if (advance(s, &t, end, &left) && t.part.at >= end) {
            at = place;
            room = left;
            good = t;
            good_len[0] = s->out[0].len;
            good_len[1] = s->out[1].len;
            continue;
        }
        if (place == next_place(s, at, to, worst, room)) /* not even the next one */
            break;
        t = good;
        s->out[0].len = good_len[0];
        s->out[1].len = good_len[1];
        stepping = true;
    }
    return at;
}

/* The best place between a part's beginning and its farthest end: the best rank among those that fill it well, and of these
 * the last one. */
static size_t choose(const kbg__split *s, size_t from, size_t farthest, kbg__rank worst)
{
    const uint8_t *rank = s->breaks->rank;
    size_t least = from + (farthest - from) / 100 * s->least + (farthest - from) % 100 * s->least / 100;
    size_t best = 0;
    if (least <= from)
        least = from + 1;
    for (size_t at = farthest; at >= least; at--)
        if (rank[at] != KBG__RANK_NONE && rank[at] <= worst && (!best || rank[at] < rank[best]))
            best = at;
    return best ? best : farthest;
}

static kbg_status add_piece(kbg__split *s, size_t from, size_t to)
{
    if (kbg__grow(s->memory, (void **)&s->pieces, &s->capacity, s->count + 1, sizeof(*s->pieces)))
        return KBG_ERR_NOMEM;
    s->pieces[s->count++] = (kbg__cut_piece){ from, to };
    return KBG_OK;
}

/* A last part that is tiny shares with the one before it, if there is a good place nearer to their middle. */
static void even_out(kbg__split *s, size_t first)
{
    if (s->count < first + 2)
        return;
    kbg__cut_piece *a = &s->pieces[s->count - 2], *b = &s->pieces[s->count - 1];
    size_t whole = b->to - a->from, best = 0;
    const uint8_t *rank = s->breaks->rank;
    if ((b->to - b->from) * 4 >= a->to - a->from)
        return;
    for (size_t at = b->from - 1; at > a->from + whole * 2 / 5; at--)
        if (rank[at] != KBG__RANK_NONE && rank[at] <= KBG__RANK_CLAUSE && (!best || rank[at] <= rank[best]))
            best = at;
    if (best && kbg__split_fits(s, best, b->to)) {
        a->to = kbg__breaks_end(s->document, a->from, best);
        b->from = best;
    }
}

/* Cuts one part off: *place is set to where the next one begins. The way to the farthest place goes in steps, and what is cut
 * by a step costs less than in one piece (an address that was cut is no link), so the choice is tried as a whole. */
static kbg_status cut_one(kbg__split *s, size_t from, size_t to, size_t *place, size_t *end)
{
    for (kbg__rank worst = KBG__RANK_GRAPHEME; worst <= KBG__RANK_CODE_POINT; worst++) {
        size_t farthest = reach(s, from, to, worst);
        while (farthest > from && !s->failed) {
            *place = farthest == to ? to : choose(s, from, farthest, worst);
            *end = *place == to ? to : kbg__breaks_end(s->document, from, *place);
            if (kbg__split_fits(s, from, *end)) {
                s->cut_atoms |= worst > KBG__RANK_GRAPHEME;
                return KBG_OK;
            }
            for (farthest = *place - 1; farthest > from; farthest--)
                if (s->breaks->rank[farthest] != KBG__RANK_NONE && s->breaks->rank[farthest] <= worst)
                    break;
        }
        if (s->failed)
            return KBG_ERR_NOMEM;
    }
    return KBG_ERR_LIMIT;
}

kbg_status kbg__split_stretch(kbg__split *s, size_t from, size_t to)
{
    size_t first = s->count, place = from, end = from;
    kbg_status status = KBG_OK;
    for (; from < to && status == KBG_OK; from = place) {
        status = cut_one(s, from, to, &place, &end);
        if (status == KBG_OK)
            status = add_piece(s, from, end);
    }
    if (status == KBG_OK)
        even_out(s, first);
    return s->failed ? KBG_ERR_NOMEM : status;
}
