/* SPDX-License-Identifier: MIT */
#include "item/audience.h"

#include "item/record.h"

#include <string.h>

bool kbg__audience_matches(const char *parent, const kbg_text *audience, size_t count)
{
    kbg__field whole = kbg__record_field(parent);
    for (const char *at = whole.value; at < whole.value + whole.len;) {
        kbg__field field = kbg__record_field(at);
        at = field.next;
        for (size_t i = 0; i < count && field.tag == KBG__TAG_AUDIENCE; i++)
            if (audience[i].len == field.len && memcmp(audience[i].data, field.value, field.len) == 0)
                return true;
    }
    return false;
}
