/* SPDX-License-Identifier: MIT */
#include "io/markdown_read.h"

#include "base/interner.h"
#include "base/text.h"
#include "base/utf8.h"
#include "io/document.h"
#include "io/generated_id.h"
#include "item/draft.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    LEVELS = 6,
    SECTION_CHARS = 500,  /* what fits into one message of most channels */
    LONGEST_QUESTION = 64 /* of a question that is made of the text, in characters */
};

/* A piece of a section: lines that become one item. */
typedef struct piece {
    size_t first, end;
} piece;

/* One load. */
typedef struct loading {
    const kbg_load_options *options;
    const kbg__load_sink *sink;
    kbg__document document;
    kbg__draft draft;
    const kbg__block *headings[LEVELS + 1]; /* that are open, by level */
    kbg__interner sections;                 /* category and question of those that were there */
    uint32_t *repeats;                      /* how often each was */
    size_t repeat_capacity;
    piece *pieces; /* of the section at hand */
    size_t piece_capacity, piece_count;
    kbg__buffer category, question, trace, key;
    char ids[2][KBG__GENERATED_ID]; /* of the piece at hand, of its neighbour */
    bool ended;                     /* by the sink */
} loading;

/* Appends a name of the category path: '/' would part it, and control characters are not allowed in it. What is longer
 * than `most` is refused later and need not be whole. */
static void add_name(kbg__buffer *out, kbg_text name, uint64_t most)
{
    if (name.len && out->len)
        kbg__buffer_add_byte(out, '/');
    for (size_t i = 0; i < name.len && out->len <= most; i++) {
        if (name.data[i] == '/')
            kbg__buffer_add_cstr(out, "／");
        else
            kbg__buffer_add_byte(out, (unsigned char)name.data[i] < 0x20 || name.data[i] == 0x7F ? ' ' : name.data[i]);
    }
}

static kbg_text text_of(const kbg__buffer *buffer)
{
    return buffer->len ? (kbg_text){ buffer->data, buffer->len } : (kbg_text){ "", 0 };
}

/* Finds category and question of a section; `heading` is NULL for the text before the first one. */
static kbg_status name_section(loading *l, const kbg__block *heading, kbg_text body)
{
    kbg_text title = heading ? kbg__document_title(&l->document, heading) : (kbg_text){ "", 0 };
    kbg__buffer_clear(&l->category);
    kbg__buffer_clear(&l->question);
    uint64_t most = l->draft.limits->value[KBG_LIMIT_CATEGORY_BYTES];
    for (int level = 1; heading && level < heading->level; level++)
        if (l->headings[level])
            add_name(&l->category, kbg__document_title(&l->document, l->headings[level]), most);
    title = title.len ? title : kbg__text_first_line(body, LONGEST_QUESTION);
    kbg__buffer_add(&l->question, title.data, title.len);
    return l->category.failed ? KBG_ERR_NOMEM : kbg__buffer_status(&l->question);
}

/* Counts how often a section of this category and question was there, this one included. */
static kbg_status count_section(loading *l, uint32_t *count)
{
    uint32_t number;
    bool is_new;
    kbg__buffer_clear(&l->key);
    kbg__buffer_add(&l->key, l->category.data, l->category.len);
    kbg__buffer_add_byte(&l->key, '\0');
    kbg__buffer_add(&l->key, l->question.data, l->question.len);
    kbg_status status = kbg__buffer_status(&l->key);
    if (status == KBG_OK)
        status = kbg__interner_add(&l->sections, l->key.data, l->key.len, &number, &is_new);
    if (status == KBG_OK)
        status = kbg__grow(l->draft.record.memory, (void **)&l->repeats, &l->repeat_capacity,
                           (size_t)l->sections.count, sizeof(*l->repeats));
    if (status != KBG_OK)
        return status;
    l->repeats[number] = is_new ? 1 : l->repeats[number] + 1;
    *count = l->repeats[number];
    return KBG_OK;
}

/* The id of a piece: of category, question, which section of that name, which piece of it. */
static const char *make_id(loading *l, char out[KBG__GENERATED_ID], uint32_t repeat, size_t part)
{
    char numbers[48];
    int len = snprintf(numbers, sizeof(numbers), "%" PRIu32 " %zu", repeat, part);
    kbg_text parts[] = { text_of(&l->category), text_of(&l->question), { numbers, (size_t)len } };
    return kbg__generated_id(out, "md-", parts, 3);
}

static kbg_status add_piece(loading *l, size_t first, size_t end)
{
    if (kbg__document_lines(&l->document, &first, &end).len == 0)
        return KBG_OK;
    kbg_status status = kbg__grow(l->draft.record.memory, (void **)&l->pieces, &l->piece_capacity, l->piece_count + 1,
                                  sizeof(*l->pieces));
    if (status == KBG_OK)
        l->pieces[l->piece_count++] = (piece){ first, end };
    return status;
}

/* Cuts the lines of a section at its blocks so that no piece is longer than what was asked for, if its blocks allow. */
static kbg_status cut(loading *l, size_t first, size_t end, const kbg__block *blocks, size_t count)
{
    size_t most = l->options->section_chars ? l->options->section_chars : SECTION_CHARS, chars = 0;
    kbg_status status = KBG_OK;
    l->piece_count = 0;
    for (size_t i = 0; i < count && status == KBG_OK; i++) {
        size_t from = i ? blocks[i].line : first, to = i + 1 < count ? blocks[i + 1].line : end;
        size_t line = from, behind = to;
        kbg_text text = kbg__document_lines(&l->document, &line, &behind);
        size_t more = kbg__utf8_count(text.data, text.len);
        if (chars && chars + 2 + more > most) {
            status = add_piece(l, first, from);
            first = from;
            chars = 0;
        }
        chars += chars ? 2 + more : more;
    }
    return status == KBG_OK ? add_piece(l, first, end) : status;
}

/* Gives a text to a field of the item or answer at hand. */
static kbg_status give(loading *l, kbg__level level, const char *key, kbg_text text, kbg__problem *problem)
{
    return kbg__draft_text(&l->draft, kbg__schema_find(level, key), text.data, text.len, problem);
}

static kbg_status give_body(loading *l, kbg_text body, kbg__problem *problem)
{
    const kbg__schema_field *answers = kbg__schema_find(KBG__LEVEL_ITEM, "answers");
    kbg__draft_open(&l->draft, answers);
    kbg_status status = give(l, KBG__LEVEL_ANSWER, "body", body, problem);
    return status == KBG_OK ? kbg__draft_close(&l->draft, answers, problem) : status;
}

/* Each piece of a section names its neighbours. */
static kbg_status give_related(loading *l, uint32_t repeat, size_t part, kbg__problem *problem)
{
    size_t neighbours[] = { part ? part - 1 : SIZE_MAX, part + 1 < l->piece_count ? part + 1 : SIZE_MAX };
    size_t count = (neighbours[0] != SIZE_MAX) + (size_t)(neighbours[1] != SIZE_MAX);
    kbg_status status = kbg__draft_count(&l->draft, kbg__schema_find(KBG__LEVEL_ITEM, "related"), count, problem);
    for (int i = 0; i < 2 && status == KBG_OK; i++)
        if (neighbours[i] != SIZE_MAX) {
            const char *id = make_id(l, l->ids[1], repeat, neighbours[i]);
            status = give(l, KBG__LEVEL_ITEM, "related", (kbg_text){ id, strlen(id) }, problem);
        }
    return status;
}

/* The trace: `manual.md:12-30`, lines from 1. */
static kbg_status give_trace(loading *l, const piece *p, kbg__problem *problem)
{
    static const char key[] = "source";
    char lines[64];
    kbg__buffer_clear(&l->trace);
    kbg__buffer_add(&l->trace, l->options->source.data, l->options->source.len);
    (void)snprintf(lines, sizeof(lines), "%s%zu-%zu", l->trace.len ? ":" : "", p->first + 1, p->end);
    kbg__buffer_add_cstr(&l->trace, lines);
    if (l->trace.failed)
        return KBG_ERR_NOMEM;
    return kbg__draft_property(&l->draft, kbg__schema_find(KBG__LEVEL_ITEM, "properties"), key, strlen(key),
                               l->trace.data, l->trace.len, problem);
}

static kbg_status make_item(loading *l, uint32_t repeat, size_t part, kbg__problem *problem)
{
    piece p = l->pieces[part];
    const kbg__schema_field *wrong;
    kbg_text body = kbg__document_lines(&l->document, &p.first, &p.end);
    const char *id = make_id(l, l->ids[0], repeat, part);
    char suffix[64] = "";
    kbg__draft_begin(&l->draft);
    kbg_status status = give(l, KBG__LEVEL_ITEM, "id", (kbg_text){ id, strlen(id) }, problem);
    if (status == KBG_OK)
        status = give(l, KBG__LEVEL_ITEM, "category", text_of(&l->category), problem);
    if (l->piece_count > 1)
        (void)snprintf(suffix, sizeof(suffix), "（%zu/%zu）", part + 1, l->piece_count);
    size_t len = l->question.len;
    kbg__buffer_add_cstr(&l->question, suffix);
    if (status == KBG_OK)
        status = l->question.failed ? KBG_ERR_NOMEM
                                    : give(l, KBG__LEVEL_ITEM, "question", text_of(&l->question), problem);
    l->question.len = len;
    if (status == KBG_OK)
        status = give_body(l, body, problem);
    if (status == KBG_OK)
        status = give_related(l, repeat, part, problem);
    if (status == KBG_OK)
        status = give_trace(l, &p, problem);
    return status == KBG_OK ? kbg__draft_end(&l->draft, &wrong, problem) : status;
}

/* Hands what is bad to the sink; a failure of the load stays one. */
static kbg_status pass(loading *l, kbg_status status, const kbg__problem *problem)
{
    if (!kbg__is_bad_line(status))
        return status;
    l->ended |= !l->sink->bad(problem, l->sink->user_data);
    return KBG_OK;
}

/* Seven # and more are no heading to CommonMark; whoever wrote them meant one. */
static bool has_deep_heading(const loading *l, size_t end, const kbg__block *blocks, size_t count,
                             kbg__problem *problem)
{
    for (size_t i = 0; i < count; i++)
        for (size_t line = blocks[i].line; line < (i + 1 < count ? blocks[i + 1].line : end); line++) {
            kbg_text text = kbg__document_line(&l->document, line);
            size_t at = 0, signs = 0;
            while (at < text.len && at < 3 && text.data[at] == ' ')
                at++;
            while (at + signs < text.len && text.data[at + signs] == '#')
                signs++;
            bool alone = at + signs == text.len || text.data[at + signs] == ' ' || text.data[at + signs] == '\t';
            if (!blocks[i].is_paragraph || signs <= LEVELS || !alone)
                continue;
            kbg__problem_at(problem, &l->document.lines[line].place);
            (void)kbg__problem_set(problem, KBG_ERR_SYNTAX, "a heading has %zu levels, the most are 6", signs);
            return true;
        }
    return false;
}

/* Makes items of a section: its heading (or NULL), and the blocks below it. */
static kbg_status take_section(loading *l, const kbg__block *heading, const kbg__block *blocks, size_t count,
                               size_t end)
{
    kbg__problem problem = { .status = KBG_OK };
    size_t first = heading ? heading->body : 0, line = first, behind = end;
    uint32_t repeat;
    kbg_text body = kbg__document_lines(&l->document, &line, &behind);
    if (body.len == 0)
        return KBG_OK;
    if (has_deep_heading(l, end, blocks, count, &problem))
        return pass(l, KBG_ERR_SYNTAX, &problem);
    kbg_status status = name_section(l, heading, body);
    if (status == KBG_OK)
        status = count_section(l, &repeat);
    if (status == KBG_OK)
        status = cut(l, first, end, blocks, count);
    for (size_t part = 0; part < l->piece_count && status == KBG_OK && !l->ended; part++) {
        const kbg__place *place = &l->document.lines[heading ? heading->line : l->pieces[part].first].place;
        kbg__problem_at(&problem, place);
        status = make_item(l, repeat, part, &problem);
        if (status == KBG_OK)
            status = l->sink->item(l->draft.record.data, l->draft.record.len, &problem, l->sink->user_data);
        status = pass(l, status, &problem);
    }
    return status;
}

static kbg_status take_document(loading *l)
{
    const kbg__document *d = &l->document;
    const kbg__block *heading = NULL;
    kbg_status status = KBG_OK;
    for (size_t i = 0; i <= d->block_count && status == KBG_OK && !l->ended;) {
        size_t from = i;
        while (i < d->block_count && d->blocks[i].level == 0)
            i++;
        size_t end = i < d->block_count ? d->blocks[i].line : d->line_count;
        if (i > from)
            status = take_section(l, heading, &d->blocks[from], i - from, end);
        if (i == d->block_count)
            break;
        heading = &d->blocks[i++];
        for (int level = heading->level; level <= LEVELS; level++)
            l->headings[level] = NULL;
        l->headings[heading->level] = heading;
    }
    return status;
}

kbg_status kbg__markdown_load(const kbg_allocator *memory, const kbg__limits *limits, kbg_read_fn read,
                              void *user_data, const kbg_load_options *options, const kbg__load_sink *sink)
{
    loading l = { .options = options, .sink = sink };
    kbg__problem problem = { .status = KBG_OK };
    kbg__decoder decoder;
    kbg__buffer *buffers[] = { &l.category, &l.question, &l.trace, &l.key };
    kbg__decoder_init(&decoder, memory, (kbg_charset)options->charset, read, user_data);
    kbg__document_init(&l.document, memory);
    kbg__draft_init(&l.draft, memory, limits);
    kbg__interner_init(&l.sections, memory, kbg__hash_key_from_address(&l));
    for (size_t i = 0; i < sizeof(buffers) / sizeof(buffers[0]); i++)
        kbg__buffer_init(buffers[i], memory);
    kbg_status status =
        kbg__document_read(&l.document, &decoder, (size_t)limits->value[KBG_LIMIT_DOCUMENT_BYTES], &problem);
    if (status == KBG_OK)
        status = take_document(&l);
    else
        status = pass(&l, status, &problem);
    for (size_t i = 0; i < sizeof(buffers) / sizeof(buffers[0]); i++)
        kbg__buffer_free(buffers[i]);
    kbg__free(memory, l.pieces);
    kbg__free(memory, l.repeats);
    kbg__interner_free(&l.sections);
    kbg__draft_free(&l.draft);
    kbg__document_free(&l.document);
    kbg__decoder_free(&decoder);
    return status;
}
