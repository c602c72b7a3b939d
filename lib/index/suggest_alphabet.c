/* SPDX-License-Identifier: MIT */
/* The alphabet of what completes, its classes, and the text in them. */
#include "index/suggest.h"

#include "base/sort.h"

#include <string.h>

/* Characters with KBG__SUGGEST_BEGINS are below 2^17. */
enum { WORDS = (1 << 17) / 64 };

/* How many classes of one character there can be beside that of KBG__SUGGEST_END. */
enum { SINGLES = KBG__SUGGEST_CLASSES / 2 - 1 };

typedef struct making {
    uint64_t bits[WORDS];   /* which characters there are */
    uint32_t before[WORDS]; /* how many have their bits in the words before */
    uint32_t *keys;         /* by number, with 1 added for KBG__SUGGEST_BEGINS */
    uint32_t *numbers;      /* by rank among the characters that there are */
    uint32_t *times;        /* by number: how often it is in the text … */
    uint32_t *sorted;       /* … and these in order */
    uint8_t *classes;       /* by number */
} making;

/* How many of them are smaller. */
static uint32_t rank_of(const making *m, uint32_t character)
{
    uint64_t below = (UINT64_C(1) << character % 64) - 1;
    return m->before[character / 64] + kbg__bit_count(m->bits[character / 64] & below);
}

static uint32_t take_characters(making *m, const uint32_t *text, size_t len)
{
    uint32_t count = 0;
    for (size_t i = 0; i < len; i++)
        m->bits[text[i] / 64] |= UINT64_C(1) << text[i] % 64;
    for (size_t i = 0; i < WORDS; i++) {
        m->before[i] = count;
        count += kbg__bit_count(m->bits[i]);
    }
    return count;
}

/* Numbers the characters in the order of their keys, and puts the numbers into the text. */
static void number_characters(kbg__suggest *s, making *m, uint32_t *text)
{
    size_t made = 0;
    for (uint32_t word = 0; word < WORDS; word++)
        for (uint32_t bit = 0; bit < 64 && m->bits[word] >> bit; bit++)
            if (m->bits[word] >> bit & 1)
                m->keys[made++] = kbg__suggest_character_key((uint16_t)(word * 64 + bit)) << 1 | word / (WORDS / 2);
    kbg__sort_numbers(m->keys, s->alphabet_len);
    for (uint32_t i = 0; i < s->alphabet_len; i++) {
        s->alphabet[i] = (m->keys[i] >> 1 & 0xFFFF) | (m->keys[i] & 1 ? KBG__SUGGEST_BEGINS : 0);
        m->numbers[rank_of(m, s->alphabet[i])] = i;
    }
    for (size_t i = 0; i < s->text_len; i++) {
        text[i] = m->numbers[rank_of(m, text[i])];
        m->times[text[i]]++;
    }
}

/* Cuts the numbers into classes: those that occur more than so many times are alone, and others where a class would
 * have more than 2^bits characters without them. Whether the classes suffice. */
static bool cut(kbg__suggest *s, making *m, uint32_t most_times, uint32_t bits)
{
    uint32_t class_ = 1, run = 0;
    s->firsts[0] = 0; /* KBG__SUGGEST_END */
    s->firsts[1] = 1;
    for (uint32_t i = 1; i < s->alphabet_len; i++) {
        if (m->times[i] <= most_times && run >> bits == 0) {
            m->classes[i] = (uint8_t)class_;
            run++;
            continue;
        }
        if (class_ + 2 >= KBG__SUGGEST_CLASSES)
            return false;
        m->classes[i] = (uint8_t)++class_;
        s->firsts[class_] = i;
        s->firsts[++class_] = i + 1;
        run = 0;
    }
    while (++class_ < KBG__SUGGEST_CLASSES)
        s->firsts[class_] = (uint32_t)s->alphabet_len;
    return true;
}

/* How many bits tell which character of a class it is: half of the classes would do. */
static uint32_t rest_bits(size_t count)
{
    uint32_t bits = 0;
    while (count > SINGLES + 1 && count >> bits > SINGLES / 2)
        bits++;
    return bits;
}

/* Finds the most characters that can be alone. */
static void choose_classes(kbg__suggest *s, making *m, uint32_t bits)
{
    size_t count = s->alphabet_len, singles = SINGLES;
    if (bits == 0) {
        (void)cut(s, m, 0, bits);
        return;
    }
    memcpy(m->sorted, m->times, count * sizeof(*m->sorted));
    kbg__sort_numbers(m->sorted, count);
    while (!cut(s, m, singles ? m->sorted[count - 1 - singles] : UINT32_MAX, bits))
        singles--;
}

/* Writes the text, whose numbers are known. */
static kbg_status write_text(kbg__suggest *s, const making *m, const uint32_t *text, uint32_t bits)
{
    size_t blocks = kbg__suggest_block_count(s), rests = 0, ends = 0;
    for (size_t i = 0; i < s->alphabet_len; i++)
        rests += m->classes[i] & 1 ? m->times[i] : 0;
    s->classes = kbg__calloc(s->memory, kbg__suggest_classes_size(s), 1);
    if (!s->classes || kbg__packed_init(&s->rests, s->memory, rests, (UINT64_C(1) << bits) - 1) ||
        kbg__packed_init(&s->rested, s->memory, blocks, rests) ||
        kbg__packed_init(&s->ended, s->memory, blocks, m->times[0]))
        return KBG_ERR_NOMEM;
    rests = 0;
    for (size_t i = 0; i < s->text_len; i++) {
        uint32_t number = text[i];
        uint8_t class_ = m->classes[number];
        if (i % KBG__SUGGEST_BLOCK == 1) {
            kbg__packed_set(&s->rested, i / KBG__SUGGEST_BLOCK, rests);
            kbg__packed_set(&s->ended, i / KBG__SUGGEST_BLOCK, ends);
        }
        s->classes[i] = class_;
        ends += number == 0;
        if (class_ & 1)
            kbg__packed_set(&s->rests, rests++, number - s->firsts[class_]);
    }
    return KBG_OK;
}

static kbg_status make(kbg__suggest *s, making *m, uint32_t *text)
{
    size_t count = s->alphabet_len = take_characters(m, text, s->text_len);
    uint32_t bits = rest_bits(count);
    m->keys = kbg__malloc(s->memory, count * sizeof(*m->keys));
    m->numbers = kbg__malloc(s->memory, count * sizeof(*m->numbers));
    m->times = kbg__calloc(s->memory, count, sizeof(*m->times));
    m->sorted = kbg__malloc(s->memory, count * sizeof(*m->sorted));
    m->classes = kbg__calloc(s->memory, count, 1);
    s->firsts = kbg__calloc(s->memory, KBG__SUGGEST_CLASSES, sizeof(*s->firsts));
    s->alphabet = kbg__calloc(s->memory, count + ((size_t)1 << bits), sizeof(*s->alphabet));
    if (!m->keys || !m->numbers || !m->times || !m->sorted || !m->classes || !s->firsts || !s->alphabet)
        return KBG_ERR_NOMEM;
    number_characters(s, m, text);
    choose_classes(s, m, bits);
    return write_text(s, m, text, bits);
}

kbg_status kbg__suggest_set_text(kbg__suggest *s, uint32_t *text, size_t len)
{
    making *m = kbg__calloc(s->memory, 1, sizeof(*m));
    s->text_len = len;
    kbg_status status = m ? make(s, m, text) : KBG_ERR_NOMEM;
    if (m) {
        kbg__free(s->memory, m->keys);
        kbg__free(s->memory, m->numbers);
        kbg__free(s->memory, m->times);
        kbg__free(s->memory, m->sorted);
        kbg__free(s->memory, m->classes);
    }
    kbg__free(s->memory, m);
    if (status == KBG_OK)
        kbg__suggest_set_codes(s);
    return status;
}

uint8_t kbg__suggest_class(const kbg__suggest *suggest, uint32_t number)
{
    uint32_t low = 0;
    for (uint32_t high = KBG__SUGGEST_CLASSES - 1; low < high;) {
        uint32_t middle = low + (high - low + 1) / 2;
        if (suggest->firsts[middle] <= number)
            low = middle;
        else
            high = middle - 1;
    }
    return (uint8_t)low;
}

void kbg__suggest_set_codes(kbg__suggest *suggest)
{
    uint8_t high[KBG__CODES] = { 0 };
    uint32_t class_ = 0;
    for (size_t i = 0; i < KBG__CODES; i++)
        suggest->code_low[i] = KBG__SUGGEST_CLASSES - 1;
    for (uint32_t i = 0; i < suggest->alphabet_len; i++) {
        unsigned code = kbg__suggest_code((uint16_t)suggest->alphabet[i]);
        while (class_ + 1 < KBG__SUGGEST_CLASSES && suggest->firsts[class_ + 1] <= i)
            class_++;
        suggest->code_low[code] = class_ < suggest->code_low[code] ? (uint8_t)class_ : suggest->code_low[code];
        high[code] = (uint8_t)class_;
    }
    for (size_t i = 0; i < KBG__CODES; i++)
        suggest->code_span[i] = (uint8_t)(high[i] > suggest->code_low[i] ? high[i] - suggest->code_low[i] : 0);
}
