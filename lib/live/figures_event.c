/* SPDX-License-Identifier: MIT */
#include "live/figures_event.h"

#include "base/sized.h"
#include "base/utf8.h"
#include "item/record.h"

#include <math.h>
#include <string.h>

_Static_assert(sizeof(void *) != 8 || sizeof(kbg_event) == 96, "kbg_event has padding or has changed");

static kbg_status refuse(kbg__problem *problem, kbg_status status, size_t index, const char *what)
{
    return kbg__problem_set(problem, status, "events[%zu]: %s", index, what);
}

static kbg_status check_name(kbg_text name, const char *what, size_t index, kbg__problem *problem)
{
    if (name.len == 0)
        return KBG_OK;
    if (!name.data)
        return kbg__problem_set(problem, KBG_ERR_OPTIONS, "events[%zu]: %s has a length and is NULL", index, what);
    if (name.len > KBG__FIGURES_NAME_BYTES)
        return kbg__problem_set(problem, KBG_ERR_LIMIT, "events[%zu]: %s has %zu bytes, the limit is %d", index, what,
                                name.len, KBG__FIGURES_NAME_BYTES);
    if (kbg__utf8_check(name.data, name.len) != name.len)
        return kbg__problem_set(problem, KBG_ERR_UTF8, "events[%zu]: %s is ill-formed UTF-8", index, what);
    if (memchr(name.data, '\0', name.len))
        return kbg__problem_set(problem, KBG_ERR_VALUE, "events[%zu]: %s has a NUL", index, what);
    return KBG_OK;
}

static kbg_status check_message(kbg_text message, size_t index, kbg__problem *problem)
{
    kbg__limits limits;
    kbg__limits_init(&limits);
    if (message.len && !message.data)
        return refuse(problem, KBG_ERR_OPTIONS, index, "message has a length and is NULL");
    if (message.len > limits.value[KBG_LIMIT_MESSAGE_BYTES])
        return refuse(problem, KBG_ERR_LIMIT, index, "message has more than 1 MiB");
    return KBG_OK;
}

kbg_status kbg__figures_event_take(kbg_event *own, const kbg_event *events, size_t index, kbg__problem *problem)
{
    uint32_t stride, size;
    const unsigned char *first = (const unsigned char *)events;
    memcpy(&stride, first, sizeof(stride));
    if (stride < sizeof(*own)) /* the next one could not be found */
        return refuse(problem, KBG_ERR_OPTIONS, 0, "the size is not possible");
    const unsigned char *at = first + index * stride;
    memcpy(&size, at, sizeof(size));
    if (size != stride || kbg__sized_copy(own, sizeof(*own), sizeof(*own), at) != KBG_OK)
        return refuse(problem, KBG_ERR_OPTIONS, index, "the size is not possible");
    if (own->flags & ~(uint32_t)KBG_EVENT_FIRST_CONTACT || own->padding)
        return refuse(problem, KBG_ERR_OPTIONS, index, "flags or padding hold what is not known");
    if (own->type < KBG_EVENT_ASKED || own->type > KBG_EVENT_SOLD)
        return refuse(problem, KBG_ERR_VALUE, index, "the type is not known");
    if (own->at < 0 || own->at >= KBG__FIGURES_END)
        return refuse(problem, KBG_ERR_VALUE, index, "the instant is outside of the years 1970 to 9999");
    if (!(own->weight >= 0 && own->weight <= KBG__FIGURES_WEIGHT_MOST))
        return refuse(problem, KBG_ERR_VALUE, index, "weight is not between 0 and 1,000,000");
    if (!(own->confidence >= 0 && own->confidence <= 1))
        return refuse(problem, KBG_ERR_VALUE, index, "confidence is not between 0 and 1");
    kbg_status status = check_name(own->item, "item", index, problem);
    if (status == KBG_OK)
        status = check_name(own->agent, "agent", index, problem);
    return status == KBG_OK ? check_message(own->message, index, problem) : status;
}

/* The slots in which one event counts, in rising order. */
typedef struct slots {
    uint32_t list[16];
    size_t count;
} slots;

static void add_slot(slots *s, uint32_t slot)
{
    s->list[s->count++] = slot;
}

static void add_slots(slots *s, const kbg_event *event, const kbg_figures_options *options)
{
    uint32_t rank = event->rank < KBG__RANKS ? event->rank : KBG__RANKS - 1;
    add_slot(s, event->type);
    switch (event->type) {
    case KBG_EVENT_ASKED:
        if (event->confidence < options->unanswered_below)
            add_slot(s, KBG__SLOT_UNANSWERED);
        break;
    case KBG_EVENT_SHOWN:
        add_slot(s, KBG__SLOT_SHOWN + rank);
        break;
    case KBG_EVENT_PICKED:
        add_slot(s, KBG__SLOT_PICKED + rank);
        break;
    case KBG_EVENT_RESOLVED:
        if (event->flags & KBG_EVENT_FIRST_CONTACT)
            add_slot(s, KBG__SLOT_FIRST_CONTACT);
        break;
    case KBG_EVENT_ANSWERED:
        if (event->response_ms < 10000)
            add_slot(s, KBG__SLOT_UNDER_10);
        if (event->response_ms < 30000)
            add_slot(s, KBG__SLOT_UNDER_30);
        if (event->response_ms < 60000)
            add_slot(s, KBG__SLOT_UNDER_60);
        add_slot(s, KBG__SLOT_RESPONSE + kbg__sketch_bucket(event->response_ms));
        break;
    default:
        break;
    }
}

/* One event on its way into a period. */
typedef struct counting {
    kbg__figures_content *content;
    kbg__figures_period *period;
    uint64_t weight;
} counting;

static kbg_status count_in(const counting *c, kbg__figures_kind kind, kbg_text text, const slots *s)
{
    kbg__figures_table *table = &c->period->tables[kind];
    const kbg_allocator *memory = c->content->memory;
    kbg_text name = text.len ? text : (kbg_text){ "", 0 };
    uint64_t hash = kbg__hash(c->content->key, name.data, name.len);
    kbg__figure *cell = kbg__figures_table_find(table, hash, name.data, name.len);
    if (!cell) {
        if (kbg__figures_table_is_beyond(table, hash, name.data, name.len))
            return KBG_OK;
        cell = kbg__figures_table_get(table, memory, hash, name.data, name.len);
    }
    kbg_status status = cell ? KBG_OK : KBG_ERR_NOMEM;
    for (size_t i = 0; i < s->count && status == KBG_OK; i++)
        status = kbg__counts_add(&cell->counts, memory, s->list[i], c->weight);
    kbg__figures_table_trim(table, memory);
    return status;
}

/* Counts for a category and all above it; *counted is whether there is one. */
static kbg_status count_category(const counting *c, kbg_text item, const kbg__figures_items *items, const slots *s,
                                 bool *counted)
{
    const kbg_item *found = items && item.len ? items->find(items->holder, item.data, item.len) : NULL;
    kbg_text path = { "", 0 };
    kbg_status status = KBG_OK;
    if (found)
        path.data = kbg__record_child_text((const char *)found, KBG__TAG_CATEGORY, 0, "", &path.len);
    *counted = path.len > 0;
    for (size_t end = 1; end <= path.len && end <= KBG__FIGURES_CATEGORY_BYTES && status == KBG_OK; end++)
        if (end == path.len || path.data[end] == '/')
            status = count_in(c, KBG__FIGURES_CATEGORY, (kbg_text){ path.data, end }, s);
    return status;
}

/* Counts a message that was asked; *slot is what the total says about it, 0 = nothing. */
static kbg_status count_message(const counting *c, const kbg_event *event, kbg__figures_messages *messages,
                                uint32_t *slot)
{
    const kbg_figures_options *options = c->content->options;
    static const slots asked = { { KBG_EVENT_ASKED }, 1 };
    bool is_withheld;
    *slot = 0;
    if (!(options->flags & KBG_FIGURES_KEEP_MESSAGES) || event->type != KBG_EVENT_ASKED)
        return KBG_OK;
    kbg_status status =
        kbg__figures_message(messages, event->message, event->at, options->max_message_bytes, &is_withheld);
    kbg_text text = { messages->text.data, messages->text.len };
    if (status != KBG_OK || (text.len == 0 && !is_withheld))
        return status;
    *slot = is_withheld ? KBG__SLOT_WITHHELD : KBG__SLOT_WITH_MESSAGE;
    if (is_withheld)
        return KBG_OK;
    if (event->confidence < options->unanswered_below)
        status = count_in(c, KBG__FIGURES_UNANSWERED, text, &asked);
    return status == KBG_OK ? count_in(c, KBG__FIGURES_ASKED, text, &asked) : status;
}

kbg_status kbg__figures_event_count(kbg__figures_content *content, const kbg_event *event,
                                    const kbg__figures_items *items, kbg__figures_messages *messages)
{
    counting c = { .content = content };
    slots s = { .count = 0 };
    uint32_t about_message;
    bool has_category = false;
    double weight = event->weight == 0 ? 1 : event->weight;
    c.weight = (uint64_t)floor(weight * KBG__COUNT_UNIT + 0.5);
    if (c.weight == 0)
        c.weight = 1;
    kbg_status status =
        kbg__figures_content_period(content, kbg__figures_period_of(content->options, event->at), &c.period);
    if (status != KBG_OK)
        return status;
    if (!c.period) {
        content->older = kbg__count_sum(content->older, c.weight);
        return KBG_OK;
    }
    add_slots(&s, event, content->options);
    status = count_message(&c, event, messages, &about_message);
    if (status == KBG_OK && event->item.len)
        status = count_in(&c, KBG__FIGURES_ITEM, event->item, &s);
    if (status == KBG_OK)
        status = count_category(&c, event->item, items, &s, &has_category);
    if (status == KBG_OK && event->agent.len)
        status = count_in(&c, KBG__FIGURES_AGENT, event->agent, &s);
    if (event->item.len)
        add_slot(&s, KBG__SLOT_WITH_ITEM);
    if (has_category)
        add_slot(&s, KBG__SLOT_WITH_CATEGORY);
    if (event->agent.len)
        add_slot(&s, KBG__SLOT_WITH_AGENT);
    if (about_message)
        add_slot(&s, about_message);
    return status == KBG_OK ? count_in(&c, KBG__FIGURES_TOTAL, (kbg_text){ "", 0 }, &s) : status;
}
