/* SPDX-License-Identifier: MIT */
#include "live/base.h"

#include "io/load.h"
#include "item/record.h"

#include <inttypes.h>
#include <string.h>

kbg_status kbg__base_new(const kbg_base_options *options, kbg_base **base, kbg__problem *problem)
{
    kbg_base_options defaults;
    if (!options) {
        (void)kbg__settings_init(&defaults, NULL);
        options = &defaults;
    }
    const char *emoticons = options->has_emoticons ? options->emoticons.data : kbg__emoticon_default_pattern;
    size_t emoticons_len = options->has_emoticons ? options->emoticons.len : strlen(kbg__emoticon_default_pattern);
    kbg_base *b = kbg__calloc(&options->memory, 1, sizeof(*b));
    *base = NULL;
    if (!b)
        return KBG_ERR_NOMEM;
    b->memory = options->memory;
    b->limits = options->limits;
    b->weights = options->weights;
    b->key = kbg__hash_key_from_address(b);
    atomic_init(&b->references, 1);
    atomic_init(&b->revision, 0);
    atomic_init(&b->rule_revision, 0);
    atomic_flag_clear(&b->writing);
    atomic_flag_clear(&b->swapping);
    kbg__hotness_init(&b->hotness, &b->memory, b->key, options->half_life, b->limits.value[KBG_LIMIT_HOT_ITEMS]);
    kbg__interner_init(&b->variables, &b->memory, b->key);
    kbg_status status = kbg__text_rules_init(&b->rules, &b->memory, emoticons, emoticons_len, problem);
    if (status == KBG_OK)
        status = kbg__interner_copy(&b->variables, &options->variables);
    if (options->variables.count)
        b->limits.variables = &b->variables;
    kbg__word_set *words = NULL;
    if (status == KBG_OK)
        status = kbg__word_set_new(&b->memory, b->rules.breaker_source, NULL, &words);
    if (status == KBG_OK)
        status = kbg__snapshot_new(&b->memory, b->key, NULL, words, &b->current);
    kbg__word_set_unref(words);
    if (status == KBG_OK)
        status = kbg__snapshot_finish(b->current, &b->rules, &b->weights);
    if (status != KBG_OK) {
        kbg__base_unref(b);
        return status;
    }
    *base = b;
    return KBG_OK;
}

void kbg__base_unref(kbg_base *base)
{
    if (atomic_fetch_sub_explicit(&base->references, 1, memory_order_acq_rel) != 1)
        return;
    kbg_allocator memory = base->memory;
    kbg__snapshot_unref(base->current);
    kbg__rule_set_unref(base->rule_set);
    kbg__hotness_free(&base->hotness);
    kbg__text_rules_free(&base->rules);
    kbg__interner_free(&base->variables);
    kbg__free(&memory, base);
}

static void lock(kbg_base *base)
{
    while (atomic_flag_test_and_set_explicit(&base->swapping, memory_order_acquire))
        ;
}

static void unlock(kbg_base *base)
{
    atomic_flag_clear_explicit(&base->swapping, memory_order_release);
}

kbg__snapshot *kbg__base_current(kbg_base *base)
{
    lock(base);
    kbg__snapshot *snapshot = kbg__snapshot_ref(base->current);
    unlock(base);
    return snapshot;
}

void kbg__base_refresh(kbg_base *base, kbg__snapshot **snapshot)
{
    if (*snapshot && atomic_load_explicit(&base->revision, memory_order_acquire) == (*snapshot)->revision)
        return;
    kbg__snapshot_unref(*snapshot);
    *snapshot = kbg__base_current(base);
}

static void publish(kbg_base *base, kbg__snapshot *snapshot)
{
    lock(base);
    kbg__snapshot *old = base->current;
    base->current = snapshot;
    atomic_store_explicit(&base->revision, snapshot->revision, memory_order_release);
    unlock(base);
    kbg__snapshot_unref(old);
}

kbg_status kbg__base_set_rules(kbg_base *base, const kbg__rule_list *list, kbg__problem *problem)
{
    kbg__rule_set *set = NULL;
    if (list && list->count) {
        kbg_status status = kbg__rule_set_new(&base->memory, list, &set, problem);
        if (status != KBG_OK)
            return status;
    }
    lock(base);
    kbg__rule_set *old = base->rule_set;
    if (set)
        set->revision = ++base->last_rule_revision;
    base->rule_set = set;
    atomic_store_explicit(&base->rule_revision, set ? set->revision : 0, memory_order_release);
    unlock(base);
    kbg__rule_set_unref(old);
    return KBG_OK;
}

void kbg__base_refresh_rules(kbg_base *base, kbg__rule_set **set)
{
    if (atomic_load_explicit(&base->rule_revision, memory_order_acquire) == (*set ? (*set)->revision : 0))
        return;
    kbg__rule_set_unref(*set);
    lock(base);
    *set = kbg__rule_set_ref(base->rule_set);
    unlock(base);
}

/* One load: takes what the reader of the format delivers. */
typedef struct loading {
    const kbg_base *base;
    const kbg_load_options *options;
    kbg__snapshot *next;
    size_t before; /* items that were there */
    bool *touched; /* which of them this load put; made when it is needed */
    kbg__load_counts counts;
    bool any_bad;
    bool ended; /* by `bad` */
    kbg__bad_line bad;
    void *bad_data;
} loading;

/* Notes that this load put an item; *again is whether it had done so before. */
static kbg_status touch(loading *l, uint32_t number, bool *again)
{
    *again = number >= l->before;
    if (*again)
        return KBG_OK;
    if (!l->touched)
        l->touched = kbg__calloc(&l->base->memory, l->before, sizeof(*l->touched));
    if (!l->touched)
        return KBG_ERR_NOMEM;
    *again = l->touched[number];
    l->touched[number] = true;
    return KBG_OK;
}

static kbg_status refuse(const char *record, kbg__problem *problem)
{
    char quote[KBG__QUOTE];
    size_t len;
    const char *id = kbg__record_child_text(record, KBG__TAG_ID, 0, "", &len);
    return kbg__problem_set(problem, KBG_ERR_DUPLICATE, "id \"%s\" is there already", kbg__quote(quote, id, len));
}

/* An item whose id is there already. What the base had before the load is skipped or replaced as the options have it;
 * what this load put is repeated at most. */
static kbg_status take_again(loading *l, uint32_t number, const char *record, size_t len, kbg__problem *problem)
{
    bool again, overwrite = l->options->flags & KBG_LOAD_OVERWRITE;
    kbg__put put;
    if (!overwrite && !(l->options->flags & KBG_LOAD_SKIP_EXISTING))
        return refuse(record, problem);
    if (!overwrite && number < l->before) {
        l->counts.skipped++;
        return KBG_OK;
    }
    kbg_status status = touch(l, number, &again);
    if (status == KBG_OK)
        status = kbg__snapshot_put(l->next, record, len, overwrite && !again, &put, &number);
    if (status == KBG_OK && put == KBG__PUT_REFUSED)
        return refuse(record, problem);
    l->counts.replaced += status == KBG_OK && put == KBG__PUT_REPLACED;
    l->counts.skipped += status == KBG_OK && put == KBG__PUT_EQUAL;
    return status;
}

static kbg_status take_item(const char *record, size_t len, kbg__problem *problem, void *user_data)
{
    loading *l = user_data;
    uint64_t most = l->base->limits.value[KBG_LIMIT_ITEMS];
    size_t id_len;
    kbg__put put;
    const char *id = kbg__record_child_text(record, KBG__TAG_ID, 0, "", &id_len);
    uint32_t number = kbg__interner_find(&l->next->ids, id, id_len);
    if (number != KBG__NOT_INTERNED)
        return take_again(l, number, record, len, problem);
    if (l->next->store.count >= most)
        return kbg__problem_set(problem, KBG_ERR_LIMIT, "the base is full: it has %" PRIu64 " items", most);
    kbg_status status = kbg__snapshot_put(l->next, record, len, false, &put, &number);
    l->counts.added += status == KBG_OK;
    return status;
}

static bool take_bad(const kbg__problem *problem, void *user_data)
{
    loading *l = user_data;
    l->any_bad = true;
    l->ended = !l->bad(problem, l->bad_data);
    return !l->ended;
}

kbg_status kbg__base_load(kbg_base *base, kbg_format format, kbg_read_fn read, void *read_data,
                          const kbg_load_options *options, kbg__bad_line bad, void *bad_data,
                          kbg__load_counts *counts)
{
    loading l = { .base = base, .options = options, .bad = bad, .bad_data = bad_data };
    kbg__load_sink sink = { .item = take_item, .bad = take_bad, .user_data = &l };
    *counts = (kbg__load_counts){ 0 };
    if (atomic_flag_test_and_set_explicit(&base->writing, memory_order_acquire))
        return KBG_ERR_BUSY;
    kbg_status status = kbg__snapshot_new(&base->memory, base->key, base->current, base->current->words, &l.next);
    if (status == KBG_OK) {
        l.before = l.next->store.count;
        status = kbg__load_items(&base->memory, &base->limits, format, read, read_data, options, &sink);
    }
    bool wanted = status == KBG_OK && (options->flags & KBG_LOAD_SKIP_BAD || !l.any_bad) && !l.ended;
    bool changed = wanted && (l.counts.added || l.counts.replaced);
    if (changed)
        status = kbg__snapshot_finish(l.next, &base->rules, &base->weights);
    if (wanted && status == KBG_OK)
        *counts = l.counts;
    if (changed && status == KBG_OK)
        publish(base, l.next);
    else
        kbg__snapshot_unref(l.next);
    kbg__free(&base->memory, l.touched);
    atomic_flag_clear_explicit(&base->writing, memory_order_release);
    return status;
}

kbg_status kbg__base_set_words(kbg_base *base, const kbg__words *words)
{
    kbg__word_set *set;
    kbg__snapshot *next = NULL;
    if (atomic_flag_test_and_set_explicit(&base->writing, memory_order_acquire))
        return KBG_ERR_BUSY;
    kbg_status status = kbg__word_set_new(&base->memory, base->rules.breaker_source, words, &set);
    if (status == KBG_OK)
        status = kbg__snapshot_new(&base->memory, base->key, base->current, set, &next);
    if (status == KBG_OK)
        status = kbg__snapshot_finish(next, &base->rules, &base->weights);
    kbg__word_set_unref(set);
    if (status == KBG_OK)
        publish(base, next);
    else
        kbg__snapshot_unref(next);
    atomic_flag_clear_explicit(&base->writing, memory_order_release);
    return status;
}
