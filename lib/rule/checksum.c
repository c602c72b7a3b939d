/* SPDX-License-Identifier: MIT */
#include "rule/checksum.h"

#include "base/utf8.h"

enum { MOST = 19, TEN = 10 };

/* Puts the values of the digits of a text into `digits`, TEN for an X, and returns how many there are; MOST + 1 if they
 * are too many. */
static size_t read_digits(const char *text, size_t len, int digits[MOST])
{
    size_t count = 0;
    for (size_t at = 0; at < len;) {
        uint32_t c = kbg__utf8_next(text, len, &at);
        if (c >= 0xFF01 && c <= 0xFF5E)
            c -= 0xFF00 - 0x20;
        bool is_x = c == 'x' || c == 'X';
        if (!is_x && (c < '0' || c > '9'))
            continue;
        if (count == MOST)
            return MOST + 1;
        digits[count++] = is_x ? TEN : (int)(c - '0');
    }
    return count;
}

/* Every second digit from the right but one counts double, with the digits of the product added up; the sum ends with
 * 0. */
static bool luhn_holds(const int *digits, size_t count)
{
    int sum = 0;
    if (count < 12 || count > MOST)
        return false;
    for (size_t i = 0; i < count; i++) {
        int digit = digits[count - 1 - i];
        if (digit == TEN)
            return false;
        int doubled = digit * 2;
        sum += i % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
}

/* ISO 7064 MOD 11-2: the place i from the right, from 0, weighs 2^i mod 11; the sum is 1 mod 11. */
static bool resident_id_holds(const int *digits, size_t count)
{
    int sum = 0, weight = 1;
    if (count != 18)
        return false;
    for (size_t i = 0; i < count; i++) {
        int digit = digits[count - 1 - i];
        if (digit == TEN && i > 0)
            return false;
        sum += digit * weight;
        weight = weight * 2 % 11;
    }
    return sum % 11 == 1;
}

bool kbg__checksum_holds(kbg_checksum checksum, const char *text, size_t len)
{
    int digits[MOST];
    if (checksum == KBG_CHECKSUM_NONE)
        return true;
    size_t count = read_digits(text, len, digits);
    return checksum == KBG_CHECKSUM_LUHN ? luhn_holds(digits, count) : resident_id_holds(digits, count);
}
