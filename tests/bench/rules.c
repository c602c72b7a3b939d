/* SPDX-License-Identifier: MIT */
/* What rules cost: many plain words against PCRE2 alternations of the same words, the sets that come with the library,
 * and patterns that run wild. Words and texts are made up from a fixed seed; a file of texts, one a line, can be given
 * to measure checks on these instead. Times are CPU time of the thread, the least of several runs.
 *
 *   rules [TEXTS.txt] */
#include "base/utf8.h"
#include "rule/checker.h"
#include "text/automaton.h"

#include <kbguide/kbguide.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum { RUNS = 7, TEXTS = 200, CHARACTERS = 200, ALPHABET = 3000 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static uint64_t state = 88172645463325252u;

static uint32_t random_below(uint32_t bound)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 32) % bound;
}

/* Ideographs, the first ones of the alphabet more often than the last. */
static size_t make_text(char *out, size_t characters)
{
    size_t len = 0;
    while (characters--) {
        uint32_t a = random_below(ALPHABET), b = random_below(ALPHABET);
        len += kbg__utf8_put(out + len, 0x4E00 + (a < b ? a : b) * 6);
    }
    return len;
}

typedef struct texts {
    kbg_text *text;
    size_t count, bytes;
} texts;

static void *must(void *block)
{
    if (!block) {
        fprintf(stderr, "out of memory\n");
        exit(1);
    }
    return block;
}

static void add_text(texts *list, const char *data, size_t len)
{
    char *copy = must(malloc(len + 1));
    memcpy(copy, data, len);
    list->text = must(realloc(list->text, (list->count + 1) * sizeof(*list->text)));
    list->text[list->count++] = (kbg_text){ copy, len };
    list->bytes += len;
}

static texts make_words(size_t count)
{
    texts list = { 0 };
    char word[32];
    while (list.count < count)
        add_text(&list, word, make_text(word, 2 + random_below(3)));
    return list;
}

static texts make_texts(const char *path)
{
    texts list = { 0 };
    char *line = must(malloc(1 << 20));
    FILE *file = path ? fopen(path, "rb") : NULL;
    if (path && !file) {
        perror(path);
        exit(1);
    }
    while (file && fgets(line, 1 << 20, file))
        add_text(&list, line, strcspn(line, "\r\n"));
    if (file)
        fclose(file);
    while (!file && list.count < TEXTS)
        add_text(&list, line, make_text(line, CHARACTERS));
    free(line);
    return list;
}

static void check_status(kbg_status status, const kbg_error *error)
{
    if (status == KBG_OK)
        return;
    fprintf(stderr, "%s: %s\n", kbg_status_name(status), kbg_error_message(error));
    exit(1);
}

/* Microseconds a text, and findings in all. */
static double time_checks(kbg_base *base, const texts *list, size_t *found)
{
    kbg_searcher *searcher;
    kbg_error *error = NULL;
    double best = 1e9;
    check_status(kbg_searcher_new(base, &searcher, &error), error);
    for (int run = 0; run < RUNS; run++) {
        double start = now();
        *found = 0;
        for (size_t i = 0; i < list->count; i++) {
            kbg_findings *findings;
            check_status(kbg_check(searcher, list->text[i].data, list->text[i].len, NULL, &findings, &error), error);
            *found += kbg_findings_count(findings);
            kbg_findings_free(findings);
        }
        double taken = now() - start;
        best = taken < best ? taken : best;
    }
    kbg_searcher_free(searcher);
    return best * 1e6 / (double)list->count;
}

static void measure_words(kbg_base *base, const texts *words, const texts *list)
{
    kbg_rules *rules;
    kbg_error *error = NULL;
    kbg_rule rule = KBG_RULE_INIT;
    rule.id = rule.class_name = (kbg_text){ "w", 1 };
    rule.words = words->text;
    rule.word_count = words->count;
    double start = now();
    check_status(kbg_rules_new(NULL, &rules, &error), error);
    check_status(kbg_rules_add(rules, &rule, &error), error);
    double added = now();
    check_status(kbg_base_set_rules(base, rules, &error), error);
    double built = now();
    size_t found;
    double taken = time_checks(base, list, &found);
    kbg__automaton *automaton;
    if (kbg__automaton_new(&kbg__memory_default, words->text, words->count, &automaton) != KBG_OK)
        exit(1);
    printf("%8zu words: added %8.2f ms, compiled %8.2f ms, %9.1f KB; %7.2f us a text, %zu findings\n", words->count,
           (added - start) * 1e3, (built - added) * 1e3, (double)kbg__automaton_bytes(automaton) / 1024, taken, found);
    kbg__automaton_free(automaton);
    kbg_rules_free(rules);
}

/* The same words as alternations of `each`; one of too many PCRE2 refuses. */
static void measure_alternations(const texts *words, size_t each, const texts *list)
{
    size_t count = (words->count + each - 1) / each, found = 0;
    pcre2_code **codes = must(calloc(count, sizeof(*codes)));
    char *pattern = must(malloc(words->bytes + words->count + 1));
    double start = now(), best = 1e9;
    for (size_t i = 0; i < count; i++) {
        size_t len = 0;
        for (size_t n = i * each; n < (i + 1) * each && n < words->count; n++) {
            memcpy(pattern + len, words->text[n].data, words->text[n].len);
            len += words->text[n].len;
            pattern[len++] = '|';
        }
        int error;
        PCRE2_SIZE place;
        codes[i] = pcre2_compile((PCRE2_SPTR)pattern, len - 1, PCRE2_UTF, &error, &place, NULL);
        if (!codes[i]) {
            PCRE2_UCHAR message[128];
            (void)pcre2_get_error_message(error, message, sizeof(message));
            printf("%8zu words, alternations of %zu: %s\n", words->count, each, (const char *)message);
            count = 0;
            break;
        }
        (void)pcre2_jit_compile(codes[i], PCRE2_JIT_COMPLETE);
    }
    double built = now() - start;
    pcre2_match_data *data = must(pcre2_match_data_create(1, NULL));
    for (int run = 0; run < RUNS && count; run++) {
        start = now();
        found = 0;
        for (size_t t = 0; t < list->count; t++)
            for (size_t i = 0; i < count; i++)
                for (size_t at = 0; pcre2_match(codes[i], (PCRE2_SPTR)list->text[t].data, list->text[t].len, at,
                                                PCRE2_NO_UTF_CHECK, data, NULL) > 0;
                     found++)
                    at = pcre2_get_ovector_pointer(data)[1];
        double taken = now() - start;
        best = taken < best ? taken : best;
    }
    if (count)
        printf("%8zu words, %zu alternation(s) with JIT: compiled %8.2f ms; %9.2f us a text, %zu matches\n",
               words->count,
               count, built * 1e3, best * 1e6 / (double)list->count, found);
    for (size_t i = 0; i < count; i++)
        pcre2_code_free(codes[i]);
    pcre2_match_data_free(data);
    free(codes);
    free(pattern);
}

static void measure_starters(kbg_base *base, const texts *list)
{
    static const char *const names[] = { "advertising", "private", "signals", "all" };
    kbg_rules *all, *rules;
    kbg_error *error = NULL;
    check_status(kbg_rules_new(NULL, &all, &error), error);
    for (int which = 1; which <= 4; which++) {
        check_status(kbg_rules_new(NULL, &rules, &error), error);
        if (which <= 3) {
            check_status(kbg_rules_add_starter(rules, (kbg_starter)which, &error), error);
            check_status(kbg_rules_add_starter(all, (kbg_starter)which, &error), error);
        }
        double start = now();
        check_status(kbg_base_set_rules(base, which <= 3 ? rules : all, &error), error);
        double built = now() - start;
        size_t found;
        double taken = time_checks(base, list, &found);
        printf("starter %-12s compiled %5.2f ms; %7.2f us a text, %zu findings\n", names[which - 1], built * 1e3, taken,
               found);
        kbg_rules_free(rules);
    }
    kbg_rules_free(all);
}

/* The longest time until a check gives up or ends, over texts of several sizes. */
static void measure_wild(kbg_base *base)
{
    static const char *const patterns[] = { "(a+)+b[cd]",   "(a|aa)+$",          "(a|a?)+b[cd]",         "(.*)*b[cd]",
                                            "(?:a?){30}a{30}b[cd]", "((a*)*)*b[cd]", "(?:.|\\n)*?zq[cd]", "[^q]*zq[cd]",
                                            "(?:.|\\n){0,1900}?zq[cd]", ".*.*.*b[cd]",
                                            "\\w+\\s*\\w+\\s*b[cd]", "(?R)?(a+)+b[cd]",
                                            "(*NO_JIT)(a+)+b[cd]", "(*NO_JIT)(?:.|\\n){0,1900}?zq[cd]",
                                            "(*NO_JIT)(.*)*b[cd]",
                                            "(*NO_JIT)[^q]*zq[cd]" };
    static const size_t sizes[] = { 60, 600, 2000, 20000 };
    char *text = must(malloc(20000));
    printf("%-36s", "pattern, bytes of text:");
    for (size_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++)
        printf(" %17zu", sizes[s]);
    printf("\n");
    for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
        kbg_rules *rules;
        kbg_searcher *searcher;
        kbg_error *error = NULL;
        kbg_rule rule = KBG_RULE_INIT;
        rule.id = rule.class_name = (kbg_text){ "p", 1 };
        rule.pattern = (kbg_text){ patterns[i], strlen(patterns[i]) };
        check_status(kbg_rules_new(NULL, &rules, &error), error);
        check_status(kbg_rules_add(rules, &rule, &error), error);
        check_status(kbg_base_set_rules(base, rules, &error), error);
        check_status(kbg_searcher_new(base, &searcher, &error), error);
        printf("%-36s", patterns[i]);
        for (size_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++) {
            kbg_status status = KBG_OK;
            double best = 1e9;
            memset(text, 'a', sizes[s]);
            memcpy(text + sizes[s] - 6, "!zq!bx", 6); /* what a match needs is there, but no match */
            for (int run = 0; run < 3; run++) {
                kbg_findings *findings;
                double start = now();
                status = kbg_check(searcher, text, sizes[s], NULL, &findings, NULL);
                double taken = now() - start;
                best = taken < best ? taken : best;
                kbg_findings_free(findings);
            }
            printf("  %8.3f ms %-5s", best * 1e3, status == KBG_OK ? "ends" : "error");
        }
        printf("\n");
        kbg_searcher_free(searcher);
        kbg_rules_free(rules);
    }
    free(text);
}

static void free_texts(texts *list)
{
    for (size_t i = 0; i < list->count; i++)
        free((void *)(uintptr_t)list->text[i].data);
    free(list->text);
}

int main(int argc, char **argv)
{
    static const size_t sizes[] = { 1, 100, 2000, 10000, 100000, 1000000 };
    kbg_base *base;
    kbg_error *error = NULL;
    texts list = make_texts(argc > 1 ? argv[1] : NULL);
    check_status(kbg_base_new(NULL, &base, &error), error);
    printf("%zu texts, %.0f bytes on average\n", list.count, (double)list.bytes / (double)list.count);
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        texts words = make_words(sizes[i]);
        measure_words(base, &words, &list);
        if (sizes[i] <= 10000)
            measure_alternations(&words, sizes[i], &list);
        if (sizes[i] == 10000)
            measure_alternations(&words, 2000, &list);
        free_texts(&words);
    }
    measure_starters(base, &list);
    measure_wild(base);
    kbg_base_unref(base);
    free_texts(&list);
    return 0;
}
