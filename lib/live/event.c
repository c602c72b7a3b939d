/* SPDX-License-Identifier: MIT */
#include "live/event.h"

#include "base/sized.h"
#include "base/utf8.h"

#include <inttypes.h>
#include <string.h>

_Static_assert(sizeof(void *) != 8 || sizeof(kbg_event) == 96, "kbg_event has padding or has changed");

/* Whether an event without an item would say nothing. */
static bool needs_item(uint32_t type)
{
    return (type >= KBG_EVENT_SHOWN && type <= KBG_EVENT_EDITED) || type == KBG_EVENT_REJECTED;
}

/* The name of the first field that cannot be; NULL if all can. */
static const char *wrong_field(const kbg_event *e)
{
    return e->type < KBG_EVENT_ASKED || e->type > KBG_EVENT_SOLD             ? "type"
           : e->flags & ~(uint32_t)KBG_EVENT_FIRST_CONTACT                   ? "flags"
           : e->at <= 0 || e->at > KBG__INSTANT_MOST                         ? "at"
           : !(e->weight >= 0 && e->weight <= KBG__EVENT_WEIGHT_MOST)        ? "weight"
           : e->padding                                                      ? "padding"
           : !(e->confidence >= 0 && e->confidence <= 1)                     ? "confidence"
           : (e->item.len && !e->item.data) || (needs_item(e->type) && !e->item.len) ? "item"
           : e->agent.len && !e->agent.data                                  ? "agent"
           : e->message.len && !e->message.data                              ? "message"
                                                                             : NULL;
}

static kbg_status check_text(const kbg_base *base, size_t index, const char *name, kbg_text text, kbg_limit limit,
                             kbg__problem *problem)
{
    uint64_t most = base->limits.value[limit];
    if (text.len > most)
        return kbg__problem_set(problem, KBG_ERR_LIMIT, "events[%zu]: %s has %zu bytes, the limit is %" PRIu64, index,
                                name, text.len, most);
    if (limit != KBG_LIMIT_MESSAGE_BYTES && kbg__utf8_check(text.data, text.len) != text.len)
        return kbg__problem_set(problem, KBG_ERR_UTF8, "events[%zu]: %s is not UTF-8", index, name);
    return KBG_OK;
}

/* Copies the event at an index and checks it. All have the size of the first. */
static kbg_status take(const kbg_base *base, const kbg_event *events, size_t index, kbg_event *own,
                       kbg__problem *problem)
{
    const char *given = (const char *)events + index * events->size;
    uint32_t size;
    memcpy(&size, given, sizeof(size));
    kbg_status status = size == events->size ? KBG_OK : KBG_ERR_OPTIONS;
    if (status == KBG_OK)
        status = kbg__sized_copy(own, sizeof(*own), sizeof(*own), given);
    if (status != KBG_OK)
        return kbg__problem_set(problem, status, "events[%zu]: size is not valid", index);
    const char *wrong = wrong_field(own);
    if (wrong)
        return kbg__problem_set(problem, KBG_ERR_VALUE, "events[%zu]: %s is not valid", index, wrong);
    status = check_text(base, index, "item", own->item, KBG_LIMIT_ID_BYTES, problem);
    if (status == KBG_OK)
        status = check_text(base, index, "agent", own->agent, KBG_LIMIT_LABEL_BYTES, problem);
    if (status == KBG_OK)
        status = check_text(base, index, "message", own->message, KBG_LIMIT_MESSAGE_BYTES, problem);
    return status;
}

/* What an event counts for the hotness of its item. */
static kbg__use use_of(const kbg_base *base, const kbg_event *event)
{
    double amount = 0;
    if (event->item.len && event->type >= KBG_EVENT_SHOWN && event->type <= KBG_EVENT_REJECTED)
        amount = base->weights.value[KBG__WEIGHT_HOT_SHOWN + event->type - KBG_EVENT_SHOWN] *
                 (event->weight > 0 ? event->weight : 1);
    return (kbg__use){ event->item.data, event->item.len, event->at, amount };
}

static size_t count_items(const void *holder)
{
    return ((const kbg__snapshot *)holder)->item_count;
}

static const kbg_item *find_item(const void *holder, const char *id, size_t len)
{
    return kbg__snapshot_item(holder, id, len);
}

/* Counts the events in the figures of the base too, if it has any. */
static kbg_status count_in_figures(kbg_base *base, const kbg__snapshot *snapshot, const kbg_event *events, size_t count,
                                   kbg__problem *problem)
{
    /* What is added is looked up by id only. */
    kbg__figures_items items = { .holder = snapshot, .count = count_items, .find = find_item };
    kbg_figures *figures = kbg__base_figures(base);
    kbg_status status = KBG_OK;
    if (figures) {
        status = kbg__figures_add(figures, events, count, &items, problem);
        kbg__figures_unref(figures);
    }
    return status;
}

/* Takes uses back that have just been counted: sums are integers, so nothing of them is left, and their ids have places. */
static void take_back(kbg_base *base, kbg__use *uses, size_t count)
{
    for (size_t i = 0; i < count; i++)
        uses[i].amount = -uses[i].amount;
    (void)kbg__hotness_take(&base->hotness, uses, count, NULL);
}

kbg_status kbg__base_event(kbg_base *base, const kbg_event *events, size_t count, size_t *unknown,
                           kbg__problem *problem)
{
    kbg_event own;
    size_t missing = 0;
    *unknown = 0;
    if (count == 0)
        return KBG_OK;
    if (events->size < sizeof(own))
        return kbg__problem_set(problem, KBG_ERR_OPTIONS, "events[0]: size is not valid");
    kbg__use *uses = kbg__calloc(&base->memory, count, sizeof(*uses));
    if (!uses)
        return KBG_ERR_NOMEM;
    kbg__snapshot *snapshot = kbg__base_current(base);
    kbg_status status = KBG_OK;
    for (size_t i = 0; i < count && status == KBG_OK; i++) {
        status = take(base, events, i, &own, problem);
        if (status != KBG_OK)
            break;
        uses[i] = use_of(base, &own);
        missing += own.item.len && !kbg__snapshot_item(snapshot, own.item.data, own.item.len);
    }
    if (status == KBG_OK)
        status = kbg__hotness_take(&base->hotness, uses, count, problem);
    if (status == KBG_OK) {
        status = count_in_figures(base, snapshot, events, count, problem);
        if (status != KBG_OK)
            take_back(base, uses, count);
    }
    if (status == KBG_OK)
        *unknown = missing;
    kbg__snapshot_unref(snapshot);
    kbg__free(&base->memory, uses);
    return status;
}

kbg_status kbg__event_check_id(const kbg_base *base, const char *id, size_t len, kbg__problem *problem)
{
    uint64_t most = base->limits.value[KBG_LIMIT_ID_BYTES];
    if (len == 0)
        return kbg__problem_set(problem, KBG_ERR_VALUE, "the id is empty");
    if (len > most)
        return kbg__problem_set(problem, KBG_ERR_LIMIT, "the id has %zu bytes, the limit is %" PRIu64, len, most);
    if (kbg__utf8_check(id, len) != len)
        return kbg__problem_set(problem, KBG_ERR_UTF8, "the id is not UTF-8");
    return KBG_OK;
}
