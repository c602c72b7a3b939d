/* SPDX-License-Identifier: MIT */
#include "render/renderer.h"

#include "render/attached.h"

#include "item/record.h"
#include "render/extras.h"
#include "render/measure.h"

#include <inttypes.h>
#include <string.h>

/* What is kept in scratch memory from one rendering to the next, at most. */
enum { KEPT_BYTES = 2 << 20 };

static void init_scratch(kbg__renderer *r)
{
    kbg__variables_init(&r->variables, r->memory);
    r->rendered = (kbg__rendered){ .parts = NULL };
    kbg__buffer_init(&r->rendered.texts, r->memory);
    kbg__buffer_init(&r->rendered.records, r->memory);
    kbg__document_init(&r->document, r->memory);
    kbg__breaks_init(&r->breaks, r->memory);
    kbg__buffer_init(&r->out[0], r->memory);
    kbg__buffer_init(&r->out[1], r->memory);
    kbg__buffer_init(&r->line, r->memory);
    kbg__buffer_init(&r->label, r->memory);
    kbg__buffer_init(&r->front, r->memory);
    kbg__buffer_init(&r->back, r->memory);
    r->pieces = NULL;
    r->piece_capacity = 0;
}

static void free_scratch(kbg__renderer *r)
{
    kbg__variables_free(&r->variables);
    kbg__buffer_free(&r->rendered.texts);
    kbg__buffer_free(&r->rendered.records);
    kbg__free(r->memory, r->rendered.parts);
    kbg__free(r->memory, r->rendered.attachments);
    kbg__document_free(&r->document);
    kbg__breaks_free(&r->breaks);
    kbg__buffer_free(&r->out[0]);
    kbg__buffer_free(&r->out[1]);
    kbg__buffer_free(&r->line);
    kbg__buffer_free(&r->label);
    kbg__buffer_free(&r->front);
    kbg__buffer_free(&r->back);
    kbg__free(r->memory, r->pieces);
}

static size_t scratch_bytes(const kbg__renderer *r)
{
    const kbg__rendered *d = &r->rendered;
    return kbg__variables_bytes(&r->variables) + kbg__document_bytes(&r->document) + r->breaks.rank_capacity +
           r->breaks.starts_capacity + r->out[0].capacity + r->out[1].capacity + r->line.capacity +
           r->piece_capacity * sizeof(*r->pieces) + d->texts.capacity + d->records.capacity +
           d->part_capacity * sizeof(*d->parts) + d->attachment_capacity * sizeof(*d->attachments);
}

void kbg__renderer_init(kbg__renderer *renderer, const kbg_allocator *memory)
{
    *renderer = (kbg__renderer){ .memory = memory, .builtin_index = SIZE_MAX };
    init_scratch(renderer);
    kbg__profile_init(&renderer->plain, memory, 0);
}

void kbg__renderer_free(kbg__renderer *renderer)
{
    free_scratch(renderer);
    kbg__graphemes_free(renderer->graphemes);
}

void kbg__renderer_clear(kbg__renderer *r)
{
    if (scratch_bytes(r) > KEPT_BYTES) {
        free_scratch(r);
        init_scratch(r);
    }
    kbg__buffer_clear(&r->rendered.texts);
    kbg__buffer_clear(&r->rendered.records);
    r->rendered.part_count = r->rendered.attachment_count = 0;
    r->rendered.warnings = 0;
}

const kbg_profile *kbg__renderer_profile(kbg__renderer *renderer, const kbg_render_options *options)
{
    size_t index = options->profile.len ? kbg__profile_find(options->profile.data, options->profile.len) : 0;
    if (options->own_profile)
        return options->own_profile;
    if (index == SIZE_MAX)
        return NULL;
    if (index != renderer->builtin_index) {
        kbg__profile_init(&renderer->builtin, renderer->memory, index);
        renderer->builtin_index = index;
    }
    return &renderer->builtin;
}

/* ---- cutting ---- */

static bool all_is_gsm7(const kbg__renderer *r, const kbg_profile *p)
{
    static const kbg_profile_text extras[] = { KBG_PROFILE_SIGNATURE, KBG_PROFILE_KEYWORD, KBG_PROFILE_LABEL,
                                               KBG_PROFILE_BULLET, KBG_PROFILE_ORDERED, KBG_PROFILE_RULE };
    for (size_t i = 0; i < sizeof(extras) / sizeof(extras[0]); i++) {
        kbg_text text = p->text[extras[i]];
        bool is_used = extras[i] == KBG_PROFILE_SIGNATURE || extras[i] == KBG_PROFILE_KEYWORD ||
                       extras[i] == KBG_PROFILE_LABEL;
        for (size_t b = 0; b < r->document.block_count && !is_used; b++)
            is_used = extras[i] == KBG_PROFILE_RULE ? r->document.blocks[b].kind == KBG__BLOCK_RULE
                                                    : r->document.blocks[b].container != 0;
        if (is_used && !kbg__is_gsm7(text.data, text.len))
            return false;
    }
    return kbg__is_gsm7(r->document.text.data, r->document.text.len);
}

/* The limit of a part, and the unit it is in. */
static uint64_t limit_of(const kbg_profile *p, bool is_wide, bool several)
{
    uint64_t limit = p->number[is_wide ? KBG_PROFILE_WIDE_LIMIT : KBG_PROFILE_LIMIT];
    uint64_t part = p->number[is_wide ? KBG_PROFILE_WIDE_PART_LIMIT : KBG_PROFILE_PART_LIMIT];
    uint64_t headroom = p->number[KBG_PROFILE_HEADROOM];
    if (several && part)
        limit = part;
    return limit == KBG_NO_LIMIT ? limit : limit > headroom ? limit - headroom : 0;
}

/* Goes from image block to image block: *from..*to is the stretch before it, or the rest. False at the end. */
static bool next_stretch(const kbg__document *d, size_t *block, size_t *from, size_t *to, bool *has_image)
{
    if (*block >= d->block_count)
        return false;
    size_t first = *block;
    while (*block < d->block_count && d->blocks[*block].kind != KBG__BLOCK_IMAGE)
        (*block)++;
    *has_image = *block < d->block_count;
    *from = d->blocks[first].start;
    *to = *block > first ? d->blocks[*block - 1].end + 1 : *from;
    (*block)++;
    return true;
}

static kbg_status add_piece(kbg__renderer *r, kbg__split *s, size_t from, size_t to)
{
    if (kbg__grow(r->memory, (void **)&s->pieces, &s->capacity, s->count + 1, sizeof(*s->pieces)))
        return KBG_ERR_NOMEM;
    s->pieces[s->count++] = (kbg__cut_piece){ from, to };
    return KBG_OK;
}

static kbg_status cut(kbg__renderer *r, kbg__split *s)
{
    size_t block = 0, from, to;
    bool has_image;
    kbg_status status = KBG_OK;
    s->count = 0;
    s->cut_atoms = s->failed = false;
    while (status == KBG_OK && next_stretch(&r->document, &block, &from, &to, &has_image)) {
        if (to == from)
            continue;
        if (kbg__split_fits(s, from, to))
            status = add_piece(r, s, from, to);
        else
            status = s->failed ? KBG_ERR_NOMEM : kbg__split_stretch(s, from, to);
    }
    return status;
}

/* ---- the parts ---- */

static bool holds(const char *text, size_t len, kbg_text wanted)
{
    for (size_t at = 0; wanted.len <= len && at <= len - wanted.len; at++)
        if (memcmp(text + at, wanted.data, wanted.len) == 0)
            return true;
    return wanted.len == 0;
}

static bool has_markup(const kbg_profile *p)
{
    static const kbg_profile_text texts[] = { KBG_PROFILE_PART_OPEN,   KBG_PROFILE_PARAGRAPH_OPEN,
                                              KBG_PROFILE_STRONG_OPEN, KBG_PROFILE_EMPHASIS_OPEN,
                                              KBG_PROFILE_CODE_OPEN,   KBG_PROFILE_FENCE_OPEN,
                                              KBG_PROFILE_QUOTE_OPEN,  KBG_PROFILE_LIST_OPEN,
                                              KBG_PROFILE_LINK,        KBG_PROFILE_BARE_LINK,
                                              KBG_PROFILE_IMAGE,       KBG_PROFILE_ESCAPED,
                                              KBG_PROFILE_PAIRED,      KBG_PROFILE_SEPARATED,
                                              KBG_PROFILE_ESCAPED_LINE, KBG_PROFILE_MENTIONS };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (kbg__profile_has(p, texts[i]))
            return true;
    return p->number[KBG_PROFILE_HEADINGS] == KBG_SHOWN_AS_MARKUP ||
           p->number[KBG_PROFILE_TABLES] == KBG_SHOWN_AS_MARKUP;
}

static kbg_status write_part(kbg__renderer *r, const kbg_profile *p, kbg_unit unit, const kbg__cut_piece *piece,
                             const kbg__extras *extras, size_t most)
{
    kbg__writer w;
    kbg__rendered *out = &r->rendered;
    if (kbg__grow(r->memory, (void **)&out->parts, &out->part_capacity, out->part_count + 1, sizeof(*out->parts)))
        return KBG_ERR_NOMEM;
    kbg__snippet_part *part = &out->parts[out->part_count++];
    *part = (kbg__snippet_part){ .start = out->texts.len };
    kbg__writer_begin(&w, p, unit, &r->document, extras, &out->texts, &r->line, piece->from);
    w.most = most;
    kbg__writer_advance(&w, piece->to);
    kbg__writer_end(&w);
    part->len = out->texts.len - part->start;
    part->plain_start = part->start;
    part->plain_len = part->len;
    kbg__buffer_add_byte(&out->texts, '\0');
    if (has_markup(p)) {
        part->plain_start = out->texts.len;
        kbg__writer_begin(&w, &r->plain, unit, &r->document, extras, &out->texts, &r->line, piece->from);
        w.most = most;
        kbg__writer_advance(&w, piece->to);
        kbg__writer_end(&w);
        part->plain_len = out->texts.len - part->plain_start;
        kbg__buffer_add_byte(&out->texts, '\0');
    }
    return out->texts.failed ? KBG_ERR_NOMEM : KBG_OK;
}

/* The part of an answer that has attachments only. */
static kbg_status add_empty_part(kbg__renderer *r)
{
    kbg__rendered *out = &r->rendered;
    if (kbg__grow(r->memory, (void **)&out->parts, &out->part_capacity, 1, sizeof(*out->parts)))
        return KBG_ERR_NOMEM;
    out->parts[out->part_count++] = (kbg__snippet_part){ .start = out->texts.len, .plain_start = out->texts.len };
    kbg__buffer_add_byte(&out->texts, '\0');
    return out->texts.failed ? KBG_ERR_NOMEM : KBG_OK;
}

static kbg_status write_parts(kbg__renderer *r, const kbg_profile *p, const kbg__split *s, bool was_cut, size_t most)
{
    kbg_status status = KBG_OK;
    size_t total = 0;
    kbg__matter m = { .parts = s->count };
    kbg_text keyword = p->text[KBG_PROFILE_KEYWORD];
    for (size_t i = 0; i < s->count && status == KBG_OK; i++) {
        const kbg__cut_piece *piece = &s->pieces[i];
        m.part = i + 1;
        m.notice = was_cut && i + 1 == s->count;
        m.keyword = !holds(r->document.text.data + piece->from, piece->to - piece->from, keyword);
        kbg__extras extras = kbg__extras_of(p, &m, &r->label, &r->front, &r->back);
        status = r->front.failed || r->back.failed ? KBG_ERR_NOMEM
                                                   : write_part(r, p, s->unit, piece, &extras, most);
        if (status == KBG_OK) {
            total += r->rendered.parts[i].len;
            status = total > most ? KBG_ERR_LIMIT : KBG_OK;
        }
    }
    return status;
}

/* ---- attachments ---- */

static kbg_status place(kbg__renderer *r, size_t record, size_t where)
{
    kbg__rendered *out = &r->rendered;
    if (kbg__grow(r->memory, (void **)&out->attachments, &out->attachment_capacity, out->attachment_count + 1,
                  sizeof(*out->attachments)))
        return KBG_ERR_NOMEM;
    out->attachments[out->attachment_count++] = (kbg__placed){ record, where };
    return KBG_OK;
}

/* Makes an attachment of an image of the body. */
static void add_image_record(kbg__renderer *r, const kbg__block *block)
{
    kbg__buffer *records = &r->rendered.records;
    const kbg__document *d = &r->document;
    const kbg__link *link = &d->links[d->runs[block->run].link - 1];
    kbg__buffer_clear(&r->line);
    kbg__record_number(&r->line, KBG__TAG_MEDIA, KBG_MEDIA_IMAGE);
    kbg__record_text(&r->line, KBG__TAG_URI, d->urls.data + link->start, link->len);
    kbg__record_text(&r->line, KBG__TAG_ALT, d->text.data + block->start, block->end - block->start);
    kbg__record_text(records, KBG__TAG_ATTACHMENT, r->line.data, r->line.len);
    records->failed |= r->line.failed;
}

/* Whether an attachment is written into the text: the channel cannot send it, or the caller wants it there. */
static bool is_line(const kbg_profile *p, const kbg_render_options *options, const kbg_attachment *attachment)
{
    return options->flags & KBG_RENDER_ATTACHMENT_LINES ||
           !(p->number[KBG_PROFILE_MEDIA] >> kbg_attachment_media(attachment) & 1);
}

/* Images of the body stand between the parts, what the answer has beside its body behind all of them. */
static kbg_status place_attachments(kbg__renderer *r, const kbg__split *s, const kbg_answer *answer,
                                    const kbg_render_options *options)
{
    kbg__rendered *out = &r->rendered;
    size_t block = 0, from, to, parts = 0;
    bool has_image;
    kbg_status status = KBG_OK;
    while (status == KBG_OK && next_stretch(&r->document, &block, &from, &to, &has_image)) {
        while (parts < s->count && s->pieces[parts].from < to)
            parts++;
        if (!has_image)
            continue;
        size_t record = out->records.len;
        add_image_record(r, &r->document.blocks[block - 1]);
        status = place(r, record, parts);
    }
    for (size_t i = 0; i < kbg_answer_attachment_count(answer) && status == KBG_OK; i++) {
        const kbg_attachment *attachment = kbg_answer_attachment(answer, i);
        kbg__field field = kbg__record_field((const char *)attachment);
        size_t record = out->records.len;
        kbg__buffer_add(&out->records, field.at, (size_t)(field.next - field.at));
        status = place(r, record, is_line(s->profile, options, attachment) ? SIZE_MAX : out->part_count);
    }
    return out->records.failed ? KBG_ERR_NOMEM : status;
}

/* Writes those attachments into the document that the channel cannot send, or all if that is asked for. */
static kbg_status add_lines(kbg__renderer *r, const kbg_profile *p, const kbg_answer *answer,
                            const kbg_render_options *options)
{
    kbg_status status = KBG_OK;
    for (size_t i = 0; i < kbg_answer_attachment_count(answer) && status == KBG_OK; i++) {
        const kbg_attachment *attachment = kbg_answer_attachment(answer, i);
        if (!is_line(p, options, attachment))
            continue;
        if (!(options->flags & KBG_RENDER_ATTACHMENT_LINES))
            r->document.warnings |= UINT32_C(1) << KBG_WARNING_ATTACHMENT;
        status = kbg__document_add_attachment(&r->document, p, attachment);
    }
    return status;
}

/* ---- the whole ---- */

static kbg_status over_most(size_t most, kbg__problem *problem)
{
    return kbg__problem_set(problem, KBG_ERR_LIMIT, "the snippet is over the limit of %zu bytes", most);
}

/* Whether a part may begin with the headings of a table. */
static bool has_table(const kbg__document *d)
{
    for (size_t i = 0; i < d->block_count && !d->no_headings; i++)
        if (d->blocks[i].kind == KBG__BLOCK_TABLE)
            return true;
    return false;
}

/* Cuts into as many parts as the profile allows. A label can make more parts necessary, and more parts a longer label. */
static kbg_status cut_to_fit(kbg__renderer *r, const kbg_profile *p, kbg__split *s, bool is_wide, bool may_cut,
                             bool *was_cut, kbg__problem *problem)
{
    static const unsigned fillings[] = { 40, 70, 90 };
    uint64_t most = p->number[KBG_PROFILE_PARTS];
    kbg__extras extras;
    kbg_status status = KBG_OK;
    kbg__matter m = { .keyword = true };
    *was_cut = false;
    extras = kbg__extras_of(p, &m, &r->label, &r->front, &r->back);
    s->extras = &extras;
    s->limit = limit_of(p, is_wide, false);
    size_t block = 0, from, to, stretches = 0, first = 0, end = 0;
    bool has_image, fits = true;
    while (next_stretch(&r->document, &block, &from, &to, &has_image))
        if (to > from) {
            if (stretches++ == 0) {
                first = from;
                end = to;
            }
            fits = fits && kbg__split_fits(s, from, to);
        }
    if (s->failed || r->front.failed || r->back.failed)
        return KBG_ERR_NOMEM;
    if (stretches <= 1 && fits) {
        s->count = 0;
        return stretches ? add_piece(r, s, first, end) : KBG_OK;
    }
    if (!r->graphemes && (status = kbg__graphemes_new(r->memory, &r->graphemes)) != KBG_OK)
        return status;
    status = kbg__breaks_find(&r->breaks, r->graphemes, &r->document);
    s->limit = limit_of(p, is_wide, true);
    s->breaks = &r->breaks;
    for (unsigned i = 0; i < sizeof(fillings) / sizeof(fillings[0]) && status == KBG_OK; i++) {
        s->least = fillings[i];
        for (m.parts = 8; status == KBG_OK; m.parts = m.parts * 10 + 8) {
            m.part = m.parts;
            m.notice = may_cut && most;
            extras = kbg__extras_of(p, &m, &r->label, &r->front, &r->back);
            status = r->front.failed || r->back.failed ? KBG_ERR_NOMEM : cut(r, s);
            if (status != KBG_OK || s->count <= m.parts + 1 || !kbg__profile_has(p, KBG_PROFILE_LABEL))
                break;
        }
        if (!most || s->count <= most)
            break;
    }
    if (status == KBG_ERR_LIMIT && s->limit != KBG_NO_LIMIT && has_table(&r->document)) {
        r->document.no_headings = true;
        return cut_to_fit(r, p, s, is_wide, may_cut, was_cut, problem);
    }
    if (status == KBG_ERR_LIMIT && s->limit != KBG_NO_LIMIT)
        return kbg__problem_set(problem, status, "a part of %" PRIu64 " units has no room for any text", s->limit);
    if (status == KBG_OK && most && s->count > most) {
        if (!may_cut)
            return kbg__problem_set(problem, KBG_ERR_LIMIT, "%zu parts are needed, the profile allows %" PRIu64,
                                    s->count, most);
        s->count = (size_t)most;
        *was_cut = true;
    }
    return status;
}

kbg_status kbg__render(kbg__renderer *r, const kbg_answer *answer, const kbg_render_options *options,
                       const kbg_profile *profile, size_t most, uint64_t deepest, kbg__problem *problem)
{
    bool was_cut = false;
    size_t len;
    const char *body = kbg_answer_body(answer, &len);
    kbg__renderer_clear(r);
    r->document.reviser = r->reviser;
    r->variables.most = most;
    kbg_status status = kbg__variables_take(&r->variables, body, len, options, problem);
    if (status == KBG_OK)
        status = kbg__document_read(&r->document, &r->variables, profile, most, deepest, problem);
    if (status == KBG_OK)
        status = add_lines(r, profile, answer, options);
    kbg__split split = { .profile = profile,
                         .plain = profile->number[KBG_PROFILE_COUNTED] == KBG_COUNTED_BOTH ? &r->plain : NULL,
                         .document = &r->document,
                         .out = r->out,
                         .line = &r->line,
                         .unit = (kbg_unit)profile->number[KBG_PROFILE_UNIT],
                         .most = most + 1,
                         .pieces = r->pieces,
                         .capacity = r->piece_capacity,
                         .memory = r->memory };
    bool is_wide = false;
    if (status == KBG_OK && split.unit == KBG_UNIT_GSM7_SEPTETS && !all_is_gsm7(r, profile)) {
        is_wide = true;
        split.unit = KBG_UNIT_UTF16_UNITS;
    }
    if (status == KBG_OK)
        status = cut_to_fit(r, profile, &split, is_wide, options->flags & KBG_RENDER_CUT, &was_cut, problem);
    r->pieces = split.pieces;
    r->piece_capacity = split.capacity;
    if (status == KBG_OK)
        status = write_parts(r, profile, &split, was_cut, most);
    if (status == KBG_OK)
        status = place_attachments(r, &split, answer, options);
    if (status == KBG_OK && r->rendered.part_count == 0)
        status = add_empty_part(r);
    if (status == KBG_ERR_LIMIT && problem && problem->status == KBG_OK)
        status = over_most(most, problem);
    r->rendered.warnings = r->document.warnings;
    if (split.cut_atoms)
        r->rendered.warnings |= UINT32_C(1) << KBG_WARNING_BROKEN;
    if (was_cut)
        r->rendered.warnings |= UINT32_C(1) << KBG_WARNING_CUT;
    return status;
}
