/* SPDX-License-Identifier: MIT */
/* How long a rendering takes, for each profile that is built in.
 *
 *   render [--rounds N] [--body FILE] [--show PROFILE [LIMIT]]
 *
 * The body is a typical answer with a greeting, steps, a table, a link and variables, or that of a file. Prints for each
 * profile parts, bytes, median and 99th percentile in µs, and which profile is the slowest. --show prints the parts
 * instead. */
#include <kbguide/kbguide.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char typical[] =
    "您好，{{称呼|亲}}，您的订单 **{{订单号}}** 可以退货[微笑]，按下面的步骤办理：\n\n"
    "1. 打开[我的订单](https://shop.example/orders?id={{订单号}}&from=im)，点“申请售后”；\n"
    "2. 选择**退货退款**，上传照片（最多 9 张）；\n"
    "3. 等待审核，一般 *2 小时*内完成。\n\n"
    "> 签收后 7 天内、不影响二次销售的商品才能退。\n\n"
    "运费说明：质量问题由我们承担，其他原因由您承担，金额约 12.00 元。\n\n"
    "还有疑问请回复“人工”，或拨打 400-800-1234。感谢您的支持！\n";

static bool give(const char *name, size_t len, kbg_text *value, void *user_data)
{
    (void)name;
    (void)len;
    (void)user_data;
    *value = (kbg_text){ "YC2026111100817", 15 };
    return true;
}

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void die(const char *what, const kbg_error *error)
{
    fprintf(stderr, "render: %s: %s\n", what, kbg_error_message(error));
    exit(2);
}

static char *read_body(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *body = calloc(1, (1u << 20) + 1);
    if (!file || !body)
        die("cannot read the body", NULL);
    (void)!fread(body, 1, 1u << 20, file);
    fclose(file);
    return body;
}

static char *item_of(const char *body)
{
    char *json = malloc(strlen(body) * 6 + 100), *out = json;
    if (!json)
        die("out of memory", NULL);
    out += sprintf(out, "{\"id\":\"a\",\"question\":\"q\",\"answer\":\"");
    for (; *body; body++)
        out += sprintf(out, (unsigned char)*body < 0x20 ? "\\u%04x" : *body == '"' || *body == '\\' ? "\\%c" : "%c",
                       (unsigned char)*body);
    strcpy(out, "\"}");
    return json;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void show(kbg_searcher *searcher, const kbg_item *item, const char *name, uint64_t limit)
{
    kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
    kbg_profile *profile = NULL;
    kbg_snippet *snippet;
    kbg_error *error = NULL;
    if (kbg_profile_new(NULL, name, strlen(name), &profile) != KBG_OK ||
        (limit && kbg_profile_set_number(profile, KBG_PROFILE_LIMIT, limit) != KBG_OK))
        die("no such profile or limit", NULL);
    if (limit) {
        (void)kbg_profile_set_number(profile, KBG_PROFILE_PART_LIMIT, 0);
        (void)kbg_profile_set_number(profile, KBG_PROFILE_HEADROOM, 0);
        (void)kbg_profile_set_number(profile, KBG_PROFILE_PARTS, 0);
    }
    options.own_profile = profile;
    options.variable = give;
    if (kbg_render(searcher, item, &options, &snippet, &error) != KBG_OK)
        die(name, error);
    for (size_t i = 0; i < kbg_snippet_part_count(snippet); i++) {
        size_t len;
        const char *part = kbg_snippet_part(snippet, i, &len);
        printf("--- %zu (%llu units)\n%s\n", i + 1, (unsigned long long)kbg_profile_measure(profile, part, len), part);
    }
    for (size_t i = 0; i < kbg_snippet_warning_count(snippet); i++)
        printf("! %s\n", kbg_snippet_warning(snippet, i, NULL));
    for (size_t i = 0; i < kbg_snippet_attachment_count(snippet); i++)
        printf("@ %s behind part %zu\n", kbg_attachment_uri(kbg_snippet_attachment(snippet, i), NULL),
               kbg_snippet_attachment_place(snippet, i));
    kbg_snippet_free(snippet);
    kbg_profile_free(profile);
}

int main(int argc, char **argv)
{
    size_t rounds = 2000;
    const char *body = typical, *profile = NULL;
    uint64_t limit = 0;
    kbg_base *base;
    kbg_searcher *searcher;
    kbg_error *error = NULL;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--rounds") == 0 && i + 1 < argc)
            rounds = strtoul(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--body") == 0 && i + 1 < argc)
            body = read_body(argv[++i]);
        else if (strcmp(argv[i], "--show") == 0 && i + 1 < argc)
            profile = argv[++i];
        else
            limit = strtoull(argv[i], NULL, 10);
    }
    char *json = item_of(body);
    if (kbg_base_new(NULL, &base, &error) != KBG_OK ||
        kbg_base_load(base, KBG_FORMAT_JSONL, json, strlen(json), NULL, NULL, &error) != KBG_OK ||
        kbg_searcher_new(base, &searcher, &error) != KBG_OK)
        die("cannot load the item", error);
    kbg_view *view = kbg_base_view(base);
    const kbg_item *item = kbg_view_item(view, 0);
    double *times = calloc(rounds ? rounds : 1, sizeof(double)), slowest_time = 0;
    const char *slowest = "";
    if (!times)
        die("out of memory", NULL);
    if (profile) {
        show(searcher, item, profile, limit);
    } else {
        printf("%-18s %6s %7s %8s %8s\n", "profile", "parts", "bytes", "p50 µs", "p99 µs");
        for (size_t p = 0; p < kbg_profile_count() && rounds; p++) {
            kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
            size_t parts = 0, bytes = 0;
            options.profile = (kbg_text){ kbg_profile_name(p), strlen(kbg_profile_name(p)) };
            options.variable = give;
            for (size_t i = 0; i < rounds; i++) {
                kbg_snippet *snippet;
                double start = now_us();
                if (kbg_render(searcher, item, &options, &snippet, &error) != KBG_OK)
                    die(kbg_profile_name(p), error);
                times[i] = now_us() - start;
                parts = kbg_snippet_part_count(snippet);
                bytes = 0;
                for (size_t k = 0, len; k < parts; k++, bytes += len)
                    (void)kbg_snippet_part(snippet, k, &len);
                kbg_snippet_free(snippet);
            }
            qsort(times, rounds, sizeof(double), compare);
            printf("%-18s %6zu %7zu %8.1f %8.1f\n", kbg_profile_name(p), parts, bytes, times[rounds / 2],
                   times[rounds * 99 / 100]);
            if (times[rounds / 2] > slowest_time) {
                slowest_time = times[rounds / 2];
                slowest = kbg_profile_name(p);
            }
        }
        printf("slowest: %s, %.1f µs\n", slowest, slowest_time);
    }
    free(times);
    free(json);
    if (body != typical)
        free((void *)(uintptr_t)body);
    kbg_view_unref(view);
    kbg_searcher_free(searcher);
    kbg_base_unref(base);
    return 0;
}
