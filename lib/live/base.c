/* SPDX-License-Identifier: MIT */
#include "live/base.h"

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
    b->parallel = options->parallel;
    b->key = kbg__hash_key_from_address(b);
    b->emoticons_sum = kbg__sections_sum(emoticons, emoticons_len);
    atomic_init(&b->references, 1);
    atomic_init(&b->generation, 0);
    atomic_init(&b->compacted, NULL);
    atomic_init(&b->rule_revision, 0);
    atomic_flag_clear(&b->writing);
    atomic_flag_clear(&b->compacting);
    atomic_flag_clear(&b->swapping);
    kbg__hotness_init(&b->hotness, &b->memory, b->key, options->half_life, b->limits.value[KBG_LIMIT_HOT_ITEMS]);
    kbg__interner_init(&b->variables, &b->memory, b->key);
    kbg_status status = kbg__text_rules_init(&b->rules, &b->memory, emoticons, emoticons_len, problem);
    if (status == KBG_OK)
        status = kbg__interner_copy(&b->variables, &options->variables);
    if (options->variables.count)
        b->limits.variables = &b->variables;
    if (status == KBG_OK)
        status = kbg__snapshot_new(&b->memory, NULL, &b->current);
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
    if (base->figures)
        kbg__figures_unref(base->figures);
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
    if (*snapshot && atomic_load_explicit(&base->generation, memory_order_acquire) == (*snapshot)->generation)
        return;
    kbg__snapshot_unref(*snapshot);
    *snapshot = kbg__base_current(base);
}

void kbg__base_publish(kbg_base *base, kbg__snapshot *snapshot)
{
    lock(base);
    kbg__snapshot *old = base->current;
    base->current = snapshot;
    snapshot->generation = old->generation + 1;
    atomic_store_explicit(&base->generation, snapshot->generation, memory_order_release);
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

static kbg_figures *figures_ref(kbg_figures *figures)
{
    if (figures)
        atomic_fetch_add_explicit(&figures->references, 1, memory_order_relaxed);
    return figures;
}

kbg_figures *kbg__base_figures(kbg_base *base)
{
    lock(base);
    kbg_figures *figures = figures_ref(base->figures);
    unlock(base);
    return figures;
}

void kbg__base_set_figures(kbg_base *base, kbg_figures *figures)
{
    lock(base);
    kbg_figures *old = base->figures;
    base->figures = figures_ref(figures);
    unlock(base);
    if (old)
        kbg__figures_unref(old);
}

kbg__committer kbg__base_committer(kbg_base *base, kbg__word_set *words)
{
    return (kbg__committer){ .rules = { &base->memory, base->key, &base->rules, &base->weights, &base->parallel },
                             .words = words,
                             .serial = &base->serial,
                             .frozen = base->frozen,
                             .most_items = base->limits.value[KBG_LIMIT_ITEMS],
                             .most_removed = base->limits.value[KBG_LIMIT_REMOVED] };
}

/* The word lists of a snapshot, the shipped ones if it has none yet; one reference. */
static kbg_status words_of(kbg_base *base, const kbg__snapshot *snapshot, kbg__word_set **words)
{
    if (!snapshot->words)
        return kbg__word_set_new(&base->memory, base->rules.breaker_source, NULL, words);
    *words = kbg__word_set_ref(snapshot->words);
    return KBG_OK;
}

kbg_status kbg__base_apply(kbg_base *base, const kbg__batch *batch, kbg__commit_counts *counts,
                           kbg__problem *problem)
{
    kbg__word_set *words = NULL;
    kbg__snapshot *next = NULL;
    kbg_status status = words_of(base, base->current, &words);
    if (status == KBG_OK) {
        kbg__committer committer = kbg__base_committer(base, words);
        status = kbg__commit(&committer, base->current, batch, &next, counts, problem);
    }
    kbg__word_set_unref(words);
    if (next)
        kbg__base_publish(base, next);
    return status;
}

/* What a compaction made, until somebody who may write puts it in its place. */
struct kbg__compacted {
    kbg__snapshot *before;
    size_t first;
    kbg__segment *segment; /* NULL = it failed */
};

/* Puts what was compacted in its place; `writing` is held. */
static kbg_status install(kbg_base *base, struct kbg__compacted *compacted)
{
    kbg__snapshot *next = NULL;
    kbg_status status = KBG_OK;
    if (compacted->segment) {
        kbg__committer committer = kbg__base_committer(base, compacted->before->words);
        status = kbg__compact_install(&committer, compacted->before, compacted->first, compacted->segment, base->current,
                                      &next);
    }
    if (next)
        kbg__base_publish(base, next);
    kbg__segment_unref(compacted->segment);
    kbg__snapshot_unref(compacted->before);
    kbg__free(&base->memory, compacted);
    base->frozen = 0;
    atomic_flag_clear_explicit(&base->compacting, memory_order_release);
    return status;
}

bool kbg__base_begin_writing(kbg_base *base)
{
    return !atomic_flag_test_and_set(&base->writing);
}

/* A compaction that ended meanwhile could not write: what it left is put in its place now. Whoever leaves something tries to
 * write after that, whoever wrote looks for something after that, so nothing stays. */
kbg_status kbg__base_end_writing(kbg_base *base)
{
    kbg_status status = KBG_OK;
    atomic_flag_clear(&base->writing);
    while (atomic_load(&base->compacted) && kbg__base_begin_writing(base)) {
        struct kbg__compacted *compacted = atomic_exchange(&base->compacted, NULL);
        kbg_status installed = compacted ? install(base, compacted) : KBG_OK;
        status = status == KBG_OK ? installed : status;
        atomic_flag_clear(&base->writing);
    }
    return status;
}

kbg_status kbg__base_commit(kbg_base *base, const kbg__batch *batch, uint64_t *revision, kbg__commit_counts *counts,
                            kbg__problem *problem)
{
    if (!kbg__base_begin_writing(base))
        return KBG_ERR_BUSY;
    kbg_status status = kbg__base_apply(base, batch, counts, problem);
    *revision = base->current->revision;
    (void)kbg__base_end_writing(base);
    return status;
}

/* Chooses what to compact, and sees to it that no commit merges it in the meantime. False if there is nothing. */
static bool begin_compacting(kbg_base *base, bool all, struct kbg__compacted *compacted, uint64_t *serial)
{
    compacted->before = kbg__base_current(base);
    bool wanted = kbg__compact_choose(compacted->before, all, &compacted->first);
    if (wanted)
        *serial = base->frozen = ++base->serial;
    (void)kbg__base_end_writing(base);
    return wanted;
}

kbg_status kbg__base_compact(kbg_base *base, bool all)
{
    uint64_t serial;
    if (atomic_flag_test_and_set_explicit(&base->compacting, memory_order_acquire))
        return KBG_ERR_BUSY;
    struct kbg__compacted *compacted = kbg__calloc(&base->memory, 1, sizeof(*compacted));
    bool may_begin = compacted && kbg__base_begin_writing(base);
    if (!may_begin || !begin_compacting(base, all, compacted, &serial)) {
        kbg_status status = !compacted ? KBG_ERR_NOMEM : may_begin ? KBG_OK : KBG_ERR_BUSY;
        if (compacted)
            kbg__snapshot_unref(compacted->before);
        kbg__free(&base->memory, compacted);
        atomic_flag_clear_explicit(&base->compacting, memory_order_release);
        return status;
    }
    kbg__committer committer = kbg__base_committer(base, compacted->before->words);
    kbg_status status = kbg__segment_merge(&committer.rules, serial, compacted->before->parts + compacted->first,
                                           compacted->before->corpus.count - compacted->first, committer.most_removed,
                                           &compacted->segment);
    atomic_store(&base->compacted, compacted);
    kbg_status installed = kbg__base_begin_writing(base) ? kbg__base_end_writing(base) : KBG_OK;
    return status == KBG_OK ? installed : status;
}

/* All living items in one segment, indexed with other words. */
static kbg_status index_anew(kbg_base *base, kbg__word_set *words, kbg__snapshot **next)
{
    const kbg__snapshot *current = base->current;
    kbg__committer committer = kbg__base_committer(base, words);
    kbg__segment *segment = NULL;
    kbg_status status = kbg__snapshot_new(&base->memory, words, next);
    if (status == KBG_OK && current->corpus.count) {
        status = kbg__segment_gather(&committer.rules, ++base->serial, current->parts, current->corpus.count,
                                     committer.most_removed, &segment);
        if (status == KBG_OK)
            status = kbg__segment_finish(segment, &committer.rules, &words->words);
        if (status == KBG_OK)
            status = kbg__snapshot_add(*next, segment, NULL);
        kbg__segment_unref(segment);
    }
    if (status != KBG_OK) {
        kbg__snapshot_unref(*next);
        *next = NULL;
        return status;
    }
    (*next)->revision = (*next)->corpus.revision = current->revision + 1;
    (*next)->next_place = current->next_place;
    return KBG_OK;
}

kbg_status kbg__base_set_words(kbg_base *base, const kbg__words *words)
{
    kbg__word_set *set;
    kbg__snapshot *next = NULL;
    if (!kbg__base_begin_writing(base))
        return KBG_ERR_BUSY;
    kbg_status status = kbg__word_set_new(&base->memory, base->rules.breaker_source, words, &set);
    if (status == KBG_OK)
        status = index_anew(base, set, &next);
    kbg__word_set_unref(set);
    if (next)
        kbg__base_publish(base, next);
    (void)kbg__base_end_writing(base);
    return status;
}
