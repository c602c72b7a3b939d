/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "rank/explain.h"

#include <math.h>

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

static const kbg__words *words; /* NULL: test_words() */

static const kbg__hit *hit_of(const char *message, const char *id)
{
    assert_int_equal(kbg__tokenize(&tokenizer, words ? words : test_words(), message, strlen(message)), KBG_OK);
    assert_int_equal(kbg__ranker_search(&ranker, &base.searched, &tokenizer, &query), KBG_OK);
    for (size_t i = 0; i < ranker.hit_count; i++)
        if (strcmp(test_id(base.store.items[ranker.hits[i].item]), id) == 0)
            return &ranker.hits[i];
    fail_msg("%s does not find %s", message, id);
    return NULL;
}

/* All weights but those of the constants of BM25, different from each other. */
static void set_weights(void)
{
    static const char *const names[] = { "class.word", "class.char", "class.pair", "class.code", "class.sound" };
    for (size_t i = 0; i < ROWS(names); i++)
        assert_int_equal(kbg__weights_set(&base.weights, names[i], strlen(names[i]), 1.0 / (double)(i + 1)), KBG_OK);
    for (int k = 0; k < KBG__FEATURES; k++)
        base.weights.value[KBG__WEIGHT_FEATURE + k] = (k % 3 == 1 ? -0.5 : 0.25) * (k + 1);
    for (int k = 0; k < KBG__FEATURES; k++)
        base.weights.value[KBG__WEIGHT_GROWTH + k] = (k % 4 == 1 ? 0.125 : -0.0625) * (k + 1);
    base.weights.value[KBG__WEIGHT_FEATURE + KBG__FEATURE_BM25] = 10;
}

/* A sum of parts with both signs is as exact as its parts are great. */
static void assert_sum(double sum, double parts, double expected)
{
    if (fabs(sum - expected) > 1e-13 * parts)
        fail_msg("%.17g, not %.17g", sum, expected);
}

static void check_sums(void)
{
    static const char *const messages[] = { "怎么退货",     "退货运费谁出，能退吗",      "iphone15 128g", "内存",
                                            "开发票",       "可以退货吗 128G 发票",      "天",            "怎么推货",
                                            "zenme tuihuo", "亲，在吗，请问能退吗，谢谢", "内村",
                                            "咋退回",       "寄回的邮资谁付",            "wifi手机开票吗" };
    size_t compared = 0, negative = 0;
    set_weights();
    for (size_t i = 0; i < ROWS(messages); i++) {
        const kbg__words *own = words ? words : test_words();
        assert_int_equal(kbg__tokenize(&tokenizer, own, messages[i], strlen(messages[i])), KBG_OK);
        assert_int_equal(kbg__ranker_search(&ranker, &base.searched, &tokenizer, &query), KBG_OK);
        assert_int_equal(ranker.hit_count, ranker.ranked_count);
        for (size_t k = 0; k < ranker.hit_count; k++, compared++) {
            const kbg__ranked *ranked = &ranker.ranked[k];
            const double *reasons = ranker.hits[k].reasons;
            double sum = 0, parts = 0, text = 0;
            assert_int_equal(ranker.hits[k].item, ranked->candidate->item);
            for (int r = 0; r < (int)KBG__REASONS; r++) {
                sum += reasons[r];
                parts += fabs(reasons[r]);
                text += r < (int)KBG__REASON_FEATURE ? reasons[r] : 0;
            }
            assert_sum(sum, parts, ranker.hits[k].score);
            double grown = ranked->features[KBG__FEATURE_QUESTIONS];
            assert_sum(text, text, (10 - 0.0625 * grown) * ranked->features[KBG__FEATURE_BM25]);
            assert_true(text > 0);
            for (int f = 0; f < KBG__FEATURES; f++) {
                double weight = base.weights.value[KBG__WEIGHT_FEATURE + f] +
                                base.weights.value[KBG__WEIGHT_GROWTH + f] * grown;
                weight = f == KBG__FEATURE_BM25 ? 0 : weight;
                assert_true(reasons[KBG__REASON_FEATURE + f] == weight * ranked->features[f]);
            }
            assert_true(reasons[KBG__REASON_LOOKUP] == 0);
            negative += ranker.hits[k].score < 0;
        }
    }
    assert_true(compared >= 14);
    assert_true(negative > 0);
}

static const char synonyms[] = "退回 = 退货 = 寄回 : 0.5\n咋 > 怎么\n开票 > 开发票 : 0.75\n邮资 > 运费 : 1\nwifi手机 > iphone15 : 0.25\n"
                               "取消 > 退 : 0.5\n取回 > 发出票 : 0.5\n";

static void reasons_add_up_to_the_score(void **state)
{
    (void)state;
    kbg__words *own = test_words_of("iPhone 15 = iphone15\n", synonyms, NULL);
    check_sums();
    words = own;
    check_sums();
    words = NULL;
    test_words_free(own);
}

/* What synonyms give has a name of its own, in the score of the questions and of the item. */
static void synonyms_have_their_own_reasons(void **state)
{
    (void)state;
    static const struct {
        const char *message, *id;
        bool any;
    } rows[] = {
        { "寄回", "return", true },
        { "怎么退货", "return", false }, /* the base has no 回 */
        { "咋弄", "return", true },
        { "怎么弄", "return", false },
        { "开票", "invoice", true },
        { "取消", "return", true },
        { "天", "return", false },
    };
    kbg__words *own = test_words_of(NULL, synonyms, NULL);
    set_weights();
    words = own;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const kbg__hit *hit = hit_of(rows[i].message, rows[i].id);
        assert_int_equal(hit->reasons[KBG__REASON_QUESTIONS_SYNONYM] > 0, rows[i].any);
        assert_int_equal(hit->reasons[KBG__REASON_ITEM_SYNONYM] > 0, rows[i].any);
    }
    words = NULL;
    test_words_free(own);
}

/* The text of a candidate is taken apart whatever it counts in the end. */
static void text_is_explained_by_a_factor(void **state)
{
    (void)state;
    static const double factors[] = { 0, 1, 0.125, -3 };
    set_weights();
    (void)hit_of("退货运费怎么推货", "return");
    const kbg__candidate *c = NULL;
    for (size_t i = 0; i < ranker.gather.count; i++)
        if (strcmp(test_id(base.store.items[ranker.gather.candidates[i].item]), "return") == 0)
            c = &ranker.gather.candidates[i];
    assert_non_null(c);
    for (size_t i = 0; i < ROWS(factors); i++) {
        double reasons[KBG__REASONS] = { 0 }, whole[KBG__REASONS] = { 0 }, sum = 0;
        kbg__tally *tally = &ranker.gather.tally;
        kbg__explain_text(&base.searched, &ranker.terms, tally, c, factors[i], reasons);
        kbg__explain_text(&base.searched, &ranker.terms, tally, c, 1, whole);
        for (int r = 0; r < (int)KBG__REASONS; r++) {
            assert_sum(reasons[r], fabs(reasons[r]), factors[i] * whole[r]);
            assert_true(r < (int)KBG__REASON_FEATURE || reasons[r] == 0);
            sum += reasons[r];
        }
        assert_sum(sum, fabs(sum), factors[i] * c->text);
    }
}

/* Which parts are above 0 (+), below (-) or 0 (.): the questions' word char pair code sound, the item's, then the
 * boosts' category hotness priority stage audience. */
static void reasons_say_what_matched(void **state)
{
    (void)state;
    static const struct {
        const char *message, *id, *signs;
    } rows[] = {
        { "退", "return", ".+....+...++-+." },
        { "错退", "return", ".+....+...++-+." },
        { "运费", "return", ".++...++..++-+." },   /* a known pair, so how it sounds does not count */
        { "晕费", "return", ".+..+.+..+++-+." },   /* one that only sounds like a known one */
        { "运非", "return", ".+..+.+..+++-+." },
        { "tuihuo", "return", "....+....+++-+." },
        { "tui huo", "return", "....+....+++-+." },
        { "天", "return", "......+...++-+." },     /* stands in the answer only */
        { "内", "memory", "......+.......+" },       /* in the keywords only */
        { "内村", "memory", "......+..+....+" },
        { "128G", "memory", ".+.+..+.+.....+" },
        { "发", "invoice", ".+....+....++.." },
    };
    static const int reasons[] = { KBG__REASON_QUESTIONS, KBG__REASON_ITEM };
    set_weights();
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
}

/* The matched stretches of the message, each between angle brackets. */
typedef struct marked_row {
    const char *message, *id, *marked;
} marked_row;

static void check_spans(const marked_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
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

/* The customer's own word is shown, not what it stands for. */
static void spans_cover_words_that_stand_for_others(void **state)
{
    (void)state;
    static const marked_row rows[] = {
        { "咋退 回", "return", "<咋退 回>" },
        { "快取消", "return", "快<取消>" },
        { "郵資，多少", "return", "<郵資>，多少" },
        { "买ＩＰ15", "memory", "买<ＩＰ15>" },     /* an alias */
        { "帮我开票", "invoice", "帮我<开票>" },
        { "取回发票", "invoice", "取回<发票>" }, /* 发 and 票 are in its synonym 发出票, no pair is in the question */
        { "取回单", "invoice", "取回单" },
    };
    kbg__words *own = test_words_of("iphone15 = ip15\n", synonyms, NULL);
    words = own;
    check_spans(rows, ROWS(rows));
    words = NULL;
    test_words_free(own);
}

/* Also for a ranker that has had no span yet. */
static void a_part_of_a_synonym_has_no_span(void **state)
{
    (void)state;
    kbg__words *own = test_words_of(NULL, "取单 > 发物单\n", NULL);
    kbg__ranker fresh;
    kbg__ranker_init(&fresh, &kbg__memory_default);
    assert_int_equal(kbg__tokenize(&tokenizer, own, LIT("取单")), KBG_OK);
    assert_int_equal(kbg__ranker_search(&fresh, &base.searched, &tokenizer, &query), KBG_OK);
    assert_int_equal(fresh.hit_count, 1);
    assert_string_equal(test_id(base.store.items[fresh.hits[0].item]), "invoice");
    assert_true(fresh.hits[0].reasons[KBG__REASON_QUESTIONS_SYNONYM] > 0);
    assert_int_equal(fresh.hits[0].span_count, 0);
    kbg__ranker_free(&fresh);
    test_words_free(own);
}

static void spans_cover_what_matched(void **state)
{
    (void)state;
    static const marked_row rows[] = {
        { "怎么退货", "return", "<怎么退货>" },
        { "请问怎么退货呢", "return", "请问<怎么退货>呢" },
        { "退 貨 怎么弄", "return", "<退 貨> <怎么>弄" },               /* the source, with its spaces and script */
        { "怎么，退货", "return", "<怎么>，<退货>" },
        { "ＩＰＨＯＮＥ１５多少？", "memory", "<ＩＰＨＯＮＥ１５多少>？" },
        { "退[微笑]货", "return", "<退[微笑]货>" },                     /* a pair goes over the code between */
        { "運費，退錢", "return", "<運費>，<退>錢" },
        { "内存大", "memory", "<内存>大" },                             /* keywords */
        { "怎么推货", "return", "<怎么推货>" },
        { "七天无理由", "return", "<七天>无理由" },                     /* the answer */
        { "\xFF开\xFF发票", "invoice", "\xFF<开>\xFF<发票>" },
    };
    check_spans(rows, ROWS(rows));
}

static void every_reason_has_a_name(void **state)
{
    (void)state;
    static const char *const names[] = {
        "questions.word", "questions.char", "questions.pair", "questions.code", "questions.sound", "item.word",
        "item.char", "item.pair", "item.code", "item.sound", "questions.synonym", "item.synonym", "feature.bm25", "feature.best", "feature.second",
        "feature.item", "feature.item_pairs", "feature.agreement", "feature.covered", "feature.covers",
        "feature.covers_rare", "feature.pairs", "feature.order", "feature.likeness", "feature.runs_missing",
        "feature.rare_missing", "feature.rare_extra", "feature.length", "feature.form", "feature.negation",
        "feature.together", "feature.likeness_mean", "feature.likelihood", "feature.likelihood_pairs",
        "feature.votes", "feature.questions", "boost.category", "boost.hotness", "boost.priority", "boost.stage",
        "boost.audience", "lookup", "suggest.place", "suggest.writing", "hot.count",
    };
    assert_int_equal(ROWS(names), KBG__REASONS);
    for (size_t i = 0; i < ROWS(names); i++)
        assert_string_equal(kbg__reason_name((kbg__reason)i), names[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reasons_add_up_to_the_score),
        cmocka_unit_test(synonyms_have_their_own_reasons),
        cmocka_unit_test(text_is_explained_by_a_factor),
        cmocka_unit_test(reasons_say_what_matched),
        cmocka_unit_test(a_part_of_a_synonym_has_no_span),
        cmocka_unit_test(spans_cover_what_matched),
        cmocka_unit_test(spans_cover_words_that_stand_for_others),
        cmocka_unit_test(every_reason_has_a_name),
    };
    return cmocka_run_group_tests(tests, open_base, close_base);
}
