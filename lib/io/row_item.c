/* SPDX-License-Identifier: MIT */
#include "io/row_item.h"

#include "base/text.h"
#include "io/formula.h"
#include "io/generated_id.h"
#include "io/json_read.h"
#include "io/list_cell.h"
#include "io/sink.h"

#include <string.h>

/* No cell is to blame. */
#define NO_CELL SIZE_MAX

/* The longest question that is made of an answer, in characters. */
enum { LONGEST_QUESTION = 64 };

/* One reading. */
typedef struct reading {
    kbg__row_item *item;
    const kbg__row *row;
    kbg__problem *problem;
    size_t cell;      /* the cell that is read */
    size_t questions; /* how many entries are questions; they are the first */
    bool titled;      /* one of them is the title */
} reading;

void kbg__row_item_init(kbg__row_item *item, const kbg_allocator *memory, const kbg__limits *limits,
                        const kbg__header *header)
{
    *item = (kbg__row_item){ .header = header };
    kbg__draft_init(&item->draft, memory, limits);
    kbg__buffer_init(&item->text, memory);
}

void kbg__row_item_free(kbg__row_item *item)
{
    kbg__free(item->text.memory, item->entries);
    kbg__buffer_free(&item->text);
    kbg__draft_free(&item->draft);
}

static const kbg__schema_field *field_of(const char *key)
{
    return kbg__schema_find(KBG__LEVEL_ITEM, key);
}

/* The text of a cell, without the apostrophe that made a formula a text. */
static kbg_text cell_text(reading *r, size_t cell)
{
    kbg_text text = kbg__row_cell(r->row, cell);
    if (text.len)
        r->cell = cell;
    if (kbg__is_guarded_formula(text.data, text.len)) {
        text.data++;
        text.len--;
    }
    return text;
}

static kbg_text entry_text(const reading *r, size_t index)
{
    const kbg__entry *entry = &r->item->entries[index];
    return entry->len ? (kbg_text){ r->item->text.data + entry->start, entry->len } : (kbg_text){ "", 0 };
}

/* Makes what stands behind `start` in the text an entry. */
static kbg_status add_entry(reading *r, size_t start)
{
    kbg__row_item *item = r->item;
    kbg_status status = kbg__grow(item->text.memory, (void **)&item->entries, &item->capacity, item->count + 1,
                                  sizeof(*item->entries));
    if (status == KBG_OK && !item->text.failed)
        item->entries[item->count++] = (kbg__entry){ start, item->text.len - start, r->cell };
    return item->text.failed ? KBG_ERR_NOMEM : status;
}

/* Copies a text in which a word stands for something else. */
static void add_replaced(kbg__buffer *out, kbg_text text, const char *words[2], const char *stand_for)
{
    for (size_t at = 0; at < text.len;) {
        kbg_text rest = { text.data + at, text.len - at };
        int found = kbg__text_begins(rest, words[0]) ? 0 : words[1] && kbg__text_begins(rest, words[1]) ? 1 : -1;
        kbg__buffer_add_byte(out, found < 0 ? text.data[at] : stand_for[found]);
        at += found < 0 ? 1 : strlen(words[found]);
    }
}

/* The text of a cell as its style has it; valid until the next text is read. */
static kbg_text styled_text(reading *r, size_t cell, kbg__cell_style style)
{
    kbg_text text = cell_text(r, cell);
    kbg__buffer *out = &r->item->text;
    size_t start = out->len;
    if (style == KBG__CELL_BREAKS)
        add_replaced(out, text, (const char *[2]){ "\\n", NULL }, "\n");
    else if (style == KBG__CELL_ENTITIES)
        add_replaced(out, text, (const char *[2]){ "&#13;", "&#44;" }, "\n,");
    else
        return text;
    return out->len > start ? (kbg_text){ out->data + start, out->len - start } : (kbg_text){ "", 0 };
}

/* Adds the entries between separators; blanks around an entry do not count. */
static kbg_status split(reading *r, kbg_text text, const char *separators)
{
    kbg_status status = KBG_OK;
    for (size_t at = 0; at < text.len && status == KBG_OK;) {
        size_t end = at;
        while (end < text.len && !strchr(separators, text.data[end]))
            end++;
        kbg_text entry = kbg__text_trimmed((kbg_text){ text.data + at, end - at });
        size_t start = r->item->text.len;
        kbg__buffer_add(&r->item->text, entry.data, entry.len);
        if (entry.len)
            status = add_entry(r, start);
        at = end + 1;
    }
    return status;
}

/* Adds the entries of one cell of a list. */
static kbg_status collect_cell(reading *r, size_t cell, kbg__cell_style style)
{
    kbg_text text = cell_text(r, cell);
    kbg__buffer *out = &r->item->text;
    size_t start = out->len, at = 0;
    kbg_status status = KBG_OK;
    if (text.len == 0)
        return KBG_OK;
    if (style == KBG__CELL_COMMAS)
        return split(r, text, ",\r\n");
    if (style == KBG__CELL_LINES) {
        kbg__buffer lines;
        kbg__buffer_init(&lines, out->memory);
        add_replaced(&lines, text, (const char *[2]){ "\\n", NULL }, "\n");
        status = kbg__buffer_status(&lines);
        if (status == KBG_OK)
            status = split(r, (kbg_text){ lines.data, lines.len }, "\r\n");
        kbg__buffer_free(&lines);
        return status;
    }
    if (style == KBG__CELL_ONE) {
        kbg__buffer_add(out, text.data, text.len);
        return add_entry(r, start);
    }
    while (status == KBG_OK && kbg__list_cell_next(text.data, text.len, &at, out, &start))
        status = add_entry(r, start);
    return status;
}

/* Adds the entries of all columns of a list. */
static kbg_status collect(reading *r, kbg__column_role role, const kbg__schema_field *field)
{
    const kbg__header *header = r->item->header;
    kbg_status status = KBG_OK;
    for (size_t i = 0; i < header->count && status == KBG_OK; i++) {
        const kbg__column *column = &header->columns[i];
        if (column->role != role || column->field != field)
            continue;
        status = collect_cell(r, i, column->style);
        /* FastGPT lets the last list go on in further cells. */
        bool goes_on = i + 1 == header->count && header->product == KBG__PRODUCT_FASTGPT;
        for (size_t k = i + 1; k < r->row->count && goes_on && status == KBG_OK; k++)
            status = collect_cell(r, k, column->style);
    }
    return status;
}

/* Finds the column of a role (and field) that has a text in this row. */
static bool find_text(reading *r, kbg__column_role role, const kbg__schema_field *field, kbg_text *text)
{
    const kbg__header *header = r->item->header;
    for (size_t i = 0; i < header->count; i++) {
        const kbg__column *column = &header->columns[i];
        if (column->role != role || (field && column->field != field))
            continue;
        *text = styled_text(r, i, column->style);
        if (text->len)
            return true;
    }
    *text = (kbg_text){ "", 0 };
    return false;
}

/* Makes a text an entry, which may stand in the very buffer that it is added to. */
static kbg_status add_text(reading *r, kbg_text text)
{
    kbg__buffer *out = &r->item->text;
    size_t start = out->len;
    bool inside = out->data && text.data >= out->data && text.data < out->data + out->len;
    size_t from = inside ? (size_t)(text.data - out->data) : 0;
    char *place = kbg__buffer_reserve(out, text.len);
    if (!place)
        return KBG_ERR_NOMEM;
    memmove(place, inside ? out->data + from : text.data, text.len);
    out->len += text.len;
    return add_entry(r, start);
}

/* Collects question and alternatives. Without a question the first alternative, the title or the answer's first line
 * is one. */
static kbg_status collect_questions(reading *r, const kbg__buffer *more)
{
    kbg_text text;
    kbg_status status = KBG_OK;
    if (find_text(r, KBG__COLUMN_FIELD, field_of("question"), &text))
        status = add_text(r, text);
    if (status == KBG_OK)
        status = collect(r, KBG__COLUMN_QUESTIONS, NULL);
    for (size_t at = 0; more && at < more->len && status == KBG_OK; at += text.len + 1) {
        text = (kbg_text){ more->data + at, strlen(more->data + at) };
        status = add_text(r, text);
    }
    if (status == KBG_OK)
        status = collect(r, KBG__COLUMN_FIELD, field_of("alternatives"));
    r->titled = r->item->count == 0 && find_text(r, KBG__COLUMN_TITLE, NULL, &text);
    if (status == KBG_OK && r->titled)
        status = add_text(r, text);
    if (status == KBG_OK && r->item->count == 0 && find_text(r, KBG__COLUMN_BODY, NULL, &text)) {
        text = kbg__text_first_line(text, LONGEST_QUESTION);
        status = text.len ? add_text(r, text) : KBG_OK;
    }
    r->questions = r->item->count;
    return status;
}

static kbg_status read_id(reading *r)
{
    const kbg__schema_field *id = field_of("id");
    kbg_text text, parts[3] = { { "", 0 }, { "", 0 }, { "", 0 } };
    char generated[KBG__GENERATED_ID];
    size_t column;
    bool has = find_text(r, KBG__COLUMN_FIELD, id, &text);
    if (has && kbg__header_find(r->item->header, KBG__COLUMN_FIELD, id, &column) &&
        r->item->header->columns[column].style == KBG__CELL_FOREIGN_ID) {
        kbg__buffer *out = &r->item->text;
        size_t start = out->len;
        kbg__buffer_add_cstr(out, r->item->header->product == KBG__PRODUCT_ZAMMAD ? "zammad-" : "qna-");
        kbg__buffer_add(out, text.data, text.len);
        if (out->failed)
            return KBG_ERR_NOMEM;
        text = (kbg_text){ out->data + start, out->len - start };
    }
    if (has)
        return kbg__draft_text(&r->item->draft, id, text.data, text.len, r->problem);
    if (r->questions == 0) {
        r->cell = NO_CELL;
        return kbg__problem_set(r->problem, KBG_ERR_VALUE, "question is missing");
    }
    /* Short codes are a part, so that phrases of one group that begin alike stay apart. */
    (void)find_text(r, KBG__COLUMN_FIELD, field_of("category"), &parts[0]);
    (void)find_text(r, KBG__COLUMN_FIELD, field_of("short_codes"), &parts[1]);
    parts[2] = entry_text(r, 0);
    (void)kbg__generated_id(generated, "auto-", parts, 3);
    return kbg__draft_text(&r->item->draft, id, generated, strlen(generated), r->problem);
}

/* Hands the entries from `first` on to a list of the draft. */
static kbg_status give_list(reading *r, const kbg__schema_field *field, size_t first)
{
    size_t count = r->item->count - first;
    if (first < r->item->count)
        r->cell = r->item->entries[first].cell;
    kbg_status status = kbg__draft_count(&r->item->draft, field, count, r->problem);
    for (size_t i = first; i < r->item->count && status == KBG_OK; i++) {
        kbg_text text = entry_text(r, i);
        r->cell = r->item->entries[i].cell;
        status = kbg__draft_text(&r->item->draft, field, text.data, text.len, r->problem);
    }
    return status;
}

static kbg_status read_texts(reading *r, const kbg__schema_field *field)
{
    if (field == field_of("alternatives")) {
        r->item->count = r->questions;
        return r->questions ? give_list(r, field, 1) : KBG_OK;
    }
    r->item->count = r->questions;
    kbg_status status = collect(r, KBG__COLUMN_FIELD, field);
    kbg_text title;
    bool may_be_title = field == field_of("keywords") && !r->titled;
    if (status == KBG_OK && may_be_title && find_text(r, KBG__COLUMN_TITLE, NULL, &title))
        status = add_text(r, title);
    return status == KBG_OK ? give_list(r, field, r->questions) : status;
}

static bool read_integer(kbg_text text, int64_t *number)
{
    bool negative = text.len && text.data[0] == '-';
    size_t at = text.len && (text.data[0] == '-' || text.data[0] == '+');
    *number = 0;
    if (at == text.len || text.len - at > 18)
        return false;
    for (; at < text.len; at++) {
        if (text.data[at] < '0' || text.data[at] > '9')
            return false;
        *number = *number * 10 + (text.data[at] - '0');
    }
    *number = negative ? -*number : *number;
    return true;
}

/* Kinds, stages and states may be written in Chinese too. */
static kbg_text english_name(kbg__name_set set, kbg_text text)
{
    static const struct {
        kbg__name_set set;
        const char *chinese, *name;
    } names[] = { { KBG__NAMES_KIND, "技术", "technical" },     { KBG__NAMES_KIND, "商务", "business" },
                  { KBG__NAMES_KIND, "服务", "service" },       { KBG__NAMES_KIND, "情感", "emotional" },
                  { KBG__NAMES_STAGE, "问好", "greet" },        { KBG__NAMES_STAGE, "身份确认", "identify" },
                  { KBG__NAMES_STAGE, "询问需求", "ask" },      { KBG__NAMES_STAGE, "答疑咨询", "consult" },
                  { KBG__NAMES_STAGE, "异议处理", "object" },   { KBG__NAMES_STAGE, "推荐", "recommend" },
                  { KBG__NAMES_STAGE, "协助办理", "assist" },   { KBG__NAMES_STAGE, "确认", "confirm" },
                  { KBG__NAMES_STAGE, "礼貌告别", "farewell" }, { KBG__NAMES_STATE, "已发布", "published" },
                  { KBG__NAMES_STATE, "草稿", "draft" },        { KBG__NAMES_STATE, "已归档", "archived" } };
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (names[i].set == set && kbg__text_is(text, names[i].chinese))
            return (kbg_text){ names[i].name, strlen(names[i].name) };
    return text;
}

/* The state that a column of true and false means; an empty text for published. */
static bool read_active(kbg_text text, kbg_text *state)
{
    static const char *const yes[] = { "true", "TRUE", "True", "1", "是" };
    static const char *const no[] = { "false", "FALSE", "False", "0", "否" };
    for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
        if (kbg__text_is(text, no[i]))
            *state = (kbg_text){ "archived", 8 };
        else if (kbg__text_is(text, yes[i]))
            *state = (kbg_text){ "", 0 };
        else
            continue;
        return true;
    }
    return false;
}

static kbg_status read_single(reading *r, const kbg__schema_field *field)
{
    char quote[KBG__QUOTE];
    kbg_text text;
    size_t column;
    if (field == field_of("id"))
        return read_id(r);
    if (field == field_of("question")) {
        text = r->questions ? entry_text(r, 0) : (kbg_text){ "", 0 };
        r->cell = r->questions ? r->item->entries[0].cell : NO_CELL;
        if (r->questions == 0)
            return kbg__problem_set(r->problem, KBG_ERR_VALUE, "question is missing");
        return kbg__draft_text(&r->item->draft, field, text.data, text.len, r->problem);
    }
    if (!find_text(r, KBG__COLUMN_FIELD, field, &text) ||
        !kbg__header_find(r->item->header, KBG__COLUMN_FIELD, field, &column))
        return KBG_OK;
    kbg__cell_style style = r->item->header->columns[column].style;
    if (style == KBG__CELL_GROUP && kbg__text_is(text, "未分组"))
        return KBG_OK;
    if (style == KBG__CELL_ACTIVE && !read_active(text, &text))
        return kbg__problem_set(r->problem, KBG_ERR_VALUE, "\"%s\" is neither true nor false",
                                kbg__quote(quote, text.data, text.len));
    if (text.len == 0)
        return KBG_OK;
    if (field->shape == KBG__SHAPE_INTEGER) {
        int64_t number;
        if (!read_integer(text, &number))
            return kbg__problem_set(r->problem, KBG_ERR_TYPE, "%s must be an integer", field->key);
        return kbg__draft_integer(&r->item->draft, field, number, r->problem);
    }
    if (field->shape == KBG__SHAPE_NAME)
        text = english_name(field->names, text);
    return kbg__draft_text(&r->item->draft, field, text.data, text.len, r->problem);
}

/* A cell of an answer; NO_CELL if it is not there or empty. */
static size_t answer_cell(const reading *r, size_t column)
{
    return column != KBG__NO_COLUMN && kbg__row_cell(r->row, column).len ? column : NO_CELL;
}

/* Gives the open answer a qualifier. */
static kbg_status read_qualifier(reading *r, const char *key, kbg__pooled pooled)
{
    kbg_text text = kbg__header_text(r->item->header, pooled);
    const kbg__schema_field *field = kbg__schema_find(KBG__LEVEL_ANSWER, key);
    if (text.len == 0)
        return KBG_OK;
    if (field->shape != KBG__SHAPE_TEXTS)
        return kbg__draft_text(&r->item->draft, field, text.data, text.len, r->problem);
    kbg_status status = KBG_OK;
    size_t start, at = 0, first = r->item->count;
    while (status == KBG_OK && kbg__list_cell_next(text.data, text.len, &at, &r->item->text, &start))
        status = add_entry(r, start);
    if (status == KBG_OK)
        status = give_list(r, field, first);
    r->item->count = first;
    return status;
}

static kbg_status read_answer(reading *r, const kbg__column_answer *answer, size_t body, size_t attachments)
{
    kbg__draft *draft = &r->item->draft;
    const kbg__schema_field *answers = field_of("answers");
    kbg_status status = KBG_OK;
    kbg__draft_open(draft, answers);
    if (body != NO_CELL) {
        kbg_text text = styled_text(r, body, r->item->header->columns[body].style);
        status = kbg__draft_text(draft, kbg__schema_find(KBG__LEVEL_ANSWER, "body"), text.data, text.len, r->problem);
    }
    if (status == KBG_OK)
        status = read_qualifier(r, "channel", answer->channel);
    if (status == KBG_OK)
        status = read_qualifier(r, "language", answer->language);
    if (status == KBG_OK)
        status = read_qualifier(r, "audience", answer->audience);
    if (status == KBG_OK)
        status = read_qualifier(r, "variant", answer->variant);
    if (status == KBG_OK && attachments != NO_CELL) {
        const kbg__schema_field *list = kbg__schema_find(KBG__LEVEL_ANSWER, "attachments");
        kbg_text text = cell_text(r, attachments);
        status = kbg__json_read_list(draft, list, text.data, text.len, r->problem);
    }
    return status == KBG_OK ? kbg__draft_close(draft, answers, r->problem) : status;
}

static kbg_status read_answers(reading *r, const kbg__schema_field *field)
{
    const kbg__header *header = r->item->header;
    kbg_status status = KBG_OK;
    size_t count = 0;
    for (size_t i = 0; i < header->answer_count && status == KBG_OK; i++) {
        size_t body = answer_cell(r, header->answers[i].body);
        size_t attachments = answer_cell(r, header->answers[i].attachments);
        if (body == NO_CELL && attachments == NO_CELL)
            continue;
        r->cell = body != NO_CELL ? body : attachments;
        status = kbg__draft_count(&r->item->draft, field, ++count, r->problem);
        if (status == KBG_OK)
            status = read_answer(r, &header->answers[i], body, attachments);
    }
    return status;
}

/* Adds the pairs of `k:v|k:v` as two entries each. */
static kbg_status collect_metadata(reading *r, size_t cell)
{
    char quote[KBG__QUOTE];
    kbg_text text = cell_text(r, cell);
    kbg_status status = KBG_OK;
    for (size_t at = 0; at < text.len && status == KBG_OK;) {
        const char *end = memchr(text.data + at, '|', text.len - at);
        size_t stop = end ? (size_t)(end - text.data) : text.len;
        kbg_text pair = kbg__text_trimmed((kbg_text){ text.data + at, stop - at });
        at = stop + 1;
        const char *colon = pair.len ? memchr(pair.data, ':', pair.len) : NULL;
        if (pair.len == 0)
            continue;
        if (!colon)
            return kbg__problem_set(r->problem, KBG_ERR_VALUE, "\"%s\" is not a key and a value with a colon between",
                                    kbg__quote(quote, pair.data, pair.len));
        size_t key_len = (size_t)(colon - pair.data), start = r->item->text.len;
        kbg__buffer_add(&r->item->text, pair.data, key_len);
        status = add_entry(r, start);
        start = r->item->text.len;
        kbg__buffer_add(&r->item->text, colon + 1, pair.len - key_len - 1);
        if (status == KBG_OK)
            status = add_entry(r, start);
    }
    return status;
}

/* Collects all properties of the row: two entries each, key and value. */
static kbg_status collect_properties(reading *r)
{
    const kbg__header *header = r->item->header;
    kbg_status status = KBG_OK;
    for (size_t i = 0; i < header->count && status == KBG_OK; i++) {
        const kbg__column *column = &header->columns[i];
        if (column->role == KBG__COLUMN_METADATA)
            status = collect_metadata(r, i);
        if (column->role != KBG__COLUMN_PROPERTY)
            continue;
        kbg_text value = cell_text(r, i), key = kbg__header_text(header, column->key);
        bool unset = column->style == KBG__CELL_SET && (kbg__text_is(value, "[]") || kbg__text_is(value, "False"));
        if (value.len == 0 || unset)
            continue;
        status = add_text(r, key);
        if (status == KBG_OK)
            status = add_text(r, value);
    }
    return status;
}

static kbg_status read_properties(reading *r, const kbg__schema_field *field)
{
    char quote[KBG__QUOTE];
    size_t first = r->questions;
    r->item->count = first;
    kbg_status status = collect_properties(r);
    size_t count = (r->item->count - first) / 2;
    if (status == KBG_OK)
        status = kbg__draft_count(&r->item->draft, field, count, r->problem);
    for (size_t i = 0; i < count && status == KBG_OK; i++) {
        kbg_text key = entry_text(r, first + 2 * i), value = entry_text(r, first + 2 * i + 1);
        r->cell = r->item->entries[first + 2 * i + 1].cell;
        for (size_t k = 0; k < i; k++) {
            if (kbg__text_equal(entry_text(r, first + 2 * k), key))
                return kbg__problem_set(r->problem, KBG_ERR_VALUE, "the property \"%s\" is there twice",
                                        kbg__quote(quote, key.data, key.len));
        }
        status = kbg__draft_property(&r->item->draft, field, key.data, key.len, value.data, value.len, r->problem);
    }
    return status;
}

static kbg_status read_fields(reading *r)
{
    kbg_status status = KBG_OK;
    for (const kbg__schema_field *field = kbg__schema(KBG__LEVEL_ITEM); field->key && status == KBG_OK; field++) {
        if (field->shape == KBG__SHAPE_TEXTS)
            status = read_texts(r, field);
        else if (field->shape == KBG__SHAPE_OBJECTS)
            status = read_answers(r, field);
        else if (field->shape == KBG__SHAPE_PROPERTIES)
            status = read_properties(r, field);
        else
            status = read_single(r, field);
    }
    kbg_text extra;
    if (status == KBG_OK && find_text(r, KBG__COLUMN_EXTRA, NULL, &extra))
        status = kbg__json_read_extra(&r->item->draft, extra.data, extra.len, r->problem);
    return status;
}

/* A column without a name may not have texts below it. */
static kbg_status check_nameless(reading *r)
{
    const kbg__header *header = r->item->header;
    for (size_t i = 0; i < header->count; i++)
        if (header->columns[i].role == KBG__COLUMN_NAMELESS && kbg__row_cell(r->row, i).len) {
            r->cell = i;
            return kbg__problem_set(r->problem, KBG_ERR_SYNTAX, "the column of this cell has no name in the header");
        }
    return KBG_OK;
}

kbg_status kbg__row_item_read(kbg__row_item *item, const kbg__row *row, const kbg__buffer *more,
                              kbg__problem *problem)
{
    reading r = { .item = item, .row = row, .problem = problem, .cell = NO_CELL };
    const kbg__schema_field *wrong = NULL;
    size_t column;
    kbg__buffer_clear(&item->text);
    item->count = 0;
    kbg__draft_begin(&item->draft);
    kbg_status status = check_nameless(&r);
    if (status == KBG_OK)
        status = collect_questions(&r, more);
    if (status == KBG_OK)
        status = read_fields(&r);
    if (status == KBG_OK) {
        r.cell = NO_CELL;
        status = kbg__draft_end(&item->draft, &wrong, problem);
        if (wrong && kbg__header_find(item->header, KBG__COLUMN_FIELD, wrong, &column))
            r.cell = column;
    }
    if (item->text.failed) /* a text that could not be decoded is no empty one */
        status = KBG_ERR_NOMEM;
    if (kbg__is_bad_line(status))
        kbg__problem_at(problem, r.cell < row->count ? &row->cells[r.cell].place : &row->place);
    return status;
}
