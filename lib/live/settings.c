/* SPDX-License-Identifier: MIT */
#include "live/settings.h"

#include "index/hotness.h"

kbg_status kbg__settings_init(kbg_base_options *settings, const kbg_allocator *allocator)
{
    *settings = (kbg_base_options){ .half_life = KBG__HALF_LIFE };
    kbg_status status = kbg__memory_init(&settings->memory, allocator);
    kbg__limits_init(&settings->limits);
    kbg__weights_init(&settings->weights);
    kbg__buffer_init(&settings->emoticons, &settings->memory);
    kbg__interner_init(&settings->variables, &settings->memory, kbg__hash_key_from_address(settings));
    return status;
}

void kbg__settings_free(kbg_base_options *settings)
{
    kbg__buffer_free(&settings->emoticons);
    kbg__interner_free(&settings->variables);
}
