/* SPDX-License-Identifier: MIT */
/* Searches with the input as the message. Bytes before it:
 *   0  flags, see below; the lowest three are KBG_QUERY_*
 *   1  hits wanted; 254 stands for 1,001, which is too many, 255 for 1,000
 *   2  kinds wanted (5 bits), states wanted (3 bits)
 *   3  stage (4 bits, more than the last stage is not valid), least confidence in fifteenths (4 bits)
 *   4  two bits each: now, category, preferred categories, audience; see the tables
 *   5  two bits each: channel, language; one bit each: the message is what an agent types (unless it is a short code),
 *      KBG_QUERY_WHOLE
 *   6  which allocation fails, by fuzz_fail_at(); 0 = none
 *   7  seed of the weights
 * With OWN_ITEMS the message ends at the first byte 0xFF and each section behind it is the question of an item.
 * What is checked: what search.h promises of hits and of the parts of a message, that hits pass the filter, that the
 * same call gives the same, that a smaller limit and a least confidence give the first and the surest of the same hits,
 * and that out of memory leaves the searcher usable. */
#include "fuzz_support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOOKUP = 8, OWN_ITEMS = 16, SMALL_MESSAGE = 32, OWN_WEIGHTS = 64, NO_EMOTICONS = 128 };

enum { SUGGEST = 16, WHOLE = 32 }; /* of byte 5 */

enum { MESSAGE_LIMIT = 256, OWN_ITEMS_MOST = 48 };

/* The base of runs without own items: every field that a filter or a boost looks at, and items that only their ids tell
 * apart. */
static const char *const items[] = {
    "{\"id\":\"greet\",\"category\":\"接待\",\"kind\":\"emotional\",\"stage\":\"greet\",\"question\":\"你好\","
    "\"alternatives\":[\"在吗\",\"有人吗\",\"hello\"],\"answer\":\"您好，请问有什么可以帮您？\",\"short_codes\":[\"/nh\"],"
    "\"usage_count\":900}",
    "{\"id\":\"bye\",\"category\":\"接待\",\"kind\":\"emotional\",\"stage\":\"farewell\",\"question\":\"谢谢，再见\","
    "\"alternatives\":[\"没别的问题了\"],\"answer\":\"感谢光临。\",\"short_codes\":[\"/zj\",\"/ZJ\"],\"usage_count\":700}",
    "{\"id\":\"return\",\"category\":\"售后/退换货\",\"kind\":\"service\",\"stage\":\"assist\",\"question\":\"怎么退货\","
    "\"alternatives\":[\"不想要了能退吗\",\"七天无理由退货怎么申请\",\"退貨要多久\"],\"answer\":\"在订单里点“申请退货”。\","
    "\"short_codes\":[\"/th\"],\"keywords\":[\"退货\",\"退款\"],\"priority\":50,\"usage_count\":1200}",
    "{\"id\":\"exchange\",\"category\":\"售后/退换货\",\"kind\":\"service\",\"stage\":\"assist\",\"question\":\"怎么换货\","
    "\"alternatives\":[\"尺码不合适想换一件\"],\"answer\":\"换货请先联系我们。\",\"short_codes\":[\"/th\"],\"priority\":-100}",
    "{\"id\":\"repair\",\"category\":\"售后/维修\",\"kind\":\"technical\",\"stage\":\"assist\",\"question\":\"屏幕碎了怎么修\","
    "\"keywords\":[\"维修\"],\"products\":[\"A-102\",\"X5 Pro\"],\"answer\":\"请寄到维修点。\"}",
    "{\"id\":\"after\",\"category\":\"售后服务\",\"kind\":\"service\",\"question\":\"售后电话是多少\",\"answer\":\"在说明书里。\"}",
    "{\"id\":\"ship\",\"category\":\"物流\",\"kind\":\"service\",\"stage\":\"consult\",\"question\":\"什么时候发货\","
    "\"alternatives\":[\"几天能到\",\"发什么快递\",\"今天下单明天能到吗\"],\"answers\":[{\"body\":\"48小时内发货。\"},"
    "{\"body\":\"We ship within 48 hours.\",\"language\":\"en\"}],\"usage_count\":2000}",
    "{\"id\":\"free\",\"category\":\"物流\",\"kind\":\"business\",\"stage\":\"object\",\"question\":\"包邮吗\","
    "\"alternatives\":[\"运费多少钱\"],\"answers\":[{\"body\":\"满99元包邮。\",\"channel\":\"wangwang\"},"
    "{\"body\":\"运费8元。\",\"channel\":\"sms\",\"language\":\"zh-Hans\"}]}",
    "{\"id\":\"sale\",\"category\":\"活动\",\"kind\":\"business\",\"stage\":\"recommend\",\"question\":\"双十一有什么优惠\","
    "\"answer\":\"满300减40。\",\"valid_from\":\"2026-11-01T00:00:00+08:00\","
    "\"valid_until\":\"2026-11-12T00:00:00+08:00\"}",
    "{\"id\":\"later\",\"category\":\"活动\",\"kind\":\"business\",\"question\":\"双十二有什么优惠\",\"answer\":\"敬请期待。\","
    "\"valid_from\":\"2026-12-01T00:00:00Z\"}",
    "{\"id\":\"vip\",\"category\":\"会员\",\"kind\":\"business\",\"stage\":\"recommend\",\"question\":\"会员有什么优惠\","
    "\"answer\":\"会员九五折。\",\"audience\":[\"vip\"]}",
    "{\"id\":\"new\",\"category\":\"会员\",\"kind\":\"business\",\"question\":\"新客有什么优惠\",\"answer\":\"首单减10元。\","
    "\"audience\":[\"new\",\"vip\"]}",
    "{\"id\":\"draft\",\"category\":\"会员\",\"state\":\"draft\",\"question\":\"会员积分怎么换\",\"answer\":\"待定。\"}",
    "{\"id\":\"old\",\"category\":\"会员\",\"state\":\"archived\",\"question\":\"会员积分有什么用\",\"answer\":\"已停用。\"}",
    "{\"id\":\"tie-b\",\"question\":\"有没有发票\",\"answer\":\"有。\"}",
    "{\"id\":\"tie-a\",\"question\":\"有没有发票\",\"answer\":\"有。\"}",
    "{\"id\":\"tie\",\"question\":\"有没有发票\",\"answer\":\"有。\"}",
    "{\"id\":\"tie-aa\",\"question\":\"有没有发票\",\"answer\":\"有。\"}",
    "{\"id\":\"wifi\",\"kind\":\"technical\",\"stage\":\"consult\","
    "\"question\":\"How do I reset the Wi-Fi router WR-840N?\","
    "\"alternatives\":[\"路由器怎么重置\",\"无线网连不上\",\"ルーターをリセットしたい\"],\"answer\":\"按住重置键10秒。\"}",
    "{\"id\":\"size\",\"kind\":\"technical\",\"question\":\"屏幕多大\","
    "\"alternatives\":[\"6.7英寸吗\",\"12.9寸\",\"128GB够用吗\"],"
    "\"answer\":\"6.7英寸，128GB。\",\"products\":[\"X5 Pro\"]}",
    "{\"id\":\"only-answer\",\"question\":\"其他\",\"answer\":\"屏幕保护膜、手机壳、充电器都在配件区。\"}",
    "{\"id\":\"signs\",\"question\":\"？？？\",\"alternatives\":[\"😀\",\"/:^_^\"],\"short_codes\":[\"?\",\"😀\"]}",
};

/* 2026-10-01, 2026-11-11 and 2026-12-31, all at 00:00 UTC. */
static const int64_t instants[] = { 0, INT64_C(1790812800000), INT64_C(1794355200000), INT64_C(1798675200000) };
static const char *const categories[] = { "", "售后", "会员", "售后/退换货/无" };
static const char *const tags[] = { "", "vip", "new", "nobody" };
static const char *const channels[] = { "", "wangwang", "sms", "wecom" };
static const char *const languages[] = { "", "zh", "EN", "zh-hans" };

typedef struct search_case {
    bool lookup, suggest;
    kbg_query query;
    kbg_text preferred[2], audience[2];
    const char *message;
    size_t len, most;
} search_case;

static kbg_text text_of(const char *data)
{
    return (kbg_text){ data, strlen(data) };
}

static kbg_base *make_base(uint8_t flags, uint8_t seed, const fuzz_text *lines, fuzz_memory *memory)
{
    static const double values[] = { 0, 1, 0.5, 100, 0.001, 1000, 1e-300 };
    kbg_allocator allocator = fuzz_allocator(memory);
    kbg_base_options *options;
    kbg_base *base;
    kbg_error *error = NULL;
    FUZZ_CHECK(kbg_base_options_new(&allocator, &options) == KBG_OK);
    if (flags & NO_EMOTICONS)
        FUZZ_CHECK(kbg_base_options_set_emoticons(options, NULL, 0) == KBG_OK &&
                   kbg_base_options_set_emoticons(options, "", 0) == KBG_OK);
    if (flags & SMALL_MESSAGE)
        FUZZ_CHECK(kbg_base_options_set_limit(options, KBG_LIMIT_MESSAGE_BYTES, MESSAGE_LIMIT) == KBG_OK);
    uint32_t random = seed;
    for (size_t i = 0; i < kbg_weight_count() && flags & OWN_WEIGHTS; i++) {
        random = random * 1664525 + 1013904223;
        size_t choice = (random >> 24) % 12;
        const char *name = kbg_weight_name(i);
        if (choice < sizeof(values) / sizeof(values[0])) /* a value out of range is refused and changes nothing */
            (void)kbg_base_options_set_weight(options, name, strlen(name), values[choice]);
    }
    FUZZ_CHECK(kbg_base_new(options, &base, NULL) == KBG_OK);
    kbg_base_options_free(options);
    kbg_status status = kbg_base_load(base, KBG_FORMAT_JSONL, lines->data, lines->len, NULL, NULL, &error);
    if (status != KBG_OK)
        fprintf(stderr, "line %d: %s\n", (int)kbg_error_line(error), kbg_error_message(error));
    FUZZ_CHECK(status == KBG_OK);
    return base;
}

static void add_fixed_items(fuzz_text *lines)
{
    for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++) {
        fuzz_text_add_cstr(lines, items[i]);
        fuzz_text_add_cstr(lines, "\n");
    }
}

/* Each section is the question of an item; its place decides what else the item has. */
static void add_own_items(fuzz_text *lines, fuzz_input *input)
{
    for (unsigned i = 0; i < OWN_ITEMS_MOST && input->size; i++) {
        char number[128];
        kbg_text question = fuzz_section(input);
        if (question.len == 0)
            continue;
        (void)snprintf(number, sizeof(number), "{\"id\":\"%u\",\"usage_count\":%u,\"priority\":%d,\"question\":",
                       i * 7 % 50, i * 13 % 40, (int)(i % 5) * 50 - 100);
        fuzz_text_add_cstr(lines, number);
        fuzz_text_add_json(lines, question.data, question.len < 4096 ? question.len : 4096);
        if (i % 3 == 1) {
            fuzz_text_add_cstr(lines, ",\"answer\":");
            fuzz_text_add_json(lines, question.data, question.len < 4096 ? question.len : 4096);
        }
        if (i % 4 == 2) {
            fuzz_text_add_cstr(lines, ",\"short_codes\":[");
            fuzz_text_add_json(lines, question.data, question.len < 64 ? question.len : 64);
            fuzz_text_add_cstr(lines, "]");
        }
        fuzz_text_add_cstr(lines, "}\n");
    }
}

/* Whether the input makes valid options; what is not valid must be refused. */
static bool make_query(search_case *c, const uint8_t *b)
{
    kbg_query *q = &c->query;
    *q = (kbg_query)KBG_QUERY_INIT;
    q->flags = (b[0] & 7u) | (b[5] & WHOLE ? KBG_QUERY_WHOLE : 0);
    q->limit = b[1] == 254 ? 1001 : b[1] == 255 ? 1000 : b[1];
    q->kinds = b[2] & 31u;
    q->states = b[2] >> 5;
    q->stage = b[3] & 15u;
    q->min_confidence = (b[3] >> 4) / 15.0;
    q->now = instants[b[4] & 3];
    q->category = text_of(categories[b[4] >> 2 & 3]);
    c->preferred[0] = text_of(categories[b[4] >> 4 & 3]);
    c->preferred[1] = text_of("活动");
    c->audience[0] = text_of(tags[b[4] >> 6]);
    c->audience[1] = text_of("somebody");
    q->preferred = b[4] >> 4 & 3 ? c->preferred : NULL;
    q->preferred_count = b[4] >> 4 & 3 ? 2 : 0;
    q->audience = b[4] >> 6 ? c->audience : NULL;
    q->audience_count = b[4] >> 6 ? 2 : 0;
    q->channel = text_of(channels[b[5] & 3]);
    q->language = text_of(languages[b[5] >> 2 & 3]);
    return q->limit <= 1000 && q->stage <= KBG_STAGE_FAREWELL;
}

static kbg_status search(const search_case *c, kbg_searcher *searcher, const kbg_query *query, kbg_hits **hits)
{
    kbg_error *error = NULL;
    kbg_status status = c->lookup    ? kbg_lookup(searcher, c->message, c->len, query, hits, &error)
                        : c->suggest ? kbg_suggest(searcher, c->message, c->len, query, hits, &error)
                                     : kbg_search(searcher, c->message, c->len, query, hits, &error);
    fuzz_check_error(status, error);
    FUZZ_CHECK((status == KBG_OK) == (*hits != NULL));
    kbg_error_free(error);
    return status;
}

/* Whether the text is one of the two. */
static bool is_one_of(const char *text, size_t len, const kbg_text *two)
{
    for (int i = 0; i < 2; i++)
        if (len == two[i].len && memcmp(text, two[i].data, len) == 0)
            return true;
    return false;
}

static void check_filter(const search_case *c, const kbg_item *item)
{
    const kbg_query *q = &c->query;
    uint32_t states = q->states ? q->states : KBG_BIT(KBG_STATE_PUBLISHED);
    FUZZ_CHECK(states & KBG_BIT(kbg_item_state(item)));
    FUZZ_CHECK(!q->kinds || q->kinds & KBG_BIT(kbg_item_kind(item)));
    size_t len, tag_count = kbg_item_list_count(item, KBG_LIST_AUDIENCE);
    const char *category = kbg_item_category(item, &len);
    FUZZ_CHECK(q->category.len == 0 ||
               (len >= q->category.len && memcmp(category, q->category.data, q->category.len) == 0 &&
                (category[q->category.len] == '/' || category[q->category.len] == '\0')));
    int64_t from = kbg_item_valid_from(item), until = kbg_item_valid_until(item);
    if (!(q->flags & KBG_QUERY_ANY_TIME) && (from != KBG_NO_INSTANT || until != KBG_NO_INSTANT))
        FUZZ_CHECK(q->now && from <= q->now && (until == KBG_NO_INSTANT || q->now < until));
    bool wanted = tag_count == 0 || q->flags & KBG_QUERY_ANY_AUDIENCE;
    for (size_t i = 0; i < tag_count && !wanted && q->audience; i++) {
        const char *tag = kbg_item_list_text(item, KBG_LIST_AUDIENCE, i, &len);
        wanted = is_one_of(tag, len, c->audience);
    }
    FUZZ_CHECK(wanted);
}

/* Whether an offset of a well-formed message is a border between code points: no byte that continues one stands there. */
static bool is_border(const search_case *c, size_t at, bool well_formed)
{
    return !well_formed || at == c->len || ((unsigned char)c->message[at] & 0xC0) != 0x80;
}

static void check_parts(const search_case *c, const kbg_hits *hits, bool well_formed)
{
    size_t count = kbg_hits_part_count(hits), start = 1, end = 1, before = 0;
    FUZZ_CHECK(count >= 1 && count <= 8);
    for (size_t i = 0; i < count; i++) {
        FUZZ_CHECK(kbg_hits_part(hits, i, &start, &end));
        FUZZ_CHECK(start >= before && start <= end && end <= c->len);
        FUZZ_CHECK(is_border(c, start, well_formed) && is_border(c, end, well_formed));
        if (count == 1)
            FUZZ_CHECK(start == 0 && end == c->len);
        else
            FUZZ_CHECK(start < end && !c->lookup && !c->suggest && !(c->query.flags & KBG_QUERY_WHOLE));
        before = end;
    }
    FUZZ_CHECK(!kbg_hits_part(hits, count, &start, &end) && start == 0 && end == 0);
}

static void check_spans(const search_case *c, const kbg_hits *hits, size_t hit, bool well_formed)
{
    size_t count = kbg_hits_span_count(hits, hit), start = 1, end = 1, before = 0, last = 0;
    FUZZ_CHECK(kbg_hits_part(hits, kbg_hits_part_of(hits, hit), &before, &last));
    for (size_t i = 0; i < count; i++) {
        FUZZ_CHECK(kbg_hits_span(hits, hit, i, &start, &end));
        FUZZ_CHECK(start >= before && start < end && end <= last);
        if (well_formed) /* spans of a well-formed message hold whole characters */
            FUZZ_CHECK(fuzz_is_utf8(c->message + start, end - start));
        before = end;
    }
    FUZZ_CHECK(!kbg_hits_span(hits, hit, count, &start, &end) && start == 0 && end == 0);
}

/* What completes is a text of the item, marked in order and between characters. */
static void check_completion(const search_case *c, const kbg_hits *hits, size_t hit)
{
    const kbg_item *item = kbg_hits_item(hits, hit);
    kbg_completion_field field = kbg_hits_completion_field(hits, hit);
    size_t len = 1, count = kbg_hits_completion_span_count(hits, hit), start, end, before = 0;
    const char *completion = kbg_hits_completion(hits, hit, &len);
    if (!c->suggest) {
        FUZZ_CHECK(!completion && len == 0 && field == KBG_COMPLETION_NONE && count == 0);
        return;
    }
    bool found = field == KBG_COMPLETION_QUESTION && completion == kbg_item_question(item, 0, NULL);
    for (size_t i = 0; field != KBG_COMPLETION_QUESTION; i++) {
        kbg_list list = field == KBG_COMPLETION_SHORT_CODE ? KBG_LIST_SHORT_CODES
                        : field == KBG_COMPLETION_KEYWORD  ? KBG_LIST_KEYWORDS
                                                           : KBG_LIST_PRODUCTS;
        const char *own = kbg_item_list_text(item, list, i, NULL);
        found |= own == completion;
        if (!own || found)
            break;
    }
    FUZZ_CHECK(found && (kbg_hits_question(hits, hit) == 0) == (field == KBG_COMPLETION_QUESTION));
    for (size_t i = 0; i < count; i++) {
        FUZZ_CHECK(kbg_hits_completion_span(hits, hit, i, &start, &end));
        FUZZ_CHECK((i == 0 || start > before) && start < end && end <= len);
        FUZZ_CHECK(fuzz_is_utf8(completion + start, end - start));
        before = end;
    }
    FUZZ_CHECK(!kbg_hits_completion_span(hits, hit, count, &start, &end) && start == 0 && end == 0);
}

static void check_reasons(const search_case *c, const kbg_hits *hits, size_t hit)
{
    double sum = 0, size = 0, score = kbg_hits_score(hits, hit);
    size_t count = kbg_hits_reason_count(hits, hit);
    FUZZ_CHECK(count > 0 || (c->suggest && kbg_hits_completion_span_count(hits, hit) == 0));
    for (size_t i = 0; i < count; i++) {
        const char *name = kbg_hits_reason_name(hits, hit, i);
        double value = kbg_hits_reason_value(hits, hit, i);
        FUZZ_CHECK(name && isfinite(value));
        for (size_t j = 0; j < i; j++)
            FUZZ_CHECK(strcmp(name, kbg_hits_reason_name(hits, hit, j)) != 0);
        sum += value;
        size += fabs(value);
    }
    FUZZ_CHECK(fabs(sum - score) <= 1e-9 * size);
    FUZZ_CHECK(!kbg_hits_reason_name(hits, hit, count) && kbg_hits_reason_value(hits, hit, count) == 0);
}

static int compare_ids(const kbg_item *left, const kbg_item *right)
{
    size_t left_len, right_len;
    const char *a = kbg_item_id(left, &left_len), *b = kbg_item_id(right, &right_len);
    int order = memcmp(a, b, left_len < right_len ? left_len : right_len);
    return order ? order : (left_len > right_len) - (left_len < right_len);
}

static void check_hits(const search_case *c, const kbg_hits *hits)
{
    const kbg_query *q = &c->query;
    size_t count = kbg_hits_count(hits);
    bool well_formed = fuzz_is_utf8(c->message, c->len);
    FUZZ_CHECK(count <= (q->limit ? q->limit : 10));
    check_parts(c, hits, well_formed);
    for (size_t i = 0; i < count; i++) {
        double score = kbg_hits_score(hits, i), confidence = kbg_hits_confidence(hits, i);
        const kbg_item *item = kbg_hits_item(hits, i);
        size_t question = kbg_hits_question(hits, i);
        FUZZ_CHECK(item && isfinite(score));
        FUZZ_CHECK(confidence >= 0 && confidence <= 1 && confidence >= q->min_confidence);
        FUZZ_CHECK(question == SIZE_MAX || question < kbg_item_question_count(item));
        if (c->lookup)
            FUZZ_CHECK(score == 1 && confidence == 1 && question == SIZE_MAX && kbg_hits_span_count(hits, i) == 0);
        else if (c->suggest)
            FUZZ_CHECK(confidence == 1 && kbg_hits_span_count(hits, i) == 0 &&
                       (i == 0 || kbg_hits_score(hits, i - 1) >= score));
        for (size_t j = 0; j < i; j++) {
            const kbg_item *other = kbg_hits_item(hits, j);
            FUZZ_CHECK(other != item);
            /* The hits of a part stand in order. */
            if (!c->lookup && !c->suggest && kbg_hits_part_of(hits, j) == kbg_hits_part_of(hits, i))
                FUZZ_CHECK(kbg_hits_score(hits, j) > score ||
                           (kbg_hits_score(hits, j) == score && compare_ids(other, item) < 0));
        }
        check_filter(c, item);
        check_reasons(c, hits, i);
        check_completion(c, hits, i);
        check_spans(c, hits, i, well_formed);
    }
    FUZZ_CHECK(!kbg_hits_item(hits, count) && kbg_hits_score(hits, count) == 0);
}

/* Hit i of one and hit k of the other are the same in all they say. */
static void check_same_hit(const kbg_hits *left, size_t i, const kbg_hits *right, size_t k)
{
    FUZZ_CHECK(kbg_hits_item(left, i) == kbg_hits_item(right, k));
    FUZZ_CHECK(kbg_hits_score(left, i) == kbg_hits_score(right, k));
    FUZZ_CHECK(kbg_hits_confidence(left, i) == kbg_hits_confidence(right, k));
    FUZZ_CHECK(kbg_hits_question(left, i) == kbg_hits_question(right, k));
    FUZZ_CHECK(kbg_hits_part_of(left, i) == kbg_hits_part_of(right, k));
    FUZZ_CHECK(kbg_hits_span_count(left, i) == kbg_hits_span_count(right, k));
    for (size_t s = 0; s < kbg_hits_span_count(left, i); s++) {
        size_t start, end, other_start, other_end;
        FUZZ_CHECK(kbg_hits_span(left, i, s, &start, &end) && kbg_hits_span(right, k, s, &other_start, &other_end));
        FUZZ_CHECK(start == other_start && end == other_end);
    }
    FUZZ_CHECK(kbg_hits_completion(left, i, NULL) == kbg_hits_completion(right, k, NULL));
    FUZZ_CHECK(kbg_hits_completion_span_count(left, i) == kbg_hits_completion_span_count(right, k));
    FUZZ_CHECK(kbg_hits_reason_count(left, i) == kbg_hits_reason_count(right, k));
    for (size_t r = 0; r < kbg_hits_reason_count(left, i); r++)
        FUZZ_CHECK(kbg_hits_reason_value(left, i, r) == kbg_hits_reason_value(right, k, r));
}

static void check_same_parts(const kbg_hits *left, const kbg_hits *right)
{
    FUZZ_CHECK(kbg_hits_part_count(left) == kbg_hits_part_count(right));
    for (size_t i = 0; i < kbg_hits_part_count(left); i++) {
        size_t start, end, other_start, other_end;
        FUZZ_CHECK(kbg_hits_part(left, i, &start, &end) && kbg_hits_part(right, i, &other_start, &other_end));
        FUZZ_CHECK(start == other_start && end == other_end);
    }
}

/* The first hits of both are the same. */
static void check_same(const kbg_hits *left, const kbg_hits *right, size_t count)
{
    FUZZ_CHECK(kbg_hits_count(left) >= count && kbg_hits_count(right) >= count);
    check_same_parts(left, right);
    for (size_t i = 0; i < count; i++)
        check_same_hit(left, i, right, i);
}

/* `some` are those of the first `limit` hits of `all` that are sure enough. */
static void check_cut(const kbg_hits *some, const kbg_hits *all, size_t limit, double least)
{
    size_t found = 0;
    check_same_parts(some, all);
    for (size_t i = 0; i < limit && i < kbg_hits_count(all); i++)
        if (kbg_hits_confidence(all, i) >= least)
            check_same_hit(some, found++, all, i);
    FUZZ_CHECK(kbg_hits_count(some) == found);
}

/* The same search with the n-th allocation failing, and then without. */
static void check_no_memory(const search_case *c, kbg_base *base, fuzz_memory *memory, size_t fail_at,
                            const kbg_hits *expected)
{
    kbg_searcher *searcher = NULL;
    kbg_hits *hits = NULL;
    memory->fail_at = memory->calls + fail_at;
    memory->failed = false;
    kbg_status status = kbg_searcher_new(base, &searcher, NULL);
    FUZZ_CHECK((status == KBG_OK) == (searcher != NULL));
    if (status == KBG_OK)
        status = search(c, searcher, &c->query, &hits);
    memory->fail_at = 0;
    FUZZ_CHECK(status == KBG_OK || (status == KBG_ERR_NOMEM && memory->failed));
    if (status == KBG_ERR_NOMEM && searcher)
        FUZZ_CHECK(search(c, searcher, &c->query, &hits) == KBG_OK);
    if (hits) {
        FUZZ_CHECK(kbg_hits_count(hits) == kbg_hits_count(expected));
        check_same(hits, expected, kbg_hits_count(expected));
    }
    kbg_hits_free(hits);
    kbg_searcher_free(searcher);
}

static void run(search_case *c, kbg_base *base, bool valid, fuzz_memory *memory, uint8_t fail)
{
    kbg_searcher *searcher, *fresh;
    kbg_hits *hits, *again, *more;
    kbg_query wide = c->query;
    wide.limit = 1000;
    wide.min_confidence = 0;
    FUZZ_CHECK(kbg_searcher_new(base, &searcher, NULL) == KBG_OK);
    kbg_status status = search(c, searcher, &c->query, &hits);
    FUZZ_CHECK(status == (!valid ? KBG_ERR_OPTIONS : c->len > c->most ? KBG_ERR_LIMIT : KBG_OK));
    if (status == KBG_OK) {
        size_t count = kbg_hits_count(hits);
        check_hits(c, hits);
        FUZZ_CHECK(search(c, searcher, &wide, &more) == KBG_OK);
        check_cut(hits, more, c->query.limit ? c->query.limit : 10, c->query.min_confidence);
        FUZZ_CHECK(kbg_searcher_new(base, &fresh, NULL) == KBG_OK);
        FUZZ_CHECK(search(c, fresh, &c->query, &again) == KBG_OK && kbg_hits_count(again) == count);
        check_same(hits, again, count);
        kbg_hits_free(again);
        kbg_searcher_free(fresh);
        FUZZ_CHECK(search(c, searcher, &c->query, &again) == KBG_OK && kbg_hits_count(again) == count);
        check_same(hits, again, count);
        kbg_hits_free(again);
        kbg_hits_free(more);
        if (fail)
            check_no_memory(c, base, memory, fuzz_fail_at(fail), hits);
    }
    kbg_searcher_free(searcher);
    kbg_hits_free(hits); /* hits outlive their searcher */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static fuzz_memory shared_memory;
    static kbg_base *shared;
    fuzz_input input = { data, size };
    uint8_t b[8];
    for (size_t i = 0; i < sizeof(b); i++)
        b[i] = fuzz_byte(&input);
    search_case c = { .lookup = b[0] & LOOKUP,
                      .suggest = !(b[0] & LOOKUP) && b[5] & SUGGEST,
                      .most = b[0] & SMALL_MESSAGE ? MESSAGE_LIMIT : 1 << 20 };
    bool valid = make_query(&c, b);
    kbg_text message = { (const char *)input.data, input.size };
    if (b[0] & OWN_ITEMS)
        message = fuzz_section(&input);
    char *copy = fuzz_copy(message.data, message.len);
    c.message = copy;
    c.len = message.len;
    if (b[0] & (OWN_ITEMS | SMALL_MESSAGE | OWN_WEIGHTS | NO_EMOTICONS)) {
        fuzz_text lines = { 0 };
        fuzz_memory memory = { 0 };
        if (b[0] & OWN_ITEMS)
            add_own_items(&lines, &input);
        else
            add_fixed_items(&lines);
        kbg_base *base = make_base(b[0], b[7], &lines, &memory);
        run(&c, base, valid, &memory, b[6]);
        kbg_base_unref(base);
        FUZZ_CHECK(memory.blocks == 0 && memory.bytes == 0);
        fuzz_text_free(&lines);
    } else {
        if (!shared) { /* the settings and items are the same in each run: made once */
            fuzz_text lines = { 0 };
            add_fixed_items(&lines);
            shared = make_base(0, 0, &lines, &shared_memory);
            fuzz_text_free(&lines);
        }
        size_t blocks = shared_memory.blocks, bytes = shared_memory.bytes;
        run(&c, shared, valid, &shared_memory, b[6]);
        FUZZ_CHECK(shared_memory.blocks == blocks && shared_memory.bytes == bytes);
    }
    free(copy);
    return 0;
}
