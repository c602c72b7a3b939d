/* SPDX-License-Identifier: MIT */
#include "item/names.h"

#include <kbguide/item.h>
#include <kbguide/rule.h>
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
static const char *const directions[] = { [KBG_DIRECTION_ANY] = "any",
                                          [KBG_DIRECTION_INCOMING] = "incoming",
                                          [KBG_DIRECTION_OUTGOING] = "outgoing" };
static const char *const severities[] = { [KBG_SEVERITY_LOW] = "low",
                                          [KBG_SEVERITY_MEDIUM] = "medium",
                                          [KBG_SEVERITY_HIGH] = "high",
                                          [KBG_SEVERITY_CRITICAL] = "critical" };
static const char *const actions[] = { [KBG_ACTION_SIGNAL] = "signal",
                                       [KBG_ACTION_MASK] = "mask",
                                       [KBG_ACTION_REPLACE] = "replace",
                                       [KBG_ACTION_WARN] = "warn",
                                       [KBG_ACTION_REJECT] = "reject" };
static const char *const subjects[] = { [KBG_SUBJECT_MATCHING] = "matching", [KBG_SUBJECT_ORIGINAL] = "original" };
static const char *const checksums[] = { [KBG_CHECKSUM_LUHN] = "luhn", [KBG_CHECKSUM_RESIDENT_ID] = "resident_id" };

static const struct {
    const char *const *names;
    int count;
} sets[] = { [KBG__NAMES_KIND] = { kinds, sizeof(kinds) / sizeof(kinds[0]) },
             [KBG__NAMES_STAGE] = { stages, sizeof(stages) / sizeof(stages[0]) },
             [KBG__NAMES_STATE] = { states, sizeof(states) / sizeof(states[0]) },
             [KBG__NAMES_MEDIA] = { media, sizeof(media) / sizeof(media[0]) },
             [KBG__NAMES_DIRECTION] = { directions, sizeof(directions) / sizeof(directions[0]) },
             [KBG__NAMES_SEVERITY] = { severities, sizeof(severities) / sizeof(severities[0]) },
             [KBG__NAMES_ACTION] = { actions, sizeof(actions) / sizeof(actions[0]) },
             [KBG__NAMES_SUBJECT] = { subjects, sizeof(subjects) / sizeof(subjects[0]) },
             [KBG__NAMES_CHECKSUM] = { checksums, sizeof(checksums) / sizeof(checksums[0]) } };

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
