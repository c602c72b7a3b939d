/* SPDX-License-Identifier: MIT */
/* Builds an index in one pass over the items, then sorts the postings by term. Tokens are made text by text, terms are
 * numbered and postings are collected class by class: tasks share neither texts nor classes. So an index does not depend on
 * threads, nor on how many texts are taken at a time. */
#include "index/index.h"

#include "base/sort.h"
#include "index/face_texts.h"
#include "item/record.h"

#include <string.h>

/* Postings in the order in which they are found: by face. */
typedef struct found {
    uint32_t *terms;
    uint32_t *faces;
    uint8_t *frequencies;
    size_t term_capacity, face_capacity, frequency_capacity, count;
} found;

/* What the task of a class holds. */
typedef struct one_class {
    found found;
    uint32_t *ids; /* term ids in one face */
    size_t id_capacity;
    kbg_status status;
} one_class;

typedef struct building {
    kbg__index *index;
    const kbg__parallel *parallel;
    kbg__face_texts texts; /* of the last faces, whose tokens are not yet taken */
    one_class classes[KBG__TOKEN_CLASSES];
    size_t face_capacity[6], unit_capacity, other_capacity;
    kbg__buffer keywords;
    const kbg__beside *beside;
} building;

static kbg_status add_posting(building *b, kbg__token_class class_, uint32_t term, uint32_t face, size_t frequency)
{
    const kbg_allocator *memory = b->index->memory;
    found *f = &b->classes[class_].found;
    if (kbg__grow(memory, (void **)&f->terms, &f->term_capacity, f->count + 1, sizeof(*f->terms)) ||
        kbg__grow(memory, (void **)&f->faces, &f->face_capacity, f->count + 1, sizeof(*f->faces)) ||
        kbg__grow(memory, (void **)&f->frequencies, &f->frequency_capacity, f->count + 1, sizeof(*f->frequencies)))
        return KBG_ERR_NOMEM;
    f->terms[f->count] = term;
    f->faces[f->count] = face;
    f->frequencies[f->count] = (uint8_t)(frequency < 255 ? frequency : 255);
    f->count++;
    return KBG_OK;
}

/* How many tokens of a face are units of the forward index: answers have none. */
static size_t units_apart(const kbg__face_tokens *tokens, bool is_answer)
{
    return is_answer ? 0 : tokens->ends[KBG__TOKEN_CHAR] - tokens->ends[KBG__TOKEN_CHAR - 1];
}

/* Writes the units of a face into the forward index, in order. */
static void put_units(building *b, const kbg__token *tokens, size_t count, uint32_t face)
{
    kbg__index *index = b->index;
    const uint32_t *ids = b->classes[KBG__TOKEN_CHAR].ids;
    uint32_t *units = index->units + (face ? index->face_end[face - 1] : 0);
    for (size_t i = 0; i < count; i++) {
        bool touches = i > 0 && tokens[i - 1].end == tokens[i].start;
        units[i] = ids[i] | (touches ? KBG__UNIT_TOUCHES : 0);
    }
}

/* … and what is no unit of it; `before` of that are of classes before this. */
static void put_others(building *b, kbg__token_class class_, size_t count, uint32_t face, size_t before)
{
    kbg__index *index = b->index;
    uint32_t *others = index->others + (face ? index->other_end[face - 1] : 0) + before;
    for (size_t i = 0; i < count; i++)
        others[i] = kbg__class_term(class_, b->classes[class_].ids[i]);
}

/* Numbers the terms of one class in a face, and adds its postings. */
static kbg_status add_class(building *b, kbg__token_class class_, const kbg__face_tokens *face_tokens, uint32_t face)
{
    one_class *c = &b->classes[class_];
    bool is_answer = b->index->face_field[face] == KBG__FACE_ANSWER;
    size_t first = class_ ? face_tokens->ends[class_ - 1] : 0, count = face_tokens->ends[class_] - first;
    if (count == 0)
        return KBG_OK;
    const kbg__token *tokens = face_tokens->tokens + first;
    kbg_status status = kbg__grow(b->index->memory, (void **)&c->ids, &c->id_capacity, count, sizeof(*c->ids));
    for (size_t i = 0; i < count && status == KBG_OK; i++) {
        size_t len;
        const char *term = kbg__token_term_in(face_tokens->folded, &tokens[i], &len);
        status = kbg__interner_add(&b->index->classes[class_].terms, term, len, &c->ids[i], NULL);
    }
    if (status != KBG_OK)
        return status;
    if (class_ == KBG__TOKEN_CHAR && !is_answer)
        put_units(b, tokens, count, face);
    kbg__sort_numbers(c->ids, count);
    if (class_ != KBG__TOKEN_CHAR || is_answer)
        put_others(b, class_, count, face, first - (class_ > KBG__TOKEN_CHAR ? units_apart(face_tokens, is_answer) : 0));
    for (size_t i = 0, next; i < count && status == KBG_OK; i = next) {
        for (next = i + 1; next < count && c->ids[next] == c->ids[i];)
            next++;
        status = add_posting(b, class_, c->ids[i], face, next - i);
    }
    return status;
}

/* Counts a face whose tokens are there, and makes room for it in the forward index. */
static kbg_status count_face(building *b, const kbg__face_tokens *tokens, size_t face)
{
    kbg__index *index = b->index;
    size_t item = index->face_item[face], units = units_apart(tokens, index->face_field[face] == KBG__FACE_ANSWER);
    size_t others = tokens->ends[KBG__TOKEN_CLASSES - 1] - units;
    index->face_units[face] = tokens->units;
    index->face_form[face] = tokens->form;
    if (index->face_field[face] == KBG__FACE_ANSWER) {
        index->item_answer_units[item] += tokens->units;
        index->statistics.items_answer_units += tokens->units;
    } else {
        index->item_units[item] += tokens->units;
        index->statistics.items_units += tokens->units;
    }
    if (index->face_field[face] == KBG__FACE_QUESTION) {
        index->statistics.questions++;
        index->statistics.question_units += tokens->units;
    }
    index->unit_count += units;
    index->other_count += others;
    if (index->unit_count > UINT32_MAX || index->other_count > UINT32_MAX)
        return KBG_ERR_LIMIT;
    index->face_end[face] = (uint32_t)index->unit_count;
    index->other_end[face] = (uint32_t)index->other_count;
    return KBG_OK;
}

/* Takes one class of all faces whose tokens are there. */
static void take_class(size_t class_, void *task_data)
{
    building *b = task_data;
    size_t first = b->index->face_count - b->texts.count;
    kbg_status status = KBG_OK;
    for (size_t i = 0; i < b->texts.count && status == KBG_OK; i++)
        status = add_class(b, (kbg__token_class)class_, kbg__face_texts_tokens(&b->texts, i), (uint32_t)(first + i));
    b->classes[class_].status = status;
}

/* Takes the tokens of the texts that have been collected. */
static kbg_status take_texts(building *b)
{
    kbg__index *index = b->index;
    size_t first = index->face_count - b->texts.count;
    kbg_status status = kbg__face_texts_cut(&b->texts);
    for (size_t i = 0; i < b->texts.count && status == KBG_OK; i++)
        status = count_face(b, kbg__face_texts_tokens(&b->texts, i), first + i);
    if (status == KBG_OK && (kbg__grow(index->memory, (void **)&index->units, &b->unit_capacity, index->unit_count,
                                       sizeof(*index->units)) ||
                             kbg__grow(index->memory, (void **)&index->others, &b->other_capacity, index->other_count,
                                       sizeof(*index->others))))
        status = KBG_ERR_NOMEM;
    if (status == KBG_OK)
        kbg__parallel_run(b->parallel, KBG__TOKEN_CLASSES, take_class, b);
    for (int i = 0; i < KBG__TOKEN_CLASSES && status == KBG_OK; i++)
        status = b->classes[i].status;
    kbg__face_texts_clear(&b->texts);
    return status;
}

static kbg_status add_face(building *b, kbg__face_field field, const char *text, size_t len)
{
    kbg__index *index = b->index;
    size_t count = index->face_count;
    if (count >= UINT32_MAX - 1)
        return KBG_ERR_LIMIT;
    if (kbg__grow(index->memory, (void **)&index->face_form, &b->face_capacity[3], count + 1, sizeof(uint16_t)) ||
        kbg__grow(index->memory, (void **)&index->face_end, &b->face_capacity[4], count + 1, sizeof(uint32_t)) ||
        kbg__grow(index->memory, (void **)&index->other_end, &b->face_capacity[5], count + 1, sizeof(uint32_t)) ||
        kbg__grow(index->memory, (void **)&index->face_item, &b->face_capacity[0], count + 1, sizeof(uint32_t)) ||
        kbg__grow(index->memory, (void **)&index->face_units, &b->face_capacity[1], count + 1, sizeof(uint32_t)) ||
        kbg__grow(index->memory, (void **)&index->face_field, &b->face_capacity[2], count + 1, 1))
        return KBG_ERR_NOMEM;
    kbg_status status = kbg__face_texts_add(&b->texts, text, len, field == KBG__FACE_KEYWORDS);
    if (status != KBG_OK)
        return status;
    index->face_item[count] = (uint32_t)index->statistics.items;
    index->face_field[count] = (uint8_t)field;
    index->face_count++;
    return kbg__face_texts_full(&b->texts) ? take_texts(b) : KBG_OK;
}

/* The faces of an item: each question, then all keywords and products as one, then each answer. */
static kbg_status add_item(building *b, const kbg_item *item)
{
    kbg__field whole = kbg__record_field((const char *)item);
    const char *end = whole.value + whole.len;
    kbg_status status = KBG_OK;
    b->index->item_face[b->index->statistics.items] = (uint32_t)b->index->face_count;
    kbg__buffer_clear(&b->keywords);
    for (const char *at = whole.value; at < end && status == KBG_OK;) {
        kbg__field field = kbg__record_field(at);
        at = field.next;
        if (field.tag == KBG__TAG_QUESTION)
            status = add_face(b, KBG__FACE_QUESTION, field.value, field.len);
        if (field.tag == KBG__TAG_KEYWORD || field.tag == KBG__TAG_PRODUCT) {
            kbg__buffer_add(&b->keywords, field.value, field.len);
            kbg__buffer_add_byte(&b->keywords, '|'); /* no space: that is folded away between ideographs */
        }
    }
    if (status == KBG_OK)
        status = kbg__buffer_status(&b->keywords);
    if (status == KBG_OK && b->keywords.len)
        status = add_face(b, KBG__FACE_KEYWORDS, b->keywords.data, b->keywords.len);
    for (const char *at = whole.value; at < end && status == KBG_OK;) {
        kbg__field field = kbg__record_field(at);
        at = field.next;
        kbg__field body = field.tag == KBG__TAG_ANSWER ? kbg__record_child(field.at, KBG__TAG_BODY, 0) : field;
        if (body.tag == KBG__TAG_BODY)
            status = add_face(b, KBG__FACE_ANSWER, body.value, body.len);
    }
    b->index->statistics.items++;
    return status;
}

/* Counting sort by term and kind; within these the postings stay in the order of their faces. */
static kbg_status sort_class(building *b, kbg__token_class class_)
{
    kbg__index *index = b->index;
    kbg__term_class *c = &index->classes[class_];
    const found *f = &b->classes[class_].found;
    size_t terms = c->terms.count;
    if (terms == 0)
        return KBG_OK;
    kbg__term_met *met = kbg__calloc(index->memory, terms, sizeof(*met));
    kbg_status status = met ? kbg__term_class_reserve(c, index->memory, terms, f->count) : KBG_ERR_NOMEM;
    /* ends[k + 1] counts kind k; summed up, ends[k] is where it begins; moved on with each posting, where it ends. */
    for (size_t i = 0; i < f->count && status == KBG_OK; i++) {
        kbg__face_field field = (kbg__face_field)index->face_field[f->faces[i]];
        c->ends[f->terms[i] * (size_t)KBG__POSTING_KINDS + kbg__posting_kind_of(field, f->frequencies[i]) + 1]++;
    }
    for (size_t k = 1; k <= terms * KBG__POSTING_KINDS && status == KBG_OK; k++)
        c->ends[k] += c->ends[k - 1];
    for (size_t i = 0; i < f->count && status == KBG_OK; i++) {
        uint32_t term = f->terms[i], face = f->faces[i];
        kbg__face_field field = (kbg__face_field)index->face_field[face];
        size_t place = c->ends[term * (size_t)KBG__POSTING_KINDS + kbg__posting_kind_of(field, f->frequencies[i])]++;
        c->faces[place] = face;
        c->frequencies[place] = f->frequencies[i];
        kbg__term_class_count(c, &met[term], term, index->face_item[face], field, f->frequencies[i]);
    }
    kbg__free(index->memory, met);
    kbg__interner_shrink(&c->terms);
    return status;
}

/* Gives back the room that growing arrays have left; to make them smaller cannot fail. */
static void shrink(building *b)
{
    kbg__index *x = b->index;
    size_t faces = x->face_count;
    (void)kbg__resize(x->memory, (void **)&x->face_item, &b->face_capacity[0], faces, sizeof(*x->face_item));
    (void)kbg__resize(x->memory, (void **)&x->face_units, &b->face_capacity[1], faces, sizeof(*x->face_units));
    (void)kbg__resize(x->memory, (void **)&x->face_field, &b->face_capacity[2], faces, sizeof(*x->face_field));
    (void)kbg__resize(x->memory, (void **)&x->face_form, &b->face_capacity[3], faces, sizeof(*x->face_form));
    (void)kbg__resize(x->memory, (void **)&x->face_end, &b->face_capacity[4], faces, sizeof(*x->face_end));
    (void)kbg__resize(x->memory, (void **)&x->other_end, &b->face_capacity[5], faces, sizeof(*x->other_end));
    (void)kbg__resize(x->memory, (void **)&x->units, &b->unit_capacity, x->unit_count, sizeof(*x->units));
    (void)kbg__resize(x->memory, (void **)&x->others, &b->other_capacity, x->other_count, sizeof(*x->others));
}

static void free_found(building *b, kbg__token_class class_)
{
    found *f = &b->classes[class_].found;
    kbg__free(b->index->memory, f->terms);
    kbg__free(b->index->memory, f->faces);
    kbg__free(b->index->memory, f->frequencies);
    *f = (found){ 0 };
}

/* The tasks of the last step: the classes, and what is made beside them. The latter is begun first if there are threads,
 * because it takes longest; else last, when what was found is gone. */
static void end_task(size_t number, void *task_data)
{
    building *b = task_data;
    size_t beside = b->beside ? b->beside->count : 0;
    bool beside_first = kbg__parallel_threads(b->parallel) > 1;
    size_t first_class = beside_first ? beside : 0, first_beside = beside_first ? 0 : KBG__TOKEN_CLASSES;
    if (number - first_class < KBG__TOKEN_CLASSES) {
        size_t class_ = number - first_class;
        b->classes[class_].status = sort_class(b, (kbg__token_class)class_);
        free_found(b, (kbg__token_class)class_);
    } else {
        b->beside->task(number - first_beside, b->beside->task_data);
    }
}

kbg_status kbg__index_build_beside(kbg__index *index, const kbg_allocator *memory, kbg__hash_key key,
                                   const kbg__text_rules *rules, const kbg__words *words, const kbg__item_store *store,
                                   const kbg__parallel *parallel, const kbg__beside *beside)
{
    building b = { .index = index, .parallel = parallel, .beside = beside };
    *index = (kbg__index){ .memory = memory };
    for (int i = 0; i < KBG__TOKEN_CLASSES; i++)
        kbg__interner_init(&index->classes[i].terms, memory, key);
    kbg__buffer_init(&b.keywords, memory);
    kbg_status status = kbg__face_texts_init(&b.texts, memory, rules, words, parallel);
    index->item_face = kbg__calloc(memory, store->count + 1, sizeof(uint32_t));
    index->item_units = kbg__calloc(memory, store->count + 1, sizeof(uint32_t));
    index->item_answer_units = kbg__calloc(memory, store->count + 1, sizeof(uint32_t));
    if (!index->item_face || !index->item_units || !index->item_answer_units)
        status = KBG_ERR_NOMEM;
    for (size_t i = 0; i < store->count && status == KBG_OK; i++)
        status = add_item(&b, store->items[i]);
    if (status == KBG_OK)
        status = take_texts(&b);
    kbg__face_texts_free(&b.texts);
    kbg__buffer_free(&b.keywords);
    for (int i = 0; i < KBG__TOKEN_CLASSES; i++)
        kbg__free(memory, b.classes[i].ids);
    if (status == KBG_OK) {
        index->item_face[store->count] = (uint32_t)index->face_count;
        shrink(&b);
        kbg__parallel_run(parallel, KBG__TOKEN_CLASSES + (beside ? beside->count : 0), end_task, &b);
    }
    for (int i = 0; i < KBG__TOKEN_CLASSES; i++) {
        free_found(&b, (kbg__token_class)i);
        status = status == KBG_OK ? b.classes[i].status : status;
    }
    if (status == KBG_OK)
        status = kbg__index_finish(index);
    if (status != KBG_OK)
        kbg__index_free(index);
    return status;
}

kbg_status kbg__index_build(kbg__index *index, const kbg_allocator *memory, kbg__hash_key key,
                            const kbg__text_rules *rules, const kbg__words *words, const kbg__item_store *store)
{
    return kbg__index_build_beside(index, memory, key, rules, words, store, NULL, NULL);
}
