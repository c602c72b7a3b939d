/* SPDX-License-Identifier: MIT */
#include "render/reading.h"

#include "base/utf8.h"
#include "render/ordinary.h"

#include <string.h>

void kbg__reading_break(kbg__reading *r)
{
    bool is_space = r->images || (r->in_table && !(r->in_grid && kbg__profile_has(r->profile, KBG_PROFILE_TABLE_OPEN)));
    if (r->in_table && (r->row == 1 || r->cell_pending))
        return;
    kbg__reading_flush(r);
    kbg__buffer_add_byte(&r->d->text, is_space ? ' ' : '\n');
    kbg__reading_flush_as(r, is_space ? KBG__RUN_TEXT : KBG__RUN_BREAK, kbg__reading_styles(r));
    r->guard = GUARD_NONE;
}

static bool is_alphanumeric(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

void kbg__reading_address(kbg__reading *r, kbg__buffer *out, const char *url, size_t len)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t at = 0, behind; at < len;) {
        const kbg__variable *variable = kbg__variables_at(r->variables, url, len, at, &behind);
        if (!variable) {
            size_t start = at;
            uint32_t c = kbg__utf8_next(url, len, &at);
            if (c == 0xFFFD) /* cmark makes a lone byte of &#xFFFF; */
                kbg__buffer_add_code_point(out, c);
            else if (c == '|' && out == &r->d->text && kbg__table_widens_bars(r))
                kbg__buffer_add_cstr(out, "%7C");
            else if (c >= 0x20 && c != 0x7F && c != KBG__MARK_JOINT)
                kbg__buffer_add(out, url + start, at - start);
            continue;
        }
        const char *value = variable->len ? r->variables->texts.data + variable->start : "";
        for (size_t i = 0; i < variable->len; i++) {
            unsigned char c = (unsigned char)value[i];
            if (variable->kind != KBG__VARIABLE_VALUE || is_alphanumeric((char)c) || (c && strchr("-._~", c))) {
                kbg__buffer_add_byte(out, (char)c);
            } else {
                kbg__buffer_add_byte(out, '%');
                kbg__buffer_add_byte(out, digits[c >> 4]);
                kbg__buffer_add_byte(out, digits[c & 15]);
            }
        }
        at = behind;
    }
}

/* The end of the address that begins at text[at]; what a sentence has behind it is left out. */
static size_t address_end(const kbg__reading *r, const char *text, size_t len, size_t at)
{
    size_t behind, begin = at, end = at;
    int brackets = 0;
    while (at < len) {
        unsigned char c = (unsigned char)text[at];
        if (kbg__variables_at(r->variables, text, len, at, &behind)) {
            at = end = behind;
            continue;
        }
        if (c >= 0x80 || !(is_alphanumeric((char)c) || (c && strchr("-._~:/?#@!$&'()*+,;=%", c))))
            break;
        brackets += (c == '(') - (c == ')');
        if (brackets < 0)
            break;
        at++;
        if (!strchr(".,;:!?'(*", c))
            end = at;
    }
    return end > begin ? end : begin;
}

bool kbg__reading_is_too_long(const kbg__reading *r, kbg_profile_text pattern, size_t url_len)
{
    uint64_t limit = r->profile->number[KBG_PROFILE_LIMIT], part = r->profile->number[KBG_PROFILE_PART_LIMIT];
    if (r->profile->number[KBG_PROFILE_COUNTED] == KBG_COUNTED_TEXT)
        return false;
    return 2 * (url_len + r->profile->text[pattern].len + r->profile->text[KBG_PROFILE_PART_OPEN].len) + 64 >
           (part && part < limit ? part : limit);
}

void kbg__reading_bare(kbg__reading *r, const char *text, size_t len, const char *url, size_t url_len, kbg__guard behind)
{
    kbg__reading_flush(r);
    kbg__reading_address(r, &r->d->text, text, len);
    size_t start = r->d->urls.len;
    kbg__reading_address(r, &r->d->urls, url, url_len);
    size_t address_len = r->d->urls.len - start;
    uint8_t styles = (uint8_t)(kbg__reading_styles(r) | KBG__STYLE_ATOM | KBG__STYLE_ADDRESS);
    r->guard = behind;
    if (r->d->urls.failed || r->d->text.failed) {
        r->status = KBG_ERR_NOMEM;
        return;
    }
    if (!r->in_link && !r->images && kbg__profile_has(r->profile, KBG_PROFILE_BARE_LINK) &&
        !kbg__reading_is_too_long(r, KBG_PROFILE_BARE_LINK, address_len) &&
        kbg__profile_allows(r->profile, KBG_PROFILE_SCHEMES, r->d->urls.data + start, address_len)) {
        r->link = kbg__document_add_link(r->d, "", 0, true);
        if (!r->link) {
            r->status = KBG_ERR_NOMEM;
            return;
        }
        r->d->links[r->link - 1].start = start;
        r->d->links[r->link - 1].len = address_len;
        r->guard = GUARD_NONE;
        kbg__reading_flush_as(r, KBG__RUN_TEXT, styles);
        r->link = 0;
    } else {
        kbg__reading_flush_as(r, KBG__RUN_TEXT, styles);
    }
}

/* How long a value may be to be kept in one piece. */
enum { SHORT_VALUE = 24 };

static void add_variable(kbg__reading *r, const kbg__variable *variable, bool is_text)
{
    const char *value = variable->len ? r->variables->texts.data + variable->start : "";
    size_t len = variable->len;
    uint8_t styles = kbg__reading_styles(r);
    bool is_short = len <= 4 * SHORT_VALUE && kbg__utf8_count(value, len) <= SHORT_VALUE;
    if (variable->kind == KBG__VARIABLE_FACE && is_text) {
        kbg_text code = r->profile->face[variable->face];
        switch ((kbg_emoticons)r->profile->number[KBG_PROFILE_EMOTICONS]) {
        case KBG_EMOTICONS_KEEP:
            code.len = 0;
            break;
        case KBG_EMOTICONS_CODE:
            if (code.len) {
                styles |= KBG__STYLE_FACE;
                break;
            } /* fall through */
        case KBG_EMOTICONS_EMOJI:
            code.data = kbg__face(variable->face, KBG__FACE_EMOJI);
            code.len = strlen(code.data);
            break;
        case KBG_EMOTICONS_DROP:
            return;
        }
        if (code.len) {
            value = code.data;
            len = code.len;
        }
    }
    kbg__reading_flush(r);
    for (size_t at = 0; at < len && kbg__table_widens_bars(r); at++)
        if (value[at] == '|') {
            kbg__buffer_add(&r->d->text, value, at);
            kbg__buffer_add_cstr(&r->d->text, "｜");
            value += at + 1;
            len -= at + 1;
            at = SIZE_MAX;
        }
    kbg__buffer_add(&r->d->text, value, len);
    kbg__reading_flush_as(r, KBG__RUN_TEXT, is_short ? styles | KBG__STYLE_ATOM : styles);
}

void kbg__reading_guard(kbg__reading *r, uint32_t next)
{
    if (r->cell_pending && next != ' ')
        kbg__table_begin_cell(r);
    if ((r->guard == GUARD_ALWAYS && next != ' ') || (r->guard == GUARD_WIDE && next >= 0x80))
        kbg__buffer_add_byte(&r->d->text, ' ');
    r->guard = GUARD_NONE;
}

void kbg__reading_text(kbg__reading *r, const char *text, size_t len, bool is_text)
{
    unsigned joints = 0;
    for (size_t at = 0, behind; at < len && r->status == KBG_OK;) {
        size_t start = at;
        if (r->guard == GUARD_NONE && !r->cell_pending && (at = kbg__ordinary_end(text, len, at)) > start) {
            joints = 0;
            kbg__buffer_add(&r->d->text, text + start, at - start);
            continue;
        }
        const kbg__variable *variable = kbg__variables_at(r->variables, text, len, at, &behind);
        if (variable) {
            joints = 0;
            r->row_open = true;
            if (variable->len)
                kbg__reading_guard(r, 0xFFFD);
            add_variable(r, variable, is_text);
            at = behind;
            continue;
        }
        uint32_t c = kbg__utf8_next(text, len, &at);
        if (c == '\n' || c == '\v' || c == '\f' || c == 0x85 || c == 0x2028 || c == 0x2029) {
            kbg__reading_break(r);
            continue;
        }
        bool is_bar = c == '|' && r->in_table;
        joints = c == KBG__MARK_JOINT ? joints + 1 : is_bar ? joints : 0;
        if ((c < 0x20 && c != '\t') || (c >= 0x7F && c < 0xA0) || c == 0xFEFF || c == KBG__MARK_JOINT)
            continue;
        if (is_bar && is_text && joints < 2 && !r->in_link && !r->link && !r->images) {
            joints = 0;
            kbg__table_end_cell(r);
            continue;
        }
        if (r->cell_pending && c == ' ')
            continue;
        kbg__reading_guard(r, c);
        if (is_bar && kbg__table_widens_bars(r)) {
            kbg__buffer_add_cstr(&r->d->text, "｜");
            continue;
        }
        if ((c == 'h' || c == 'H') && is_text && !r->in_link && !r->images &&
            (start == 0 || !is_alphanumeric(text[start - 1]))) {
            size_t scheme = len - start > 8 && (text[start + 4] | 0x20) == 's' ? 5 : 4;
            if (len - start > scheme + 3 && memcmp(text + start + scheme, "://", 3) == 0 &&
                (text[start + 1] | 0x20) == 't' && (text[start + 2] | 0x20) == 't' && (text[start + 3] | 0x20) == 'p') {
                size_t end = address_end(r, text, len, start);
                if (end > start + scheme + 3) {
                    kbg__reading_bare(r, text + start, end - start, text + start, end - start, GUARD_WIDE);
                    at = end;
                    continue;
                }
            }
        }
        if (c == 0xFFFD)
            kbg__buffer_add_code_point(&r->d->text, c);
        else
            kbg__buffer_add(&r->d->text, text + start, at - start);
    }
    if (r->d->text.len + r->d->urls.len > r->most && r->status == KBG_OK)
        r->status = KBG_ERR_LIMIT;
}

void kbg__reading_cstr(kbg__reading *r, const char *text, bool is_text)
{
    kbg__reading_text(r, text, strlen(text), is_text);
}
