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

/* Whether an occurrence is two ideographs: so few can stand in a row by chance. */
static bool is_short(const kbg__buffer *text, kbg__occurrence o)
{
    size_t at = o.start;
    for (int i = 0; i < 2; i++)
        if (at >= o.end || kbg__character_of(kbg__utf8_next(text->data, text->len, &at)) != KBG__CHARACTER_IDEOGRAPH)
            return false;
    return at == o.end;
}

/* Drops short occurrences that an ICU word crosses. */
static kbg_status drop_crossed(kbg__finder *finder, kbg__breaker *breaker, const kbg__buffer *text)
{
    size_t kept = 0, i = 0;
    uint32_t start, end;
    while (i < finder->count && !is_short(text, finder->found[i]))
        i++;
    if (i == finder->count)
        return KBG_OK;
    kbg_status status = kbg__breaker_set(breaker, text->data, text->len);
    if (status != KBG_OK)
        return status;
    bool more = kbg__breaker_next(breaker, &start, &end);
    for (i = 0; i < finder->count; i++) {
        kbg__occurrence o = finder->found[i];
        bool crossed = false;
        while (more && end <= o.start)
            more = kbg__breaker_next(breaker, &start, &end);
        crossed = more && start < o.start;
        while (more && end <= o.end && start < o.end && end != o.end)
            more = kbg__breaker_next(breaker, &start, &end);
        crossed = crossed || (more && start < o.end && end > o.end);
        if (!crossed || !is_short(text, o))
            finder->found[kept++] = o;
    }
    finder->count = kept;
    return KBG_OK;
}

/* Appends bytes to the written text; all come from [start, end) of the source, or each from where it came in `from`. */
static kbg_status append(kbg__folded *to, const char *bytes, size_t len, const kbg__folded *from, size_t at,
                         uint32_t start, uint32_t end)
{
    size_t before = to->text.len;
    kbg__buffer_add(&to->text, bytes, len);
    if (to->text.failed)
        return KBG_ERR_NOMEM;
    if (!to->with_map)
        return KBG_OK;
    const kbg_allocator *memory = to->text.memory;
    if (kbg__grow(memory, (void **)&to->start, &to->start_capacity, to->text.len, sizeof(uint32_t)) != KBG_OK ||
        kbg__grow(memory, (void **)&to->end, &to->end_capacity, to->text.len, sizeof(uint32_t)) != KBG_OK)
        return KBG_ERR_NOMEM;
    for (size_t i = 0; i < len; i++) {
        to->start[before + i] = from ? from->start[at + i] : start;
        to->end[before + i] = from ? from->end[at + i] : end;
    }
    return KBG_OK;
}

kbg_status kbg__lexicon_apply(kbg__lexicon *lexicon, const kbg__words *words, kbg__breaker *breaker,
                              kbg__folded *folded)
{
    kbg__finder *finder = &lexicon->finder;
    kbg__folded *written = &lexicon->written;
    kbg_status status = kbg__finder_run(finder, words ? words->find_term : NULL, folded->text.data, folded->text.len);
    if (status == KBG_OK)
        status = drop_crossed(finder, breaker, &folded->text);
    bool same = true;
    for (size_t i = 0; i < finder->count && same; i++) {
        kbg__term term = words->terms[words->terms[finder->found[i].word].term];
        kbg__occurrence o = finder->found[i];
        same = o.end - o.start == term.len && memcmp(folded->text.data + o.start, words->texts.data + term.start, term.len) == 0;
    }
    if (status != KBG_OK || same)
        return status;
    size_t at = 0;
    kbg__buffer_clear(&written->text);
    for (size_t i = 0; i < finder->count && status == KBG_OK; i++) {
        kbg__occurrence *o = &finder->found[i];
        kbg__term term = words->terms[words->terms[o->word].term];
        uint32_t start = folded->with_map ? folded->start[o->start] : 0;
        uint32_t end = folded->with_map ? folded->end[o->end - 1] : 0;
        status = append(written, folded->text.data + at, o->start - at, folded, at, 0, 0);
        at = o->end;
        o->start = (uint32_t)written->text.len;
        if (status == KBG_OK)
            status = append(written, words->texts.data + term.start, term.len, NULL, 0, start, end);
        o->end = (uint32_t)written->text.len;
        if (written->text.len > UINT32_MAX / 2)
            status = KBG_ERR_LIMIT;
    }
    if (status == KBG_OK)
        status = append(written, folded->text.data + at, folded->text.len - at, folded, at, 0, 0);
    kbg__folded other = *folded;
    *folded = *written;
    *written = other;
    return status;
}
