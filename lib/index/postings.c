/* SPDX-License-Identifier: MIT */
#include "index/postings.h"

enum { HEAD = 2, BLOCK_MOST = 1 << KBG__FACE_LOW_BITS };

kbg__postings kbg__postings_of(const uint16_t *words, size_t count)
{
    kbg__postings p = { .words = words };
    const uint16_t *at = words, *end = words + count;
    kbg__posting_block block;
    while (at < end) {
        at = kbg__posting_block_at(at, &block);
        p.ends[block.kind] = (uint32_t)(at - words);
        p.counts[block.kind] += block.count;
    }
    for (int kind = 1; kind < KBG__POSTING_KINDS; kind++)
        if (p.counts[kind] == 0)
            p.ends[kind] = p.ends[kind - 1];
    return p;
}

/* The first of ascending numbers that is not below a key; `count` is above 0. */
static uint32_t seek_low(const uint16_t *lows, uint32_t count, uint32_t key)
{
    const uint16_t *at = lows;
    for (uint32_t half; count > 1; count -= half) {
        half = count / 2;
        at += at[half - 1] < key ? half : 0;
    }
    return (uint32_t)(at - lows) + (*at < key);
}

kbg__posting_block kbg__posting_block_between(const kbg__posting_block *block, uint32_t first, uint32_t behind)
{
    kbg__posting_block part = *block;
    uint32_t from = first > block->base ? first - block->base : 0, to;
    part.count = 0;
    if (!kbg__posting_block_meets(block, first, behind))
        return part;
    from = to = seek_low(block->lows, block->count, from);
    while (to < block->count && (block->base | block->lows[to]) < behind)
        to++;
    part.lows += from;
    if (part.frequencies)
        part.frequencies += from;
    part.count = to - from;
    return part;
}

static size_t words_of(size_t count, kbg__posting_kind kind)
{
    return HEAD + count + (kind == KBG__POSTING_SINGLE ? 0 : (count + 1) / 2);
}

/* Whether faces ascend, and each has the term. Written so that a compiler can take many at a time. */
static bool is_in_order(const kbg__posting_block *block)
{
    bool right = true;
    for (uint32_t i = 1; i < block->count; i++)
        right &= block->lows[i - 1] < block->lows[i];
    for (uint32_t i = 0; i < block->count && block->frequencies; i++)
        right &= block->frequencies[i] > 0;
    return right;
}

bool kbg__postings_are_whole(const uint16_t *words, size_t count, size_t face_count)
{
    int kind = -1;
    uint32_t base = 0;
    for (size_t at = 0, size; at < count; at += size) {
        if (count - at < HEAD)
            return false;
        int next = words[at] >> KBG__FACE_HIGH_BITS;
        size = words_of(words[at + 1] + (size_t)1, (kbg__posting_kind)next);
        if (next >= KBG__POSTING_KINDS || next < kind || size > count - at)
            return false;
        kbg__posting_block block;
        (void)kbg__posting_block_at(words + at, &block);
        if (!is_in_order(&block) || (next == kind && block.base <= base) ||
            block.base + (size_t)block.lows[block.count - 1] >= face_count)
            return false;
        kind = next;
        base = block.base;
    }
    return true;
}

kbg__posting_walk kbg__posting_walk_of(const kbg__postings *p)
{
    return (kbg__posting_walk){ .next = p->words, .end = p->words + p->ends[KBG__POSTING_KINDS - 1] };
}

kbg__posting_walk kbg__posting_walk_kind(const kbg__postings *p, kbg__posting_kind kind)
{
    return (kbg__posting_walk){ .next = kbg__postings_begin(p, kind), .end = kbg__postings_end(p, kind) };
}

bool kbg__posting_next(kbg__posting_walk *walk, kbg__posting *posting)
{
    kbg__posting_block *block = &walk->block;
    if (walk->at == block->count) {
        if (walk->next == walk->end)
            return false;
        walk->next = kbg__posting_block_at(walk->next, block);
        walk->at = 0;
    }
    *posting = (kbg__posting){ block->base | block->lows[walk->at],
                               block->frequencies ? block->frequencies[walk->at] : 1, block->kind };
    walk->at++;
    return true;
}

kbg_status kbg__sorted_postings_init(kbg__sorted_postings *sorted, const kbg_allocator *memory, size_t terms,
                                     size_t faces)
{
    *sorted = (kbg__sorted_postings){ 0 };
    if (faces > UINT32_MAX)
        return KBG_ERR_LIMIT;
    sorted->ends = kbg__calloc(memory, terms * KBG__POSTING_KINDS + 1, sizeof(*sorted->ends));
    sorted->faces = kbg__malloc(memory, (faces + 1) * sizeof(*sorted->faces));
    return sorted->ends && sorted->faces ? KBG_OK : KBG_ERR_NOMEM;
}

void kbg__sorted_postings_free(kbg__sorted_postings *sorted, const kbg_allocator *memory)
{
    kbg__free(memory, sorted->faces);
    kbg__free(memory, sorted->ends);
    *sorted = (kbg__sorted_postings){ 0 };
}

/* A block that is measured and, if it is wanted, written: the faces from *at on, up to end, that are in it. Moves *at behind
 * them. Not too many, also if the faces do not ascend. Returns its words. */
static size_t take_block(const kbg__sorted_postings *sorted, kbg__posting_kind kind, size_t *at, size_t end, uint16_t *words)
{
    const uint32_t *faces = sorted->faces, high = faces[*at] >> KBG__FACE_LOW_BITS;
    size_t count = 0, from = *at;
    for (size_t next; *at < end && count < BLOCK_MOST; *at = next, count++) {
        uint32_t face = faces[*at];
        if (face >> KBG__FACE_LOW_BITS != high)
            break;
        for (next = *at + 1; next < end && faces[next] == face;)
            next++;
        if (words)
            words[HEAD + count] = (uint16_t)face;
    }
    if (!words)
        return words_of(count, kind);
    words[0] = (uint16_t)((uint32_t)kind << KBG__FACE_HIGH_BITS | high);
    words[1] = (uint16_t)(count - 1);
    if (kind == KBG__POSTING_SINGLE)
        return words_of(count, kind);
    words[HEAD + count + (count - 1) / 2] = 0; /* of an odd number the last byte is not used */
    uint8_t *frequencies = (uint8_t *)(words + HEAD + count);
    for (size_t i = 0, next; i < count; i++, from = next) {
        for (next = from + 1; next < *at && faces[next] == faces[from];)
            next++;
        frequencies[i] = (uint8_t)(next - from < UINT8_MAX ? next - from : UINT8_MAX);
    }
    return words_of(count, kind);
}

/* Writes all blocks, or only counts their words where `words` is NULL. */
static size_t write_all(const kbg__sorted_postings *sorted, size_t terms, uint32_t *ends, uint16_t *words)
{
    size_t size = 0, at = 0;
    for (size_t k = 0; k < terms * KBG__POSTING_KINDS; k++) {
        kbg__posting_kind kind = (kbg__posting_kind)(k % KBG__POSTING_KINDS);
        while (at < sorted->ends[k])
            size += take_block(sorted, kind, &at, sorted->ends[k], words ? words + size : NULL);
        if (words && kind == KBG__POSTING_KINDS - 1)
            ends[k / KBG__POSTING_KINDS] = (uint32_t)size;
    }
    return size;
}

kbg_status kbg__sorted_postings_pack(const kbg__sorted_postings *sorted, const kbg_allocator *memory, size_t terms,
                                     uint32_t *ends, uint16_t **words)
{
    size_t size = write_all(sorted, terms, ends, NULL);
    *words = NULL;
    if (size > UINT32_MAX)
        return KBG_ERR_LIMIT;
    *words = kbg__malloc(memory, (size + 1) * sizeof(**words));
    if (!*words)
        return KBG_ERR_NOMEM;
    (void)write_all(sorted, terms, ends, *words);
    return KBG_OK;
}
