/* SPDX-License-Identifier: MIT */
#include "rank/message.h"

#include "base/utf8.h"
#include "text/character.h"
#include "text/question_form.h"
#include "text/sound.h"

#include <string.h>

void kbg__message_init(kbg__message *message, const kbg_allocator *memory)
{
    *message = (kbg__message){ .index = NULL };
    kbg__masses_init(&message->masses, memory);
}

void kbg__message_free(kbg__message *message)
{
    kbg__free(message->masses.memory, message->sound_numbers);
    kbg__free(message->masses.memory, message->readings);
    kbg__masses_free(&message->masses);
    kbg__message_init(message, message->masses.memory);
}

/* What a token counts for: taken from the terms of the message if it is there, else looked up. */
static kbg__term_counts counts_of(const kbg__message *m, const kbg__query_terms *terms, size_t token)
{
    size_t len;
    const char *text = kbg__token_term(m->tokens, &m->tokens->tokens[token], &len);
    if (terms && terms->of_token[token] != UINT32_MAX)
        return terms->terms[terms->of_token[token]].counts;
    return kbg__corpus_find(m->masses.corpus, (kbg__token_class)m->tokens->tokens[token].class_, text, len, NULL);
}

/* Whether the base knows units side by side that are bytes [start, end) of the message. *pair is the first token of
 * class PAIR that may be theirs. */
static bool knows_pair(const kbg__message *m, const kbg__query_terms *terms, uint32_t start, uint32_t end, size_t *pair)
{
    const kbg__tokenizer *t = m->tokens;
    while (*pair < t->token_count && (t->tokens[*pair].class_ < KBG__TOKEN_PAIR ||
                                      (t->tokens[*pair].class_ == KBG__TOKEN_PAIR && t->tokens[*pair].start < start)))
        ++*pair;
    if (*pair < t->token_count && t->tokens[*pair].class_ == KBG__TOKEN_PAIR && t->tokens[*pair].start == start &&
        t->tokens[*pair].end == end)
        return counts_of(m, terms, *pair).item_df > 0;
    return kbg__corpus_knows(m->masses.corpus, KBG__TOKEN_PAIR, t->folded.text.data + start, end - start);
}

/* Takes one token of class CHAR. */
static kbg_status take_token(kbg__message *m, const kbg__token *token, kbg__term_counts counts, bool touches)
{
    const kbg__buffer *text = &m->tokens->folded.text;
    const char *term = text->data + token->start;
    uint16_t sounds[KBG__SPELLED_SYLLABLES];
    size_t at = token->start;
    uint32_t c = kbg__utf8_next(text->data, text->len, &at);
    kbg__message_unit unit = { .term = KBG__NOT_INTERNED,
                               .is_known = counts.item_df > 0,
                               .sound = kbg__sound_of(c),
                               .touches = touches,
                               .is_run = kbg__character_of(c) != KBG__CHARACTER_IDEOGRAPH,
                               .share = 1,
                               .start = token->start,
                               .end = token->end,
                               .mass = kbg__mass(&m->masses, counts) };
    kbg_status status = KBG_OK;
    size_t count = 0;
    if (!unit.is_known && unit.is_run)
        count = kbg__sound_spell(term, token->end - token->start, sounds);
    if (count == 0)
        kbg__unit_row_add(&m->row, unit);
    for (size_t i = 0; i < count && status == KBG_OK; i++) {
        unit.sound = sounds[i];
        status = kbg__masses_of_sound(&m->masses, sounds[i], &unit.mass);
        unit.is_run = false;
        unit.is_doubtful = true;
        unit.touches = touches || i > 0;
        kbg__unit_row_add(&m->row, unit);
    }
    return status;
}

/* Takes one synonym of the units [first, end), unless there is a unit in it that no item has, or no room for it. */
static void take_synonym(kbg__message *m, const char *text, size_t len, double share, uint32_t first, uint32_t end)
{
    kbg__message_synonym made = { .first = first, .end = end, .text = text, .len = len, .share = share };
    size_t at = 0, start, place = m->synonym_count;
    while (kbg__next_unit(text, len, &at, &start)) {
        if (!kbg__corpus_knows(m->masses.corpus, KBG__TOKEN_CHAR, text + start, at - start) ||
            made.count == KBG__SYNONYM_UNITS)
            return;
        size_t first_end = start;
        if (kbg__character_of(kbg__utf8_next(text, len, &first_end)) != KBG__CHARACTER_IDEOGRAPH)
            made.runs |= UINT32_C(1) << made.count;
        made.count++;
    }
    if (made.count == 0 || m->synonym_count == KBG__MESSAGE_SYNONYMS)
        return;
    for (; place > 0 && m->synonyms[place - 1].first == first && m->synonyms[place - 1].share < share; place--)
        m->synonyms[place] = m->synonyms[place - 1];
    m->synonyms[place] = made;
    m->synonym_count++;
}

/* Takes the synonyms of an occurrence. */
static void take_occurrence(kbg__message *m, const kbg__words *words, kbg__occurrence o)
{
    uint32_t first = 0, end;
    while (first < m->row.count && m->row.units[first].start < o.start)
        first++;
    for (end = first; end < m->row.count && m->row.units[end].end <= o.end;)
        end++;
    if (end == first || (end == KBG__UNITS_COMPARED && m->row.units[end - 1].end < o.end)) /* cut off */
        return;
    for (uint32_t s = words->first[o.word]; s != UINT32_MAX; s = words->synonyms[s].next) {
        size_t len;
        const char *text = kbg__interner_text(&words->targets, words->synonyms[s].target, &len);
        take_synonym(m, text, len, (double)words->synonyms[s].weight, first, end);
    }
}

/* Numbers the sounds of doubtful units, when it is known which are. */
static kbg_status take_sounds(kbg__message *m)
{
    size_t sounds = kbg__sound_count() + (size_t)1;
    m->sound_count = 0;
    if (kbg__grow(m->masses.memory, (void **)&m->sound_numbers, &m->sound_capacity, sounds, sizeof(*m->sound_numbers)))
        return KBG_ERR_NOMEM;
    memset(m->sound_numbers, 0, sounds);
    for (size_t i = 0; i < m->row.count; i++) {
        kbg__message_unit *unit = &m->row.units[i];
        if (!unit->is_doubtful || unit->sound == KBG__NO_SOUND)
            continue;
        if (!m->sound_numbers[unit->sound])
            m->sound_numbers[unit->sound] = (uint8_t)++m->sound_count;
        unit->sound_number = m->sound_numbers[unit->sound];
    }
    return KBG_OK;
}

kbg_status kbg__message_set(kbg__message *m, const kbg__corpus *corpus, const kbg__weights *weights,
                            const kbg__tokenizer *t, const kbg__query_terms *terms)
{
    const kbg__buffer *text = &t->folded.text;
    kbg_status status = kbg__masses_set(&m->masses, corpus);
    uint32_t start = 0, end = UINT32_MAX;
    size_t pair = 0;
    m->index = NULL;
    m->tokens = t;
    m->synonym_count = 0;
    kbg__unit_row_clear(&m->row);
    m->form = kbg__question_form(text->data, text->len);
    m->sound_share = weights->value[KBG__WEIGHT_SOUND_SHARE];
    for (size_t i = 0; i < t->token_count && status == KBG_OK; i++) {
        kbg__token token = t->tokens[i];
        if (token.class_ != KBG__TOKEN_CHAR || token.is_filler)
            continue;
        bool touches = m->row.count > 0 && end == token.start;
        size_t before = m->row.count;
        status = take_token(m, &token, counts_of(m, terms, i), touches);
        if (touches && before < m->row.count && !knows_pair(m, terms, start, token.end, &pair)) {
            m->row.units[before].is_strange = true;
            m->row.units[before - 1].is_doubtful = m->row.units[before].is_doubtful = true;
        }
        start = token.start;
        end = token.end;
        if (m->row.count == KBG__UNITS_COMPARED)
            break;
    }
    for (size_t i = 0; i < t->synonyms.count && status == KBG_OK; i++)
        take_occurrence(m, t->words, t->synonyms.found[i]);
    if (status == KBG_OK && m->synonym_count && !m->readings) {
        m->readings = kbg__malloc(m->masses.memory, sizeof(*m->readings));
        status = m->readings ? KBG_OK : KBG_ERR_NOMEM;
    }
    return status == KBG_OK ? take_sounds(m) : status;
}

/* Finds the units of a synonym in the part at hand. */
static bool read_synonym(kbg__message_synonym *s, const kbg__interner *terms)
{
    size_t at = 0, start, behind = 0;
    for (uint32_t n = 0; kbg__next_unit(s->text, s->len, &at, &start); n++, behind = at) {
        uint32_t term = kbg__interner_find(terms, s->text + start, at - start);
        if (term == KBG__NOT_INTERNED)
            return false;
        s->units[n] = term | (n && behind == start ? KBG__UNIT_TOUCHES : 0);
    }
    return true;
}

static void take_numbers(kbg__message *m, kbg__message_synonym *s)
{
    s->number_bits = 0;
    for (uint32_t n = 0; n < s->count; n++) {
        s->numbers[n] = (uint16_t)kbg__term_numbers_add(&m->numbers, s->units[n] & ~KBG__UNIT_TOUCHES);
        s->number_bits |= kbg__number_bit(s->numbers[n]);
    }
}

/* Marks the units of the part at hand that a question may share with the message. */
static void mark_units(const kbg__message *m)
{
    for (uint32_t number = 1; number <= m->numbers.count; number++)
        kbg__masses_mark(&m->masses, m->numbers.of[number].term);
    for (size_t i = 0, marked = 0; i < m->row.count && marked < m->sound_count; i++) {
        uint16_t sound = m->row.units[i].sound;
        if (m->row.units[i].sound_number != marked + 1) /* numbers go up from the first unit on: done before */
            continue;
        marked++;
        for (uint32_t s = m->index->sound_end[sound - 1]; s < m->index->sound_end[sound]; s++)
            kbg__masses_mark(&m->masses, m->index->sound_units[s]);
    }
}

static void clear_readings(kbg__readings *readings)
{
    readings->clock = 0;
    for (size_t i = 0; i < KBG__READINGS; i++)
        readings->of[i].chosen = readings->of[i].used = 0;
}

kbg_status kbg__message_take(kbg__message *m, size_t part)
{
    const char *text = m->tokens->folded.text.data;
    m->index = m->masses.corpus->parts[part].index;
    const kbg__interner *terms = &m->index->classes[KBG__TOKEN_CHAR].terms;
    kbg_status status = kbg__masses_take(&m->masses, part);
    if (status != KBG_OK)
        return status;
    kbg__term_numbers_clear(&m->numbers);
    for (size_t i = 0; i < m->row.count; i++) {
        kbg__message_unit *unit = &m->row.units[i];
        unit->term = unit->is_known ? kbg__interner_find(terms, text + unit->start, unit->end - unit->start)
                                    : KBG__NOT_INTERNED;
        unit->number = unit->term == KBG__NOT_INTERNED ? 0 : (uint16_t)kbg__term_numbers_add(&m->numbers, unit->term);
    }
    m->here_count = 0;
    for (size_t i = 0, heaviest = 0; i < m->synonym_count; i++) {
        kbg__message_synonym *s = &m->synonyms[i];
        if (s->first != m->synonyms[heaviest].first)
            heaviest = i;
        s->heaviest = (uint32_t)heaviest;
        if (!read_synonym(s, terms))
            continue;
        take_numbers(m, s);
        m->here[m->here_count++] = (uint8_t)i;
    }
    kbg__unit_row_index(&m->row, m->numbers.count, m->sound_count);
    if (m->synonym_count)
        clear_readings(m->readings);
    mark_units(m);
    return KBG_OK;
}
