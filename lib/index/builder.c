/* SPDX-License-Identifier: MIT */
/* Builds an index in one pass over the items, then sorts the postings by term. Tokens are made text by text, terms are
 * numbered and postings are collected class by class: tasks share neither texts nor classes. So an index does not depend on
 * threads, nor on how many texts are taken at a time. */
#include "index/index.h"

#include "base/sort.h"
#include "index/face_texts.h"
#include "index/found.h"
#include "item/record.h"

/* What the task of a class holds. */
typedef struct one_class {
    kbg__found found;
    uint32_t *ids; /* term ids in one face */
    size_t id_capacity;
    uint32_t *forward; /* what the forward index says of the faces at hand: units, or terms … */
    size_t forward_capacity, forward_count;
    size_t *ends; /* … those of a face end here; they begin where the ones before end */
    size_t end_capacity;
    kbg_status status;
} one_class;

typedef struct building {
    kbg__index *index;
    const kbg__parallel *parallel;
    kbg__face_texts texts; /* of the last faces, whose tokens are not yet taken */
    one_class classes[KBG__TOKEN_CLASSES];
    uint32_t *face_units; /* length of each face in units */
    size_t face_capacity[5], forward_capacity;
    kbg__buffer keywords;
    const kbg__beside *beside;
    kbg__sorted_postings sorted; /* for one thread: large pieces that come and go between what stays would leave holes */
} building;

/* Notes what the forward index says of a face: its units in order, or what is not told by them. */
static void note_forward(one_class *c, kbg__token_class class_, const kbg__face_tokens *of, const kbg__token *tokens, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool touches = i > 0 && tokens[i - 1].end == tokens[i].start;
        if (class_ == KBG__TOKEN_CHAR)
            c->forward[c->forward_count++] = c->ids[i] | (touches ? KBG__UNIT_TOUCHES : 0);
        else if (!kbg__forward_tells(class_, of->folded + tokens[i].start, tokens[i].end - tokens[i].start))
            c->forward[c->forward_count++] = kbg__class_term(class_, c->ids[i]);
    }
}

/* Numbers the terms of one class in a face, and notes what is found. */
static kbg_status add_class(building *b, kbg__token_class class_, const kbg__face_tokens *of, uint32_t face)
{
    const kbg_allocator *memory = b->index->memory;
    one_class *c = &b->classes[class_];
    size_t first = class_ ? of->ends[class_ - 1] : 0, count = of->ends[class_] - first;
    if (count == 0)
        return KBG_OK;
    const kbg__token *tokens = of->tokens + first;
    if (kbg__grow(memory, (void **)&c->ids, &c->id_capacity, count, sizeof(*c->ids)) ||
        kbg__grow(memory, (void **)&c->forward, &c->forward_capacity, c->forward_count + count, sizeof(*c->forward)))
        return KBG_ERR_NOMEM;
    for (size_t i = 0; i < count; i++) {
        size_t len;
        const char *term = kbg__token_term_in(of->folded, &tokens[i], &len);
        kbg_status status = kbg__interner_add(&b->index->classes[class_].terms, term, len, &c->ids[i], NULL);
        if (status != KBG_OK)
            return status;
    }
    note_forward(c, class_, of, tokens, count);
    kbg__sort_numbers(c->ids, count);
    return kbg__found_add(&c->found, memory, face, c->ids, count);
}

/* Takes one class of all faces whose tokens are there. */
static void take_class(size_t class_, void *task_data)
{
    building *b = task_data;
    one_class *c = &b->classes[class_];
    size_t first = b->index->face_count - b->texts.count;
    kbg_status status = kbg__grow(b->index->memory, (void **)&c->ends, &c->end_capacity, b->texts.count, sizeof(*c->ends));
    c->forward_count = 0;
    for (size_t i = 0; i < b->texts.count && status == KBG_OK; i++) {
        status = add_class(b, (kbg__token_class)class_, kbg__face_texts_tokens(&b->texts, i), (uint32_t)(first + i));
        c->ends[i] = c->forward_count;
    }
    c->status = status;
}

/* Counts a face whose tokens are there. */
static void count_face(building *b, const kbg__face_tokens *tokens, size_t face)
{
    kbg__index *index = b->index;
    b->face_units[face] = tokens->units;
    index->face_form[face] = tokens->form;
    kbg__statistics_count(&index->statistics, (kbg__face_field)index->face_field[face], tokens->units);
}

/* Writes the forward index of a face: text `number` of those at hand. */
static kbg_status put_forward(building *b, size_t number, size_t face)
{
    kbg__index *index = b->index;
    size_t count = 0;
    for (int i = 0; i < KBG__TOKEN_CLASSES; i++)
        count += b->classes[i].ends[number] - (number ? b->classes[i].ends[number - 1] : 0);
    if (kbg__grow(index->memory, (void **)&index->forward, &b->forward_capacity,
                  index->forward_count + count * KBG__FORWARD_WORDS_MOST + 1, sizeof(*index->forward)))
        return KBG_ERR_NOMEM;
    uint16_t *at = index->forward + index->forward_count;
    const one_class *units = &b->classes[KBG__TOKEN_CHAR];
    for (size_t u = number ? units->ends[number - 1] : 0; u < units->ends[number]; u++)
        at = kbg__forward_put_unit(at, units->forward[u]);
    for (int i = 0; i < KBG__TOKEN_CLASSES; i++) {
        const one_class *c = &b->classes[i];
        for (size_t t = number ? c->ends[number - 1] : 0; t < c->ends[number] && i != KBG__TOKEN_CHAR; t++)
            at = kbg__forward_put_term(at, c->forward[t]);
    }
    index->forward_count = (size_t)(at - index->forward);
    index->face_end[face] = (uint32_t)index->forward_count;
    return index->forward_count > UINT32_MAX ? KBG_ERR_LIMIT : KBG_OK;
}

/* Takes the tokens of the texts that have been collected. */
static kbg_status take_texts(building *b)
{
    size_t first = b->index->face_count - b->texts.count;
    kbg_status status = kbg__face_texts_cut(&b->texts);
    for (size_t i = 0; i < b->texts.count && status == KBG_OK; i++)
        count_face(b, kbg__face_texts_tokens(&b->texts, i), first + i);
    if (status == KBG_OK)
        kbg__parallel_run(b->parallel, KBG__TOKEN_CLASSES, take_class, b);
    for (int i = 0; i < KBG__TOKEN_CLASSES && status == KBG_OK; i++)
        status = b->classes[i].status;
    for (size_t i = 0; i < b->texts.count && status == KBG_OK; i++)
        status = put_forward(b, i, first + i);
    kbg__face_texts_clear(&b->texts);
    return status;
}

static kbg_status add_face(building *b, kbg__face_field field, const char *text, size_t len)
{
    kbg__index *index = b->index;
    size_t count = index->face_count;
    if (count >> KBG__FACE_BITS)
        return KBG_ERR_LIMIT;
    if (kbg__grow(index->memory, (void **)&index->face_form, &b->face_capacity[3], count + 1, sizeof(uint16_t)) ||
        kbg__grow(index->memory, (void **)&index->face_end, &b->face_capacity[4], count + 1, sizeof(uint32_t)) ||
        kbg__grow(index->memory, (void **)&index->face_item, &b->face_capacity[0], count + 1, sizeof(uint32_t)) ||
        kbg__grow(index->memory, (void **)&b->face_units, &b->face_capacity[1], count + 1, sizeof(uint32_t)) ||
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

/* Gives back the room that growing arrays have left; to make them smaller cannot fail. */
static void shrink(building *b)
{
    kbg__index *x = b->index;
    size_t faces = x->face_count;
    (void)kbg__resize(x->memory, (void **)&x->face_item, &b->face_capacity[0], faces, sizeof(*x->face_item));
    (void)kbg__resize(x->memory, (void **)&x->face_field, &b->face_capacity[2], faces, sizeof(*x->face_field));
    (void)kbg__resize(x->memory, (void **)&x->face_form, &b->face_capacity[3], faces, sizeof(*x->face_form));
    (void)kbg__resize(x->memory, (void **)&x->face_end, &b->face_capacity[4], faces, sizeof(*x->face_end));
    (void)kbg__resize(x->memory, (void **)&x->forward, &b->forward_capacity, x->forward_count, sizeof(*x->forward));
}

/* The tasks of the last step: the classes, and what is made beside them. The latter is begun first if there are threads,
 * because it takes longest; else last, when what was found is gone. */
static void end_task(size_t number, void *task_data)
{
    building *b = task_data;
    size_t beside = b->beside ? b->beside->count : 0;
    bool has_threads = kbg__parallel_threads(b->parallel) > 1;
    size_t first_class = has_threads ? beside : 0, first_beside = has_threads ? 0 : KBG__TOKEN_CLASSES;
    if (number - first_class >= KBG__TOKEN_CLASSES) {
        b->beside->task(number - first_beside, b->beside->task_data);
        return;
    }
    one_class *c = &b->classes[number - first_class];
    c->status = kbg__found_sort(&c->found, b->index, (kbg__token_class)(number - first_class), has_threads ? NULL : &b->sorted);
}

/* Room to sort any class, one after the other. */
static kbg_status init_sorted(building *b)
{
    size_t terms = 0, count = 0;
    for (int i = 0; i < KBG__TOKEN_CLASSES; i++) {
        terms = b->index->classes[i].terms.count > terms ? b->index->classes[i].terms.count : terms;
        count = b->classes[i].found.count > count ? b->classes[i].found.count : count;
    }
    return kbg__sorted_postings_init(&b->sorted, b->index->memory, terms, count);
}

static kbg_status end(building *b)
{
    bool has_threads = kbg__parallel_threads(b->parallel) > 1;
    kbg_status status = has_threads ? KBG_OK : init_sorted(b);
    shrink(b);
    if (status == KBG_OK)
        kbg__parallel_run(b->parallel, KBG__TOKEN_CLASSES + (b->beside ? b->beside->count : 0), end_task, b);
    for (int i = 0; i < KBG__TOKEN_CLASSES && status == KBG_OK; i++)
        status = b->classes[i].status;
    kbg__sorted_postings_free(&b->sorted, b->index->memory);
    return status == KBG_OK ? kbg__index_finish(b->index, b->face_units) : status;
}

static void free_classes(building *b)
{
    for (int i = 0; i < KBG__TOKEN_CLASSES; i++) {
        one_class *c = &b->classes[i];
        kbg__found_free(&c->found, b->index->memory);
        kbg__free(b->index->memory, c->ids);
        kbg__free(b->index->memory, c->forward);
        kbg__free(b->index->memory, c->ends);
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
    if (!index->item_face)
        status = KBG_ERR_NOMEM;
    for (size_t i = 0; i < store->count && status == KBG_OK; i++)
        status = add_item(&b, store->items[i]);
    if (status == KBG_OK)
        status = take_texts(&b);
    kbg__face_texts_free(&b.texts);
    kbg__buffer_free(&b.keywords);
    if (status == KBG_OK) {
        index->item_face[store->count] = (uint32_t)index->face_count;
        status = end(&b);
    }
    free_classes(&b);
    kbg__free(memory, b.face_units);
    if (status != KBG_OK)
        kbg__index_free(index);
    return status;
}

kbg_status kbg__index_build(kbg__index *index, const kbg_allocator *memory, kbg__hash_key key,
                            const kbg__text_rules *rules, const kbg__words *words, const kbg__item_store *store)
{
    return kbg__index_build_beside(index, memory, key, rules, words, store, NULL, NULL);
}
