/* SPDX-License-Identifier: MIT */
#include "live/figures.h"

#include <string.h>

_Static_assert(sizeof(kbg_figures_options) == 56, "kbg_figures_options has padding or has changed");

/* The options that are bounded, with defaults. */
static const struct {
    const char *name;
    size_t offset;
    uint32_t otherwise, most;
} numbers[] = {
    { "period_minutes", offsetof(kbg_figures_options, period_minutes), 1440, 527040 },
    { "max_periods", offsetof(kbg_figures_options, max_periods), 400, 100000 },
    { "max_items", offsetof(kbg_figures_options, max_items), 100000, 16777216 },
    { "max_categories", offsetof(kbg_figures_options, max_categories), 10000, 16777216 },
    { "max_agents", offsetof(kbg_figures_options, max_agents), 10000, 16777216 },
    { "max_messages", offsetof(kbg_figures_options, max_messages), 10000, 1000000 },
    { "max_message_bytes", offsetof(kbg_figures_options, max_message_bytes), 1000, 65536 },
};

enum { NUMBERS = sizeof(numbers) / sizeof(numbers[0]) };

static uint32_t *number_of(kbg_figures_options *options, size_t index)
{
    return (uint32_t *)(void *)((char *)options + numbers[index].offset);
}

kbg_status kbg__figures_options_complete(kbg_figures_options *options, kbg__problem *problem)
{
    int32_t zone = options->utc_offset_minutes;
    const char *wrong = options->flags & ~KBG_FIGURES_KEEP_MESSAGES                            ? "flags"
                        : zone < -1080 || zone > 1080                                         ? "utc_offset_minutes"
                        : !(options->unanswered_below >= 0 && options->unanswered_below <= 1) ? "unanswered_below"
                                                                                              : NULL;
    for (size_t i = 0; i < NUMBERS && !wrong; i++) {
        uint32_t *number = number_of(options, i);
        if (*number > numbers[i].most)
            wrong = numbers[i].name;
        if (*number == 0)
            *number = numbers[i].otherwise;
    }
    if (options->unanswered_below == 0)
        options->unanswered_below = 0.5;
    return wrong ? kbg__problem_set(problem, KBG_ERR_OPTIONS, "figures: %s is not valid", wrong) : KBG_OK;
}

/* The name of an option in which two figures differ, NULL if there is none. */
static const char *find_difference(kbg_figures_options left, kbg_figures_options right)
{
    for (size_t i = 0; i < NUMBERS; i++)
        if (*number_of(&left, i) != *number_of(&right, i))
            return numbers[i].name;
    return left.flags != right.flags                             ? "flags"
           : left.utc_offset_minutes != right.utc_offset_minutes ? "utc_offset_minutes"
           : left.unanswered_below != right.unanswered_below     ? "unanswered_below"
           : left.seed != right.seed                             ? "seed"
                                                                 : NULL;
}

kbg_status kbg__figures_new(const kbg_allocator *memory, const kbg_figures_options *options, kbg_figures **figures)
{
    kbg_figures *made = kbg__calloc(memory, 1, sizeof(*made));
    *figures = made;
    if (!made)
        return KBG_ERR_NOMEM;
    made->memory = *memory;
    made->options = *options;
    made->options.size = (uint32_t)sizeof(*options);
    atomic_init(&made->references, 1);
    atomic_flag_clear(&made->changing);
    kbg__figures_content_init(&made->content, &made->memory, &made->options);
    return KBG_OK;
}

void kbg__figures_unref(kbg_figures *figures)
{
    if (atomic_fetch_sub_explicit(&figures->references, 1, memory_order_acq_rel) != 1)
        return;
    kbg_allocator memory = figures->memory;
    kbg__figures_content_free(&figures->content);
    kbg__rule_set_unref(figures->rules);
    kbg__free(&memory, figures);
}

static void lock(kbg_figures *figures)
{
    while (atomic_flag_test_and_set_explicit(&figures->changing, memory_order_acquire))
        ;
}

static void unlock(kbg_figures *figures)
{
    atomic_flag_clear_explicit(&figures->changing, memory_order_release);
}

kbg_status kbg__figures_set_rules(kbg_figures *figures, const kbg__rule_list *list, kbg__problem *problem)
{
    kbg__rule_set *set = NULL;
    if (list && list->count) {
        kbg_status status = kbg__rule_set_new(&figures->memory, list, &set, problem);
        if (status != KBG_OK)
            return status;
    }
    lock(figures);
    kbg__rule_set *old = figures->rules;
    figures->rules = set;
    unlock(figures);
    kbg__rule_set_unref(old);
    return KBG_OK;
}

static kbg_status merge_content(kbg_figures *figures, const kbg__figures_content *from)
{
    lock(figures);
    kbg_status status = kbg__figures_content_merge(&figures->content, from);
    unlock(figures);
    return status;
}

kbg_status kbg__figures_add(kbg_figures *figures, const kbg_event *events, size_t count,
                            const kbg__figures_items *items, kbg__problem *problem)
{
    kbg__figures_content batch;
    kbg__figures_messages messages;
    kbg_event event;
    kbg_status status = KBG_OK;
    for (size_t i = 0; i < count && status == KBG_OK; i++)
        status = kbg__figures_event_take(&event, events, i, problem);
    if (status != KBG_OK || count == 0)
        return status;
    kbg__rule_set *rules = NULL;
    if (figures->options.flags & KBG_FIGURES_KEEP_MESSAGES) {
        lock(figures);
        rules = kbg__rule_set_ref(figures->rules);
        unlock(figures);
    }
    kbg__figures_content_init(&batch, &figures->memory, &figures->options);
    kbg__figures_messages_init(&messages, &figures->memory, rules);
    for (size_t i = 0; i < count && status == KBG_OK; i++) {
        (void)kbg__figures_event_take(&event, events, i, NULL);
        status = kbg__figures_event_count(&batch, &event, items, &messages);
    }
    if (status == KBG_OK)
        status = merge_content(figures, &batch);
    kbg__figures_messages_free(&messages);
    kbg__figures_content_free(&batch);
    kbg__rule_set_unref(rules);
    return status;
}

kbg_status kbg__figures_take(kbg_figures *figures, int64_t from, int64_t until, kbg__figures_content *content)
{
    int64_t first = 0, last = -1;
    if (from < KBG__FIGURES_END && until >= 0) {
        first = from > 0 ? kbg__figures_period_of(&figures->options, from) : INT64_MIN;
        last = until && until < KBG__FIGURES_END ? kbg__figures_period_of(&figures->options, until - 1) : INT64_MAX;
    }
    kbg__figures_content_init(content, &figures->memory, &figures->options);
    lock(figures);
    kbg_status status = kbg__figures_content_share(content, &figures->content, first, last);
    unlock(figures);
    if (status != KBG_OK)
        kbg__figures_content_free(content);
    return status;
}

static bool is_same_allocator(const kbg_allocator *left, const kbg_allocator *right)
{
    return left->malloc == right->malloc && left->realloc == right->realloc && left->free == right->free &&
           left->user_data == right->user_data;
}

kbg_status kbg__figures_merge(kbg_figures *into, kbg_figures *from, kbg__problem *problem)
{
    kbg__figures_content taken, copy;
    const char *differs = find_difference(into->options, from->options);
    if (differs)
        return kbg__problem_set(problem, KBG_ERR_OPTIONS, "the figures differ in %s", differs);
    kbg_status status = kbg__figures_take(from, 0, 0, &taken);
    if (status != KBG_OK)
        return status;
    if (is_same_allocator(&into->memory, &from->memory)) {
        status = merge_content(into, &taken);
    } else {
        kbg__figures_content_init(&copy, &into->memory, &into->options);
        status = kbg__figures_content_copy(&copy, &taken);
        if (status == KBG_OK)
            status = merge_content(into, &copy);
        kbg__figures_content_free(&copy);
    }
    kbg__figures_content_free(&taken);
    return status;
}
