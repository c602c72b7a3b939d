/* SPDX-License-Identifier: MIT */
#include "rule/set.h"

#include "item/category.h"

#include <string.h>

/* Copies `count` elements into a new block; *out stays NULL if there are none. */
static kbg_status copy(const kbg_allocator *memory, const void *from, size_t count, size_t size, void **out)
{
    if (count == 0)
        return KBG_OK;
    *out = kbg__calloc(memory, count, size);
    if (!*out)
        return KBG_ERR_NOMEM;
    memcpy(*out, from, count * size);
    return KBG_OK;
}

static void note_words(kbg__rule_set *set, const kbg__rule_list *list, uint32_t rule, kbg__slices words,
                       bool is_exception)
{
    for (uint32_t i = words.first; i < words.first + words.count; i++) {
        const char *form = list->word_pool.data + list->words[i].at;
        set->words[i] = (kbg__rule_word){
            .rule = rule,
            .is_exception = is_exception,
            .first = (unsigned char)kbg__matching_edge(form, list->words[i].len, false),
            .last = (unsigned char)kbg__matching_edge(form, list->words[i].len, true),
        };
    }
}

static kbg_status build_automaton(kbg__rule_set *set, const kbg__rule_list *list)
{
    if (list->word_count == 0)
        return KBG_OK;
    set->words = kbg__calloc(&set->memory, list->word_count, sizeof(*set->words));
    kbg_text *forms = kbg__calloc(&set->memory, list->word_count, sizeof(*forms));
    kbg_status status = set->words && forms ? KBG_OK : KBG_ERR_NOMEM;
    if (status == KBG_OK) {
        for (uint32_t i = 0; i < list->word_count; i++)
            forms[i] = (kbg_text){ list->word_pool.data + list->words[i].at, list->words[i].len };
        for (uint32_t i = 0; i < list->count; i++) {
            note_words(set, list, i, list->rules[i].words, false);
            note_words(set, list, i, list->rules[i].exceptions, true);
        }
        status = kbg__automaton_new(&set->memory, forms, list->word_count, &set->automaton);
    }
    kbg__free(&set->memory, forms);
    return status;
}

static kbg_status compile_patterns(kbg__rule_set *set, const kbg__rule_list *list, kbg__problem *problem)
{
    if (list->pattern_count == 0)
        return KBG_OK;
    set->patterns = kbg__calloc(&set->memory, list->pattern_count, sizeof(*set->patterns));
    if (!set->patterns)
        return KBG_ERR_NOMEM;
    for (uint32_t i = 0; i < list->count; i++) {
        kbg__slice text = list->rules[i].pattern;
        if (text.len == 0)
            continue;
        kbg__rule_pattern *p = &set->patterns[set->pattern_count];
        kbg_status status = kbg__pattern_new(&set->memory, kbg__rule_set_text(set, text), text.len,
                                             list->rules[i].subject, text.len, true, &p->pattern, problem);
        if (status != KBG_OK)
            return status;
        p->rule = i;
        set->pattern_count++;
    }
    return KBG_OK;
}

kbg_status kbg__rule_set_new(const kbg_allocator *memory, const kbg__rule_list *list, kbg__rule_set **set,
                             kbg__problem *problem)
{
    kbg__rule_set *s = kbg__calloc(memory, 1, sizeof(*s));
    *set = NULL;
    if (!s)
        return KBG_ERR_NOMEM;
    s->memory = *memory;
    atomic_init(&s->references, 1);
    kbg__buffer_init(&s->pool, &s->memory);
    s->count = list->count;
    for (uint32_t i = 0; i < list->count; i++)
        s->has_changes |= list->rules[i].action == KBG_ACTION_MASK || list->rules[i].action == KBG_ACTION_REPLACE;
    kbg__buffer_add(&s->pool, list->name_pool.data, list->name_pool.len);
    kbg_status status = kbg__buffer_status(&s->pool);
    if (status == KBG_OK)
        status = copy(memory, list->rules, list->count, sizeof(*s->rules), (void **)&s->rules);
    if (status == KBG_OK)
        status = copy(memory, list->names, list->name_count, sizeof(*s->names), (void **)&s->names);
    if (status == KBG_OK)
        status = build_automaton(s, list);
    if (status == KBG_OK)
        status = compile_patterns(s, list, problem);
    if (status == KBG_OK)
        *set = s;
    else
        kbg__rule_set_unref(s);
    return status;
}

kbg__rule_set *kbg__rule_set_ref(kbg__rule_set *set)
{
    if (set)
        atomic_fetch_add_explicit(&set->references, 1, memory_order_relaxed);
    return set;
}

void kbg__rule_set_unref(kbg__rule_set *set)
{
    if (!set || atomic_fetch_sub_explicit(&set->references, 1, memory_order_acq_rel) != 1)
        return;
    kbg_allocator memory = set->memory;
    for (size_t i = 0; i < set->pattern_count; i++)
        kbg__pattern_free(set->patterns[i].pattern);
    kbg__free(&memory, set->patterns);
    kbg__automaton_free(set->automaton);
    kbg__free(&memory, set->words);
    kbg__free(&memory, set->names);
    kbg__free(&memory, set->rules);
    kbg__buffer_free(&set->pool);
    kbg__free(&memory, set);
}

const char *kbg__rule_set_text(const kbg__rule_set *set, kbg__slice slice)
{
    return set->pool.data + slice.at;
}

/* Whether a list of names has one that matches; a list without names has all. */
static bool has_name(const kbg__rule_set *set, kbg__slices list, kbg_text name, bool is_category)
{
    if (list.count == 0 || name.len == 0)
        return true;
    for (uint32_t i = list.first; i < list.first + list.count; i++) {
        kbg__slice slice = set->names[i];
        const char *text = kbg__rule_set_text(set, slice);
        if (is_category ? kbg__category_below(text, slice.len, name.data, name.len)
                        : slice.len == name.len && memcmp(text, name.data, name.len) == 0)
            return true;
    }
    return false;
}

bool kbg__rule_set_applies(const kbg__rule_set *set, uint32_t rule, const kbg__rule_scope *scope)
{
    const kbg__rule *r = &set->rules[rule];
    if (r->severity < scope->min_severity)
        return false;
    if (r->direction != KBG_DIRECTION_ANY && scope->direction != KBG_DIRECTION_ANY && r->direction != scope->direction)
        return false;
    if (scope->now && ((r->valid_from && scope->now < r->valid_from) ||
                       (r->valid_until && scope->now >= r->valid_until)))
        return false;
    return has_name(set, r->channels, scope->channel, false) && has_name(set, r->categories, scope->category, true);
}
