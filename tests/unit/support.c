/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "io/jsonl.h"
#include "io/lines.h"
#include "item/record.h"
#include "text/words_read.h"

#include <math.h>
#include <stdlib.h>

void test_assert_text(const char *text, size_t len, const char *expected, const char *file, int line)
{
    if (text && len == strlen(expected) && memcmp(text, expected, len) == 0)
        return;
    if (!text && len == 0 && expected[0] == '\0')
        return;
    print_error("is:       \"%.*s\" (%zu bytes)\nexpected: \"%s\" (%zu bytes)\n", (int)len, text ? text : "", len,
                expected, strlen(expected));
    _fail(file, line);
}

void test_assert_close(double number, double expected, const char *file, int line)
{
    double most = fabs(number) > fabs(expected) ? fabs(number) : fabs(expected);
    if (fabs(number - expected) <= 1e-12 * most)
        return;
    print_error("is:       %.17g\nexpected: %.17g\n", number, expected);
    _fail(file, line);
}

/* Each block has its size in front of it. */
typedef union head {
    size_t size;
    max_align_t align;
} head;

static bool fails(test_memory *memory)
{
    memory->calls++;
    return memory->calls == memory->fail_at || (memory->fail_on && memory->calls > memory->fail_at);
}

static void *count_malloc(size_t size, void *user_data)
{
    test_memory *memory = user_data;
    assert_int_not_equal(size, 0);
    if (fails(memory))
        return NULL;
    head *block = malloc(sizeof(head) + size);
    assert_non_null(block);
    memset(block, 0xA5, sizeof(head) + size);
    block->size = size;
    memory->blocks++;
    return block + 1;
}

static void *count_realloc(void *old, size_t old_size, size_t size, void *user_data)
{
    test_memory *memory = user_data;
    assert_non_null(old);
    assert_int_not_equal(size, 0);
    head *block = (head *)old - 1;
    assert_int_equal(block->size, old_size);
    if (fails(memory))
        return NULL;
    block = realloc(block, sizeof(head) + size);
    assert_non_null(block);
    block->size = size;
    return block + 1;
}

static void count_free(void *old, void *user_data)
{
    test_memory *memory = user_data;
    assert_non_null(old);
    assert_int_not_equal(memory->blocks, 0);
    memory->blocks--;
    free((head *)old - 1);
}

void test_memory_init(test_memory *memory)
{
    *memory = (test_memory){
        .allocator = { sizeof(kbg_allocator), count_malloc, count_realloc, count_free, memory },
    };
}

uint32_t test_random_below(test_random *random, uint32_t bound)
{
    random->state ^= random->state >> 12;
    random->state ^= random->state << 25;
    random->state ^= random->state >> 27;
    return (uint32_t)((random->state * UINT64_C(0x2545F4914F6CDD1D)) >> 32) % bound;
}

const kbg__hash_key test_key = { 11, 12 };

static kbg_status take_item(const char *record, size_t len, kbg__problem *problem, void *user_data)
{
    (void)problem;
    return kbg__item_store_add(user_data, record, len);
}

static bool refuse_bad(const kbg__problem *problem, void *user_data)
{
    (void)user_data;
    fail_msg("line %u: %s", (unsigned)problem->line, problem->text);
    return false;
}

const kbg__words *test_words(void)
{
    static kbg__words words;
    if (!words.memory) {
        kbg__words_init(&words, &kbg__memory_default);
        assert_int_equal(kbg__words_add_shipped(&words), KBG_OK);
        kbg__words_clear(&words, KBG_WORDS_LEXICON);
        kbg__words_clear(&words, KBG_WORDS_SYNONYMS);
        assert_int_equal(kbg__words_finish(&words, NULL), KBG_OK);
    }
    return &words;
}

kbg__words *test_words_of(const char *lexicon, const char *synonyms, const char *filler)
{
    const char *const texts[] = { lexicon, synonyms, filler };
    kbg__words *words = malloc(sizeof(*words));
    kbg__breaker_source *source;
    assert_non_null(words);
    kbg__words_init(words, &kbg__memory_default);
    for (int list = 0; list < 3; list++) {
        kbg__problem problem = { .status = KBG_OK };
        if (texts[list] && kbg__words_read(words, (kbg_word_list)list, texts[list], strlen(texts[list]), &problem))
            fail_msg("list %d, line %u: %s", list, (unsigned)problem.line, problem.text);
    }
    assert_int_equal(kbg__breaker_source_new(&kbg__memory_default, &source), KBG_OK);
    assert_int_equal(kbg__words_finish(words, source), KBG_OK);
    kbg__breaker_source_free(source);
    return words;
}

void test_words_free(kbg__words *words)
{
    kbg__words_free(words);
    free(words);
}

void test_base_init(test_base *base, const char *jsonl, size_t len)
{
    test_base_init_with(base, test_words(), jsonl, len);
}

void test_base_init_with(test_base *base, const kbg__words *words, const char *jsonl, size_t len)
{
    kbg_text rest = { jsonl, len };
    kbg__load_sink sink = { take_item, refuse_bad, &base->store };
    static uint64_t serial;
    *base = (test_base){ .memory = &kbg__memory_default };
    kbg__limits_init(&base->limits);
    kbg__weights_init(&base->weights);
    kbg__item_store_init(&base->store, base->memory);
    assert_int_equal(kbg__text_rules_init(&base->rules, base->memory, kbg__emoticon_default_pattern,
                                          strlen(kbg__emoticon_default_pattern), NULL),
                     KBG_OK);
    assert_int_equal(kbg__jsonl_load(base->memory, &base->limits, NULL, kbg__lines_read_text, &rest, &sink), KBG_OK);
    assert_int_equal(kbg__index_build(&base->index, base->memory, test_key, &base->rules, words, &base->store), KBG_OK);
    assert_int_equal(kbg__columns_build(&base->columns, base->memory, test_key, &base->store), KBG_OK);
    assert_int_equal(kbg__codes_build(&base->codes, base->memory, test_key, &base->store), KBG_OK);
    assert_int_equal(
        kbg__suggester_index(&base->suggest, base->memory, &base->store, &base->columns, &base->weights), KBG_OK);
    base->part = (kbg__corpus_part){ .index = &base->index,
                                     .columns = &base->columns,
                                     .codes = &base->codes,
                                     .suggest = &base->suggest,
                                     .items = base->store.items,
                                     .serial = ++serial };
    base->corpus = (kbg__corpus){
        .parts = &base->part, .count = 1, .statistics = base->index.statistics, .revision = serial
    };
    base->searched = (kbg__searched){ .corpus = &base->corpus, .weights = &base->weights };
}

void test_base_free(test_base *base)
{
    kbg__suggest_free(&base->suggest);
    kbg__codes_free(&base->codes);
    kbg__columns_free(&base->columns);
    kbg__index_free(&base->index);
    kbg__item_store_free(&base->store);
    kbg__text_rules_free(&base->rules);
}

const char *test_id(const kbg_item *item)
{
    return kbg__record_child_text((const char *)item, KBG__TAG_ID, 0, "", NULL);
}
