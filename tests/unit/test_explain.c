/* SPDX-License-Identifier: MIT */
#include "support.h"

static const char items[] =
    "{\"id\":\"return\",\"question\":\"怎么退货\",\"alternatives\":[\"我要退货\",\"退货运费谁出\",\"买错了能退吗\"],"
    "\"category\":\"售后\",\"stage\":\"assist\",\"priority\":-20,\"usage_count\":7,\"answer\":\"七天内可以退货\"}\n"
    "{\"id\":\"memory\",\"question\":\"iPhone15 128G 多少钱\",\"keywords\":[\"内存\"],\"audience\":[\"VIP\"],"
    "\"answer\":\"价格见商品页\"}\n"
    "{\"id\":\"invoice\",\"question\":\"開發票\",\"usage_count\":90,\"priority\":80}\n";

static test_base base;
static kbg__tokenizer tokenizer;
static kbg__ranker ranker;

static const kbg_text preferred[] = { TEXT("售后") };
static const kbg_text vip[] = { TEXT("VIP") };
static const kbg_query query = { .limit = 10,
                                 .preferred = preferred,
                                 .preferred_count = 1,
                                 .stage = KBG_STAGE_ASSIST,
                                 .audience = vip,
                                 .audience_count = 1 };

static int open_base(void **state)
{
    (void)state;
    test_base_init(&base, LIT(items));
    assert_int_equal(kbg__tokenizer_init(&tokenizer, &kbg__memory_default, &base.rules, true), KBG_OK);
    kbg__ranker_init(&ranker, &kbg__memory_default);
    return 0;
}

static int close_base(void **state)
{
    (void)state;
    kbg__ranker_free(&ranker);
    kbg__tokenizer_free(&tokenizer);
    test_base_free(&base);
    return 0;
}

static const kbg__hit *hit_of(const char *message, const char *id)
{
    assert_int_equal(kbg__tokenize(&tokenizer, message, strlen(message)), KBG_OK);
    assert_int_equal(kbg__ranker_search(&ranker, &base.searched, &tokenizer, &query), KBG_OK);
    for (size_t i = 0; i < ranker.hit_count; i++)
        if (strcmp(test_id(base.store.items[ranker.hits[i].item]), id) == 0)
            return &ranker.hits[i];
    fail_msg("%s does not find %s", message, id);
    return NULL;
}

static void reasons_add_up_to_the_score(void **state)
{
    (void)state;
    static const char *const messages[] = { "怎么退货", "退货运费谁出，能退吗", "iphone15 128g", "内存", "开发票",
                                            "可以退货吗 128G 发票", "天" };
    size_t compared = 0;
    for (size_t i = 0; i < ROWS(messages); i++) {
        assert_int_equal(kbg__tokenize(&tokenizer, messages[i], strlen(messages[i])), KBG_OK);
        assert_int_equal(kbg__ranker_search(&ranker, &base.searched, &tokenizer, &query), KBG_OK);
        for (size_t k = 0; k < ranker.hit_count; k++, compared++) {
            double sum = 0;
            for (int r = 0; r < (int)KBG__REASONS; r++)
                sum += ranker.hits[k].reasons[r];
            assert_close(sum, ranker.hits[k].score);
            assert_true(ranker.hits[k].reasons[KBG__REASON_LOOKUP] == 0);
        }
    }
    assert_true(compared >= 10);
}

/* Which parts are above 0 (+), below (-) or 0 (.): the questions' word char pair code, the item's, then the boosts'
 * category hotness priority stage audience. */
static void reasons_say_what_matched(void **state)
{
    (void)state;
    static const struct {
        const char *message, *id, *signs;
    } rows[] = {
        { "退", "return", ".+...+..++-+." },
        { "错退", "return", ".+...+..++-+." },
        { "运费", "return", ".++..++.++-+." },
        { "天", "return", ".....+..++-+." },       /* stands in the answer only */
        { "内", "memory", ".....+......+" },       /* in the keywords only */
        { "128G", "memory", ".+.+.+.+....+" },
        { "发", "invoice", ".+...+...++.." },
    };
    static const int reasons[] = { KBG__REASON_QUESTIONS, KBG__REASON_ITEM };
    double word = base.weights.value[KBG__WEIGHT_CLASS_WORD];
    base.weights.value[KBG__WEIGHT_CLASS_WORD] = 0; /* words change with the dictionary of ICU */
    for (size_t i = 0; i < ROWS(rows); i++) {
        const kbg__hit *hit = hit_of(rows[i].message, rows[i].id);
        char signs[20] = "";
        size_t count = 0;
        for (size_t part = 0; part < 2; part++)
            for (int c = 0; c < (int)KBG__TOKEN_CLASSES; c++) {
                double value = hit->reasons[reasons[part] + c];
                signs[count++] = value > 0 ? '+' : value < 0 ? '-' : '.';
            }
        for (int r = KBG__REASON_CATEGORY; r <= (int)KBG__REASON_AUDIENCE; r++)
            signs[count++] = hit->reasons[r] > 0 ? '+' : hit->reasons[r] < 0 ? '-' : '.';
        if (strcmp(signs, rows[i].signs) != 0)
            fail_msg("%s: %s, not %s", rows[i].message, signs, rows[i].signs);
    }
    base.weights.value[KBG__WEIGHT_CLASS_WORD] = word;
}

/* The matched stretches of the message, each between angle brackets. */
static void spans_cover_what_matched(void **state)
{
    (void)state;
    static const struct {
        const char *message, *id, *marked;
    } rows[] = {
        { "怎么退货", "return", "<怎么退货>" },
        { "请问怎么退货呢", "return", "请问<怎么退货>呢" },
        { "退 貨 怎么弄", "return", "<退 貨> <怎么>弄" },               /* the source, with its spaces and script */
        { "怎么，退货", "return", "<怎么>，<退货>" },
        { "ＩＰＨＯＮＥ１５多少？", "memory", "<ＩＰＨＯＮＥ１５多少>？" },
        { "退[微笑]货", "return", "<退[微笑]货>" },                     /* a pair goes over the code between */
        { "運費，退錢", "return", "<運費>，<退>錢" },
        { "内存大", "memory", "<内存>大" },                             /* keywords */
        { "七天无理由", "return", "<七天>无理由" },                     /* the answer */
        { "\xFF开\xFF发票", "invoice", "\xFF<开>\xFF<发票>" },
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        const kbg__hit *hit = hit_of(rows[i].message, rows[i].id);
        const kbg__span *spans = ranker.spans + hit->span_first;
        kbg__buffer marked;
        size_t at = 0;
        kbg__buffer_init(&marked, &kbg__memory_default);
        for (size_t k = 0; k < hit->span_count; k++) {
            assert_true(spans[k].start < spans[k].end && (k == 0 || spans[k].start > spans[k - 1].end));
            kbg__buffer_add(&marked, rows[i].message + at, spans[k].start - at);
            kbg__buffer_add_byte(&marked, '<');
            kbg__buffer_add(&marked, rows[i].message + spans[k].start, spans[k].end - spans[k].start);
            kbg__buffer_add_byte(&marked, '>');
            at = spans[k].end;
        }
        kbg__buffer_add_cstr(&marked, rows[i].message + at);
        assert_text(marked.data, marked.len, rows[i].marked);
        kbg__buffer_free(&marked);
    }
}

static void every_reason_has_a_name(void **state)
{
    (void)state;
    static const char *const names[] = { "questions.word", "questions.char", "questions.pair", "questions.code",
                                         "item.word",      "item.char",      "item.pair",      "item.code",
                                         "boost.category", "boost.hotness",  "boost.priority", "boost.stage",
                                         "boost.audience", "lookup" };
    assert_int_equal(ROWS(names), KBG__REASONS);
    for (size_t i = 0; i < ROWS(names); i++)
        assert_string_equal(kbg__reason_name((kbg__reason)i), names[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reasons_add_up_to_the_score),
        cmocka_unit_test(reasons_say_what_matched),
        cmocka_unit_test(spans_cover_what_matched),
        cmocka_unit_test(every_reason_has_a_name),
    };
    return cmocka_run_group_tests(tests, open_base, close_base);
}
