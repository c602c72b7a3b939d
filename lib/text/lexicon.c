/* SPDX-License-Identifier: MIT */
#include "text/lexicon.h"

#include "base/utf8.h"
#include "text/character.h"

#include <string.h>

void kbg__lexicon_init(kbg__lexicon *lexicon, const kbg_allocator *memory, bool with_map)
{
    kbg__finder_init(&lexicon->finder, memory);
    kbg__folded_init(&lexicon->written, memory, with_map);
}

void kbg__lexicon_free(kbg__lexicon *lexicon)
{
    kbg__finder_free(&lexicon->finder);
    kbg__folded_free(&lexicon->written);
}

/* A stretch of the text as it will be: kept as it was, or a term. */
typedef struct piece {
    const char *text;
    size_t len;
    const kbg__folded *from; /* the folded text that it is of; NULL for a term that is not written there so */
    size_t at;               /* where it begins there */
    uint32_t start, end;     /* source of a term, or of the one before a kept stretch */
} piece;

static kbg_status append(kbg__folded *to, piece p)
{
    size_t before = to->text.len;
    if (p.len > KBG__FOLDED_MOST - before)
        return KBG_ERR_LIMIT;
    kbg__buffer_add(&to->text, p.text, p.len);
    if (to->text.failed)
        return KBG_ERR_NOMEM;
    if (!to->with_map)
        return KBG_OK;
    const kbg_allocator *memory = to->text.memory;
    if (kbg__grow(memory, (void **)&to->start, &to->start_capacity, to->text.len, sizeof(uint32_t)) != KBG_OK ||
        kbg__grow(memory, (void **)&to->end, &to->end_capacity, to->text.len, sizeof(uint32_t)) != KBG_OK)
        return KBG_ERR_NOMEM;
    for (size_t i = 0; i < p.len; i++) {
        to->start[before + i] = p.from ? p.from->start[p.at + i] : p.start;
        to->end[before + i] = p.from ? p.from->end[p.at + i] : p.end;
    }
    return KBG_OK;
}

/* The last character of a text, not counting a space; 0 if there is none. */
static uint32_t last_of(const char *text, size_t len)
{
    size_t at = len && text[len - 1] == ' ' ? len - 1 : len, end = at;
    if (at == 0)
        return 0;
    while ((text[--at] & 0xC0) == 0x80)
        ;
    return kbg__utf8_next(text, end, &at);
}

/* Appends a piece as folding would have written it behind what stands there. */
static kbg_status join(kbg__folded *to, piece p)
{
    kbg__buffer *text = &to->text;
    kbg_status status = KBG_OK;
    if (p.len == 0)
        return KBG_OK;
    size_t at = p.text[0] == ' ';
    uint32_t left = last_of(text->data, text->len), right = at < p.len ? kbg__utf8_next(p.text, p.len, &at) : 0;
    bool ends_in_space = text->len && text->data[text->len - 1] == ' ';
    if (kbg__character_of(left) == KBG__CHARACTER_IDEOGRAPH && kbg__character_of(right) == KBG__CHARACTER_IDEOGRAPH) {
        text->len -= ends_in_space;
        p.at += p.text[0] == ' ';
        p.len -= p.text[0] == ' ';
        p.text += p.text[0] == ' ';
    } else if (!ends_in_space && p.text[0] != ' ' && kbg__character_joins(left, right)) {
        status = append(to, (piece){ .text = " ", .len = 1, .start = p.start, .end = p.end });
    }
    return status == KBG_OK ? append(to, p) : status;
}

/* Whether an occurrence is written as its term already. */
static bool is_written(const kbg__words *words, const kbg__buffer *text, kbg__occurrence o)
{
    size_t len;
    const char *term = kbg__words_term(words, o.word, &len);
    return o.end - o.start == len && memcmp(text->data + o.start, term, len) == 0;
}

/* Writes the text again, with the terms in place of the occurrences, which move to where these stand then. */
static kbg_status rewrite(kbg__finder *finder, const kbg__words *words, const kbg__folded *from, kbg__folded *to)
{
    kbg_status status = KBG_OK;
    piece kept = { .from = from };
    kbg__buffer_clear(&to->text);
    for (size_t i = 0; i <= finder->count && status == KBG_OK; i++) {
        kbg__occurrence *o = i < finder->count ? &finder->found[i] : NULL;
        kept.text = from->text.data + kept.at;
        kept.len = (o ? o->start : from->text.len) - kept.at;
        status = join(to, kept);
        if (!o || status != KBG_OK)
            break;
        piece term = { .from = is_written(words, &from->text, *o) ? from : NULL, .at = o->start };
        term.text = kbg__words_term(words, o->word, &term.len);
        if (from->with_map) {
            kept.start = term.start = from->start[o->start];
            kept.end = term.end = from->end[o->end - 1];
        }
        kept.at = o->end;
        status = join(to, term);
        o->end = (uint32_t)to->text.len;
        o->start = o->end - (uint32_t)term.len;
    }
    return status;
}

kbg_status kbg__lexicon_apply(kbg__lexicon *lexicon, const kbg__words *words, kbg__breaker *breaker, bool *is_broken,
                              kbg__folded *folded)
{
    kbg__folded *written = &lexicon->written;
    *is_broken = false;
    kbg_status status = kbg__finder_run(&lexicon->finder, words ? words->find_term : NULL, breaker, is_broken,
                                        folded->text.data, folded->text.len);
    size_t same = 0;
    while (same < lexicon->finder.count && is_written(words, &folded->text, lexicon->finder.found[same]))
        same++;
    if (status != KBG_OK || same == lexicon->finder.count)
        return status;
    *is_broken = false;
    status = rewrite(&lexicon->finder, words, folded, written);
    kbg__folded other = *folded;
    *folded = *written;
    *written = other;
    return status;
}
