/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/utf8.h"
#include "index/suggest_text.h"

static const char items[] =
    "{\"id\":\"b\",\"question\":\"怎么退货？\",\"short_codes\":[\"/th\",\"/:\"],\"keywords\":[\"退货\",\"退款\"]}\n"
    "{\"id\":\"a\",\"question\":\"X5 Pro 多少钱\",\"alternatives\":[\"报个价\"],\"products\":[\"X5 Pro\",\"SKU-X5\"]}\n"
    "{\"id\":\"d\",\"question\":\"怎么换货？\",\"answer\":\"联系我们\",\"usage_count\":9}\n"
    "{\"id\":\"c\",\"question\":\"怎么换貨\"}\n"
    "{\"id\":\"e\",\"question\":\"？？\",\"audience\":[\"vip\"],\"related\":[\"a\"],\"priority\":-1}\n";

/* The characters of an entry as UTF-8; there are none above U+FFFF here. */
static void entry_text(const kbg__suggest *suggest, size_t entry, char *out)
{
    size_t len = 0;
    uint32_t at = 1;
    for (; entry > 0; at++)
        entry -= kbg__suggest_at(suggest, at) == KBG__SUGGEST_END;
    for (; kbg__suggest_at(suggest, at) != KBG__SUGGEST_END; at++)
        len += kbg__utf8_put(out + len, kbg__suggest_at(suggest, at));
    out[len] = '\0';
}

/* Better items first, then the shorter, then by id, then question, codes, keywords, products; alternatives, answers and
 * texts of signs only are none. */
static void entries_stand_best_first(void **state)
{
    (void)state;
    static const struct {
        const char *id, *text;
        kbg__suggest_field field;
        uint32_t place;
    } rows[] = {
        { "d", "怎么换货", KBG__SUGGEST_QUESTION, 0 },  { "b", "th", KBG__SUGGEST_SHORT_CODE, 0 },
        { "b", "退货", KBG__SUGGEST_KEYWORD, 0 },       { "b", "退款", KBG__SUGGEST_KEYWORD, 1 },
        { "b", "怎么退货", KBG__SUGGEST_QUESTION, 0 },  { "c", "怎么换货", KBG__SUGGEST_QUESTION, 0 },
        { "a", "x5pro", KBG__SUGGEST_PRODUCT, 0 },      { "a", "skux5", KBG__SUGGEST_PRODUCT, 1 },
        { "a", "x5pro多少钱", KBG__SUGGEST_QUESTION, 0 },
    };
    test_base base;
    test_base_init(&base, LIT(items));
    const kbg__suggest *suggest = &base.suggest;
    assert_int_equal(suggest->entry_count, ROWS(rows));
    for (size_t i = 0; i < ROWS(rows); i++) {
        char text[64];
        entry_text(suggest, i, text);
        assert_string_equal(text, rows[i].text);
        assert_string_equal(test_id(base.store.items[kbg__suggest_item(suggest, i)]), rows[i].id);
        assert_int_equal(kbg__suggest_source(suggest, i) % KBG__SUGGEST_FIELDS, rows[i].field);
        assert_int_equal(kbg__suggest_source(suggest, i) / KBG__SUGGEST_FIELDS, rows[i].place);
    }
    assert_true(kbg__suggest_size(suggest) > suggest->text.size + suggest->items.size);
    test_base_free(&base);
}

static void codes_tell_characters_apart(void **state)
{
    (void)state;
    static const struct {
        uint16_t character;
        unsigned code;
    } rows[] = {
        { KBG__SUGGEST_END, KBG__CODE_END },
        { 'a', KBG__CODE_LETTER },
        { 'z', KBG__CODE_LETTER + 25 },
        { '0', KBG__CODE_DIGIT },
        { '9', KBG__CODE_DIGIT + 9 },
        { 0x554A, KBG__CODE_SOUND },       /* 啊 */
        { 0x9000, KBG__CODE_SOUND + 19 },  /* 退 */
        { 0x5728, KBG__CODE_SOUND + 25 },  /* 在 */
        { 0x3042, KBG__CODE_OTHER },
        { 0xD842, KBG__CODE_OTHER },
        { 0xE4, KBG__CODE_OTHER },
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_int_equal(kbg__suggest_code(rows[i].character), rows[i].code);
}

/* A character takes as many bits as the alphabet needs, one at the least; the whole of UTF-16 fits. */
static void a_text_is_packed_with_its_alphabet(void **state)
{
    (void)state;
    static const struct {
        uint32_t characters; /* different ones, beside KBG__SUGGEST_END */
        uint32_t bits;
    } rows[] = { { 0, 1 },   { 1, 1 },   { 2, 2 },     { 3, 2 },     { 4, 3 },
                 { 255, 8 }, { 256, 9 }, { 5000, 13 }, { 65535, 16 } };
    for (size_t i = 0; i < ROWS(rows); i++) {
        static uint16_t row[2 * 65536 + 1];
        kbg__suggest suggest = { .memory = &kbg__memory_default };
        size_t len = 0;
        row[len++] = KBG__SUGGEST_END;
        for (uint32_t c = rows[i].characters; c > 0; c--) {
            row[len++] = (uint16_t)(rows[i].characters == 65535 ? c : c * 13 + 0x4DFF);
            row[len] = row[c % 7 % len];
            len++;
        }
        row[len++] = KBG__SUGGEST_END;
        assert_int_equal(kbg__suggest_set_text(&suggest, row, len), KBG_OK);
        assert_int_equal(suggest.text.bits, rows[i].bits);
        assert_int_equal(suggest.text_len, len);
        for (uint32_t at = 0; at < len; at++)
            assert_int_equal(kbg__suggest_at(&suggest, at), row[at]);
        for (uint32_t n = 1; n <= rows[i].characters; n++)
            assert_true(kbg__suggest_character_key(suggest.alphabet[n - 1]) <
                        kbg__suggest_character_key(suggest.alphabet[n]));
        kbg__suggest_free(&suggest);
    }
}

static bool holds(const kbg__suggest_lists *lists, size_t list, size_t count, uint32_t position)
{
    bool found = false;
    for (size_t i = list; i < list + count; i++) {
        uint32_t before = 0;
        kbg__suggest_cursor cursor = kbg__suggest_cursor_of(lists, i);
        while (kbg__suggest_next(&cursor)) {
            assert_true(cursor.position > before);
            found |= cursor.position == position;
            before = cursor.position;
        }
    }
    return found;
}

static size_t positions_in(const kbg__suggest_lists *lists)
{
    size_t count = 0;
    for (size_t i = 0; i < lists->count; i++) {
        kbg__suggest_cursor cursor = kbg__suggest_cursor_of(lists, i);
        while (kbg__suggest_next(&cursor))
            count++;
    }
    return count;
}

/* Each position is in the lists that it belongs into, and in no other: they hold as many as there are. */
static void positions_are_in_their_lists(void **state)
{
    (void)state;
    kbg__buffer jsonl;
    test_base base;
    test_random random = { 5 };
    static const char *const pieces[] = { "退", "货", "怎么", "a", "5", " ", "b", "か", "𠮷", "x1", "/" };
    kbg__buffer_init(&jsonl, &kbg__memory_default);
    for (int i = 0; i < 300; i++) {
        char id[16] = { (char)('a' + i / 26), (char)('a' + i % 26), '\0' };
        kbg__buffer_add_cstr(&jsonl, "{\"id\":\"");
        kbg__buffer_add_cstr(&jsonl, id);
        kbg__buffer_add_cstr(&jsonl, "\",\"question\":\"q");
        for (uint32_t n = test_random_below(&random, 12); n > 0; n--)
            kbg__buffer_add_cstr(&jsonl, pieces[test_random_below(&random, ROWS(pieces))]);
        kbg__buffer_add_cstr(&jsonl, "\"}\n");
    }
    test_base_init(&base, jsonl.data, jsonl.len);
    const kbg__suggest *s = &base.suggest;
    size_t positions[2] = { 0 }, beginnings[2] = { 0 }, entry = SIZE_MAX;
    uint32_t start = 1, end = 1;
    for (uint32_t at = 1; at < s->text_len; at++) {
        bool first = kbg__suggest_at(s, at - 1) == KBG__SUGGEST_END;
        entry += first;
        start = first ? at : start;
        for (end = at; kbg__suggest_at(s, end) != KBG__SUGGEST_END;)
            end++;
        assert_int_equal(kbg__suggest_entry_at(s, at), entry);
        if (kbg__suggest_at(s, at) == KBG__SUGGEST_END)
            continue;
        assert_int_equal(kbg__suggest_entry_start(s, at), start);
        assert_int_equal(kbg__suggest_entry_end(s, at), end);
        uint8_t codes[3] = { (uint8_t)kbg__suggest_code(kbg__suggest_at(s, at)),
                             (uint8_t)kbg__suggest_code(kbg__suggest_at(s, at + 1)), 0 };
        if (codes[1] != KBG__CODE_END)
            codes[2] = (uint8_t)kbg__suggest_code(kbg__suggest_at(s, at + 2));
        for (size_t depth = 1; depth <= 3; depth++) {
            size_t list, count = kbg__suggest_find_triples(s, first, codes, depth, &list);
            assert_true(depth < 3 || count == 1);
            assert_true(holds(&s->triples[first], list, count, at));
        }
        uint32_t key = kbg__suggest_character_key(kbg__suggest_at(s, at));
        size_t list, count = kbg__suggest_find_characters(s, first, key, key + 1, &list);
        assert_true(first <= kbg__suggest_begins(s, at));
        if (kbg__suggest_begins(s, at))
            assert_true(count == 1 && holds(&s->characters[first], list, count, at));
        positions[first]++;
        beginnings[first] += kbg__suggest_begins(s, at);
    }
    assert_int_equal(entry + 1, 300);
    for (int first = 0; first < 2; first++) {
        assert_int_equal(positions_in(&s->triples[first]), positions[first]);
        assert_int_equal(positions_in(&s->characters[first]), beginnings[first]);
    }
    assert_true(beginnings[0] < positions[0]);
    test_base_free(&base);
    kbg__buffer_free(&jsonl);
}

/* Only so many characters of a text are kept. */
static void a_long_text_is_cut(void **state)
{
    (void)state;
    kbg__buffer jsonl;
    test_base base;
    kbg__buffer_init(&jsonl, &kbg__memory_default);
    kbg__buffer_add_cstr(&jsonl, "{\"id\":\"a\",\"question\":\"");
    for (int i = 0; i < KBG__SUGGEST_LONGEST + 9; i++)
        kbg__buffer_add_cstr(&jsonl, "退");
    kbg__buffer_add_cstr(&jsonl, "\"}\n");
    test_base_init(&base, jsonl.data, jsonl.len);
    assert_int_equal(base.suggest.entry_count, 1);
    assert_int_equal(kbg__suggest_entry_end(&base.suggest, 1) - 1, KBG__SUGGEST_LONGEST);
    test_base_free(&base);
    kbg__buffer_free(&jsonl);
}

static void memory_that_runs_out_leaves_nothing(void **state)
{
    (void)state;
    static const double goodness[5] = { 0, 1, 2, 0, -1 };
    test_base base;
    test_base_init(&base, LIT(items));
    size_t fail_at = 1;
    for (kbg_status status = KBG_ERR_NOMEM; status != KBG_OK; fail_at++) {
        test_memory memory;
        kbg__suggest suggest;
        test_memory_init(&memory);
        memory.fail_at = fail_at;
        status = kbg__suggest_build(&suggest, &memory.allocator, &base.store, goodness);
        assert_true(status == KBG_OK || status == KBG_ERR_NOMEM);
        assert_int_equal(suggest.entry_count, status == KBG_OK ? 9 : 0);
        kbg__suggest_free(&suggest);
        kbg__suggest_free(&suggest);
        assert_int_equal(memory.blocks, 0);
    }
    assert_true(fail_at > 16);
    test_base_free(&base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_stand_best_first),
        cmocka_unit_test(codes_tell_characters_apart),
        cmocka_unit_test(a_text_is_packed_with_its_alphabet),
        cmocka_unit_test(positions_are_in_their_lists),
        cmocka_unit_test(a_long_text_is_cut),
        cmocka_unit_test(memory_that_runs_out_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
