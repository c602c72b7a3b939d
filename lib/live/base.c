/* SPDX-License-Identifier: MIT */
#include "live/base.h"

#include "io/jsonl.h"
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
    atomic_flag_clear(&b->writing);
    atomic_flag_clear(&b->swapping);
    kbg__interner_init(&b->variables, &b->memory, b->key);
    kbg_status status = kbg__text_rules_init(&b->rules, &b->memory, emoticons, emoticons_len, problem);
    for (uint32_t i = 0; i < options->variables.count && status == KBG_OK; i++) {
        size_t len;
        uint32_t number;
        const char *name = kbg__interner_text(&options->variables, i, &len);
        status = kbg__interner_add(&b->variables, name, len, &number, NULL);
        b->limits.variables = &b->variables;
    }
    if (status == KBG_OK)
        status = kbg__snapshot_new(&b->memory, b->key, NULL, &b->current);
    if (status == KBG_OK)
        status = kbg__snapshot_finish(b->current, &b->rules);
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

/* One load: takes what the reader of the format delivers. */
typedef struct loading {
    const kbg_base *base;
    kbg__snapshot *next;
    bool skip_bad;
    bool any_bad;
    bool ended; /* by `bad` */
    kbg__bad_line bad;
    void *bad_data;
} loading;

static kbg_status take_item(const char *record, size_t len, kbg__problem *problem, void *user_data)
{
    loading *l = user_data;
    char quote[KBG__QUOTE];
    uint64_t most = l->base->limits.value[KBG_LIMIT_ITEMS];
    if (l->next->store.count >= most)
        return kbg__problem_set(problem, KBG_ERR_LIMIT, "the base is full: it has %" PRIu64 " items", most);
    kbg_status status = kbg__snapshot_add(l->next, record, len);
    if (status == KBG_ERR_DUPLICATE) {
        size_t id_len;
        const char *id = kbg__record_child_text(record, KBG__TAG_ID, 0, "", &id_len);
        return kbg__problem_set(problem, status, "id \"%s\" is there already", kbg__quote(quote, id, id_len));
    }
    return status;
}

static bool take_bad(const kbg__problem *problem, void *user_data)
{
    loading *l = user_data;
    l->any_bad = true;
    l->ended = !l->bad(problem, l->bad_data);
    return !l->ended;
}

kbg_status kbg__base_load(kbg_base *base, kbg_read_fn read, void *read_data, bool skip_bad, kbg__bad_line bad,
                          void *bad_data, size_t *added)
{
    loading l = { .base = base, .skip_bad = skip_bad, .bad = bad, .bad_data = bad_data };
    kbg__load_sink sink = { .item = take_item, .bad = take_bad, .user_data = &l };
    size_t before = 0;
    *added = 0;
    if (atomic_flag_test_and_set_explicit(&base->writing, memory_order_acquire))
        return KBG_ERR_BUSY;
    kbg_status status = kbg__snapshot_new(&base->memory, base->key, base->current, &l.next);
    if (status == KBG_OK) {
        before = l.next->store.count;
        status = kbg__jsonl_load(&base->memory, &base->limits, read, read_data, &sink);
    }
    bool wanted = status == KBG_OK && (skip_bad || !l.any_bad) && !l.ended && l.next->store.count > before;
    if (wanted)
        status = kbg__snapshot_finish(l.next, &base->rules);
    if (wanted && status == KBG_OK) {
        *added = l.next->store.count - before;
        publish(base, l.next);
    } else {
        kbg__snapshot_unref(l.next);
    }
    atomic_flag_clear_explicit(&base->writing, memory_order_release);
    return status;
}
