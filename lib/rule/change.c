/* SPDX-License-Identifier: MIT */
/* What the actions replace and mask make of a text. */
#include "base/utf8.h"
#include "rule/checker.h"
#include "text/character.h"

#include <stdlib.h>
#include <string.h>

/* What becomes of a byte of the text. */
enum { STAYS, MASKED, REPLACED };

/* Which comes first where two cannot be had: the more severe, then the longer one, then the one that stands or was
 * given first. */
static int by_weight(const void *left, const void *right)
{
    const kbg__swap *a = left, *b = right;
    if (a->severity != b->severity)
        return a->severity > b->severity ? -1 : 1;
    uint32_t a_len = a->end - a->start, b_len = b->end - b->start;
    if (a_len != b_len)
        return a_len > b_len ? -1 : 1;
    return a->finding < b->finding ? -1 : 1;
}

static int by_start(const void *left, const void *right)
{
    const kbg__swap *a = left, *b = right;
    return a->start < b->start ? -1 : 1;
}

/* Chooses the replacements that are made, so that none overlaps another; in order of the text. */
static kbg_status choose_swaps(kbg__checker *k, const kbg__rule_set *set, size_t *count)
{
    size_t wanted = 0;
    *count = 0;
    for (size_t i = 0; i < k->count; i++) {
        const kbg__finding *f = &k->findings[i];
        if (set->rules[f->rule].action != KBG_ACTION_REPLACE)
            continue;
        if (kbg__grow(k->memory, (void **)&k->swaps, &k->swap_capacity, wanted + 1, sizeof(*k->swaps)) != KBG_OK)
            return KBG_ERR_NOMEM;
        k->swaps[wanted++] = (kbg__swap){ f->part_start, f->part_end, set->rules[f->rule].severity, (uint32_t)i };
    }
    if (wanted == 0)
        return KBG_OK;
    qsort(k->swaps, wanted, sizeof(*k->swaps), by_weight);
    for (size_t i = 0; i < wanted; i++) {
        kbg__swap s = k->swaps[i];
        if (memchr(k->marks + s.start, REPLACED, s.end - s.start))
            continue;
        memset(k->marks + s.start, REPLACED, s.end - s.start);
        k->swaps[(*count)++] = s;
    }
    qsort(k->swaps, *count, sizeof(*k->swaps), by_start);
    return KBG_OK;
}

/* Letters, digits and ideographs are masked; what stands between them stays. */
static bool is_masked(uint32_t c)
{
    return kbg__character_of(c) > KBG__CHARACTER_SPACE;
}

/* Marks the first bytes of the characters that a finding masks. If it has no more than are to be kept, all are
 * masked. */
static void mark_masked(kbg__checker *k, const kbg__rule *rule, const kbg__finding *f, const char *text)
{
    uint32_t count = 0, n = 0;
    for (size_t at = f->part_start; at < f->part_end;)
        count += is_masked(kbg__utf8_next(text, f->part_end, &at));
    bool keeps = count > rule->keep_first + rule->keep_last;
    for (size_t at = f->part_start, start = at; at < f->part_end; start = at) {
        if (!is_masked(kbg__utf8_next(text, f->part_end, &at)))
            continue;
        bool kept = keeps && (n < rule->keep_first || n >= count - rule->keep_last);
        n++;
        if (!kept && k->marks[start] == STAYS)
            k->marks[start] = MASKED;
    }
}

/* Notes that what is written next came from `source` on; a piece that just goes on needs no note. */
static kbg_status add_piece(kbg__checker *k, size_t source, bool fixed)
{
    kbg__piece piece = { (uint32_t)k->text.len, (uint32_t)source, fixed };
    if (k->piece_count) {
        kbg__piece last = k->pieces[k->piece_count - 1];
        if (!fixed && !last.fixed && piece.at - last.at == piece.source - last.source)
            return KBG_OK;
        if (last.at == piece.at) /* nothing was written for it */
            k->piece_count--;
    }
    kbg_status status =
        kbg__grow(k->memory, (void **)&k->pieces, &k->piece_capacity, k->piece_count + 1, sizeof(*k->pieces));
    if (status == KBG_OK)
        k->pieces[k->piece_count++] = piece;
    return status;
}

static kbg_status write(kbg__checker *k, const kbg__rule_set *set, size_t swap_count, size_t most, const char *text,
                        size_t len, kbg__problem *problem)
{
    kbg_status status = KBG_OK;
    size_t swap = 0;
    for (size_t at = 0; at < len && status == KBG_OK;) {
        size_t start = at;
        if (swap < swap_count && k->swaps[swap].start == at) {
            const kbg__rule *rule = &set->rules[k->findings[k->swaps[swap].finding].rule];
            status = add_piece(k, start, true);
            kbg__buffer_add(&k->text, kbg__rule_set_text(set, rule->replacement), rule->replacement.len);
            at = k->swaps[swap++].end;
        } else {
            status = add_piece(k, start, false);
            (void)kbg__utf8_next(text, len, &at);
            if (k->marks[start] == MASKED)
                kbg__buffer_add_byte(&k->text, '*');
            else
                kbg__buffer_add(&k->text, text + start, at - start);
        }
        if (k->text.len > most)
            return kbg__problem_set(problem, KBG_ERR_LIMIT, "the changed text has more than %zu bytes", most);
    }
    if (status == KBG_OK)
        status = add_piece(k, len, true); /* the end */
    return status == KBG_OK ? kbg__buffer_status(&k->text) : status;
}

kbg_status kbg__check_change(kbg__checker *k, const kbg__rule_set *set, size_t most, const char *text, size_t len,
                             kbg__problem *problem)
{
    size_t swap_count = 0;
    bool masks = false;
    kbg__buffer_clear(&k->text);
    k->piece_count = 0;
    for (size_t i = 0; i < k->count; i++) {
        kbg_action action = set->rules[k->findings[i].rule].action;
        k->is_changed |= action == KBG_ACTION_REPLACE || action == KBG_ACTION_MASK;
        masks |= action == KBG_ACTION_MASK;
    }
    if (!k->is_changed)
        return KBG_OK;
    kbg_status status = kbg__grow(k->memory, (void **)&k->marks, &k->mark_capacity, len, 1);
    if (status != KBG_OK)
        return status;
    memset(k->marks, STAYS, len);
    status = choose_swaps(k, set, &swap_count);
    for (size_t i = 0; i < k->count && masks && status == KBG_OK; i++) {
        const kbg__rule *rule = &set->rules[k->findings[i].rule];
        if (rule->action == KBG_ACTION_MASK)
            mark_masked(k, rule, &k->findings[i], text);
    }
    return status == KBG_OK ? write(k, set, swap_count, most, text, len, problem) : status;
}

size_t kbg__piece_source(const kbg__piece *pieces, size_t count, size_t at)
{
    size_t low = 0, high = count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (pieces[middle].at <= at)
            low = middle;
        else
            high = middle;
    }
    return pieces[low].fixed ? pieces[low].source : pieces[low].source + (at - pieces[low].at);
}
