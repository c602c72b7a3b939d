/* SPDX-License-Identifier: MIT */
#include <kbguide/save.h>

#include "api/error.h"
#include "live/saved.h"

#include <assert.h>

kbg_status kbg_base_save(kbg_base *base, const char *path, kbg_error **error)
{
    kbg__problem problem = { .status = KBG_OK };
    assert(base && path);
    if (error)
        *error = NULL;
    kbg_status status = kbg__base_save(base, path, &problem);
    return status == KBG_OK ? KBG_OK : kbg__fail(&base->memory, status, &problem, kbg__no_source, error);
}

kbg_status kbg_base_open(const kbg_base_options *options, const char *path, kbg_base **base, bool *is_indexed_anew,
                         kbg_error **error)
{
    kbg__problem problem = { .status = KBG_OK };
    bool anew = false;
    assert(path && base);
    if (error)
        *error = NULL;
    kbg_allocator memory = options ? options->memory : kbg__memory_default;
    kbg_status status = kbg__base_new(options, base, &problem);
    if (status == KBG_OK) {
        status = kbg__base_restore(*base, path, &anew, &problem);
        if (status != KBG_OK) {
            kbg__base_unref(*base);
            *base = NULL;
        }
    }
    if (is_indexed_anew)
        *is_indexed_anew = anew;
    return status == KBG_OK ? KBG_OK : kbg__fail(&memory, status, &problem, kbg__no_source, error);
}
