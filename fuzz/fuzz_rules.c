/* SPDX-License-Identifier: MIT */
/* Rules and a text to check. Bytes before them:
 *   0  flags, see below
 *   1  direction (2 bits, 3 is not valid), least severity (3 bits), now (1 bit), channel (1 bit), category (1 bit)
 *   2  which allocation fails, by fuzz_fail_at(); 0 = none
 * Then sections, each ended by the byte 0xFF. With LINES: rules in JSON Lines, then the text. Otherwise one rule is put
 * together: words separated by '|', exceptions separated by '|', pattern, replacement, text; the action is that of
 * the flags. STARTERS adds what comes with the library.
 * What is checked: errors have a place and change nothing; findings are in order and within the text; words that stand
 * in the text as they are written are found, and not inside exceptions; the changed text differs from the text in
 * edited places only, and its map leads back; the same call gives the same; out of memory leaves the searcher
 * usable. */
#include "fuzz_support.h"

#include <stdlib.h>
#include <string.h>

enum { ACTION = 7, LINES = 8, STARTERS = 16, ORIGINAL = 32, LUHN = 64, KEEP = 128 };

enum { LIST_MOST = 64, FINDINGS_MOST = 2000 };

typedef struct rules_case {
    uint8_t flags;
    size_t fail_at;
    kbg_check_options options;
    kbg_text text;
    /* of a rule that is put together */
    kbg_text words[LIST_MOST], exceptions[LIST_MOST];
    size_t word_count, exception_count;
    kbg_action action;
} rules_case;

static size_t split(kbg_text joined, kbg_text *list)
{
    size_t count = 0;
    for (size_t at = 0; at < joined.len && count < LIST_MOST; count++) {
        const char *end = memchr(joined.data + at, '|', joined.len - at);
        list[count] = (kbg_text){ joined.data + at, end ? (size_t)(end - joined.data) - at : joined.len - at };
        at += list[count].len + 1;
    }
    return count;
}

/* A word of nothing but Han characters, which stands for itself wherever it stands. */
static bool is_plain(kbg_text word)
{
    for (size_t i = 0; i < word.len; i += 3)
        if (i + 3 > word.len || (unsigned char)word.data[i] < 0xE4 || (unsigned char)word.data[i] > 0xE9 ||
            fuzz_utf8_size(word.data + i, word.len - i) != 3 ||
            ((unsigned char)word.data[i] == 0xE4 && (unsigned char)word.data[i + 1] < 0xB8))
            return false;
    return word.len > 0;
}

static void load_lines(rules_case *c, kbg_rules *rules, kbg_text lines)
{
    kbg_error *error = NULL;
    kbg_text source = { "rules", 5 };
    char *copy = fuzz_copy(lines.data, lines.len);
    size_t before = kbg_rules_count(rules);
    kbg_status status = kbg_rules_load(rules, copy, lines.len, source, &error);
    (void)c;
    free(copy);
    fuzz_check_error(status, error);
    if (status != KBG_OK) {
        FUZZ_CHECK(kbg_rules_count(rules) == before);
        FUZZ_CHECK(kbg_error_line(error) > 0 && kbg_error_offset(error) <= lines.len);
        FUZZ_CHECK(strcmp(kbg_error_source(error), "rules") == 0);
    }
    kbg_error_free(error);
}

/* Adds the rule of the case; whether it could be used. */
static bool add_rule(rules_case *c, kbg_rules *rules, kbg_text pattern, kbg_text replacement)
{
    kbg_rule rule = KBG_RULE_INIT;
    kbg_error *error = NULL;
    size_t before = kbg_rules_count(rules);
    rule.id = rule.class_name = (kbg_text){ "own", 3 };
    rule.action = c->flags & ACTION;
    rule.words = c->words;
    rule.word_count = c->word_count;
    rule.exceptions = c->exceptions;
    rule.exception_count = c->exception_count;
    rule.pattern = pattern;
    rule.replacement = (kbg_text){ replacement.data ? replacement.data : "", replacement.len };
    if (c->flags & ORIGINAL)
        rule.subject = KBG_SUBJECT_ORIGINAL;
    if (c->flags & LUHN)
        rule.checksum = KBG_CHECKSUM_LUHN;
    if (c->flags & KEEP) {
        rule.keep_first = 2;
        rule.keep_last = 1;
    }
    kbg_status status = kbg_rules_add(rules, &rule, &error);
    fuzz_check_error(status, error);
    FUZZ_CHECK(kbg_rules_count(rules) == before + (status == KBG_OK));
    FUZZ_CHECK(kbg_error_line(error) == 0);
    kbg_error_free(error);
    return status == KBG_OK;
}

static bool is_edited(const kbg_findings *findings, size_t at)
{
    for (size_t i = 0; i < kbg_findings_count(findings); i++) {
        size_t start, end;
        kbg_action action = kbg_findings_action(findings, i);
        (void)kbg_findings_span(findings, i, &start, &end);
        if (start <= at && at < end && (action == KBG_ACTION_MASK || action == KBG_ACTION_REPLACE))
            return true;
    }
    return false;
}

static void check_order(const rules_case *c, const kbg_findings *findings)
{
    size_t count = kbg_findings_count(findings), last_start = 0, last_end = SIZE_MAX;
    kbg_action strongest = KBG_ACTION_NONE;
    bool is_utf8 = fuzz_is_utf8(c->text.data, c->text.len);
    FUZZ_CHECK(count <= FINDINGS_MOST);
    for (size_t i = 0; i < count; i++) {
        size_t start, end, len;
        FUZZ_CHECK(kbg_findings_span(findings, i, &start, &end));
        FUZZ_CHECK(start < end && end <= c->text.len);
        FUZZ_CHECK(start > last_start || (start == last_start && end <= last_end));
        last_start = start;
        last_end = end;
        if (is_utf8)
            FUZZ_CHECK(fuzz_is_utf8(c->text.data + start, end - start));
        const char *id = kbg_findings_rule(findings, i, &len), *name = kbg_findings_class(findings, i, NULL);
        FUZZ_CHECK(fuzz_is_text(id, len) && len > 0 && name && name[0] != '\0');
        FUZZ_CHECK(kbg_findings_reason(findings, i, &len) != NULL);
        FUZZ_CHECK(kbg_findings_severity(findings, i) >= KBG_SEVERITY_LOW &&
                   kbg_findings_severity(findings, i) <= KBG_SEVERITY_CRITICAL);
        FUZZ_CHECK(kbg_findings_severity(findings, i) >= (kbg_severity)c->options.min_severity);
        kbg_action action = kbg_findings_action(findings, i);
        FUZZ_CHECK(action >= KBG_ACTION_SIGNAL && action <= KBG_ACTION_REJECT);
        FUZZ_CHECK(action != KBG_ACTION_REPLACE || kbg_findings_replacement(findings, i, NULL));
        strongest = action > strongest ? action : strongest;
    }
    FUZZ_CHECK(kbg_findings_strongest(findings) == strongest);
    FUZZ_CHECK(!kbg_findings_span(findings, count, NULL, NULL) && !kbg_findings_rule(findings, count, NULL));
}

static void check_change(const rules_case *c, const kbg_findings *findings)
{
    size_t len, last = 0;
    const char *text = kbg_findings_text(findings, &len);
    FUZZ_CHECK(text && text[len] == '\0');
    if (fuzz_is_utf8(c->text.data, c->text.len))
        FUZZ_CHECK(fuzz_is_utf8(text, len));
    for (size_t i = 0; i <= len; i++) {
        size_t source = kbg_findings_source(findings, i);
        FUZZ_CHECK(source >= last && source <= c->text.len);
        last = source;
        if (i < len && len < 5000 && (source == c->text.len || text[i] != c->text.data[source]))
            FUZZ_CHECK(is_edited(findings, source));
    }
    FUZZ_CHECK(last == c->text.len && kbg_findings_source(findings, SIZE_MAX) == last);
}

/* Whether a finding of the case's own rule touches [start, end), or lies in it. */
static bool has_own(const kbg_findings *findings, size_t start, size_t end, bool inside)
{
    for (size_t i = 0; i < kbg_findings_count(findings); i++) {
        size_t from, to;
        (void)kbg_findings_span(findings, i, &from, &to);
        if (strcmp(kbg_findings_rule(findings, i, NULL), "own") == 0 &&
            (inside ? start <= from && to <= end : from < end && start < to))
            return true;
    }
    return false;
}

/* Plain words must be found where they stand, and nothing where plain exceptions stand. */
static void check_words(const rules_case *c, const kbg_findings *findings)
{
    for (size_t at = 0; at < c->text.len; at++) {
        for (size_t i = 0; i < c->exception_count; i++) {
            kbg_text word = c->exceptions[i];
            if (is_plain(word) && word.len <= c->text.len - at && memcmp(c->text.data + at, word.data, word.len) == 0)
                FUZZ_CHECK(!has_own(findings, at, at + word.len, true));
        }
        for (size_t i = 0; i < c->word_count && c->exception_count == 0; i++) {
            kbg_text word = c->words[i];
            if (is_plain(word) && word.len <= c->text.len - at && memcmp(c->text.data + at, word.data, word.len) == 0)
                FUZZ_CHECK(has_own(findings, at, at + word.len, false));
        }
    }
}

static void check_same(const kbg_findings *left, const kbg_findings *right)
{
    size_t len, other_len;
    FUZZ_CHECK(kbg_findings_count(left) == kbg_findings_count(right));
    for (size_t i = 0; i < kbg_findings_count(left); i++) {
        size_t start, end, other_start, other_end;
        (void)kbg_findings_span(left, i, &start, &end);
        (void)kbg_findings_span(right, i, &other_start, &other_end);
        FUZZ_CHECK(start == other_start && end == other_end);
        FUZZ_CHECK(strcmp(kbg_findings_rule(left, i, NULL), kbg_findings_rule(right, i, NULL)) == 0);
    }
    const char *text = kbg_findings_text(left, &len), *other = kbg_findings_text(right, &other_len);
    FUZZ_CHECK(len == other_len && memcmp(text, other, len) == 0);
}

static kbg_status check(const rules_case *c, kbg_searcher *searcher, kbg_findings **findings)
{
    kbg_error *error = NULL;
    kbg_status status = kbg_check(searcher, c->text.data, c->text.len, &c->options, findings, &error);
    fuzz_check_error(status, error);
    FUZZ_CHECK((status == KBG_OK) == (*findings != NULL));
    FUZZ_CHECK(kbg_error_line(error) == 0);
    kbg_error_free(error);
    return status;
}

static void run(const rules_case *c, kbg_base *base, fuzz_memory *memory, bool own_is_used)
{
    kbg_searcher *searcher;
    kbg_findings *first, *second;
    FUZZ_CHECK(kbg_searcher_new(base, &searcher, NULL) == KBG_OK);
    kbg_status status = check(c, searcher, &first);
    bool wrong = c->options.direction > KBG_DIRECTION_OUTGOING || c->options.min_severity > KBG_SEVERITY_CRITICAL;
    FUZZ_CHECK((status == KBG_ERR_OPTIONS) == wrong);
    FUZZ_CHECK(status == KBG_OK || status == KBG_ERR_OPTIONS || status == KBG_ERR_LIMIT || status == KBG_ERR_PATTERN);
    if (status == KBG_OK) {
        check_order(c, first);
        check_change(c, first);
        if (own_is_used && c->options.min_severity <= KBG_SEVERITY_MEDIUM)
            check_words(c, first);
    }
    FUZZ_CHECK(check(c, searcher, &second) == status);
    if (status == KBG_OK)
        check_same(first, second);
    kbg_findings_free(second);
    if (c->fail_at) {
        memory->fail_at = memory->calls + c->fail_at;
        memory->failed = false;
        kbg_status failing = check(c, searcher, &second);
        memory->fail_at = 0;
        FUZZ_CHECK(failing == status || (failing == KBG_ERR_NOMEM && memory->failed));
        kbg_findings_free(second);
        FUZZ_CHECK(check(c, searcher, &second) == status);
        if (status == KBG_OK)
            check_same(first, second);
        kbg_findings_free(second);
    }
    kbg_searcher_free(searcher);
    kbg_base_unref(base);
    if (status == KBG_OK) /* findings outlive everything */
        check_order(c, first);
    kbg_findings_free(first);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_input input = { data, size };
    fuzz_memory memory = { 0 };
    kbg_allocator allocator = fuzz_allocator(&memory);
    rules_case c = { .flags = fuzz_byte(&input), .options = KBG_CHECK_OPTIONS_INIT };
    uint8_t scope = fuzz_byte(&input), fail = fuzz_byte(&input);
    kbg_base_options *options;
    kbg_base *base;
    kbg_rules *rules;
    bool own_is_used = false;
    c.fail_at = fail ? fuzz_fail_at(fail) : 0;
    c.options.direction = scope & 3;
    c.options.min_severity = scope >> 2 & 7;
    c.options.now = scope & 32 ? INT64_C(1794000000000) : 0;
    c.options.channel = scope & 64 ? (kbg_text){ "sms", 3 } : (kbg_text){ NULL, 0 };
    c.options.category = scope & 128 ? (kbg_text){ "a/b", 3 } : (kbg_text){ NULL, 0 };
    FUZZ_CHECK(kbg_base_options_new(&allocator, &options) == KBG_OK);
    FUZZ_CHECK(kbg_base_options_set_emoticons(options, "", 0) == KBG_OK);
    FUZZ_CHECK(kbg_base_options_set_limit(options, KBG_LIMIT_FINDINGS, FINDINGS_MOST) == KBG_OK);
    FUZZ_CHECK(kbg_base_options_set_limit(options, KBG_LIMIT_SNIPPET_BYTES, 65536) == KBG_OK);
    FUZZ_CHECK(kbg_base_options_set_limit(options, KBG_LIMIT_RULE_PATTERNS, 20) == KBG_OK);
    FUZZ_CHECK(kbg_base_new(options, &base, NULL) == KBG_OK);
    FUZZ_CHECK(kbg_rules_new(options, &rules, NULL) == KBG_OK);
    kbg_base_options_free(options);
    if (c.flags & STARTERS)
        for (int which = KBG_STARTER_ADVERTISING; which <= KBG_STARTER_SIGNALS; which++)
            FUZZ_CHECK(kbg_rules_add_starter(rules, (kbg_starter)which, NULL) == KBG_OK);
    if (c.flags & LINES) {
        load_lines(&c, rules, fuzz_section(&input));
    } else {
        c.word_count = split(fuzz_section(&input), c.words);
        c.exception_count = split(fuzz_section(&input), c.exceptions);
        kbg_text pattern = fuzz_section(&input), replacement = fuzz_section(&input);
        own_is_used = add_rule(&c, rules, pattern, replacement);
    }
    kbg_status status = kbg_base_set_rules(base, rules, NULL);
    FUZZ_CHECK(status == KBG_OK);
    kbg_rules_free(rules);
    char *copy = fuzz_copy(input.data, input.size);
    c.text = (kbg_text){ copy, input.size };
    run(&c, base, &memory, own_is_used);
    free(copy);
    FUZZ_CHECK(memory.blocks == 0 && memory.bytes == 0);
    return 0;
}
