/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/utf8.h"
#include "text/character.h"
#include "text/parts.h"

static kbg__text_rules rules;
static kbg__tokenizer tokenizer;

static int open_tokenizer(void **state)
{
    (void)state;
    assert_int_equal(kbg__text_rules_init(&rules, &kbg__memory_default, kbg__emoticon_default_pattern,
                                          strlen(kbg__emoticon_default_pattern), NULL),
                     KBG_OK);
    assert_int_equal(kbg__tokenizer_init(&tokenizer, &kbg__memory_default, &rules, true), KBG_OK);
    return 0;
}

static int close_tokenizer(void **state)
{
    (void)state;
    kbg__tokenizer_free(&tokenizer);
    kbg__text_rules_free(&rules);
    return 0;
}

static size_t find(const char *text, size_t len, kbg__part parts[KBG__PARTS_MOST])
{
    assert_int_equal(kbg__tokenize(&tokenizer, test_words(), text, len), KBG_OK);
    return kbg__parts_find(text, len, &tokenizer, parts);
}

/* The parts of a text, a bar between. */
static void assert_parts(const char *text, size_t len, const char *expected)
{
    kbg__part parts[KBG__PARTS_MOST];
    kbg__buffer list;
    kbg__buffer_init(&list, &kbg__memory_default);
    size_t count = find(text, len, parts);
    for (size_t i = 0; i < count; i++) {
        if (i)
            kbg__buffer_add_byte(&list, '|');
        kbg__buffer_add(&list, text + parts[i].start, parts[i].end - parts[i].start);
    }
    assert_text(list.data ? list.data : "", list.len, expected);
    kbg__buffer_free(&list);
}

static void a_message_is_cut_at_sentences_and_lines(void **state)
{
    (void)state;
    static const struct {
        kbg_text text;
        const char *expected;
    } rows[] = {
        { TEXT(""), "" },
        { TEXT("。？！"), "" },
        { TEXT("怎么退货"), "怎么退货" },
        { TEXT("怎么退货？"), "怎么退货？" },
        { TEXT("怎么退货？运费谁出？"), "怎么退货？|运费谁出？" },
        { TEXT("怎麼退貨？運費誰出？"), "怎麼退貨？|運費誰出？" },
        { TEXT("怎么退货?运费谁出!发票呢;"), "怎么退货?|运费谁出!|发票呢;" },
        { TEXT("收到了。坏的！能换吗；急着用……谢谢"), "收到了。|坏的！|能换吗；|急着用……" },
        { TEXT("怎么退货？？！！运费谁出"), "怎么退货？？！！|运费谁出" },
        { TEXT("怎么退货，运费谁出、多少"), "怎么退货，运费谁出、多少" },
        /* lines of every kind */
        { TEXT("退货\n换货"), "退货|换货" },
        { TEXT("退货\r\n换货\r维修"), "退货|换货|维修" },
        { TEXT("退货\n\n\n换货\n"), "退货|换货" },
        { TEXT("退货\xE2\x80\xA8换货\xE2\x80\xA9维修\xC2\x85保修"), "退货|换货|维修|保修" },
        { TEXT("退货\v换货\f维修"), "退货|换货|维修" },
        { TEXT("退货？\n运费？\n"), "退货？|运费？" },
        /* white space around, of any width */
        { TEXT("  退货 \t\n\t换 货  "), "退货|换 货" },
        { TEXT("\xE3\x80\x80退货？\xE3\x80\x80运费\xC2\xA0"), "退货？|运费" },
        /* what closes a sentence belongs to it */
        { TEXT("客服说“可以退货。”运费谁出"), "客服说“可以退货。”|运费谁出" },
        { TEXT("（怎么退货？）【运费？】好"), "（怎么退货？）|【运费？】" },
        { TEXT("怎么退货!)运费谁出"), "怎么退货!)|运费谁出" },
        { TEXT("怎么退货？\xCC\x81运费谁出"), "怎么退货？\xCC\x81|运费谁出" },
        /* small talk and signs are no part */
        { TEXT("亲，怎么退货？运费谁出？"), "亲，怎么退货？|运费谁出？" },
        { TEXT("亲！在吗？怎么退货？运费谁出？谢谢！"), "怎么退货？|运费谁出？" },
        { TEXT("你好\n我的快递到哪了\n还有发票怎么开"), "我的快递到哪了|还有发票怎么开" },
        { TEXT("你好\n在吗"), "你好|在吗" }, /* nothing else: the small talk is the message */
        { TEXT("退货？😀！运费"), "退货？|运费" },
        { TEXT("退货😀\n😀\n运费😀"), "退货😀|运费😀" },
        { TEXT("ＶＩＰ？１２８Ｇ！"), "ＶＩＰ？|１２８Ｇ！" },
        /* numbers, URLs and codes stay whole */
        { TEXT("3.5寸的多少钱"), "3.5寸的多少钱" },
        { TEXT("满199.00减20.50吗"), "满199.00减20.50吗" },
        { TEXT("看https://a.b/c?d=e;f&g!h能退吗"), "看https://a.b/c?d=e;f&g!h能退吗" },
        { TEXT("https://a.b/c?d=e 这个怎么退?运费?"), "https://a.b/c?d=e 这个怎么退?|运费?" },
        { TEXT("what?!ever can I return it? who pays?"), "what?!ever can I return it?|who pays?" },
        { TEXT("iphone15?能退吗"), "iphone15?|能退吗" },
        { TEXT("能退吗?iphone15"), "能退吗?|iphone15" },
        { TEXT("a?b！c?d"), "a?b！|c?d" },
        { TEXT("a？b"), "a？|b" }, /* full width always cuts */
        /* nor do signs in emoticon codes cut */
        { TEXT("好的/::!怎么退货"), "好的/::!怎么退货" },
        { TEXT("在/:?吗/::;退货"), "在/:?吗/::;退货" },
        { TEXT("退货/::)？运费/::)"), "退货/::)？|运费/::)" },
        { TEXT("[微笑]退货？[微笑]"), "[微笑]退货？" },
        /* ill-formed bytes and zeros are like any other sign */
        { TEXT("\xFF退货\xE6？\x80运费\xF0\x9F"), "\xFF退货\xE6？|\x80运费\xF0\x9F" },
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_parts(rows[i].text.data, rows[i].text.len, rows[i].expected);
    kbg__part parts[KBG__PARTS_MOST];
    assert_int_equal(find(LIT("退货\0？\0运费"), parts), 2);
    assert_int_equal(parts[0].start, 0);
    assert_int_equal(parts[0].end, 10);
    assert_int_equal(parts[1].start, 10);
    assert_int_equal(parts[1].end, 17);
    assert_int_equal(kbg__parts_find(NULL, 0, &tokenizer, parts), 0);
}

static void the_last_part_that_fits_takes_the_rest(void **state)
{
    (void)state;
    assert_parts(LIT("一？二？三？四？五？六？七？八？"), "一？|二？|三？|四？|五？|六？|七？|八？");
    assert_parts(LIT("一？二？三？四？五？六？七？八？九？"), "一？|二？|三？|四？|五？|六？|七？|八？九？");
    assert_parts(LIT("一？二？三？四？五？六？七？八？！ 九\n十 \n"), "一？|二？|三？|四？|五？|六？|七？|八？！ 九\n十");
}

static void without_a_pattern_emoticon_codes_are_text(void **state)
{
    (void)state;
    kbg__text_rules bare;
    kbg__tokenizer own;
    kbg__part parts[KBG__PARTS_MOST];
    static const char text[] = "好/::!退货";
    assert_int_equal(kbg__text_rules_init(&bare, &kbg__memory_default, NULL, 0, NULL), KBG_OK);
    assert_int_equal(kbg__tokenizer_init(&own, &kbg__memory_default, &bare, true), KBG_OK);
    assert_int_equal(kbg__tokenize(&own, NULL, LIT(text)), KBG_OK);
    assert_int_equal(kbg__parts_find(LIT(text), &own, parts), 2);
    assert_int_equal(parts[0].end, strlen("好/::!"));
    kbg__tokenizer_free(&own);
    kbg__text_rules_free(&bare);
}

/* A unit over the border of two lines speaks for both. */
static void a_joined_unit_counts_in_each_line(void **state)
{
    (void)state;
    kbg__part parts[KBG__PARTS_MOST];
    static const char text[] = "web\natm\n\n";
    assert_int_equal(kbg__tokenize(&tokenizer, test_words(), LIT(text)), KBG_OK);
    assert_int_equal(kbg__tokenizer_join(&tokenizer, &(size_t){ 3 }, 1), KBG_OK);
    assert_int_equal(tokenizer.unit_count, 1);
    assert_int_equal(kbg__parts_find(LIT(text), &tokenizer, parts), 2);
    assert_int_equal(parts[0].end, 3);
    assert_int_equal(parts[1].start, 4);
    assert_int_equal(parts[1].end, 7);
}

static void long_messages_have_as_few_parts(void **state)
{
    (void)state;
    static const struct {
        const char *repeated;
        size_t count;
    } rows[] = { { "？", 0 }, { "\n", 0 }, { "退？", 8 }, { "退\n\n", 8 }, { "a?", 1 }, { "/::!", 0 }, { "退", 1 },
                 { "？\xCC\x81", 1 }, { "你好！", 8 }, { "\xF0？", 0 } };
    for (size_t i = 0; i < ROWS(rows); i++) {
        kbg__part parts[KBG__PARTS_MOST];
        kbg__buffer text;
        kbg__buffer_init(&text, &kbg__memory_default);
        for (int n = 0; n < 100000; n++)
            kbg__buffer_add_cstr(&text, rows[i].repeated);
        assert_false(text.failed);
        assert_int_equal(find(text.data, text.len, parts), rows[i].count);
        if (rows[i].count)
            assert_true(parts[rows[i].count - 1].end >= text.len - 2); /* but for lines at the end */
        kbg__buffer_free(&text);
    }
}

/* What random texts are made of. */
typedef enum kind { SAYS, TALK, ENDS, ASCII_ENDS, CLOSES, LINE, SPACE } kind;
static const struct {
    const char *text;
    kind kind;
} pieces[] = {
    { "退货", SAYS }, { "abc", SAYS },     { "5", SAYS },       { "運費", SAYS },  { "退/::!", SAYS },
    { "你好", TALK }, { "谢谢", TALK },    { "？", ENDS },      { "。", ENDS },    { "…", ENDS },
    { "?", ASCII_ENDS }, { "!", ASCII_ENDS }, { ";", ASCII_ENDS }, { "”", CLOSES }, { "）", CLOSES },
    { ")", CLOSES },  { "\n", LINE },      { "\r\n", LINE },    { "\xE2\x80\xA8", LINE }, { " ", SPACE },
    { "\xE3\x80\x80", SPACE },
};

enum { PIECES_MOST = 30 };

static bool is_sign_of_ascii(const char *text, size_t at, size_t len)
{
    return at < len && text[at] > ' ' && text[at] < 0x7F;
}

/* The parts by the pieces that a text was made of; offset[i] is where piece i begins. Piece by piece, without any token:
 * a part is what stands between two cuts. */
static size_t find_slowly(const char *text, size_t len, const uint32_t piece[], const size_t offset[], size_t n,
                          kbg__part parts[KBG__PARTS_MOST])
{
    bool cut[PIECES_MOST + 1] = { false }; /* behind piece i - 1 */
    bool any = false;
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        kind k = pieces[piece[i]].kind;
        any = any || k == SAYS;
        if (k == LINE)
            cut[i] = cut[i + 1] = true;
        if (k != ENDS && k != ASCII_ENDS)
            continue;
        size_t end = i + 1;
        bool ascii = k == ASCII_ENDS;
        for (; end < n; end++) {
            kind next = pieces[piece[end]].kind;
            if (next != ENDS && next != ASCII_ENDS && next != CLOSES)
                break;
            ascii = ascii && (unsigned char)pieces[piece[end]].text[0] < 0x80;
        }
        bool inside = ascii && i > 0 && is_sign_of_ascii(text, offset[i] - 1, len) &&
                      is_sign_of_ascii(text, offset[end], len);
        cut[end] = cut[end] || !inside;
        i = end - 1;
    }
    cut[n] = true;
    for (size_t first = 0, i = 1; i <= n; i++) {
        if (!cut[i])
            continue;
        size_t from = first, to = i;
        bool says = false;
        for (; from < to && (pieces[piece[from]].kind == SPACE || pieces[piece[from]].kind == LINE); from++)
            ;
        for (; to > from && (pieces[piece[to - 1]].kind == SPACE || pieces[piece[to - 1]].kind == LINE); to--)
            ;
        for (size_t k = from; k < to; k++)
            says = says || pieces[piece[k]].kind == SAYS || (pieces[piece[k]].kind == TALK && !any);
        first = i;
        if (!says)
            continue;
        if (count == KBG__PARTS_MOST)
            parts[count - 1].end = (uint32_t)offset[to];
        else
            parts[count++] = (kbg__part){ (uint32_t)offset[from], (uint32_t)offset[to] };
    }
    return count;
}

static void random_texts_are_cut_as_their_pieces_say(void **state)
{
    (void)state;
    test_random random = { 4711 };
    size_t seen[KBG__PARTS_MOST + 1] = { 0 };
    for (int round = 0; round < 20000; round++) {
        char text[PIECES_MOST * 8] = "";
        uint32_t piece[PIECES_MOST];
        size_t offset[PIECES_MOST + 1], n = test_random_below(&random, PIECES_MOST + 1);
        for (size_t i = 0; i < n; i++) {
            piece[i] = test_random_below(&random, ROWS(pieces));
            offset[i] = strlen(text);
            strcat(text, pieces[piece[i]].text);
        }
        offset[n] = strlen(text);
        kbg__part parts[KBG__PARTS_MOST], expected[KBG__PARTS_MOST];
        size_t count = find(text, offset[n], parts);
        size_t expected_count = find_slowly(text, offset[n], piece, offset, n, expected);
        if (count != expected_count)
            fail_msg("\"%s\": %zu parts, not %zu", text, count, expected_count);
        for (size_t i = 0; i < count; i++)
            if (parts[i].start != expected[i].start || parts[i].end != expected[i].end)
                fail_msg("\"%s\": part %zu is %u to %u, not %u to %u", text, i, parts[i].start, parts[i].end,
                         expected[i].start, expected[i].end);
        seen[count]++;
    }
    for (size_t i = 0; i <= KBG__PARTS_MOST; i++)
        assert_true(seen[i] > 10);
}

/* Whatever the bytes are, parts stand in order on borders of code points, without white space around. */
static void random_bytes_are_cut_between_code_points(void **state)
{
    (void)state;
    static const char *const some[] = { "？", "退", "\n", "a", "?", "😀", "\xE2\x80\xA8", "/:", ")", "\xCC\x81", "ﬁ" };
    test_random random = { 99 };
    for (int round = 0; round < 20000; round++) {
        char text[128];
        bool border[129] = { false };
        size_t len = 0, at = 0, behind = 0;
        for (uint32_t n = test_random_below(&random, 24); n > 0; n--) {
            if (test_random_below(&random, 3) == 0) {
                text[len++] = (char)test_random_below(&random, 256);
                continue;
            }
            const char *piece = some[test_random_below(&random, ROWS(some))];
            memcpy(text + len, piece, strlen(piece));
            len += strlen(piece);
        }
        while (at < len) {
            border[at] = true;
            (void)kbg__utf8_next(text, len, &at);
        }
        border[len] = true;
        kbg__part parts[KBG__PARTS_MOST];
        size_t count = find(text, len, parts);
        assert_true(count <= KBG__PARTS_MOST);
        for (size_t i = 0; i < count; i++) {
            assert_true(parts[i].start >= behind && parts[i].start < parts[i].end && parts[i].end <= len);
            assert_true(border[parts[i].start] && border[parts[i].end]);
            behind = parts[i].end;
            size_t last = behind - 1, first = parts[i].start;
            while (!border[last])
                last--;
            assert_int_not_equal(kbg__character_of(kbg__utf8_next(text, len, &first)), KBG__CHARACTER_SPACE);
            assert_int_not_equal(kbg__character_of(kbg__utf8_next(text, len, &last)), KBG__CHARACTER_SPACE);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_is_cut_at_sentences_and_lines),
        cmocka_unit_test(the_last_part_that_fits_takes_the_rest),
        cmocka_unit_test(without_a_pattern_emoticon_codes_are_text),
        cmocka_unit_test(a_joined_unit_counts_in_each_line),
        cmocka_unit_test(long_messages_have_as_few_parts),
        cmocka_unit_test(random_texts_are_cut_as_their_pieces_say),
        cmocka_unit_test(random_bytes_are_cut_between_code_points),
    };
    return cmocka_run_group_tests(tests, open_tokenizer, close_tokenizer);
}
