/* SPDX-License-Identifier: MIT */
#include "api/error.h"
#include "api/findings.h"
#include "api/searcher.h"
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

struct kbg_snippet {
    kbg_allocator memory;
    kbg__rendered rendered;
    size_t answer_index;
    kbg_findings *findings; /* NULL if the base had no rules */
};

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

/* What rules need during one rendering. */
typedef struct checking {
    kbg_searcher *searcher;
    kbg__rule_scope scope;
    kbg__problem *problem;
} checking;

static size_t source_of(const void *map, size_t at)
{
    const kbg__checker *k = map;
    return kbg__piece_source(k->pieces, k->piece_count, at);
}

/* Lets rules mask and replace. What a rule rejects stays as it is, so that no lesser rule hides it. */
static kbg_status revise(const char *text, size_t len, kbg__revision *revision, void *user_data)
{
    const checking *c = user_data;
    kbg__checker *k = &c->searcher->checker;
    kbg_status status = kbg__check(k, c->searcher->rule_set, &c->scope, &c->searcher->base->limits, text, len, c->problem);
    bool rejected = false;
    for (size_t i = 0; i < k->count && status == KBG_OK; i++)
        rejected |= c->searcher->rule_set->rules[k->findings[i].rule].action == KBG_ACTION_REJECT;
    if (status == KBG_OK && k->is_changed && !rejected)
        *revision = (kbg__revision){ .text = k->text.data ? k->text.data : "", .len = k->text.len, .source = source_of, .map = k };
    return status;
}

/* Renders, with the rules that change texts. */
static kbg_status render(checking *c, const kbg_answer *answer, const kbg_render_options *options,
                         const kbg_profile *profile, kbg__rendered *rendered)
{
    kbg__renderer *r = &c->searcher->renderer;
    const uint64_t *limits = c->searcher->base->limits.value;
    const kbg__reviser reviser = { revise, c };
    bool changes = c->searcher->rule_set && c->searcher->rule_set->has_changes;
    r->reviser = changes && !(options->flags & KBG_RENDER_UNCHANGED) ? &reviser : NULL;
    kbg_status status = kbg__render(r, answer, options, profile, (size_t)limits[KBG_LIMIT_SNIPPET_BYTES],
                                    limits[KBG_LIMIT_NESTING], rendered, c->problem);
    r->reviser = r->document.reviser = NULL;
    return status;
}

/* Checks the finished text. */
static kbg_status check(const checking *c, const kbg_render_options *options, kbg_snippet *made)
{
    kbg_searcher *searcher = c->searcher;
    kbg__problem *problem = c->problem;
    const kbg__rendered *r = &made->rendered;
    if (!searcher->rule_set)
        return KBG_OK;
    kbg__buffer text;
    kbg__buffer_init(&text, &made->memory);
    for (size_t i = 0; i < r->part_count; i++)
        kbg__buffer_add(&text, r->texts.data + r->parts[i].plain_start, r->parts[i].plain_len);
    kbg_status status = kbg__buffer_status(&text);
    if (status == KBG_OK)
        status = kbg__findings_of(searcher, &c->scope, text.data, text.len, &made->findings, problem);
    if (status == KBG_OK && !(options->flags & KBG_RENDER_REJECTED))
        status = report_rejected(made->findings, text.data, problem);
    kbg__buffer_free(&text);
    return status;
}

kbg_status kbg_render(kbg_searcher *searcher, const kbg_item *item, const kbg_render_options *options,
                      kbg_snippet **snippet, kbg_error **error)
{
    assert(searcher && item && snippet);
    const kbg_base *base = searcher->base;
    kbg_render_options own;
    kbg__problem problem = { .status = KBG_OK };
    checking c = { .searcher = searcher, .scope.direction = KBG_DIRECTION_OUTGOING, .problem = &problem };
    const kbg_answer *answer = NULL;
    const kbg_profile *profile = NULL;
    kbg_snippet *made = NULL;
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
        made = kbg__calloc(&base->memory, 1, sizeof(*made));
        status = made ? KBG_OK : KBG_ERR_NOMEM;
    }
    if (status == KBG_OK) {
        made->memory = base->memory;
        made->answer_index = index;
        kbg__rendered_init(&made->rendered, &made->memory);
        kbg__base_refresh_rules(searcher->base, &searcher->rule_set);
        c.scope.category.data = kbg_item_category(item, &c.scope.category.len);
        status = render(&c, answer, &own, profile, &made->rendered);
    }
    if (status == KBG_OK)
        status = check(&c, &own, made);
    if (status != KBG_OK) {
        kbg_snippet_free(made);
        return kbg__fail(&base->memory, status, &problem, kbg__no_source, error);
    }
    *snippet = made;
    return KBG_OK;
}

void kbg_snippet_free(kbg_snippet *snippet)
{
    if (!snippet)
        return;
    kbg_allocator memory = snippet->memory;
    kbg__rendered_free(&snippet->rendered);
    kbg_findings_free(snippet->findings);
    kbg__free(&memory, snippet);
}

size_t kbg_snippet_part_count(const kbg_snippet *snippet)
{
    assert(snippet);
    return snippet->rendered.part_count;
}

const char *kbg_snippet_part(const kbg_snippet *snippet, size_t index, size_t *len)
{
    const kbg__rendered *r = &snippet->rendered;
    bool there = index < r->part_count;
    if (len)
        *len = there ? r->parts[index].len : 0;
    return there ? r->texts.data + r->parts[index].start : NULL;
}

const char *kbg_snippet_part_text(const kbg_snippet *snippet, size_t index, size_t *len)
{
    const kbg__rendered *r = &snippet->rendered;
    bool there = index < r->part_count;
    if (len)
        *len = there ? r->parts[index].plain_len : 0;
    return there ? r->texts.data + r->parts[index].plain_start : NULL;
}

size_t kbg_snippet_warning_count(const kbg_snippet *snippet)
{
    size_t count = 0;
    for (uint32_t rest = snippet->rendered.warnings; rest; rest &= rest - 1)
        count++;
    return count;
}

const char *kbg_snippet_warning(const kbg_snippet *snippet, size_t index, kbg_warning *warning)
{
    static const char *const lines[] = {
        [KBG_WARNING_MARKUP] = "emphasis or code is not marked",
        [KBG_WARNING_LINK] = "an address is not linked and stands in the text",
        [KBG_WARNING_IMAGE] = "an image became its description and its address",
        [KBG_WARNING_ATTACHMENT] = "an attachment became a line of text",
        [KBG_WARNING_BROKEN] = "an address, a number or a character was too long for a part and was cut",
        [KBG_WARNING_CUT] = "the end was left out",
        [KBG_WARNING_CHANGED] = "a rule masked or replaced something",
    };
    for (unsigned i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
        if (snippet->rendered.warnings >> i & 1 && index-- == 0) {
            if (warning)
                *warning = (kbg_warning)i;
            return lines[i];
        }
    return NULL;
}

const kbg_findings *kbg_snippet_findings(const kbg_snippet *snippet)
{
    assert(snippet);
    return snippet->findings;
}

size_t kbg_snippet_finding_part(const kbg_snippet *snippet, size_t index, size_t *start)
{
    const kbg__rendered *r = &snippet->rendered;
    size_t from = 0, part = 0;
    bool there = snippet->findings && kbg_findings_span(snippet->findings, index, &from, NULL);
    if (start)
        *start = 0;
    if (!there)
        return SIZE_MAX;
    for (; part + 1 < r->part_count && from >= r->parts[part].plain_len; part++)
        from -= r->parts[part].plain_len;
    if (start)
        *start = from;
    return part;
}

size_t kbg_snippet_answer(const kbg_snippet *snippet)
{
    return snippet->answer_index;
}

size_t kbg_snippet_attachment_count(const kbg_snippet *snippet)
{
    return snippet->rendered.attachment_count;
}

const kbg_attachment *kbg_snippet_attachment(const kbg_snippet *snippet, size_t index)
{
    const kbg__rendered *r = &snippet->rendered;
    if (index >= r->attachment_count)
        return NULL;
    return (const kbg_attachment *)(const void *)(r->records.data + r->attachments[index].record);
}

size_t kbg_snippet_attachment_place(const kbg_snippet *snippet, size_t index)
{
    const kbg__rendered *r = &snippet->rendered;
    return index < r->attachment_count ? r->attachments[index].place : SIZE_MAX;
}

size_t kbg_snippet_slot_count(const kbg_snippet *snippet)
{
    return snippet->rendered.slots.count;
}

const char *kbg_snippet_slot(const kbg_snippet *snippet, size_t index, kbg_slot_kind *kind, const char **choices)
{
    const kbg__rendered *r = &snippet->rendered;
    kbg__slot slot;
    if (index >= r->slots.count)
        return NULL;
    memcpy(&slot, r->slot_list.data + index * sizeof(slot), sizeof(slot));
    if (kind)
        *kind = (kbg_slot_kind)slot.kind;
    if (choices)
        *choices = r->choices.data + slot.choices;
    return kbg__interner_text(&r->slots, (uint32_t)index, NULL);
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

size_t kbg_snippet_missing_count(const kbg_snippet *snippet)
{
    return snippet->rendered.missing.count;
}

const char *kbg_snippet_missing(const kbg_snippet *snippet, size_t index, size_t *len)
{
    if (index < snippet->rendered.missing.count)
        return kbg__interner_text(&snippet->rendered.missing, (uint32_t)index, len);
    if (len)
        *len = 0;
    return NULL;
}
