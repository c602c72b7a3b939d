/* SPDX-License-Identifier: MIT */
#include "base/instant.h"

#include <string.h>

/* Reads exactly `digits` digits at *at. */
static bool number(const char *text, size_t len, size_t *at, int digits, int *value)
{
    *value = 0;
    for (int i = 0; i < digits; i++, ++*at) {
        if (*at >= len || text[*at] < '0' || text[*at] > '9')
            return false;
        *value = *value * 10 + (text[*at] - '0');
    }
    return true;
}

static bool sign(const char *text, size_t len, size_t *at, char wanted)
{
    return *at < len && text[(*at)++] == wanted;
}

static int days_in_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

/* Days from 1970-01-01 in the Gregorian calendar: years run from March, so that the leap day comes last. */
static int64_t days_from_epoch(int year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

bool kbg__instant_parse(const char *text, size_t len, int64_t *milliseconds)
{
    size_t at = 0;
    int year, month, day, hour, minute, second, millis = 0, offset = 0;
    if (!number(text, len, &at, 4, &year) || !sign(text, len, &at, '-') || !number(text, len, &at, 2, &month) ||
        !sign(text, len, &at, '-') || !number(text, len, &at, 2, &day) || !sign(text, len, &at, 'T') ||
        !number(text, len, &at, 2, &hour) || !sign(text, len, &at, ':') || !number(text, len, &at, 2, &minute) ||
        !sign(text, len, &at, ':') || !number(text, len, &at, 2, &second))
        return false;
    if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month) || hour > 23 || minute > 59 ||
        second > 60)
        return false;
    if (at < len && text[at] == '.') {
        size_t first = ++at;
        for (int unit = 100; at < len && text[at] >= '0' && text[at] <= '9'; at++, unit /= 10)
            millis += (text[at] - '0') * unit; /* digits behind the third do not count */
        if (at == first)
            return false;
    }
    if (at < len && text[at] == 'Z') {
        at++;
    } else {
        int hours, minutes;
        if (at >= len || (text[at] != '+' && text[at] != '-'))
            return false;
        bool west = text[at++] == '-';
        if (!number(text, len, &at, 2, &hours) || !sign(text, len, &at, ':') || !number(text, len, &at, 2, &minutes) ||
            hours > 23 || minutes > 59)
            return false;
        offset = (hours * 60 + minutes) * (west ? -1 : 1);
    }
    if (at != len)
        return false;
    *milliseconds = ((days_from_epoch(year, month, day) * 24 + hour) * 60 + minute - offset) * 60000 +
                    (int64_t)second * 1000 + millis;
    return true;
}

static void put_digits(char *out, int digits, int value)
{
    for (; digits > 0; digits--, value /= 10)
        out[digits - 1] = (char)('0' + value % 10);
}

/* The reverse of days_from_epoch(). */
static void date_of(int64_t days, int *year, int *month, int *day)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t from_march = (5 * day_of_year + 2) / 153;
    *day = (int)(day_of_year - (153 * from_march + 2) / 5) + 1;
    *month = (int)(from_march < 10 ? from_march + 3 : from_march - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

void kbg__instant_format(int64_t milliseconds, int32_t zone_minutes, char out[KBG__INSTANT_TEXT])
{
    int64_t seconds = milliseconds / 1000 - (milliseconds % 1000 < 0) + (int64_t)zone_minutes * 60;
    int64_t days = seconds / 86400 - (seconds % 86400 < 0);
    int of_day = (int)(seconds - days * 86400), zone = zone_minutes < 0 ? -zone_minutes : zone_minutes;
    int year, month, day;
    date_of(days, &year, &month, &day);
    memcpy(out, "0000-00-00T00:00:00+00:00", KBG__INSTANT_TEXT);
    put_digits(out, 4, year);
    put_digits(out + 5, 2, month);
    put_digits(out + 8, 2, day);
    put_digits(out + 11, 2, of_day / 3600);
    put_digits(out + 14, 2, of_day / 60 % 60);
    put_digits(out + 17, 2, of_day % 60);
    out[19] = zone_minutes < 0 ? '-' : '+';
    put_digits(out + 20, 2, zone / 60);
    put_digits(out + 23, 2, zone % 60);
}
