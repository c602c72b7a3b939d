/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "item/names.h"

#include <kbguide/item.h>
#include <kbguide/rule.h>

static const struct {
    kbg__name_set set;
    int value;
    const char *name;
} rows[] = {
    { KBG__NAMES_KIND, KBG_KIND_TECHNICAL, "technical" },
    { KBG__NAMES_KIND, KBG_KIND_BUSINESS, "business" },
    { KBG__NAMES_KIND, KBG_KIND_SERVICE, "service" },
    { KBG__NAMES_KIND, KBG_KIND_EMOTIONAL, "emotional" },
    { KBG__NAMES_STAGE, KBG_STAGE_GREET, "greet" },
    { KBG__NAMES_STAGE, KBG_STAGE_IDENTIFY, "identify" },
    { KBG__NAMES_STAGE, KBG_STAGE_ASK, "ask" },
    { KBG__NAMES_STAGE, KBG_STAGE_CONSULT, "consult" },
    { KBG__NAMES_STAGE, KBG_STAGE_OBJECT, "object" },
    { KBG__NAMES_STAGE, KBG_STAGE_RECOMMEND, "recommend" },
    { KBG__NAMES_STAGE, KBG_STAGE_ASSIST, "assist" },
    { KBG__NAMES_STAGE, KBG_STAGE_CONFIRM, "confirm" },
    { KBG__NAMES_STAGE, KBG_STAGE_FAREWELL, "farewell" },
    { KBG__NAMES_STATE, KBG_STATE_PUBLISHED, "published" },
    { KBG__NAMES_STATE, KBG_STATE_DRAFT, "draft" },
    { KBG__NAMES_STATE, KBG_STATE_ARCHIVED, "archived" },
    { KBG__NAMES_MEDIA, KBG_MEDIA_IMAGE, "image" },
    { KBG__NAMES_MEDIA, KBG_MEDIA_ANIMATION, "animation" },
    { KBG__NAMES_MEDIA, KBG_MEDIA_FILE, "file" },
    { KBG__NAMES_MEDIA, KBG_MEDIA_LINK, "link" },
    { KBG__NAMES_MEDIA, KBG_MEDIA_CARD, "card" },
    { KBG__NAMES_DIRECTION, KBG_DIRECTION_ANY, "any" },
    { KBG__NAMES_DIRECTION, KBG_DIRECTION_INCOMING, "incoming" },
    { KBG__NAMES_DIRECTION, KBG_DIRECTION_OUTGOING, "outgoing" },
    { KBG__NAMES_SEVERITY, KBG_SEVERITY_LOW, "low" },
    { KBG__NAMES_SEVERITY, KBG_SEVERITY_MEDIUM, "medium" },
    { KBG__NAMES_SEVERITY, KBG_SEVERITY_HIGH, "high" },
    { KBG__NAMES_SEVERITY, KBG_SEVERITY_CRITICAL, "critical" },
    { KBG__NAMES_ACTION, KBG_ACTION_SIGNAL, "signal" },
    { KBG__NAMES_ACTION, KBG_ACTION_MASK, "mask" },
    { KBG__NAMES_ACTION, KBG_ACTION_REPLACE, "replace" },
    { KBG__NAMES_ACTION, KBG_ACTION_WARN, "warn" },
    { KBG__NAMES_ACTION, KBG_ACTION_REJECT, "reject" },
    { KBG__NAMES_SUBJECT, KBG_SUBJECT_MATCHING, "matching" },
    { KBG__NAMES_SUBJECT, KBG_SUBJECT_ORIGINAL, "original" },
    { KBG__NAMES_CHECKSUM, KBG_CHECKSUM_LUHN, "luhn" },
    { KBG__NAMES_CHECKSUM, KBG_CHECKSUM_RESIDENT_ID, "resident_id" },
};

static void names_and_values_lead_to_each_other(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_string_equal(kbg__name_of(rows[i].set, rows[i].value), rows[i].name);
        assert_int_equal(kbg__name_value(rows[i].set, rows[i].name, strlen(rows[i].name)), rows[i].value);
    }
}

static void there_are_no_other_values(void **state)
{
    (void)state;
    size_t named = 0;
    for (int set = KBG__NAMES_KIND; set <= (int)KBG__NAMES_CHECKSUM; set++)
        for (int value = -3; value < 100; value++)
            named += kbg__name_of((kbg__name_set)set, value) != NULL;
    assert_int_equal(named, ROWS(rows));
}

static void other_names_are_unknown(void **state)
{
    (void)state;
    static const struct {
        kbg__name_set set;
        const char *name;
        size_t len;
    } unknown[] = {
        { KBG__NAMES_KIND, LIT("") },         { KBG__NAMES_KIND, LIT("Technical") },
        { KBG__NAMES_KIND, LIT("technica") }, { KBG__NAMES_KIND, LIT("technical ") },
        { KBG__NAMES_KIND, LIT("greet") },    { KBG__NAMES_STAGE, LIT("问好") },
        { KBG__NAMES_STATE, LIT("draft\0") }, { KBG__NAMES_MEDIA, LIT("video") },
    };
    for (size_t i = 0; i < ROWS(unknown); i++)
        assert_int_equal(kbg__name_value(unknown[i].set, unknown[i].name, unknown[i].len), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_and_values_lead_to_each_other),
        cmocka_unit_test(there_are_no_other_values),
        cmocka_unit_test(other_names_are_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
