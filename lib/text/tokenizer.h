/* SPDX-License-Identifier: MIT */
/* From text to tokens: the one pipeline for questions, answers and messages. */
#ifndef KBG_TEXT_TOKENIZER_H
#define KBG_TEXT_TOKENIZER_H

#include "text/breaker.h"
#include "text/fold.h"
#include "text/lexicon.h"

/* Classes of tokens; each is weighted by itself. */
typedef enum kbg__token_class {
    KBG__TOKEN_WORD, /* term of the lexicon, or ICU word of two or more characters */
    KBG__TOKEN_CHAR, /* unit: one ideograph, or a run of letters or of digits */
    KBG__TOKEN_PAIR, /* two neighbouring units, at least one an ideograph: 退货, 199元 */
    KBG__TOKEN_CODE, /* several runs joined: 128g, a-102-xl, iphone15, c++, 50% */
    KBG__TOKEN_SOUND, /* how two neighbouring syllables sound: 退货, 推货 and tuihuo alike */
    KBG__TOKEN_CLASSES
} kbg__token_class;

/* One token: a stretch of the folded text. */
typedef struct kbg__token {
    uint32_t start, end; /* bytes of the folded text */
    uint16_t class_;     /* kbg__token_class */
    bool is_filler;      /* small talk (text/filler.h); only told for tokenizers with a map */
    uint16_t sounds[2];  /* of class SOUND */
} kbg__token;

/* What a token of class CHAR is. */
typedef struct kbg__unit {
    uint16_t sound; /* of an ideograph */
    uint8_t kind;   /* kbg__character; of a run that of its characters */
} kbg__unit;

/* The immutable part, shared by all threads. */
typedef struct kbg__text_rules {
    kbg__emoticons *emoticons; /* may be NULL */
    kbg__breaker_source *breaker_source;
} kbg__text_rules;

kbg_status kbg__text_rules_init(kbg__text_rules *rules, const kbg_allocator *memory, const char *emoticon_pattern,
                                size_t pattern_len, kbg__problem *problem);
void kbg__text_rules_free(kbg__text_rules *rules);

/* The part of one thread. After kbg__tokenize it holds the folded text and its tokens in order of class, and of
 * place within a class. */
typedef struct kbg__tokenizer {
    const kbg__text_rules *rules;
    kbg__emoticon_matcher *matcher;
    kbg__breaker *breaker;
    kbg__folded folded;
    kbg__token *tokens;
    size_t token_capacity, token_count;
    size_t unit_count; /* tokens of class CHAR: the length of the text for ranking */
    kbg__unit *units;  /* for each of them */
    size_t unit_capacity;
    const kbg__words *words; /* set for each text; NULL for none */
    kbg__lexicon lexicon;
    kbg__finder synonyms; /* words that have synonyms; only with a map */
    bool *filler;   /* by byte of the folded text; only with a map … */
    uint8_t *edges; /* … and scratch memory for it */
    size_t filler_capacity, edge_capacity;
} kbg__tokenizer;

/* rules must outlive the tokenizer. with_map, for messages, asks for folded.start and .end, filler and synonyms. */
kbg_status kbg__tokenizer_init(kbg__tokenizer *tokenizer, const kbg_allocator *memory, const kbg__text_rules *rules,
                               bool with_map);
void kbg__tokenizer_free(kbg__tokenizer *tokenizer);

/* The term that a token is: a stretch of the folded text, or its sounds. */
const char *kbg__token_term(const kbg__tokenizer *tokenizer, const kbg__token *token, size_t *len);
/* The same for a token that was kept together with its folded text. */
const char *kbg__token_term_in(const char *folded, const kbg__token *token, size_t *len);

/* words (may be NULL) must stay until the next call. */
kbg_status kbg__tokenize(kbg__tokenizer *tokenizer, const kbg__words *words, const char *text, size_t len);

/* Takes spaces at bytes of the folded text out, in ascending order, and makes the tokens again. The words are those of the
 * last call. */
kbg_status kbg__tokenizer_join(kbg__tokenizer *tokenizer, const size_t spaces[], size_t count);

/* The unit of a folded text that begins at or behind *at; moves *at behind it. False if there is none. */
bool kbg__next_unit(const char *text, size_t len, size_t *at, size_t *start);

#endif
