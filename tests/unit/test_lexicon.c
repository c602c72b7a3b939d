/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/utf8.h"
#include "text/lexicon.h"

static kbg__breaker_source *source;
static kbg__breaker *breaker;

static int open_breaker(void **state)
{
    (void)state;
    assert_int_equal(kbg__breaker_source_new(&kbg__memory_default, &source), KBG_OK);
    assert_int_equal(kbg__breaker_new(source, &breaker), KBG_OK);
    return 0;
}

static int close_breaker(void **state)
{
    (void)state;
    kbg__breaker_free(breaker);
    kbg__breaker_source_free(source);
    return 0;
}

static const char shop[] = "畅享套餐 = 畅享 = 畅享卡\n"
                           "iPhone 15 Pro = 苹果15Pro = ip15p\n"
                           "支付宝 = zfb\n"
                           "wechat pay = 微信付\n"
                           "7天无理由 = 七天无理由\n"
                           "流量包\n"
                           "大流量包年卡 = 流量包年卡\n"
                           "臺灣漫遊包 = 台湾包\n";

/* Terms are shown in angle brackets, and behind the text what each came from in the message. */
static void assert_applied(const kbg__words *words, const char *text, const char *expected)
{
    kbg__folded folded;
    kbg__lexicon lexicon;
    kbg__buffer out;
    bool is_broken;
    kbg__folded_init(&folded, &kbg__memory_default, true);
    kbg__lexicon_init(&lexicon, &kbg__memory_default, true);
    kbg__buffer_init(&out, &kbg__memory_default);
    assert_int_equal(kbg__fold(&folded, NULL, NULL, text, strlen(text)), KBG_OK);
    assert_int_equal(kbg__lexicon_apply(&lexicon, words, breaker, &is_broken, &folded), KBG_OK);
    for (size_t at = 0, i = 0; at <= folded.text.len; at++) {
        if (i < lexicon.finder.count && lexicon.finder.found[i].end == at) {
            kbg__buffer_add_byte(&out, '>');
            i++;
        }
        if (i < lexicon.finder.count && lexicon.finder.found[i].start == at)
            kbg__buffer_add_byte(&out, '<');
        if (at < folded.text.len)
            kbg__buffer_add_byte(&out, folded.text.data[at]);
    }
    for (size_t i = 0; i < lexicon.finder.count; i++) {
        kbg__occurrence o = lexicon.finder.found[i];
        kbg__buffer_add_byte(&out, '|');
        kbg__buffer_add(&out, text + folded.start[o.start], folded.end[o.end - 1] - folded.start[o.start]);
    }
    assert_text(out.data ? out.data : "", out.len, expected);
    kbg__buffer_free(&out);
    kbg__lexicon_free(&lexicon);
    kbg__folded_free(&folded);
}

static void aliases_are_written_as_their_terms(void **state)
{
    (void)state;
    static const struct {
        const char *text, *expected;
    } rows[] = {
        { "", "" },
        { "怎么退货", "怎么退货" },
        { "畅享套餐多少钱", "<畅享套餐>多少钱|畅享套餐" },
        { "畅享卡多少钱", "<畅享套餐>多少钱|畅享卡" },
        { "畅享，多少钱", "<畅享套餐>,多少钱|畅享" },
        /* whatever width, case, script and spaces */
        { "苹果15Pro有货吗", "<iphone 15 pro>有货吗|苹果15Pro" },
        { "ＩＰ１５Ｐ有货吗", "<iphone 15 pro>有货吗|ＩＰ１５Ｐ" },
        { "蘋果 15 PRO 有貨嗎", "<iphone 15 pro> 有货吗|蘋果 15 PRO" },
        { "iPhone15Pro有货吗", "<iphone 15 pro>有货吗|iPhone15Pro" },
        { "iPhone 15 Pro", "<iphone 15 pro>|iPhone 15 Pro" },
        { "畅 享 卡", "<畅享套餐>|畅 享 卡" },
        { "台湾漫游包，臺灣包", "<台湾漫游包>,<台湾漫游包>|台湾漫游包|臺灣包" },
        /* not cut from longer runs */
        { "vip15p", "vip15p" },
        { "ip15plus", "ip15plus" },
        /* an alias that holds a term, a term that holds another */
        { "流量包，流量包年卡，大流量包年卡",
          "<流量包>,<大流量包年卡>,<大流量包年卡>|流量包|流量包年卡|大流量包年卡" },
        /* several, next to each other */
        { "zfb和微信付", "<支付宝>和<wechat pay>|zfb|微信付" },
        { "微信付微信付", "<wechat pay> <wechat pay>|微信付|微信付" },
        { "zfb zfb", "<支付宝><支付宝>|zfb|zfb" },
        /* runs do not grow together */
        { "15七天无理由", "15 <7天无理由>|七天无理由" },
        { "15 七天无理由", "15 <7天无理由>|七天无理由" },
        { "用app微信付app", "用app <wechat pay> app|微信付" },
        { "二手max苹果15Pro", "二手max <iphone 15 pro>|苹果15Pro" },
        /* between ideographs no space stays */
        { "用 zfb 付", "用<支付宝>付|zfb" },
        { "用 zfb ok", "用<支付宝> ok|zfb" },
        { " zfb ", "<支付宝>|zfb" },
    };
    kbg__words *words = test_words_of(shop, NULL, NULL);
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_applied(words, rows[i].text, rows[i].expected);
    test_words_free(words);
}

/* 畅享 is not a word in 舒畅享受. ICU's dictionary has 舒畅 and 享受 in every release. */
static void two_ideographs_are_not_cut_from_words(void **state)
{
    (void)state;
    kbg__words *words = test_words_of("畅享套餐 = 畅享\n享受金 = 享受套餐\n", NULL, NULL);
    assert_applied(words, "舒畅享受", "舒畅享受");
    assert_applied(words, "舒畅享受套餐", "舒畅<享受金>|享受套餐");
    test_words_free(words);
}

static void no_lexicon_leaves_the_text_alone(void **state)
{
    (void)state;
    kbg__words *words = test_words_of(NULL, NULL, NULL);
    assert_applied(NULL, "用 zfb 付", "用 zfb 付");
    assert_applied(words, "用 zfb 付", "用 zfb 付");
    test_words_free(words);
}

/* What the breaker holds is told: the words of the text unless that was rewritten. */
static void the_breaker_is_used_again_only_for_the_same_text(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is_broken;
    } rows[] = { { "退货", false }, { "流量包", false }, { "zfb", false }, { "畅享", false }, { "舒畅享受", true } };
    kbg__words *words = test_words_of(shop, NULL, NULL);
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__folded folded;
        kbg__lexicon lexicon;
        bool is_broken = !rows[i].is_broken;
        kbg__folded_init(&folded, &kbg__memory_default, false);
        kbg__lexicon_init(&lexicon, &kbg__memory_default, false);
        assert_int_equal(kbg__fold(&folded, NULL, NULL, rows[i].text, strlen(rows[i].text)), KBG_OK);
        assert_int_equal(kbg__lexicon_apply(&lexicon, words, breaker, &is_broken, &folded), KBG_OK);
        assert_int_equal(is_broken, rows[i].is_broken);
        assert_null(folded.start); /* no map was asked for */
        kbg__lexicon_free(&lexicon);
        kbg__folded_free(&folded);
    }
    test_words_free(words);
}

/* A character on its way through the slow rewriting. */
typedef struct character {
    uint32_t c;
    uint32_t start, end; /* source */
    size_t term;         /* number of the occurrence that it is of, from 1; 0 = none */
} character;

static bool is_han(uint32_t c)
{
    return c >= 0x4E00 && c < 0xA000;
}

static bool is_one_run(uint32_t a, uint32_t b)
{
    return (a >= 'a' && a <= 'z' && b >= 'a' && b <= 'z') || (a >= '0' && a <= '9' && b >= '0' && b <= '9');
}

/* Rewrites character by character: first the terms are put in, then spaces between ideographs are taken out, and then
 * spaces are put between characters of one run of which just one is of a term, or both are of different ones. */
static size_t rewrite_slowly(const kbg__words *words, const kbg__folded *folded, const kbg__finder *found,
                             character *out)
{
    static character put[1024], kept[1024];
    size_t count = 0, kept_count = 0, result = 0, next = 0;
    for (size_t at = 0; at < folded->text.len;) {
        if (next < found->count && found->found[next].start == at) {
            kbg__occurrence o = found->found[next++];
            size_t len;
            const char *term = kbg__words_term(words, o.word, &len);
            bool same = o.end - o.start == len && memcmp(folded->text.data + at, term, len) == 0;
            for (size_t i = 0; i < len;) {
                size_t from = o.start + i;
                uint32_t c = kbg__utf8_next(term, len, &i);
                put[count++] = (character){ c, folded->start[same ? from : o.start],
                                            folded->end[same ? from : o.end - 1], next };
            }
            at = o.end;
        } else {
            size_t from = at;
            uint32_t c = kbg__utf8_next(folded->text.data, folded->text.len, &at);
            put[count++] = (character){ c, folded->start[from], folded->end[from], 0 };
        }
    }
    for (size_t i = 0; i < count; i++)
        if (!(put[i].c == ' ' && i > 0 && i + 1 < count && is_han(put[i - 1].c) && is_han(put[i + 1].c)))
            kept[kept_count++] = put[i];
    for (size_t i = 0; i < kept_count; i++) {
        if (i > 0 && kept[i].term != kept[i - 1].term && is_one_run(kept[i - 1].c, kept[i].c)) {
            character of = kept[i].term ? kept[i] : kept[i - 1];
            kbg__occurrence o = found->found[of.term - 1];
            out[result++] = (character){ ' ', folded->start[o.start], folded->end[o.end - 1], 0 };
        }
        out[result++] = kept[i];
    }
    return result;
}

static void rewriting_is_what_a_slow_one_gives(void **state)
{
    (void)state;
    static const char *const letters[] = { "a", "B", "1", "２", " ", "购", "買", "手", "机", "，" };
    test_random random = { 20260803 };
    size_t rewritten = 0;
    for (int n = 0; n < 3000; n++) {
        kbg__words words;
        kbg__folded folded, before;
        kbg__lexicon lexicon;
        kbg__finder found;
        char text[256];
        bool is_broken;
        kbg__words_init(&words, &kbg__memory_default);
        for (uint32_t left = 1 + test_random_below(&random, 6); left; left--) {
            char pool[2][32];
            kbg_text pair[2];
            for (size_t i = 0; i < 2; i++) {
                pair[i] = (kbg_text){ pool[i], 0 };
                for (uint32_t k = 2 + test_random_below(&random, 3); k; k--) {
                    const char *letter = letters[test_random_below(&random, ROWS(letters))];
                    memcpy(pool[i] + pair[i].len, letter, strlen(letter));
                    pair[i].len += strlen(letter);
                }
            }
            (void)kbg__words_add_term(&words, pair[0], pair[1], NULL); /* some are refused */
        }
        assert_int_equal(kbg__words_finish(&words, source), KBG_OK);
        size_t len = 0;
        for (uint32_t left = test_random_below(&random, 30); left; left--) {
            const char *letter = letters[test_random_below(&random, ROWS(letters))];
            memcpy(text + len, letter, strlen(letter));
            len += strlen(letter);
        }
        kbg__folded_init(&folded, &kbg__memory_default, true);
        kbg__folded_init(&before, &kbg__memory_default, true);
        kbg__lexicon_init(&lexicon, &kbg__memory_default, true);
        kbg__finder_init(&found, &kbg__memory_default);
        assert_int_equal(kbg__fold(&folded, NULL, NULL, text, len), KBG_OK);
        assert_int_equal(kbg__fold(&before, NULL, NULL, text, len), KBG_OK);
        assert_int_equal(kbg__lexicon_apply(&lexicon, &words, breaker, &is_broken, &folded), KBG_OK);
        is_broken = false;
        assert_int_equal(kbg__finder_run(&found, words.find_term, breaker, &is_broken, before.text.data,
                                         before.text.len),
                         KBG_OK);
        static character expected[2048];
        size_t count = rewrite_slowly(&words, &before, &found, expected), at = 0, term = 0;
        assert_int_equal(lexicon.finder.count, found.count);
        for (size_t i = 0; i < count; i++) {
            size_t start = at;
            assert_true(at < folded.text.len);
            assert_int_equal(kbg__utf8_next(folded.text.data, folded.text.len, &at), expected[i].c);
            for (size_t byte = start; byte < at; byte++) {
                assert_int_equal(folded.start[byte], expected[i].start);
                assert_int_equal(folded.end[byte], expected[i].end);
            }
            if (expected[i].term && (i == 0 || expected[i - 1].term != expected[i].term)) {
                assert_int_equal(lexicon.finder.found[term].start, start);
                term = expected[i].term;
            }
            if (expected[i].term && (i + 1 == count || expected[i + 1].term != expected[i].term))
                assert_int_equal(lexicon.finder.found[expected[i].term - 1].end, at);
        }
        assert_int_equal(at, folded.text.len);
        rewritten += before.text.len && (folded.text.len != before.text.len ||
                                         memcmp(folded.text.data, before.text.data, before.text.len) != 0);
        kbg__finder_free(&found);
        kbg__lexicon_free(&lexicon);
        kbg__folded_free(&before);
        kbg__folded_free(&folded);
        kbg__words_free(&words);
    }
    assert_true(rewritten > 300);
}

static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    kbg__words *words = test_words_of(shop, NULL, NULL);
    for (size_t n = 1;; n++) {
        test_memory memory;
        kbg__folded folded;
        kbg__lexicon lexicon;
        bool is_broken;
        test_memory_init(&memory);
        kbg__folded_init(&folded, &memory.allocator, true);
        kbg__lexicon_init(&lexicon, &memory.allocator, true);
        assert_int_equal(kbg__fold(&folded, NULL, NULL, LIT("用 zfb 付畅享，ip15p")), KBG_OK);
        size_t before = memory.calls;
        memory.fail_at = before + n;
        kbg_status status = kbg__lexicon_apply(&lexicon, words, breaker, &is_broken, &folded);
        bool failed = memory.calls >= before + n;
        kbg__lexicon_free(&lexicon);
        kbg__folded_free(&folded);
        assert_int_equal(memory.blocks, 0);
        assert_int_equal(status, failed ? KBG_ERR_NOMEM : KBG_OK);
        if (!failed) {
            assert_true(n > 6);
            break;
        }
    }
    test_words_free(words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(aliases_are_written_as_their_terms),
        cmocka_unit_test(two_ideographs_are_not_cut_from_words),
        cmocka_unit_test(no_lexicon_leaves_the_text_alone),
        cmocka_unit_test(the_breaker_is_used_again_only_for_the_same_text),
        cmocka_unit_test(rewriting_is_what_a_slow_one_gives),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return cmocka_run_group_tests(tests, open_breaker, close_breaker);
}
