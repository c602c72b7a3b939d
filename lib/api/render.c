/* SPDX-License-Identifier: MIT */
#include "api/error.h"
#include "api/searcher.h"
#include "base/sized.h"
#include "item/record.h"
#include "render/choose.h"
#include "render/plain.h"

#include <assert.h>
#include <string.h>

_Static_assert(sizeof(void *) != 8 || sizeof(kbg_render_options) == 104,
               "kbg_render_options has padding or has changed");

static const kbg_text no_source = { NULL, 0 };

struct kbg_snippet {
    kbg_allocator memory;
    kbg__buffer text;    /* the one part, with a NUL behind it */
    kbg__buffer answer;  /* a copy of the answer's record, for its attachments */
    kbg__interner missing; /* names of variables without value */
    size_t answer_index;
};

static kbg_status take_options(kbg_render_options *own, const kbg_render_options *given, kbg__problem *problem)
{
    static const uint32_t policies = KBG_RENDER_KEEP_MISSING | KBG_RENDER_EMPTY_MISSING;
    *own = (kbg_render_options){ 0 };
    kbg_status status = kbg__sized_copy(own, sizeof(*own), sizeof(*own), given);
    const char *wrong = status != KBG_OK                                          ? "size"
                        : own->flags & ~(policies | KBG_RENDER_ATTACHMENT_LINES)  ? "flags"
                        : (own->flags & policies) == policies                     ? "flags"
                        : own->audience_count > 64                                ? "audience_count"
                        : own->audience_count && !own->audience                   ? "audience"
                                                                                  : NULL;
    if (wrong)
        return kbg__problem_set(problem, KBG_ERR_OPTIONS, "render options: %s is not valid", wrong);
    if (own->profile.len && (own->profile.len != 5 || memcmp(own->profile.data, "plain", 5) != 0)) {
        char quote[KBG__QUOTE];
        return kbg__problem_set(problem, KBG_ERR_OPTIONS, "no profile has the name \"%s\"",
                                kbg__quote(quote, own->profile.data, own->profile.len));
    }
    return KBG_OK;
}

/* Renders the answer into the snippet. */
static kbg_status fill(kbg_snippet *snippet, const kbg_answer *answer, const kbg_render_options *options,
                       size_t most, kbg__problem *problem)
{
    kbg__variables variables;
    kbg__variables_init(&variables, &snippet->memory);
    variables.most = most;
    size_t len;
    const char *body = kbg_answer_body(answer, &len);
    kbg_status status = kbg__variables_take(&variables, body, len, options, problem);
    if (status == KBG_OK)
        status = kbg__plain_render(&snippet->text, &variables, most);
    size_t attachments = options->flags & KBG_RENDER_ATTACHMENT_LINES ? kbg_answer_attachment_count(answer) : 0;
    for (size_t i = 0; i < attachments && status == KBG_OK; i++)
        kbg__plain_attachment(&snippet->text, kbg_answer_attachment(answer, i));
    if (status == KBG_OK && snippet->text.len > most)
        status = KBG_ERR_LIMIT;
    if (status == KBG_ERR_LIMIT)
        (void)kbg__problem_set(problem, status, "the snippet is over the limit of %zu bytes", most);
    if (status == KBG_OK) {
        kbg__buffer_add_byte(&snippet->text, '\0');
        kbg__field record = kbg__record_field((const char *)answer);
        kbg__buffer_add(&snippet->answer, record.at, (size_t)(record.next - record.at));
        kbg__interner none = snippet->missing;
        snippet->missing = variables.missing;
        variables.missing = none;
    }
    kbg__variables_free(&variables);
    if (status == KBG_OK && (snippet->text.failed || snippet->answer.failed))
        status = KBG_ERR_NOMEM;
    return status;
}

kbg_status kbg_render(kbg_searcher *searcher, const kbg_item *item, const kbg_render_options *options,
                      kbg_snippet **snippet, kbg_error **error)
{
    assert(searcher && item && snippet);
    const kbg_base *base = searcher->base;
    kbg_render_options own;
    kbg__problem problem = { .status = KBG_OK };
    const kbg_answer *answer = NULL;
    kbg_snippet *made = NULL;
    size_t index = 0;
    if (error)
        *error = NULL;
    *snippet = NULL;
    kbg_status status = take_options(&own, options, &problem);
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
        kbg__buffer_init(&made->text, &made->memory);
        kbg__buffer_init(&made->answer, &made->memory);
        kbg__interner_init(&made->missing, &made->memory, kbg__hash_key_from_address(made));
        status = fill(made, answer, &own, (size_t)base->limits.value[KBG_LIMIT_SNIPPET_BYTES], &problem);
    }
    if (status != KBG_OK) {
        kbg_snippet_free(made);
        return kbg__fail(&base->memory, status, &problem, no_source, error);
    }
    *snippet = made;
    return KBG_OK;
}

void kbg_snippet_free(kbg_snippet *snippet)
{
    if (!snippet)
        return;
    kbg_allocator memory = snippet->memory;
    kbg__buffer_free(&snippet->text);
    kbg__buffer_free(&snippet->answer);
    kbg__interner_free(&snippet->missing);
    kbg__free(&memory, snippet);
}

size_t kbg_snippet_part_count(const kbg_snippet *snippet)
{
    assert(snippet);
    return 1;
}

const char *kbg_snippet_part(const kbg_snippet *snippet, size_t index, size_t *len)
{
    bool there = index == 0;
    if (len)
        *len = there ? snippet->text.len - 1 : 0;
    return there ? snippet->text.data : NULL;
}

size_t kbg_snippet_answer(const kbg_snippet *snippet)
{
    return snippet->answer_index;
}

size_t kbg_snippet_attachment_count(const kbg_snippet *snippet)
{
    return kbg__record_count(snippet->answer.data, KBG__TAG_ATTACHMENT);
}

const kbg_attachment *kbg_snippet_attachment(const kbg_snippet *snippet, size_t index)
{
    return (const kbg_attachment *)(const void *)kbg__record_child(snippet->answer.data, KBG__TAG_ATTACHMENT, index)
        .at;
}

size_t kbg_snippet_missing_count(const kbg_snippet *snippet)
{
    return snippet->missing.count;
}

const char *kbg_snippet_missing(const kbg_snippet *snippet, size_t index, size_t *len)
{
    if (index < snippet->missing.count)
        return kbg__interner_text(&snippet->missing, (uint32_t)index, len);
    if (len)
        *len = 0;
    return NULL;
}
