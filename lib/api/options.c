/* SPDX-License-Identifier: MIT */
#include "live/settings.h"

#include "index/hotness.h"
#include "item/template.h"

#include <assert.h>
#include <kbguide/options.h>

kbg_status kbg_base_options_new(const kbg_allocator *allocator, kbg_base_options **options)
{
    kbg_allocator memory;
    assert(options);
    *options = NULL;
    kbg_status status = kbg__memory_init(&memory, allocator);
    if (status != KBG_OK)
        return status;
    kbg_base_options *made = kbg__malloc(&memory, sizeof(*made));
    if (!made)
        return KBG_ERR_NOMEM;
    (void)kbg__settings_init(made, &memory);
    *options = made;
    return KBG_OK;
}

kbg_status kbg_base_options_set_limit(kbg_base_options *options, kbg_limit limit, uint64_t value)
{
    assert(options);
    return kbg__limits_set(&options->limits, limit, value);
}

kbg_status kbg_base_options_set_weight(kbg_base_options *options, const char *name, size_t name_len, double value)
{
    assert(options && name);
    return kbg__weights_set(&options->weights, name, name_len, value);
}

kbg_status kbg_base_options_set_emoticons(kbg_base_options *options, const char *pattern, size_t len)
{
    kbg__buffer copy;
    assert(options && (pattern || len == 0));
    if (len > 65536)
        return KBG_ERR_OPTIONS;
    kbg__buffer_init(&copy, &options->memory);
    kbg__buffer_add(&copy, pattern, len);
    if (kbg__buffer_status(&copy) != KBG_OK) {
        kbg__buffer_free(&copy);
        return KBG_ERR_NOMEM;
    }
    kbg__buffer_free(&options->emoticons);
    options->emoticons = copy;
    options->has_emoticons = pattern != NULL;
    return KBG_OK;
}

kbg_status kbg_base_options_set_variables(kbg_base_options *options, const kbg_text *names, size_t count)
{
    kbg__interner made;
    uint32_t number;
    kbg_status status = count <= 10000 ? KBG_OK : KBG_ERR_OPTIONS;
    assert(options && (names || count == 0));
    kbg__interner_init(&made, &options->memory, kbg__hash_key_from_address(options));
    for (size_t i = 0; i < count && status == KBG_OK; i++)
        status = names[i].len > KBG__TEMPLATE_NAME_BYTES
                     ? KBG_ERR_OPTIONS
                     : kbg__interner_add(&made, names[i].data, names[i].len, &number, NULL);
    if (status != KBG_OK) {
        kbg__interner_free(&made);
        return status;
    }
    kbg__interner_free(&options->variables);
    options->variables = made;
    return KBG_OK;
}

kbg_status kbg_base_options_set_half_life(kbg_base_options *options, uint64_t milliseconds)
{
    assert(options);
    if (milliseconds == 0)
        milliseconds = (uint64_t)KBG__HALF_LIFE;
    if (milliseconds < (uint64_t)KBG__HALF_LIFE_LEAST || milliseconds > (uint64_t)KBG__HALF_LIFE_MOST)
        return KBG_ERR_OPTIONS;
    options->half_life = (int64_t)milliseconds;
    return KBG_OK;
}

kbg_status kbg_base_options_set_parallel_for(kbg_base_options *options, kbg_parallel_for_fn parallel_for,
                                             void *user_data, uint32_t threads)
{
    assert(options);
    if (parallel_for ? threads < 1 || threads > KBG__PARALLEL_THREADS_MOST : threads != 0)
        return KBG_ERR_OPTIONS;
    options->parallel = threads > 1 ? (kbg__parallel){ parallel_for, user_data, threads } : (kbg__parallel){ 0 };
    return KBG_OK;
}

void kbg_base_options_free(kbg_base_options *options)
{
    if (!options)
        return;
    kbg_allocator memory = options->memory;
    kbg__settings_free(options);
    kbg__free(&memory, options);
}

size_t kbg_weight_count(void)
{
    return KBG__WEIGHT_COUNT;
}

const char *kbg_weight_name(size_t index)
{
    return kbg__weight_name(index);
}

double kbg_weight_default(size_t index)
{
    kbg__weights weights;
    kbg__weights_init(&weights);
    return index < KBG__WEIGHT_COUNT ? weights.value[index] : 0;
}
