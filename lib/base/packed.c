/* SPDX-License-Identifier: MIT */
#include "base/packed.h"

/* A number of so many bits is within the eight bytes that begin where it does; what needs more takes all 64. */
enum { BITS_MOST = 56 };

static uint32_t bits_of(uint64_t most)
{
    uint32_t bits = 0;
    while (bits < 64 && most >> bits)
        bits++;
    return bits <= BITS_MOST ? bits : 64;
}

static void set_bits(kbg__packed *packed, uint32_t bits)
{
    packed->bits = bits;
    packed->mask = bits == 64 ? UINT64_MAX : (UINT64_C(1) << bits) - 1;
}

/* How many bytes numbers take; false if that cannot be said. */
static bool size_of(size_t count, uint32_t bits, size_t *size)
{
    *size = 0;
    if (bits == 0 || count == 0)
        return true;
    if (count > (SIZE_MAX / 8 - KBG__PACKED_SPARE) / 8)
        return false;
    *size = count / 8 * bits + (count % 8 * bits + 7) / 8 + KBG__PACKED_SPARE;
    return true;
}

kbg_status kbg__packed_init(kbg__packed *packed, const kbg_allocator *memory, size_t count, uint64_t most)
{
    *packed = (kbg__packed){ 0 };
    set_bits(packed, bits_of(most));
    if (!size_of(count, packed->bits, &packed->size))
        return KBG_ERR_NOMEM;
    if (packed->size == 0)
        return KBG_OK;
    packed->bytes = kbg__calloc(memory, packed->size, 1);
    return packed->bytes ? KBG_OK : KBG_ERR_NOMEM;
}

void kbg__packed_free(kbg__packed *packed, const kbg_allocator *memory)
{
    kbg__free(memory, packed->bytes);
    *packed = (kbg__packed){ 0 };
}

void kbg__packed_set(kbg__packed *packed, size_t index, uint64_t number)
{
    if (packed->bits == 0)
        return;
    uint64_t at = (uint64_t)index * packed->bits;
    uint8_t *s = packed->bytes + at / 8;
    uint64_t word = number << at % 8;
    for (uint32_t i = 0; 8 * i < at % 8 + packed->bits; i++)
        s[i] = (uint8_t)(s[i] | word >> 8 * i);
}

kbg_status kbg__packed_from(kbg__packed *packed, const kbg_allocator *memory, size_t count, kbg__packed_number number,
                            const void *data)
{
    uint64_t least = count ? number(data, 0) : 0, most = least, before = least;
    bool ascends = count > 1;
    for (size_t i = 1; i < count; i++) {
        uint64_t here = number(data, i);
        least = here < least ? here : least;
        most = here > most ? here : most;
        ascends = ascends && here > before && here - before == 1;
        before = here;
    }
    kbg_status status = kbg__packed_init(packed, memory, count, ascends ? 0 : most - least);
    packed->base = least;
    packed->step = ascends;
    for (size_t i = 0; i < count && status == KBG_OK && packed->bits; i++)
        kbg__packed_set(packed, i, number(data, i) - least);
    return status;
}

static uint64_t number_at(const void *data, size_t index)
{
    return ((const uint64_t *)data)[index];
}

kbg_status kbg__packed_of(kbg__packed *packed, const kbg_allocator *memory, const uint64_t *numbers, size_t count)
{
    return kbg__packed_from(packed, memory, count, number_at, numbers);
}

void kbg__packed_sections(kbg__packed *packed, kbg__sections *s, size_t count)
{
    uint64_t facts[] = { packed->base, packed->bits, packed->step };
    kbg__section_numbers(s, facts, 3);
    if (facts[1] > 64 || (facts[1] > BITS_MOST && facts[1] < 64) || facts[2] > 1) {
        kbg__sections_refuse(s, "numbers have a width that there is not");
        return;
    }
    packed->base = facts[0];
    packed->step = (uint32_t)facts[2];
    set_bits(packed, (uint32_t)facts[1]);
    if (!size_of(count, packed->bits, &packed->size))
        kbg__sections_refuse(s, "there are too many numbers");
    kbg__section(s, (void **)&packed->bytes, packed->size, 1);
}

kbg_status kbg__packing_add(kbg__packing *p, const kbg_allocator *memory, uint64_t number)
{
    if (p->count == 0)
        p->first = number;
    if (p->count == 1)
        p->step = number == p->first + 1;
    if (!p->numbers && number != p->first + p->count * p->step) {
        if (kbg__resize(memory, (void **)&p->numbers, &p->capacity, p->count + p->count / 2 + 1, sizeof(*p->numbers)))
            return KBG_ERR_NOMEM;
        for (size_t i = 0; i < p->count; i++)
            p->numbers[i] = p->first + i * p->step;
    }
    if (p->numbers && kbg__grow(memory, (void **)&p->numbers, &p->capacity, p->count + 1, sizeof(*p->numbers)))
        return KBG_ERR_NOMEM;
    if (p->numbers)
        p->numbers[p->count] = number;
    p->count++;
    return KBG_OK;
}

kbg_status kbg__packing_end(kbg__packing *p, const kbg_allocator *memory, kbg__packed *packed)
{
    kbg_status status = KBG_OK;
    if (p->numbers)
        status = kbg__packed_of(packed, memory, p->numbers, p->count);
    else
        *packed = (kbg__packed){ .base = p->first, .step = (uint32_t)p->step };
    kbg__packing_free(p, memory);
    return status;
}

void kbg__packing_free(kbg__packing *p, const kbg_allocator *memory)
{
    kbg__free(memory, p->numbers);
    *p = (kbg__packing){ 0 };
}
