/* SPDX-License-Identifier: MIT */
#include "text/words.h"

#include "base/utf8.h"

#include <inttypes.h>
#include <string.h>

void kbg__words_init(kbg__words *words, const kbg_allocator *memory)
{
    kbg__hash_key key = kbg__hash_key_from_address(words);
    *words = (kbg__words){ .memory = memory };
    kbg__buffer_init(&words->texts, memory);
    kbg__interner_init(&words->lexicon, memory, key);
    kbg__interner_init(&words->sources, memory, key);
    kbg__interner_init(&words->filler, memory, key);
    kbg__folded_init(&words->folded[0], memory, false);
    kbg__folded_init(&words->folded[1], memory, false);
}

void kbg__words_free(kbg__words *words)
{
    if (!words->memory)
        return;
    for (int list = KBG_WORDS_LEXICON; list <= KBG_WORDS_FILLER; list++)
        kbg__words_clear(words, (kbg_word_list)list);
    kbg__automaton_free(words->find_term);
    kbg__automaton_free(words->find_source);
    kbg__buffer_free(&words->texts);
    kbg__folded_free(&words->folded[0]);
    kbg__folded_free(&words->folded[1]);
    *words = (kbg__words){ 0 };
}

void kbg__words_clear(kbg__words *words, kbg_word_list list)
{
    switch (list) {
    case KBG_WORDS_LEXICON:
        kbg__interner_free(&words->lexicon);
        kbg__free(words->memory, words->terms);
        words->terms = NULL;
        words->term_capacity = 0;
        break;
    case KBG_WORDS_SYNONYMS:
        kbg__interner_free(&words->sources);
        kbg__free(words->memory, words->first);
        kbg__free(words->memory, words->synonyms);
        words->first = NULL;
        words->synonyms = NULL;
        words->first_capacity = words->synonym_capacity = words->synonym_count = 0;
        break;
    case KBG_WORDS_FILLER:
        kbg__interner_free(&words->filler);
        kbg__free(words->memory, words->places);
        words->places = NULL;
        words->place_capacity = words->longest_filler = 0;
        break;
    }
}

size_t kbg__words_count(const kbg__words *words, kbg_word_list list)
{
    return list == KBG_WORDS_LEXICON    ? words->lexicon.count
           : list == KBG_WORDS_SYNONYMS ? words->synonym_count
           : list == KBG_WORDS_FILLER   ? words->filler.count
                                        : 0;
}

/* Folds one word into scratch memory and checks it. */
static kbg_status fold(kbg__words *words, int scratch, kbg_text text, size_t least, kbg__problem *problem)
{
    char quote[KBG__QUOTE];
    kbg__buffer *folded = &words->folded[scratch].text;
    if (text.len > KBG__WORD_BYTES)
        return kbg__problem_set(problem, KBG_ERR_LIMIT, "the word \"%s\" has %zu bytes, the limit is %d",
                                kbg__quote(quote, text.data, text.len), text.len, KBG__WORD_BYTES);
    if (kbg__utf8_check(text.data, text.len) < text.len)
        return kbg__problem_set(problem, KBG_ERR_UTF8, "the word \"%s\" is not well-formed UTF-8",
                                kbg__quote(quote, text.data, text.len));
    kbg_status status = kbg__fold(&words->folded[scratch], NULL, NULL, text.data, text.len);
    if (status != KBG_OK)
        return status;
    size_t count = kbg__utf8_count(folded->data, folded->len);
    if (count == 0)
        return kbg__problem_set(problem, KBG_ERR_VALUE, "the word is empty");
    if (count < least)
        return kbg__problem_set(problem, KBG_ERR_VALUE, "\"%s\" has one character; a term or an alias has two at least",
                                kbg__quote(quote, text.data, text.len));
    return KBG_OK;
}

static kbg_status check_room(size_t count, kbg__problem *problem)
{
    if (count < KBG__WORDS_MOST)
        return KBG_OK;
    return kbg__problem_set(problem, KBG_ERR_LIMIT, "the list is full: it has %d entries", KBG__WORDS_MOST);
}

/* Appends a text to the pool of texts and says where it begins. */
static kbg_status add_text(kbg__words *words, const char *text, size_t len, uint32_t *start)
{
    if (words->texts.len > UINT32_MAX - len || !kbg__buffer_reserve(&words->texts, len)) {
        words->texts.failed = false;
        return KBG_ERR_NOMEM;
    }
    *start = (uint32_t)words->texts.len;
    kbg__buffer_add(&words->texts, text, len);
    return KBG_OK;
}

/* Takes the spaces out of a text, in place. */
static void remove_spaces(kbg__buffer *text)
{
    size_t kept = 0;
    for (size_t i = 0; i < text->len; i++)
        if (text->data[i] != ' ')
            text->data[kept++] = text->data[i];
    text->len = kept;
}

/* The number in the lexicon of what stands in scratch memory 1. */
static uint32_t find_key(kbg__words *words)
{
    kbg__buffer *key = &words->folded[1].text;
    remove_spaces(key);
    return kbg__interner_find(&words->lexicon, key->data, key->len);
}

/* Adds what stands in scratch memory 1 to the lexicon, as a term if `term` is KBG__NOT_INTERNED, or as an alias of it. */
static kbg_status add_key(kbg__words *words, uint32_t term, uint32_t *number)
{
    const kbg__buffer *text = &words->folded[1].text;
    kbg__term entry = { .term = term };
    kbg_status status = kbg__grow(words->memory, (void **)&words->terms, &words->term_capacity,
                                  (size_t)words->lexicon.count + 1, sizeof(*words->terms));
    if (status == KBG_OK && term == KBG__NOT_INTERNED) {
        entry.len = (uint32_t)text->len;
        status = add_text(words, text->data, text->len, &entry.start);
    }
    (void)find_key(words); /* takes the spaces out */
    if (status == KBG_OK)
        status = kbg__interner_add(&words->lexicon, text->data, text->len, number, NULL);
    if (status != KBG_OK)
        return status;
    if (term == KBG__NOT_INTERNED)
        entry.term = *number;
    words->terms[*number] = entry;
    return KBG_OK;
}

kbg_status kbg__words_add_term(kbg__words *words, kbg_text term, kbg_text alias, kbg__problem *problem)
{
    char quote[KBG__QUOTE], other[KBG__QUOTE];
    uint32_t number, there = KBG__NOT_INTERNED;
    kbg_status status = fold(words, 1, term, 2, problem);
    if (status != KBG_OK)
        return status;
    number = find_key(words);
    if (number != KBG__NOT_INTERNED && words->terms[number].term != number) {
        kbg__term owner = words->terms[words->terms[number].term];
        return kbg__problem_set(problem, KBG_ERR_VALUE, "\"%s\" is an alias of \"%s\" already",
                                kbg__quote(quote, term.data, term.len),
                                kbg__quote(other, words->texts.data + owner.start, owner.len));
    }
    if (alias.len) {
        status = fold(words, 1, alias, 2, problem);
        if (status != KBG_OK)
            return status;
        there = find_key(words);
        if (there != KBG__NOT_INTERNED && words->terms[there].term != number) {
            kbg__term owner = words->terms[words->terms[there].term];
            return kbg__problem_set(problem, KBG_ERR_VALUE, "\"%s\" is \"%s\" or an alias of it already",
                                    kbg__quote(quote, alias.data, alias.len),
                                    kbg__quote(other, words->texts.data + owner.start, owner.len));
        }
    }
    status = check_room((size_t)words->lexicon.count + (alias.len > 0), problem);
    if (status == KBG_OK && number == KBG__NOT_INTERNED) {
        status = fold(words, 1, term, 2, problem);
        if (status == KBG_OK)
            status = add_key(words, KBG__NOT_INTERNED, &number);
    }
    if (status == KBG_OK && alias.len) {
        status = fold(words, 1, alias, 2, problem);
        if (status == KBG_OK && find_key(words) == KBG__NOT_INTERNED)
            status = add_key(words, number, &there);
    }
    return status;
}

/* The synonym of a word (by number) that has a target; UINT32_MAX if none. *count is how many it has. */
static uint32_t find_synonym(const kbg__words *words, uint32_t number, const char *target, size_t len, size_t *count)
{
    uint32_t found = UINT32_MAX;
    *count = 0;
    for (uint32_t i = words->first[number]; i != UINT32_MAX; i = words->synonyms[i].next, ++*count)
        if (words->synonyms[i].len == len && memcmp(words->texts.data + words->synonyms[i].start, target, len) == 0)
            found = i;
    return found;
}

kbg_status kbg__words_add_synonym(kbg__words *words, kbg_text word, kbg_text target, double weight,
                                  kbg__problem *problem)
{
    char quote[KBG__QUOTE];
    uint32_t number, there;
    size_t count;
    bool added;
    if (!(weight > 0 && weight <= 1)) /* written so that NaN is refused */
        return kbg__problem_set(problem, KBG_ERR_VALUE, "a weight is above 0 and at most 1");
    kbg_status status = fold(words, 0, word, 1, problem);
    if (status == KBG_OK)
        status = fold(words, 1, target, 1, problem);
    if (status == KBG_OK)
        status = check_room(words->synonym_count, problem);
    if (status != KBG_OK)
        return status;
    kbg__buffer *from = &words->folded[0].text, *to = &words->folded[1].text;
    remove_spaces(from);
    if (from->len == to->len && memcmp(from->data, to->data, to->len) == 0)
        return kbg__problem_set(problem, KBG_ERR_VALUE, "\"%s\" is a synonym of itself",
                                kbg__quote(quote, word.data, word.len));
    if (kbg__grow(words->memory, (void **)&words->first, &words->first_capacity,
                  (size_t)words->sources.count + 1, sizeof(*words->first)) ||
        kbg__grow(words->memory, (void **)&words->synonyms, &words->synonym_capacity, words->synonym_count + 1,
                  sizeof(*words->synonyms)))
        return KBG_ERR_NOMEM;
    kbg__synonym made = { .len = (uint32_t)to->len, .next = UINT32_MAX, .weight = (float)weight };
    number = kbg__interner_find(&words->sources, from->data, from->len);
    if (number != KBG__NOT_INTERNED) {
        there = find_synonym(words, number, to->data, to->len, &count);
        if (there != UINT32_MAX) {
            words->synonyms[there].weight = (float)weight;
            return KBG_OK;
        }
        if (count == KBG__WORD_TARGETS)
            return kbg__problem_set(problem, KBG_ERR_LIMIT, "\"%s\" has %d synonyms, the limit",
                                    kbg__quote(quote, word.data, word.len), KBG__WORD_TARGETS);
        made.next = words->first[number];
    }
    status = add_text(words, to->data, to->len, &made.start);
    if (status == KBG_OK)
        status = kbg__interner_add(&words->sources, from->data, from->len, &number, &added);
    if (status != KBG_OK)
        return status;
    words->first[number] = (uint32_t)words->synonym_count;
    words->synonyms[words->synonym_count++] = made;
    return KBG_OK;
}

kbg_status kbg__words_add_filler(kbg__words *words, kbg_text text, kbg_filler_place place, kbg__problem *problem)
{
    uint32_t number;
    kbg_status status = fold(words, 0, text, 1, problem);
    if (status == KBG_OK)
        status = check_room(words->filler.count, problem);
    if (status == KBG_OK)
        status = kbg__grow(words->memory, (void **)&words->places, &words->place_capacity,
                           (size_t)words->filler.count + 1, sizeof(*words->places));
    if (status != KBG_OK)
        return status;
    kbg__buffer *folded = &words->folded[0].text;
    status = kbg__interner_add(&words->filler, folded->data, folded->len, &number, NULL);
    if (status != KBG_OK)
        return status;
    words->places[number] = (uint8_t)place;
    if (folded->len > words->longest_filler)
        words->longest_filler = folded->len;
    return KBG_OK;
}

static kbg_status copy_array(const kbg_allocator *memory, void **copy, size_t *capacity, const void *from,
                             size_t count, size_t size)
{
    kbg_status status = kbg__resize(memory, copy, capacity, count, size);
    if (status == KBG_OK && count)
        memcpy(*copy, from, count * size);
    return status;
}

static kbg_status copy_interner(kbg__interner *copy, const kbg__interner *from)
{
    kbg_status status = KBG_OK;
    for (uint32_t i = 0; i < from->count && status == KBG_OK; i++) {
        size_t len;
        uint32_t number;
        const char *text = kbg__interner_text(from, i, &len);
        status = kbg__interner_add(copy, text, len, &number, NULL);
    }
    return status;
}

kbg_status kbg__words_copy(kbg__words *copy, const kbg__words *words)
{
    const kbg_allocator *memory = copy->memory;
    kbg_status status = copy_interner(&copy->lexicon, &words->lexicon);
    if (status == KBG_OK)
        status = copy_interner(&copy->sources, &words->sources);
    if (status == KBG_OK)
        status = copy_interner(&copy->filler, &words->filler);
    if (status == KBG_OK)
        status = copy_array(memory, (void **)&copy->terms, &copy->term_capacity, words->terms,
                            words->lexicon.count, sizeof(*words->terms));
    if (status == KBG_OK)
        status = copy_array(memory, (void **)&copy->first, &copy->first_capacity, words->first,
                            words->sources.count, sizeof(*words->first));
    if (status == KBG_OK)
        status = copy_array(memory, (void **)&copy->synonyms, &copy->synonym_capacity, words->synonyms,
                            words->synonym_count, sizeof(*words->synonyms));
    if (status == KBG_OK)
        status = copy_array(memory, (void **)&copy->places, &copy->place_capacity, words->places,
                            words->filler.count, sizeof(*words->places));
    copy->synonym_count = status == KBG_OK ? words->synonym_count : 0;
    copy->longest_filler = words->longest_filler;
    kbg__buffer_add(&copy->texts, words->texts.data, words->texts.len);
    if (copy->texts.failed)
        status = KBG_ERR_NOMEM;
    return status;
}

static kbg_status make_automaton(const kbg__interner *interner, kbg__automaton **automaton)
{
    const kbg_allocator *memory = interner->pool.memory;
    if (interner->count == 0)
        return KBG_OK;
    kbg_text *texts = kbg__calloc(memory, interner->count, sizeof(*texts));
    if (!texts)
        return KBG_ERR_NOMEM;
    for (uint32_t i = 0; i < interner->count; i++)
        texts[i].data = kbg__interner_text(interner, i, &texts[i].len);
    kbg_status status = kbg__automaton_new(memory, texts, interner->count, automaton);
    kbg__free(memory, texts);
    return status;
}

kbg_status kbg__words_finish(kbg__words *words)
{
    kbg_status status = make_automaton(&words->lexicon, &words->find_term);
    if (status == KBG_OK)
        status = make_automaton(&words->sources, &words->find_source);
    return status;
}
