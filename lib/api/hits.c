/* SPDX-License-Identifier: MIT */
#include "api/searcher.h"

#include <assert.h>
#include <string.h>

struct kbg_hits {
    kbg__snapshot *snapshot;
    bool is_pooled; /* in a block of a pool */
    const kbg__hit *hits;
    const kbg__span *spans;
    size_t count;
    kbg__part parts[KBG__PARTS_MOST];
    size_t part_count;
    kbg__hit storage[]; /* the hits, and behind them the spans */
};

kbg_status kbg__hits_new(kbg__pool *pool, kbg__snapshot *snapshot, const kbg__hit *from, size_t count,
                         const kbg__span *spans, size_t span_count, const kbg__part *parts, size_t part_count,
                         kbg_hits **hits)
{
    size_t hit_bytes = count * sizeof(kbg__hit);
    size_t span_bytes = span_count * sizeof(kbg__span);
    size_t size = sizeof(kbg_hits) + hit_bytes + span_bytes;
    kbg_hits *made = pool ? kbg__pool_take(pool, size) : kbg__malloc(&snapshot->memory, size);
    *hits = made;
    if (!made)
        return KBG_ERR_NOMEM;
    *made = (kbg_hits){ .snapshot = kbg__snapshot_ref(snapshot), .is_pooled = pool, .count = count,
                        .part_count = part_count };
    memcpy(made->parts, parts, part_count * sizeof(*parts));
    char *place = (char *)made->storage;
    made->hits = made->storage;
    made->spans = (const kbg__span *)(const void *)(place + hit_bytes);
    if (hit_bytes)
        memcpy(place, from, hit_bytes);
    if (span_bytes)
        memcpy(place + hit_bytes, spans, span_bytes);
    return KBG_OK;
}

void kbg_hits_free(kbg_hits *hits)
{
    if (!hits)
        return;
    kbg__snapshot *snapshot = hits->snapshot;
    if (hits->is_pooled)
        kbg__pool_give(hits);
    else
        kbg__free(&snapshot->memory, hits);
    kbg__snapshot_unref(snapshot);
}

static const kbg__hit *hit_at(const kbg_hits *hits, size_t hit)
{
    return hits && hit < hits->count ? &hits->hits[hit] : NULL;
}

size_t kbg_hits_count(const kbg_hits *hits)
{
    return hits ? hits->count : 0;
}

const kbg_item *kbg_hits_item(const kbg_hits *hits, size_t hit)
{
    const kbg__hit *h = hit_at(hits, hit);
    return h ? kbg__snapshot_item_at(hits->snapshot, h->item) : NULL;
}

double kbg_hits_score(const kbg_hits *hits, size_t hit)
{
    const kbg__hit *h = hit_at(hits, hit);
    return h ? h->score : 0;
}

double kbg_hits_confidence(const kbg_hits *hits, size_t hit)
{
    const kbg__hit *h = hit_at(hits, hit);
    return h ? h->confidence : 0;
}

size_t kbg_hits_question(const kbg_hits *hits, size_t hit)
{
    const kbg__hit *h = hit_at(hits, hit);
    /* In a file from a stranger the index may have questions that the item lacks. */
    return h && h->question < kbg_item_question_count(kbg_hits_item(hits, hit)) ? h->question : SIZE_MAX;
}

size_t kbg_hits_part_count(const kbg_hits *hits)
{
    return hits ? hits->part_count : 0;
}

bool kbg_hits_part(const kbg_hits *hits, size_t part, size_t *start, size_t *end)
{
    bool there = hits && part < hits->part_count;
    if (start)
        *start = there ? hits->parts[part].start : 0;
    if (end)
        *end = there ? hits->parts[part].end : 0;
    return there;
}

size_t kbg_hits_part_of(const kbg_hits *hits, size_t hit)
{
    const kbg__hit *h = hit_at(hits, hit);
    return h ? h->part : 0;
}

size_t kbg_hits_span_count(const kbg_hits *hits, size_t hit)
{
    const kbg__hit *h = hit_at(hits, hit);
    return h ? h->span_count : 0;
}

/* One of `count` spans from `first` on. */
static bool span_at(const kbg_hits *hits, size_t first, size_t count, size_t index, size_t *start, size_t *end)
{
    bool there = index < count;
    if (start)
        *start = there ? hits->spans[first + index].start : 0;
    if (end)
        *end = there ? hits->spans[first + index].end : 0;
    return there;
}

bool kbg_hits_span(const kbg_hits *hits, size_t hit, size_t index, size_t *start, size_t *end)
{
    const kbg__hit *h = hit_at(hits, hit);
    return span_at(hits, h ? h->span_first : 0, h ? h->span_count : 0, index, start, end);
}

const char *kbg_hits_completion(const kbg_hits *hits, size_t hit, size_t *len)
{
    const kbg__hit *h = hit_at(hits, hit);
    if (len)
        *len = 0;
    if (!h || h->completion_tag == KBG__TAG_END)
        return NULL;
    return kbg__record_child_text((const char *)kbg__snapshot_item_at(hits->snapshot, h->item), h->completion_tag,
                                  h->completion, "", len);
}

kbg_completion_field kbg_hits_completion_field(const kbg_hits *hits, size_t hit)
{
    const kbg__hit *h = hit_at(hits, hit);
    switch (h ? h->completion_tag : KBG__TAG_END) {
    case KBG__TAG_QUESTION:
        return KBG_COMPLETION_QUESTION;
    case KBG__TAG_SHORT_CODE:
        return KBG_COMPLETION_SHORT_CODE;
    case KBG__TAG_KEYWORD:
        return KBG_COMPLETION_KEYWORD;
    case KBG__TAG_PRODUCT:
        return KBG_COMPLETION_PRODUCT;
    default:
        return KBG_COMPLETION_NONE;
    }
}

size_t kbg_hits_completion_span_count(const kbg_hits *hits, size_t hit)
{
    const kbg__hit *h = hit_at(hits, hit);
    return h ? h->completion_count : 0;
}

bool kbg_hits_completion_span(const kbg_hits *hits, size_t hit, size_t index, size_t *start, size_t *end)
{
    const kbg__hit *h = hit_at(hits, hit);
    return span_at(hits, h ? h->completion_first : 0, h ? h->completion_count : 0, index, start, end);
}

/* The n-th reason that gave something; KBG__REASONS if there is none. */
static int reason_at(const kbg__hit *h, size_t n)
{
    int reason = 0;
    for (; h && reason < KBG__REASONS; reason++)
        if (h->reasons[reason] != 0 && n-- == 0)
            return reason;
    return KBG__REASONS;
}

size_t kbg_hits_reason_count(const kbg_hits *hits, size_t hit)
{
    const kbg__hit *h = hit_at(hits, hit);
    size_t count = 0;
    for (int i = 0; h && i < KBG__REASONS; i++)
        count += h->reasons[i] != 0;
    return count;
}

const char *kbg_hits_reason_name(const kbg_hits *hits, size_t hit, size_t reason)
{
    int found = reason_at(hit_at(hits, hit), reason);
    return found < KBG__REASONS ? kbg__reason_name((kbg__reason)found) : NULL;
}

double kbg_hits_reason_value(const kbg_hits *hits, size_t hit, size_t reason)
{
    const kbg__hit *h = hit_at(hits, hit);
    int found = reason_at(h, reason);
    return found < KBG__REASONS ? h->reasons[found] : 0;
}
