/* SPDX-License-Identifier: MIT */
#include "api/rule.h"

#include "api/error.h"
#include "base/sized.h"
#include "io/rules_read.h"
#include "live/base.h"

#include <assert.h>

_Static_assert(sizeof(void *) != 8 || sizeof(kbg_rule) == 208, "kbg_rule has padding or has changed");

kbg_status kbg_rules_new(const kbg_base_options *options, kbg_rules **rules, kbg_error **error)
{
    kbg_base_options defaults;
    assert(rules);
    if (error)
        *error = NULL;
    if (!options) {
        (void)kbg__settings_init(&defaults, NULL);
        options = &defaults;
    }
    const kbg_allocator *memory = &options->memory;
    kbg_rules *made = kbg__calloc(memory, 1, sizeof(*made));
    *rules = NULL;
    if (!made || kbg__rules_new(memory, &options->limits, &made->list) != KBG_OK) {
        kbg__free(memory, made);
        return kbg__fail(memory, KBG_ERR_NOMEM, NULL, kbg__no_source, error);
    }
    made->memory = *memory;
    *rules = made;
    return KBG_OK;
}

void kbg_rules_free(kbg_rules *rules)
{
    if (!rules)
        return;
    kbg_allocator memory = rules->memory;
    kbg__rules_free(rules->list);
    kbg__free(&memory, rules);
}

size_t kbg_rules_count(const kbg_rules *rules)
{
    return rules ? rules->list->count : 0;
}

kbg_status kbg_rules_add(kbg_rules *rules, const kbg_rule *rule, kbg_error **error)
{
    kbg_rule own;
    kbg__rule_fault fault;
    kbg__problem problem = { .status = KBG_OK };
    assert(rules && rule);
    if (error)
        *error = NULL;
    kbg_status status = kbg__sized_copy(&own, sizeof(own), sizeof(own), rule);
    if (status == KBG_OK && ((own.word_count && !own.words) || (own.exception_count && !own.exceptions) ||
                             (own.channel_count && !own.channels) || (own.category_count && !own.categories)))
        status = kbg__problem_set(&problem, KBG_ERR_OPTIONS, "rule: a list has a count and is NULL");
    if (status == KBG_OK)
        status = kbg__rules_add(rules->list, &own, &fault, &problem);
    return status == KBG_OK ? KBG_OK : kbg__fail(&rules->memory, status, &problem, kbg__no_source, error);
}

static kbg_status take_rule(const kbg_rule *rule, const char **key, size_t *entry, kbg__problem *problem,
                            void *user_data)
{
    kbg__rule_fault fault;
    kbg_status status = kbg__rules_add(user_data, rule, &fault, problem);
    *key = fault.key;
    *entry = fault.entry;
    return status;
}

/* Ends an addition to the second list. */
static kbg_status finish(kbg_rules *rules, kbg__rule_list *next, kbg_status status, const kbg__problem *problem,
                         kbg_text source, kbg_error **error)
{
    if (status != KBG_OK) {
        kbg__rules_free(next);
        return kbg__fail(&rules->memory, status, problem, source, error);
    }
    kbg__rules_free(rules->list);
    rules->list = next;
    return KBG_OK;
}

kbg_status kbg_rules_load(kbg_rules *rules, const char *text, size_t len, kbg_text source, kbg_error **error)
{
    kbg__rule_list *next;
    kbg__problem problem = { .status = KBG_OK };
    assert(rules && (text || len == 0));
    if (error)
        *error = NULL;
    kbg_status status = kbg__rules_clone(rules->list, &next);
    if (status == KBG_OK)
        status = kbg__rules_read(&rules->memory, &next->limits, text, len, take_rule, next, &problem);
    return finish(rules, next, status, &problem, source, error);
}

kbg_status kbg_rules_add_starter(kbg_rules *rules, kbg_starter which, kbg_error **error)
{
    kbg__rule_list *next;
    kbg__problem problem = { .status = KBG_OK };
    assert(rules);
    if (error)
        *error = NULL;
    kbg_status status = kbg__rules_clone(rules->list, &next);
    if (status == KBG_OK)
        status = kbg__rules_add_starter(next, which, &problem);
    return finish(rules, next, status, &problem, kbg__no_source, error);
}

kbg_status kbg_base_set_rules(kbg_base *base, const kbg_rules *rules, kbg_error **error)
{
    kbg__problem problem = { .status = KBG_OK };
    assert(base);
    if (error)
        *error = NULL;
    kbg_status status = kbg__base_set_rules(base, rules ? rules->list : NULL, &problem);
    return status == KBG_OK ? KBG_OK : kbg__fail(&base->memory, status, &problem, kbg__no_source, error);
}
