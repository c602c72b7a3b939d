/* SPDX-License-Identifier: MIT */
#include "text/breaker.h"

#include "base/utf8.h"
#include "text/character.h"
#include "text/dictionary.h"
#include "text/utf16.h"

#include <string.h>
#include <unicode/ubrk.h>

struct kbg__breaker_source {
    const kbg_allocator *memory;
    UBreakIterator *iterator;
    kbg__dictionary *dictionary; /* NULL if all is left to the iterator */
};

struct kbg__breaker {
    const kbg_allocator *memory;
    UBreakIterator *iterator;
    const kbg__dictionary *dictionary;
    kbg__dictionary_run run;
    UChar *units;      /* the text in UTF-16 … */
    uint32_t *offsets; /* … and the byte offset of each unit, and of the end */
    size_t units_capacity, offsets_capacity;
    struct word {
        uint32_t start, end; /* bytes of the text */
    } *words;
    size_t word_capacity, word_count;
    size_t next; /* word that kbg__breaker_next() gives */
};

void kbg__breaker_source_free(kbg__breaker_source *source)
{
    if (!source)
        return;
    if (source->iterator)
        ubrk_close(source->iterator);
    kbg__dictionary_free(source->dictionary);
    kbg__free(source->memory, source);
}

kbg_status kbg__breaker_new(const kbg__breaker_source *source, kbg__breaker **breaker)
{
    *breaker = kbg__calloc(source->memory, 1, sizeof(**breaker));
    if (!*breaker)
        return KBG_ERR_NOMEM;
    (*breaker)->memory = source->memory;
    (*breaker)->dictionary = source->dictionary;
    kbg__dictionary_run_init(&(*breaker)->run, source->memory);
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
    kbg__dictionary_run_free(&breaker->run);
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

static kbg_status add_word(kbg__breaker *breaker, size_t start, size_t end)
{
    if (kbg__grow(breaker->memory, (void **)&breaker->words, &breaker->word_capacity, breaker->word_count + 1,
                  sizeof(*breaker->words)))
        return KBG_ERR_NOMEM;
    breaker->words[breaker->word_count++] = (struct word){ (uint32_t)start, (uint32_t)end };
    return KBG_OK;
}

static bool is_ideograph(uint32_t c)
{
    return c >= KBG__DICTIONARY_FIRST && c <= KBG__DICTIONARY_LAST;
}

/* Whether a byte is a letter or digit of ASCII. */
static bool is_in_word(char c)
{
    unsigned char byte = (unsigned char)c;
    return byte < 0x80 && kbg__character_runs(kbg__character_of(byte));
}

/* Whether a sign never joins what stands beside it. */
static bool is_lone_sign(uint32_t c)
{
    return (c >= 0x3001 && c <= 0x3003) || (c >= 0x3008 && c <= 0x3011) || c == 0x201C || c == 0x201D; /* 、。《》【】“” */
}

/* Adds the words of the run of ideographs at *at, and moves *at behind it. *is_usual is false if it is too long. */
static kbg_status add_ideographs(kbg__breaker *breaker, const char *text, size_t len, size_t *at, bool *is_usual)
{
    kbg__dictionary_run *run = &breaker->run;
    size_t start = *at, count = 0, most = (len - start) / 3;
    most = most < KBG__DICTIONARY_RUN ? most : KBG__DICTIONARY_RUN;
    if (kbg__dictionary_reserve(run, most))
        return KBG_ERR_NOMEM;
    for (size_t behind = start; behind < len; *at = behind) {
        uint32_t c = kbg__utf8_take(text, &behind);
        if (!is_ideograph(c))
            break;
        if (count == most) {
            *is_usual = false;
            return KBG_OK;
        }
        run->units[count++] = (uint16_t)c;
    }
    kbg__dictionary_break(breaker->dictionary, run, count);
    kbg_status status = KBG_OK;
    for (size_t i = 0; i < count && status == KBG_OK; i += run->words[i])
        status = add_word(breaker, start + 3 * i, start + 3 * (i + run->words[i]));
    return status;
}

/* Breaks a text of ideographs, letters and digits of ASCII, and signs between; *is_usual says whether it is one. If it
 * is not, some words may have been added. What else there is has rules of its own (Unicode Standard Annex 29). */
static kbg_status break_usual(kbg__breaker *breaker, const char *text, size_t len, bool *is_usual)
{
    kbg_status status = KBG_OK;
    *is_usual = breaker->dictionary;
    for (size_t at = 0; at < len && *is_usual && status == KBG_OK;) {
        size_t start = at, behind = at;
        unsigned char lead = (unsigned char)text[at];
        if (lead >= 0x80) {
            uint32_t c = kbg__utf8_take(text, &behind);
            *is_usual = is_ideograph(c) || is_lone_sign(c);
            if (is_ideograph(c))
                status = add_ideographs(breaker, text, len, &at, is_usual);
            else
                at = behind;
        } else if (is_in_word(text[at])) {
            while (at < len && is_in_word(text[at]))
                at++;
            status = add_word(breaker, start, at);
            /* don't and 3.5 are words */
            if (at + 1 < len && strchr("'.,;:\"", text[at]) && is_in_word(text[at + 1]))
                *is_usual = false;
        } else {
            *is_usual = lead >= ' ' && lead < 0x7F && lead != '_';
            at++;
        }
    }
    return status;
}

/* Breaks any text. */
static kbg_status break_any(kbg__breaker *breaker, const char *text, size_t len)
{
    int32_t count;
    UErrorCode error = U_ZERO_ERROR;
    kbg_status status = take_text(breaker, text, len, &count);
    if (status != KBG_OK)
        return status;
    ubrk_setText(breaker->iterator, breaker->units, count, &error);
    if (U_FAILURE(error))
        return KBG_ERR_NOMEM;
    int32_t from = ubrk_first(breaker->iterator), to;
    for (; (to = ubrk_next(breaker->iterator)) != UBRK_DONE && status == KBG_OK; from = to) {
        /* ICU's rule status misses some words (doc/design.md), so the first character decides. */
        int32_t first = from;
        if (kbg__character_of(kbg__utf16_next(breaker->units, &first)) > KBG__CHARACTER_SPACE)
            status = add_word(breaker, breaker->offsets[from], breaker->offsets[to]);
    }
    return status;
}

kbg_status kbg__breaker_set(kbg__breaker *breaker, const char *text, size_t len)
{
    bool is_usual;
    breaker->word_count = breaker->next = 0;
    kbg_status status = break_usual(breaker, text, len, &is_usual);
    if (status == KBG_OK && !is_usual) {
        breaker->word_count = 0;
        status = break_any(breaker, text, len);
    }
    return status;
}

/* Whether the dictionary breaks a text as the iterator does. */
static kbg_status compare(kbg__breaker *breaker, const char *text, size_t len, bool *is_same)
{
    kbg_status status = break_any(breaker, text, len);
    size_t count = breaker->word_count;
    if (status == KBG_OK)
        status = break_usual(breaker, text, len, is_same);
    *is_same = *is_same && count > 0 && breaker->word_count == 2 * count &&
               memcmp(breaker->words, breaker->words + count, count * sizeof(*breaker->words)) == 0;
    breaker->word_count = 0;
    return status;
}

/* Takes ICU's dictionary if it does as ICU does. */
static kbg_status take_dictionary(kbg__breaker_source *source)
{
    static const char *const texts[] = { "请问昨天下单的连衣裙什么时候可以发货,我急着周末穿", "充值100元话费一直没有到账怎么办",
                                         "优惠券和满减活动能不能同时使用", "手机换新卡以后原来的套餐还在吗",
                                         "七天无理由退换货的运费由谁承担。iphone 15 pro max" };
    kbg__breaker *breaker = NULL;
    bool is_same = true;
    kbg_status status = kbg__dictionary_new(source->memory, &source->dictionary);
    if (status == KBG_OK && source->dictionary)
        status = kbg__breaker_new(source, &breaker);
    for (size_t i = 0; breaker && i < sizeof(texts) / sizeof(texts[0]) && is_same && status == KBG_OK; i++)
        status = compare(breaker, texts[i], strlen(texts[i]), &is_same);
    kbg__breaker_free(breaker);
    if (!is_same) {
        kbg__dictionary_free(source->dictionary);
        source->dictionary = NULL;
    }
    return status;
}

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
    kbg_status status = good                                   ? take_dictionary(*source)
                        : error == U_MEMORY_ALLOCATION_ERROR ? KBG_ERR_NOMEM
                                                              : KBG_ERR_ICU_DATA;
    if (status != KBG_OK) {
        kbg__breaker_source_free(*source);
        *source = NULL;
    }
    return status;
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
