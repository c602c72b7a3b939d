/* SPDX-License-Identifier: MIT */
#include "live/commit.h"

#include "item/record.h"
#include "live/deaths.h"

#include <inttypes.h>
#include <stdlib.h>

typedef struct committing {
    const kbg__committer *by;
    const kbg__snapshot *current;
    const kbg__batch *batch;
    kbg__commit_counts *counts;
    kbg__segment *segment; /* of what is put */
    uint64_t next_place;
    kbg__found_item *dying;
    size_t dying_capacity, dying_count;
    kbg__segment_part *parts; /* of the next snapshot, with references */
    size_t part_count;
} committing;

static kbg_status check(uint64_t expected, uint64_t is, const char *id, size_t len, kbg__problem *problem)
{
    char quote[KBG__QUOTE];
    if (expected == KBG__ANY_REVISION || expected == is)
        return KBG_OK;
    if (is == 0)
        return kbg__problem_set(problem, KBG_ERR_CONFLICT, "id \"%s\" is not there; revision %" PRIu64 " was expected",
                                kbg__quote(quote, id, len), expected);
    if (expected == 0)
        return kbg__problem_set(problem, KBG_ERR_CONFLICT, "id \"%s\" is there already, with revision %" PRIu64,
                                kbg__quote(quote, id, len), is);
    return kbg__problem_set(problem, KBG_ERR_CONFLICT, "id \"%s\" has revision %" PRIu64 "; %" PRIu64 " was expected",
                            kbg__quote(quote, id, len), is, expected);
}

/* Takes one change of the batch. */
static kbg_status take(committing *c, uint32_t number, kbg__problem *problem)
{
    kbg__change change = kbg__batch_change(c->batch, number);
    kbg__found_item found;
    bool there = kbg__snapshot_find(c->current, change.id, change.len, &found);
    const kbg__segment *old = there ? c->current->parts[found.part].segment : NULL;
    uint64_t is = there ? kbg__packed_get(&old->revisions, found.item) : 0, revision = c->current->revision + 1;
    kbg_status status = check(change.expected, is, change.id, change.len, problem);
    if (status != KBG_OK)
        return status;
    if (!there && !change.record) {
        c->counts->equal++;
        return KBG_OK;
    }
    if (there && change.record && kbg__record_equal((const char *)old->store.items[found.item], change.record)) {
        c->counts->equal++;
        return KBG_OK;
    }
    if (there && kbg__grow(c->by->rules.memory, (void **)&c->dying, &c->dying_capacity, c->dying_count + 1,
                           sizeof(*c->dying)))
        return KBG_ERR_NOMEM;
    if (there)
        c->dying[c->dying_count++] = found;
    if (!change.record) {
        c->counts->removed++;
        return kbg__segment_note_removed(c->segment, change.id, change.len, revision);
    }
    if (there)
        c->counts->replaced++;
    else
        c->counts->added++;
    return kbg__segment_add(c->segment, (const kbg_item *)(const void *)change.record,
                            there ? kbg__packed_get(&old->places, found.item) : c->next_place++, revision);
}

static int by_part(const void *left, const void *right)
{
    const kbg__found_item *a = left, *b = right;
    if (a->part != b->part)
        return a->part < b->part ? -1 : 1;
    return (a->item > b->item) - (a->item < b->item);
}

/* The parts of the current snapshot without what dies. */
static kbg_status keep_parts(committing *c)
{
    kbg_status status = KBG_OK;
    size_t at = 0;
    if (c->dying_count > 1)
        qsort(c->dying, c->dying_count, sizeof(*c->dying), by_part);
    for (uint32_t p = 0; p < c->current->corpus.count && status == KBG_OK; p++) {
        const kbg__segment_part *part = &c->current->parts[p];
        size_t first = at;
        kbg__dead *dead = NULL;
        while (at < c->dying_count && c->dying[at].part == p)
            at++;
        if (kbg__segment_living(part) == at - first && part->segment->removed.count == 0)
            continue;
        if (at == first)
            dead = kbg__dead_ref(part->dead);
        else
            status = kbg__deaths(&c->by->rules, &c->by->words->words, part, c->dying + first, at - first, &dead);
        if (status == KBG_OK)
            c->parts[c->part_count++] = (kbg__segment_part){ kbg__segment_ref(part->segment), dead };
    }
    return status;
}

/* Merges the parts from `first` to `end` into one. */
static kbg_status merge(committing *c, size_t first, size_t end)
{
    kbg__segment *merged;
    kbg_status status = kbg__segment_merge(&c->by->rules, ++*c->by->serial, c->parts + first, end - first,
                                           c->by->most_removed, &merged);
    if (status != KBG_OK)
        return status;
    for (size_t i = first; i < end; i++) {
        kbg__segment_unref(c->parts[i].segment);
        kbg__dead_unref(c->parts[i].dead);
    }
    c->parts[first] = (kbg__segment_part){ merged, NULL };
    for (size_t i = end; i < c->part_count; i++)
        c->parts[first + 1 + (i - end)] = c->parts[i];
    c->part_count -= end - first - 1;
    return KBG_OK;
}

/* Merges small parts: the last ones as long as the one before is not much larger, so that each item is merged again a few
 * times only. */
static kbg_status merge_last(committing *c, size_t most, bool *merged)
{
    size_t end = c->part_count, first = end - 1, living = kbg__segment_living(&c->parts[first]);
    while (first > 0 && c->parts[first - 1].segment->serial > c->by->frozen) {
        size_t before = kbg__segment_living(&c->parts[first - 1]);
        if (before > 2 * living || before + living > most)
            break;
        living += before;
        first--;
    }
    *merged = first + 1 < end;
    return *merged ? merge(c, first, end) : KBG_OK;
}

/* Writes a part again of which more than half is dead and little is left, with the one behind it if that is small too. */
static kbg_status rewrite_one(committing *c)
{
    for (size_t i = 0; i < c->part_count; i++) {
        const kbg__segment_part *part = &c->parts[i];
        size_t living = kbg__segment_living(part);
        if (part->segment->serial <= c->by->frozen || living > KBG__MERGED_AT_ONCE ||
            2 * living >= part->segment->store.count)
            continue;
        bool both = i + 1 < c->part_count && living + kbg__segment_living(part + 1) <= KBG__MERGED_AT_ONCE;
        return merge(c, i, both ? i + 2 : i + 1);
    }
    return KBG_OK;
}

static kbg_status make_snapshot(const committing *c, kbg__snapshot **next)
{
    kbg_status status = kbg__snapshot_new(c->by->rules.memory, c->by->words, next);
    for (size_t i = 0; i < c->part_count && status == KBG_OK; i++)
        status = kbg__snapshot_add(*next, c->parts[i].segment, c->parts[i].dead);
    if (status != KBG_OK) {
        kbg__snapshot_unref(*next);
        *next = NULL;
        return status;
    }
    (*next)->revision = (*next)->corpus.revision = c->current->revision + 1;
    (*next)->next_place = c->next_place;
    return KBG_OK;
}

/* The next snapshot, if there is any change. */
static kbg_status apply(committing *c, kbg__snapshot **next)
{
    size_t most = 2 * c->segment->store.count;
    if (c->segment->store.count + c->dying_count == 0)
        return KBG_OK;
    kbg_status status = kbg__segment_finish(c->segment, &c->by->rules, &c->by->words->words);
    if (status == KBG_OK)
        status = keep_parts(c);
    if (status == KBG_OK)
        c->parts[c->part_count++] = (kbg__segment_part){ kbg__segment_ref(c->segment), NULL };
    bool merged = true;
    if (status == KBG_OK)
        status = merge_last(c, most > KBG__MERGED_AT_ONCE ? most : KBG__MERGED_AT_ONCE, &merged);
    if (status == KBG_OK && !merged) /* one or the other: a commit stays cheap */
        status = rewrite_one(c);
    return status == KBG_OK ? make_snapshot(c, next) : status;
}

kbg_status kbg__commit(const kbg__committer *by, const kbg__snapshot *current, const kbg__batch *batch,
                       kbg__snapshot **next, kbg__commit_counts *counts, kbg__problem *problem)
{
    const kbg_allocator *memory = by->rules.memory;
    committing c = { .by = by, .current = current, .batch = batch, .counts = counts,
                     .next_place = current->next_place };
    *next = NULL;
    *counts = (kbg__commit_counts){ 0 };
    kbg_status status = kbg__segment_new(&by->rules, ++*by->serial, &c.segment);
    if (status != KBG_OK)
        return status;
    c.parts = kbg__calloc(memory, current->corpus.count + 1, sizeof(*c.parts));
    status = c.parts ? kbg__item_store_lean(&c.segment->store, &batch->store) : KBG_ERR_NOMEM;
    for (uint32_t i = 0; i < batch->ids.count && status == KBG_OK; i++)
        status = take(&c, i, problem);
    if (status == KBG_OK && current->item_count - c.dying_count + c.segment->store.count > by->most_items)
        status = kbg__problem_set(problem, KBG_ERR_LIMIT, "the base would have more than %" PRIu64 " items",
                                  by->most_items);
    if (status == KBG_OK)
        status = apply(&c, next);
    for (size_t i = 0; i < c.part_count; i++) {
        kbg__segment_unref(c.parts[i].segment);
        kbg__dead_unref(c.parts[i].dead);
    }
    kbg__segment_unref(c.segment);
    kbg__free(memory, c.parts);
    kbg__free(memory, c.dying);
    return status;
}
