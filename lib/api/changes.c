/* SPDX-License-Identifier: MIT */
#include "api/error.h"
#include "live/base.h"
#include "live/changes.h"

#include <assert.h>

kbg_status kbg_base_changes(kbg_base *base, uint64_t since, kbg_changes **changes, kbg_error **error)
{
    assert(base && changes);
    if (error)
        *error = NULL;
    kbg_status status = kbg__changes_new(kbg__base_current(base), since, changes);
    return status == KBG_OK ? KBG_OK : kbg__fail(&base->memory, status, NULL, kbg__no_source, error);
}

uint64_t kbg_changes_revision(const kbg_changes *changes)
{
    assert(changes);
    return changes->snapshot->revision;
}

size_t kbg_changes_count(const kbg_changes *changes)
{
    assert(changes);
    return changes->count;
}

const char *kbg_changes_id(const kbg_changes *changes, size_t index, size_t *len)
{
    assert(changes);
    bool there = index < changes->count;
    if (len)
        *len = there ? changes->entries[index].id_len : 0;
    return there ? changes->entries[index].id : NULL;
}

const kbg_item *kbg_changes_item(const kbg_changes *changes, size_t index)
{
    assert(changes);
    return index < changes->count ? changes->entries[index].item : NULL;
}

uint64_t kbg_changes_at(const kbg_changes *changes, size_t index)
{
    assert(changes);
    return index < changes->count ? changes->entries[index].revision : 0;
}

void kbg_changes_free(kbg_changes *changes)
{
    kbg__changes_free(changes);
}
