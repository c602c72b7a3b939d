/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "item/schema.h"

/* The keys of each level in the canonical order of output. */
static const char *const keys[KBG__LEVELS][20] = {
    [KBG__LEVEL_ITEM] = { "id",       "category", "kind",     "stage",      "state",       "question", "alternatives",
                          "answers",  "short_codes", "keywords", "products", "audience",   "priority", "valid_from",
                          "valid_until", "related", "properties", "updated_at", "usage_count", NULL },
    [KBG__LEVEL_ANSWER] = { "body", "channel", "language", "audience", "variant", "attachments", NULL },
    [KBG__LEVEL_ATTACHMENT] = { "kind", "uri", "media_type", "title", "alt", NULL },
};

static void keys_stand_in_canonical_order(void **state)
{
    (void)state;
    for (int level = 0; level < (int)KBG__LEVELS; level++) {
        const kbg__schema_field *field = kbg__schema((kbg__level)level);
        for (size_t i = 0; keys[level][i]; i++, field++) {
            assert_non_null(field->key);
            assert_string_equal(field->key, keys[level][i]);
            assert_ptr_equal(kbg__schema_find((kbg__level)level, keys[level][i]), field);
        }
        assert_null(field->key);
    }
}

static void other_keys_are_unknown(void **state)
{
    (void)state;
    static const struct {
        kbg__level level;
        const char *key;
    } rows[] = { { KBG__LEVEL_ITEM, "" },       { KBG__LEVEL_ITEM, "answer" },  { KBG__LEVEL_ITEM, "body" },
                 { KBG__LEVEL_ITEM, "Id" },     { KBG__LEVEL_ITEM, "ids" },     { KBG__LEVEL_ANSWER, "id" },
                 { KBG__LEVEL_ANSWER, "uri" },  { KBG__LEVEL_ATTACHMENT, "body" } };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_null(kbg__schema_find(rows[i].level, rows[i].key));
}

/* A draft keeps one bit for each field of a level, and a number or a text is told from others by its tag alone. */
static void tags_are_distinct_and_fit(void **state)
{
    (void)state;
    for (int level = 0; level < (int)KBG__LEVELS; level++) {
        bool used[64] = { [KBG__TAG_END] = true, [KBG__TAG_ITEM] = true, [KBG__TAG_EXTRA] = true };
        size_t count = 0;
        for (const kbg__schema_field *field = kbg__schema((kbg__level)level); field->key; field++, count++) {
            bool pair = field->shape == KBG__SHAPE_INSTANT || field->shape == KBG__SHAPE_PROPERTIES;
            bool alternatives = strcmp(field->key, "alternatives") == 0; /* questions like the first */
            assert_true(field->tag + pair < 64);
            assert_int_equal(used[field->tag], alternatives);
            used[field->tag] = true;
            if (pair) {
                assert_false(used[field->tag + 1]);
                used[field->tag + 1] = true;
            }
        }
        assert_true(count <= 32);
    }
}

static void these_fields_are_required(void **state)
{
    (void)state;
    static const struct {
        kbg__level level;
        const char *key;
    } required[] = { { KBG__LEVEL_ITEM, "id" },
                     { KBG__LEVEL_ITEM, "question" },
                     { KBG__LEVEL_ATTACHMENT, "kind" },
                     { KBG__LEVEL_ATTACHMENT, "uri" } };
    size_t count = 0;
    for (int level = 0; level < (int)KBG__LEVELS; level++)
        for (const kbg__schema_field *field = kbg__schema((kbg__level)level); field->key; field++)
            count += field->required;
    assert_int_equal(count, ROWS(required));
    for (size_t i = 0; i < ROWS(required); i++)
        assert_true(kbg__schema_find(required[i].level, required[i].key)->required);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_stand_in_canonical_order),
        cmocka_unit_test(other_keys_are_unknown),
        cmocka_unit_test(tags_are_distinct_and_fit),
        cmocka_unit_test(these_fields_are_required),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
