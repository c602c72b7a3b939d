/* SPDX-License-Identifier: MIT */
#include "live/figures_group.h"

#include "base/interner.h"
#include "base/text.h"
#include "base/utf8.h"
#include "live/figures_counts.h"
#include "live/word_set.h"
#include "text/character.h"
#include "text/tokenizer.h"

#include <stdlib.h>
#include <string.h>

/* The groups that a pair leads to. */
typedef struct postings {
    uint32_t *groups;
    size_t capacity, count;
} postings;

typedef struct grouping {
    const kbg_allocator *memory;
    kbg__text_rules rules;
    kbg__word_set *words;
    kbg__tokenizer tokens;
    kbg__interner pairs;
    postings *lists; /* by pair */
    size_t list_capacity, list_count;
    uint32_t *sizes;  /* by group: how many pairs its first message has … */
    uint32_t *common; /* … and how many of them the message at hand has */
    uint32_t *met;    /* groups with which it has any */
    size_t size_capacity, common_capacity, met_capacity;
    uint32_t own[KBG__GROUP_PAIRS]; /* of the message at hand, each once */
    uint32_t own_count;
} grouping;

static kbg_status begin(grouping *g, const kbg_allocator *memory)
{
    *g = (grouping){ .memory = memory };
    kbg__interner_init(&g->pairs, memory, kbg__hash_key_from_address(g));
    kbg_status status = kbg__text_rules_init(&g->rules, memory, kbg__emoticon_default_pattern,
                                             strlen(kbg__emoticon_default_pattern), NULL);
    if (status == KBG_OK)
        status = kbg__word_set_new(memory, g->rules.breaker_source, NULL, &g->words);
    if (status == KBG_OK)
        status = kbg__tokenizer_init(&g->tokens, memory, &g->rules, true);
    return status;
}

static void end(grouping *g)
{
    for (size_t i = 0; i < g->list_count; i++)
        kbg__free(g->memory, g->lists[i].groups);
    kbg__free(g->memory, g->lists);
    kbg__free(g->memory, g->sizes);
    kbg__free(g->memory, g->common);
    kbg__free(g->memory, g->met);
    kbg__interner_free(&g->pairs);
    kbg__tokenizer_free(&g->tokens);
    kbg__word_set_unref(g->words);
    kbg__text_rules_free(&g->rules);
}

/* Adds a pair to those of the message at hand, if it has room. */
static kbg_status add_pair(grouping *g, const char *text, size_t len)
{
    uint32_t number;
    if (g->own_count == KBG__GROUP_PAIRS)
        return KBG_OK;
    kbg_status status = kbg__interner_add(&g->pairs, text, len, &number, NULL);
    for (uint32_t i = 0; i < g->own_count && status == KBG_OK; i++)
        if (g->own[i] == number)
            return KBG_OK;
    if (status == KBG_OK)
        g->own[g->own_count++] = number;
    return status;
}

static bool is_run(const grouping *g, const kbg__token *token)
{
    size_t at = token->start;
    return kbg__character_of(kbg__utf8_next(g->tokens.folded.text.data, token->end, &at)) != KBG__CHARACTER_IDEOGRAPH;
}

/* Takes tokens: pairs and runs, or with `characters` single characters. */
static kbg_status take_tokens(grouping *g, bool characters)
{
    kbg_status status = KBG_OK;
    for (size_t i = 0; i < g->tokens.token_count && status == KBG_OK; i++) {
        const kbg__token *token = &g->tokens.tokens[i];
        bool wanted = token->class_ == KBG__TOKEN_CHAR ? characters || is_run(g, token)
                                                       : token->class_ == KBG__TOKEN_PAIR && !characters;
        if (wanted && !token->is_filler)
            status = add_pair(g, g->tokens.folded.text.data + token->start, token->end - token->start);
    }
    return status;
}

/* Finds the pairs of a message. What has none, such as signs alone, is alike to itself only. */
static kbg_status take_message(grouping *g, kbg_text message)
{
    g->own_count = 0;
    kbg_status status = kbg__tokenize(&g->tokens, &g->words->words, message.data, message.len);
    bool is_read = status == KBG_OK;
    if (status == KBG_ERR_PATTERN || status == KBG_ERR_LIMIT)
        status = KBG_OK;
    if (is_read)
        status = take_tokens(g, false);
    if (is_read && status == KBG_OK && g->own_count == 0)
        status = take_tokens(g, true);
    return status == KBG_OK && g->own_count == 0 ? add_pair(g, message.data, message.len) : status;
}

/* The group that the message at hand belongs to, or UINT32_MAX. */
static uint32_t find_group(grouping *g)
{
    size_t met = 0;
    uint32_t best = UINT32_MAX;
    uint64_t best_common = 0, best_both = 1;
    for (uint32_t i = 0; i < g->own_count; i++) {
        const postings *list = g->own[i] < g->list_count ? &g->lists[g->own[i]] : NULL;
        for (size_t k = 0; list && k < list->count; k++)
            if (g->common[list->groups[k]]++ == 0)
                g->met[met++] = list->groups[k];
    }
    for (size_t i = 0; i < met; i++) {
        uint32_t group = g->met[i];
        uint64_t both = (uint64_t)g->own_count + g->sizes[group], common = g->common[group];
        g->common[group] = 0;
        bool more = common * best_both > best_common * both, equal = common * best_both == best_common * both;
        if (4 * common >= both && (more || (equal && group < best))) {
            best = group;
            best_common = common;
            best_both = both;
        }
    }
    return best;
}

static kbg_status add_posting(grouping *g, uint32_t pair, uint32_t group)
{
    if (pair >= g->list_count) {
        if (kbg__grow(g->memory, (void **)&g->lists, &g->list_capacity, (size_t)pair + 1, sizeof(*g->lists)) != KBG_OK)
            return KBG_ERR_NOMEM;
        memset(g->lists + g->list_count, 0, (pair + 1 - g->list_count) * sizeof(*g->lists));
        g->list_count = (size_t)pair + 1;
    }
    postings *list = &g->lists[pair];
    if (list->count == KBG__GROUP_POSTINGS)
        return KBG_OK;
    kbg_status status =
        kbg__grow(g->memory, (void **)&list->groups, &list->capacity, list->count + 1, sizeof(*list->groups));
    if (status == KBG_OK)
        list->groups[list->count++] = group;
    return status;
}

/* Begins a group with the message at hand. */
static kbg_status add_group(grouping *g, kbg__groups *groups)
{
    uint32_t number = (uint32_t)groups->count;
    kbg_status status = kbg__grow(g->memory, (void **)&groups->list, &groups->capacity, groups->count + 1,
                                  sizeof(*groups->list));
    if (status == KBG_OK)
        status = kbg__grow(g->memory, (void **)&g->sizes, &g->size_capacity, groups->count + 1, sizeof(*g->sizes));
    for (uint32_t i = 0; i < g->own_count && status == KBG_OK; i++)
        status = add_posting(g, g->own[i], number);
    if (status != KBG_OK)
        return status;
    g->sizes[number] = g->own_count;
    groups->list[groups->count++] = (kbg__group){ .first = number };
    return KBG_OK;
}

static int compare_messages(const kbg__grouped *a, const kbg__grouped *b)
{
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return kbg__text_compare(a->message, b->message);
}

static int by_count(const void *left, const void *right)
{
    return compare_messages(left, right);
}

static int by_group(const void *left, const void *right)
{
    const kbg__grouped *a = left, *b = right;
    return a->group != b->group ? (a->group < b->group ? -1 : 1) : compare_messages(a, b);
}

/* Groups by count; of equals the one that began first, which `first` says until the messages are in order. */
static int by_sum(const void *left, const void *right)
{
    const kbg__group *a = left, *b = right;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return a->first < b->first ? -1 : a->first > b->first;
}

/* Puts groups into their order and messages into that of groups. */
static void sort_groups(grouping *g, kbg__grouped *messages, size_t count, kbg__groups *groups)
{
    if (groups->count == 0)
        return;
    qsort(groups->list, groups->count, sizeof(*groups->list), by_sum);
    for (size_t i = 0; i < groups->count; i++)
        g->common[groups->list[i].first] = (uint32_t)i;
    for (size_t i = 0; i < count; i++)
        messages[i].group = g->common[messages[i].group];
    qsort(messages, count, sizeof(*messages), by_group);
    for (size_t i = 0, at = 0; i < groups->count; at += groups->list[i++].size)
        groups->list[i].first = at;
}

kbg_status kbg__group_messages(const kbg_allocator *memory, kbg__grouped *messages, size_t count, kbg__groups *groups)
{
    grouping g;
    *groups = (kbg__groups){ .list = NULL };
    if (count == 0)
        return KBG_OK;
    qsort(messages, count, sizeof(*messages), by_count);
    kbg_status status = begin(&g, memory);
    if (status == KBG_OK)
        status = kbg__resize(memory, (void **)&g.common, &g.common_capacity, count, sizeof(*g.common));
    if (status == KBG_OK)
        status = kbg__resize(memory, (void **)&g.met, &g.met_capacity, count, sizeof(*g.met));
    if (status == KBG_OK)
        memset(g.common, 0, count * sizeof(*g.common));
    for (size_t i = 0; i < count && status == KBG_OK; i++) {
        status = take_message(&g, messages[i].message);
        uint32_t group = status == KBG_OK ? find_group(&g) : 0;
        if (group == UINT32_MAX) {
            group = (uint32_t)groups->count;
            status = add_group(&g, groups);
        }
        if (status != KBG_OK)
            break;
        messages[i].group = group;
        groups->list[group].size++;
        groups->list[group].count = kbg__count_sum(groups->list[group].count, messages[i].count);
    }
    if (status == KBG_OK)
        sort_groups(&g, messages, count, groups);
    else
        kbg__groups_free(groups, memory);
    end(&g);
    return status;
}

void kbg__groups_free(kbg__groups *groups, const kbg_allocator *memory)
{
    kbg__free(memory, groups->list);
    *groups = (kbg__groups){ .list = NULL };
}
