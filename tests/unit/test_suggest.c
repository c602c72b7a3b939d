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
    assert_true(kbg__suggest_size(suggest) > suggest->text_len + suggest->items.size);
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

/* The frequent characters have classes of their own, and the others classes of as many as there must be; the whole of
 * UTF-16 fits. */
static void a_text_is_written_in_classes(void **state)
{
    (void)state;
    static const struct {
        uint32_t characters; /* different ones, beside KBG__SUGGEST_END */
        uint32_t bits;       /* of what tells them apart in a class */
    } rows[] = { { 0, 0 }, { 1, 0 }, { 127, 0 }, { 128, 2 }, { 255, 3 }, { 1000, 4 }, { 5000, 7 }, { 65535, 11 } };
    for (size_t i = 0; i < ROWS(rows); i++) {
        static uint32_t row[2 * 65536 + 1], numbers[2 * 65536 + 1];
        kbg__suggest suggest = { .memory = &kbg__memory_default };
        size_t len = 0, singles = 0;
        row[len++] = KBG__SUGGEST_END;
        for (uint32_t c = rows[i].characters; c > 0; c--) {
            row[len++] = (rows[i].characters == 65535 ? c : c * 13 + 0x4DFF) % 0x10000;
            row[len] = row[c % 7 % len];
            len++;
        }
        row[len++] = KBG__SUGGEST_END;
        memcpy(numbers, row, sizeof(row));
        assert_int_equal(kbg__suggest_set_text(&suggest, numbers, len), KBG_OK);
        assert_int_equal(suggest.rests.bits, rows[i].bits);
        assert_int_equal(suggest.text_len, len);
        assert_int_equal(suggest.alphabet_len, rows[i].characters + 1);
        for (uint32_t at = 0; at < len; at++) {
            assert_int_equal(kbg__suggest_look(&suggest, at), row[at]);
            assert_int_equal(suggest.alphabet[numbers[at]], row[at]);
            assert_int_equal(kbg__suggest_class(&suggest, numbers[at]), suggest.classes[at]);
            assert_int_equal(kbg__suggest_ends(&suggest, at), row[at] == KBG__SUGGEST_END);
        }
        for (uint32_t n = 1; n <= rows[i].characters; n++) {
            assert_true(kbg__suggest_character_key((uint16_t)suggest.alphabet[n - 1]) <
                        kbg__suggest_character_key((uint16_t)suggest.alphabet[n]));
            singles += !(kbg__suggest_class(&suggest, n) & 1);
        }
        assert_true(singles == (rows[i].characters < 127 ? rows[i].characters : singles) && singles <= 127);
        kbg__suggest_free(&suggest);
    }
}

/* One at which a match may begin is another character than the same within a run, and stands beside it. */
static void beginnings_are_characters_of_their_own(void **state)
{
    (void)state;
    uint32_t row[] = { 0, 'b' | KBG__SUGGEST_BEGINS, 'b', 'a' | KBG__SUGGEST_BEGINS, 'b', 0 };
    kbg__suggest suggest = { .memory = &kbg__memory_default };
    assert_int_equal(kbg__suggest_set_text(&suggest, row, ROWS(row)), KBG_OK);
    static const uint32_t numbers[] = { 0, 3, 2, 1, 2, 0 };
    for (uint32_t at = 0; at < ROWS(row); at++) {
        assert_int_equal(row[at], numbers[at]);
        assert_int_equal(kbg__suggest_begins(&suggest, at), at == 1 || at == 3);
    }
    assert_int_equal(kbg__suggest_at(&suggest, 1), 'b');
    assert_int_equal(kbg__suggest_at(&suggest, 2), 'b');
    kbg__suggest_free(&suggest);
}

/* Whether one of some lists leads to a position. */
static bool holds(const kbg__suggest *s, bool triples, bool first, size_t list, size_t count, uint32_t position)
{
    bool found = false;
    for (size_t i = list; i < list + count; i++) {
        kbg__suggest_cursor cursor = kbg__suggest_cursor_of(triples ? &s->triples[first] : &s->characters[first], i);
        kbg__suggest_pattern pattern = kbg__suggest_any_pattern(first);
        uint32_t block, before = 0;
        if (triples) {
            kbg__suggest_narrow_triple(s, first, i, 0, &pattern);
        } else {
            pattern.low[1] = kbg__suggest_class(s, (uint32_t)i);
            pattern.span[1] = 0;
        }
        kbg__suggest_scanner scanner = kbg__suggest_scanner_of(&pattern);
        while (kbg__suggest_next_block(&cursor, &block)) {
            bool any = false;
            for (uint64_t positions = kbg__suggest_scan(s, block, &scanner); positions;) {
                uint32_t at = kbg__suggest_take(block, &positions);
                assert_true(at > before);
                assert_int_equal(kbg__suggest_block(at), block);
                assert_int_equal(kbg__suggest_ends(s, at - 1), first);
                found |= at == position;
                before = at;
                any = true;
            }
            assert_true(any);
        }
    }
    return found;
}

/* How many blocks all lists name. */
static size_t blocks_in(const kbg__suggest_lists *lists)
{
    size_t count = 0;
    for (size_t i = 0; i < lists->count; i++) {
        kbg__suggest_cursor cursor = kbg__suggest_cursor_of(lists, i);
        for (uint32_t block; kbg__suggest_next_block(&cursor, &block);)
            count++;
    }
    return count;
}

/* The key of what stands at a position, its block, and whether it is a first one, as one number. */
static uint64_t place_of(uint64_t key, uint32_t position, bool first)
{
    return key << 32 | (uint64_t)kbg__suggest_block(position) << 1 | first;
}

static size_t add_place(uint64_t *places, size_t count, uint64_t place)
{
    for (size_t i = count; i > 0 && count - i < 256; i--)
        if (places[i - 1] == place)
            return count;
    places[count] = place;
    return count + 1;
}

/* Each position is in the lists that it belongs into, and these name no other blocks. */
static void positions_are_in_their_lists(void **state)
{
    (void)state;
    kbg__buffer jsonl;
    test_base base;
    test_random random = { 5 };
    static const char *const pieces[] = { "退", "货", "怎么", "a", "5", " ", "b", "か", "𠮷", "x1", "/" };
    static uint64_t triples[8192], characters[8192];
    size_t triple_count = 0, character_count = 0;
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
    size_t entry = SIZE_MAX, unlisted = 0;
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
        size_t list, count;
        for (size_t depth = 1; depth <= 3; depth++) {
            count = kbg__suggest_find_triples(s, first, codes, depth, &list);
            assert_true(depth < 3 || count == 1);
            assert_true(holds(s, true, first, list, count, at));
        }
        assert_true(triple_count < ROWS(triples) && character_count < ROWS(characters));
        uint64_t triple = ((uint64_t)codes[0] << 16) + ((uint64_t)codes[1] << 8) + codes[2];
        triple_count = add_place(triples, triple_count, place_of(triple, at, first));
        uint32_t key = kbg__suggest_character_key(kbg__suggest_at(s, at));
        count = kbg__suggest_find_characters(s, key, key + 1, &list);
        assert_true(first <= kbg__suggest_begins(s, at));
        assert_true(count >= 1);
        unlisted += !kbg__suggest_begins(s, at);
        if (!kbg__suggest_begins(s, at))
            continue;
        assert_true(holds(s, false, first, list, count, at));
        character_count = add_place(characters, character_count, place_of(key, at, first));
    }
    assert_int_equal(entry + 1, 300);
    assert_int_equal(blocks_in(&s->triples[0]) + blocks_in(&s->triples[1]), triple_count);
    assert_int_equal(blocks_in(&s->characters[0]) + blocks_in(&s->characters[1]), character_count);
    assert_true(unlisted > 0);
    test_base_free(&base);
    kbg__buffer_free(&jsonl);
}

/* Lists of blocks that lie close together, far apart, and both. */
static void lists_name_their_blocks(void **state)
{
    (void)state;
    enum { BLOCKS = 3000, CHARACTERS = 9, LEN = BLOCKS * KBG__SUGGEST_BLOCK + 2 };
    static const uint32_t one_in[CHARACTERS] = { 1, 2, 3, 10, 100, 900, 1000000, 1000000, 1000000 };
    static uint32_t row[LEN];
    static bool has[BLOCKS][CHARACTERS];
    kbg__suggest s = { .memory = &kbg__memory_default };
    test_random random = { 11 };
    for (uint32_t block = 0; block < BLOCKS; block++) {
        for (uint32_t c = 0; c < CHARACTERS; c++) {
            has[block][c] = test_random_below(&random, one_in[c]) == 0 || (c == 6 && block == BLOCKS - 1) ||
                            (c >= 7 && (block < 60 * (c - 6) || block == 2500));
            uint32_t at = block * KBG__SUGGEST_BLOCK + 3 * c + 1 + test_random_below(&random, 2);
            if (has[block][c])
                row[at] = ('a' + c) | KBG__SUGGEST_BEGINS;
        }
    }
    assert_int_equal(kbg__suggest_set_text(&s, row, LEN), KBG_OK);
    assert_int_equal(kbg__suggest_make_lists(&s, row), KBG_OK);
    assert_int_equal(s.alphabet_len, CHARACTERS + 1);
    for (uint32_t c = 0; c < CHARACTERS; c++) {
        size_t list, count = kbg__suggest_find_characters(&s, 'a' + c, 'a' + c + 1, &list);
        assert_int_equal(count, 1);
        kbg__suggest_cursor cursor[2] = { kbg__suggest_cursor_of(&s.characters[1], list),
                                          kbg__suggest_cursor_of(&s.characters[0], list) };
        uint32_t named;
        for (uint32_t block = 0; block < BLOCKS; block++) {
            if (!has[block][c])
                continue;
            assert_true(kbg__suggest_next_block(&cursor[0], &named));
            assert_int_equal(named, block);
        }
        assert_false(kbg__suggest_next_block(&cursor[0], &named));
        assert_false(kbg__suggest_next_block(&cursor[1], &named));
    }
    kbg__suggest_free(&s);
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
        cmocka_unit_test(a_text_is_written_in_classes),
        cmocka_unit_test(beginnings_are_characters_of_their_own),
        cmocka_unit_test(positions_are_in_their_lists),
        cmocka_unit_test(lists_name_their_blocks),
        cmocka_unit_test(a_long_text_is_cut),
        cmocka_unit_test(memory_that_runs_out_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
