/* SPDX-License-Identifier: MIT */
#include "rank/respell.h"

#include "base/utf8.h"
#include "text/character.h"

#include <string.h>

enum { LONGEST_JOINED = 64 };

static bool knows(const kbg__corpus *corpus, const char *text, size_t len)
{
    return kbg__corpus_knows(corpus, KBG__TOKEN_CHAR, text, len);
}

/* Whether two units are runs of one kind with a space between that should not be there. */
static bool is_stray(const kbg__corpus *corpus, const char *text, size_t len, kbg__token left, kbg__token right)
{
    char joined[LONGEST_JOINED];
    size_t a = left.end - left.start, b = right.end - right.start, at = left.start, next = right.start;
    if (right.start != left.end + 1 || text[left.end] != ' ' || a + b > LONGEST_JOINED)
        return false;
    kbg__character kind = kbg__character_of(kbg__utf8_next(text, len, &at));
    if (kind != kbg__character_of(kbg__utf8_next(text, len, &next)) ||
        (kind != KBG__CHARACTER_LETTER && kind != KBG__CHARACTER_DIGIT))
        return false;
    memcpy(joined, text + left.start, a);
    memcpy(joined + a, text + right.start, b);
    return (!knows(corpus, joined, a) || !knows(corpus, joined + a, b)) && knows(corpus, joined, a + b);
}

kbg_status kbg__respell(kbg__tokenizer *t, const kbg__corpus *corpus)
{
    const kbg__buffer *text = &t->folded.text;
    kbg_status status = KBG_OK;
    size_t joins = 0, found = 1;
    if (text->len == 0 || !memchr(text->data, ' ', text->len))
        return KBG_OK;
    /* A joined run may be one side of the next: until there are no more. */
    for (; status == KBG_OK && found && joins < KBG__JOINS; joins += found) {
        size_t spaces[KBG__JOINS];
        found = 0;
        for (size_t i = 1; i < t->token_count && joins + found < KBG__JOINS; i++) {
            kbg__token left = t->tokens[i - 1], right = t->tokens[i];
            if (left.class_ != KBG__TOKEN_CHAR || right.class_ != KBG__TOKEN_CHAR ||
                !is_stray(corpus, text->data, text->len, left, right))
                continue;
            spaces[found++] = left.end;
            i++; /* the right side is taken */
        }
        if (found)
            status = kbg__tokenizer_join(t, spaces, found);
    }
    return status;
}
