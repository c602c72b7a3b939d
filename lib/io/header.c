/* SPDX-License-Identifier: MIT */
#include "io/header.h"

#include "base/text.h"
#include "io/rows.h"

#include <string.h>

/* Header names that are known by themselves, and what they are in our own schema. Names in Latin letters are lower
 * case here. */
static const struct {
    kbg__product product;
    bool is_prefix;
    const char *name, *field;
    kbg__cell_style style;
} known[] = {
    { KBG__PRODUCT_OWN, false, "编号", "id", KBG__CELL_PLAIN },
    { KBG__PRODUCT_OWN, false, "分类", "category", KBG__CELL_PLAIN },
    { KBG__PRODUCT_OWN, false, "分组", "category", KBG__CELL_PLAIN },
    { KBG__PRODUCT_OWN, false, "知识类型", "kind", KBG__CELL_PLAIN },
    { KBG__PRODUCT_OWN, false, "接待阶段", "stage", KBG__CELL_PLAIN },
    { KBG__PRODUCT_OWN, false, "状态", "state", KBG__CELL_PLAIN },
    { KBG__PRODUCT_OWN, false, "问题", "question", KBG__CELL_PLAIN },
    { KBG__PRODUCT_OWN, false, "标准问题", "question", KBG__CELL_PLAIN },
    { KBG__PRODUCT_OWN, false, "相似问法", "alternatives", KBG__CELL_PLAIN },
    { KBG__PRODUCT_OWN, false, "相似问题", "alternatives", KBG__CELL_PLAIN },
    { KBG__PRODUCT_OWN, false, "答案", "answer", KBG__CELL_PLAIN },
    { KBG__PRODUCT_OWN, false, "回答", "answer", KBG__CELL_PLAIN },
    { KBG__PRODUCT_OWN, false, "快捷码", "short_codes", KBG__CELL_PLAIN },
    { KBG__PRODUCT_OWN, false, "快捷编码", "short_codes", KBG__CELL_PLAIN },
    { KBG__PRODUCT_OWN, false, "关键词", "keywords", KBG__CELL_PLAIN },
    { KBG__PRODUCT_OWN, false, "产品", "products", KBG__CELL_PLAIN },
    { KBG__PRODUCT_OWN, false, "适用客户", "audience", KBG__CELL_PLAIN },
    { KBG__PRODUCT_OWN, false, "优先级", "priority", KBG__CELL_PLAIN },
    { KBG__PRODUCT_OWN, false, "生效时间", "valid_from", KBG__CELL_PLAIN },
    { KBG__PRODUCT_OWN, false, "失效时间", "valid_until", KBG__CELL_PLAIN },
    { KBG__PRODUCT_OWN, false, "相关知识", "related", KBG__CELL_PLAIN },
    { KBG__PRODUCT_OWN, false, "更新时间", "updated_at", KBG__CELL_PLAIN },
    { KBG__PRODUCT_OWN, false, "使用次数", "usage_count", KBG__CELL_PLAIN },
    { KBG__PRODUCT_QIANNIU, false, "快捷短语编码", "short_codes", KBG__CELL_ONE },
    { KBG__PRODUCT_QIANNIU, false, "快捷编码", "short_codes", KBG__CELL_ONE },
    { KBG__PRODUCT_QIANNIU, false, "快捷短语", "answer", KBG__CELL_ENTITIES },
    { KBG__PRODUCT_QIANNIU, false, "快捷短语分组", "category", KBG__CELL_GROUP },
    { KBG__PRODUCT_QIANNIU, false, "分组", "category", KBG__CELL_GROUP },
    { KBG__PRODUCT_FASTGPT, false, "q", "question", KBG__CELL_PLAIN },
    { KBG__PRODUCT_FASTGPT, false, "a", "answer", KBG__CELL_PLAIN },
    { KBG__PRODUCT_FASTGPT, false, "indexes", "alternatives", KBG__CELL_LINES },
    { KBG__PRODUCT_MAXKB, true, "分段标题", "title", KBG__CELL_PLAIN },
    { KBG__PRODUCT_MAXKB, true, "分段内容", "answer", KBG__CELL_PLAIN },
    { KBG__PRODUCT_MAXKB, true, "问题", "questions", KBG__CELL_LINES },
    { KBG__PRODUCT_QNAMAKER, false, "answer", "answer", KBG__CELL_BREAKS },
    { KBG__PRODUCT_QNAMAKER, false, "metadata", "metadata", KBG__CELL_PLAIN },
    { KBG__PRODUCT_QNAMAKER, false, "suggestedquestions", "property:SuggestedQuestions", KBG__CELL_SET },
    { KBG__PRODUCT_QNAMAKER, false, "iscontextonly", "property:IsContextOnly", KBG__CELL_SET },
    { KBG__PRODUCT_QNAMAKER, false, "prompts", "property:Prompts", KBG__CELL_SET },
    { KBG__PRODUCT_QNAMAKER, false, "qnaid", "id", KBG__CELL_FOREIGN_ID },
    { KBG__PRODUCT_ZAMMAD, false, "id", "id", KBG__CELL_FOREIGN_ID },
    { KBG__PRODUCT_ZAMMAD, false, "name", "question", KBG__CELL_PLAIN },
    { KBG__PRODUCT_ZAMMAD, false, "keywords", "keywords", KBG__CELL_COMMAS },
    { KBG__PRODUCT_ZAMMAD, false, "content", "answer", KBG__CELL_PLAIN },
    { KBG__PRODUCT_ZAMMAD, false, "active", "state", KBG__CELL_ACTIVE },
    { KBG__PRODUCT_ZAMMAD, false, "groups", "category", KBG__CELL_PLAIN },
    { KBG__PRODUCT_SCRIPTS, false, "话术", "answer[variant=话术]", KBG__CELL_PLAIN },
};

/* The headers by which each product is known. */
static const char *const marks[KBG__PRODUCTS][3] = {
    [KBG__PRODUCT_QIANNIU] = { "快捷短语" },
    [KBG__PRODUCT_FASTGPT] = { "q", "a" },
    [KBG__PRODUCT_MAXKB] = { "分段内容" },
    [KBG__PRODUCT_QNAMAKER] = { "question", "answer", "qnaid" },
    [KBG__PRODUCT_ZAMMAD] = { "name", "keywords", "content" },
    [KBG__PRODUCT_SCRIPTS] = { "问题", "话术" },
};

void kbg__header_init(kbg__header *header, const kbg_allocator *memory, const kbg__limits *limits)
{
    *header = (kbg__header){ .limits = limits };
    kbg__buffer_init(&header->pool, memory);
}

void kbg__header_free(kbg__header *header)
{
    kbg__free(header->pool.memory, header->columns);
    kbg__free(header->pool.memory, header->answers);
    kbg__buffer_free(&header->pool);
}

kbg_text kbg__header_text(const kbg__header *header, kbg__pooled text)
{
    return text.len ? (kbg_text){ header->pool.data + text.start, text.len } : (kbg_text){ "", 0 };
}

static kbg__pooled keep(kbg__header *header, kbg_text text)
{
    kbg__pooled pooled = { header->pool.len, text.len };
    kbg__buffer_add(&header->pool, text.data, text.len);
    return pooled;
}

/* A header as it is compared: without spaces around it, Latin letters in lower case. Longer ones are no known names. */
enum { LONGEST_NAME = 63 };

static kbg_text folded(kbg_text text, char out[LONGEST_NAME + 1])
{
    text = kbg__text_trimmed(text);
    if (text.len > LONGEST_NAME)
        return text;
    for (size_t i = 0; i < text.len; i++)
        out[i] = text.data[i] >= 'A' && text.data[i] <= 'Z' ? (char)(text.data[i] - 'A' + 'a') : text.data[i];
    return (kbg_text){ out, text.len };
}

bool kbg__header_find(const kbg__header *header, kbg__column_role role, const kbg__schema_field *field, size_t *index)
{
    for (size_t i = 0; i < header->count; i++)
        if (header->columns[i].role == role && (!field || header->columns[i].field == field)) {
            *index = i;
            return true;
        }
    return false;
}

/* Takes one qualifier of `channel=sms,variant=B]` from *at on; ',', ']' and '\\' in a value have a backslash before
 * them. */
static kbg_status read_qualifier(kbg__header *header, kbg_text field, size_t *at, kbg__column_answer *answer,
                                 kbg__problem *problem)
{
    char quote[KBG__QUOTE];
    struct {
        const char *name;
        kbg__pooled *value;
    } names[] = { { "channel=", &answer->channel },
                  { "language=", &answer->language },
                  { "audience=", &answer->audience },
                  { "variant=", &answer->variant } };
    kbg_text rest = { field.data + *at, field.len - *at };
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (!kbg__text_begins(rest, names[i].name) || names[i].value->len)
            continue;
        names[i].value->start = header->pool.len;
        for (*at += strlen(names[i].name); *at < field.len && field.data[*at] != ',' && field.data[*at] != ']'; ++*at) {
            if (field.data[*at] == '\\' && *at + 1 < field.len && strchr(",]\\", field.data[*at + 1]))
                ++*at;
            kbg__buffer_add_byte(&header->pool, field.data[*at]);
            names[i].value->len++;
        }
        if (*at < field.len && names[i].value->len)
            return KBG_OK;
        break;
    }
    return kbg__problem_set(problem, KBG_ERR_VALUE, "the header \"%s\" has a qualifier that is not known",
                            kbg__quote(quote, field.data, field.len));
}

static bool same(const kbg__header *header, kbg__pooled left, kbg__pooled right)
{
    return kbg__text_equal(kbg__header_text(header, left), kbg__header_text(header, right));
}

/* Finds the answer that a column belongs to, or makes it. */
static kbg_status place_answer(kbg__header *header, kbg__column *column, kbg__column_answer *answer)
{
    bool is_body = column->role == KBG__COLUMN_BODY;
    if (header->pool.failed)
        return KBG_ERR_NOMEM;
    for (size_t i = 0; i < header->answer_count; i++) {
        kbg__column_answer *other = &header->answers[i];
        size_t *place = is_body ? &other->body : &other->attachments;
        if (*place != KBG__NO_COLUMN || !same(header, other->channel, answer->channel) ||
            !same(header, other->language, answer->language) || !same(header, other->audience, answer->audience) ||
            !same(header, other->variant, answer->variant))
            continue;
        *place = header->count;
        column->answer = i;
        return KBG_OK;
    }
    kbg_status status = kbg__grow(header->pool.memory, (void **)&header->answers, &header->answer_capacity,
                                  header->answer_count + 1, sizeof(*header->answers));
    if (status != KBG_OK)
        return status;
    column->answer = header->answer_count;
    answer->body = is_body ? header->count : KBG__NO_COLUMN;
    answer->attachments = is_body ? KBG__NO_COLUMN : header->count;
    header->answers[header->answer_count++] = *answer;
    return KBG_OK;
}

static kbg_status read_answer(kbg__header *header, kbg_text field, size_t name_len, kbg__column *column,
                              kbg__problem *problem)
{
    kbg__column_answer answer = { .channel = { 0, 0 } };
    kbg_status status = KBG_OK;
    size_t at = name_len;
    while (at < field.len && status == KBG_OK && !(at + 1 == field.len && field.data[at] == ']')) {
        at++; /* over '[' or ',' */
        status = read_qualifier(header, field, &at, &answer, problem);
    }
    return status == KBG_OK ? place_answer(header, column, &answer) : status;
}

static bool is_single(const kbg__column *column)
{
    return column->role != KBG__COLUMN_FIELD || column->field->shape != KBG__SHAPE_TEXTS;
}

/* Reads the name of a column in our own schema; false if it is none. */
static bool read_field(kbg__header *header, kbg_text field, kbg__column *column, kbg_status *status,
                       kbg__problem *problem)
{
    static const struct {
        const char *name;
        kbg__column_role role;
    } roles[] = { { "questions", KBG__COLUMN_QUESTIONS },
                  { "title", KBG__COLUMN_TITLE },
                  { "metadata", KBG__COLUMN_METADATA },
                  { "extra", KBG__COLUMN_EXTRA } };
    static const char property[] = "property:", body[] = "answer", attachments[] = "attachments";
    char name[LONGEST_NAME + 1];
    *status = KBG_OK;
    bool is_body = kbg__text_is(field, body) || kbg__text_begins(field, "answer[");
    if (is_body || kbg__text_is(field, attachments) || kbg__text_begins(field, "attachments[")) {
        column->role = is_body ? KBG__COLUMN_BODY : KBG__COLUMN_ATTACHMENTS;
        *status = read_answer(header, field, is_body ? strlen(body) : strlen(attachments), column, problem);
        return true;
    }
    if (kbg__text_begins(field, property) && field.len > strlen(property)) {
        column->role = KBG__COLUMN_PROPERTY;
        column->field = kbg__schema_find(KBG__LEVEL_ITEM, "properties");
        column->key = keep(header, (kbg_text){ field.data + strlen(property), field.len - strlen(property) });
        return true;
    }
    for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
        if (kbg__text_is(field, roles[i].name)) {
            column->role = roles[i].role;
            return true;
        }
    if (field.len > LONGEST_NAME || field.len == 0)
        return false;
    memcpy(name, field.data, field.len);
    name[field.len] = '\0';
    column->field = kbg__schema_find(KBG__LEVEL_ITEM, name);
    column->role = KBG__COLUMN_FIELD;
    return column->field && column->field->shape != KBG__SHAPE_OBJECTS &&
           column->field->shape != KBG__SHAPE_PROPERTIES;
}

/* Whether a column says what another one says already. */
static bool is_repeated(const kbg__header *header, const kbg__column *column)
{
    for (size_t i = 0; i < header->count; i++) {
        const kbg__column *other = &header->columns[i];
        if (other->role != column->role || !is_single(column) || column->role <= KBG__COLUMN_NAMELESS ||
            column->role == KBG__COLUMN_BODY || column->role == KBG__COLUMN_ATTACHMENTS)
            continue;
        if (column->role == KBG__COLUMN_PROPERTY ? same(header, other->key, column->key)
                                                 : other->field == column->field)
            return true;
    }
    return false;
}

static kbg_status add(kbg__header *header, kbg__column *column, kbg_text title, kbg__problem *problem)
{
    char quote[KBG__QUOTE];
    column->title = keep(header, title);
    if (header->pool.failed)
        return KBG_ERR_NOMEM;
    if (is_repeated(header, column))
        return kbg__problem_set(problem, KBG_ERR_VALUE, "the column \"%s\" is there twice",
                                kbg__quote(quote, title.data, title.len));
    kbg_status status = kbg__grow(header->pool.memory, (void **)&header->columns, &header->capacity,
                                  header->count + 1, sizeof(*header->columns));
    if (status == KBG_OK)
        header->columns[header->count++] = *column;
    return status;
}

static kbg_status add_styled(kbg__header *header, kbg_text title, kbg_text field, kbg__cell_style style,
                             kbg__problem *problem)
{
    char quote[KBG__QUOTE];
    kbg__column column = { .role = KBG__COLUMN_IGNORED, .style = style };
    kbg_status status = KBG_OK;
    if (header->count == KBG__MOST_CELLS)
        return kbg__problem_set(problem, KBG_ERR_LIMIT, "there are more than 16384 columns");
    if (field.len && !read_field(header, field, &column, &status, problem))
        return kbg__problem_set(problem, KBG_ERR_VALUE, "\"%s\" is not the name of a column",
                                kbg__quote(quote, field.data, field.len));
    return status == KBG_OK ? add(header, &column, title, problem) : status;
}

kbg_status kbg__header_add(kbg__header *header, kbg_text name, kbg_text field, kbg__problem *problem)
{
    return add_styled(header, name, field, KBG__CELL_PLAIN, problem);
}

/* The product whose marks are all among the headers. */
static kbg__product recognise(const kbg_text *cells, size_t count)
{
    for (int product = KBG__PRODUCT_OWN + 1; product < KBG__PRODUCTS; product++) {
        bool all = true;
        for (int m = 0; m < 3 && marks[product][m] && all; m++) {
            all = false;
            for (size_t i = 0; i < count && !all; i++) {
                char buffer[LONGEST_NAME + 1];
                kbg_text cell = folded(cells[i], buffer);
                all = product == KBG__PRODUCT_MAXKB ? kbg__text_begins(cell, marks[product][m])
                                                    : kbg__text_is(cell, marks[product][m]);
            }
        }
        if (all)
            return (kbg__product)product;
    }
    return KBG__PRODUCT_OWN;
}

static kbg_status read_cell(kbg__header *header, kbg_text cell, kbg__problem *problem)
{
    char buffer[LONGEST_NAME + 1];
    kbg_text name = kbg__text_trimmed(cell), low = folded(cell, buffer);
    kbg__column column = { .role = KBG__COLUMN_NAMELESS };
    kbg_status status;
    if (name.len == 0)
        return add(header, &column, cell, problem);
    kbg__product products[] = { header->product, KBG__PRODUCT_OWN };
    for (size_t p = 0; p < 2; p++)
        for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
            if (known[i].product == products[p] &&
                (known[i].is_prefix ? kbg__text_begins(low, known[i].name) : kbg__text_is(low, known[i].name)))
                return add_styled(header, cell, (kbg_text){ known[i].field, strlen(known[i].field) }, known[i].style,
                                  problem);
    /* The key of a property is taken as it is written, so are values of qualifiers. */
    kbg_text exact = { name.data, (size_t)(cell.data + cell.len - name.data) };
    kbg_text field = kbg__text_begins(low, "property:") ? exact : memchr(low.data, '[', low.len) ? name : low;
    if (read_field(header, field, &column, &status, problem))
        return status == KBG_OK ? add(header, &column, cell, problem) : status;
    column = (kbg__column){ .role = KBG__COLUMN_PROPERTY,
                            .field = kbg__schema_find(KBG__LEVEL_ITEM, "properties"),
                            .key = keep(header, name) };
    return add(header, &column, cell, problem);
}

kbg_status kbg__header_read(kbg__header *header, const kbg_text *cells, size_t count, const kbg_column *given,
                            size_t given_count, size_t *wrong, kbg__problem *problem)
{
    size_t unused;
    kbg_status status = KBG_OK;
    header->product = recognise(cells, count);
    for (size_t i = 0; i < count && status == KBG_OK; i++) {
        const kbg_column *mine = NULL;
        *wrong = i;
        for (size_t g = 0; g < given_count && !mine; g++) {
            kbg_text cell = kbg__text_trimmed(cells[i]), name = kbg__text_trimmed(given[g].header);
            if (kbg__text_equal(cell, name))
                mine = &given[g];
        }
        status = mine ? kbg__header_add(header, cells[i], mine->field, problem)
                      : read_cell(header, cells[i], problem);
    }
    if (status != KBG_OK)
        return status;
    *wrong = 0;
    const kbg__schema_field *question = kbg__schema_find(KBG__LEVEL_ITEM, "question");
    if (!kbg__header_find(header, KBG__COLUMN_FIELD, question, &unused) &&
        !kbg__header_find(header, KBG__COLUMN_QUESTIONS, NULL, &unused) &&
        !kbg__header_find(header, KBG__COLUMN_TITLE, NULL, &unused) &&
        !kbg__header_find(header, KBG__COLUMN_BODY, NULL, &unused))
        return kbg__problem_set(problem, KBG_ERR_VALUE, "no column of the header is a question or an answer");
    return KBG_OK;
}
