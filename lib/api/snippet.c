/* SPDX-License-Identifier: MIT */
#include "api/snippet.h"

#include <assert.h>
#include <string.h>

/* A name of a variable or slot without value; a NUL stands behind it. */
typedef struct name {
    size_t start, len; /* in the names of the snippet */
} name;

/* In one block with all that it points to but the findings. */
struct kbg_snippet {
    kbg_findings *findings; /* NULL if the base had no rules */
    size_t answer_index;
    size_t part_count, attachment_count, slot_count, missing_count;
    uint32_t warnings; /* 1 << kbg_warning */
    const kbg__snippet_part *parts;
    const kbg__placed *attachments;
    const kbg__slot *slots;
    const name *slot_names, *missing;
    const char *texts, *records, *choices, *names;
};

/* Copies bytes to where the block is filled up to, and moves that on. */
static void *put(char **place, const void *from, size_t len)
{
    char *start = *place;
    if (len)
        memcpy(start, from, len);
    *place += len;
    return start;
}

/* The list of names at *place, and their letters from *end on, which is behind what is at `letters` so far. */
static const name *put_names(char **place, char **end, const char *letters, const kbg__interner *names)
{
    name *list = (name *)(void *)*place;
    for (uint32_t i = 0; i < names->count; i++) {
        size_t len;
        const char *text = kbg__interner_text(names, i, &len);
        list[i] = (name){ (size_t)(*end - letters), len };
        put(end, text, len + 1);
    }
    *place += names->count * sizeof(*list);
    return list;
}

kbg_status kbg__snippet_new(kbg__pool *pool, const kbg__renderer *renderer, size_t answer_index,
                            kbg_findings *findings, kbg_snippet **snippet)
{
    const kbg__rendered *r = &renderer->rendered;
    const kbg__variables *v = &renderer->variables;
    size_t of_parts = r->part_count * sizeof(*r->parts), of_attachments = r->attachment_count * sizeof(*r->attachments);
    size_t of_names = ((size_t)v->slots.count + v->missing.count) * sizeof(name);
    kbg_snippet *made = kbg__pool_take(pool, sizeof(*made) + of_parts + of_attachments + v->slot_list.len + of_names +
                                                 r->texts.len + r->records.len + v->choices.len + v->slots.pool.len +
                                                 v->missing.pool.len);
    *snippet = made;
    if (!made)
        return KBG_ERR_NOMEM;
    char *place = (char *)(made + 1);
    *made = (kbg_snippet){ .findings = findings,
                           .answer_index = answer_index,
                           .part_count = r->part_count,
                           .attachment_count = r->attachment_count,
                           .slot_count = v->slots.count,
                           .missing_count = v->missing.count,
                           .warnings = r->warnings };
    made->parts = put(&place, r->parts, of_parts);
    made->attachments = put(&place, r->attachments, of_attachments);
    made->slots = put(&place, v->slot_list.data, v->slot_list.len);
    char *letters = place + of_names, *end = letters;
    made->names = letters;
    made->slot_names = put_names(&place, &end, letters, &v->slots);
    made->missing = put_names(&place, &end, letters, &v->missing);
    made->texts = put(&end, r->texts.data, r->texts.len);
    made->records = put(&end, r->records.data, r->records.len);
    made->choices = put(&end, v->choices.data, v->choices.len);
    return KBG_OK;
}

void kbg_snippet_free(kbg_snippet *snippet)
{
    if (!snippet)
        return;
    kbg_findings_free(snippet->findings);
    kbg__pool_give(snippet);
}

size_t kbg_snippet_part_count(const kbg_snippet *snippet)
{
    assert(snippet);
    return snippet->part_count;
}

const char *kbg_snippet_part(const kbg_snippet *snippet, size_t index, size_t *len)
{
    bool there = index < snippet->part_count;
    if (len)
        *len = there ? snippet->parts[index].len : 0;
    return there ? snippet->texts + snippet->parts[index].start : NULL;
}

const char *kbg_snippet_part_text(const kbg_snippet *snippet, size_t index, size_t *len)
{
    bool there = index < snippet->part_count;
    if (len)
        *len = there ? snippet->parts[index].plain_len : 0;
    return there ? snippet->texts + snippet->parts[index].plain_start : NULL;
}

size_t kbg_snippet_warning_count(const kbg_snippet *snippet)
{
    size_t count = 0;
    for (uint32_t rest = snippet->warnings; rest; rest &= rest - 1)
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
        if (snippet->warnings >> i & 1 && index-- == 0) {
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
    size_t from = 0, part = 0;
    bool there = snippet->findings && kbg_findings_span(snippet->findings, index, &from, NULL);
    if (start)
        *start = 0;
    if (!there)
        return SIZE_MAX;
    for (; part + 1 < snippet->part_count && from >= snippet->parts[part].plain_len; part++)
        from -= snippet->parts[part].plain_len;
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
    return snippet->attachment_count;
}

const kbg_attachment *kbg_snippet_attachment(const kbg_snippet *snippet, size_t index)
{
    if (index >= snippet->attachment_count)
        return NULL;
    return (const kbg_attachment *)(const void *)(snippet->records + snippet->attachments[index].record);
}

size_t kbg_snippet_attachment_place(const kbg_snippet *snippet, size_t index)
{
    return index < snippet->attachment_count ? snippet->attachments[index].place : SIZE_MAX;
}

size_t kbg_snippet_slot_count(const kbg_snippet *snippet)
{
    return snippet->slot_count;
}

const char *kbg_snippet_slot(const kbg_snippet *snippet, size_t index, kbg_slot_kind *kind, const char **choices)
{
    if (index >= snippet->slot_count)
        return NULL;
    if (kind)
        *kind = (kbg_slot_kind)snippet->slots[index].kind;
    if (choices)
        *choices = snippet->choices + snippet->slots[index].choices;
    return snippet->names + snippet->slot_names[index].start;
}

size_t kbg_snippet_missing_count(const kbg_snippet *snippet)
{
    return snippet->missing_count;
}

const char *kbg_snippet_missing(const kbg_snippet *snippet, size_t index, size_t *len)
{
    bool there = index < snippet->missing_count;
    if (len)
        *len = there ? snippet->missing[index].len : 0;
    return there ? snippet->names + snippet->missing[index].start : NULL;
}
