/* SPDX-License-Identifier: MIT */
#include "text/tokenizer.h"

#include "base/utf8.h"
#include "text/character.h"
#include "text/filler.h"
#include "text/sound.h"

#include <string.h>

kbg_status kbg__text_rules_init(kbg__text_rules *rules, const kbg_allocator *memory, const char *emoticon_pattern,
                                size_t pattern_len, kbg__problem *problem)
{
    *rules = (kbg__text_rules){ 0 };
    kbg_status status = kbg__breaker_source_new(memory, &rules->breaker_source);
    if (status == KBG_OK)
        status = kbg__emoticons_new(memory, emoticon_pattern, pattern_len, &rules->emoticons, problem);
    if (status != KBG_OK)
        kbg__text_rules_free(rules);
    return status;
}

void kbg__text_rules_free(kbg__text_rules *rules)
{
    kbg__emoticons_free(rules->emoticons);
    kbg__breaker_source_free(rules->breaker_source);
    *rules = (kbg__text_rules){ 0 };
}

kbg_status kbg__tokenizer_init(kbg__tokenizer *tokenizer, const kbg_allocator *memory, const kbg__text_rules *rules,
                               bool with_map)
{
    *tokenizer = (kbg__tokenizer){ .rules = rules };
    kbg__folded_init(&tokenizer->folded, memory, with_map);
    kbg__lexicon_init(&tokenizer->lexicon, memory, with_map);
    kbg__finder_init(&tokenizer->synonyms, memory);
    kbg_status status = kbg__breaker_new(rules->breaker_source, &tokenizer->breaker);
    if (status == KBG_OK && rules->emoticons)
        status = kbg__emoticon_matcher_new(rules->emoticons, &tokenizer->matcher);
    if (status != KBG_OK)
        kbg__tokenizer_free(tokenizer);
    return status;
}

void kbg__tokenizer_free(kbg__tokenizer *tokenizer)
{
    const kbg_allocator *memory = tokenizer->folded.text.memory;
    kbg__emoticon_matcher_free(tokenizer->matcher);
    kbg__breaker_free(tokenizer->breaker);
    kbg__free(memory, tokenizer->tokens);
    kbg__free(memory, tokenizer->units);
    kbg__free(memory, tokenizer->filler);
    kbg__free(memory, tokenizer->edges);
    if (memory) {
        kbg__lexicon_free(&tokenizer->lexicon);
        kbg__finder_free(&tokenizer->synonyms);
    }
    kbg__folded_free(&tokenizer->folded);
    *tokenizer = (kbg__tokenizer){ .folded = tokenizer->folded };
}

/* Makes room for so many more tokens. */
static inline kbg_status reserve(kbg__tokenizer *t, size_t count)
{
    return kbg__grow(t->folded.text.memory, (void **)&t->tokens, &t->token_capacity, t->token_count + count,
                     sizeof(*t->tokens));
}

/* Adds a token, for which there is room. */
static inline void put(kbg__tokenizer *t, kbg__token_class class_, uint32_t start, uint32_t end)
{
    t->tokens[t->token_count++] = (kbg__token){ .start = start, .end = end, .class_ = (uint16_t)class_ };
}

static kbg_status add(kbg__tokenizer *t, kbg__token_class class_, uint32_t start, uint32_t end)
{
    kbg_status status = reserve(t, 1);
    if (status == KBG_OK)
        put(t, class_, start, end);
    return status;
}

/* The terms of the lexicon, and ICU words that overlap none of them. */
static kbg_status add_words(kbg__tokenizer *t, bool is_broken)
{
    const kbg__buffer *text = &t->folded.text;
    const kbg__finder *terms = &t->lexicon.finder;
    kbg_status status = is_broken ? KBG_OK : kbg__breaker_set(t->breaker, text->data, text->len);
    uint32_t start, end;
    size_t next = 0;
    while (status == KBG_OK && kbg__breaker_next(t->breaker, &start, &end)) {
        size_t behind = start;
        while (status == KBG_OK && next < terms->count && terms->found[next].end <= start) {
            status = add(t, KBG__TOKEN_WORD, terms->found[next].start, terms->found[next].end);
            next++;
        }
        (void)kbg__utf8_take(text->data, &behind);
        bool is_whole = next == terms->count || terms->found[next].start >= end;
        if (status == KBG_OK && behind < end && is_whole) /* single characters are tokens of class CHAR already */
            status = add(t, KBG__TOKEN_WORD, start, end);
    }
    for (; status == KBG_OK && next < terms->count; next++)
        status = add(t, KBG__TOKEN_WORD, terms->found[next].start, terms->found[next].end);
    return status;
}

/* The unit that begins at or behind *at, with its first character and what it is. */
static inline bool next_unit(const char *text, size_t len, size_t *at, size_t *start, uint32_t *c, kbg__character *kind)
{
    while (*at < len) {
        *start = *at;
        *c = kbg__utf8_take(text, at);
        *kind = kbg__character_of(*c);
        if (*kind <= KBG__CHARACTER_SPACE)
            continue;
        if (kbg__character_runs(*kind))
            for (size_t behind = *at; behind < len; *at = behind)
                if (kbg__character_of(kbg__utf8_take(text, &behind)) != *kind)
                    break;
        return true;
    }
    return false;
}

bool kbg__next_unit(const char *text, size_t len, size_t *at, size_t *start)
{
    uint32_t c;
    kbg__character kind;
    return next_unit(text, len, at, start, &c, &kind);
}

/* *any_run says whether there are runs of letters or digits. */
static kbg_status add_units(kbg__tokenizer *t, bool *any_run)
{
    const kbg__buffer *text = &t->folded.text;
    size_t at = 0, start;
    uint32_t c;
    kbg__character kind;
    kbg_status status = KBG_OK;
    t->unit_count = 0;
    *any_run = false;
    while (status == KBG_OK && next_unit(text->data, text->len, &at, &start, &c, &kind)) {
        if (kbg__grow(text->memory, (void **)&t->units, &t->unit_capacity, t->unit_count + 1, sizeof(*t->units)))
            return KBG_ERR_NOMEM;
        t->units[t->unit_count++] = (kbg__unit){ .sound = kbg__sound_of(c), .kind = (uint8_t)kind };
        *any_run = *any_run || kbg__character_runs(kind);
        status = add(t, KBG__TOKEN_CHAR, (uint32_t)start, (uint32_t)at);
    }
    return status;
}

static bool is_run(const kbg__tokenizer *t, size_t unit)
{
    return kbg__character_runs((kbg__character)t->units[unit].kind);
}

/* Pairs of units that touch, the tokens behind `first`; two runs that touch make a code, not a pair. */
static kbg_status add_pairs(kbg__tokenizer *t, size_t first)
{
    kbg_status status = reserve(t, t->unit_count);
    for (size_t i = 0; i + 1 < t->unit_count && status == KBG_OK; i++) {
        const kbg__token *left = &t->tokens[first + i], *right = left + 1;
        if (left->end == right->start && !(is_run(t, i) && is_run(t, i + 1)))
            put(t, KBG__TOKEN_PAIR, left->start, right->end);
    }
    return status;
}

/* Whether the sign at an offset holds two runs together: the hyphen of a-102, the point of 3.5. */
static bool joins(const kbg__tokenizer *t, uint32_t from, uint32_t to)
{
    static const char joiners[] = "-._/:";
    if (from == to)
        return true;
    if (to - from != 1)
        return false;
    for (const char *j = joiners; *j; j++)
        if (t->folded.text.data[from] == *j)
            return true;
    return false;
}

/* Codes: runs that touch or are joined by one sign, with the signs + # % behind them. A lone run is no code. */
static kbg_status add_codes(kbg__tokenizer *t, size_t first)
{
    const kbg__buffer *text = &t->folded.text;
    kbg_status status = KBG_OK;
    for (size_t i = 0, last; i < t->unit_count && status == KBG_OK; i = last + 1) {
        last = i;
        if (!is_run(t, i))
            continue;
        while (last + 1 < t->unit_count && is_run(t, last + 1) &&
               joins(t, t->tokens[first + last].end, t->tokens[first + last + 1].start))
            last++;
        uint32_t end = t->tokens[first + last].end, stop = end;
        while (stop < text->len && (text->data[stop] == '+' || text->data[stop] == '#' || text->data[stop] == '%'))
            stop++;
        if (last > i || stop > end)
            status = add(t, KBG__TOKEN_CODE, t->tokens[first + i].start, stop);
    }
    return status;
}

/* One syllable on its way: a character, or part of a run of letters. */
typedef struct syllable {
    uint16_t sound;
    uint32_t start, end;
    bool is_run;
} syllable;

/* Adds the sound of two syllables if they are neighbours: they touch, or both are letters with one space between. */
static kbg_status add_sound(kbg__tokenizer *t, const syllable *left, const syllable *right)
{
    const char *text = t->folded.text.data;
    bool near = left->end == right->start || left->start == right->start ||
                (left->is_run && right->is_run && left->end + 1 == right->start && text[left->end] == ' ');
    if (left->sound == KBG__NO_SOUND || right->sound == KBG__NO_SOUND || !near)
        return KBG_OK;
    kbg_status status = add(t, KBG__TOKEN_SOUND, left->start, right->end);
    if (status == KBG_OK) {
        t->tokens[t->token_count - 1].sounds[0] = left->sound;
        t->tokens[t->token_count - 1].sounds[1] = right->sound;
    }
    return status;
}

static kbg_status add_sounds(kbg__tokenizer *t, size_t first)
{
    const char *text = t->folded.text.data;
    syllable last = { KBG__NO_SOUND, 0, 0, false };
    kbg_status status = reserve(t, t->unit_count);
    for (size_t i = 0; i < t->unit_count && status == KBG_OK; i++) {
        kbg__token unit = t->tokens[first + i];
        uint16_t sounds[KBG__SPELLED_SYLLABLES] = { t->units[i].sound };
        size_t count = 1;
        bool is_run = text[unit.start] >= 'a' && text[unit.start] <= 'z';
        if (is_run)
            count = kbg__sound_spell(text + unit.start, unit.end - unit.start, sounds);
        if (count == 0)
            last.sound = KBG__NO_SOUND;
        for (size_t n = 0; n < count && status == KBG_OK; n++) {
            syllable here = { sounds[n], unit.start, unit.end, is_run };
            status = add_sound(t, &last, &here);
            last = here;
        }
    }
    return status;
}

/* Finds the words that have synonyms. Terms stay whole: what is only a part of one does not count, nor what overlaps
 * its edge. */
static kbg_status find_synonyms(kbg__tokenizer *t)
{
    const kbg__finder *terms = &t->lexicon.finder;
    kbg__finder *synonyms = &t->synonyms;
    size_t kept = 0, next = 0;
    bool is_broken = true;
    synonyms->count = 0;
    if (!t->words || !t->folded.with_map)
        return KBG_OK;
    kbg_status status = kbg__finder_run(synonyms, t->words->find_source, t->breaker, &is_broken, t->folded.text.data,
                                        t->folded.text.len);
    for (size_t i = 0; i < synonyms->count && status == KBG_OK; i++) {
        kbg__occurrence o = synonyms->found[i];
        while (next < terms->count && terms->found[next].end <= o.start)
            next++;
        size_t last = next;
        while (last < terms->count && terms->found[last].end <= o.end && terms->found[last].start >= o.start)
            last++;
        if (last == terms->count || terms->found[last].start >= o.end)
            synonyms->found[kept++] = o;
    }
    synonyms->count = kept;
    return status;
}

/* A token is filler if all of it is. Filler has no synonyms. */
static kbg_status mark_filler(kbg__tokenizer *t)
{
    const kbg_allocator *memory = t->folded.text.memory;
    size_t len = t->folded.text.len;
    if (!t->folded.with_map || len == 0 || !t->words)
        return KBG_OK;
    if (kbg__grow(memory, (void **)&t->filler, &t->filler_capacity, len, sizeof(*t->filler)) ||
        kbg__grow(memory, (void **)&t->edges, &t->edge_capacity, len + 1, sizeof(*t->edges)))
        return KBG_ERR_NOMEM;
    if (!kbg__filler_mark(t->words, &t->folded, t->filler, t->edges))
        return KBG_OK;
    for (size_t i = 0; i < t->token_count; i++)
        t->tokens[i].is_filler = !memchr(t->filler + t->tokens[i].start, false,
                                         t->tokens[i].end - t->tokens[i].start);
    size_t kept = 0;
    for (size_t i = 0; i < t->synonyms.count; i++) {
        kbg__occurrence o = t->synonyms.found[i];
        if (memchr(t->filler + o.start, false, o.end - o.start))
            t->synonyms.found[kept++] = o;
    }
    t->synonyms.count = kept;
    return KBG_OK;
}

const char *kbg__token_term_in(const char *folded, const kbg__token *token, size_t *len)
{
    if (token->class_ == KBG__TOKEN_SOUND) {
        *len = sizeof(token->sounds);
        return (const char *)token->sounds;
    }
    *len = token->end - token->start;
    return folded + token->start;
}

const char *kbg__token_term(const kbg__tokenizer *tokenizer, const kbg__token *token, size_t *len)
{
    return kbg__token_term_in(tokenizer->folded.text.data, token, len);
}

/* From the folded text to tokens. */
static kbg_status add_tokens(kbg__tokenizer *t)
{
    const kbg__words *words = t->words;
    t->token_count = 0;
    t->unit_count = 0;
    bool is_broken = false;
    kbg_status status = kbg__lexicon_apply(&t->lexicon, words, t->breaker, &is_broken, &t->folded);
    if (status == KBG_OK)
        status = add_words(t, is_broken);
    if (status == KBG_OK)
        status = find_synonyms(t);
    size_t first = t->token_count;
    bool any_run = false;
    if (status == KBG_OK)
        status = add_units(t, &any_run);
    if (status == KBG_OK)
        status = add_pairs(t, first);
    if (status == KBG_OK && any_run)
        status = add_codes(t, first);
    if (status == KBG_OK)
        status = add_sounds(t, first);
    if (status == KBG_OK)
        status = mark_filler(t);
    return status;
}

kbg_status kbg__tokenize(kbg__tokenizer *t, const kbg__words *words, const char *text, size_t len)
{
    t->words = words;
    kbg_status status = kbg__fold(&t->folded, t->rules->emoticons, t->matcher, text, len);
    return status == KBG_OK ? add_tokens(t) : status;
}

kbg_status kbg__tokenizer_join(kbg__tokenizer *t, const size_t spaces[], size_t count)
{
    kbg__folded *folded = &t->folded;
    size_t kept = count ? spaces[0] : folded->text.len;
    for (size_t i = 0; i < count; i++) {
        size_t from = spaces[i] + 1, len = (i + 1 < count ? spaces[i + 1] : folded->text.len) - from;
        memmove(folded->text.data + kept, folded->text.data + from, len);
        if (folded->with_map) {
            memmove(folded->start + kept, folded->start + from, len * sizeof(*folded->start));
            memmove(folded->end + kept, folded->end + from, len * sizeof(*folded->end));
        }
        kept += len;
    }
    folded->text.len = kept;
    return add_tokens(t);
}
