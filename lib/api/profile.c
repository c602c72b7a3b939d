/* SPDX-License-Identifier: MIT */
#include "render/profile.h"

#include "render/measure.h"

#include <assert.h>

size_t kbg_profile_count(void)
{
    return kbg__profile_count();
}

const char *kbg_profile_name(size_t index)
{
    return kbg__profile_name(index);
}

kbg_status kbg_profile_new(const kbg_allocator *allocator, const char *name, size_t name_len, kbg_profile **profile)
{
    kbg_allocator memory;
    assert(profile && (name || name_len == 0));
    *profile = NULL;
    kbg_status status = kbg__memory_init(&memory, allocator);
    size_t index = name_len ? kbg__profile_find(name, name_len) : 0;
    if (status != KBG_OK || index == SIZE_MAX)
        return KBG_ERR_OPTIONS;
    kbg_profile *made = kbg__malloc(&memory, sizeof(*made));
    if (!made)
        return KBG_ERR_NOMEM;
    kbg__profile_init(made, &memory, index);
    *profile = made;
    return KBG_OK;
}

kbg_status kbg_profile_clone(const kbg_profile *profile, kbg_profile **copy)
{
    assert(profile && copy);
    kbg_allocator memory = profile->memory;
    kbg_profile *made = kbg__malloc(&memory, sizeof(*made));
    *copy = NULL;
    if (!made)
        return KBG_ERR_NOMEM;
    kbg_status status = kbg__profile_copy(made, profile);
    if (status != KBG_OK) {
        kbg__free(&memory, made);
        return status;
    }
    *copy = made;
    return KBG_OK;
}

kbg_status kbg_profile_set_number(kbg_profile *profile, kbg_profile_number number, uint64_t value)
{
    assert(profile);
    return kbg__profile_set_number(profile, number, value);
}

kbg_status kbg_profile_set_text(kbg_profile *profile, kbg_profile_text text, const char *value, size_t len)
{
    assert(profile && (value || len == 0));
    return kbg__profile_set_text(profile, text, value, len);
}

kbg_status kbg_profile_set_emoticon(kbg_profile *profile, const char *face, size_t face_len, const char *code,
                                    size_t len)
{
    assert(profile && face && (code || len == 0));
    return kbg__profile_set_face(profile, kbg__face_named(face, face_len), code, len);
}

uint64_t kbg_profile_get_number(const kbg_profile *profile, kbg_profile_number number)
{
    assert(profile);
    return (unsigned)number < KBG__PROFILE_NUMBERS ? profile->number[number] : 0;
}

const char *kbg_profile_get_text(const kbg_profile *profile, kbg_profile_text text, size_t *len)
{
    assert(profile);
    bool there = (unsigned)text < KBG__PROFILE_TEXTS;
    if (len)
        *len = there ? profile->text[text].len : 0;
    return there ? profile->text[text].data : "";
}

uint64_t kbg_profile_measure(const kbg_profile *profile, const char *text, size_t len)
{
    assert(profile && (text || len == 0));
    kbg_unit unit = (kbg_unit)profile->number[KBG_PROFILE_UNIT];
    if (unit == KBG_UNIT_GSM7_SEPTETS && !kbg__is_gsm7(text, len))
        unit = KBG_UNIT_UTF16_UNITS;
    return kbg__measure(unit, text, len);
}

void kbg_profile_free(kbg_profile *profile)
{
    if (!profile)
        return;
    kbg_allocator memory = profile->memory;
    kbg__profile_free(profile);
    kbg__free(&memory, profile);
}
