/* SPDX-License-Identifier: MIT */
#include "item/names.h"

#include <kbguide/item.h>
#include <string.h>

static const char *const kinds[] = { [KBG_KIND_TECHNICAL] = "technical",
                                     [KBG_KIND_BUSINESS] = "business",
                                     [KBG_KIND_SERVICE] = "service",
                                     [KBG_KIND_EMOTIONAL] = "emotional" };
static const char *const stages[] = { [KBG_STAGE_GREET] = "greet",     [KBG_STAGE_IDENTIFY] = "identify",
                                      [KBG_STAGE_ASK] = "ask",         [KBG_STAGE_CONSULT] = "consult",
                                      [KBG_STAGE_OBJECT] = "object",   [KBG_STAGE_RECOMMEND] = "recommend",
                                      [KBG_STAGE_ASSIST] = "assist",   [KBG_STAGE_CONFIRM] = "confirm",
                                      [KBG_STAGE_FAREWELL] = "farewell" };
static const char *const states[] = { [KBG_STATE_PUBLISHED] = "published",
                                      [KBG_STATE_DRAFT] = "draft",
                                      [KBG_STATE_ARCHIVED] = "archived" };
static const char *const media[] = { [KBG_MEDIA_IMAGE] = "image",
                                     [KBG_MEDIA_ANIMATION] = "animation",
                                     [KBG_MEDIA_FILE] = "file",
                                     [KBG_MEDIA_LINK] = "link",
                                     [KBG_MEDIA_CARD] = "card" };

static const struct {
    const char *const *names;
    int count;
} sets[] = { [KBG__NAMES_KIND] = { kinds, sizeof(kinds) / sizeof(kinds[0]) },
             [KBG__NAMES_STAGE] = { stages, sizeof(stages) / sizeof(stages[0]) },
             [KBG__NAMES_STATE] = { states, sizeof(states) / sizeof(states[0]) },
             [KBG__NAMES_MEDIA] = { media, sizeof(media) / sizeof(media[0]) } };

const char *kbg__name_of(kbg__name_set set, int value)
{
    return value >= 0 && value < sets[set].count ? sets[set].names[value] : NULL;
}

int kbg__name_value(kbg__name_set set, const char *name, size_t len)
{
    for (int i = 0; i < sets[set].count; i++)
        if (sets[set].names[i] && strlen(sets[set].names[i]) == len && memcmp(sets[set].names[i], name, len) == 0)
            return i;
    return -1;
}
