/* SPDX-License-Identifier: MIT */
#include "rule/starter.h"

#include "rule/rules.h"

#include <string.h>

static kbg_text text_of(const char *text)
{
    return (kbg_text){ text, text ? strlen(text) : 0 };
}

static size_t count_words(const char *joined)
{
    size_t count = joined != NULL;
    for (; joined && *joined; joined++)
        count += *joined == '|';
    return count;
}

/* Takes the words apart into `list`; returns how many there are. */
static size_t split(const char *joined, kbg_text *list)
{
    size_t count = 0;
    for (const char *at = joined; at; count++) {
        const char *end = strchr(at, '|');
        list[count] = end ? (kbg_text){ at, (size_t)(end - at) } : text_of(at);
        at = end ? end + 1 : NULL;
    }
    return count;
}

static kbg_status add(kbg__rule_list *rules, const kbg__starter_rule *s, kbg_text **list, size_t *capacity,
                      kbg__problem *problem)
{
    kbg__rule_fault fault;
    size_t need = count_words(s->words) + count_words(s->exceptions);
    if (kbg__grow(&rules->memory, (void **)list, capacity, need, sizeof(**list)) != KBG_OK)
        return KBG_ERR_NOMEM;
    kbg_rule rule = KBG_RULE_INIT;
    rule.direction = s->direction;
    rule.severity = s->severity;
    rule.action = s->action;
    rule.checksum = s->checksum;
    rule.keep_first = s->keep_first;
    rule.keep_last = s->keep_last;
    rule.id = text_of(s->id);
    rule.class_name = text_of(s->class_name);
    rule.pattern = text_of(s->pattern);
    rule.reason = text_of(s->reason);
    if (s->words) {
        rule.words = *list;
        rule.word_count = split(s->words, *list);
    }
    if (s->exceptions) {
        rule.exceptions = *list + rule.word_count;
        rule.exception_count = split(s->exceptions, *list + rule.word_count);
    }
    return kbg__rules_add(rules, &rule, &fault, problem);
}

kbg_status kbg__rules_add_starter(kbg__rule_list *rules, kbg_starter which, kbg__problem *problem)
{
    static const kbg__starter_rule *const tables[] = { [KBG_STARTER_ADVERTISING] = kbg__starter_advertising,
                                                       [KBG_STARTER_PRIVATE] = kbg__starter_private,
                                                       [KBG_STARTER_SIGNALS] = kbg__starter_signals };
    kbg_text *list = NULL;
    size_t capacity = 0;
    kbg_status status = KBG_OK;
    if ((unsigned)which >= sizeof(tables) / sizeof(tables[0]) || !tables[which])
        return kbg__problem_set(problem, KBG_ERR_OPTIONS, "no rules with the number %d come with the library",
                                (int)which);
    for (const kbg__starter_rule *s = tables[which]; s->id && status == KBG_OK; s++)
        if (kbg__interner_find(&rules->ids, s->id, strlen(s->id)) == KBG__NOT_INTERNED)
            status = add(rules, s, &list, &capacity, problem);
    kbg__free(&rules->memory, list);
    return status;
}
