/* SPDX-License-Identifier: MIT */
#include "text/words_save.h"

#include <string.h>

enum kind { TERM = 1, ALIAS, SYNONYM, FILLER };

static void put_text(kbg__buffer *out, const char *text, size_t len)
{
    kbg__buffer_add_byte(out, (char)(len & 0xFF));
    kbg__buffer_add_byte(out, (char)(len >> 8));
    kbg__buffer_add(out, text, len);
}

static void put_lexicon(const kbg__words *w, kbg__buffer *out)
{
    for (uint32_t i = 0; i < w->lexicon.count; i++) {
        size_t len, alias_len;
        const char *term = kbg__words_term(w, i, &len), *alias = kbg__interner_text(&w->lexicon, i, &alias_len);
        bool is_term = w->terms[i].term == i;
        kbg__buffer_add_byte(out, is_term ? TERM : ALIAS);
        put_text(out, term, len);
        if (!is_term)
            put_text(out, alias, alias_len);
    }
}

/* A synonym that is added comes before those that were there: the last one is written first. */
static void put_synonyms(const kbg__words *w, kbg__buffer *out)
{
    for (uint32_t i = 0; i < w->sources.count; i++) {
        uint32_t places[KBG__WORD_TARGETS], count = 0;
        for (uint32_t s = w->first[i]; s != UINT32_MAX && count < KBG__WORD_TARGETS; s = w->synonyms[s].next)
            places[count++] = s;
        while (count > 0) {
            const kbg__synonym *s = &w->synonyms[places[--count]];
            size_t len;
            const char *text = kbg__interner_text(&w->sources, i, &len);
            kbg__buffer_add_byte(out, SYNONYM);
            put_text(out, text, len);
            text = kbg__interner_text(&w->targets, s->target, &len);
            put_text(out, text, len);
            kbg__buffer_add(out, (const char *)&s->weight, sizeof(s->weight));
        }
    }
}

void kbg__words_save(const kbg__words *w, kbg__buffer *out)
{
    put_lexicon(w, out);
    put_synonyms(w, out);
    for (uint32_t i = 0; i < w->filler.count; i++) {
        size_t len;
        const char *text = kbg__interner_text(&w->filler, i, &len);
        kbg__buffer_add_byte(out, FILLER);
        put_text(out, text, len);
        kbg__buffer_add_byte(out, (char)w->places[i]);
    }
}

typedef struct reading {
    const char *at, *end;
    bool failed;
} reading;

static const char *take(reading *r, size_t len)
{
    const char *at = r->at;
    if (r->failed || (size_t)(r->end - r->at) < len) {
        r->failed = true;
        return NULL;
    }
    r->at += len;
    return at;
}

static kbg_text take_text(reading *r)
{
    const unsigned char *head = (const unsigned char *)take(r, 2);
    kbg_text text = { NULL, head ? (size_t)head[0] | (size_t)head[1] << 8 : 0 };
    text.data = take(r, text.len);
    return text;
}

static kbg_status take_entry(kbg__words *w, reading *r)
{
    kbg__problem problem = { .status = KBG_OK };
    int kind = *take(r, 1);
    kbg_text text = take_text(r), other = { NULL, 0 };
    float weight = 0;
    if (kind == ALIAS || kind == SYNONYM)
        other = take_text(r);
    if (kind == SYNONYM) {
        const char *bytes = take(r, sizeof(weight));
        if (bytes)
            memcpy(&weight, bytes, sizeof(weight));
    }
    const char *place = kind == FILLER ? take(r, 1) : NULL;
    if (r->failed || (place && (unsigned char)*place > KBG_FILLER_TRAILS))
        return KBG_ERR_FILE;
    switch ((enum kind)kind) {
    case TERM:
    case ALIAS:
        return kbg__words_add_term(w, text, other, &problem);
    case SYNONYM:
        return kbg__words_add_synonym(w, text, other, (double)weight, &problem);
    case FILLER:
        return kbg__words_add_filler(w, text, (kbg_filler_place)*place, &problem);
    }
    return KBG_ERR_FILE;
}

kbg_status kbg__words_restore(kbg__words *w, const char *data, size_t len)
{
    if (len == 0) /* data may be NULL then */
        return KBG_OK;
    reading r = { data, data + len, false };
    while (r.at < r.end) {
        kbg_status status = take_entry(w, &r);
        if (status != KBG_OK)
            return status == KBG_ERR_NOMEM ? status : KBG_ERR_FILE;
    }
    return KBG_OK;
}
