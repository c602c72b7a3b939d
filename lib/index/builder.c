/* SPDX-License-Identifier: MIT */
/* Builds an index in one pass over the items, then sorts the postings by term. */
#include "index/index.h"

#include "base/sort.h"
#include "item/record.h"
#include "text/question_form.h"

#include <string.h>

/* What is found of a class, face by face: the face, how many terms it has, and these, ascending, each as often as it stands
 * there. */
typedef struct found {
    uint32_t *numbers;
    size_t capacity, used;
    size_t count; /* of terms */
} found;

enum { FOUND_HEAD = 2 };

typedef struct building {
    kbg__index *index;
    const kbg__words *words;
    kbg__tokenizer tokenizer;
    found found[KBG__TOKEN_CLASSES];
    uint32_t *ids; /* term ids of one class in one face */
    size_t id_capacity;
    uint32_t *others; /* terms of the face at hand that are stored behind its units */
    size_t other_capacity, other_count;
    uint32_t *face_units; /* length of each face in units */
    size_t face_capacity[5], forward_capacity;
    kbg__buffer keywords;
} building;

/* Notes the terms of a class that a face has: b->ids, in order. */
static kbg_status add_found(building *b, kbg__token_class class_, uint32_t face, size_t count)
{
    found *f = &b->found[class_];
    if (kbg__grow(b->index->memory, (void **)&f->numbers, &f->capacity, f->used + FOUND_HEAD + count, sizeof(*f->numbers)))
        return KBG_ERR_NOMEM;
    uint32_t *numbers = f->numbers + f->used;
    numbers[0] = face;
    numbers[1] = (uint32_t)count;
    memcpy(numbers + FOUND_HEAD, b->ids, count * sizeof(*numbers));
    f->used += FOUND_HEAD + count;
    f->count += count;
    return KBG_OK;
}

/* The forward index of the face at hand: makes room for so many more terms. */
static kbg_status reserve_forward(building *b, size_t count)
{
    kbg__index *index = b->index;
    return kbg__grow(index->memory, (void **)&index->forward, &b->forward_capacity,
                     index->forward_count + count * KBG__FORWARD_WORDS_MOST, sizeof(*index->forward));
}

/* Its units in order. */
static kbg_status add_units(building *b, size_t first, size_t end)
{
    kbg__index *index = b->index;
    const kbg__token *tokens = b->tokenizer.tokens;
    if (reserve_forward(b, end - first) != KBG_OK)
        return KBG_ERR_NOMEM;
    uint16_t *at = index->forward + index->forward_count;
    for (size_t i = first; i < end; i++) {
        bool touches = i > first && tokens[i - 1].end == tokens[i].start;
        at = kbg__forward_put_unit(at, b->ids[i - first] | (touches ? KBG__UNIT_TOUCHES : 0));
    }
    index->forward_count = (size_t)(at - index->forward);
    return KBG_OK;
}

/* Notes what is not told by its units. */
static kbg_status note_others(building *b, kbg__token_class class_, size_t first, size_t end)
{
    const kbg__tokenizer *t = &b->tokenizer;
    if (kbg__grow(b->index->memory, (void **)&b->others, &b->other_capacity, b->other_count + (end - first),
                  sizeof(*b->others)))
        return KBG_ERR_NOMEM;
    for (size_t i = first; i < end; i++) {
        const kbg__token *token = &t->tokens[i];
        if (!kbg__forward_tells(class_, t->folded.text.data + token->start, token->end - token->start))
            b->others[b->other_count++] = kbg__class_term(class_, b->ids[i - first]);
    }
    return KBG_OK;
}

/* … and writes it. */
static kbg_status add_others(building *b)
{
    kbg__index *index = b->index;
    if (reserve_forward(b, b->other_count) != KBG_OK)
        return KBG_ERR_NOMEM;
    uint16_t *at = index->forward + index->forward_count;
    for (size_t i = 0; i < b->other_count; i++)
        at = kbg__forward_put_term(at, b->others[i]);
    index->forward_count = (size_t)(at - index->forward);
    return KBG_OK;
}

/* Postings of one class of the tokens at hand, tokens[first] to tokens[end - 1]. */
static kbg_status add_class(building *b, kbg__token_class class_, size_t first, size_t end, uint32_t face)
{
    const kbg__tokenizer *t = &b->tokenizer;
    kbg_status status = kbg__grow(b->index->memory, (void **)&b->ids, &b->id_capacity, end - first, sizeof(*b->ids));
    for (size_t i = first; i < end && status == KBG_OK; i++) {
        size_t len;
        const char *term = kbg__token_term(t, &t->tokens[i], &len);
        status = kbg__interner_add(&b->index->classes[class_].terms, term, len, &b->ids[i - first], NULL);
    }
    if (status == KBG_OK)
        status = class_ == KBG__TOKEN_CHAR ? add_units(b, first, end) : note_others(b, class_, first, end);
    if (status == KBG_OK)
        kbg__sort_numbers(b->ids, end - first);
    return status == KBG_OK ? add_found(b, class_, face, end - first) : status;
}

static kbg_status add_face(building *b, kbg__face_field field, const char *text, size_t len)
{
    kbg__index *index = b->index;
    kbg_status status = kbg__tokenize(&b->tokenizer, b->words, text, len);
    size_t count = index->face_count;
    if (status == KBG_OK && count >> KBG__FACE_BITS)
        status = KBG_ERR_LIMIT;
    if (status == KBG_OK &&
        (kbg__grow(index->memory, (void **)&index->face_form, &b->face_capacity[3], count + 1, sizeof(uint16_t)) ||
         kbg__grow(index->memory, (void **)&index->face_end, &b->face_capacity[4], count + 1, sizeof(uint32_t)) ||
         kbg__grow(index->memory, (void **)&index->face_item, &b->face_capacity[0], count + 1, sizeof(uint32_t)) ||
         kbg__grow(index->memory, (void **)&b->face_units, &b->face_capacity[1], count + 1, sizeof(uint32_t)) ||
         kbg__grow(index->memory, (void **)&index->face_field, &b->face_capacity[2], count + 1, 1)))
        status = KBG_ERR_NOMEM;
    if (status != KBG_OK)
        return status;
    uint32_t units = (uint32_t)b->tokenizer.unit_count;
    index->face_item[count] = (uint32_t)index->statistics.items;
    b->face_units[count] = units;
    index->face_field[count] = (uint8_t)field;
    index->face_form[count] =
        (uint16_t)kbg__question_form(b->tokenizer.folded.text.data, b->tokenizer.folded.text.len);
    index->face_count++;
    *(field == KBG__FACE_ANSWER ? &index->statistics.items_answer_units : &index->statistics.items_units) += units;
    if (field == KBG__FACE_QUESTION) {
        index->statistics.questions++;
        index->statistics.question_units += units;
    }
    b->other_count = 0;
    for (size_t first = 0, next; first < b->tokenizer.token_count && status == KBG_OK; first = next) {
        kbg__token_class class_ = (kbg__token_class)b->tokenizer.tokens[first].class_;
        for (next = first + 1; next < b->tokenizer.token_count && b->tokenizer.tokens[next].class_ == class_;)
            next++;
        status = add_class(b, class_, first, next, (uint32_t)count);
    }
    if (status == KBG_OK)
        status = add_others(b);
    if (index->forward_count > UINT32_MAX)
        return KBG_ERR_LIMIT;
    index->face_end[count] = (uint32_t)index->forward_count;
    return status;
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

/* How often postings say that a face has a term. */
static uint8_t told_of(size_t frequency)
{
    return (uint8_t)(frequency < UINT8_MAX ? frequency : UINT8_MAX);
}

/* One posting after another of what was found. */
typedef struct found_walk {
    const found *found;
    size_t at, left; /* terms of the face that are not told yet */
    uint32_t face, term;
    size_t frequency;
} found_walk;

/* False behind the last. */
static bool next_found(found_walk *walk)
{
    if (walk->left == 0) {
        if (walk->at == walk->found->used)
            return false;
        walk->face = walk->found->numbers[walk->at];
        walk->left = walk->found->numbers[walk->at + 1];
        walk->at += FOUND_HEAD;
    }
    const uint32_t *terms = walk->found->numbers + walk->at;
    walk->term = *terms;
    for (walk->frequency = 1; walk->frequency < walk->left && terms[walk->frequency] == walk->term;)
        walk->frequency++;
    walk->at += walk->frequency;
    walk->left -= walk->frequency;
    return true;
}

/* Counting sort by term and kind; within these the postings stay in the order of their faces. */
static void sort_found(kbg__index *index, kbg__term_class *c, const found *f, kbg__term_met *met,
                       kbg__sorted_postings *sorted)
{
    size_t kinds = c->terms.count * (size_t)KBG__POSTING_KINDS;
    /* ends[k + 1] counts kind k; summed up, ends[k] is where it begins; moved on with each posting, where it ends. */
    for (found_walk walk = { .found = f }; next_found(&walk);) {
        kbg__face_field field = (kbg__face_field)index->face_field[walk.face];
        size_t kind = walk.term * (size_t)KBG__POSTING_KINDS + kbg__posting_kind_of(field, told_of(walk.frequency));
        sorted->ends[kind + 1] += (uint32_t)walk.frequency;
    }
    for (size_t k = 1; k <= kinds; k++)
        sorted->ends[k] += sorted->ends[k - 1];
    for (found_walk walk = { .found = f }; next_found(&walk);) {
        kbg__face_field field = (kbg__face_field)index->face_field[walk.face];
        size_t kind = walk.term * (size_t)KBG__POSTING_KINDS + kbg__posting_kind_of(field, told_of(walk.frequency));
        for (size_t n = 0; n < walk.frequency; n++)
            sorted->faces[sorted->ends[kind]++] = walk.face;
        kbg__term_class_count(c, &met[walk.term], walk.term, index->face_item[walk.face], field,
                              told_of(walk.frequency));
    }
}

static void free_found(building *b, kbg__token_class class_)
{
    kbg__free(b->index->memory, b->found[class_].numbers);
    b->found[class_] = (found){ 0 };
}

static kbg_status sort_class(building *b, kbg__token_class class_, kbg__sorted_postings *sorted)
{
    const kbg_allocator *memory = b->index->memory;
    kbg__term_class *c = &b->index->classes[class_];
    size_t terms = c->terms.count;
    if (terms == 0)
        return KBG_OK;
    kbg__term_met *met = kbg__calloc(memory, terms, sizeof(*met));
    kbg_status status = met ? kbg__term_class_reserve(c, memory, terms) : KBG_ERR_NOMEM;
    memset(sorted->ends, 0, (terms * KBG__POSTING_KINDS + 1) * sizeof(*sorted->ends));
    if (status == KBG_OK)
        sort_found(b->index, c, &b->found[class_], met, sorted);
    free_found(b, class_);
    if (status == KBG_OK)
        status = kbg__sorted_postings_pack(sorted, memory, terms, c->ends, &c->postings);
    kbg__free(memory, met);
    kbg__interner_shrink(&c->terms);
    return status;
}

/* Sorts all classes in one piece of memory: large ones that come and go between what stays would leave holes. */
static kbg_status sort_classes(building *b)
{
    kbg__sorted_postings sorted;
    size_t terms = 0, count = 0;
    for (int c = 0; c < KBG__TOKEN_CLASSES; c++) {
        terms = b->index->classes[c].terms.count > terms ? b->index->classes[c].terms.count : terms;
        count = b->found[c].count > count ? b->found[c].count : count;
    }
    kbg_status status = kbg__sorted_postings_init(&sorted, b->index->memory, terms, count);
    for (int c = 0; c < KBG__TOKEN_CLASSES && status == KBG_OK; c++)
        status = sort_class(b, (kbg__token_class)c, &sorted);
    kbg__sorted_postings_free(&sorted, b->index->memory);
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

kbg_status kbg__index_build(kbg__index *index, const kbg_allocator *memory, kbg__hash_key key,
                            const kbg__text_rules *rules, const kbg__words *words, const kbg__item_store *store)
{
    building b = { .index = index, .words = words };
    *index = (kbg__index){ .memory = memory };
    for (int i = 0; i < KBG__TOKEN_CLASSES; i++)
        kbg__interner_init(&index->classes[i].terms, memory, key);
    kbg__buffer_init(&b.keywords, memory);
    kbg_status status = kbg__tokenizer_init(&b.tokenizer, memory, rules, false);
    index->item_face = kbg__calloc(memory, store->count + 1, sizeof(uint32_t));
    if (!index->item_face)
        status = KBG_ERR_NOMEM;
    for (size_t i = 0; i < store->count && status == KBG_OK; i++)
        status = add_item(&b, store->items[i]);
    if (status == KBG_OK) {
        index->item_face[store->count] = (uint32_t)index->face_count;
        shrink(&b);
    }
    if (status == KBG_OK)
        status = sort_classes(&b);
    for (int i = 0; i < KBG__TOKEN_CLASSES; i++)
        free_found(&b, (kbg__token_class)i);
    if (status == KBG_OK)
        status = kbg__index_finish(index, b.face_units);
    kbg__tokenizer_free(&b.tokenizer);
    kbg__buffer_free(&b.keywords);
    kbg__free(memory, b.ids);
    kbg__free(memory, b.others);
    kbg__free(memory, b.face_units);
    if (status != KBG_OK)
        kbg__index_free(index);
    return status;
}
