/* SPDX-License-Identifier: MIT */
/* CSV, TSV and Markdown in. */
#include "helper.h"

#include <stdlib.h>
#include <string.h>

/* Short names for tables. */
#define JSONL KBG_FORMAT_JSONL
#define CSV KBG_FORMAT_CSV
#define TSV KBG_FORMAT_TSV
#define MARKDOWN KBG_FORMAT_MARKDOWN

/* Loads an input into an empty base, leaving out what is bad. Returns the items as JSON Lines, and behind them the bad
 * rows as "!line:column@offset STATUS message". */
static text import(kbg_format format, const char *input, size_t len, const kbg_load_options *load)
{
    kbg_load_options own = load ? *load : (kbg_load_options)KBG_LOAD_OPTIONS_INIT;
    kbg_base *base = base_of(NULL);
    kbg_report *report = NULL;
    own.flags |= KBG_LOAD_SKIP_BAD;
    assert_int_equal(kbg_base_load(base, format, input, len, &own, &report, NULL), KBG_OK);
    text out = dump(base);
    kbg_view *view = kbg_base_view(base);
    assert_int_equal(kbg_report_item_count(report), kbg_view_item_count(view));
    kbg_view_unref(view);
    for (size_t i = 0; i < kbg_report_error_count(report); i++) {
        const kbg_error *error = kbg_report_error(report, i);
        text_add_format(&out, "!%d:%d@%d %s %s\n", (int)kbg_error_line(error), (int)kbg_error_column(error),
                        (int)kbg_error_offset(error), kbg_status_name(kbg_error_status(error)) + 8,
                        kbg_error_message(error));
    }
    kbg_report_free(report);
    kbg_base_unref(base);
    return out;
}

/* Puts # for the 16 hexadecimal digits of generated ids. */
static void hide_ids(text *t)
{
    static const char *const prefixes[] = { "\"auto-", "\"md-" };
    for (size_t p = 0; p < COUNT_OF(prefixes); p++)
        for (char *at = t->data; (at = strstr(at, prefixes[p])) != NULL; at++) {
            char *digits = at + strlen(prefixes[p]);
            assert_int_equal(strspn(digits, "0123456789abcdef"), 16);
            memmove(digits, digits + 15, strlen(digits + 15) + 1);
            digits[0] = '#';
        }
}

static void assert_import(size_t row, kbg_format format, const char *input, size_t len, const kbg_load_options *load,
                          const char *expected)
{
    text out = import(format, input, len, load);
    hide_ids(&out);
    if (strcmp(out.data, expected) != 0)
        fail_msg("row %zu:\n%s", row, out.data);
    text_free(&out);
}

typedef struct import_row {
    kbg_format format;
    const char *input;
    const char *expected;
} import_row;

static void assert_rows(const import_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_import(i, rows[i].format, rows[i].input, strlen(rows[i].input), NULL, rows[i].expected);
}

static const import_row products[] = {
    /* 千牛, as exported and as desks like it write */
    { CSV, "快捷短语编码,快捷短语,快捷短语分组\n1,亲您好,问好\ntk,\"订单页\n点退款\",\n",
      "{\"id\":\"auto-#\",\"category\":\"问好\",\"question\":\"亲您好\",\"answers\":[{\"body\":\"亲您好\"}],"
      "\"short_codes\":[\"1\"]}\n"
      "{\"id\":\"auto-#\",\"question\":\"订单页\",\"answers\":[{\"body\":\"订单页\\n点退款\"}],"
      "\"short_codes\":[\"tk\"]}\n" },
    { CSV, "快捷编码,快捷短语,快捷短语分组\n1,您好&#44;在的&#13;请说,未分组\n",
      "{\"id\":\"auto-#\",\"question\":\"您好,在的\",\"answers\":[{\"body\":\"您好,在的\\n请说\"}],"
      "\"short_codes\":[\"1\"]}\n" },
    { CSV, "登记日期,分组,快捷编码,快捷短语,是否加入团队\n2026/11/1,售后,th,亲可以退的,是\n",
      "{\"id\":\"auto-#\",\"category\":\"售后\",\"question\":\"亲可以退的\",\"answers\":[{\"body\":\"亲可以退的\"}],"
      "\"short_codes\":[\"th\"],\"properties\":{\"登记日期\":\"2026/11/1\",\"是否加入团队\":\"是\"}}\n" },
    { CSV, "产品,问题,回答,话术\n凝珠,怎么用,一次一颗,亲，一次放一颗就可以啦\n",
      "{\"id\":\"auto-#\",\"question\":\"怎么用\",\"answers\":[{\"body\":\"一次一颗\"},{\"body\":\"亲，一次放一颗就可以啦\","
      "\"variant\":\"话术\"}],\"products\":[\"凝珠\"]}\n" },
    /* FastGPT: the list goes on in further cells, and may be left out */
    { CSV, "q,a,indexes\n怎么退款,订单页申请,\"怎么退钱\n能退吗\",退得了吗\n几点关门,九点\n退,去退,a\\nb\n",
      "{\"id\":\"auto-#\",\"question\":\"怎么退款\",\"alternatives\":[\"怎么退钱\",\"能退吗\",\"退得了吗\"],"
      "\"answers\":[{\"body\":\"订单页申请\"}]}\n"
      "{\"id\":\"auto-#\",\"question\":\"几点关门\",\"answers\":[{\"body\":\"九点\"}]}\n"
      "{\"id\":\"auto-#\",\"question\":\"退\",\"alternatives\":[\"a\",\"b\"],\"answers\":[{\"body\":\"去退\"}]}\n" },
    /* Dify, Chatwoot */
    { CSV, " Question , ANSWER\n怎么退款,\"订单页,点退款\"\n",
      "{\"id\":\"auto-#\",\"question\":\"怎么退款\",\"answers\":[{\"body\":\"订单页,点退款\"}]}\n" },
    /* MaxKB: the title is a keyword, or the question */
    { CSV, "分段标题（选填）,分段内容（必填，问题答案））,问题（选填，单元格内一行一个）\n退款,订单页申请,\"怎么退款\n退钱\"\n"
           "运费,店家付,\n,只有内容,\n",
      "{\"id\":\"auto-#\",\"question\":\"怎么退款\",\"alternatives\":[\"退钱\"],\"answers\":[{\"body\":\"订单页申请\"}],"
      "\"keywords\":[\"退款\"]}\n"
      "{\"id\":\"auto-#\",\"question\":\"运费\",\"answers\":[{\"body\":\"店家付\"}]}\n"
      "{\"id\":\"auto-#\",\"question\":\"只有内容\",\"answers\":[{\"body\":\"只有内容\"}]}\n" },
    /* QnA Maker: rows with one QnaId are one item */
    { TSV, "Question\tAnswer\tSource\tMetadata\tSuggestedQuestions\tIsContextOnly\tPrompts\tQnaId\n"
           "怎么退款\t第一步\\n第二步\tEditorial\tcat:售后|lang:zh\t[]\tFalse\t[]\t1\n"
           "退钱\t第一步\\n第二步\tEditorial\t\t[]\tFalse\t[]\t1\n"
           "几点关门\t九点\t\t\t[]\tTrue\t[{\"qnaId\":1}]\t2\n",
      "{\"id\":\"qna-1\",\"question\":\"怎么退款\",\"alternatives\":[\"退钱\"],\"answers\":[{\"body\":\"第一步\\n第二步\"}],"
      "\"properties\":{\"Source\":\"Editorial\",\"cat\":\"售后\",\"lang\":\"zh\"}}\n"
      "{\"id\":\"qna-2\",\"question\":\"几点关门\",\"answers\":[{\"body\":\"九点\"}],"
      "\"properties\":{\"IsContextOnly\":\"True\",\"Prompts\":\"[{\\\"qnaId\\\":1}]\"}}\n" },
    { TSV, "Question\tAnswer\tQnaId\na\tx\t1\nb\ty\t1\nc\tz\t2\nd\tz\t2\te\nf\tw\t3\n",
      "{\"id\":\"qna-2\",\"question\":\"c\",\"answers\":[{\"body\":\"z\"}]}\n"
      "{\"id\":\"qna-3\",\"question\":\"f\",\"answers\":[{\"body\":\"w\"}]}\n"
      "!3:1@28 VALUE the rows of this QnaId have different answers\n"
      "!5:7@46 SYNTAX the row has 4 cells, the header has 3\n" },
    /* Zammad */
    { CSV, "id;name;keywords;content;note;active;groups\n3;退款;tk,退;\"订单页;申请\";内部;false;售后\n;问好;;您好;;true;\n",
      "{\"id\":\"zammad-3\",\"category\":\"售后\",\"state\":\"archived\",\"question\":\"退款\","
      "\"answers\":[{\"body\":\"订单页;申请\"}],\"keywords\":[\"tk\",\"退\"],\"properties\":{\"note\":\"内部\"}}\n"
      "{\"id\":\"auto-#\",\"question\":\"问好\",\"answers\":[{\"body\":\"您好\"}]}\n" },
};

static void files_of_other_products_are_known(void **state)
{
    (void)state;
    assert_rows(products, COUNT_OF(products));
}

static const import_row own[] = {
    { CSV, "", "" },
    { CSV, "id,question\n", "" },
    /* every column */
    { CSV, "id,category,kind,stage,state,question,alternatives,answer,\"answer[channel=sms,variant=B]\",attachments,"
           "short_codes,keywords,products,audience,priority,valid_from,valid_until,related,property:owner,updated_at,"
           "usage_count,extra\n"
           "a,售后/退换货,service,assist,draft,怎么退货,\"能退吗\n退货流程\",点**申请**,请点申请,"
           "\"[{\"\"kind\"\":\"\"link\"\",\"\"uri\"\":\"\"https://shop.example/r\"\"}]\",/th|/thlc,售后| 退款 ,P1,vip,-10,"
           "2026-10-31T20:00:00+08:00,2026-11-12T00:00:00+08:00,b|c,售后部,2026-11-03T09:30:00+08:00,1560,"
           "\"{\"\"x\"\":[1]}\"\n",
      "{\"id\":\"a\",\"category\":\"售后/退换货\",\"kind\":\"service\",\"stage\":\"assist\",\"state\":\"draft\","
      "\"question\":\"怎么退货\",\"alternatives\":[\"能退吗\",\"退货流程\"],\"answers\":[{\"body\":\"点**申请**\","
      "\"attachments\":[{\"kind\":\"link\",\"uri\":\"https://shop.example/r\"}]},{\"body\":\"请点申请\","
      "\"channel\":\"sms\",\"variant\":\"B\"}],\"short_codes\":[\"/th\",\"/thlc\"],\"keywords\":[\"售后\",\"退款\"],"
      "\"products\":[\"P1\"],\"audience\":[\"vip\"],\"priority\":-10,\"valid_from\":\"2026-10-31T20:00:00+08:00\","
      "\"valid_until\":\"2026-11-12T00:00:00+08:00\",\"related\":[\"b\",\"c\"],\"properties\":{\"owner\":\"售后部\"},"
      "\"updated_at\":\"2026-11-03T09:30:00+08:00\",\"usage_count\":1560,\"x\":[1]}\n" },
    /* Chinese headers and names */
    { CSV, "编号,分类,知识类型,接待阶段,状态,标准问题,相似问法,答案,快捷码,关键词,适用客户,优先级\n"
           "a,售后,服务,协助办理,草稿,怎么退货,能退吗,点申请,/th,退货,vip,+3\n",
      "{\"id\":\"a\",\"category\":\"售后\",\"kind\":\"service\",\"stage\":\"assist\",\"state\":\"draft\","
      "\"question\":\"怎么退货\",\"alternatives\":[\"能退吗\"],\"answers\":[{\"body\":\"点申请\"}],"
      "\"short_codes\":[\"/th\"],\"keywords\":[\"退货\"],\"audience\":[\"vip\"],\"priority\":3}\n" },
    /* a list over several columns, several answers of a kind, an answer for an audience */
    { CSV, "id,question,keywords,answer,answer,answer[audience=vip|new],keywords\na,q,k|l,x,y,z,m\n",
      "{\"id\":\"a\",\"question\":\"q\",\"answers\":[{\"body\":\"x\"},{\"body\":\"y\"},{\"body\":\"z\","
      "\"audience\":[\"vip\",\"new\"]}],\"keywords\":[\"k\",\"l\",\"m\"]}\n" },
    { CSV, "id,question,\"answer[variant=a\\,b\\]c\\\\]\"\na,q,x\n",
      "{\"id\":\"a\",\"question\":\"q\",\"answers\":[{\"body\":\"x\",\"variant\":\"a,b]c\\\\\"}]}\n" },
    /* unknown columns are properties */
    { CSV, "id,question,负责人,Note\na,q,张三,\nb,q,,x\n",
      "{\"id\":\"a\",\"question\":\"q\",\"properties\":{\"负责人\":\"张三\"}}\n"
      "{\"id\":\"b\",\"question\":\"q\",\"properties\":{\"Note\":\"x\"}}\n" },
    /* Excel: empty columns and rows at the end, formulas made texts */
    { CSV, "id,question,answer,,\r\na,'=1+1,''=x,,\r\n,,,,\r\nb,'ok',-5,,,,\r\n",
      "{\"id\":\"a\",\"question\":\"=1+1\",\"answers\":[{\"body\":\"'=x\"}]}\n"
      "{\"id\":\"b\",\"question\":\"'ok'\",\"answers\":[{\"body\":\"-5\"}]}\n" },
    /* an answer alone makes its question: the first line, 64 characters */
    { CSV, "answer\n\" \n你好，在的。 \n请说\"\n", "{\"id\":\"auto-#\",\"question\":\"你好，在的。\","
                                                  "\"answers\":[{\"body\":\" \\n你好，在的。 \\n请说\"}]}\n" },
    { CSV, "answer\n一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
           "一二三四五六七八九十一二三四五六\n",
      "{\"id\":\"auto-#\",\"question\":\"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
      "一二三四五六七八九十一二三四五六七八九十一二三四\",\"answers\":[{\"body\":\"一二三四五六七八九十一二三四五六七八九十"
      "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六\"}]}\n" },
};

static void own_columns_hold_an_item(void **state)
{
    (void)state;
    assert_rows(own, COUNT_OF(own));
}

#define OK_ROW "{\"id\":\"ok\",\"question\":\"q\"}\n"

static const import_row bad[] = {
    { CSV, "id,question\na,\"q\nok,q\n", "!2:3@14 SYNTAX the quote that begins this cell is not closed\n" },
    { CSV, "id,question\na,\"q\"w\nok,q\n",
      OK_ROW "!2:6@17 SYNTAX there is text behind the quote that ends the cell\n" },
    { CSV, "id,question\na,q,x\nok,q\nb\n",
      OK_ROW "!2:5@16 SYNTAX the row has 3 cells, the header has 2\n"
             "!4:1@23 SYNTAX the row has 1 cells, the header has 2\n" },
    { CSV, "id,question,\na,q,x\nok,q,\n", OK_ROW "!2:5@17 SYNTAX the column of this cell has no name in the header\n" },
    { CSV, "id,question\n你好,\xFF\nok,q\n", OK_ROW "!2:4@19 UTF8 byte 0xFF is not well-formed UTF-8\n" },
    { CSV, "id,question,priority\na,q,x\nb,q,101\nc,q,9999999999999999999\nok,q,\n",
      OK_ROW "!2:5@25 TYPE priority must be an integer\n!3:5@31 VALUE priority is 101, it must be from -100 to 100\n"
             "!4:5@39 TYPE priority must be an integer\n" },
    { CSV, "id,question,kind\na,q,什么\nok,q,\n", OK_ROW "!2:5@21 VALUE kind \"什么\" is not one of the names it may have\n" },
    { CSV, "id,question,category\na,q,a//b\nok,q,\n",
      OK_ROW "!2:5@25 VALUE category \"a//b\" has an empty name in its path\n" },
    { CSV, "id,question,valid_from,valid_until\na,q,2026-11-11,\n"
           "b,q,2026-11-11T00:00:00Z,2026-11-10T00:00:00Z\nok,q,,\n",
      OK_ROW "!2:5@39 VALUE valid_from \"2026-11-11\" is not an instant with a zone, such as 2026-11-11T00:00:00+08:00\n"
             "!3:26@76 VALUE valid_until is not after valid_from\n" },
    { CSV, "id,question,answer\na,,\n,,x\nok,q,\n,,\"\n\"\n",
      "{\"id\":\"auto-#\",\"question\":\"x\",\"answers\":[{\"body\":\"x\"}]}\n" OK_ROW
      "!2:1@19 VALUE question is missing\n!5:1@33 VALUE question is missing\n" },
    { CSV, "id,question\nok,q\n ok,q\nok,r\n",
      OK_ROW "{\"id\":\" ok\",\"question\":\"q\"}\n!4:1@23 DUPLICATE id \"ok\" is there already\n" },
    { CSV, "question\nq\nq\n", "{\"id\":\"auto-#\",\"question\":\"q\"}\n"
                               "!3:1@11 DUPLICATE id \"auto-#\" is there already\n" },
    { CSV, "id,question,attachments\na,q,[]]\nb,q,{}\nok,q,\n",
      OK_ROW "!2:5@28 SYNTAX not valid JSON: end of file expected\n!3:5@36 TYPE attachments must be a list\n" },
    { CSV, "id,question,extra\na,q,[]\n\"b\",q,\"{\"\"id\"\":1}\"\nok,q,{}\n",
      OK_ROW "!2:5@22 TYPE extra must be an object\n!3:7@31 VALUE extra holds id, which is a known key\n" },
    { CSV, "id,question,metadata,property:k\na,q,k:v,w\nb,q,kv,\nok,q,,\n",
      OK_ROW "!2:9@40 VALUE the property \"k\" is there twice\n"
             "!3:5@46 VALUE \"kv\" is not a key and a value with a colon between\n" },
    { CSV, "name,keywords,content,active\n退,,x,maybe\n", "!2:6@36 VALUE \"maybe\" is neither true nor false\n" },
    /* headers: nothing behind them is read */
    { CSV, "foo,bar\na,b\n", "!1:1@0 VALUE no column of the header is a question or an answer\n" },
    { CSV, "question,id,id\na,b,c\n", "!1:13@12 VALUE the column \"id\" is there twice\n" },
    { CSV, "question,编号,id\na,b,c\n", "!1:13@16 VALUE the column \"id\" is there twice\n" },
    { CSV, "question,answer[chanel=sms]\na,b\n",
      "!1:10@9 VALUE the header \"answer[chanel=sms]\" has a qualifier that is not known\n" },
    { CSV, "question,answer[channel=sms\na,b\n",
      "!1:10@9 VALUE the header \"answer[channel=sms\" has a qualifier that is not known\n" },
    { CSV, "question,\"answer\na,b\n", "!1:10@9 SYNTAX the quote that begins this cell is not closed\n" },
    { CSV, "a,b\n", "!1:1@0 VALUE no column of the header is a question or an answer\n" },
};

static void bad_rows_have_places(void **state)
{
    (void)state;
    assert_rows(bad, COUNT_OF(bad));
}

static const import_row markdown[] = {
    { MARKDOWN, "", "" },
    { MARKDOWN, "\n\n", "" },
    { MARKDOWN, "# 退货\n", "" },
    { MARKDOWN, "# 退货\n点申请。\n",
      "{\"id\":\"md-#\",\"question\":\"退货\",\"answers\":[{\"body\":\"点申请。\"}],\"properties\":{\"source\":\"m.md:2-2\"}}\n" },
    /* categories; levels may be left out; ATX and underlined */
    { MARKDOWN, "手册\n====\n\n## 安装 *前*\n\n先看`说明`。\n\n#### 1/2 步\n\n- 一\n- 二\n\n售后\n---\n\n退。\n",
      "{\"id\":\"md-#\",\"category\":\"手册\",\"question\":\"安装 前\",\"answers\":[{\"body\":\"先看`说明`。\"}],"
      "\"properties\":{\"source\":\"m.md:6-6\"}}\n"
      "{\"id\":\"md-#\",\"category\":\"手册/安装 前\",\"question\":\"1/2 步\",\"answers\":[{\"body\":\"- 一\\n- 二\"}],"
      "\"properties\":{\"source\":\"m.md:10-11\"}}\n"
      "{\"id\":\"md-#\",\"category\":\"手册\",\"question\":\"售后\",\"answers\":[{\"body\":\"退。\"}],"
      "\"properties\":{\"source\":\"m.md:16-16\"}}\n" },
    { MARKDOWN, "# A/B\n## Q\nx\r\n\r\n\ty\r\n",
      "{\"id\":\"md-#\",\"category\":\"A／B\",\"question\":\"Q\",\"answers\":[{\"body\":\"x\\r\\n\\r\\n\\ty\"}],"
      "\"properties\":{\"source\":\"m.md:3-5\"}}\n" },
    /* text before the first heading, and below an empty one, is its own question */
    { MARKDOWN, "前言。\n\n第二段\n\n#\n\n无题\n",
      "{\"id\":\"md-#\",\"question\":\"前言。\",\"answers\":[{\"body\":\"前言。\\n\\n第二段\"}],"
      "\"properties\":{\"source\":\"m.md:1-3\"}}\n"
      "{\"id\":\"md-#\",\"question\":\"无题\",\"answers\":[{\"body\":\"无题\"}],\"properties\":{\"source\":\"m.md:7-7\"}}\n" },
    /* no headings: in code, in quotes, in lists, in HTML, escaped */
    { MARKDOWN, "# Q\n\n```\n# no\n```\n\n> # no\n\n- # no\n\n<div>\n# no\n</div>\n\n\\# no\n\n    # no\n",
      "{\"id\":\"md-#\",\"question\":\"Q\",\"answers\":[{\"body\":\"```\\n# no\\n```\\n\\n> # no\\n\\n- # no\\n\\n"
      "<div>\\n# no\\n</div>\\n\\n\\\\# no\\n\\n    # no\"}],\"properties\":{\"source\":\"m.md:3-17\"}}\n" },
    /* a heading over two lines, closing signs, entities, an image, HTML */
    { MARKDOWN, "a\nb\n===\nx\n\n## c &amp; ![图](u) <b>d</b> ##\ny\n",
      "{\"id\":\"md-#\",\"question\":\"a b\",\"answers\":[{\"body\":\"x\"}],\"properties\":{\"source\":\"m.md:4-4\"}}\n"
      "{\"id\":\"md-#\",\"category\":\"a b\",\"question\":\"c & 图 d\",\"answers\":[{\"body\":\"y\"}],"
      "\"properties\":{\"source\":\"m.md:7-7\"}}\n" },
    /* the same heading twice */
    { MARKDOWN, "# Q\na\n# Q\nb\n",
      "{\"id\":\"md-#\",\"question\":\"Q\",\"answers\":[{\"body\":\"a\"}],\"properties\":{\"source\":\"m.md:2-2\"}}\n"
      "{\"id\":\"md-#\",\"question\":\"Q\",\"answers\":[{\"body\":\"b\"}],\"properties\":{\"source\":\"m.md:4-4\"}}\n" },
    /* what is bad */
    { MARKDOWN, "# Q\na\n####### 七\n# R\nb\n",
      "{\"id\":\"md-#\",\"question\":\"R\",\"answers\":[{\"body\":\"b\"}],\"properties\":{\"source\":\"m.md:5-5\"}}\n"
      "!3:1@6 SYNTAX a heading has 7 levels, the most are 6\n" },
    { MARKDOWN, "# Q\na\xFF\n", "!2:2@5 UTF8 byte 0xFF is not well-formed UTF-8\n" },
};

static void a_manual_becomes_items(void **state)
{
    (void)state;
    kbg_load_options load = KBG_LOAD_OPTIONS_INIT;
    load.source = view_of("m.md");
    for (size_t i = 0; i < COUNT_OF(markdown); i++)
        assert_import(i, MARKDOWN, markdown[i].input, strlen(markdown[i].input), &load, markdown[i].expected);
    assert_import(100, MARKDOWN, "# Q\n\0", 5, &load, "!2:1@4 SYNTAX a NUL character\n");
    assert_import(101, MARKDOWN, "# Q\na\n", 6, NULL,
                  "{\"id\":\"md-#\",\"question\":\"Q\",\"answers\":[{\"body\":\"a\"}],\"properties\":{\"source\":\"2-2\"}}\n");
}

static void a_thousand_heading_levels_are_an_error(void **state)
{
    (void)state;
    text input = { 0 };
    kbg_base *base = base_of("{\"id\":\"a\",\"question\":\"q\"}");
    kbg_error *error = NULL;
    for (size_t level = 1; level <= 1000; level++) {
        text_add_repeated(&input, "#", level);
        text_add_format(&input, " 第%zu级\n\n正文\n\n", level);
    }
    assert_int_equal(kbg_base_load(base, KBG_FORMAT_MARKDOWN, input.data, input.len, NULL, NULL, &error),
                     KBG_ERR_SYNTAX);
    assert_int_equal(kbg_error_line(error), 25);
    assert_int_equal(kbg_error_column(error), 1);
    assert_string_equal(kbg_error_message(error), "a heading has 7 levels, the most are 6");
    kbg_error_free(error);
    text out = dump(base);
    assert_string_equal(out.data, "{\"id\":\"a\",\"question\":\"q\"}\n");
    text_free(&out);
    text_free(&input);
    kbg_base_unref(base);
}

/* Sections are cut at paragraphs and items of lists; each piece names its neighbours. */
static void long_sections_are_cut(void **state)
{
    static const char input[] = "# 安装\n\n一二三四五\n\n六七八九十\n\n- 一二三四\n- 五六七八\n- 九\n\n"
                                "这一段比十二个字长得多但是不能再切了\n";
    (void)state;
    kbg_load_options load = KBG_LOAD_OPTIONS_INIT;
    load.section_chars = 12;
    kbg_base *base = base_of(NULL);
    assert_int_equal(kbg_base_load(base, KBG_FORMAT_MARKDOWN, input, strlen(input), &load, NULL, NULL), KBG_OK);
    static const char *const bodies[] = { "一二三四五\n\n六七八九十", "- 一二三四", "- 五六七八\n- 九",
                                          "这一段比十二个字长得多但是不能再切了" };
    static const char *const lines[] = { "3-5", "7-7", "8-9", "11-11" };
    kbg_view *view = kbg_base_view(base);
    assert_int_equal(kbg_view_item_count(view), COUNT_OF(bodies));
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        const kbg_item *item = kbg_view_item(view, i);
        text question = { 0 };
        size_t len, related = 0;
        text_add_format(&question, "安装（%zu/4）", i + 1);
        assert_string_equal(kbg_item_question(item, 0, NULL), question.data);
        assert_string_equal(kbg_answer_body(kbg_item_answer(item, 0), &len), bodies[i]);
        assert_string_equal(kbg_item_property_value(item, 0, NULL), lines[i]);
        if (i > 0)
            assert_string_equal(kbg_item_list_text(item, KBG_LIST_RELATED, related++, NULL),
                                kbg_item_id(kbg_view_item(view, i - 1), NULL));
        if (i + 1 < COUNT_OF(bodies))
            assert_string_equal(kbg_item_list_text(item, KBG_LIST_RELATED, related++, NULL),
                                kbg_item_id(kbg_view_item(view, i + 1), NULL));
        assert_int_equal(kbg_item_list_count(item, KBG_LIST_RELATED), related);
        text_free(&question);
    }
    kbg_view_unref(view);
    kbg_base_unref(base);
}

/* Ids are part of the format: the same in every process and on every machine. */
static void generated_ids_stay_the_same(void **state)
{
    static const struct {
        kbg_format format;
        const char *input, *id;
    } rows[] = {
        { CSV, "question,answer\n怎么退货,点申请\n", "auto-1495081a85b9e958" },
        { MARKDOWN, "# 售后\n## 怎么退货\n点申请\n", "md-677834a9f7b4a39a" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_base *base = base_of(NULL);
        assert_int_equal(kbg_base_load(base, rows[i].format, rows[i].input, strlen(rows[i].input), NULL, NULL, NULL),
                         KBG_OK);
        kbg_view *view = kbg_base_view(base);
        assert_string_equal(kbg_item_id(kbg_view_item(view, 0), NULL), rows[i].id);
        kbg_view_unref(view);
        kbg_base_unref(base);
    }
}

static void a_host_may_name_the_columns(void **state)
{
    (void)state;
    static const kbg_column columns[] = { { { "Frage", 5 }, { "question", 8 } },
                                          { { "Antwort", 7 }, { "answer[language=de]", 19 } },
                                          { { "egal", 4 }, { NULL, 0 } } };
    kbg_load_options load = KBG_LOAD_OPTIONS_INIT;
    load.columns = columns;
    load.column_count = COUNT_OF(columns);
    static const char named[] = "id|Frage|egal|Antwort|Mehr\na|Wie?|x|So.|y\n";
    load.delimiter = '|';
    assert_import(0, CSV, named, strlen(named), &load,
                  "{\"id\":\"a\",\"question\":\"Wie?\",\"answers\":[{\"body\":\"So.\",\"language\":\"de\"}],"
                  "\"properties\":{\"Mehr\":\"y\"}}\n");
    static const char bare[] = "怎么退货\t点申请\tx\n";
    load.delimiter = 0;
    load.flags = KBG_LOAD_NO_HEADER;
    assert_import(1, TSV, bare, strlen(bare), &load,
                  "{\"id\":\"auto-#\",\"question\":\"怎么退货\",\"answers\":[{\"body\":\"点申请\",\"language\":\"de\"}]}\n");
}

static void options_are_checked(void **state)
{
    static const kbg_column unknown = { { "a", 1 }, { "questoin", 8 } }, known = { { "a", 1 }, { "question", 8 } };
    static const struct {
        kbg_format format;
        kbg_load_options options;
    } rows[] = {
        { CSV, { .delimiter = '"' } },
        { CSV, { .delimiter = '\n' } },
        { CSV, { .delimiter = '\r' } },
        { CSV, { .delimiter = 0x80 } },
        { TSV, { .delimiter = ',' } },
        { MARKDOWN, { .delimiter = ',' } },
        { CSV, { .charset = 6 } },
        { JSONL, { .charset = KBG_CHARSET_GB18030 } },
        { JSONL, { .flags = KBG_LOAD_NO_HEADER, .columns = &known, .column_count = 1 } },
        { CSV, { .flags = KBG_LOAD_NO_HEADER } },
        { CSV, { .flags = KBG_LOAD_NO_HEADER, .columns = &unknown, .column_count = 1 } },
        { CSV, { .column_count = 1 } },
        { MARKDOWN, { .columns = &known, .column_count = 1 } },
        { CSV, { .flags = KBG_LOAD_SKIP_EXISTING | KBG_LOAD_OVERWRITE } },
        { CSV, { .flags = 16 } },
        { CSV, { .reserved = 1 } },
    };
    (void)state;
    kbg_base *base = base_of(NULL);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        kbg_load_options options = rows[i].options;
        kbg_error *error = NULL;
        kbg_preview *preview = NULL;
        options.size = sizeof(options);
        kbg_status status = kbg_base_load(base, rows[i].format, "a,b\n", 4, &options, NULL, &error);
        if (status != KBG_ERR_OPTIONS)
            fail_msg("row %zu: %s", i, kbg_status_name(status));
        assert_int_equal(kbg_error_status(error), KBG_ERR_OPTIONS);
        kbg_error_free(error);
        assert_int_equal(kbg_base_preview(base, rows[i].format, "a,b\n", 4, &options, &preview, NULL),
                         KBG_ERR_OPTIONS);
        assert_null(preview);
    }
    kbg_base_unref(base);
}

/* Each charset gives the same items, and places count in the bytes of the file. */
static void charsets_are_recognised(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
        unsigned offset; /* of the second, bad row's quote */
    } rows[] = {
#define ROW(s, offset) { s, sizeof(s) - 1, offset }
        ROW("\xEF\xBB\xBFid,question\na,你好\nb,\"\n", 26),
        ROW("id,question\na,你好\nb,\"\n", 23),
        ROW("id,question\na,\xC4\xE3\xBA\xC3\nb,\"\n", 21),
        ROW("\xFF\xFEi\0d\0,\0q\0u\0e\0s\0t\0i\0o\0n\0\n\0a\0,\0\x60\x4F\x7D\x59\n\0b\0,\0\"\0\n\0", 40),
        ROW("\xFE\xFF\0i\0d\0,\0q\0u\0e\0s\0t\0i\0o\0n\0\n\0a\0,\x4F\x60\x59\x7D\0\n\0b\0,\0\"\0\n", 40),
        ROW("i\0d\0,\0q\0u\0e\0s\0t\0i\0o\0n\0\n\0a\0,\0\x60\x4F\x7D\x59\n\0b\0,\0\"\0\n\0", 38),
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        text expected = { 0 };
        text_add_format(&expected,
                        "{\"id\":\"a\",\"question\":\"你好\"}\n!3:3@%u SYNTAX the quote that begins this cell is not "
                        "closed\n",
                        rows[i].offset);
        assert_import(i, CSV, rows[i].bytes, rows[i].len, NULL, expected.data);
        text_free(&expected);
    }
}

/* 100 MB in one cell: an error with place, in bounded memory, and the base as before. */
typedef struct endless {
    size_t left;
    const char *head;
} endless;

static size_t read_endless(char *buffer, size_t size, void *user_data)
{
    endless *e = user_data;
    if (e->head) {
        size_t len = strlen(e->head);
        assert_true(len <= size);
        memcpy(buffer, e->head, len);
        e->head = NULL;
        return len;
    }
    size_t len = e->left < size ? e->left : size;
    memset(buffer, 'x', len);
    e->left -= len;
    return len;
}

static void a_cell_of_a_hundred_megabytes_is_refused_in_bounded_memory(void **state)
{
    (void)state;
    static const char *const heads[] = { "id,question\na,", "id,question\na,\"" };
    for (size_t i = 0; i < COUNT_OF(heads); i++) {
        counter count = { 0 };
        kbg_allocator allocator = allocator_of(&count);
        kbg_base_options *options = NULL;
        assert_int_equal(kbg_base_options_new(&allocator, &options), KBG_OK);
        kbg_base *base = base_with(options, "{\"id\":\"a\",\"question\":\"q\"}");
        endless e = { 100000000, heads[i] };
        kbg_error *error = NULL;
        assert_int_equal(kbg_base_load_from(base, KBG_FORMAT_CSV, read_endless, &e, NULL, NULL, &error), KBG_ERR_LIMIT);
        assert_int_equal(kbg_error_line(error), 2);
        assert_int_equal(kbg_error_column(error), 3);
        assert_int_equal(kbg_error_offset(error), 14);
        kbg_error_free(error);
        text out = dump(base);
        assert_string_equal(out.data, "{\"id\":\"a\",\"question\":\"q\"}\n");
        text_free(&out);
        kbg_base_unref(base);
        kbg_base_options_free(options);
        assert_int_equal(count.live, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_of_other_products_are_known),
        cmocka_unit_test(own_columns_hold_an_item),
        cmocka_unit_test(bad_rows_have_places),
        cmocka_unit_test(a_manual_becomes_items),
        cmocka_unit_test(a_thousand_heading_levels_are_an_error),
        cmocka_unit_test(long_sections_are_cut),
        cmocka_unit_test(generated_ids_stay_the_same),
        cmocka_unit_test(a_host_may_name_the_columns),
        cmocka_unit_test(options_are_checked),
        cmocka_unit_test(charsets_are_recognised),
        cmocka_unit_test(a_cell_of_a_hundred_megabytes_is_refused_in_bounded_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
