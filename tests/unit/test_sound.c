/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/utf8.h"
#include "text/sound.h"

static uint16_t sound_of(const char *character)
{
    size_t at = 0;
    return kbg__sound_of(kbg__utf8_next(character, strlen(character), &at));
}

static void characters_sound_alike_or_not(void **state)
{
    (void)state;
    static const struct {
        const char *one, *other;
        bool alike;
    } rows[] = {
        { "退", "退", true },  { "退", "推", true },  { "货", "火", true },  { "运", "晕", true },  { "费", "飞", true },
        { "钱", "欠", true },  { "是", "十", true },  { "退", "货", false }, { "先", "西", false }, { "四", "十", false },
        { "林", "零", false }, { "难", "蓝", false }, { "女", "路", false }, { "绿", "路", true }, /* no marks */
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_int_not_equal(sound_of(rows[i].one), KBG__NO_SOUND);
        assert_int_not_equal(sound_of(rows[i].other), KBG__NO_SOUND);
        if ((sound_of(rows[i].one) == sound_of(rows[i].other)) != rows[i].alike)
            fail_msg("%s and %s", rows[i].one, rows[i].other);
    }
}

static void other_characters_have_no_sound(void **state)
{
    (void)state;
    static const uint32_t rows[] = { 0,      'a',    '1',    0x3002, 0x3042,  0x4DFF,   0xA000,
                                     0xAC00, 0xFFFD, 0xFFFF, 0x10000, 0x10FFFF, UINT32_MAX };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_int_equal(kbg__sound_of(rows[i]), KBG__NO_SOUND);
}

/* What letters spell: one character that sounds so for each syllable; nothing if they spell none. */
static void letters_spell_syllables(void **state)
{
    (void)state;
    static const struct {
        const char *letters, *syllables;
    } rows[] = {
        { "tui", "退" },
        { "tuihuo", "退货" },
        { "zenmetuihuo", "怎么退货" },
        { "duoshaoqian", "多少钱" },
        { "xian", "先" },            /* as few syllables as can be, not 西安 */
        { "xianmian", "先面" },
        { "fangan", "反干" },        /* of equal ones the longer last */
        { "fangang", "反刚" },
        { "zhuangshuang", "装双" },
        { "lv", "路" },
        { "nv", "努" },
        { "lvse", "路色" },
        { "nver", "努而" },
        { "lve", "略" },
        { "nve", "虐" },
        { "jv", "居" },
        { "xvyao", "需要" },
        { "er", "而" },
        { "a", "啊" },
        /* not spelt */
        { "", "" },
        { "v", "" },
        { "tv", "" },                /* v is ü, and there is no tü */
        { "mv", "" },
        { "dvd", "" },
        { "i", "" },
        { "iphone", "" },
        { "abc", "" },
        { "tuih", "" },
        { "btui", "" },
        { "tuibhuo", "" },
        { "Tui", "" },
        { "tui huo", "" },
        { "tui1", "" },
        { "zhuangx", "" },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        uint16_t sounds[KBG__SPELLED_SYLLABLES];
        size_t len = strlen(rows[i].syllables), expected = 0;
        size_t count = kbg__sound_spell(rows[i].letters, strlen(rows[i].letters), sounds);
        for (size_t at = 0; at < len; expected++) {
            uint16_t sound = kbg__sound_of(kbg__utf8_next(rows[i].syllables, len, &at));
            if (expected >= count || sounds[expected] != sound)
                fail_msg("%s: syllable %zu of %zu", rows[i].letters, expected, count);
        }
        if (count != expected)
            fail_msg("%s: %zu syllables, not %zu", rows[i].letters, count, expected);
    }
}

/* Only the letters given are read; they need no end mark. */
static void the_length_is_kept(void **state)
{
    (void)state;
    static const struct {
        size_t len, count;
    } rows[] = { { 0, 0 }, { 1, 0 }, { 2, 1 }, { 3, 1 }, { 4, 0 }, { 5, 2 }, { 6, 2 } };
    for (size_t i = 0; i < ROWS(rows); i++) {
        uint16_t sounds[KBG__SPELLED_SYLLABLES];
        assert_int_equal(kbg__sound_spell("tuihuo", rows[i].len, sounds), rows[i].count);
    }
}

static void a_long_run_is_not_spelt(void **state)
{
    (void)state;
    static const struct {
        const char *syllable;
        size_t times, count;
    } rows[] = {
        { "ma", 15, 15 },     { "ma", 16, 16 },     { "ma", 17, 0 },    { "ma", 48, 0 },
        { "zhuang", 16, 16 }, { "zhuang", 17, 0 },  { "a", 16, 16 },    { "a", 17, 0 },
        { "a", 96, 0 },       { "a", 97, 0 },       { "a", 1000, 0 },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        uint16_t sounds[KBG__SPELLED_SYLLABLES], one[KBG__SPELLED_SYLLABLES];
        kbg__buffer run;
        kbg__buffer_init(&run, &kbg__memory_default);
        for (size_t n = 0; n < rows[i].times; n++)
            kbg__buffer_add_cstr(&run, rows[i].syllable);
        assert_int_equal(kbg__sound_spell(rows[i].syllable, strlen(rows[i].syllable), one), 1);
        assert_int_equal(kbg__sound_spell(run.data, run.len, sounds), rows[i].count);
        for (size_t n = 0; n < rows[i].count; n++)
            assert_int_equal(sounds[n], one[0]);
        kbg__buffer_free(&run);
    }
}

/* Whoever keeps something for each sound has room for all. */
static void sounds_are_numbered_without_gap(void **state)
{
    (void)state;
    bool seen[UINT16_MAX + 1] = { false };
    size_t most = 0;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        uint16_t sound = kbg__sound_of(c);
        seen[sound] = true;
        most = sound > most ? sound : most;
    }
    assert_true(most > 350 && most <= kbg__sound_count());
    for (size_t i = 0; i <= most; i++)
        assert_true(seen[i]);
}

static void sounds_are_found_by_their_first_letters(void **state)
{
    (void)state;
    static const struct {
        const char *letters;
        size_t least;       /* sounds at the least */
        const char *shortest;
    } rows[] = {
        { "t", 15, "ta" },      { "tu", 4, "tu" },       { "tui", 1, "tui" },  { "xi", 8, "xi" },   { "zh", 15, "zha" },
        { "zhuan", 2, "zhuan" }, { "zhuang", 1, "zhuang" }, { "lu", 4, "lu" }, { "e", 3, "e" },     { "a", 5, "a" },
        { "i", 0, "" },         { "u", 0, "" },          { "v", 0, "" },       { "th", 0, "" },     { "tuih", 0, "" },
        { "lv", 0, "" },        { "zzzzzz", 0, "" },     { "zuo", 1, "zuo" },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        uint16_t first;
        size_t len = strlen(rows[i].letters), count = kbg__sounds_beginning(rows[i].letters, len, &first);
        assert_true(count >= rows[i].least && (count > 0) == (rows[i].least > 0));
        if (count == 0)
            continue;
        assert_string_equal(kbg__sound_letters(first), rows[i].shortest);
        for (uint16_t sound = 1; sound <= kbg__syllable_count; sound++) {
            bool begins = strncmp(kbg__sound_letters(sound), rows[i].letters, len) == 0;
            assert_int_equal(begins, sound >= first && sound < first + count);
        }
    }
}

static void sounds_have_letters(void **state)
{
    (void)state;
    assert_string_equal(kbg__sound_letters(KBG__NO_SOUND), "");
    assert_string_equal(kbg__sound_letters(sound_of("退")), "tui");
    assert_string_equal(kbg__sound_letters(sound_of("绿")), "lu");
    for (uint16_t sound = 1; sound <= kbg__syllable_count; sound++) {
        size_t len = strlen(kbg__sound_letters(sound));
        assert_true(len > 0 && len <= KBG__SYLLABLE_LETTERS);
        /* What lets a `v` be read as u wherever it stands behind one of these letters. */
        for (size_t i = 0; i < len; i++) {
            assert_int_not_equal(kbg__sound_letters(sound)[i], 'v');
            if (i > 0 && kbg__sound_letters(sound)[i - 1] == 'n')
                assert_true(i == 1 || kbg__sound_letters(sound)[i] == 'g');
            if (i > 0)
                assert_null(strchr("ljqxy", kbg__sound_letters(sound)[i]));
        }
        assert_null(strchr("iuv", kbg__sound_letters(sound)[0]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sounds_are_found_by_their_first_letters),
        cmocka_unit_test(sounds_have_letters),
        cmocka_unit_test(characters_sound_alike_or_not),
        cmocka_unit_test(other_characters_have_no_sound),
        cmocka_unit_test(sounds_are_numbered_without_gap),
        cmocka_unit_test(letters_spell_syllables),
        cmocka_unit_test(the_length_is_kept),
        cmocka_unit_test(a_long_run_is_not_spelt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
