/* SPDX-License-Identifier: MIT */
/* Rules: what an agent is about to send is checked and mended, what a customer writes raises signals.
 *
 *   check
 *
 * Calls introduced: kbg_rules_*, kbg_base_set_rules, kbg_check, kbg_findings_*. */
#include <inttypes.h>
#include <kbguide/kbguide.h>
#include <stdio.h>
#include <string.h>

/* Rules of the shop itself, one a line; the last one points at an item. */
static const char own_rules[] =
    "{\"id\":\"shop.wechat\",\"class\":\"banned\",\"direction\":\"outgoing\",\"action\":\"reject\","
    "\"severity\":\"high\",\"words\":[\"加微信\",\"加v信\",\"vx\"],\"reason\":\"不得把客户引到站外\"}\n"
    "{\"id\":\"shop.brand\",\"class\":\"style\",\"direction\":\"outgoing\",\"action\":\"replace\","
    "\"words\":[\"宝贝\"],\"replacement\":\"商品\"}\n"
    "{\"id\":\"shop.welcome\",\"class\":\"trigger\",\"direction\":\"incoming\",\"action\":\"signal\","
    "\"words\":[\"在吗\",\"有人吗\"],\"item\":\"greet-welcome\"}\n";

static const char *const actions[] = { "nothing", "signal", "mask", "replace", "warn", "reject" };

static int print_error(const kbg_error *error)
{
    fprintf(stderr, "%s:%" PRIu64 ":%" PRIu64 ": %s\n", kbg_error_source(error), kbg_error_line(error),
            kbg_error_column(error), kbg_error_message(error));
    return 1;
}

/* Checks one text and prints what was found. */
static int check(kbg_searcher *searcher, kbg_direction direction, const char *text)
{
    kbg_check_options options = KBG_CHECK_OPTIONS_INIT;
    kbg_findings *findings = NULL;
    kbg_error *error = NULL;
    options.direction = direction;
    if (kbg_check(searcher, text, strlen(text), &options, &findings, &error) != KBG_OK) {
        print_error(error); /* the text was not checked: do not send it */
        kbg_error_free(error);
        return 1;
    }
    printf("%s %s\n", direction == KBG_DIRECTION_OUTGOING ? ">" : "<", text);
    for (size_t i = 0; i < kbg_findings_count(findings); i++) {
        size_t start, end;
        (void)kbg_findings_span(findings, i, &start, &end);
        printf("    %s: %.*s, %s\n", kbg_findings_rule(findings, i, NULL), (int)(end - start), text + start,
               kbg_findings_item(findings, i, NULL) ? kbg_findings_item(findings, i, NULL)
                                                    : kbg_findings_class(findings, i, NULL));
    }
    printf("    %s", actions[kbg_findings_strongest(findings)]);
    if (strcmp(kbg_findings_text(findings, NULL), text) != 0)
        printf(": %s", kbg_findings_text(findings, NULL));
    printf("\n");
    kbg_findings_free(findings);
    return 0;
}

int main(void)
{
    static const kbg_text source = { "own_rules", 9 };
    kbg_base *base = NULL;
    kbg_rules *rules = NULL;
    kbg_searcher *searcher = NULL;
    kbg_error *error = NULL;
    int result = 1;
    if (kbg_base_new(NULL, &base, &error) != KBG_OK || kbg_rules_new(NULL, &rules, &error) != KBG_OK ||
        kbg_rules_load(rules, own_rules, sizeof(own_rules) - 1, source, &error) != KBG_OK ||
        kbg_rules_add_starter(rules, KBG_STARTER_ADVERTISING, &error) != KBG_OK ||
        kbg_rules_add_starter(rules, KBG_STARTER_PRIVATE, &error) != KBG_OK ||
        kbg_rules_add_starter(rules, KBG_STARTER_SIGNALS, &error) != KBG_OK ||
        kbg_base_set_rules(base, rules, &error) != KBG_OK || kbg_searcher_new(base, &searcher, &error) != KBG_OK) {
        print_error(error);
        goto out;
    }
    result = check(searcher, KBG_DIRECTION_OUTGOING, "您最近买的宝贝已经发货，最后一步是签收") +
             check(searcher, KBG_DIRECTION_OUTGOING, "这款手机全国第一，國 家 级品质") +
             check(searcher, KBG_DIRECTION_OUTGOING, "加 V 信聊，优惠更多") +
             check(searcher, KBG_DIRECTION_OUTGOING, "已登记您的手机１３８-0000-1234，请保持畅通") +
             check(searcher, KBG_DIRECTION_INCOMING, "在吗？我要退款，再不处理就投诉") +
             check(searcher, KBG_DIRECTION_INCOMING, "我不是要投诉，手机13800001234换个套餐");
out:
    kbg_searcher_free(searcher);
    kbg_rules_free(rules);
    kbg_base_unref(base);
    kbg_error_free(error);
    return result;
}
