/* SPDX-License-Identifier: MIT */
#include "base/sized.h"

#include <string.h>

kbg_status kbg__sized_copy(void *out, size_t known_size, size_t minimum, const void *given)
{
    if (!given)
        return KBG_OK;
    uint32_t size;
    memcpy(&size, given, sizeof(size));
    if (size < minimum || size > 4096)
        return KBG_ERR_OPTIONS;
    for (size_t i = known_size; i < size; i++)
        if (((const unsigned char *)given)[i] != 0)
            return KBG_ERR_OPTIONS;
    memset(out, 0, known_size);
    memcpy(out, given, size < known_size ? size : known_size);
    return KBG_OK;
}
