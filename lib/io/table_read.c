/* SPDX-License-Identifier: MIT */
#include "io/table_read.h"

#include "base/text.h"
#include "io/row_item.h"

#include <string.h>

/* One load. */
typedef struct loading {
    const kbg_load_options *options;
    const kbg__load_sink *sink;
    kbg__decoder decoder;
    kbg__rows rows;
    kbg__row row;
    kbg__header header;
    kbg__row_item item;
    /* QnA Maker: rows of one item follow each other. The first of them, and the questions of the others. */
    kbg__row first;
    kbg__buffer more;
    size_t more_count;
    kbg__problem bad; /* what was wrong with one of the others */
    bool ended; /* by the sink */
} loading;

static void begin(loading *l, const kbg_allocator *memory, const kbg__limits *limits, kbg_format format,
                  kbg_read_fn read, void *user_data)
{
    uint32_t delimiter = format == KBG_FORMAT_TSV ? '\t' : l->options->delimiter;
    kbg__decoder_init(&l->decoder, memory, (kbg_charset)l->options->charset, read, user_data);
    kbg__rows_init(&l->rows, &l->decoder, delimiter, (size_t)limits->value[KBG_LIMIT_LINE_BYTES]);
    kbg__row_init(&l->row, memory);
    kbg__row_init(&l->first, memory);
    kbg__header_init(&l->header, memory, limits);
    kbg__row_item_init(&l->item, memory, limits, &l->header);
    kbg__buffer_init(&l->more, memory);
}

static void end(loading *l)
{
    kbg__buffer_free(&l->more);
    kbg__row_item_free(&l->item);
    kbg__header_free(&l->header);
    kbg__row_free(&l->first);
    kbg__row_free(&l->row);
    kbg__rows_free(&l->rows);
    kbg__decoder_free(&l->decoder);
}

/* Hands a bad row to the sink; a failure of the load stays one. */
static kbg_status pass(loading *l, kbg_status status, const kbg__problem *problem)
{
    if (!kbg__is_bad_line(status))
        return status;
    l->ended |= !l->sink->bad(problem, l->sink->user_data);
    return KBG_OK;
}

static kbg_status read_header(loading *l)
{
    kbg__problem problem = { .status = KBG_OK };
    kbg_status status = kbg__rows_next(&l->rows, &l->row, &problem);
    size_t count = l->row.count, wrong = 0;
    if (status != KBG_OK || count == 0) {
        l->ended = true;
        return pass(l, status, &problem);
    }
    kbg_text *cells = kbg__calloc(l->row.text.memory, count, sizeof(*cells));
    if (!cells)
        return KBG_ERR_NOMEM;
    for (size_t i = 0; i < count; i++)
        cells[i] = kbg__row_cell(&l->row, i);
    status = kbg__header_read(&l->header, cells, count, l->options->columns, l->options->column_count, &wrong,
                              &problem);
    kbg__free(l->row.text.memory, cells);
    if (status == KBG_OK)
        return KBG_OK;
    kbg__problem_at(&problem, &l->row.cells[wrong].place);
    l->ended = true;
    return pass(l, status, &problem);
}

/* The columns are named by the host alone. */
static kbg_status take_header(loading *l, kbg__problem *problem)
{
    kbg_status status = KBG_OK;
    for (size_t i = 0; i < l->options->column_count && status == KBG_OK; i++)
        status = kbg__header_add(&l->header, l->options->columns[i].header, l->options->columns[i].field, problem);
    return status;
}

static bool is_empty(const kbg__row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row->cells[i].len)
            return false;
    return true;
}

/* A row has as many cells as the header; empty ones at the end do not count. */
static kbg_status check_width(const loading *l, kbg__problem *problem)
{
    size_t count = l->row.count, wanted = l->header.count;
    bool is_open = l->header.product == KBG__PRODUCT_FASTGPT;
    while (count > wanted && l->row.cells[count - 1].len == 0)
        count--;
    if (count == wanted || is_open)
        return KBG_OK;
    kbg__problem_at(problem, count > wanted ? &l->row.cells[wanted].place : &l->row.place);
    return kbg__problem_set(problem, KBG_ERR_SYNTAX, "the row has %zu cells, the header has %zu", count, wanted);
}

/* Hands the item of a row on. */
static kbg_status give(loading *l, const kbg__row *row, const kbg__buffer *more)
{
    kbg__problem problem = { .status = KBG_OK };
    size_t id;
    kbg_status status = kbg__row_item_read(&l->item, row, more, &problem);
    if (status != KBG_OK)
        return pass(l, status, &problem);
    kbg__problem_at(&problem, &row->place);
    status = l->sink->item(l->item.draft.record.data, l->item.draft.record.len, &problem, l->sink->user_data);
    if (status == KBG_ERR_DUPLICATE &&
        kbg__header_find(&l->header, KBG__COLUMN_FIELD, kbg__schema_find(KBG__LEVEL_ITEM, "id"), &id) &&
        id < row->count)
        kbg__problem_at(&problem, &row->cells[id].place);
    return pass(l, status, &problem);
}

/* Hands on what rows that follow each other made. */
static kbg_status flush(loading *l)
{
    kbg_status status = KBG_OK;
    if (l->first.count && l->bad.status != KBG_OK)
        status = pass(l, l->bad.status, &l->bad);
    else if (l->first.count)
        status = give(l, &l->first, &l->more);
    l->first.count = 0;
    l->more_count = 0;
    kbg__buffer_clear(&l->more);
    l->bad.status = KBG_OK;
    return status;
}

static kbg_text cell_of(const loading *l, const kbg__row *row, kbg__column_role role, const char *key)
{
    size_t index;
    const kbg__schema_field *field = key ? kbg__schema_find(KBG__LEVEL_ITEM, key) : NULL;
    return kbg__header_find(&l->header, role, field, &index) ? kbg__row_cell(row, index) : (kbg_text){ "", 0 };
}

/* Notes that the rows of an item do not go together; the item is bad then. */
static void complain(loading *l, kbg_status status, const char *what)
{
    if (l->bad.status != KBG_OK)
        return;
    (void)kbg__problem_set(&l->bad, status, "%s", what);
    kbg__problem_at(&l->bad, &l->row.place);
}

/* Takes a row of QnA Maker, which may be one more question of the item at hand. */
static kbg_status gather(loading *l)
{
    kbg_text id = cell_of(l, &l->row, KBG__COLUMN_FIELD, "id");
    if (l->first.count && id.len && kbg__text_equal(id, cell_of(l, &l->first, KBG__COLUMN_FIELD, "id"))) {
        kbg_text question = cell_of(l, &l->row, KBG__COLUMN_FIELD, "question");
        kbg_text answer = cell_of(l, &l->row, KBG__COLUMN_BODY, NULL);
        if (!kbg__text_equal(answer, cell_of(l, &l->first, KBG__COLUMN_BODY, NULL)))
            complain(l, KBG_ERR_VALUE, "the rows of this QnaId have different answers");
        else if (l->more_count == l->header.limits->value[KBG_LIMIT_ALTERNATIVES] ||
                 question.len > l->header.limits->value[KBG_LIMIT_QUESTION_BYTES])
            complain(l, KBG_ERR_LIMIT, "the rows of this QnaId have too many or too long questions");
        else if (question.len && l->bad.status == KBG_OK) {
            kbg__buffer_add(&l->more, question.data, question.len);
            kbg__buffer_add_byte(&l->more, '\0');
            l->more_count++;
        }
        return kbg__buffer_status(&l->more);
    }
    kbg_status status = flush(l);
    kbg__row other = l->first;
    l->first = l->row;
    l->row = other;
    return status;
}

static kbg_status take_row(loading *l)
{
    kbg__problem problem = { .status = KBG_OK };
    kbg_status status = kbg__rows_next(&l->rows, &l->row, &problem);
    if (status == KBG_OK && l->row.count && is_empty(&l->row))
        return KBG_OK;
    if (status == KBG_OK && l->row.count)
        status = check_width(l, &problem);
    if (status != KBG_OK) {
        if (kbg__is_bad_line(status) && l->header.product == KBG__PRODUCT_QNAMAKER) {
            kbg_status flushed = flush(l);
            if (flushed != KBG_OK || l->ended)
                return flushed;
        }
        return pass(l, status, &problem);
    }
    if (l->row.count == 0) {
        status = flush(l);
        l->ended = true;
        return status;
    }
    return l->header.product == KBG__PRODUCT_QNAMAKER ? gather(l) : give(l, &l->row, NULL);
}

kbg_status kbg__table_load(const kbg_allocator *memory, const kbg__limits *limits, kbg_format format, kbg_read_fn read,
                           void *user_data, const kbg_load_options *options, const kbg__load_sink *sink)
{
    loading l = { .options = options, .sink = sink };
    kbg__problem problem = { .status = KBG_OK };
    begin(&l, memory, limits, format, read, user_data);
    kbg_status status =
        options->flags & KBG_LOAD_NO_HEADER ? take_header(&l, &problem) : read_header(&l);
    if (kbg__is_bad_line(status))
        status = KBG_ERR_OPTIONS;
    while (status == KBG_OK && !l.ended)
        status = take_row(&l);
    end(&l);
    return status;
}
