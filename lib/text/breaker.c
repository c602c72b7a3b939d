/* SPDX-License-Identifier: MIT */
#include "text/breaker.h"

#include "base/utf8.h"
#include "text/character.h"
#include "text/utf16.h"

#include <string.h>
#include <unicode/ubrk.h>

struct kbg__breaker_source {
    const kbg_allocator *memory;
    UBreakIterator *iterator;
};

struct kbg__breaker {
    const kbg_allocator *memory;
    UBreakIterator *iterator;
    UChar *units;      /* the text in UTF-16 … */
    uint32_t *offsets; /* … and the byte offset of each unit, and of the end */
    size_t units_capacity, offsets_capacity;
    struct word {
        uint32_t start, end; /* bytes of the text */
    } *words;
    size_t word_capacity, word_count;
    size_t next; /* word that kbg__breaker_next() gives */
};

kbg_status kbg__breaker_source_new(const kbg_allocator *memory, kbg__breaker_source **source)
{
    /* "zh" and not the default locale: en_US_POSIX and a few others break differently. */
    static const UChar phrase[] = { 0x6211, 0x60F3, 0x8D2D, 0x4E70, 0x624B, 0x673A }; /* 我想购买手机 */
    UErrorCode error = U_ZERO_ERROR;
    *source = kbg__calloc(memory, 1, sizeof(**source));
    if (!*source)
        return KBG_ERR_NOMEM;
    (*source)->memory = memory;
    (*source)->iterator = ubrk_open(UBRK_WORD, "zh", NULL, 0, &error);
    bool good = false;
    if (U_SUCCESS(error)) {
        ubrk_setText((*source)->iterator, phrase, 6, &error);
        good = U_SUCCESS(error) && ubrk_isBoundary((*source)->iterator, 4) &&
               !ubrk_isBoundary((*source)->iterator, 5);
        ubrk_setText((*source)->iterator, NULL, 0, &error);
    }
    if (good)
        return KBG_OK;
    kbg__breaker_source_free(*source);
    *source = NULL;
    return error == U_MEMORY_ALLOCATION_ERROR ? KBG_ERR_NOMEM : KBG_ERR_ICU_DATA;
}

void kbg__breaker_source_free(kbg__breaker_source *source)
{
    if (!source)
        return;
    if (source->iterator)
        ubrk_close(source->iterator);
    kbg__free(source->memory, source);
}

kbg_status kbg__breaker_new(const kbg__breaker_source *source, kbg__breaker **breaker)
{
    *breaker = kbg__calloc(source->memory, 1, sizeof(**breaker));
    if (!*breaker)
        return KBG_ERR_NOMEM;
    (*breaker)->memory = source->memory;
    UErrorCode error = U_ZERO_ERROR;
    (*breaker)->iterator = ubrk_clone(source->iterator, &error);
    if (U_SUCCESS(error))
        return KBG_OK;
    kbg__breaker_free(*breaker);
    *breaker = NULL;
    return error == U_MEMORY_ALLOCATION_ERROR ? KBG_ERR_NOMEM : KBG_ERR_ICU_DATA;
}

void kbg__breaker_free(kbg__breaker *breaker)
{
    if (!breaker)
        return;
    if (breaker->iterator)
        ubrk_close(breaker->iterator);
    kbg__free(breaker->memory, breaker->units);
    kbg__free(breaker->memory, breaker->offsets);
    kbg__free(breaker->memory, breaker->words);
    kbg__free(breaker->memory, breaker);
}

/* Takes the text in UTF-16; *count is its length. */
static kbg_status take_text(kbg__breaker *breaker, const char *text, size_t len, int32_t *count)
{
    /* UTF-16 never has more units than UTF-8 has bytes. */
    if (kbg__grow(breaker->memory, (void **)&breaker->units, &breaker->units_capacity, len + 1, sizeof(UChar)) ||
        kbg__grow(breaker->memory, (void **)&breaker->offsets, &breaker->offsets_capacity, len + 1,
                  sizeof(uint32_t)))
        return KBG_ERR_NOMEM;
    *count = 0;
    for (size_t at = 0; at < len;) {
        int32_t first = *count;
        uint32_t offset = (uint32_t)at;
        kbg__utf16_put(breaker->units, count, kbg__utf8_take(text, &at));
        for (; first < *count; first++)
            breaker->offsets[first] = offset;
    }
    breaker->offsets[*count] = (uint32_t)len;
    return KBG_OK;
}

kbg_status kbg__breaker_set(kbg__breaker *breaker, const char *text, size_t len)
{
    int32_t count;
    UErrorCode error = U_ZERO_ERROR;
    breaker->word_count = breaker->next = 0;
    kbg_status status = take_text(breaker, text, len, &count);
    if (status != KBG_OK)
        return status;
    ubrk_setText(breaker->iterator, breaker->units, count, &error);
    if (U_FAILURE(error))
        return KBG_ERR_NOMEM;
    int32_t from = ubrk_first(breaker->iterator), to;
    for (; (to = ubrk_next(breaker->iterator)) != UBRK_DONE; from = to) {
        /* ICU's rule status misses some words (doc/design.md), so the first character decides. */
        int32_t first = from;
        if (kbg__character_of(kbg__utf16_next(breaker->units, &first)) <= KBG__CHARACTER_SPACE)
            continue;
        if (kbg__grow(breaker->memory, (void **)&breaker->words, &breaker->word_capacity, breaker->word_count + 1,
                      sizeof(*breaker->words)))
            return KBG_ERR_NOMEM;
        breaker->words[breaker->word_count++] = (struct word){ breaker->offsets[from], breaker->offsets[to] };
    }
    return KBG_OK;
}

bool kbg__breaker_next(kbg__breaker *breaker, uint32_t *start, uint32_t *end)
{
    if (breaker->next == breaker->word_count)
        return false;
    *start = breaker->words[breaker->next].start;
    *end = breaker->words[breaker->next++].end;
    return true;
}

bool kbg__breaker_crosses(const kbg__breaker *breaker, uint32_t offset)
{
    size_t low = 0, high = breaker->word_count; /* the first word that ends behind the offset */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (breaker->words[middle].end <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low < breaker->word_count && breaker->words[low].start < offset;
}
