/* SPDX-License-Identifier: MIT */
/* Makes word lists ready for use: see kbg__words_finish() in text/words.h. */
#include "text/lexicon.h"

#include <string.h>

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

/* What it takes to read words as texts are read. */
typedef struct reading {
    kbg__words *words;
    kbg__breaker *breaker;
    kbg__lexicon lexicon;
    bool any; /* word that is another now */
} reading;

/* Appends a word with its aliases written as their terms, and with its spaces or without. */
static kbg_status read_word(reading *r, const char *text, size_t len, bool with_spaces, kbg__interner *to,
                            uint32_t *number)
{
    kbg__folded *folded = &r->words->folded[0];
    bool is_broken;
    kbg__buffer_clear(&folded->text);
    kbg__buffer_add(&folded->text, text, len);
    kbg_status status = kbg__buffer_status(&folded->text);
    if (status == KBG_OK)
        status = kbg__lexicon_apply(&r->lexicon, r->words, r->breaker, &is_broken, folded);
    if (status != KBG_OK)
        return status;
    size_t kept = 0;
    for (size_t i = 0; i < folded->text.len; i++)
        if (with_spaces || folded->text.data[i] != ' ')
            folded->text.data[kept++] = folded->text.data[i];
    r->any = r->any || kept != len || memcmp(folded->text.data, text, len) != 0;
    return kbg__interner_add(to, folded->text.data, kept, number, NULL);
}

/* Reads all words of an interner: numbers[i] is what word i is in `to`. */
static kbg_status read_all(reading *r, const kbg__interner *from, bool with_spaces, kbg__interner *to,
                           uint32_t **numbers)
{
    kbg_status status = KBG_OK;
    *numbers = kbg__calloc(r->words->memory, (size_t)from->count + 1, sizeof(**numbers));
    if (!*numbers)
        return KBG_ERR_NOMEM;
    for (uint32_t i = 0; i < from->count && status == KBG_OK; i++) {
        size_t len;
        const char *text = kbg__interner_text(from, i, &len);
        status = read_word(r, text, len, with_spaces, to, &(*numbers)[i]);
    }
    return status;
}

/* Whether two words are the same but for the spaces of the second. */
static bool is_same(const kbg__interner *bare, uint32_t left, const kbg__interner *spaced, uint32_t right)
{
    size_t left_len, right_len, at = 0;
    const char *a = kbg__interner_text(bare, left, &left_len), *b = kbg__interner_text(spaced, right, &right_len);
    for (size_t i = 0; i < right_len; i++) {
        if (b[i] == ' ')
            continue;
        if (at == left_len || a[at] != b[i])
            return false;
        at++;
    }
    return at == left_len;
}

/* Takes the synonyms over to words as they are read; of two that are the same now the heavier one. */
static kbg_status take_synonyms(kbg__words *words, kbg__interner *sources, const uint32_t *source_of,
                                kbg__interner *targets, const uint32_t *target_of)
{
    size_t count = 0, capacity = words->synonym_count + 1;
    kbg_status status = KBG_OK;
    uint32_t *first = kbg__calloc(words->memory, (size_t)sources->count + 1, sizeof(*first));
    kbg__synonym *made = kbg__calloc(words->memory, capacity, sizeof(*made));
    if (!first || !made) {
        status = KBG_ERR_NOMEM;
        goto out;
    }
    memset(first, 0xFF, ((size_t)sources->count + 1) * sizeof(*first));
    for (uint32_t i = 0; i < words->sources.count; i++) {
        for (uint32_t s = words->first[i]; s != UINT32_MAX; s = words->synonyms[s].next) {
            uint32_t from = source_of[i], to = target_of[words->synonyms[s].target], there = first[from];
            float weight = words->synonyms[s].weight;
            size_t others = 0;
            if (is_same(sources, from, targets, to))
                continue;
            for (; there != UINT32_MAX && made[there].target != to; there = made[there].next)
                others++;
            if (others == KBG__WORD_TARGETS) {
                status = KBG_ERR_LIMIT;
                goto out;
            }
            if (there == UINT32_MAX) {
                made[count] = (kbg__synonym){ to, first[from], weight };
                first[from] = (uint32_t)count++;
            } else if (weight > made[there].weight) {
                made[there].weight = weight;
            }
        }
    }
    kbg__words_clear(words, KBG_WORDS_SYNONYMS);
    kbg__interner empty = words->sources;
    words->sources = *sources;
    words->targets = *targets;
    *sources = *targets = empty;
    words->first = first;
    words->first_capacity = (size_t)words->sources.count + 1;
    words->synonyms = made;
    words->synonym_capacity = capacity;
    words->synonym_count = count;
    return KBG_OK;
out:
    kbg__free(words->memory, first);
    kbg__free(words->memory, made);
    return status;
}

static kbg_status read_synonyms(reading *r)
{
    kbg__words *words = r->words;
    kbg__interner sources, targets;
    uint32_t *source_of = NULL, *target_of = NULL;
    kbg__interner_init(&sources, words->memory, words->sources.key);
    kbg__interner_init(&targets, words->memory, words->sources.key);
    r->any = false;
    kbg_status status = read_all(r, &words->sources, false, &sources, &source_of);
    if (status == KBG_OK)
        status = read_all(r, &words->targets, true, &targets, &target_of);
    if (status == KBG_OK && r->any)
        status = take_synonyms(words, &sources, source_of, &targets, target_of);
    kbg__free(words->memory, source_of);
    kbg__free(words->memory, target_of);
    kbg__interner_free(&sources);
    kbg__interner_free(&targets);
    return status;
}

static kbg_status read_filler(reading *r)
{
    kbg__words *words = r->words;
    kbg__interner filler, old = words->filler;
    uint32_t *number_of = NULL;
    kbg__interner_init(&filler, words->memory, old.key);
    r->any = false;
    kbg_status status = read_all(r, &old, true, &filler, &number_of);
    if (status == KBG_OK && r->any) {
        words->longest_filler = 0;
        for (uint32_t i = 0; i < old.count; i++) { /* no number is greater than it was */
            size_t len;
            (void)kbg__interner_text(&filler, number_of[i], &len);
            words->places[number_of[i]] = words->places[i];
            words->longest_filler = len > words->longest_filler ? len : words->longest_filler;
        }
        words->filler = filler;
        filler = old;
    }
    kbg__free(words->memory, number_of);
    kbg__interner_free(&filler);
    return status;
}

static kbg_status read_words(kbg__words *words, const kbg__breaker_source *source)
{
    reading r = { .words = words };
    kbg_status status = kbg__breaker_new(source, &r.breaker);
    kbg__lexicon_init(&r.lexicon, words->memory, false);
    if (status == KBG_OK)
        status = read_synonyms(&r);
    if (status == KBG_OK)
        status = read_filler(&r);
    kbg__lexicon_free(&r.lexicon);
    kbg__breaker_free(r.breaker);
    return status;
}

kbg_status kbg__words_finish(kbg__words *words, const kbg__breaker_source *source)
{
    kbg_status status = make_automaton(&words->lexicon, &words->find_term);
    if (status == KBG_OK && words->find_term)
        status = read_words(words, source);
    if (status == KBG_OK)
        status = make_automaton(&words->sources, &words->find_source);
    if (status == KBG_OK)
        status = make_automaton(&words->filler, &words->find_filler);
    return status;
}
