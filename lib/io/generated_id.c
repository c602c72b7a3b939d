/* SPDX-License-Identifier: MIT */
#include "io/generated_id.h"

#include "base/hash.h"

#include <inttypes.h>
#include <stdio.h>

const char *kbg__generated_id(char out[KBG__GENERATED_ID], const char *prefix, const kbg_text *parts, size_t count)
{
    /* Each part is hashed with what the parts before it gave as the key, so that their borders count. */
    kbg__hash_key key = { 0, 0 };
    for (size_t i = 0; i < count; i++) {
        key.k0 = kbg__hash(key, parts[i].len ? parts[i].data : "", parts[i].len);
        key.k1 = parts[i].len;
    }
    (void)snprintf(out, KBG__GENERATED_ID, "%s%016" PRIx64, prefix, key.k0);
    return out;
}
