/* SPDX-License-Identifier: MIT */
/* Profiles: the numbers and texts of a channel, and what is worked out from them once. */
#ifndef KBG_RENDER_PROFILE_H
#define KBG_RENDER_PROFILE_H

#include "base/buffer.h"
#include "render/face.h"

#include <kbguide/profile.h>

enum { KBG__PROFILE_NUMBERS = 21, KBG__PROFILE_TEXTS = 61, KBG__PROFILE_TEXT_BYTES = 1024 };

/* Where characters are escaped. */
typedef enum kbg__context {
    KBG__CONTEXT_TEXT,
    KBG__CONTEXT_LINE, /* the first character of a line */
    KBG__CONTEXT_CODE,
    KBG__CONTEXT_URL,
    KBG__CONTEXT_PAIRED,
    KBG__CONTEXT_SEPARATED,
    KBG__CONTEXT_ENCODED,
    KBG__CONTEXTS
} kbg__context;

struct kbg_profile {
    kbg_allocator memory;
    uint64_t number[KBG__PROFILE_NUMBERS];
    kbg_text text[KBG__PROFILE_TEXTS]; /* each with a NUL behind it */
    bool own_text[KBG__PROFILE_TEXTS]; /* whether it is to be freed */
    kbg_text face[KBG__FACES];
    bool own_face[KBG__FACES];
    uint32_t signs[KBG__CONTEXTS][4]; /* ASCII characters as bits */
};

/* The number of a built-in profile, SIZE_MAX if none has this name. */
size_t kbg__profile_find(const char *name, size_t len);
size_t kbg__profile_count(void);
const char *kbg__profile_name(size_t index);

/* A built-in profile; it owns nothing. */
void kbg__profile_init(kbg_profile *profile, const kbg_allocator *memory, size_t index);
void kbg__profile_free(kbg_profile *profile);
kbg_status kbg__profile_copy(kbg_profile *profile, const kbg_profile *from);

kbg_status kbg__profile_set_number(kbg_profile *profile, kbg_profile_number number, uint64_t value);
kbg_status kbg__profile_set_text(kbg_profile *profile, kbg_profile_text text, const char *value, size_t len);
kbg_status kbg__profile_set_face(kbg_profile *profile, size_t face, const char *code, size_t len);

/* Whether an ASCII character is one of those of a context. */
static inline bool kbg__profile_has_sign(const kbg_profile *profile, kbg__context context, unsigned char c)
{
    return c < 0x80 && (profile->signs[context][c >> 5] >> (c & 31) & 1);
}

static inline bool kbg__profile_has(const kbg_profile *profile, kbg_profile_text text)
{
    return profile->text[text].len > 0;
}

/* Whether an address has one of the schemes that a text of the profile allows. */
bool kbg__profile_allows(const kbg_profile *profile, kbg_profile_text schemes, const char *url, size_t len);

/* The built-in table: what differs from the profile `like`. */
typedef struct kbg__builtin {
    const char *name, *like;
    uint64_t number[KBG__PROFILE_NUMBERS]; /* 0 = as in `like`, KBG__ZERO = 0 */
    kbg_text text[KBG__PROFILE_TEXTS];     /* no data = as in `like` */
    kbg__face_form faces;                  /* codes that the channel has; names = none */
} kbg__builtin;

#define KBG__ZERO (UINT64_MAX - 1)
extern const kbg__builtin kbg__builtins[];
extern const size_t kbg__builtin_count;

#endif
