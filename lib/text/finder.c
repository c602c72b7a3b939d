/* SPDX-License-Identifier: MIT */
#include "text/finder.h"

#include "base/utf8.h"
#include "text/character.h"

#include <string.h>

struct kbg__finder_best {
    uint32_t word, end; /* end is 0 where no word begins */
};

void kbg__finder_init(kbg__finder *finder, const kbg_allocator *memory)
{
    *finder = (kbg__finder){ .memory = memory };
    kbg__buffer_init(&finder->bare, memory);
}

void kbg__finder_free(kbg__finder *finder)
{
    kbg__free(finder->memory, finder->found);
    kbg__free(finder->memory, finder->places);
    kbg__free(finder->memory, finder->best);
    kbg__buffer_free(&finder->bare);
    kbg__finder_init(finder, finder->memory);
}

/* One search on its way. */
typedef struct finding {
    kbg__finder *finder;
    const char *text; /* with its spaces … */
    size_t len;
    const char *bare; /* … and without */
    size_t bare_len;
    const uint32_t *places; /* NULL if there are no spaces */
    kbg__breaker *breaker;
    bool *is_broken;
    kbg_status status;
    bool any;
} finding;

static size_t place_of(const finding *f, size_t at)
{
    return f->places ? f->places[at] : at;
}

/* Whether bytes [start, end) of the text are cut out of a longer run. */
static bool is_cut(const finding *f, size_t start, size_t end)
{
    size_t at = start, before = start, last = end;
    uint32_t first = kbg__utf8_next(f->text, f->len, &at);
    while (before > 0 && (f->text[--before] & 0xC0) == 0x80)
        ;
    at = before;
    if (start > 0 && kbg__character_joins(kbg__utf8_next(f->text, f->len, &at), first))
        return true;
    if (end == f->len)
        return false;
    while ((f->text[--last] & 0xC0) == 0x80)
        ;
    at = last;
    uint32_t left = kbg__utf8_next(f->text, f->len, &at);
    at = end;
    return kbg__character_joins(left, kbg__utf8_next(f->text, f->len, &at));
}

/* Whether bytes [start, end) of the text are one or two ideographs. */
static bool is_short(const finding *f, size_t start, size_t end)
{
    size_t at = start;
    for (int i = 0; i < 2 && at < end; i++)
        if (kbg__character_of(kbg__utf8_next(f->text, f->len, &at)) != KBG__CHARACTER_IDEOGRAPH)
            return false;
    return at == end;
}

/* Whether an ICU word crosses an edge of bytes [start, end) of the text. */
static bool is_crossed(finding *f, size_t start, size_t end)
{
    if (!*f->is_broken) {
        f->status = kbg__breaker_set(f->breaker, f->text, f->len);
        *f->is_broken = f->status == KBG_OK;
    }
    return f->status != KBG_OK || kbg__breaker_crosses(f->breaker, (uint32_t)start) ||
           kbg__breaker_crosses(f->breaker, (uint32_t)end);
}

static bool take(uint32_t word, size_t start, size_t end, void *user_data)
{
    finding *f = user_data;
    kbg__finder *finder = f->finder;
    size_t from = place_of(f, start), to = place_of(f, end - 1) + 1;
    if (!f->any) {
        f->status = kbg__grow(finder->memory, (void **)&finder->best, &finder->best_capacity, f->bare_len,
                              sizeof(*finder->best));
        if (f->status != KBG_OK)
            return false;
        memset(finder->best, 0, f->bare_len * sizeof(*finder->best));
        f->any = true;
    }
    if (end > finder->best[start].end && !is_cut(f, from, to) && !(is_short(f, from, to) && is_crossed(f, from, to)))
        finder->best[start] = (struct kbg__finder_best){ word, (uint32_t)end };
    return f->status == KBG_OK;
}

/* Copies the text without its spaces. */
static kbg_status remove_spaces(finding *f)
{
    kbg__finder *finder = f->finder;
    kbg__buffer_clear(&finder->bare);
    if (kbg__grow(finder->memory, (void **)&finder->places, &finder->place_capacity, f->len, sizeof(uint32_t)) ||
        !kbg__buffer_reserve(&finder->bare, f->len))
        return KBG_ERR_NOMEM;
    for (size_t i = 0; i < f->len; i++) {
        if (f->text[i] == ' ')
            continue;
        finder->places[finder->bare.len] = (uint32_t)i;
        kbg__buffer_add_byte(&finder->bare, f->text[i]);
    }
    f->bare = finder->bare.data;
    f->bare_len = finder->bare.len;
    f->places = finder->places;
    return KBG_OK;
}

kbg_status kbg__finder_run(kbg__finder *finder, const kbg__automaton *automaton, kbg__breaker *breaker, bool *is_broken,
                           const char *text, size_t len)
{
    finding f = { .finder = finder,
                  .text = text,
                  .len = len,
                  .bare = text,
                  .bare_len = len,
                  .breaker = breaker,
                  .is_broken = is_broken };
    finder->count = 0;
    if (!automaton || len == 0)
        return KBG_OK;
    if (memchr(text, ' ', len))
        f.status = remove_spaces(&f);
    if (f.status == KBG_OK)
        (void)kbg__automaton_all(automaton, f.bare, f.bare_len, take, &f);
    for (size_t at = 0; f.status == KBG_OK && f.any && at < f.bare_len;) {
        struct kbg__finder_best best = finder->best[at];
        if (best.end == 0) {
            at++;
            continue;
        }
        f.status = kbg__grow(finder->memory, (void **)&finder->found, &finder->capacity, finder->count + 1,
                             sizeof(*finder->found));
        if (f.status == KBG_OK)
            finder->found[finder->count++] = (kbg__occurrence){ best.word, (uint32_t)place_of(&f, at),
                                                                (uint32_t)place_of(&f, best.end - 1) + 1 };
        at = best.end;
    }
    return f.status;
}
