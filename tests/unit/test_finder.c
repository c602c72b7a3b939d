/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/utf8.h"
#include "text/finder.h"
#include "text/fold.h"

static kbg__breaker_source *source;
static kbg__breaker *breaker, *other; /* the other one is for the slow search */
static kbg__finder finder;

static int open_finder(void **state)
{
    (void)state;
    assert_int_equal(kbg__breaker_source_new(&kbg__memory_default, &source), KBG_OK);
    assert_int_equal(kbg__breaker_new(source, &breaker), KBG_OK);
    assert_int_equal(kbg__breaker_new(source, &other), KBG_OK);
    kbg__finder_init(&finder, &kbg__memory_default);
    return 0;
}

static int close_finder(void **state)
{
    (void)state;
    kbg__finder_free(&finder);
    kbg__breaker_free(other);
    kbg__breaker_free(breaker);
    kbg__breaker_source_free(source);
    return 0;
}

/* Words parted by bars. */
typedef struct list {
    kbg_text words[64];
    size_t count;
} list;

static list list_of(const char *text)
{
    list l = { .count = 0 };
    while (*text) {
        size_t len = strcspn(text, "|");
        l.words[l.count++] = (kbg_text){ text, len };
        text += len + (text[len] == '|');
    }
    return l;
}

static void run(const list *l, const char *text, size_t len)
{
    kbg__automaton *a;
    bool is_broken = false;
    assert_int_equal(kbg__automaton_new(&kbg__memory_default, l->words, l->count, &a), KBG_OK);
    assert_int_equal(kbg__finder_run(&finder, a, breaker, &is_broken, text, len), KBG_OK);
    kbg__automaton_free(a);
}

/* What was found as it stands in the text, a bar behind each. */
static void assert_found(const char *words, const char *text, const char *expected)
{
    list l = list_of(words);
    kbg__buffer out;
    kbg__buffer_init(&out, &kbg__memory_default);
    run(&l, text, strlen(text));
    for (size_t i = 0; i < finder.count; i++) {
        kbg__buffer_add(&out, text + finder.found[i].start, finder.found[i].end - finder.found[i].start);
        kbg__buffer_add_byte(&out, '|');
    }
    assert_text(out.data, out.len, expected);
    kbg__buffer_free(&out);
}

static void words_are_found_whole(void **state)
{
    (void)state;
    static const struct {
        const char *words, *text, *found;
    } rows[] = {
        { "流量包", "", "" },
        { "流量包", "加购流量包多少钱", "流量包|" },
        { "流量包", "流量包流量包", "流量包|流量包|" },
        /* the longest at each place, none over another */
        { "畅享卡|畅享套餐|畅享套", "畅享套餐和畅享卡", "畅享套餐|畅享卡|" },
        { "a1|1b|1bc", "a1bc", "a1|" },
        { "国际漫游|漫游包天", "国际漫游包天", "国际漫游|" },
        /* spaces inside do not count */
        { "iphone15pro", "换iphone 15 pro 吗", "iphone 15 pro|" },
        { "iphone15pro", "i phone15pro", "i phone15pro|" },
        { "iphone15pro", " iphone15pro ", "iphone15pro|" },
        { "苹果15pro", "苹果 15pro", "苹果 15pro|" },
        /* letters and digits are not cut from a longer run */
        { "ip15p", "vip15p", "" },
        { "ip15p", "ip15plus", "" },
        { "ip15", "ip15p", "ip15|" },
        { "ip15", "ip150", "" },
        { "ip15", "我的ip15坏了", "ip15|" },
        { "15", "a15b", "15|" },
        { "app", "a pp", "a pp|" },
        { "it", "i think", "" },
        { "c++", "c++和c", "c++|" },
        /* a longer word that is cut does not hide a shorter one */
        { "5g|5gc", "5gcp 5g", "5g|" },
        { "ab1|ab1c", "ab1cd", "ab1|" },
        /* one or two ideographs inside ICU words */
        { "买手", "购买手机", "" },
        { "手机", "购买手机", "手机|" },
        { "手", "购买手机", "" },
        { "手", "手，购买", "手|" },
        { "买手机", "购买手机", "买手机|" }, /* three do not stand in a row by chance */
        { "买手|手机壳", "购买手机壳", "手机壳|" }, /* the first does not hide the second */
        { "买手|购买手", "购买手机", "购买手|" },
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_found(rows[i].words, rows[i].text, rows[i].found);
}

static void the_breaker_is_asked_only_for_short_words(void **state)
{
    (void)state;
    static const struct {
        const char *words, *text;
        bool is_broken;
    } rows[] = {
        { "流量包", "流量包", false }, { "流量", "运费", false }, { "流量", "流量包", true }, { "ab", "ab", false },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        list l = list_of(rows[i].words);
        kbg__automaton *a;
        bool is_broken = false;
        assert_int_equal(kbg__automaton_new(&kbg__memory_default, l.words, l.count, &a), KBG_OK);
        assert_int_equal(kbg__finder_run(&finder, a, breaker, &is_broken, rows[i].text, strlen(rows[i].text)), KBG_OK);
        assert_int_equal(is_broken, rows[i].is_broken);
        kbg__automaton_free(a);
    }
    /* Without words nothing is found, nor left of what was. */
    bool is_broken = false;
    assert_int_equal(kbg__finder_run(&finder, NULL, breaker, &is_broken, LIT("ab")), KBG_OK);
    assert_int_equal(finder.count, 0);
}

/* The slow search: characters with their places, and every word at every place. */
typedef struct character {
    uint32_t c;
    size_t start, end;
} character;

static size_t characters_of(const char *text, size_t len, bool with_spaces, character *out)
{
    size_t count = 0;
    for (size_t at = 0; at < len;) {
        character c = { .start = at };
        c.c = kbg__utf8_next(text, len, &at);
        c.end = at;
        if (with_spaces || c.c != ' ')
            out[count++] = c;
    }
    return count;
}

static int run_of(uint32_t c)
{
    return c >= 'a' && c <= 'z' ? 1 : c >= '0' && c <= '9' ? 2 : 0;
}

/* Whether two characters next to each other in the text are of one run. */
static bool in_one_run(const character *all, size_t count, size_t right_start)
{
    for (size_t i = 1; i < count; i++)
        if (all[i].start == right_start)
            return run_of(all[i].c) != 0 && run_of(all[i].c) == run_of(all[i - 1].c);
    return false;
}

static bool inside_icu_word(const char *text, size_t len, size_t offset)
{
    uint32_t start, end;
    assert_int_equal(kbg__breaker_set(other, text, len), KBG_OK);
    while (kbg__breaker_next(other, &start, &end))
        if (start < offset && offset < end)
            return true;
    return false;
}

static bool stands_at(const char *text, size_t len, const character *bare, size_t count, size_t at, kbg_text word,
                      size_t *behind)
{
    character letters[16], all[256];
    size_t size = characters_of(word.data, word.len, true, letters), ideographs = 0;
    if (size == 0 || at + size > count)
        return false;
    for (size_t i = 0; i < size; i++) {
        if (bare[at + i].c != letters[i].c)
            return false;
        ideographs += letters[i].c >= 0x4E00 && letters[i].c < 0xA000;
    }
    *behind = at + size;
    size_t all_count = characters_of(text, len, true, all), start = bare[at].start, end = bare[at + size - 1].end;
    if (in_one_run(all, all_count, start) || in_one_run(all, all_count, end))
        return false;
    return size > 2 || ideographs < size || (!inside_icu_word(text, len, start) && !inside_icu_word(text, len, end));
}

static void found_is_what_a_slow_search_finds(void **state)
{
    (void)state;
    static const char *const letters[] = { "a", "b", "1", " ", " ", "购", "买", "手", "机", "，" };
    test_random random = { 20260802 };
    kbg__folded folded;
    char pool[12][32], text[256];
    size_t found = 0, spaced = 0;
    kbg__folded_init(&folded, &kbg__memory_default, false);
    for (int n = 0; n < 4000; n++) {
        list l = { .count = 1 + test_random_below(&random, 12) };
        for (size_t i = 0; i < l.count; i++) {
            size_t len = 0;
            for (uint32_t left = 1 + test_random_below(&random, 4); left; left--) {
                const char *letter = letters[test_random_below(&random, ROWS(letters))];
                if (*letter == ' ')
                    continue;
                memcpy(pool[i] + len, letter, strlen(letter));
                len += strlen(letter);
            }
            l.words[i] = (kbg_text){ pool[i], len };
        }
        size_t len = 0;
        for (uint32_t left = test_random_below(&random, 24); left; left--) {
            const char *letter = letters[test_random_below(&random, ROWS(letters))];
            memcpy(text + len, letter, strlen(letter));
            len += strlen(letter);
        }
        assert_int_equal(kbg__fold(&folded, NULL, NULL, text, len), KBG_OK);
        run(&l, folded.text.data, folded.text.len);

        character bare[256];
        size_t count = characters_of(folded.text.data, folded.text.len, false, bare), expected = 0;
        for (size_t at = 0, next; at < count; at = next) {
            size_t best = at, behind;
            kbg_text word = { NULL, 0 };
            for (size_t i = 0; i < l.count; i++) {
                if (!stands_at(folded.text.data, folded.text.len, bare, count, at, l.words[i], &behind) ||
                    behind <= best)
                    continue;
                best = behind;
                word = l.words[i];
            }
            next = best > at ? best : at + 1;
            if (best == at)
                continue;
            assert_true(expected < finder.count);
            kbg__occurrence o = finder.found[expected++];
            assert_int_equal(o.start, bare[at].start);
            assert_int_equal(o.end, bare[best - 1].end);
            assert_int_equal(l.words[o.word].len, word.len);
            assert_memory_equal(l.words[o.word].data, word.data, word.len);
            spaced += o.end - o.start > word.len;
        }
        assert_int_equal(finder.count, expected);
        found += expected;
    }
    assert_true(found > 5000 && spaced > 50);
    kbg__folded_free(&folded);
}

static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    list l = list_of("流量|a1");
    kbg__automaton *a;
    assert_int_equal(kbg__automaton_new(&kbg__memory_default, l.words, l.count, &a), KBG_OK);
    for (size_t n = 1;; n++) {
        test_memory memory;
        kbg__finder own;
        bool is_broken = false;
        test_memory_init(&memory);
        memory.fail_at = n;
        kbg__finder_init(&own, &memory.allocator);
        kbg_status status = kbg__finder_run(&own, a, breaker, &is_broken, LIT("流量，a 1"));
        size_t calls = memory.calls;
        kbg__finder_free(&own);
        assert_int_equal(memory.blocks, 0);
        assert_int_equal(status, calls < n ? KBG_OK : KBG_ERR_NOMEM);
        if (calls < n) {
            assert_int_equal(n, 5); /* places, bare, best, found */
            break;
        }
    }
    /* The breaker's own memory. */
    test_memory memory;
    kbg__breaker_source *own_source;
    kbg__breaker *own;
    bool is_broken = false;
    test_memory_init(&memory);
    assert_int_equal(kbg__breaker_source_new(&memory.allocator, &own_source), KBG_OK);
    assert_int_equal(kbg__breaker_new(own_source, &own), KBG_OK);
    memory.fail_at = memory.calls + 1;
    assert_int_equal(kbg__finder_run(&finder, a, own, &is_broken, LIT("流量")), KBG_ERR_NOMEM);
    assert_false(is_broken);
    assert_int_equal(kbg__finder_run(&finder, a, own, &is_broken, LIT("流量")), KBG_OK);
    assert_true(is_broken);
    kbg__breaker_free(own);
    kbg__breaker_source_free(own_source);
    kbg__automaton_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_found_whole),
        cmocka_unit_test(the_breaker_is_asked_only_for_short_words),
        cmocka_unit_test(found_is_what_a_slow_search_finds),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return cmocka_run_group_tests(tests, open_finder, close_finder);
}
