/* SPDX-License-Identifier: MIT */
#include "text/words.h"

#include "base/utf8.h"
#include "text/character.h"

#include <string.h>

void kbg__words_init(kbg__words *words, const kbg_allocator *memory)
{
    kbg__hash_key key = kbg__hash_key_from_address(words);
    *words = (kbg__words){ .memory = memory };
    kbg__interner_init(&words->lexicon, memory, key);
    kbg__interner_init(&words->sources, memory, key);
    kbg__interner_init(&words->targets, memory, key);
    kbg__interner_init(&words->filler, memory, key);
    kbg__buffer_init(&words->terms_written, memory);
    for (int i = 0; i < 2; i++) {
        kbg__folded_init(&words->folded[i], memory, false);
        kbg__buffer_init(&words->keys[i], memory);
    }
}

void kbg__words_free(kbg__words *words)
{
    if (!words->memory)
        return;
    for (int list = KBG_WORDS_LEXICON; list <= KBG_WORDS_FILLER; list++)
        kbg__words_clear(words, (kbg_word_list)list);
    kbg__automaton_free(words->find_term);
    kbg__automaton_free(words->find_source);
    kbg__automaton_free(words->find_filler);
    for (int i = 0; i < 2; i++) {
        kbg__folded_free(&words->folded[i]);
        kbg__buffer_free(&words->keys[i]);
    }
    *words = (kbg__words){ 0 };
}

void kbg__words_clear(kbg__words *words, kbg_word_list list)
{
    switch (list) {
    case KBG_WORDS_LEXICON:
        kbg__interner_free(&words->lexicon);
        kbg__free(words->memory, words->terms);
        kbg__buffer_free(&words->terms_written);
        words->terms = NULL;
        words->term_capacity = 0;
        break;
    case KBG_WORDS_SYNONYMS:
        kbg__interner_free(&words->sources);
        kbg__interner_free(&words->targets);
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

static kbg_status too_long(kbg_text text, size_t len, const char *when, kbg__problem *problem)
{
    char quote[KBG__QUOTE];
    return kbg__problem_set(problem, KBG_ERR_LIMIT, "the word \"%s\" has %zu bytes%s, the limit is %d",
                            kbg__quote(quote, text.data, text.len), len, when, KBG__WORD_BYTES);
}

/* Takes a word into scratch memory, folded and without spaces, and checks it. */
static kbg_status take(kbg__words *words, int scratch, kbg_text text, size_t least, kbg__problem *problem)
{
    char quote[KBG__QUOTE];
    const kbg__buffer *folded = &words->folded[scratch].text;
    kbg__buffer *key = &words->keys[scratch];
    if (text.len > KBG__WORD_BYTES)
        return too_long(text, text.len, "", problem);
    if (kbg__utf8_check(text.data, text.len) < text.len)
        return kbg__problem_set(problem, KBG_ERR_UTF8, "the word \"%s\" is not well-formed UTF-8",
                                kbg__quote(quote, text.data, text.len));
    kbg_status status = kbg__fold(&words->folded[scratch], NULL, NULL, text.data, text.len);
    if (status != KBG_OK)
        return status;
    if (folded->len > KBG__WORD_BYTES)
        return too_long(text, folded->len, " when folded", problem);
    kbg__buffer_clear(key);
    if (!kbg__buffer_reserve(key, folded->len + 1))
        return KBG_ERR_NOMEM;
    bool matches = false;
    for (size_t at = 0; at < folded->len;) {
        size_t start = at;
        kbg__character c = kbg__character_of(kbg__utf8_next(folded->data, folded->len, &at));
        matches = matches || c > KBG__CHARACTER_SPACE;
        if (c != KBG__CHARACTER_SPACE)
            kbg__buffer_add(key, folded->data + start, at - start);
    }
    if (text.len == 0)
        return kbg__problem_set(problem, KBG_ERR_VALUE, "the word is empty");
    if (!matches)
        return kbg__problem_set(problem, KBG_ERR_VALUE, "\"%s\" has no letter, digit or ideograph",
                                kbg__quote(quote, text.data, text.len));
    if (kbg__utf8_count(key->data, key->len) < least)
        return kbg__problem_set(problem, KBG_ERR_VALUE, "\"%s\" has one character; a term or an alias has two at least",
                                kbg__quote(quote, text.data, text.len));
    return KBG_OK;
}

kbg_status kbg__words_check(kbg__words *words, kbg_text text, kbg__problem *problem)
{
    return take(words, 0, text, 1, problem);
}

/* Checks that there is room for so many more entries. */
static kbg_status check_room(size_t count, size_t more, kbg__problem *problem)
{
    if (count + more <= KBG__WORDS_MOST)
        return KBG_OK;
    return kbg__problem_set(problem, KBG_ERR_LIMIT, "the list is full: it has %d entries", KBG__WORDS_MOST);
}

const char *kbg__words_term(const kbg__words *words, uint32_t number, size_t *len)
{
    kbg__term term = words->terms[words->terms[number].term];
    *len = term.len;
    return words->terms_written.data + term.start;
}

/* The number in the lexicon of what stands in scratch memory. */
static uint32_t find_entry(const kbg__words *words, int scratch)
{
    return kbg__interner_find(&words->lexicon, words->keys[scratch].data, words->keys[scratch].len);
}

/* Adds what stands in scratch memory to the lexicon: as a term if `term` is KBG__NOT_INTERNED, or as an alias of it. */
static kbg_status add_entry(kbg__words *words, int scratch, uint32_t term, uint32_t *number)
{
    const kbg__buffer *text = &words->folded[scratch].text, *key = &words->keys[scratch];
    kbg__buffer *written = &words->terms_written;
    kbg__term entry = { .term = term, .start = (uint32_t)written->len };
    if (kbg__grow(words->memory, (void **)&words->terms, &words->term_capacity, (size_t)words->lexicon.count + 1,
                  sizeof(*words->terms)))
        return KBG_ERR_NOMEM;
    if (term == KBG__NOT_INTERNED && !kbg__buffer_reserve(written, text->len)) {
        written->failed = false;
        return KBG_ERR_NOMEM;
    }
    kbg_status status = kbg__interner_add(&words->lexicon, key->data, key->len, number, NULL);
    if (status != KBG_OK)
        return status;
    if (term == KBG__NOT_INTERNED) {
        entry.term = *number;
        entry.len = (uint32_t)text->len;
        kbg__buffer_add(written, text->data, text->len);
    }
    words->terms[*number] = entry;
    return KBG_OK;
}

static kbg_status is_taken(const kbg__words *words, kbg_text text, uint32_t number, kbg__problem *problem)
{
    char quote[KBG__QUOTE], other[KBG__QUOTE];
    size_t len;
    const char *term = kbg__words_term(words, number, &len);
    return kbg__problem_set(problem, KBG_ERR_VALUE, "\"%s\" is %s \"%s\" already",
                            kbg__quote(quote, text.data, text.len),
                            words->terms[number].term == number ? "the term" : "an alias of",
                            kbg__quote(other, term, len));
}

kbg_status kbg__words_add_term(kbg__words *words, kbg_text term, kbg_text alias, kbg__problem *problem)
{
    uint32_t number, there = KBG__NOT_INTERNED;
    kbg_status status = take(words, 0, term, 2, problem);
    if (status == KBG_OK && alias.len)
        status = take(words, 1, alias, 2, problem);
    if (status != KBG_OK)
        return status;
    const kbg__buffer *keys = words->keys;
    bool has_alias = alias.len && !(keys[0].len == keys[1].len && memcmp(keys[0].data, keys[1].data, keys[0].len) == 0);
    number = find_entry(words, 0);
    if (number != KBG__NOT_INTERNED && words->terms[number].term != number)
        return is_taken(words, term, number, problem);
    if (has_alias)
        there = find_entry(words, 1);
    if (there != KBG__NOT_INTERNED && words->terms[there].term != number)
        return is_taken(words, alias, there, problem);
    bool new_term = number == KBG__NOT_INTERNED, new_alias = has_alias && there == KBG__NOT_INTERNED;
    status = check_room(words->lexicon.count, (size_t)new_term + new_alias, problem);
    if (status == KBG_OK && new_term)
        status = add_entry(words, 0, KBG__NOT_INTERNED, &number);
    if (status == KBG_OK && new_alias)
        status = add_entry(words, 1, number, &there);
    return status;
}

/* The synonym of a word (by number) that has a target; UINT32_MAX if none. *count is how many it has. */
static uint32_t find_synonym(const kbg__words *words, uint32_t number, uint32_t target, size_t *count)
{
    uint32_t found = UINT32_MAX;
    *count = 0;
    for (uint32_t i = words->first[number]; i != UINT32_MAX; i = words->synonyms[i].next, ++*count)
        if (words->synonyms[i].target == target)
            found = i;
    return found;
}

kbg_status kbg__words_add_synonym(kbg__words *words, kbg_text word, kbg_text target, double weight,
                                  kbg__problem *problem)
{
    char quote[KBG__QUOTE];
    kbg__synonym made = { .next = UINT32_MAX, .weight = (float)weight };
    uint32_t number;
    size_t count = 0;
    kbg_status status = take(words, 0, word, 1, problem);
    if (status == KBG_OK)
        status = take(words, 1, target, 1, problem);
    if (status == KBG_OK && !(weight <= 1 && made.weight > 0)) /* written so that NaN is refused */
        status = kbg__problem_set(problem, KBG_ERR_VALUE, "a weight is above 0 and at most 1");
    if (status != KBG_OK)
        return status;
    const kbg__buffer *from = &words->keys[0], *key = &words->keys[1], *to = &words->folded[1].text;
    if (from->len == key->len && memcmp(from->data, key->data, key->len) == 0)
        return kbg__problem_set(problem, KBG_ERR_VALUE, "\"%s\" is a synonym of itself",
                                kbg__quote(quote, word.data, word.len));
    number = kbg__interner_find(&words->sources, from->data, from->len);
    made.target = kbg__interner_find(&words->targets, to->data, to->len);
    if (number != KBG__NOT_INTERNED) {
        uint32_t there = find_synonym(words, number, made.target, &count);
        if (there != UINT32_MAX) {
            words->synonyms[there].weight = made.weight;
            return KBG_OK;
        }
        made.next = words->first[number];
    }
    if (count >= KBG__WORD_TARGETS)
        return kbg__problem_set(problem, KBG_ERR_LIMIT, "\"%s\" has %d synonyms, the limit",
                                kbg__quote(quote, word.data, word.len), KBG__WORD_TARGETS);
    status = check_room(words->synonym_count, 1, problem);
    if (status == KBG_OK)
        status = kbg__grow(words->memory, (void **)&words->first, &words->first_capacity,
                           (size_t)words->sources.count + 1, sizeof(*words->first));
    if (status == KBG_OK)
        status = kbg__grow(words->memory, (void **)&words->synonyms, &words->synonym_capacity,
                           words->synonym_count + 1, sizeof(*words->synonyms));
    if (status == KBG_OK)
        status = kbg__interner_add(&words->targets, to->data, to->len, &made.target, NULL);
    if (status == KBG_OK)
        status = kbg__interner_add(&words->sources, from->data, from->len, &number, NULL);
    if (status != KBG_OK)
        return status;
    words->first[number] = (uint32_t)words->synonym_count;
    words->synonyms[words->synonym_count++] = made;
    return KBG_OK;
}

kbg_status kbg__words_add_filler(kbg__words *words, kbg_text text, kbg_filler_place place, kbg__problem *problem)
{
    kbg_status status = take(words, 0, text, 1, problem);
    if (status != KBG_OK)
        return status;
    const kbg__buffer *folded = &words->folded[0].text;
    uint32_t number = kbg__interner_find(&words->filler, folded->data, folded->len);
    if (number == KBG__NOT_INTERNED) {
        status = check_room(words->filler.count, 1, problem);
        if (status == KBG_OK)
            status = kbg__grow(words->memory, (void **)&words->places, &words->place_capacity,
                               (size_t)words->filler.count + 1, sizeof(*words->places));
        if (status == KBG_OK)
            status = kbg__interner_add(&words->filler, folded->data, folded->len, &number, NULL);
    }
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

kbg_status kbg__words_copy(kbg__words *copy, const kbg__words *words)
{
    const kbg_allocator *memory = copy->memory;
    kbg_status status = kbg__interner_copy(&copy->lexicon, &words->lexicon);
    if (status == KBG_OK)
        status = kbg__interner_copy(&copy->sources, &words->sources);
    if (status == KBG_OK)
        status = kbg__interner_copy(&copy->targets, &words->targets);
    if (status == KBG_OK)
        status = kbg__interner_copy(&copy->filler, &words->filler);
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
    kbg__buffer_add(&copy->terms_written, words->terms_written.data, words->terms_written.len);
    return status == KBG_OK ? kbg__buffer_status(&copy->terms_written) : status;
}
