/* SPDX-License-Identifier: MIT */
#include "api/findings.h"

#include "api/error.h"
#include "base/sized.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

_Static_assert(sizeof(void *) != 8 || sizeof(kbg_check_options) == 56, "kbg_check_options has padding or has changed");

/* In one block of the searcher's pool with the findings, the pieces and the text. */
struct kbg_findings {
    kbg__rule_set *set; /* NULL if the base had no rules */
    size_t count, piece_count, text_len;
    const kbg__finding *findings;
    const kbg__piece *pieces; /* none: the text did not change */
    const char *text;
    kbg_action strongest;
};

kbg_status kbg__findings_of_checked(kbg_searcher *searcher, const char *text, size_t len, kbg_findings **findings)
{
    const kbg__checker *k = &searcher->checker;
    size_t text_len = k->is_changed ? k->text.len : len, piece_count = k->is_changed ? k->piece_count : 0;
    size_t of_findings = k->count * sizeof(kbg__finding), of_pieces = piece_count * sizeof(kbg__piece);
    kbg_findings *made = kbg__pool_take(searcher->pool, sizeof(*made) + of_findings + of_pieces + text_len + 1);
    *findings = made;
    if (!made)
        return KBG_ERR_NOMEM;
    char *place = (char *)(made + 1);
    *made = (kbg_findings){ .set = kbg__rule_set_ref(searcher->rule_set),
                            .count = k->count,
                            .piece_count = piece_count,
                            .text_len = text_len,
                            .findings = (const kbg__finding *)(void *)place,
                            .pieces = (const kbg__piece *)(void *)(place + of_findings),
                            .text = place + of_findings + of_pieces };
    if (of_findings)
        memcpy(place, k->findings, of_findings);
    if (of_pieces)
        memcpy(place + of_findings, k->pieces, of_pieces);
    if (text_len)
        memcpy(place + of_findings + of_pieces, k->is_changed ? k->text.data : text, text_len);
    place[of_findings + of_pieces + text_len] = '\0';
    for (size_t i = 0; i < k->count; i++) {
        kbg_action action = made->set->rules[k->findings[i].rule].action;
        made->strongest = action > made->strongest ? action : made->strongest;
    }
    return KBG_OK;
}

kbg_status kbg__findings_of(kbg_searcher *searcher, const kbg__rule_scope *scope, const char *text, size_t len,
                            kbg_findings **findings, kbg__problem *problem)
{
    kbg_base *base = searcher->base;
    *findings = NULL;
    kbg_status status = kbg__check(&searcher->checker, searcher->rule_set, scope, &base->limits, text, len, problem);
    return status == KBG_OK ? kbg__findings_of_checked(searcher, text, len, findings) : status;
}

/* Copies and checks what the caller wants. */
static kbg_status take_options(kbg_check_options *own, const kbg_check_options *given, kbg__problem *problem)
{
    *own = (kbg_check_options){ 0 };
    kbg_status status = kbg__sized_copy(own, sizeof(*own), sizeof(*own), given);
    const char *wrong = status != KBG_OK                              ? "size"
                        : own->flags                                  ? "flags"
                        : own->direction > KBG_DIRECTION_OUTGOING     ? "direction"
                        : own->min_severity > KBG_SEVERITY_CRITICAL   ? "min_severity"
                                                                      : NULL;
    return wrong ? kbg__problem_set(problem, KBG_ERR_OPTIONS, "check: %s is not valid", wrong) : KBG_OK;
}

kbg_status kbg_check(kbg_searcher *searcher, const char *text, size_t len, const kbg_check_options *options,
                     kbg_findings **findings, kbg_error **error)
{
    kbg_check_options own;
    kbg__problem problem = { .status = KBG_OK };
    assert(searcher && findings && (text || len == 0));
    if (error)
        *error = NULL;
    *findings = NULL;
    uint64_t most = searcher->base->limits.value[KBG_LIMIT_MESSAGE_BYTES];
    kbg_status status = take_options(&own, options, &problem);
    if (status == KBG_OK && len > most)
        status = kbg__problem_set(&problem, KBG_ERR_LIMIT, "the text has %zu bytes, the limit is %" PRIu64, len, most);
    if (status == KBG_OK) {
        kbg__rule_scope scope = { .direction = (kbg_direction)own.direction,
                                  .min_severity = (kbg_severity)own.min_severity,
                                  .now = own.now,
                                  .channel = own.channel,
                                  .category = own.category };
        kbg__base_refresh_rules(searcher->base, &searcher->rule_set);
        status = kbg__findings_of(searcher, &scope, text, len, findings, &problem);
    }
    return status == KBG_OK ? KBG_OK : kbg__fail(&searcher->base->memory, status, &problem, kbg__no_source, error);
}

void kbg_findings_free(kbg_findings *findings)
{
    if (!findings)
        return;
    kbg__rule_set_unref(findings->set);
    kbg__pool_give(findings);
}

size_t kbg_findings_count(const kbg_findings *findings)
{
    return findings ? findings->count : 0;
}

kbg_action kbg_findings_strongest(const kbg_findings *findings)
{
    return findings ? findings->strongest : KBG_ACTION_NONE;
}

/* The rule of a finding, NULL if there is no such finding. */
static const kbg__rule *rule_of(const kbg_findings *findings, size_t index)
{
    return index < findings->count ? &findings->set->rules[findings->findings[index].rule] : NULL;
}

static const char *text_of(const kbg_findings *findings, bool there, kbg__slice slice, size_t *len)
{
    if (len)
        *len = there ? slice.len : 0;
    return there ? kbg__rule_set_text(findings->set, slice) : NULL;
}

const char *kbg_findings_rule(const kbg_findings *findings, size_t index, size_t *len)
{
    const kbg__rule *rule = rule_of(findings, index);
    return text_of(findings, rule, rule ? rule->id : (kbg__slice){ 0 }, len);
}

const char *kbg_findings_class(const kbg_findings *findings, size_t index, size_t *len)
{
    const kbg__rule *rule = rule_of(findings, index);
    return text_of(findings, rule, rule ? rule->class_name : (kbg__slice){ 0 }, len);
}

const char *kbg_findings_replacement(const kbg_findings *findings, size_t index, size_t *len)
{
    const kbg__rule *rule = rule_of(findings, index);
    return text_of(findings, rule && rule->has_replacement, rule ? rule->replacement : (kbg__slice){ 0 }, len);
}

const char *kbg_findings_reason(const kbg_findings *findings, size_t index, size_t *len)
{
    const kbg__rule *rule = rule_of(findings, index);
    return text_of(findings, rule, rule ? rule->reason : (kbg__slice){ 0 }, len);
}

const char *kbg_findings_item(const kbg_findings *findings, size_t index, size_t *len)
{
    const kbg__rule *rule = rule_of(findings, index);
    return text_of(findings, rule && rule->item.len, rule ? rule->item : (kbg__slice){ 0 }, len);
}

kbg_severity kbg_findings_severity(const kbg_findings *findings, size_t index)
{
    const kbg__rule *rule = rule_of(findings, index);
    return rule ? rule->severity : KBG_SEVERITY_DEFAULT;
}

kbg_action kbg_findings_action(const kbg_findings *findings, size_t index)
{
    const kbg__rule *rule = rule_of(findings, index);
    return rule ? rule->action : KBG_ACTION_NONE;
}

bool kbg_findings_span(const kbg_findings *findings, size_t index, size_t *start, size_t *end)
{
    bool there = index < findings->count;
    if (start)
        *start = there ? findings->findings[index].start : 0;
    if (end)
        *end = there ? findings->findings[index].end : 0;
    return there;
}

const char *kbg_findings_text(const kbg_findings *findings, size_t *len)
{
    if (len)
        *len = findings->text_len;
    return findings->text;
}

size_t kbg_findings_source(const kbg_findings *findings, size_t offset)
{
    if (offset > findings->text_len)
        offset = findings->text_len;
    return findings->piece_count ? kbg__piece_source(findings->pieces, findings->piece_count, offset) : offset;
}
