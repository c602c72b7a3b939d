/* SPDX-License-Identifier: MIT */
#include <kbguide/words.h>

#include "api/error.h"
#include "live/base.h"
#include "text/words_read.h"

#include <assert.h>

struct kbg_words {
    kbg_allocator memory;
    kbg__words words;
};

kbg_status kbg_words_new(const kbg_allocator *allocator, kbg_words **words)
{
    kbg_allocator memory;
    assert(words);
    *words = NULL;
    kbg_status status = kbg__memory_init(&memory, allocator);
    if (status != KBG_OK)
        return status;
    kbg_words *made = kbg__malloc(&memory, sizeof(*made));
    if (!made)
        return KBG_ERR_NOMEM;
    made->memory = memory;
    kbg__words_init(&made->words, &made->memory);
    status = kbg__words_add_shipped(&made->words);
    if (status == KBG_OK)
        *words = made;
    else
        kbg_words_free(made);
    return status;
}

void kbg_words_clear(kbg_words *words, kbg_word_list list)
{
    assert(words);
    kbg__words_clear(&words->words, list);
}

static bool is_list(kbg_word_list list)
{
    return (unsigned)list <= KBG_WORDS_FILLER;
}

kbg_status kbg_words_load(kbg_words *words, kbg_word_list list, const char *text, size_t len, kbg_text source,
                          kbg_error **error)
{
    kbg__problem problem = { .status = KBG_OK };
    kbg__words next;
    assert(words && (text || len == 0));
    if (error)
        *error = NULL;
    if (!is_list(list))
        return kbg__fail(&words->memory, KBG_ERR_OPTIONS, NULL, kbg__no_source, error);
    kbg__words_init(&next, &words->memory);
    kbg_status status = kbg__words_copy(&next, &words->words);
    if (status == KBG_OK)
        status = kbg__words_read(&next, list, text, len, &problem);
    if (status != KBG_OK) {
        kbg__words_free(&next);
        return kbg__fail(&words->memory, status, &problem, source, error);
    }
    kbg__words_free(&words->words);
    words->words = next;
    return KBG_OK;
}

/* Ends a call that adds one entry. */
static kbg_status ended(const kbg_words *words, kbg_status status, const kbg__problem *problem, kbg_error **error)
{
    return status == KBG_OK ? KBG_OK : kbg__fail(&words->memory, status, problem, kbg__no_source, error);
}

kbg_status kbg_words_add_term(kbg_words *words, kbg_text term, kbg_text alias, kbg_error **error)
{
    kbg__problem problem = { .status = KBG_OK };
    assert(words);
    if (error)
        *error = NULL;
    return ended(words, kbg__words_add_term(&words->words, term, alias, &problem), &problem, error);
}

kbg_status kbg_words_add_synonym(kbg_words *words, kbg_text word, kbg_text target, double weight, kbg_error **error)
{
    kbg__problem problem = { .status = KBG_OK };
    assert(words);
    if (error)
        *error = NULL;
    return ended(words, kbg__words_add_synonym(&words->words, word, target, weight, &problem), &problem, error);
}

kbg_status kbg_words_add_filler(kbg_words *words, kbg_text text, kbg_filler_place place, kbg_error **error)
{
    kbg__problem problem = { .status = KBG_OK };
    assert(words);
    if (error)
        *error = NULL;
    if ((unsigned)place > KBG_FILLER_TRAILS)
        return kbg__fail(&words->memory, KBG_ERR_OPTIONS, NULL, kbg__no_source, error);
    return ended(words, kbg__words_add_filler(&words->words, text, place, &problem), &problem, error);
}

size_t kbg_words_count(const kbg_words *words, kbg_word_list list)
{
    assert(words);
    return kbg__words_count(&words->words, list);
}

kbg_status kbg_base_set_words(kbg_base *base, const kbg_words *words, kbg_error **error)
{
    assert(base);
    if (error)
        *error = NULL;
    kbg_status status = kbg__base_set_words(base, words ? &words->words : NULL);
    return status == KBG_OK ? KBG_OK : kbg__fail(&base->memory, status, NULL, kbg__no_source, error);
}

void kbg_words_free(kbg_words *words)
{
    if (!words)
        return;
    kbg_allocator memory = words->memory;
    kbg__words_free(&words->words);
    kbg__free(&memory, words);
}
