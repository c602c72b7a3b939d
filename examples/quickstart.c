/* SPDX-License-Identifier: MIT */
/* The main job from end to end: load items, search for a message, print the best items and the snippet to send.
 *
 *   quickstart KB.jsonl              answers a set of sample messages
 *   quickstart KB.jsonl MESSAGE...   answers these
 *   quickstart KB.jsonl -            answers standard input, one message a line
 *
 * A message that begins with `/` is an agent's short code. Calls introduced: kbg_base_new, kbg_base_load_from,
 * kbg_searcher_new, kbg_search, kbg_lookup, kbg_hits_*, kbg_render, kbg_snippet_*. */
#include <kbguide/kbguide.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The instant for which messages are answered, 2026-11-11T10:00:00+08:00: a library that never reads the clock gives
 * the same answers every day. A real program passes the time of the message. */
static const int64_t now = INT64_C(1794362400000);

static const char *const samples[] = {
    "你好，129的套餐一个月有多少流量？",      "我想退货，怎么操作",          "請問攜號轉網要怎麼辦理",
    "亲，在吗在吗~ 快递到哪了呀 /:^_^",        "发票抬头开错了能该吗",            "ｉＰｈｏｎｅ１５有没有２５６Ｇ的",
    "定金可以退吗，双11买的S9",                "手机信号一直很差，打不了电话", "你们这什么态度，我要投诉！！",
    "出国去日本怎么开流量",                    "我的驗證碼收不到",            "我要推货",
    "/th",                                     "谢谢，没别的问题了",          "红烧肉怎么做",
};

/* Stands for the host's customer and order data. */
static bool variable(const char *name, size_t len, kbg_text *value, void *user_data)
{
    static const char *const values[][2] = {
        { "customer_name", "林女士" },     { "agent_name", "小云" },       { "shop_name", "云畅通信官方旗舰店" },
        { "order_no", "YC2026111100817" }, { "express_company", "顺丰" },  { "express_no", "SF1440093827156" },
        { "eta", "11月13日" },             { "phone_model", "星曜 S9" },   { "refund_amount", "3299.00" },
        { "phone_number", "170****5521" }, { "ticket_no", "T20261111-0042" },
    };
    (void)user_data;
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        if (strlen(values[i][0]) == len && memcmp(values[i][0], name, len) == 0) {
            *value = (kbg_text){ values[i][1], strlen(values[i][1]) };
            return true;
        }
    }
    return false;
}

static size_t read_file(char *buffer, size_t size, void *file)
{
    size_t got = fread(buffer, 1, size, file);
    return got == 0 && ferror((FILE *)file) ? KBG_READ_FAILED : got;
}

static int fail(kbg_error *error)
{
    fprintf(stderr, "%s: %s\n", kbg_status_name(kbg_error_status(error)), kbg_error_message(error));
    kbg_error_free(error);
    return 1;
}

static int print_snippet(kbg_searcher *searcher, const kbg_item *item)
{
    kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
    kbg_snippet *snippet;
    kbg_error *error;
    options.variable = variable;
    options.flags = KBG_RENDER_ATTACHMENT_LINES;
    if (kbg_render(searcher, item, &options, &snippet, &error) != KBG_OK)
        return fail(error);
    printf("  ┌─ 可直接发送\n  │ ");
    for (const char *c = kbg_snippet_part(snippet, 0, NULL); *c; c++) {
        putchar(*c);
        if (*c == '\n')
            printf("  │ ");
    }
    printf("\n  └─\n");
    kbg_snippet_free(snippet);
    return 0;
}

/* The three reasons that gave or took most. */
static void print_reasons(const kbg_hits *hits, size_t hit)
{
    size_t count = kbg_hits_reason_count(hits, hit), shown[3];
    for (size_t n = 0; n < 3 && n < count; n++) {
        double most = -1;
        for (size_t r = 0; r < count; r++) {
            double size = fabs(kbg_hits_reason_value(hits, hit, r));
            if (size > most && !(n > 0 && shown[0] == r) && !(n > 1 && shown[1] == r)) {
                most = size;
                shown[n] = r;
            }
        }
        printf(" %s %+.2f", kbg_hits_reason_name(hits, hit, shown[n]), kbg_hits_reason_value(hits, hit, shown[n]));
    }
    printf("\n");
}

static int answer(kbg_searcher *searcher, const char *message)
{
    kbg_query query = KBG_QUERY_INIT;
    kbg_hits *hits;
    kbg_error *error;
    query.limit = 3;
    query.now = now;
    kbg_status status = message[0] == '/' ? kbg_lookup(searcher, message, strlen(message), &query, &hits, &error)
                                          : kbg_search(searcher, message, strlen(message), &query, &hits, &error);
    if (status != KBG_OK)
        return fail(error);
    printf("客户：%s\n", message);
    for (size_t i = 0; i < kbg_hits_count(hits); i++) {
        const kbg_item *item = kbg_hits_item(hits, i);
        size_t question = kbg_hits_question(hits, i);
        printf("  %zu. %s  〔%s〕 得分 %.2f 置信度 %.2f\n     匹配：%s ｜", i + 1, kbg_item_question(item, 0, NULL),
               kbg_item_category(item, NULL), kbg_hits_score(hits, i), kbg_hits_confidence(hits, i),
               question == SIZE_MAX ? "-" : kbg_item_question(item, question, NULL));
        print_reasons(hits, i);
    }
    /* Below this confidence an agent should look first: see doc/ranking.md. */
    int result = 0;
    if (kbg_hits_count(hits) == 0 || kbg_hits_confidence(hits, 0) < 0.3)
        printf("  没有把握的答案，请转人工处理。\n");
    else
        result = print_snippet(searcher, kbg_hits_item(hits, 0));
    printf("\n");
    kbg_hits_free(hits);
    return result;
}

static int answer_lines(kbg_searcher *searcher)
{
    char line[4096];
    int result = 0;
    while (result == 0 && fgets(line, sizeof(line), stdin)) {
        line[strcspn(line, "\r\n")] = '\0';
        if (line[0])
            result = answer(searcher, line);
    }
    return result;
}

int main(int argc, char **argv)
{
    kbg_base *base = NULL;
    kbg_searcher *searcher = NULL;
    kbg_error *error = NULL;
    kbg_load_options load = KBG_LOAD_OPTIONS_INIT;
    FILE *file = argc > 1 ? fopen(argv[1], "rb") : NULL;
    int result = 1;
    if (!file) {
        fprintf(stderr, "usage: quickstart KB.jsonl [MESSAGE... | -]\n");
        return 2;
    }
    load.source = (kbg_text){ argv[1], strlen(argv[1]) };
    if (kbg_base_new(NULL, &base, &error) != KBG_OK ||
        kbg_base_load_from(base, KBG_FORMAT_JSONL, read_file, file, &load, NULL, &error) != KBG_OK ||
        kbg_searcher_new(base, &searcher, &error) != KBG_OK) {
        fail(error);
    } else if (argc == 3 && strcmp(argv[2], "-") == 0) {
        result = answer_lines(searcher);
    } else {
        result = 0;
        for (int i = 2; i < argc && result == 0; i++)
            result = answer(searcher, argv[i]);
        for (size_t i = 0; argc == 2 && i < sizeof(samples) / sizeof(samples[0]) && result == 0; i++)
            result = answer(searcher, samples[i]);
    }
    kbg_searcher_free(searcher);
    kbg_base_unref(base);
    fclose(file);
    return result;
}
