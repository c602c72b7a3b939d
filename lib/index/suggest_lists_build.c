/* SPDX-License-Identifier: MIT */
/* Makes the lists of what completes: three passes over the text. The first finds out which lists there are and how
 * often they name a block, the second how many bits they take, the third writes them. */
#include "index/suggest.h"

/* A list that is being made. */
typedef struct made {
    uint64_t at;    /* where its next bits go; before that, how many there are */
    uint32_t next;  /* the block behind its last one */
    uint32_t count;
    uint32_t shift;
} made;

/* Lists of one kind. */
typedef struct making {
    uint32_t *list_of; /* by key: its list as it was found, plus 1; 0 if it has none */
    size_t keys;
    made *of;
    size_t capacity, count;
    uint8_t *bytes;
} making;

typedef struct building {
    kbg__suggest *suggest;
    const uint32_t *numbers; /* of the characters of the text */
    uint8_t *codes;          /* by number: its code among those that there are, and BEGINS */
    uint32_t code_count;
    uint8_t code_of[KBG__CODES]; /* what these are */
    making triples[2], characters[2];
} building;

/* A match may begin with it. */
enum { BEGINS = KBG__CODES, CODE = BEGINS - 1 };

typedef enum pass { COUNT, MEASURE, WRITE } pass;

/* Writes bits to where zeros are. */
static void put(uint8_t *bytes, uint64_t at, uint64_t word)
{
    uint8_t *s = bytes + at / 8;
    for (word <<= at % 8; word; word >>= 8, s++)
        *s = (uint8_t)(*s | word);
}

static kbg_status new_list(making *m, const kbg_allocator *memory, uint32_t key, uint32_t block)
{
    if (kbg__grow(memory, (void **)&m->of, &m->capacity, m->count + 1, sizeof(*m->of)))
        return KBG_ERR_NOMEM;
    m->of[m->count++] = (made){ .next = block + 1, .count = 1 };
    m->list_of[key] = (uint32_t)m->count;
    return KBG_OK;
}

/* One pass names a block for the list of a key. */
static inline kbg_status name_block(const building *b, making *m, pass now, uint32_t key, uint32_t block)
{
    uint32_t list = m->list_of[key];
    if (now == COUNT && list == 0)
        return new_list(m, b->suggest->memory, key, block);
    made *l = &m->of[list - 1];
    if (l->next > block)
        return KBG_OK;
    uint32_t distance = block - l->next, zeros = distance >> l->shift;
    l->next = block + 1;
    if (now == COUNT) {
        l->count++;
        return KBG_OK;
    }
    if (zeros < KBG__SUGGEST_ZEROS_MOST) {
        if (now == WRITE)
            put(m->bytes, l->at, ((distance & ((UINT64_C(1) << l->shift) - 1)) << 1 | 1) << zeros);
        l->at += zeros + 1 + l->shift;
    } else {
        if (now == WRITE)
            put(m->bytes, l->at, (uint64_t)distance << KBG__SUGGEST_ZEROS_MOST);
        l->at += (uint64_t)KBG__SUGGEST_ZEROS_MOST + KBG__SUGGEST_WHOLE_BITS;
    }
    return KBG_OK;
}

/* One pass over the text. The last character is KBG__SUGGEST_END. */
static inline kbg_status pass_text(building *b, pass now)
{
    const uint32_t *numbers = b->numbers;
    const uint8_t *codes = b->codes;
    uint32_t len = (uint32_t)b->suggest->text_len, most = b->code_count;
    kbg_status status = KBG_OK;
    bool first = true;
    for (uint32_t at = 1; at < len && status == KBG_OK; at++) {
        uint32_t number = numbers[at], block = kbg__suggest_block(at);
        if (number == 0) {
            first = true;
            continue;
        }
        uint32_t second = codes[numbers[at + 1]] & (uint32_t)CODE;
        uint32_t third = second ? codes[numbers[at + 2]] & (uint32_t)CODE : 0;
        uint32_t key = ((codes[number] & (uint32_t)CODE) * most + second) * most + third;
        status = name_block(b, &b->triples[first], now, key, block);
        if (status == KBG_OK && codes[number] & BEGINS)
            status = name_block(b, &b->characters[first], now, number, block);
        first = false;
    }
    return status;
}

/* What was counted tells how many bits the lower parts of distances should have. */
static void choose_shifts(making *m)
{
    for (size_t i = 0; i < m->count; i++) {
        made *l = &m->of[i];
        uint64_t count = l->count, distances = l->next - l->count;
        while (l->shift < KBG__SUGGEST_SHIFT_MOST && count << (l->shift + 1) <= distances + count / 2)
            l->shift++;
        l->at = KBG__SUGGEST_SHIFT_BITS;
        l->next = 0;
    }
}

/* Makes room for lists, one behind the other; with `all` for each key, otherwise for each that has a list. */
static kbg_status make_room(making *m, const kbg_allocator *memory, bool all, kbg__suggest_lists *lists)
{
    uint64_t bits = 0, at = 0;
    size_t number = 0;
    for (size_t i = 0; i < m->count; i++)
        bits += m->of[i].at;
    lists->count = all ? m->keys : m->count;
    lists->bytes = m->bytes = kbg__calloc(memory, kbg__suggest_list_bytes(bits), 1);
    if (!lists->bytes || kbg__packed_init(&lists->starts, memory, lists->count + 1, bits))
        return KBG_ERR_NOMEM;
    for (size_t key = 0; key < m->keys; key++) {
        made *l = m->list_of[key] ? &m->of[m->list_of[key] - 1] : NULL;
        if (l || all)
            kbg__packed_set(&lists->starts, number++, at);
        if (!l)
            continue;
        uint64_t start = at;
        at += l->at;
        put(lists->bytes, start, l->shift);
        l->at = start + KBG__SUGGEST_SHIFT_BITS;
        l->next = 0;
    }
    kbg__packed_set(&lists->starts, number, at);
    return KBG_OK;
}

/* The third codes of the lists of triples, and where those of each two codes begin. */
static kbg_status set_triples(const building *b, bool first)
{
    kbg__suggest *s = b->suggest;
    const making *m = &b->triples[first];
    uint32_t list = 0, most = b->code_count, next = 0;
    if (kbg__packed_init(&s->thirds[first], s->memory, m->count, KBG__CODES - 1) ||
        kbg__packed_init(&s->pairs[first], s->memory, KBG__SUGGEST_PAIRS, m->count))
        return KBG_ERR_NOMEM;
    for (uint32_t two = 0; two < most * most; two++) {
        uint32_t pair = (uint32_t)b->code_of[two / most] * KBG__CODES + b->code_of[two % most];
        for (; next <= pair; next++)
            kbg__packed_set(&s->pairs[first], next, list);
        for (uint32_t third = 0; third < most; third++)
            if (m->list_of[two * most + third])
                kbg__packed_set(&s->thirds[first], list++, b->code_of[third]);
    }
    for (; next < KBG__SUGGEST_PAIRS; next++)
        kbg__packed_set(&s->pairs[first], next, list);
    return KBG_OK;
}

/* Finds the codes of all characters, and numbers those that there are in their order. */
static kbg_status set_codes(building *b)
{
    const kbg__suggest *s = b->suggest;
    uint8_t numbers[KBG__CODES] = { 0 };
    b->codes = kbg__malloc(s->memory, s->alphabet_len);
    if (!b->codes)
        return KBG_ERR_NOMEM;
    for (size_t i = 0; i < s->alphabet_len; i++) {
        b->codes[i] = (uint8_t)kbg__suggest_code((uint16_t)s->alphabet[i]);
        numbers[b->codes[i]] = 1;
    }
    for (uint32_t code = 0; code < KBG__CODES; code++) {
        if (!numbers[code])
            continue;
        b->code_of[b->code_count] = (uint8_t)code;
        numbers[code] = (uint8_t)b->code_count++;
    }
    for (size_t i = 0; i < s->alphabet_len; i++)
        b->codes[i] = (uint8_t)(numbers[b->codes[i]] | (s->alphabet[i] & KBG__SUGGEST_BEGINS ? BEGINS : 0));
    return KBG_OK;
}

static kbg_status init(making *m, const kbg_allocator *memory, size_t keys)
{
    m->keys = keys;
    m->list_of = kbg__calloc(memory, keys, sizeof(*m->list_of));
    return m->list_of ? KBG_OK : KBG_ERR_NOMEM;
}

static kbg_status make(building *b)
{
    kbg__suggest *s = b->suggest;
    kbg_status status = set_codes(b);
    size_t most = b->code_count;
    for (int first = 0; first < 2 && status == KBG_OK; first++) {
        status = init(&b->triples[first], s->memory, most * most * most);
        if (status == KBG_OK)
            status = init(&b->characters[first], s->memory, s->alphabet_len);
    }
    if (status == KBG_OK)
        status = pass_text(b, COUNT);
    for (int first = 0; first < 2 && status == KBG_OK; first++) {
        choose_shifts(&b->triples[first]);
        choose_shifts(&b->characters[first]);
    }
    if (status == KBG_OK)
        status = pass_text(b, MEASURE);
    for (int first = 0; first < 2 && status == KBG_OK; first++) {
        status = make_room(&b->triples[first], s->memory, false, &s->triples[first]);
        if (status == KBG_OK)
            status = make_room(&b->characters[first], s->memory, true, &s->characters[first]);
        if (status == KBG_OK)
            status = set_triples(b, first);
    }
    return status == KBG_OK ? pass_text(b, WRITE) : status;
}

kbg_status kbg__suggest_make_lists(kbg__suggest *suggest, const uint32_t *numbers)
{
    building b = { .suggest = suggest, .numbers = numbers };
    kbg_status status = make(&b);
    kbg__free(suggest->memory, b.codes);
    for (int first = 0; first < 2; first++) {
        kbg__free(suggest->memory, b.triples[first].list_of);
        kbg__free(suggest->memory, b.triples[first].of);
        kbg__free(suggest->memory, b.characters[first].list_of);
        kbg__free(suggest->memory, b.characters[first].of);
    }
    return status;
}
