/* SPDX-License-Identifier: MIT */
#include "render/paragraphs.h"

#include <string.h>

/* What a byte can mean: markup wherever it stands, or at the beginning of a line only. */
enum { TEXT, ANYWHERE, AT_START };

static const unsigned char meanings[256] = {
    ['\\'] = ANYWHERE, ['`'] = ANYWHERE, ['&'] = ANYWHERE, ['*'] = ANYWHERE, ['_'] = ANYWHERE, ['['] = ANYWHERE,
    [']'] = ANYWHERE,  ['<'] = ANYWHERE, ['|'] = ANYWHERE, [' '] = AT_START, ['#'] = AT_START, ['>'] = AT_START,
    ['+'] = AT_START,  ['-'] = AT_START, ['='] = AT_START, ['~'] = AT_START,
};

/* Whether a line may begin with the number of a list. */
static bool is_numbered(const char *body, size_t len, size_t at)
{
    size_t start = at;
    while (at < len && body[at] >= '0' && body[at] <= '9')
        at++;
    return at > start && at < len && (body[at] == '.' || body[at] == ')');
}

bool kbg__paragraphs_only(const char *body, size_t len)
{
    if (len >= 3 && memcmp(body, "\xEF\xBB\xBF", 3) == 0) /* what follows begins the line */
        return false;
    for (size_t at = 0; at < len; at++) { /* a line each time */
        if (meanings[(unsigned char)body[at]] == AT_START || is_numbered(body, len, at))
            return false;
        for (; at < len && body[at] != '\n'; at++) {
            unsigned char c = (unsigned char)body[at];
            if (c < 0x20 || meanings[c] == ANYWHERE)
                return false;
        }
        if (at > 0 && body[at - 1] == ' ')
            return false;
    }
    return true;
}

void kbg__paragraphs_read(kbg__reading *r)
{
    const kbg__buffer *source = &r->variables->marked;
    bool is_open = false;
    int line = 1;
    for (size_t at = 0; at < source->len && r->status == KBG_OK; line++) {
        const char *text = source->data + at, *feed = memchr(text, '\n', source->len - at);
        size_t len = feed ? (size_t)(feed - text) : source->len - at;
        at += len + 1;
        if (len == 0) {
            if (is_open)
                kbg__reading_end_block(r, line - 1);
            is_open = false;
            continue;
        }
        if (is_open)
            kbg__reading_break(r);
        else
            kbg__reading_begin_block(r, KBG__BLOCK_PARAGRAPH, line);
        is_open = true;
        if (r->status == KBG_OK)
            kbg__reading_text(r, text, len, true);
    }
    if (is_open && r->status == KBG_OK)
        kbg__reading_end_block(r, line - 1);
}
