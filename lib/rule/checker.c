/* SPDX-License-Identifier: MIT */
#include "rule/checker.h"

#include "rule/checksum.h"

#include <stdlib.h>

kbg_status kbg__checker_init(kbg__checker *checker, const kbg_allocator *memory, const kbg__emoticons *emoticons)
{
    *checker = (kbg__checker){ .memory = memory };
    kbg__matching_init(&checker->matching, memory);
    kbg__buffer_init(&checker->text, memory);
    kbg_status status = kbg__spelled_init(&checker->spelled, memory, emoticons);
    if (status == KBG_OK)
        status = kbg__pattern_matcher_new(memory, &checker->matcher);
    if (status != KBG_OK)
        kbg__checker_free(checker);
    return status;
}

void kbg__checker_free(kbg__checker *checker)
{
    kbg__matching_free(&checker->matching);
    kbg__spelled_free(&checker->spelled);
    kbg__buffer_free(&checker->text);
    kbg__pattern_matcher_free(checker->matcher);
    kbg__free(checker->memory, checker->findings);
    kbg__free(checker->memory, checker->pieces);
    kbg__free(checker->memory, checker->marks);
    kbg__free(checker->memory, checker->swaps);
}

/* One check. */
typedef struct checking {
    kbg__checker *checker;
    const kbg__rule_set *set;
    const kbg__rule_scope *scope;
    size_t met, most; /* occurrences, those that do not count included */
    bool is_spelled;  /* the spelled text is looked at */
    kbg_status status;
    kbg__problem *problem;
} checking;

/* Counts an occurrence; false, with the status, if there are too many. */
static bool count(checking *c)
{
    if (++c->met <= c->most)
        return true;
    c->status = kbg__problem_set(c->problem, KBG_ERR_LIMIT, "the text has more than %zu occurrences of rules", c->most);
    return false;
}

static bool add(checking *c, kbg__finding finding)
{
    kbg__checker *k = c->checker;
    c->status = kbg__grow(k->memory, (void **)&k->findings, &k->finding_capacity, k->count + 1, sizeof(*k->findings));
    if (c->status != KBG_OK)
        return false;
    k->findings[k->count++] = finding;
    return true;
}

static bool take_word(uint32_t word, size_t start, size_t end, void *user_data)
{
    checking *c = user_data;
    const kbg__spelled *s = &c->checker->spelled;
    const kbg__matching *m = c->is_spelled ? &s->matching : &c->checker->matching;
    const kbg__rule_word *w = &c->set->words[word];
    kbg__edge first = (kbg__edge)w->first, last = (kbg__edge)w->last;
    if (!count(c))
        return false;
    if (!kbg__rule_set_applies(c->set, w->rule, c->scope) ||
        !(c->is_spelled ? kbg__spelled_is_whole(s, start, end, first, last)
                        : kbg__matching_is_whole(m, start, end, first, last)))
        return true;
    uint32_t from = m->start[start], to = m->end[end - 1];
    return add(c, (kbg__finding){ w->rule, from, to, from, to, w->is_exception });
}

/* Looks for words in both readings of the text, each of which may have as many occurrences as are allowed. What both have
 * is one finding when all is settled. */
static void find_words(checking *c, const char *text, size_t len)
{
    const kbg__matching *m = &c->checker->matching;
    bool differs = false;
    size_t met;
    if (!c->set->automaton)
        return;
    if (m->text.len)
        (void)kbg__automaton_all(c->set->automaton, m->text.data, m->text.len, take_word, c);
    if (c->status == KBG_OK)
        c->status = kbg__spelled_make(&c->checker->spelled, m, text, len, &differs);
    if (c->status != KBG_OK || !differs)
        return;
    m = &c->checker->spelled.matching;
    c->is_spelled = true;
    met = c->met;
    c->met = 0;
    if (m->text.len)
        (void)kbg__automaton_all(c->set->automaton, m->text.data, m->text.len, take_word, c);
    c->met = met;
}

/* Turns the offsets of a match in the matching text into those of the original. */
static void map_back(const kbg__matching *m, kbg__pattern_match *match)
{
    match->start = m->start[match->start];
    match->end = m->end[match->end - 1];
    match->part_start = m->start[match->part_start];
    match->part_end = m->end[match->part_end - 1];
}

static void run_pattern(checking *c, const kbg__rule_pattern *p, const char *text, size_t len)
{
    const kbg__rule *rule = &c->set->rules[p->rule];
    const kbg__matching *matching = rule->subject == KBG_SUBJECT_MATCHING ? &c->checker->matching : NULL;
    char quote[KBG__QUOTE];
    if (!kbg__rule_set_applies(c->set, p->rule, c->scope))
        return;
    if (matching) {
        text = matching->text.data;
        len = matching->text.len;
    }
    for (size_t at = 0; at < len;) {
        kbg__pattern_match match;
        kbg__problem problem = { .status = KBG_OK };
        c->status = kbg__pattern_find(p->pattern, c->checker->matcher, text, len, at, &match, &problem);
        if (c->status == KBG_ERR_PATTERN)
            (void)kbg__problem_set(c->problem, c->status, "rule \"%s\": %s",
                                   kbg__quote(quote, kbg__rule_set_text(c->set, rule->id), rule->id.len), problem.text);
        if (c->status != KBG_OK || match.start == len || !count(c))
            return;
        if (!kbg__checksum_holds(rule->checksum, text + match.start, match.end - match.start)) {
            at = match.start + 1; /* another may begin inside this one */
            while (at < len && ((unsigned char)text[at] & 0xC0u) == 0x80u)
                at++;
            continue;
        }
        at = match.end;
        if (matching)
            map_back(matching, &match);
        if (!add(c, (kbg__finding){ p->rule, (uint32_t)match.start, (uint32_t)match.end, (uint32_t)match.part_start,
                                    (uint32_t)match.part_end, false }))
            return;
    }
}

/* By rule, then by place, the longer first; at the same place exceptions come first. */
static int by_rule(const void *left, const void *right)
{
    const kbg__finding *a = left, *b = right;
    if (a->rule != b->rule)
        return a->rule < b->rule ? -1 : 1;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    if (a->is_exception != b->is_exception)
        return a->is_exception ? -1 : 1;
    return (a->end < b->end) - (a->end > b->end);
}

/* By place, the longer first, then by rule. */
static int by_place(const void *left, const void *right)
{
    const kbg__finding *a = left, *b = right;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    if (a->end != b->end)
        return a->end > b->end ? -1 : 1;
    return (a->rule > b->rule) - (a->rule < b->rule);
}

/* Leaves, of each rule, what does not lie in one of its exceptions, and joins what overlaps. */
static void settle(kbg__checker *k)
{
    size_t kept = 0;
    uint32_t rule = 0, covered = 0; /* the furthest end of an exception of the rule so far */
    if (k->count == 0)
        return;
    qsort(k->findings, k->count, sizeof(*k->findings), by_rule);
    for (size_t i = 0; i < k->count; i++) {
        kbg__finding f = k->findings[i], *last = kept ? &k->findings[kept - 1] : NULL;
        if (f.rule != rule)
            covered = 0;
        rule = f.rule;
        if (f.is_exception) {
            covered = f.end > covered ? f.end : covered;
        } else if (f.end > covered && last && last->rule == rule && f.start < last->end) {
            last->end = f.end > last->end ? f.end : last->end;
            last->part_end = f.part_end > last->part_end ? f.part_end : last->part_end;
        } else if (f.end > covered) {
            k->findings[kept++] = f;
        }
    }
    k->count = kept;
    if (kept)
        qsort(k->findings, kept, sizeof(*k->findings), by_place);
}

kbg_status kbg__check(kbg__checker *checker, const kbg__rule_set *set, const kbg__rule_scope *scope,
                      const kbg__limits *limits, const char *text, size_t len, kbg__problem *problem)
{
    checking c = { .checker = checker,
                   .set = set,
                   .scope = scope,
                   .most = (size_t)limits->value[KBG_LIMIT_FINDINGS],
                   .problem = problem };
    size_t most = (size_t)limits->value[KBG_LIMIT_SNIPPET_BYTES];
    checker->count = 0;
    checker->is_changed = false;
    if (!set || len == 0)
        return KBG_OK;
    c.status = kbg__matching_make(&checker->matching, text, len);
    if (c.status == KBG_OK)
        find_words(&c, text, len);
    for (size_t i = 0; i < set->pattern_count && c.status == KBG_OK; i++)
        run_pattern(&c, &set->patterns[i], text, len);
    if (c.status != KBG_OK) {
        checker->count = 0;
        return c.status;
    }
    settle(checker);
    return kbg__check_change(checker, set, most > len ? most : len, text, len, problem);
}
