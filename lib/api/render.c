/* SPDX-License-Identifier: MIT */
#include "api/error.h"
#include "api/findings.h"
#include "api/searcher.h"
#include "api/snippet.h"
#include "base/sized.h"
#include "item/record.h"
#include "item/template.h"
#include "render/choose.h"
#include "render/renderer.h"
#include "render/revise.h"

#include <assert.h>
#include <string.h>

_Static_assert(sizeof(void *) != 8 || sizeof(kbg_render_options) == 136,
               "kbg_render_options has padding or has changed");

static kbg_status take_options(kbg_render_options *own, const kbg_render_options *given, kbg__problem *problem)
{
    static const uint32_t policies = KBG_RENDER_KEEP_MISSING | KBG_RENDER_EMPTY_MISSING;
    static const uint32_t flags = policies | KBG_RENDER_ATTACHMENT_LINES | KBG_RENDER_CUT |
                                  KBG_RENDER_KEEP_SLOTS | KBG_RENDER_REJECTED | KBG_RENDER_UNCHANGED;
    *own = (kbg_render_options){ 0 };
    kbg_status status = kbg__sized_copy(own, sizeof(*own), sizeof(*own), given);
    const char *wrong = status != KBG_OK                          ? "size"
                        : own->flags & ~flags                     ? "flags"
                        : (own->flags & policies) == policies     ? "flags"
                        : own->audience_count > 64                ? "audience_count"
                        : own->audience_count && !own->audience   ? "audience"
                                                                  : NULL;
    if (wrong)
        return kbg__problem_set(problem, KBG_ERR_OPTIONS, "render options: %s is not valid", wrong);
    return KBG_OK;
}

/* Reports the first finding of a rule that rejects; KBG_OK if there is none. */
static kbg_status report_rejected(const kbg_findings *findings, const char *text, kbg__problem *problem)
{
    char rule[KBG__QUOTE], words[KBG__QUOTE];
    for (size_t i = 0; i < kbg_findings_count(findings); i++) {
        size_t start, end, len;
        if (kbg_findings_action(findings, i) != KBG_ACTION_REJECT)
            continue;
        (void)kbg_findings_span(findings, i, &start, &end);
        const char *id = kbg_findings_rule(findings, i, &len);
        return kbg__problem_set(problem, KBG_ERR_FORBIDDEN, "the rule \"%s\" rejects \"%s\"",
                                kbg__quote(rule, id, len), kbg__quote(words, text + start, end - start));
    }
    return KBG_OK;
}

/* How many bytes of a line are kept from one rendering to the next, at most. */
enum { KEPT_LINE = 65536 };

/* What rules need during one rendering. */
typedef struct checking {
    kbg_searcher *searcher;
    kbg__rule_scope scope;
    kbg__problem *problem;
    bool has_line; /* the checker holds the findings of a line, and searcher->line is that line */
} checking;

static size_t source_of(const void *map, size_t at)
{
    const kbg__checker *k = map;
    return kbg__piece_source(k->pieces, k->piece_count, at);
}

/* Lets rules mask and replace. What a rule rejects stays as it is, so that no lesser rule hides it. */
static kbg_status revise(const char *text, size_t len, kbg__revision *revision, void *user_data)
{
    checking *c = user_data;
    kbg__checker *k = &c->searcher->checker;
    kbg__buffer *line = &c->searcher->line;
    kbg_status status = kbg__check(k, c->searcher->rule_set, &c->scope, &c->searcher->base->limits, text, len, c->problem);
    bool rejected = false;
    kbg__buffer_clear(line);
    kbg__buffer_add(line, text, len);
    if (status == KBG_OK)
        status = kbg__buffer_status(line);
    c->has_line = status == KBG_OK;
    for (size_t i = 0; i < k->count && status == KBG_OK; i++)
        rejected |= c->searcher->rule_set->rules[k->findings[i].rule].action == KBG_ACTION_REJECT;
    if (status == KBG_OK && k->is_changed && !rejected)
        *revision = (kbg__revision){ .text = k->text.data ? k->text.data : "", .len = k->text.len, .source = source_of, .map = k };
    return status;
}

/* Renders, with the rules that change texts. */
static kbg_status render(checking *c, const kbg_answer *answer, const kbg_render_options *options,
                         const kbg_profile *profile)
{
    kbg__renderer *r = &c->searcher->renderer;
    const uint64_t *limits = c->searcher->base->limits.value;
    const kbg__reviser reviser = { revise, c };
    bool changes = c->searcher->rule_set && c->searcher->rule_set->has_changes;
    r->reviser = changes && !(options->flags & KBG_RENDER_UNCHANGED) ? &reviser : NULL;
    kbg_status status = kbg__render(r, answer, options, profile, (size_t)limits[KBG_LIMIT_SNIPPET_BYTES],
                                    limits[KBG_LIMIT_NESTING], c->problem);
    r->reviser = r->document.reviser = NULL;
    return status;
}

/* Checks the finished text: the parts without markup, one behind the other. */
static kbg_status check(const checking *c, const kbg_render_options *options, kbg_findings **findings)
{
    kbg_searcher *searcher = c->searcher;
    const kbg__rendered *r = &searcher->renderer.rendered;
    kbg__buffer *joined = &searcher->renderer.out[0];
    if (!searcher->rule_set)
        return KBG_OK;
    kbg_text text = { r->texts.data + r->parts[0].plain_start, r->parts[0].plain_len };
    if (r->part_count > 1) {
        kbg__buffer_clear(joined);
        for (size_t i = 0; i < r->part_count; i++)
            kbg__buffer_add(joined, r->texts.data + r->parts[i].plain_start, r->parts[i].plain_len);
        if (joined->failed)
            return KBG_ERR_NOMEM;
        text = (kbg_text){ joined->data, joined->len };
    }
    /* An answer of one line, which no rule changed, was checked when it was read. */
    bool is_known = c->has_line && text.len == searcher->line.len &&
                    (text.len == 0 || memcmp(text.data, searcher->line.data, text.len) == 0);
    kbg_status status = is_known ? kbg__findings_of_checked(searcher, text.data, text.len, findings)
                                 : kbg__findings_of(searcher, &c->scope, text.data, text.len, findings, c->problem);
    if (status == KBG_OK && !(options->flags & KBG_RENDER_REJECTED))
        status = report_rejected(*findings, text.data, c->problem);
    return status;
}

kbg_status kbg_render(kbg_searcher *searcher, const kbg_item *item, const kbg_render_options *options,
                      kbg_snippet **snippet, kbg_error **error)
{
    assert(searcher && item && snippet);
    kbg_render_options own;
    kbg__problem problem = { .status = KBG_OK };
    checking c = { .searcher = searcher, .scope.direction = KBG_DIRECTION_OUTGOING, .problem = &problem };
    const kbg_answer *answer = NULL;
    const kbg_profile *profile = NULL;
    kbg_findings *findings = NULL;
    size_t index = 0;
    if (error)
        *error = NULL;
    *snippet = NULL;
    kbg_status status = take_options(&own, options, &problem);
    c.scope.now = own.now;
    c.scope.channel = own.channel;
    if (status == KBG_OK && !(profile = kbg__renderer_profile(&searcher->renderer, &own))) {
        char quote[KBG__QUOTE];
        status = kbg__problem_set(&problem, KBG_ERR_OPTIONS, "no profile has the name \"%s\"",
                                  kbg__quote(quote, own.profile.data, own.profile.len));
    }
    if (status == KBG_OK) {
        index = kbg__choose_answer(item, &own, &answer);
        if (!answer)
            status = KBG_ERR_NO_ANSWER;
    }
    if (status == KBG_OK) {
        kbg__base_refresh_rules(searcher->base, &searcher->rule_set);
        c.scope.category.data = kbg_item_category(item, &c.scope.category.len);
        status = render(&c, answer, &own, profile);
    }
    if (status == KBG_OK)
        status = check(&c, &own, &findings);
    if (status == KBG_OK)
        status = kbg__snippet_new(searcher->pool, &searcher->renderer, index, findings, snippet);
    kbg__renderer_clear(&searcher->renderer);
    if (searcher->line.capacity > KEPT_LINE)
        kbg__buffer_free(&searcher->line);
    if (status == KBG_OK)
        return KBG_OK;
    kbg_findings_free(findings);
    return kbg__fail(&searcher->base->memory, status, &problem, kbg__no_source, error);
}

kbg_status kbg_answer_fit(const kbg_item *item, size_t index, const kbg_render_options *options, uint32_t *fit)
{
    kbg_render_options own;
    assert(item && fit);
    *fit = 0;
    kbg_status status = take_options(&own, options, NULL);
    if (status == KBG_OK && index >= kbg_item_answer_count(item))
        status = KBG_ERR_OPTIONS;
    if (status == KBG_OK)
        *fit = kbg__choose_fit(item, index, &own);
    return status;
}

typedef struct names {
    const kbg_text *list;
    size_t count;
} names;

static bool is_listed(const char *name, size_t len, const void *user_data)
{
    const names *known = user_data;
    for (size_t i = 0; i < known->count; i++)
        if (known->list[i].len == len && memcmp(known->list[i].data, name, len) == 0)
            return true;
    return false;
}

kbg_status kbg_template_check(const char *body, size_t len, const kbg_text *list, size_t count, kbg_error **error)
{
    const names known = { list, count };
    kbg__problem problem = { .status = KBG_OK };
    assert((body || len == 0) && (list || count == 0));
    if (error)
        *error = NULL;
    kbg_status status = kbg__template_check(body, len, count ? is_listed : NULL, &known, &problem);
    return status == KBG_OK ? KBG_OK : kbg__fail(&kbg__memory_default, status, &problem, kbg__no_source, error);
}
