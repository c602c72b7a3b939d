/* SPDX-License-Identifier: MIT */
#include "live/segment_index.h"

#include "item/record.h"
#include "rank/suggester.h"

/* A segment with records of so many bytes is worth waking threads for. */
enum { SHARED_BYTES = 1 << 16 };

enum { COMPLETES, FOUND_BY_NAME, PARTS_BESIDE, MERGED = PARTS_BESIDE, PARTS };

typedef struct indexing {
    kbg__segment *segment;
    const kbg__segment_rules *rules;
    const kbg__merged *inputs;
    size_t count;
    kbg_status status[PARTS];
} indexing;

static bool is_worth_threads(const kbg__segment *s)
{
    size_t bytes = 0;
    for (size_t i = 0; i < s->store.count && bytes < SHARED_BYTES; i++) {
        const char *record = (const char *)s->store.items[i];
        bytes += (size_t)(kbg__record_field(record).next - record);
    }
    return bytes >= SHARED_BYTES;
}

/* The parts of a segment that are made of its items alone, and that of an index which is merged; the longest work comes
 * first. */
static void make_part(size_t part, void *task_data)
{
    indexing *x = task_data;
    const kbg__segment_rules *rules = x->rules;
    kbg__segment *s = x->segment;
    kbg_status status;
    if (part == COMPLETES) {
        status = kbg__columns_build(&s->columns, &s->memory, rules->key, &s->store);
        if (status == KBG_OK)
            status = kbg__suggester_index(&s->suggest, &s->memory, &s->store, &s->columns, rules->weights);
    } else if (part == FOUND_BY_NAME) {
        status = kbg__ids_set(&s->ids, s->store.items, s->store.count);
        if (status == KBG_OK)
            status = kbg__codes_build(&s->codes, &s->memory, rules->key, &s->store);
    } else {
        status = kbg__index_merge(&s->index, &s->memory, rules->key, x->inputs, x->count);
    }
    x->status[part] = status == KBG_ERR_DUPLICATE ? KBG_ERR_FILE : status;
}

kbg_status kbg__segment_index(kbg__segment *segment, const kbg__segment_rules *rules, const kbg__words *words,
                              const kbg__merged *inputs, size_t count)
{
    indexing x = { .segment = segment, .rules = rules, .inputs = inputs, .count = count };
    const kbg__parallel *parallel = is_worth_threads(segment) ? rules->parallel : NULL;
    kbg__beside beside = { PARTS_BESIDE, make_part, &x };
    kbg_status status = KBG_OK;
    if (inputs)
        kbg__parallel_run(parallel, PARTS, make_part, &x);
    else
        status = kbg__index_build_beside(&segment->index, &segment->memory, rules->key, rules->text, words,
                                         &segment->store, parallel, &beside);
    for (size_t i = 0; i < PARTS && status == KBG_OK; i++)
        status = x.status[i];
    return status;
}
