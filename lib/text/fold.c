/* SPDX-License-Identifier: MIT */
#include "text/fold.h"

#include "base/utf8.h"
#include "text/character.h"
#include "text/script_table.h"
#include "text/utf16.h"

#include <string.h>
#include <unicode/unorm2.h>

/* Longest run of characters that is normalised together. Real text stays far below (a base and its marks); a hostile
 * run of marks is cut here, so that the cost per character is bounded. */
enum { CLUSTER_MAX = 64, CLUSTER_OUT = CLUSTER_MAX * 18 }; /* U+FDFA folds to 18 characters */

void kbg__folded_init(kbg__folded *folded, const kbg_allocator *memory, bool with_map)
{
    *folded = (kbg__folded){ .with_map = with_map };
    kbg__buffer_init(&folded->text, memory);
}

void kbg__folded_free(kbg__folded *folded)
{
    kbg__free(folded->text.memory, folded->start);
    kbg__free(folded->text.memory, folded->end);
    kbg__buffer_free(&folded->text);
    *folded = (kbg__folded){ .text = folded->text, .with_map = folded->with_map };
}

/* The state of one fold. */
typedef struct folding {
    kbg__folded *out;
    const UNormalizer2 *nfkc;
    const char *text;
    size_t len;
    bool space;      /* white space was met since the last character; written before the next one if it counts */
    bool ideograph;  /* the last character written is an ideograph */
    size_t space_start, space_end;
} folding;

/* Makes room for so many more bytes. */
static kbg_status reserve(kbg__folded *out, size_t len)
{
    const kbg_allocator *memory = out->text.memory;
    size_t need = out->text.len + len;
    if (!kbg__buffer_reserve(&out->text, len))
        return KBG_ERR_NOMEM;
    if (!out->with_map)
        return KBG_OK;
    kbg_status status = kbg__grow(memory, (void **)&out->start, &out->start_capacity, need, sizeof(uint32_t));
    if (status == KBG_OK)
        status = kbg__grow(memory, (void **)&out->end, &out->end_capacity, need, sizeof(uint32_t));
    return status;
}

static inline kbg_status put(folding *f, uint32_t c, size_t start, size_t end)
{
    kbg__folded *out = f->out;
    size_t at = out->text.len, need = at + 4;
    if (need > KBG__FOLDED_MOST)
        return KBG_ERR_LIMIT;
    if (need > out->text.capacity || (out->with_map && (need > out->start_capacity || need > out->end_capacity))) {
        kbg_status status = reserve(out, 4);
        if (status != KBG_OK)
            return status;
    }
    out->text.len += kbg__utf8_put(out->text.data + at, c);
    for (; out->with_map && at < out->text.len; at++) {
        out->start[at] = (uint32_t)start;
        out->end[at] = (uint32_t)end;
    }
    return KBG_OK;
}

static void note_space(folding *f, size_t start, size_t end)
{
    if (!f->space)
        f->space_start = start;
    f->space = true;
    f->space_end = end;
}

/* Takes one character that is normalised already. */
static inline kbg_status take(folding *f, uint32_t c, size_t start, size_t end)
{
    if (c >= KBG__SCRIPT_FIRST && c <= KBG__SCRIPT_LAST)
        c = kbg__script_table[c - KBG__SCRIPT_FIRST];
    kbg__character what = kbg__character_of(c);
    if (what == KBG__CHARACTER_SPACE) {
        note_space(f, start, end);
        return KBG_OK;
    }
    if (c < 0x20 || (c >= 0x7F && c < 0xA0))
        return KBG_OK;
    bool ideograph = what == KBG__CHARACTER_IDEOGRAPH;
    if (f->space && f->out->text.len && !(ideograph && f->ideograph)) {
        kbg_status status = put(f, ' ', f->space_start, f->space_end);
        if (status != KBG_OK)
            return status;
    }
    f->space = false;
    f->ideograph = ideograph;
    return put(f, c, start, end);
}

/* Characters that stand alone in NFKC and begin a new cluster whatever stands before: no need to ask ICU. */
static bool is_plain(uint32_t c)
{
    return c < 0x300 || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3000 && c <= 0x3029) || (c >= 0xFF01 && c <= 0xFF5E);
}

/* Folds the plain characters that need no normaliser; false for others. */
static bool fold_plain(uint32_t *c)
{
    if (*c >= 0xFF01 && *c <= 0xFF5E)
        *c -= 0xFF00 - 0x20;
    if (*c >= 'A' && *c <= 'Z')
        *c += 'a' - 'A';
    return *c < 0x80 || (*c >= 0x4E00 && *c <= 0x9FFF) || (*c >= 0x3001 && *c <= 0x3029);
}

/* Normalises the characters from `at` to the next boundary with ICU. */
static kbg_status take_cluster(folding *f, size_t *at)
{
    UChar source[CLUSTER_MAX * 2], folded[CLUSTER_OUT];
    int32_t source_len = 0;
    size_t start = *at, next = start;
    for (int i = 0; i < CLUSTER_MAX && next < f->len; i++) {
        size_t behind = next;
        uint32_t c = kbg__utf8_next(f->text, f->len, &behind);
        if (i > 0 && (is_plain(c) || unorm2_hasBoundaryBefore(f->nfkc, (UChar32)c)))
            break;
        kbg__utf16_put(source, &source_len, c);
        next = behind;
    }
    *at = next;
    UErrorCode error = U_ZERO_ERROR;
    int32_t folded_len = unorm2_normalize(f->nfkc, source, source_len, folded, CLUSTER_OUT, &error);
    if (U_FAILURE(error))
        return KBG_ERR_NOMEM; /* the only way: the output is large enough for any input of this length */
    for (int32_t i = 0; i < folded_len;) {
        kbg_status status = take(f, kbg__utf16_next(folded, &i), start, next);
        if (status != KBG_OK)
            return status;
    }
    return KBG_OK;
}

/* Whether a byte begins a character from U+4000 to U+9FFF: three bytes that stand alone in NFKC. */
static bool begins_ideograph(unsigned char byte)
{
    return byte >= 0xE4 && byte <= 0xE9;
}

/* Takes ideographs from U+4E00 to U+9FFF, as long as what follows them is one too, ASCII or the end. */
static kbg_status take_ideographs(folding *f, size_t *at)
{
    kbg__folded *out = f->out;
    const unsigned char *s = (const unsigned char *)f->text;
    size_t start = *at, len = f->len, room = len - start + 4;
    if (room > KBG__FOLDED_MOST - out->text.len)
        return KBG_OK; /* may come to the limit */
    if (reserve(out, room) != KBG_OK)
        return KBG_ERR_NOMEM;
    for (; len - start >= 3; start += 3) {
        uint32_t second = s[start + 1] ^ 0x80u, third = s[start + 2] ^ 0x80u;
        uint32_t c = (s[start] & 0x0Fu) << 12 | second << 6 | third;
        if (!begins_ideograph(s[start]) || (second | third) >= 0x40 || c < KBG__SCRIPT_FIRST ||
            (len - start > 3 && s[start + 3] >= 0x80 && !begins_ideograph(s[start + 3])))
            break;
        if (f->space && out->text.len && !f->ideograph)
            (void)put(f, ' ', f->space_start, f->space_end); /* there is room */
        f->space = false;
        f->ideograph = true;
        uint32_t simplified = kbg__script_table[c - KBG__SCRIPT_FIRST];
        size_t place = out->text.len;
        if (simplified == c)
            memcpy(out->text.data + place, s + start, 3);
        else
            (void)kbg__utf8_put(out->text.data + place, simplified);
        out->text.len = place + 3;
        for (size_t i = place; out->with_map && i < place + 3; i++) {
            out->start[i] = (uint32_t)start;
            out->end[i] = (uint32_t)start + 3;
        }
    }
    *at = start;
    return KBG_OK;
}

static kbg_status fold_run(folding *f, size_t from, size_t to)
{
    const char *text = f->text;
    size_t len = f->len, at = from, behind;
    kbg_status status = KBG_OK;
    f->len = to; /* no character is normalised together with what stands behind */
    while (status == KBG_OK && at < to) {
        if (begins_ideograph((unsigned char)text[at]))
            status = take_ideographs(f, &at);
        if (status != KBG_OK || at == to)
            break;
        size_t next = at;
        uint32_t c = kbg__utf8_next(text, to, &next);
        behind = next;
        bool alone = next == to || is_plain(kbg__utf8_next(text, to, &behind));
        if (is_plain(c) && alone && fold_plain(&c)) {
            status = take(f, c, at, next);
            at = next;
        } else {
            status = take_cluster(f, &at);
        }
    }
    f->len = len;
    return status;
}

kbg_status kbg__fold(kbg__folded *folded, const kbg__emoticons *emoticons, kbg__emoticon_matcher *matcher,
                     const char *text, size_t len)
{
    UErrorCode error = U_ZERO_ERROR;
    folding f = { .out = folded, .nfkc = unorm2_getNFKCCasefoldInstance(&error), .text = text, .len = len };
    kbg__buffer_clear(&folded->text);
    if (U_FAILURE(error))
        return KBG_ERR_ICU_DATA;
    for (size_t at = 0; at < len;) {
        size_t start = len, end = len;
        kbg_status status = KBG_OK;
        if (emoticons)
            status = kbg__emoticon_find(emoticons, matcher, text, len, at, &start, &end);
        if (status == KBG_OK)
            status = fold_run(&f, at, start);
        if (status != KBG_OK)
            return status;
        if (start < end)
            note_space(&f, start, end);
        at = end;
    }
    return KBG_OK;
}
