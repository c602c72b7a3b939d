/* SPDX-License-Identifier: MIT */
#include "text/grapheme.h"

#include "base/utf8.h"
#include "text/utf16.h"

#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>

struct kbg__graphemes {
    const kbg_allocator *memory;
    UBreakIterator *iterator;
    UChar *units; /* the text in UTF-16 … */
    uint32_t *offsets; /* … and the byte offset of each unit, and of the end */
    size_t units_capacity, offsets_capacity;
};

kbg_status kbg__graphemes_new(const kbg_allocator *memory, kbg__graphemes **graphemes)
{
    UErrorCode error = U_ZERO_ERROR;
    *graphemes = kbg__calloc(memory, 1, sizeof(**graphemes));
    if (!*graphemes)
        return KBG_ERR_NOMEM;
    (*graphemes)->memory = memory;
    (*graphemes)->iterator = ubrk_open(UBRK_CHARACTER, "zh", NULL, 0, &error);
    if (U_SUCCESS(error))
        return KBG_OK;
    kbg__graphemes_free(*graphemes);
    *graphemes = NULL;
    return error == U_MEMORY_ALLOCATION_ERROR ? KBG_ERR_NOMEM : KBG_ERR_ICU_DATA;
}

void kbg__graphemes_free(kbg__graphemes *graphemes)
{
    if (!graphemes)
        return;
    if (graphemes->iterator)
        ubrk_close(graphemes->iterator);
    kbg__free(graphemes->memory, graphemes->units);
    kbg__free(graphemes->memory, graphemes->offsets);
    kbg__free(graphemes->memory, graphemes);
}

/* Whether a code point is a cluster of its own between two such; most text needs no more. What is not listed is left to
 * ICU, so the list may be short but not wrong: no marks, joiners, regional indicators, Hangul, prepended signs, CR. */
static bool is_simple(uint32_t c)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        { 0x20, 0x2FF },      { 0x2010, 0x2027 },   { 0x2030, 0x205E }, { 0x2070, 0x20CF }, { 0x2100, 0x2BFF },
        { 0x3000, 0x3029 },   { 0x3030, 0x3098 },   { 0x309B, 0x30FF }, { 0x3400, 0x9FFF }, { 0xFF01, 0xFF9D },
        { 0x1F300, 0x1F3FA }, { 0x1F400, 0x1F64F }, { 0x20000, 0x2A6DF },
    };
    if (c < 0x20)
        return c == '\n' || c == '\t';
    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]) && c >= ranges[i].first; i++)
        if (c <= ranges[i].last)
            return true;
    return false;
}

kbg_status kbg__graphemes_find(kbg__graphemes *graphemes, const char *text, size_t len, bool *starts)
{
    bool all_simple = true;
    memset(starts, 0, len);
    starts[len] = true;
    for (size_t at = 0; at < len && all_simple;) {
        starts[at] = true;
        all_simple = is_simple(kbg__utf8_next(text, len, &at));
    }
    if (all_simple)
        return KBG_OK;
    if (kbg__grow(graphemes->memory, (void **)&graphemes->units, &graphemes->units_capacity, len + 1, sizeof(UChar)) ||
        kbg__grow(graphemes->memory, (void **)&graphemes->offsets, &graphemes->offsets_capacity, len + 1,
                  sizeof(uint32_t)))
        return KBG_ERR_NOMEM;
    int32_t count = 0;
    for (size_t at = 0; at < len;) {
        int32_t first = count;
        uint32_t offset = (uint32_t)at;
        kbg__utf16_put(graphemes->units, &count, kbg__utf8_next(text, len, &at));
        for (; first < count; first++)
            graphemes->offsets[first] = offset;
    }
    graphemes->offsets[count] = (uint32_t)len;
    UErrorCode error = U_ZERO_ERROR;
    ubrk_setText(graphemes->iterator, graphemes->units, count, &error);
    if (U_FAILURE(error))
        return KBG_ERR_NOMEM;
    memset(starts, 0, len);
    for (int32_t at = ubrk_first(graphemes->iterator); at != UBRK_DONE; at = ubrk_next(graphemes->iterator))
        starts[graphemes->offsets[at]] = true;
    return KBG_OK;
}

bool kbg__grapheme_joins(uint32_t c)
{
    if (c < 0x300)
        return false;
    int32_t value = u_getIntPropertyValue((UChar32)c, UCHAR_GRAPHEME_CLUSTER_BREAK);
    return value == U_GCB_EXTEND || value == U_GCB_ZWJ || value == U_GCB_SPACING_MARK;
}
