/* SPDX-License-Identifier: MIT */
#include "index/suggest_lists.h"

kbg__suggest_cursor kbg__suggest_cursor_of(const kbg__suggest_lists *lists, size_t list)
{
    kbg__suggest_cursor cursor = { .bytes = lists->bytes,
                                   .at = kbg__suggest_list_start(lists, list),
                                   .end = kbg__suggest_list_start(lists, list + 1) };
    if (cursor.at < cursor.end) {
        cursor.shift = (uint32_t)kbg__suggest_bits_at(cursor.bytes, cursor.at) & KBG__SUGGEST_SHIFT_MOST;
        cursor.at += KBG__SUGGEST_SHIFT_BITS;
    }
    return cursor;
}

size_t kbg__suggest_lists_size(const kbg__suggest_lists *lists)
{
    return lists->starts.size + kbg__suggest_list_bytes(kbg__suggest_list_start(lists, lists->count));
}

void kbg__suggest_lists_free(kbg__suggest_lists *lists, const kbg_allocator *memory)
{
    kbg__packed_free(&lists->starts, memory);
    kbg__free(memory, lists->bytes);
    *lists = (kbg__suggest_lists){ 0 };
}
