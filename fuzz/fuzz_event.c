/* SPDX-License-Identifier: MIT */
/* Events, and marks of keepers. Bytes before them:
 *   0  half-life, one of four
 *   1  which allocation fails, by fuzz_fail_at(); 0 = none
 * Then records of 16 bytes:
 *   0  type; from 16 on a mark (value % 4) instead
 *   1  item (value % 8; the last is of no item in the base), and with 128 the last event of a batch
 *   2  flags (value % 4), rank, padding (with 64), size (with 128: not valid)
 *   3  weight, one of sixteen
 *   4  confidence, one of sixteen
 *   5  bytes of the name of the agent
 *   6  two bytes of the milliseconds since an instant
 *   8  the instant, 8 bytes
 * What is checked: a batch counts as a whole or not at all, as its status says; a base that gets the same events one by
 * one from the last to the first has the same counts to the last bit; the hot list has what is pinned first, nothing that
 * is muted, and the rest by the counts that the base gives; reasons of hits add up; out of memory changes no count. */
#include "fuzz_support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { RECORD = 16, EVENTS_MOST = 256, ITEMS = 8 };

static const char jsonl[] = "{\"id\":\"a\",\"question\":\"怎么退货\"}\n{\"id\":\"b\",\"question\":\"怎么退货\",\"usage_count\":9}\n"
                            "{\"id\":\"c\",\"question\":\"怎么退货\"}\n{\"id\":\"d\",\"question\":\"怎么换货\"}\n"
                            "{\"id\":\"e\",\"question\":\"怎么换货\"}\n{\"id\":\"f\",\"question\":\"怎么换货\"}\n";

static const kbg_text ids[ITEMS] = { { "a", 1 }, { "b", 1 }, { "c", 1 }, { "d", 1 },
                                     { "e", 1 }, { "f", 1 }, { "", 0 },  { "none", 4 } };

static const int64_t nows[] = { 1, INT64_C(1794369600000), INT64_C(1794369600000) + INT64_C(604800000),
                                INT64_C(253402300799999), INT64_MAX };

static const double numbers[16] = { 0,      1,    0.5,   2,         1e-9,      1000,     1000.1, -1,
                                    5e-324, 1e-3, 0.999, -INFINITY, INFINITY, NAN, 3.25,   77 };

static double hotness(kbg_base *base, kbg_text id, int64_t now)
{
    double count = kbg_base_hotness(base, id.data, id.len, now);
    FUZZ_CHECK(count >= 0 && isfinite(count));
    return count;
}

static kbg_base *make_base(const kbg_allocator *allocator, uint8_t choice)
{
    static const uint64_t half_lives[] = { 0, 3600000, 86400001, UINT64_C(315360000000) };
    kbg_base_options *options = NULL;
    kbg_base *base = NULL;
    FUZZ_CHECK(kbg_base_options_new(allocator, &options) == KBG_OK);
    FUZZ_CHECK(kbg_base_options_set_half_life(options, half_lives[choice % 4]) == KBG_OK);
    FUZZ_CHECK(kbg_base_options_set_limit(options, KBG_LIMIT_LABEL_BYTES, 200) == KBG_OK);
    FUZZ_CHECK(kbg_base_new(options, &base, NULL) == KBG_OK);
    FUZZ_CHECK(kbg_base_load(base, KBG_FORMAT_JSONL, jsonl, sizeof(jsonl) - 1, NULL, NULL, NULL) == KBG_OK);
    kbg_base_options_free(options);
    return base;
}

static kbg_event event_of(const uint8_t *r)
{
    static const char agent[255] = "agent";
    kbg_event event = KBG_EVENT_INIT;
    uint64_t at = 0;
    for (int i = 0; i < 8; i++)
        at |= (uint64_t)r[8 + i] << 8 * i;
    event.type = r[0];
    event.flags = r[2] % 4;
    event.rank = r[2];
    event.padding = r[2] & 64;
    event.size = r[2] & 128 ? r[2] : event.size;
    event.weight = numbers[r[3] % 16];
    event.confidence = numbers[r[4] % 16];
    event.agent = (kbg_text){ agent, r[5] };
    event.at = (int64_t)(at + (uint64_t)(r[6] | r[7] << 8));
    event.item = ids[r[1] % ITEMS];
    return event;
}

/* Gives a batch to a base; whether it was taken. Else all counts are as they were. */
static bool give(kbg_base *base, const kbg_event *events, size_t count, const fuzz_memory *memory)
{
    double before[ITEMS];
    size_t unknown = SIZE_MAX;
    kbg_error *error = NULL;
    for (size_t i = 0; i < ITEMS; i++)
        before[i] = hotness(base, ids[i], nows[1]);
    kbg_status status = kbg_base_event(base, events, count, &unknown, &error);
    fuzz_check_error(status, error);
    kbg_error_free(error);
    FUZZ_CHECK(unknown <= (status == KBG_OK ? count : 0));
    FUZZ_CHECK(status == KBG_OK || status == KBG_ERR_OPTIONS || status == KBG_ERR_VALUE || status == KBG_ERR_LIMIT ||
               (status == KBG_ERR_NOMEM && memory->failed));
    for (size_t i = 0; i < ITEMS && status != KBG_OK; i++)
        FUZZ_CHECK(hotness(base, ids[i], nows[1]) == before[i]);
    return status == KBG_OK;
}

static void check_list(kbg_base *base, int64_t now)
{
    kbg_hot_options options = KBG_HOT_OPTIONS_INIT;
    kbg_hits *hits = NULL;
    bool pinned = true;
    double last = INFINITY;
    options.now = now;
    if (kbg_base_hot(base, &options, &hits, NULL) != KBG_OK)
        return; /* out of memory */
    for (size_t h = 0; h < kbg_hits_count(hits); h++) {
        kbg_text id = { NULL, 0 };
        id.data = kbg_item_id(kbg_hits_item(hits, h), &id.len);
        kbg_hot_mark mark = kbg_base_hot_mark(base, id.data, id.len);
        double count = kbg_hits_score(hits, h);
        FUZZ_CHECK(count == hotness(base, id, now) && mark != KBG_HOT_MUTED);
        FUZZ_CHECK(pinned || mark != KBG_HOT_PINNED);
        if (pinned && mark != KBG_HOT_PINNED)
            last = INFINITY;
        pinned = mark == KBG_HOT_PINNED;
        FUZZ_CHECK(count <= last && (count > 0 || pinned));
        last = count;
    }
    kbg_hits_free(hits);
}

static void check_search(kbg_base *base, int64_t now)
{
    kbg_searcher *searcher = NULL;
    kbg_query query = KBG_QUERY_INIT;
    kbg_hits *hits = NULL;
    query.now = now;
    if (kbg_searcher_new(base, &searcher, NULL) != KBG_OK)
        return;
    if (kbg_search(searcher, "退货", 6, &query, &hits, NULL) == KBG_OK)
        for (size_t h = 0; h < kbg_hits_count(hits); h++) {
            double sum = 0;
            for (size_t r = 0; r < kbg_hits_reason_count(hits, h); r++)
                sum += kbg_hits_reason_value(hits, h, r);
            FUZZ_CHECK(fabs(sum - kbg_hits_score(hits, h)) < 1e-6);
            FUZZ_CHECK(h == 0 || kbg_hits_score(hits, h) <= kbg_hits_score(hits, h - 1));
        }
    kbg_hits_free(hits);
    kbg_searcher_free(searcher);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static kbg_event taken[EVENTS_MOST], batch[EVENTS_MOST];
    fuzz_input input = { data, size };
    fuzz_memory memory = { 0 };
    kbg_allocator allocator = fuzz_allocator(&memory);
    uint8_t choice = fuzz_byte(&input), fails = fuzz_byte(&input);
    size_t taken_count = 0, count = 0;
    kbg_base *base = make_base(&allocator, choice), *again = make_base(NULL, choice);
    if (fails)
        memory.fail_at = memory.calls + fuzz_fail_at(fails);
    for (size_t n = 0; n < EVENTS_MOST && input.size >= RECORD; n++, input.data += RECORD, input.size -= RECORD) {
        kbg_text id = ids[input.data[1] % ITEMS];
        if (input.data[0] >= 16) {
            kbg_hot_mark mark = (kbg_hot_mark)(input.data[0] % 4), before = kbg_base_hot_mark(base, id.data, id.len);
            kbg_status status = kbg_base_set_hot_mark(base, id.data, id.len, mark, NULL);
            FUZZ_CHECK((status == KBG_OK) <= (id.len > 0 && mark <= KBG_HOT_MUTED));
            FUZZ_CHECK(kbg_base_hot_mark(base, id.data, id.len) == (status == KBG_OK ? mark : before));
            continue;
        }
        batch[count++] = event_of(input.data);
        bool is_last = n + 1 == EVENTS_MOST || input.size < 2 * RECORD;
        if (!(input.data[1] & 128) && !is_last)
            continue;
        if (give(base, batch, count, &memory)) {
            memcpy(taken + taken_count, batch, count * sizeof(*batch));
            taken_count += count;
        }
        count = 0;
    }
    for (size_t i = taken_count; i > 0; i--)
        FUZZ_CHECK(kbg_base_event(again, &taken[i - 1], 1, NULL, NULL) == KBG_OK);
    for (size_t n = 0; n < sizeof(nows) / sizeof(nows[0]); n++) {
        for (size_t i = 0; i < ITEMS; i++)
            FUZZ_CHECK(hotness(base, ids[i], nows[n]) == hotness(again, ids[i], nows[n]));
        check_list(base, nows[n]);
    }
    check_search(base, nows[1]);
    kbg_base_unref(base);
    kbg_base_unref(again);
    FUZZ_CHECK(memory.blocks == 0);
    return 0;
}
