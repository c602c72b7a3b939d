/* SPDX-License-Identifier: MIT */
#include "io/markdown_write.h"

#include "base/arena.h"
#include "base/text.h"
#include "io/generated_id.h"
#include "item/record.h"
#include "item/schema.h"

#include <cmark.h>
#include <string.h>

/* The most names of a category that leave a level for the question. */
enum { MOST_NAMES = 5 };

static kbg_text child_text(const char *parent, kbg__tag tag)
{
    kbg_text text;
    text.data = kbg__record_child_text(parent, tag, 0, "", &text.len);
    return text;
}

/* Whether a text comes back when it is the text of a heading. */
static bool fits_heading(kbg_text text)
{
    static const char blanks[] = " \t\r\n\v\f";
    bool at_end = text.len && (strchr(blanks, text.data[0]) || strchr(blanks, text.data[text.len - 1]));
    return text.len && !at_end && !memchr(text.data, '\n', text.len) && !memchr(text.data, '\r', text.len);
}

static void add_heading(kbg__buffer *out, size_t level, kbg_text text)
{
    for (size_t i = 0; i < level; i++)
        kbg__buffer_add_byte(out, '#');
    kbg__buffer_add_byte(out, ' ');
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (c && strchr("\\`*_[]<&#", c))
            kbg__buffer_add_byte(out, '\\');
        kbg__buffer_add_byte(out, c == '\n' || c == '\r' ? ' ' : c);
    }
    kbg__buffer_add_cstr(out, "\n\n");
}

/* Takes the next name off the front of a path. */
static kbg_text take_name(kbg_text *path)
{
    const char *slash = path->len ? memchr(path->data, '/', path->len) : NULL;
    kbg_text name = { path->data, slash ? (size_t)(slash - path->data) : path->len };
    size_t used = name.len + (slash != NULL);
    path->data += used;
    path->len -= used;
    return name;
}

/* Writes the headings of a category that are not open from the item before. Returns how many are open now. */
static size_t add_category(kbg__buffer *out, kbg_text before, kbg_text path, kbg__losses *losses)
{
    bool same = true;
    size_t level = 0;
    while (path.len && level < MOST_NAMES) {
        kbg_text name = take_name(&path), other = take_name(&before);
        same = same && kbg__text_equal(name, other);
        level++;
        if (!fits_heading(name))
            kbg__losses_add(losses, "category");
        if (!same)
            add_heading(out, level, name);
    }
    if (path.len)
        kbg__losses_add(losses, "category");
    return level;
}

static bool is_general(const char *answer)
{
    return !kbg__record_count(answer, KBG__TAG_CHANNEL) && !kbg__record_count(answer, KBG__TAG_LANGUAGE) &&
           !kbg__record_count(answer, KBG__TAG_AUDIENCE) && !kbg__record_count(answer, KBG__TAG_VARIANT);
}

/* The answer that is written: the first for everybody that has a body, else the first that has one, NULL if none. */
static const char *choose(const char *item)
{
    const char *chosen = NULL;
    size_t count = kbg__record_count(item, KBG__TAG_ANSWER);
    for (size_t i = 0; i < count; i++) {
        const char *answer = kbg__record_child(item, KBG__TAG_ANSWER, i).at;
        if (!kbg__record_count(answer, KBG__TAG_BODY))
            continue;
        if (is_general(answer))
            return answer;
        chosen = chosen ? chosen : answer;
    }
    return chosen;
}

/* Whether a body has a line that the importer takes for a heading that is too deep. */
static bool has_deep_heading(kbg_text body)
{
    for (size_t at = 0; at + 7 <= body.len; at++) {
        bool at_start = at == 0 || body.data[at - 1] == '\n' || body.data[at - 1] == '\r' || body.data[at - 1] == ' ';
        if (at_start && memcmp(body.data + at, "#######", 7) == 0)
            return true;
    }
    return false;
}

/* What is asked of a body with a heading behind it. */
typedef struct body_check {
    const kbg__buffer *text;
    bool ends, has_headings;
} body_check;

/* All that cmark makes is in the arena of the run. */
static void look_at_headings(void *data)
{
    body_check *check = data;
    cmark_mem arena = { kbg__arena_calloc, kbg__arena_realloc, kbg__arena_release };
    cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, &arena);
    cmark_parser_feed(parser, check->text->data, check->text->len);
    cmark_node *root = cmark_parser_finish(parser), *last = cmark_node_last_child(root);
    check->ends = cmark_node_get_type(last) == CMARK_NODE_HEADING;
    for (cmark_node *node = cmark_node_first_child(root); node != last; node = cmark_node_next(node))
        check->has_headings |= cmark_node_get_type(node) == CMARK_NODE_HEADING;
}

/* Whether a heading behind a body is seen as one, so that the body ends; *has_headings says whether the body has some
 * of its own. */
static kbg_status check_body(kbg__buffer *scratch, kbg_text body, bool *ends, bool *has_headings)
{
    kbg__arena arena;
    body_check check = { .text = scratch };
    kbg__buffer_clear(scratch);
    kbg__buffer_add(scratch, body.data, body.len);
    kbg__buffer_add_cstr(scratch, "\n\n# x\n");
    if (scratch->failed)
        return KBG_ERR_NOMEM;
    kbg__arena_init(&arena, scratch->memory);
    kbg_status status = kbg__arena_run(&arena, look_at_headings, &check);
    kbg__arena_free(&arena);
    *ends = check.ends;
    *has_headings = check.has_headings;
    return status;
}

/* Whether a body has blank lines at its ends, which the importer does not keep. */
static bool has_blank_ends(kbg_text body)
{
    size_t end = 0;
    kbg_text trimmed = kbg__text_trimmed(body);
    while (end < body.len && body.data[end] != '\n' && body.data[end] != '\r')
        end++;
    bool first_blank = kbg__text_trimmed((kbg_text){ body.data, end }).len == 0;
    const char *behind = trimmed.data + trimmed.len;
    size_t left = (size_t)(body.data + body.len - behind);
    return first_blank || memchr(behind, '\n', left) || memchr(behind, '\r', left);
}

static kbg_status add_answer(kbg__buffer *out, kbg__buffer *scratch, const char *item, kbg__losses *losses)
{
    const char *answer = choose(item);
    bool ends, has_headings;
    if (kbg__record_count(item, KBG__TAG_ANSWER) > 1 || (answer && !is_general(answer)))
        kbg__losses_add(losses, "answers");
    if (!answer) {
        kbg__losses_add(losses, "the item, which has no text");
        return KBG_OK;
    }
    kbg_text body = child_text(answer, KBG__TAG_BODY);
    kbg_status status = check_body(scratch, body, &ends, &has_headings);
    if (status != KBG_OK)
        return status;
    if (!ends || has_deep_heading(body)) {
        kbg__losses_add(losses, "the item, whose text goes on into what follows");
        return KBG_OK;
    }
    if (has_headings)
        kbg__losses_add(losses, "the level of headings in the answer");
    if (has_blank_ends(body))
        kbg__losses_add(losses, "blank lines");
    if (kbg__record_count(answer, KBG__TAG_ATTACHMENT))
        kbg__losses_add(losses, "attachments");
    if (kbg__record_count(answer, KBG__TAG_EXTRA))
        kbg__losses_add(losses, "unknown keys of answers");
    kbg__buffer_add(out, body.data, body.len);
    kbg__buffer_add_cstr(out, "\n\n");
    return KBG_OK;
}

static void find_lost(const char *item, kbg__losses *losses)
{
    char id[KBG__GENERATED_ID];
    kbg_text parts[] = { child_text(item, KBG__TAG_CATEGORY), child_text(item, KBG__TAG_QUESTION), { "1 0", 3 } };
    if (!kbg__text_is(child_text(item, KBG__TAG_ID), kbg__generated_id(id, "md-", parts, 3)))
        kbg__losses_add(losses, "id");
    for (const kbg__schema_field *field = kbg__schema(KBG__LEVEL_ITEM); field->key; field++) {
        bool alternatives = field->tag == KBG__TAG_QUESTION && field->shape == KBG__SHAPE_TEXTS;
        bool written = field->tag == KBG__TAG_ID || field->tag == KBG__TAG_CATEGORY || field->tag == KBG__TAG_ANSWER ||
                       (field->tag == KBG__TAG_QUESTION && !alternatives);
        if (!written && kbg__record_count(item, field->tag) > (alternatives ? 1u : 0u))
            kbg__losses_add(losses, field->key);
    }
    if (kbg__record_count(item, KBG__TAG_EXTRA))
        kbg__losses_add(losses, "unknown keys");
}

kbg_status kbg__markdown_dump(const kbg__dump *dump, const kbg__item_store *store)
{
    kbg__buffer out, scratch;
    kbg_text before = { "", 0 };
    kbg_status status = KBG_OK;
    kbg__buffer_init(&out, dump->memory);
    kbg__buffer_init(&scratch, dump->memory);
    for (size_t i = 0; i < store->count && status == KBG_OK; i++) {
        const char *item = (const char *)store->items[i];
        kbg__losses losses = { 0 };
        kbg_text category = child_text(item, KBG__TAG_CATEGORY), question = child_text(item, KBG__TAG_QUESTION);
        kbg__buffer_clear(&out);
        size_t level = add_category(&out, before, category, &losses);
        if (!fits_heading(question))
            kbg__losses_add(&losses, "question");
        add_heading(&out, level + 1, question);
        status = add_answer(&out, &scratch, item, &losses);
        find_lost(item, &losses);
        if (status == KBG_OK)
            status = kbg__dump_text(dump, &out);
        if (status == KBG_OK)
            status = kbg__losses_tell(&losses, dump, store->items[i]);
        before = category;
    }
    kbg__buffer_free(&scratch);
    kbg__buffer_free(&out);
    return status;
}
