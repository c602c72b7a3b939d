/* SPDX-License-Identifier: MIT */
#include "index/face_texts.h"

#include "text/question_form.h"

#include <string.h>

/* Texts of so many bytes are cut by one task; tokens take about twenty times that. */
enum { PIECE_BYTES = 1 << 15, PIECES_PER_THREAD = 4, KEPT_TOKENS = 8 * PIECE_BYTES };

struct kbg__face_text {
    const char *text; /* NULL = it is a copy, which begins at … */
    size_t start;     /* … this byte of them */
    size_t len;
    size_t folded, first; /* where its folded text and tokens begin in those of its piece */
    kbg__face_tokens tokens;
};

/* Texts that are cut one after the other. */
struct kbg__face_piece {
    size_t first, end;
    bool is_ready; /* there is a tokenizer */
    kbg__tokenizer tokenizer;
    kbg__buffer folded;
    kbg__token *tokens;
    size_t capacity, count;
    kbg_status status;
};

kbg_status kbg__face_texts_init(kbg__face_texts *x, const kbg_allocator *memory, const kbg__text_rules *rules,
                                const kbg__words *words, const kbg__parallel *parallel)
{
    size_t threads = kbg__parallel_threads(parallel), pieces = threads > 1 ? threads * PIECES_PER_THREAD : 1;
    *x = (kbg__face_texts){ .memory = memory, .rules = rules, .words = words, .parallel = parallel };
    kbg__buffer_init(&x->copies, memory);
    x->pieces = kbg__calloc(memory, pieces, sizeof(*x->pieces));
    if (!x->pieces)
        return KBG_ERR_NOMEM;
    x->piece_count = pieces;
    for (size_t i = 0; i < pieces; i++)
        kbg__buffer_init(&x->pieces[i].folded, memory);
    return KBG_OK;
}

static void free_piece(const kbg_allocator *memory, struct kbg__face_piece *p)
{
    if (p->is_ready)
        kbg__tokenizer_free(&p->tokenizer);
    kbg__buffer_free(&p->folded);
    kbg__free(memory, p->tokens);
    p->is_ready = false;
    p->tokens = NULL;
    p->capacity = 0;
}

void kbg__face_texts_free(kbg__face_texts *x)
{
    for (size_t i = 0; i < x->piece_count; i++)
        free_piece(x->memory, &x->pieces[i]);
    kbg__free(x->memory, x->pieces);
    kbg__free(x->memory, x->texts);
    kbg__buffer_free(&x->copies);
    *x = (kbg__face_texts){ .memory = x->memory };
}

kbg_status kbg__face_texts_add(kbg__face_texts *x, const char *text, size_t len, bool copied)
{
    if (kbg__grow(x->memory, (void **)&x->texts, &x->text_capacity, x->count + 1, sizeof(*x->texts)))
        return KBG_ERR_NOMEM;
    x->texts[x->count++] =
        (struct kbg__face_text){ .text = copied ? NULL : text, .start = copied ? x->copies.len : 0, .len = len };
    x->bytes += len;
    if (copied)
        kbg__buffer_add(&x->copies, text, len);
    return kbg__buffer_status(&x->copies);
}

bool kbg__face_texts_full(const kbg__face_texts *x)
{
    return x->bytes >= x->piece_count * PIECE_BYTES || x->count >= x->piece_count * PIECE_BYTES / 16;
}

/* Keeps what the tokenizer made of a text. */
static kbg_status keep(const kbg__face_texts *x, struct kbg__face_piece *p, struct kbg__face_text *t)
{
    const kbg__tokenizer *made = &p->tokenizer;
    t->folded = p->folded.len;
    t->first = p->count;
    t->tokens.units = (uint32_t)made->unit_count;
    t->tokens.form = (uint16_t)kbg__question_form(made->folded.text.data, made->folded.text.len);
    for (size_t i = 0, class_ = 0; class_ < KBG__TOKEN_CLASSES; class_++) {
        while (i < made->token_count && made->tokens[i].class_ == class_)
            i++;
        t->tokens.ends[class_] = (uint32_t)i;
    }
    kbg__buffer_add(&p->folded, made->folded.text.data, made->folded.text.len);
    if (kbg__buffer_status(&p->folded) || kbg__grow(x->memory, (void **)&p->tokens, &p->capacity,
                                                    p->count + made->token_count, sizeof(*p->tokens)))
        return KBG_ERR_NOMEM;
    if (made->token_count > 0)
        memcpy(p->tokens + p->count, made->tokens, made->token_count * sizeof(*p->tokens));
    p->count += made->token_count;
    return KBG_OK;
}

static void cut_piece(size_t number, void *task_data)
{
    const kbg__face_texts *x = task_data;
    struct kbg__face_piece *p = &x->pieces[number];
    kbg_status status = p->is_ready ? KBG_OK : kbg__tokenizer_init(&p->tokenizer, x->memory, x->rules, false);
    p->is_ready = p->is_ready || status == KBG_OK;
    kbg__buffer_clear(&p->folded);
    p->count = 0;
    for (size_t i = p->first; i < p->end && status == KBG_OK; i++) {
        struct kbg__face_text *t = &x->texts[i];
        const char *text = t->text ? t->text : t->len ? x->copies.data + t->start : "";
        status = kbg__tokenize(&p->tokenizer, x->words, text, t->len);
        if (status == KBG_OK)
            status = keep(x, p, t);
    }
    for (size_t i = p->first; i < p->end && status == KBG_OK; i++) {
        x->texts[i].tokens.folded = p->folded.data ? p->folded.data + x->texts[i].folded : "";
        x->texts[i].tokens.tokens = p->tokens ? p->tokens + x->texts[i].first : NULL;
    }
    p->status = status;
}

kbg_status kbg__face_texts_cut(kbg__face_texts *x)
{
    kbg_status status = KBG_OK;
    size_t used = 0, text = 0, wanted = x->bytes / x->piece_count + 1;
    wanted = wanted > PIECE_BYTES / 4 ? wanted : PIECE_BYTES / 4;
    for (; text < x->count; used++) {
        struct kbg__face_piece *p = &x->pieces[used];
        bool is_last = used + 1 == x->piece_count;
        p->first = text;
        for (size_t bytes = 0; text < x->count && (is_last || bytes < wanted); text++)
            bytes += x->texts[text].len;
        p->end = text;
    }
    kbg__parallel_run(x->parallel, used, cut_piece, x);
    for (size_t i = 0; i < used && status == KBG_OK; i++)
        status = x->pieces[i].status;
    return status;
}

const kbg__face_tokens *kbg__face_texts_tokens(const kbg__face_texts *x, size_t number)
{
    return &x->texts[number].tokens;
}

void kbg__face_texts_clear(kbg__face_texts *x)
{
    x->count = x->bytes = 0;
    kbg__buffer_clear(&x->copies);
    for (size_t i = 0; i < x->piece_count; i++)
        if (x->pieces[i].capacity > KEPT_TOKENS) /* it had a long text */
            free_piece(x->memory, &x->pieces[i]);
}
