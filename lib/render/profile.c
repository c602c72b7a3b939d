/* SPDX-License-Identifier: MIT */
#include "render/profile.h"

#include "base/utf8.h"

#include <string.h>

size_t kbg__profile_count(void)
{
    return kbg__builtin_count;
}

const char *kbg__profile_name(size_t index)
{
    return index < kbg__builtin_count ? kbg__builtins[index].name : NULL;
}

size_t kbg__profile_find(const char *name, size_t len)
{
    for (size_t i = 0; i < kbg__builtin_count; i++)
        if (strlen(kbg__builtins[i].name) == len && memcmp(kbg__builtins[i].name, name, len) == 0)
            return i;
    return SIZE_MAX;
}

/* Works out which characters each context has. */
static void note_signs(kbg_profile *profile)
{
    static const kbg_profile_text texts[KBG__CONTEXTS] = {
        [KBG__CONTEXT_TEXT] = KBG_PROFILE_ESCAPED,       [KBG__CONTEXT_LINE] = KBG_PROFILE_ESCAPED_LINE,
        [KBG__CONTEXT_CODE] = KBG_PROFILE_ESCAPED_CODE,  [KBG__CONTEXT_URL] = KBG_PROFILE_ESCAPED_URL,
        [KBG__CONTEXT_PAIRED] = KBG_PROFILE_PAIRED,      [KBG__CONTEXT_SEPARATED] = KBG_PROFILE_SEPARATED,
        [KBG__CONTEXT_ENCODED] = KBG_PROFILE_ENCODED_URL,
    };
    memset(profile->signs, 0, sizeof(profile->signs));
    for (int i = 0; i < KBG__CONTEXTS; i++) {
        kbg_text signs = profile->text[texts[i]];
        for (size_t at = 0; at < signs.len; at++) {
            unsigned char c = (unsigned char)signs.data[at];
            if (c < 0x80)
                profile->signs[i][c >> 5] |= UINT32_C(1) << (c & 31);
        }
    }
}

/* Lays what a built-in profile says over what is there, after what it is like. */
static void take_builtin(kbg_profile *profile, size_t index)
{
    const kbg__builtin *builtin = &kbg__builtins[index];
    if (builtin->like)
        take_builtin(profile, kbg__profile_find(builtin->like, strlen(builtin->like)));
    for (int i = 0; i < KBG__PROFILE_NUMBERS; i++)
        if (builtin->number[i])
            profile->number[i] = builtin->number[i] == KBG__ZERO ? 0 : builtin->number[i];
    for (int i = 0; i < KBG__PROFILE_TEXTS; i++)
        if (builtin->text[i].data)
            profile->text[i] = builtin->text[i];
    if (builtin->faces == KBG__FACE_NAME)
        return;
    for (size_t i = 0; i < KBG__FACES; i++) {
        const char *code = kbg__face(i, builtin->faces);
        profile->face[i] = (kbg_text){ code, strlen(code) };
    }
}

void kbg__profile_init(kbg_profile *profile, const kbg_allocator *memory, size_t index)
{
    *profile = (kbg_profile){ .memory = *memory };
    for (int i = 0; i < KBG__PROFILE_TEXTS; i++)
        profile->text[i].data = "";
    for (int i = 0; i < KBG__FACES; i++)
        profile->face[i].data = "";
    take_builtin(profile, index);
    note_signs(profile);
}

static void drop(kbg_profile *profile, kbg_text *text, bool *own)
{
    if (*own)
        profile->memory.free((void *)(uintptr_t)text->data, profile->memory.user_data);
    *own = false;
    *text = (kbg_text){ "", 0 };
}

void kbg__profile_free(kbg_profile *profile)
{
    for (int i = 0; i < KBG__PROFILE_TEXTS; i++)
        drop(profile, &profile->text[i], &profile->own_text[i]);
    for (int i = 0; i < KBG__FACES; i++)
        drop(profile, &profile->face[i], &profile->own_face[i]);
}

/* Puts a copy of a text in the place of another. */
static kbg_status replace(kbg_profile *profile, kbg_text *text, bool *own, const char *value, size_t len)
{
    char *copy = kbg__malloc(&profile->memory, len + 1);
    if (!copy)
        return KBG_ERR_NOMEM;
    if (len)
        memcpy(copy, value, len);
    copy[len] = '\0';
    drop(profile, text, own);
    *text = (kbg_text){ copy, len };
    *own = true;
    return KBG_OK;
}

kbg_status kbg__profile_copy(kbg_profile *profile, const kbg_profile *from)
{
    kbg_status status = KBG_OK;
    *profile = *from;
    memset(profile->own_text, 0, sizeof(profile->own_text));
    memset(profile->own_face, 0, sizeof(profile->own_face));
    for (int i = 0; i < KBG__PROFILE_TEXTS && status == KBG_OK; i++)
        if (from->own_text[i])
            status = replace(profile, &profile->text[i], &profile->own_text[i], from->text[i].data, from->text[i].len);
    for (int i = 0; i < KBG__FACES && status == KBG_OK; i++)
        if (from->own_face[i])
            status = replace(profile, &profile->face[i], &profile->own_face[i], from->face[i].data, from->face[i].len);
    if (status != KBG_OK)
        kbg__profile_free(profile);
    return status;
}

kbg_status kbg__profile_set_number(kbg_profile *profile, kbg_profile_number number, uint64_t value)
{
    static const struct {
        uint64_t low, high;
        bool is_limit; /* may also be KBG_NO_LIMIT … */
        bool may_be_0; /* … or 0 */
    } ranges[KBG__PROFILE_NUMBERS] = {
        [KBG_PROFILE_UNIT] = { 0, KBG_UNIT_JSON_BYTES, false, true },
        [KBG_PROFILE_LIMIT] = { 16, 1u << 30, true, false },
        [KBG_PROFILE_PART_LIMIT] = { 16, 1u << 30, true, true },
        [KBG_PROFILE_WIDE_LIMIT] = { 16, 1u << 30, true, false },
        [KBG_PROFILE_WIDE_PART_LIMIT] = { 16, 1u << 30, true, true },
        [KBG_PROFILE_HEADROOM] = { 0, 1u << 30, false, true },
        [KBG_PROFILE_PARTS] = { 0, 1u << 30, false, true },
        [KBG_PROFILE_COUNTED] = { 0, KBG_COUNTED_BOTH, false, true },
        [KBG_PROFILE_BOUNDARY] = { 0, KBG_BOUNDARY_OPENER, false, true },
        [KBG_PROFILE_ESCAPE] = { 0, KBG_ESCAPE_NUMBER, false, true },
        [KBG_PROFILE_HEADINGS] = { 0, KBG_SHOWN_AS_MARKUP, false, true },
        [KBG_PROFILE_HEADING_LEVELS] = { 1, 6, false, false },
        [KBG_PROFILE_IMAGES] = { 0, KBG_SHOWN_AS_ATTACHMENT, false, true },
        [KBG_PROFILE_TABLES] = { 0, KBG_SHOWN_AS_MARKUP, false, true },
        [KBG_PROFILE_LIST_INDENT] = { 0, 8, false, true },
        [KBG_PROFILE_MEDIA] = { 0, 63, false, true },
        [KBG_PROFILE_EMOTICONS] = { 0, KBG_EMOTICONS_DROP, false, true },
        [KBG_PROFILE_JSON] = { 0, 2, false, true },
        [KBG_PROFILE_SIGNATURE_BEHIND] = { 0, 1, false, true },
        [KBG_PROFILE_LABEL_BEFORE] = { 0, 1, false, true },
        [KBG_PROFILE_QUOTE_DEPTH] = { 0, 1000, false, true },
    };
    if ((unsigned)number >= KBG__PROFILE_NUMBERS)
        return KBG_ERR_OPTIONS;
    bool good = (value >= ranges[number].low && value <= ranges[number].high) ||
                (value == KBG_NO_LIMIT && ranges[number].is_limit) || (value == 0 && ranges[number].may_be_0);
    if (!good || (number == KBG_PROFILE_IMAGES && value == KBG_SHOWN_AS_STRONG) ||
        (number == KBG_PROFILE_TABLES && value != KBG_SHOWN_AS_TEXT && value != KBG_SHOWN_AS_MARKUP))
        return KBG_ERR_OPTIONS;
    profile->number[number] = value;
    return KBG_OK;
}

static kbg_status check_text(const char *value, size_t len, size_t most)
{
    if (len > most)
        return KBG_ERR_OPTIONS;
    if (kbg__utf8_check(value, len) < len)
        return KBG_ERR_UTF8;
    for (size_t i = 0; i < len; i++)
        if (((unsigned char)value[i] < 0x20 && value[i] != '\n') || value[i] == 0x7F)
            return KBG_ERR_OPTIONS;
    return KBG_OK;
}

kbg_status kbg__profile_set_text(kbg_profile *profile, kbg_profile_text text, const char *value, size_t len)
{
    if ((unsigned)text >= KBG__PROFILE_TEXTS)
        return KBG_ERR_OPTIONS;
    kbg_status status = check_text(value, len, KBG__PROFILE_TEXT_BYTES);
    if (status == KBG_OK)
        status = replace(profile, &profile->text[text], &profile->own_text[text], value, len);
    if (status == KBG_OK)
        note_signs(profile);
    return status;
}

kbg_status kbg__profile_set_face(kbg_profile *profile, size_t face, const char *code, size_t len)
{
    if (face >= KBG__FACES)
        return KBG_ERR_OPTIONS;
    kbg_status status = check_text(code, len, 64);
    if (status == KBG_OK && len && memchr(code, '\n', len))
        status = KBG_ERR_OPTIONS;
    return status == KBG_OK ? replace(profile, &profile->face[face], &profile->own_face[face], code, len) : status;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool kbg__profile_allows(const kbg_profile *profile, kbg_profile_text schemes, const char *url, size_t len)
{
    kbg_text list = profile->text[schemes];
    size_t scheme = 0;
    if (list.len == 0)
        return true;
    while (scheme < len && url[scheme] != ':')
        scheme++;
    for (size_t at = 0; at < list.len;) {
        size_t end = at, same = 0;
        while (end < list.len && list.data[end] != ' ')
            end++;
        while (same < scheme && at + same < end && lower(url[same]) == list.data[at + same])
            same++;
        bool is_key = end > at && list.data[end - 1] == '_' && at + same == end;
        if (is_key || (same == scheme && at + same == end && scheme < len))
            return true;
        at = end + 1;
    }
    return false;
}
