/* SPDX-License-Identifier: MIT */
/* Loads the input as word lists, gives them to a base and searches it. Bytes before the text:
 *   0  flags, see below
 *   1  which allocation fails, by fuzz_fail_at()
 * Then sections, each ended by a byte 0xFF: lexicon, synonyms, filler, message, and the questions of items, one each.
 * With BY_CALLS the first words of the three lists are also added by calls.
 * What is checked: a load of a list is all or nothing, its error has a place in the text, and what was taken is taken
 * again without a change; a base has the new lists or is as it was; hits are ordered, their reasons add up, spans are
 * whole characters of the message; the same search gives the same; a hit outlives the lists that found it; out of memory
 * leaves everything as it was. */
#include "fuzz_support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SHIPPED_LEXICON = 1, SHIPPED_SYNONYMS = 2, SHIPPED_FILLER = 4, BY_CALLS = 8, SOURCE = 16 };

enum { ITEMS_MOST = 16 };

/* The place of an error must be a place of the text, and its three numbers must mean the same place. */
static void check_place(const char *text, size_t len, const kbg_error *error)
{
    uint64_t offset = kbg_error_offset(error), line = 1, column = 1;
    FUZZ_CHECK(kbg_error_line(error) > 0 && offset <= len);
    size_t start = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    for (size_t i = 0; i < offset; i++)
        if (text[i] == '\n') {
            line++;
            start = i + 1;
        }
    for (size_t i = start; i < offset; i++)
        column += ((unsigned char)text[i] & 0xC0) != 0x80;
    FUZZ_CHECK(kbg_error_line(error) == line && kbg_error_column(error) == column);
}

/* Loads a list; whether all of it was taken. */
static bool load(kbg_words *words, kbg_word_list list, kbg_text section, uint8_t flags)
{
    kbg_text source = { "words.txt", flags & SOURCE ? 9 : 0 };
    kbg_error *error = NULL;
    size_t before = kbg_words_count(words, list);
    char *text = fuzz_copy(section.data, section.len);
    kbg_status status = kbg_words_load(words, list, text, section.len, source, &error);
    fuzz_check_error(status, error);
    if (status != KBG_OK) {
        FUZZ_CHECK(kbg_words_count(words, list) == before);
        if (status != KBG_ERR_NOMEM) {
            FUZZ_CHECK(status == KBG_ERR_UTF8 || status == KBG_ERR_SYNTAX || status == KBG_ERR_VALUE ||
                       status == KBG_ERR_LIMIT);
            FUZZ_CHECK((status == KBG_ERR_UTF8) <= !fuzz_is_utf8(text, section.len));
            check_place(text, section.len, error);
            FUZZ_CHECK(strcmp(kbg_error_source(error), flags & SOURCE ? "words.txt" : "") == 0);
        }
        kbg_error_free(error);
    } else {
        FUZZ_CHECK(fuzz_is_utf8(text, section.len) && kbg_words_count(words, list) >= before);
    }
    free(text);
    return status == KBG_OK;
}

/* The first words of a section: what stands between blanks and signs of the format. */
static kbg_text next_word(kbg_text *section)
{
    static const char ends[] = " \n=>:";
    size_t start = 0, end;
    while (start < section->len && memchr(ends, section->data[start], sizeof(ends)))
        start++;
    for (end = start; end < section->len && !memchr(ends, section->data[end], sizeof(ends)); end++)
        ;
    kbg_text word = { section->data + start, end - start };
    section->data += end;
    section->len -= end;
    return word;
}

static void add_by_calls(kbg_words *words, kbg_text section)
{
    kbg_text one = next_word(&section), other = next_word(&section);
    kbg_error *error = NULL;
    kbg_status status = kbg_words_add_term(words, one, other, &error);
    fuzz_check_error(status, error);
    kbg_error_free(error);
    status = kbg_words_add_synonym(words, one, other, (double)(section.len % 12) / 10, &error);
    fuzz_check_error(status, error);
    kbg_error_free(error);
    status = kbg_words_add_filler(words, one, (kbg_filler_place)(section.len % 4), &error);
    fuzz_check_error(status, error);
    kbg_error_free(error);
}

static kbg_hits *search(kbg_searcher *searcher, const char *message, size_t len)
{
    kbg_hits *hits = NULL;
    kbg_error *error = NULL;
    kbg_status status = kbg_search(searcher, message, len, NULL, &hits, &error);
    fuzz_check_error(status, error);
    FUZZ_CHECK(status == KBG_OK || status == KBG_ERR_NOMEM);
    kbg_error_free(error);
    return hits;
}

static void check_hits(const kbg_hits *hits, const char *message, size_t len)
{
    bool well_formed = fuzz_is_utf8(message, len);
    for (size_t h = 0; h < kbg_hits_count(hits); h++) {
        double sum = 0, parts = 0, score = kbg_hits_score(hits, h);
        FUZZ_CHECK(isfinite(score) && (h == 0 || score <= kbg_hits_score(hits, h - 1)));
        for (size_t i = 0; i < kbg_hits_reason_count(hits, h); i++) {
            sum += kbg_hits_reason_value(hits, h, i);
            parts += fabs(kbg_hits_reason_value(hits, h, i));
        }
        FUZZ_CHECK(fabs(sum - score) <= 1e-9 * (1 + parts));
        size_t before = 0, start, end;
        for (size_t i = 0; kbg_hits_span(hits, h, i, &start, &end); i++) {
            FUZZ_CHECK(start >= before && start < end && end <= len);
            FUZZ_CHECK(!well_formed || fuzz_is_utf8(message + start, end - start));
            before = end;
        }
    }
}

static void check_same(const kbg_hits *left, const kbg_hits *right)
{
    FUZZ_CHECK(kbg_hits_count(left) == kbg_hits_count(right));
    for (size_t h = 0; h < kbg_hits_count(left); h++) {
        FUZZ_CHECK(kbg_hits_score(left, h) == kbg_hits_score(right, h));
        FUZZ_CHECK(kbg_hits_span_count(left, h) == kbg_hits_span_count(right, h));
        FUZZ_CHECK(strcmp(kbg_item_id(kbg_hits_item(left, h), NULL), kbg_item_id(kbg_hits_item(right, h), NULL)) == 0);
    }
}

static uint64_t revision_of(kbg_base *base)
{
    kbg_view *view = kbg_base_view(base);
    uint64_t revision = kbg_view_revision(view);
    kbg_view_unref(view);
    return revision;
}

static bool set(kbg_base *base, const kbg_words *words)
{
    kbg_error *error = NULL;
    uint64_t before = revision_of(base);
    kbg_status status = kbg_base_set_words(base, words, &error);
    fuzz_check_error(status, error);
    FUZZ_CHECK(status == KBG_OK || status == KBG_ERR_NOMEM || status == KBG_ERR_LIMIT);
    FUZZ_CHECK(revision_of(base) == before + (status == KBG_OK));
    kbg_error_free(error);
    return status == KBG_OK;
}

static kbg_base *make_base(fuzz_input *input, fuzz_memory *memory)
{
    kbg_allocator allocator = fuzz_allocator(memory);
    kbg_base_options *options;
    kbg_base *base;
    fuzz_text lines = { 0 };
    FUZZ_CHECK(kbg_base_options_new(&allocator, &options) == KBG_OK);
    FUZZ_CHECK(kbg_base_new(options, &base, NULL) == KBG_OK);
    kbg_base_options_free(options);
    for (char id = 'a'; id < 'a' + ITEMS_MOST && input->size; id++) {
        kbg_text question = fuzz_section(input);
        if (question.len == 0)
            continue;
        fuzz_text_add_cstr(&lines, "{\"id\":");
        fuzz_text_add_json(&lines, &id, 1);
        fuzz_text_add_cstr(&lines, ",\"question\":");
        fuzz_text_add_json(&lines, question.data, question.len < 4096 ? question.len : 4096);
        fuzz_text_add_cstr(&lines, "}\n");
    }
    FUZZ_CHECK(kbg_base_load(base, KBG_FORMAT_JSONL, lines.data, lines.len, NULL, NULL, NULL) == KBG_OK);
    fuzz_text_free(&lines);
    return base;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_input input = { data, size };
    fuzz_memory memory = { 0 };
    kbg_allocator allocator = fuzz_allocator(&memory);
    uint8_t flags = fuzz_byte(&input), fail = fuzz_byte(&input);
    kbg_text sections[3], message;
    kbg_words *words;
    for (int list = 0; list < 3; list++)
        sections[list] = fuzz_section(&input);
    message = fuzz_section(&input);
    kbg_base *base = make_base(&input, &memory);
    kbg_searcher *searcher;
    FUZZ_CHECK(kbg_searcher_new(base, &searcher, NULL) == KBG_OK);
    char *copy = fuzz_copy(message.data, message.len);
    kbg_hits *first = search(searcher, copy, message.len);
    FUZZ_CHECK(kbg_words_new(&allocator, &words) == KBG_OK);
    for (int list = 0; list < 3; list++)
        if (!(flags & (1 << list)))
            kbg_words_clear(words, (kbg_word_list)list);

    if (fail) { /* one run in which memory fails, on the same objects */
        memory.calls = 0;
        memory.fail_at = fuzz_fail_at(fail);
        for (int list = 0; list < 3; list++)
            (void)load(words, (kbg_word_list)list, sections[list], flags);
        (void)set(base, words);
        kbg_hits *hits = search(searcher, copy, message.len);
        kbg_hits_free(hits);
        memory.fail_at = 0;
    }
    for (int list = 0; list < 3; list++) {
        if (load(words, (kbg_word_list)list, sections[list], flags)) {
            size_t count = kbg_words_count(words, (kbg_word_list)list);
            FUZZ_CHECK(load(words, (kbg_word_list)list, sections[list], flags));
            FUZZ_CHECK(kbg_words_count(words, (kbg_word_list)list) == count);
        }
        if (flags & BY_CALLS)
            add_by_calls(words, sections[list]);
    }
    if (set(base, words)) {
        kbg_hits *hits = search(searcher, copy, message.len), *again = search(searcher, copy, message.len);
        check_hits(hits, copy, message.len);
        check_same(hits, again);
        kbg_hits_free(again);
        FUZZ_CHECK(set(base, NULL));
        again = search(searcher, copy, message.len);

        check_same(first, again);
        kbg_hits_free(again);
        check_hits(hits, copy, message.len);
        kbg_hits_free(hits);
    }
    kbg_hits_free(first);
    kbg_words_free(words);
    kbg_searcher_free(searcher);
    kbg_base_unref(base);
    free(copy);
    FUZZ_CHECK(memory.blocks == 0 && memory.bytes == 0);
    return 0;
}
