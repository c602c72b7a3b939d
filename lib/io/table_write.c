/* SPDX-License-Identifier: MIT */
#include "io/table_write.h"

#include "base/interner.h"
#include "base/text.h"
#include "io/cell.h"
#include "io/header.h"
#include "io/json_write.h"
#include "io/list_cell.h"
#include "item/record.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The most columns that a dump makes for answers, attachments and properties. */
enum { MOST_MADE = 1024 };

#define NONE SIZE_MAX

/* An answer of an item, and which of the header's it is, or NONE. */
typedef struct item_answer {
    const char *answer;
    size_t held;
} item_answer;

/* One dump. */
typedef struct dumping {
    const kbg__dump *dump;
    kbg__header header;
    kbg__interner names; /* of columns that are there, for answers with their ordinal */
    kbg__buffer name;    /* of a column, being made */
    kbg__interner keys;  /* of properties … */
    uint32_t *order;     /* … and the order in which they become columns */
    size_t order_capacity, order_count;
    kbg__buffer cell, row;
    char delimiter;
    item_answer *list;   /* of the item at hand */
    size_t capacity, answers;
    const char **matched; /* the answers of the header: the item's, or NULL */
    kbg__interner held;   /* the keys that have a column … */
    size_t *held_columns; /* … and which */
    kbg_text *values;     /* of the properties of the item at hand, by column */
} dumping;

static const char *at(const kbg_item *item)
{
    return (const char *)item;
}

/* Appends the value of a qualifier, in which ',', ']' and '\\' get a backslash. */
static void add_value(kbg__buffer *out, const char *value, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (value[i] == ',' || value[i] == ']' || value[i] == '\\')
            kbg__buffer_add_byte(out, '\\');
        kbg__buffer_add_byte(out, value[i]);
    }
}

static void add_qualifier(kbg__buffer *out, const char *name, kbg_text value, char *before)
{
    if (value.len == 0)
        return;
    kbg__buffer_add_byte(out, *before);
    *before = ',';
    kbg__buffer_add_cstr(out, name);
    kbg__buffer_add_byte(out, '=');
    add_value(out, value.data, value.len);
}

static kbg_text child_text(const char *parent, kbg__tag tag)
{
    kbg_text text;
    text.data = kbg__record_child_text(parent, tag, 0, "", &text.len);
    return text;
}

/* Appends the texts that the object at `parent` has under a tag, from the `first` on, as the text of a list. */
static void add_list(kbg__buffer *out, const char *parent, kbg__tag tag, size_t first, char separator)
{
    kbg__field whole = kbg__record_field(parent);
    size_t n = 0;
    for (const char *next = whole.value; next < whole.value + whole.len;) {
        kbg__field entry = kbg__record_field(next);
        next = entry.next;
        if (entry.tag == tag && n++ >= first)
            kbg__list_cell_add(out, entry.value, entry.len, separator, n == first + 1);
    }
}

/* Makes the name of a column of an answer: `answer[channel=sms]`. */
static void name_answer(dumping *d, const char *what, const char *answer)
{
    kbg__buffer *out = &d->name;
    char before = '[';
    kbg__buffer_clear(&d->cell);
    add_list(&d->cell, answer, KBG__TAG_AUDIENCE, 0, '|');
    kbg__buffer_clear(out);
    kbg__buffer_add_cstr(out, what);
    add_qualifier(out, "channel", child_text(answer, KBG__TAG_CHANNEL), &before);
    add_qualifier(out, "language", child_text(answer, KBG__TAG_LANGUAGE), &before);
    add_qualifier(out, "audience", (kbg_text){ d->cell.data, d->cell.len }, &before);
    add_qualifier(out, "variant", child_text(answer, KBG__TAG_VARIANT), &before);
    if (before == ',')
        kbg__buffer_add_byte(out, ']');
    out->failed |= d->cell.failed;
}

/* Adds the column that is named in d->name, unless it is there `wanted` times already or there are `most`. The interner
 * counts by texts "name\n1", "name\n2", …, whose last line break parts name and number whatever the name is. */
static kbg_status want_column(dumping *d, size_t wanted, size_t most)
{
    kbg__problem problem;
    char ordinal[32];
    size_t len = d->name.len;
    uint32_t number;
    bool is_new;
    (void)snprintf(ordinal, sizeof(ordinal), "\n%zu", wanted);
    kbg__buffer_add_cstr(&d->name, ordinal);
    if (d->name.failed)
        return KBG_ERR_NOMEM;
    if (d->names.count >= most)
        return KBG_OK;
    kbg_status status = kbg__interner_add(&d->names, d->name.data, d->name.len, &number, &is_new);
    if (status != KBG_OK || !is_new)
        return status;
    kbg_text name = { d->name.data, len };
    return kbg__header_add(&d->header, name, name, &problem);
}

/* Whether two answers have the same channel, language, audience and variant. */
static bool same_qualifiers(const char *left, const char *right)
{
    kbg__field tag;
    size_t n = 0;
    if (!kbg__text_equal(child_text(left, KBG__TAG_CHANNEL), child_text(right, KBG__TAG_CHANNEL)) ||
        !kbg__text_equal(child_text(left, KBG__TAG_LANGUAGE), child_text(right, KBG__TAG_LANGUAGE)) ||
        !kbg__text_equal(child_text(left, KBG__TAG_VARIANT), child_text(right, KBG__TAG_VARIANT)))
        return false;
    for (; (tag = kbg__record_child(left, KBG__TAG_AUDIENCE, n)).tag != KBG__TAG_END; n++) {
        kbg__field other = kbg__record_child(right, KBG__TAG_AUDIENCE, n);
        if (other.tag == KBG__TAG_END ||
            !kbg__text_equal((kbg_text){ tag.value, tag.len }, (kbg_text){ other.value, other.len }))
            return false;
    }
    return kbg__record_count(right, KBG__TAG_AUDIENCE) == n;
}

/* Finds the answers of an item. */
static kbg_status list_answers(dumping *d, const kbg_item *item)
{
    kbg__field whole = kbg__record_field(at(item));
    kbg_status status = KBG_OK;
    d->answers = 0;
    for (const char *next = whole.value; next < whole.value + whole.len && status == KBG_OK;) {
        kbg__field field = kbg__record_field(next);
        next = field.next;
        if (field.tag != KBG__TAG_ANSWER)
            continue;
        status = kbg__grow(d->dump->memory, (void **)&d->list, &d->capacity, d->answers + 1, sizeof(*d->list));
        if (status == KBG_OK)
            d->list[d->answers++] = (item_answer){ field.at, NONE };
    }
    return status;
}

/* The columns that the answers of an item need. Answers with the same qualifiers need one each. */
static kbg_status want_answers(dumping *d, const kbg_item *item, const char *what, bool attachments)
{
    kbg_status status = list_answers(d, item);
    for (size_t i = 0; i < d->answers && status == KBG_OK; i++) {
        const char *answer = d->list[i].answer;
        size_t wanted = 1;
        if (attachments && kbg__record_count(answer, KBG__TAG_ATTACHMENT) == 0)
            continue;
        for (size_t k = 0; k < i; k++)
            wanted += same_qualifiers(d->list[k].answer, answer);
        /* The answers before this one wanted theirs already, unless they have no attachments. */
        for (size_t n = attachments ? 1 : wanted; n <= wanted && status == KBG_OK; n++) {
            name_answer(d, what, answer);
            status = want_column(d, n, MOST_MADE);
        }
    }
    return status;
}

/* Puts a key that is not there yet into the order of properties, at a place. */
static kbg_status insert_key(dumping *d, uint32_t number, size_t place)
{
    kbg_status status = kbg__grow(d->dump->memory, (void **)&d->order, &d->order_capacity, d->order_count + 1,
                                  sizeof(*d->order));
    if (status != KBG_OK)
        return status;
    memmove(d->order + place + 1, d->order + place, (d->order_count - place) * sizeof(*d->order));
    d->order[place] = number;
    d->order_count++;
    return KBG_OK;
}

static size_t place_of_key(const dumping *d, uint32_t number)
{
    size_t place = 0;
    while (place < d->order_count && d->order[place] != number)
        place++;
    return place;
}

/* Finds an order of the keys of all items in which each item has its own: a new key goes before the one that follows it
 * in its item. Where items contradict each other, the first one has its way. */
static kbg_status order_properties(dumping *d, const kbg_item *item)
{
    kbg_status status = KBG_OK;
    size_t before = d->order_count;
    for (size_t i = kbg__record_count(at(item), KBG__TAG_PROPERTY_KEY); i-- > 0 && status == KBG_OK;) {
        kbg__field key = kbg__record_child(at(item), KBG__TAG_PROPERTY_KEY, i);
        uint32_t number = kbg__interner_find(&d->keys, key.value, key.len);
        if (number == KBG__NOT_INTERNED && d->keys.count < MOST_MADE) {
            status = kbg__interner_add(&d->keys, key.value, key.len, &number, NULL);
            if (status == KBG_OK)
                status = insert_key(d, number, before);
        } else if (number != KBG__NOT_INTERNED) {
            before = place_of_key(d, number);
        }
    }
    return status;
}

static kbg_status want_properties(dumping *d, const kbg__item_store *store)
{
    kbg_status status = KBG_OK;
    for (size_t i = 0; i < store->count && status == KBG_OK; i++)
        status = order_properties(d, store->items[i]);
    for (size_t i = 0; i < d->order_count && status == KBG_OK; i++) {
        size_t len;
        const char *key = kbg__interner_text(&d->keys, d->order[i], &len);
        kbg__buffer_clear(&d->name);
        kbg__buffer_add_cstr(&d->name, "property:");
        kbg__buffer_add(&d->name, key, len);
        status = want_column(d, 1, MOST_MADE);
    }
    return status;
}

static kbg_status want_name(dumping *d, const char *name)
{
    kbg__buffer_clear(&d->name);
    kbg__buffer_add_cstr(&d->name, name);
    return want_column(d, 1, SIZE_MAX);
}

/* The columns that the items need: all fields of the schema in its order, with as many answers as there are. */
static kbg_status make_header(dumping *d, const kbg__item_store *store)
{
    kbg_status status = KBG_OK;
    bool extra = false;
    for (const kbg__schema_field *field = kbg__schema(KBG__LEVEL_ITEM); field->key && status == KBG_OK; field++) {
        bool answers = field->shape == KBG__SHAPE_OBJECTS, properties = field->shape == KBG__SHAPE_PROPERTIES;
        if (!properties)
            status = want_name(d, answers ? "answer" : field->key);
        for (size_t i = 0; i < store->count && answers && status == KBG_OK; i++)
            status = want_answers(d, store->items[i], "answer", false);
        for (size_t i = 0; i < store->count && answers && status == KBG_OK; i++)
            status = want_answers(d, store->items[i], "attachments", true);
        if (properties && status == KBG_OK)
            status = want_properties(d, store);
    }
    for (size_t i = 0; i < store->count && !extra; i++)
        extra = kbg__record_count(at(store->items[i]), KBG__TAG_EXTRA) > 0;
    return status == KBG_OK && extra ? want_name(d, "extra") : status;
}

static kbg_status take_header(dumping *d, kbg__problem *problem)
{
    const kbg_dump_options *options = d->dump->options;
    kbg_status status = KBG_OK;
    for (size_t i = 0; i < options->column_count && status == KBG_OK; i++)
        status = kbg__header_add(&d->header, options->columns[i].header, options->columns[i].field, problem);
    return status == KBG_ERR_NOMEM || status == KBG_OK ? status : KBG_ERR_OPTIONS;
}

/* Whether an answer has the qualifiers of an answer of the header; its audience is in d->cell. */
static bool fits(const dumping *d, const char *answer, const kbg__column_answer *other)
{
    const kbg__header *header = &d->header;
    return kbg__text_equal(kbg__header_text(header, other->channel), child_text(answer, KBG__TAG_CHANNEL)) &&
           kbg__text_equal(kbg__header_text(header, other->language), child_text(answer, KBG__TAG_LANGUAGE)) &&
           kbg__text_equal(kbg__header_text(header, other->audience), (kbg_text){ d->cell.data, d->cell.len }) &&
           kbg__text_equal(kbg__header_text(header, other->variant), child_text(answer, KBG__TAG_VARIANT));
}

/* Finds for each answer of the item the answer of the header that it is, and the other way round. */
static kbg_status match_answers(dumping *d, const kbg_item *item)
{
    kbg_status status = list_answers(d, item);
    for (size_t k = 0; k < d->header.answer_count; k++)
        d->matched[k] = NULL;
    for (size_t i = 0; i < d->answers && status == KBG_OK; i++) {
        item_answer *own = &d->list[i];
        kbg__buffer_clear(&d->cell);
        add_list(&d->cell, own->answer, KBG__TAG_AUDIENCE, 0, '|');
        status = kbg__buffer_status(&d->cell);
        for (size_t k = 0; k < d->header.answer_count && own->held == NONE; k++)
            if (!d->matched[k] && fits(d, own->answer, &d->header.answers[k])) {
                own->held = k;
                d->matched[k] = own->answer;
            }
    }
    return status;
}

/* Finds the column of each property of the item, and what is lost of them. */
static void match_properties(dumping *d, const kbg_item *item, kbg__losses *losses)
{
    kbg__field whole = kbg__record_field(at(item)), key = { .tag = KBG__TAG_END };
    size_t last = 0;
    for (size_t i = 0; i < d->header.count; i++)
        d->values[i] = (kbg_text){ "", 0 };
    for (const char *next = whole.value; next < whole.value + whole.len;) {
        kbg__field field = kbg__record_field(next);
        next = field.next;
        if (field.tag == KBG__TAG_PROPERTY_KEY)
            key = field;
        if (field.tag != KBG__TAG_PROPERTY_VALUE)
            continue;
        uint32_t number = kbg__interner_find(&d->held, key.value, key.len);
        if (number == KBG__NOT_INTERNED || field.len == 0) {
            kbg__losses_add(losses, "properties");
            continue;
        }
        d->values[d->held_columns[number]] = (kbg_text){ field.value, field.len };
        if (number < last)
            kbg__losses_add(losses, "the order of properties");
        last = number > last ? number : last;
    }
}

/* Makes what is needed to match items with the columns. */
static kbg_status prepare(dumping *d)
{
    const kbg_allocator *memory = d->dump->memory;
    size_t matched = 0, values = 0, columns = 0;
    kbg_status status = kbg__resize(memory, (void **)&d->matched, &matched, d->header.answer_count,
                                    sizeof(*d->matched));
    if (status == KBG_OK)
        status = kbg__resize(memory, (void **)&d->values, &values, d->header.count, sizeof(*d->values));
    if (status == KBG_OK)
        status = kbg__resize(memory, (void **)&d->held_columns, &columns, d->header.count, sizeof(*d->held_columns));
    for (size_t i = 0; i < d->header.count && status == KBG_OK; i++) {
        uint32_t number;
        kbg_text key = kbg__header_text(&d->header, d->header.columns[i].key);
        if (d->header.columns[i].role != KBG__COLUMN_PROPERTY)
            continue;
        status = kbg__interner_add(&d->held, key.data, key.len, &number, NULL);
        if (status == KBG_OK)
            d->held_columns[number] = i;
    }
    return status;
}

static bool is_alternatives(const kbg__schema_field *field)
{
    return field->tag == KBG__TAG_QUESTION && field->shape == KBG__SHAPE_TEXTS;
}

/* Writes a field of the item into d->cell. */
static void write_field(dumping *d, const kbg_item *item, const kbg__schema_field *field)
{
    char number[32];
    kbg__buffer *out = &d->cell;
    kbg__tag tag = field->shape == KBG__SHAPE_INSTANT ? field->tag + 1 : field->tag;
    if (is_alternatives(field)) {
        add_list(out, at(item), tag, 1, '\n');
        return;
    }
    if (field->shape == KBG__SHAPE_TEXTS) {
        add_list(out, at(item), tag, 0, '|');
        return;
    }
    kbg__field there = kbg__record_child(at(item), tag, 0);
    if (there.tag == KBG__TAG_END)
        return;
    if (field->shape == KBG__SHAPE_NAME) {
        kbg__buffer_add_cstr(out, kbg__name_of(field->names, (int)kbg__record_value_number(there)));
    } else if (field->shape == KBG__SHAPE_INTEGER) {
        (void)snprintf(number, sizeof(number), "%" PRId64, kbg__record_value_number(there));
        kbg__buffer_add_cstr(out, number);
    } else {
        kbg__buffer_add(out, there.value, there.len);
    }
}

/* Writes what a column holds of the item into d->cell. */
static kbg_status write_column(dumping *d, const kbg_item *item, const kbg__column *column)
{
    const char *answer = NULL;
    kbg_text text = { "", 0 };
    kbg__buffer_clear(&d->cell);
    switch (column->role) {
    case KBG__COLUMN_FIELD:
        write_field(d, item, column->field);
        break;
    case KBG__COLUMN_QUESTIONS:
        add_list(&d->cell, at(item), KBG__TAG_QUESTION, 0, '\n');
        break;
    case KBG__COLUMN_TITLE:
        write_field(d, item, kbg__schema_find(KBG__LEVEL_ITEM, "question"));
        break;
    case KBG__COLUMN_BODY:
        answer = d->matched[column->answer];
        if (answer)
            text = child_text(answer, KBG__TAG_BODY);
        kbg__buffer_add(&d->cell, text.data, text.len);
        break;
    case KBG__COLUMN_ATTACHMENTS:
        answer = d->matched[column->answer];
        if (answer)
            return kbg__json_write_list(&d->cell, answer, kbg__schema_find(KBG__LEVEL_ANSWER, "attachments"));
        break;
    case KBG__COLUMN_PROPERTY:
        text = d->values[column - d->header.columns];
        kbg__buffer_add(&d->cell, text.data, text.len);
        break;
    case KBG__COLUMN_EXTRA:
        text = child_text(at(item), KBG__TAG_EXTRA);
        kbg__buffer_add(&d->cell, text.data, text.len);
        break;
    default:
        break;
    }
    return kbg__buffer_status(&d->cell);
}

static void find_lost_answers(const dumping *d, kbg__losses *losses)
{
    size_t last = 0;
    for (size_t i = 0; i < d->answers; i++) {
        const char *answer = d->list[i].answer;
        size_t k = d->list[i].held;
        const kbg__column_answer *held = k == NONE ? NULL : &d->header.answers[k];
        if (!held || (kbg__record_count(answer, KBG__TAG_BODY) && held->body == KBG__NO_COLUMN))
            kbg__losses_add(losses, "answers");
        if (kbg__record_count(answer, KBG__TAG_ATTACHMENT) && (!held || held->attachments == KBG__NO_COLUMN))
            kbg__losses_add(losses, "attachments");
        if (kbg__record_count(answer, KBG__TAG_EXTRA))
            kbg__losses_add(losses, "unknown keys of answers");
        if (held && k < last)
            kbg__losses_add(losses, "the order of answers");
        if (held)
            last = k;
    }
}

/* What of an item no column holds. */
static void find_lost(const dumping *d, const kbg_item *item, kbg__losses *losses)
{
    size_t unused;
    bool questions = kbg__header_find(&d->header, KBG__COLUMN_QUESTIONS, NULL, &unused);
    for (const kbg__schema_field *field = kbg__schema(KBG__LEVEL_ITEM); field->key; field++) {
        if (field->shape == KBG__SHAPE_OBJECTS || field->shape == KBG__SHAPE_PROPERTIES ||
            kbg__header_find(&d->header, KBG__COLUMN_FIELD, field, &unused))
            continue;
        bool is_question = field->tag == KBG__TAG_QUESTION;
        bool titled = !is_alternatives(field) && kbg__header_find(&d->header, KBG__COLUMN_TITLE, NULL, &unused);
        if (kbg__record_count(at(item), field->tag) > (is_alternatives(field) ? 1u : 0u) &&
            !(is_question && (questions || titled)))
            kbg__losses_add(losses, field->key);
    }
    find_lost_answers(d, losses);
    if (kbg__record_count(at(item), KBG__TAG_EXTRA) &&
        !kbg__header_find(&d->header, KBG__COLUMN_EXTRA, NULL, &unused))
        kbg__losses_add(losses, "unknown keys");
}

static kbg_status write_header(dumping *d)
{
    kbg__buffer_clear(&d->row);
    if (d->dump->options->flags & KBG_DUMP_BOM)
        kbg__buffer_add_cstr(&d->row, "\xEF\xBB\xBF");
    for (size_t i = 0; i < d->header.count; i++)
        kbg__cell_add(&d->row, kbg__header_text(&d->header, d->header.columns[i].title), d->delimiter, i == 0, false);
    kbg__buffer_add_cstr(&d->row, "\r\n");
    kbg_status status = kbg__dump_text(d->dump, &d->row);
    if (status != KBG_OK || !d->dump->encoder->lost)
        return status;
    kbg__problem problem = { .status = KBG_OK };
    d->dump->encoder->lost = false;
    (void)kbg__problem_set(&problem, KBG_ERR_LOSS, "the header loses characters that GBK does not have");
    return d->dump->lost(&problem, d->dump->lost_data) ? KBG_OK : KBG_ERR_NOMEM;
}

static kbg_status write_item(dumping *d, const kbg_item *item)
{
    bool guard = !(d->dump->options->flags & KBG_DUMP_FORMULAS);
    kbg__losses losses = { 0 };
    kbg_status status = match_answers(d, item);
    match_properties(d, item, &losses);
    kbg__buffer_clear(&d->row);
    for (size_t i = 0; i < d->header.count && status == KBG_OK; i++) {
        const kbg__column *column = &d->header.columns[i];
        bool number = column->role == KBG__COLUMN_FIELD && column->field->shape == KBG__SHAPE_INTEGER;
        status = write_column(d, item, column);
        kbg_text text = d->cell.len ? (kbg_text){ d->cell.data, d->cell.len } : (kbg_text){ "", 0 };
        kbg__cell_add(&d->row, text, d->delimiter, i == 0, guard && !number);
    }
    kbg__buffer_add_cstr(&d->row, "\r\n");
    if (status == KBG_OK)
        status = kbg__dump_text(d->dump, &d->row);
    if (status != KBG_OK)
        return status;
    find_lost(d, item, &losses);
    return kbg__losses_tell(&losses, d->dump, item);
}

kbg_status kbg__table_dump(const kbg__dump *dump, const kbg__item_store *store, kbg__problem *problem)
{
    const kbg_allocator *memory = dump->memory;
    dumping d = { .dump = dump };
    d.delimiter = dump->options->delimiter ? (char)dump->options->delimiter : ',';
    if (dump->format == KBG_FORMAT_TSV)
        d.delimiter = '\t';
    kbg__header_init(&d.header, memory, dump->limits);
    kbg__interner_init(&d.names, memory, kbg__hash_key_from_address(&d));
    kbg__interner_init(&d.keys, memory, d.names.key);
    kbg__interner_init(&d.held, memory, d.names.key);
    kbg__buffer_init(&d.name, memory);
    kbg__buffer_init(&d.cell, memory);
    kbg__buffer_init(&d.row, memory);
    kbg_status status = dump->options->column_count ? take_header(&d, problem) : make_header(&d, store);
    if (status == KBG_OK)
        status = prepare(&d);
    if (status == KBG_OK)
        status = write_header(&d);
    for (size_t i = 0; i < store->count && status == KBG_OK; i++)
        status = write_item(&d, store->items[i]);
    kbg__free(memory, (void *)d.matched);
    kbg__free(memory, d.list);
    kbg__buffer_free(&d.row);
    kbg__buffer_free(&d.cell);
    kbg__buffer_free(&d.name);
    kbg__free(memory, d.order);
    kbg__free(memory, d.held_columns);
    kbg__free(memory, d.values);
    kbg__interner_free(&d.held);
    kbg__interner_free(&d.keys);
    kbg__interner_free(&d.names);
    kbg__header_free(&d.header);
    return status;
}
