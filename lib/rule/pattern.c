/* SPDX-License-Identifier: MIT */
#include "rule/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* PCRE2 counts steps anew from each place where a match may begin, so what a window costs at most is about the limit
 * times its length. Ordinary patterns take tens of steps. */
enum { MATCH_LIMIT = 2000, DEPTH_LIMIT = 250, HEAP_LIMIT_KIB = 512, NESTED_MOST = 50, GROUPS_MOST = 64 };

struct kbg__pattern {
    const kbg_allocator *memory;
    pcre2_code *code;
    pcre2_match_context *context;
    uint32_t part; /* number of the group, 0 = the match */
    uint32_t options;
};

struct kbg__pattern_matcher {
    const kbg_allocator *memory;
    pcre2_match_data *data;
};

static kbg_status describe(int error, size_t place, kbg__problem *problem)
{
    PCRE2_UCHAR message[128];
    if (error == PCRE2_ERROR_NOMEMORY)
        return KBG_ERR_NOMEM;
    (void)pcre2_get_error_message(error, message, sizeof(message));
    return kbg__problem_set(problem, KBG_ERR_PATTERN, "pattern, byte %zu: %s", place, (const char *)message);
}

static kbg_status compile(kbg__pattern *p, const char *text, size_t len, kbg_subject subject, kbg__problem *problem)
{
    int error = 0;
    PCRE2_SIZE place = 0;
    uint32_t options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C |
                       (subject == KBG_SUBJECT_MATCHING ? PCRE2_CASELESS : PCRE2_MATCH_INVALID_UTF);
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (!context)
        return KBG_ERR_NOMEM;
    (void)pcre2_set_parens_nest_limit(context, NESTED_MOST);
    p->code = pcre2_compile((PCRE2_SPTR)text, len, options, &error, &place, context);
    pcre2_compile_context_free(context);
    p->options = PCRE2_NOTEMPTY | (subject == KBG_SUBJECT_MATCHING ? PCRE2_NO_UTF_CHECK : 0);
    return p->code ? KBG_OK : describe(error, place, problem);
}

/* Finds the group that is named "part". */
static kbg_status find_part(kbg__pattern *p, kbg__problem *problem)
{
    uint32_t groups = 0;
    (void)pcre2_pattern_info(p->code, PCRE2_INFO_CAPTURECOUNT, &groups);
    if (groups >= GROUPS_MOST)
        return kbg__problem_set(problem, KBG_ERR_LIMIT, "pattern has %u groups, the limit is %d", (unsigned)groups,
                                GROUPS_MOST - 1);
    int number = pcre2_substring_number_from_name(p->code, (PCRE2_SPTR) "part");
    if (number == PCRE2_ERROR_NOUNIQUESUBSTRING)
        return kbg__problem_set(problem, KBG_ERR_VALUE, "pattern has two groups named part");
    p->part = number > 0 ? (uint32_t)number : 0;
    return KBG_OK;
}

kbg_status kbg__pattern_new(const kbg_allocator *memory, const char *text, size_t len, kbg_subject subject, size_t most,
                            bool fast, kbg__pattern **pattern, kbg__problem *problem)
{
    *pattern = NULL;
    if (len > most)
        return kbg__problem_set(problem, KBG_ERR_LIMIT, "pattern has %zu bytes, the limit is %zu", len, most);
    kbg__pattern *p = kbg__calloc(memory, 1, sizeof(*p));
    if (!p)
        return KBG_ERR_NOMEM;
    p->memory = memory;
    kbg_status status = compile(p, text, len, subject, problem);
    if (status == KBG_OK)
        status = find_part(p, problem);
    if (status == KBG_OK) {
        p->context = pcre2_match_context_create(NULL);
        status = p->context ? KBG_OK : KBG_ERR_NOMEM;
    }
    if (status != KBG_OK) {
        kbg__pattern_free(p);
        return status;
    }
    (void)pcre2_set_match_limit(p->context, MATCH_LIMIT);
    (void)pcre2_set_depth_limit(p->context, DEPTH_LIMIT);
    (void)pcre2_set_heap_limit(p->context, HEAP_LIMIT_KIB);
    if (fast)
        (void)pcre2_jit_compile(p->code, PCRE2_JIT_COMPLETE); /* where it is not to be had, the interpreter serves */
    *pattern = p;
    return KBG_OK;
}

void kbg__pattern_free(kbg__pattern *pattern)
{
    if (!pattern)
        return;
    pcre2_match_context_free(pattern->context);
    pcre2_code_free(pattern->code);
    kbg__free(pattern->memory, pattern);
}

kbg_status kbg__pattern_matcher_new(const kbg_allocator *memory, kbg__pattern_matcher **matcher)
{
    *matcher = kbg__calloc(memory, 1, sizeof(**matcher));
    if (!*matcher)
        return KBG_ERR_NOMEM;
    (*matcher)->memory = memory;
    (*matcher)->data = pcre2_match_data_create(GROUPS_MOST, NULL);
    if ((*matcher)->data)
        return KBG_OK;
    kbg__pattern_matcher_free(*matcher);
    *matcher = NULL;
    return KBG_ERR_NOMEM;
}

void kbg__pattern_matcher_free(kbg__pattern_matcher *matcher)
{
    if (!matcher)
        return;
    pcre2_match_data_free(matcher->data);
    kbg__free(matcher->memory, matcher);
}

/* The beginning of the character at or before `at`. */
static size_t begin_of_character(const char *text, size_t at)
{
    for (int i = 0; i < 3 && at > 0 && ((unsigned char)text[at] & 0xC0u) == 0x80u; i++)
        at--;
    return at;
}

/* Reads the match that PCRE2 found; false if \K has moved its ends so that it is none. */
static bool read_match(const kbg__pattern *p, const kbg__pattern_matcher *matcher, size_t from,
                       kbg__pattern_match *match)
{
    const PCRE2_SIZE *spans = pcre2_get_ovector_pointer(matcher->data);
    match->start = match->part_start = spans[0];
    match->end = match->part_end = spans[1];
    if (spans[0] < from || spans[1] <= spans[0])
        return false;
    const PCRE2_SIZE *part = spans + 2 * p->part;
    /* A group may have taken part or not, and look-around may have taken it from outside the match. */
    if (p->part && part[0] != PCRE2_UNSET && part[0] >= spans[0] && part[1] <= spans[1] && part[0] < part[1]) {
        match->part_start = part[0];
        match->part_end = part[1];
    }
    return true;
}

kbg_status kbg__pattern_find(const kbg__pattern *p, kbg__pattern_matcher *matcher, const char *text, size_t len,
                             size_t from, kbg__pattern_match *match, kbg__problem *problem)
{
    *match = (kbg__pattern_match){ len, len, len, len };
    while (from < len) {
        bool whole = len - from <= KBG__PATTERN_WINDOW + KBG__PATTERN_REACH;
        size_t next = whole ? len : begin_of_character(text, from + KBG__PATTERN_WINDOW);
        size_t end = whole ? len : begin_of_character(text, from + KBG__PATTERN_WINDOW + KBG__PATTERN_REACH);
        int found = pcre2_match(p->code, (PCRE2_SPTR)text, end, from, p->options | (whole ? 0 : PCRE2_NOTEOL),
                                matcher->data, p->context);
        if (found == PCRE2_ERROR_NOMEMORY)
            return KBG_ERR_NOMEM;
        if (found < 0 && found != PCRE2_ERROR_NOMATCH) {
            PCRE2_UCHAR message[128];
            (void)pcre2_get_error_message(found, message, sizeof(message));
            return kbg__problem_set(problem, KBG_ERR_PATTERN, "its pattern gave up on this text: %s",
                                    (const char *)message);
        }
        if (found >= 0 && read_match(p, matcher, from, match) && match->start < next)
            return KBG_OK;
        *match = (kbg__pattern_match){ len, len, len, len };
        from = next;
    }
    return KBG_OK;
}
