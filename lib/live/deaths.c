/* SPDX-License-Identifier: MIT */
#include "live/deaths.h"

kbg_status kbg__deaths(const kbg__segment_rules *rules, const kbg__words *words, const kbg__segment_part *part,
                       const kbg__found_item *dying, size_t count, kbg__dead **dead)
{
    const kbg__segment *segment = part->segment;
    kbg__index index = { .memory = NULL };
    *dead = NULL;
    const kbg_item **items = kbg__calloc(rules->memory, count, sizeof(*items));
    uint32_t *numbers = kbg__calloc(rules->memory, count, sizeof(*numbers));
    kbg_status status = items && numbers ? KBG_OK : KBG_ERR_NOMEM;
    for (size_t i = 0; i < count && status == KBG_OK; i++) {
        numbers[i] = dying[i].item;
        items[i] = segment->store.items[dying[i].item];
    }
    kbg__item_store some = { .memory = rules->memory, .items = items, .count = count };
    if (status == KBG_OK)
        status = kbg__index_build(&index, rules->memory, rules->key, rules->text, words, &some);
    if (status == KBG_OK)
        status = kbg__dead_new(rules->memory, &segment->index, part->dead, numbers, count, &index, dead);
    kbg__index_free(&index);
    kbg__free(rules->memory, (void *)items);
    kbg__free(rules->memory, numbers);
    return status;
}
