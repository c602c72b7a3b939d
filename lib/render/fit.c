/* SPDX-License-Identifier: MIT */
#include "render/fit.h"

#include "base/utf8.h"
#include "text/character.h"

#include <kbguide/render.h>
#include <string.h>

uint32_t kbg__fit_before(const kbg__document *document, const kbg__block *block, size_t at)
{
    const char *text = document->text.data;
    size_t start = at;
    if (at <= block->start)
        return 0;
    do
        start--;
    while (start > block->start && ((unsigned char)text[start] & 0xC0) == 0x80);
    uint32_t c = kbg__utf8_next(text, at, &start);
    return c == '\n' ? 0 : c;
}

uint32_t kbg__fit_behind(const kbg__document *document, const kbg__block *block, size_t at)
{
    if (at >= document->text.len || (block->end > block->start && at >= block->end))
        return 0;
    uint32_t c = kbg__utf8_next(document->text.data, document->text.len, &at);
    return c == '\n' ? 0 : c;
}

static bool is_space(uint32_t c)
{
    return c == 0 || kbg__character_of(c) == KBG__CHARACTER_SPACE;
}

static bool is_word(uint32_t c)
{
    return kbg__character_of(c) >= KBG__CHARACTER_IDEOGRAPH;
}

bool kbg__fit_needs_separator(const kbg_profile *profile, uint32_t neighbour)
{
    return profile->number[KBG_PROFILE_BOUNDARY] == KBG_BOUNDARY_WORD && !is_space(neighbour) &&
           (neighbour >= 0x80 || is_word(neighbour));
}

/* Whether the first sign of emphasis, between these two, is taken for one. */
static bool may_open(const kbg_profile *profile, uint32_t before, uint32_t behind)
{
    switch ((kbg_boundary)profile->number[KBG_PROFILE_BOUNDARY]) {
    case KBG_BOUNDARY_FLANKING:
        return is_word(behind) || is_space(before) || !is_word(before);
    case KBG_BOUNDARY_OPENER:
        return is_space(before);
    default:
        return true;
    }
}

static bool may_close(const kbg_profile *profile, uint32_t before, uint32_t behind)
{
    switch ((kbg_boundary)profile->number[KBG_PROFILE_BOUNDARY]) {
    case KBG_BOUNDARY_FLANKING:
        return is_word(before) || is_space(behind) || !is_word(behind);
    case KBG_BOUNDARY_OPENER:
        return !(behind < 0x80 && is_word(behind));
    default:
        return true;
    }
}

/* A stretch of text that loses a style; stretches are in order. */
typedef struct stretch {
    size_t start, end;
} stretch;

typedef struct stretches {
    kbg__buffer *list;
    size_t count;
} stretches;

static void add_stretch(stretches *s, size_t start, size_t end)
{
    if (start < end) {
        kbg__buffer_add(s->list, (const char *)&(stretch){ start, end }, sizeof(stretch));
        s->count++;
    }
}

/* Narrows the emphasis from start to end, which lies in one line, until both its ends are good. */
static void narrow(const kbg__document *document, const kbg_profile *profile, const kbg__block *block, size_t start,
                   size_t end, stretches *lost)
{
    size_t first = start, last = end;
    while (first < last) {
        uint32_t c = kbg__fit_behind(document, block, first);
        if (!is_space(c) && may_open(profile, kbg__fit_before(document, block, first), c))
            break;
        if (!is_space(c) && is_word(c)) { /* no place further in is better */
            first = last;
            break;
        }
        (void)kbg__utf8_next(document->text.data, last, &first);
    }
    while (last > first) {
        uint32_t c = kbg__fit_before(document, block, last);
        if (!is_space(c) && may_close(profile, c, kbg__fit_behind(document, block, last)))
            break;
        if (!is_space(c) && is_word(c)) {
            last = first;
            break;
        }
        do
            last--;
        while (last > first && ((unsigned char)document->text.data[last] & 0xC0) == 0x80);
    }
    if (first >= last) {
        add_stretch(lost, start, end);
        return;
    }
    add_stretch(lost, start, first);
    add_stretch(lost, last, end);
}

/* Takes a style away from stretches of the block; runs are cut at their ends. */
static kbg_status take_away(kbg__document *document, kbg__block *block, uint8_t style, const stretches *lost)
{
    size_t count = block->run_end - block->run, made = 0, next = 0, worst = count + 2 * lost->count;
    if (kbg__grow(document->memory, (void **)&document->spare, &document->spare_capacity, worst,
                  sizeof(*document->spare)) ||
        kbg__grow(document->memory, (void **)&document->runs, &document->run_capacity, block->run + worst,
                  sizeof(*document->runs)))
        return KBG_ERR_NOMEM;
    for (size_t i = block->run; i < block->run_end; i++) {
        kbg__run run = document->runs[i];
        while (run.start < run.end) {
            kbg__run piece = run;
            stretch s = { SIZE_MAX, SIZE_MAX };
            while (next < lost->count) {
                memcpy(&s, lost->list->data + next * sizeof(s), sizeof(s));
                if (s.end > run.start)
                    break;
                next++;
                s.start = SIZE_MAX;
            }
            if (run.kind == KBG__RUN_IMAGE || run.styles & (KBG__STYLE_ADDRESS | KBG__STYLE_FACE)) {
                piece.styles &= (uint8_t)(s.start < run.end ? ~style : 0xFF); /* not to be cut */
            } else if (s.start <= run.start) {
                piece.end = s.end < run.end ? s.end : run.end;
                piece.styles &= (uint8_t)~style;
            } else {
                piece.end = s.start < run.end ? s.start : run.end;
            }
            document->spare[made++] = piece;
            run.start = piece.end;
        }
    }
    memcpy(document->runs + block->run, document->spare, made * sizeof(*document->spare));
    document->run_count = block->run_end = block->run + made;
    return KBG_OK;
}

static kbg_status fit_style(kbg__document *document, const kbg_profile *profile, uint8_t style, bool is_known)
{
    kbg__block *block = &document->blocks[document->block_count - 1];
    stretches lost = { .list = &document->lost };
    bool dropped = false;
    kbg__buffer_clear(lost.list);
    for (size_t i = block->run; i < block->run_end;) {
        const kbg__run *runs = document->runs;
        size_t begin = i;
        if (!(runs[i].styles & style) || kbg__run_ends_line(&runs[i])) {
            document->runs[i].styles &= (uint8_t)(kbg__run_ends_line(&runs[i]) ? ~style : 0xFF);
            i++;
            continue;
        }
        while (i < block->run_end && (runs[i].styles & style) && !kbg__run_ends_line(&runs[i]))
            i++;
        size_t before = lost.count;
        if (is_known)
            narrow(document, profile, block, runs[begin].start, runs[i - 1].end, &lost);
        else
            add_stretch(&lost, runs[begin].start, runs[i - 1].end);
        if (lost.count > before && !lost.list->failed) {
            stretch s;
            memcpy(&s, lost.list->data + (lost.count - 1) * sizeof(s), sizeof(s));
            dropped |= s.start == runs[begin].start && s.end == runs[i - 1].end;
        }
    }
    kbg_status status = lost.list->failed ? KBG_ERR_NOMEM : KBG_OK;
    if (status == KBG_OK && lost.count)
        status = take_away(document, block, style, &lost);
    if (dropped)
        document->warnings |= UINT32_C(1) << KBG_WARNING_MARKUP;
    return status;
}

kbg_status kbg__fit_block(kbg__document *document, const kbg_profile *profile)
{
    kbg__block *block = &document->blocks[document->block_count - 1];
    uint8_t used = 0;
    for (size_t i = block->run; i < block->run_end; i++)
        used |= document->runs[i].styles;
    kbg_status status = KBG_OK;
    if (used & KBG__STYLE_STRONG)
        status = fit_style(document, profile, KBG__STYLE_STRONG, kbg__profile_has(profile, KBG_PROFILE_STRONG_OPEN));
    if (status == KBG_OK && used & KBG__STYLE_EMPHASIS)
        status =
            fit_style(document, profile, KBG__STYLE_EMPHASIS, kbg__profile_has(profile, KBG_PROFILE_EMPHASIS_OPEN));
    return status;
}
