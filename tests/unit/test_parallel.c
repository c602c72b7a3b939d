/* SPDX-License-Identifier: MIT */
/* Tasks that a host runs in any way, and what is made in them: always the same, byte by byte. */
#include "base/parallel.h"

#include "index/face_texts.h"
#include "index/saved.h"
#include "support.h"

#include <stdio.h>

/* Hosts that run tasks in one thread, each in a way of its own. */
static void in_order(size_t count, kbg_task_fn task, void *task_data, void *user_data)
{
    ++*(size_t *)user_data;
    for (size_t i = 0; i < count; i++)
        task(i, task_data);
}

static void reversed(size_t count, kbg_task_fn task, void *task_data, void *user_data)
{
    ++*(size_t *)user_data;
    for (size_t i = count; i-- > 0;)
        task(i, task_data);
}

static void every_third(size_t count, kbg_task_fn task, void *task_data, void *user_data)
{
    ++*(size_t *)user_data;
    for (size_t i = 0; i < count; i += 3)
        task(i, task_data);
}

static void not_one(size_t count, kbg_task_fn task, void *task_data, void *user_data)
{
    (void)count;
    (void)task;
    (void)task_data;
    ++*(size_t *)user_data;
}

static void again_and_more(size_t count, kbg_task_fn task, void *task_data, void *user_data)
{
    ++*(size_t *)user_data;
    task(SIZE_MAX, task_data);
    for (size_t i = 2 * count + 1; i-- > 0;)
        task(i / 2, task_data);
    task(count, task_data);
}

static const kbg_parallel_for_fn hosts[] = { in_order, reversed, every_third, not_one, again_and_more };

static void count_task(size_t index, void *task_data)
{
    ((size_t *)task_data)[index]++;
}

static void a_task_is_run_once_whatever_the_host_does(void **state)
{
    static const size_t counts[] = { 0, 1, 2, 3, 64, KBG__PARALLEL_TASKS_MOST };
    (void)state;
    for (size_t h = 0; h <= ROWS(hosts); h++)
        for (size_t c = 0; c < ROWS(counts); c++) {
            size_t calls = 0, runs[KBG__PARALLEL_TASKS_MOST + 1] = { 0 };
            kbg__parallel parallel = { h < ROWS(hosts) ? hosts[h] : NULL, &calls, 2 };
            kbg__parallel_run(&parallel, counts[c], count_task, runs);
            for (size_t i = 0; i <= KBG__PARALLEL_TASKS_MOST; i++)
                assert_int_equal(runs[i], i < counts[c]);
            assert_int_equal(calls, parallel.run && counts[c] > 1);
        }
}

static void nothing_is_lent_by_nobody(void **state)
{
    (void)state;
    size_t calls = 0, runs[3] = { 0 };
    kbg__parallel lent = { in_order, &calls, 7 }, none = { 0 };
    assert_int_equal(kbg__parallel_threads(&lent), 7);
    assert_int_equal(kbg__parallel_threads(&none), 1);
    assert_int_equal(kbg__parallel_threads(NULL), 1);
    kbg__parallel_run(NULL, 3, count_task, runs);
    kbg__parallel_run(&none, 3, count_task, runs);
    for (int i = 0; i < 3; i++)
        assert_int_equal(runs[i], 2);
    assert_int_equal(calls, 0);
}

/* Items of many words, some without any, with keywords and answers; one answer is long. */
static kbg__buffer make_items(size_t count)
{
    static const char *const parts[] = { "退货",   "运费谁出", "iPhone15 有货吗", "A-102",  "/:^_^", "发票",
                                         "几天到", "199元",    "保修多久",        "不能用", "！！",  "c++ 套餐" };
    test_random random = { 20261122 };
    kbg__buffer jsonl;
    kbg__buffer_init(&jsonl, &kbg__memory_default);
    for (size_t i = 0; i < count; i++) {
        char text[400];
        snprintf(text, sizeof(text), "{\"id\":\"%zu\",\"question\":\"%s%u%s\",\"alternatives\":[\"%s\",\"第%u单%s%s\"],"
                 "\"keywords\":[\"%s\",\"k%u\"],\"answer\":\"", i, parts[test_random_below(&random, ROWS(parts))],
                 test_random_below(&random, 500), parts[test_random_below(&random, ROWS(parts))],
                 parts[i % ROWS(parts)], test_random_below(&random, 5000),
                 parts[test_random_below(&random, ROWS(parts))], parts[test_random_below(&random, ROWS(parts))],
                 parts[test_random_below(&random, ROWS(parts))], test_random_below(&random, 90));
        kbg__buffer_add_cstr(&jsonl, text);
        for (size_t n = i == count / 2 ? 9000 : test_random_below(&random, 3); n > 0; n--)
            kbg__buffer_add_cstr(&jsonl, parts[test_random_below(&random, ROWS(parts))]);
        kbg__buffer_add_cstr(&jsonl, "\"}\n");
    }
    assert_int_equal(kbg__buffer_status(&jsonl), KBG_OK);
    return jsonl;
}

static bool add_bytes(const void *data, size_t len, void *user_data)
{
    kbg__buffer_add(user_data, data, len);
    return true;
}

/* All arrays of an index. */
static kbg__buffer bytes_of(kbg__index *index)
{
    kbg__buffer bytes;
    kbg__sections sections;
    kbg__problem problem = { .status = KBG_OK };
    kbg__buffer_init(&bytes, &kbg__memory_default);
    kbg__sections_save(&sections, add_bytes, &bytes, 0, &problem);
    kbg__index_sections(index, &sections, (size_t)index->statistics.items);
    assert_int_equal(sections.status, KBG_OK);
    assert_int_equal(kbg__buffer_status(&bytes), KBG_OK);
    return bytes;
}

static void an_index_is_the_same_byte_by_byte(void **state)
{
    static const uint32_t threads[] = { 2, 3, 8, KBG__PARALLEL_THREADS_MOST };
    (void)state;
    kbg__buffer jsonl = make_items(3000);
    test_base base;
    test_base_init(&base, jsonl.data, jsonl.len);
    kbg__buffer expected = bytes_of(&base.index);
    for (size_t h = 0; h < ROWS(hosts); h++)
        for (size_t t = 0; t < ROWS(threads); t++) {
            size_t calls = 0, besides[2] = { 0 };
            kbg__parallel parallel = { hosts[h], &calls, threads[t] };
            kbg__beside beside = { 2, count_task, besides };
            kbg__index index;
            assert_int_equal(kbg__index_build_beside(&index, base.memory, test_key, &base.rules, test_words(),
                                                     &base.store, &parallel, &beside),
                             KBG_OK);
            kbg__buffer is = bytes_of(&index);
            assert_int_equal(is.len, expected.len);
            assert_memory_equal(is.data, expected.data, is.len);
            assert_true(calls >= 3);
            assert_int_equal(besides[0], 1);
            assert_int_equal(besides[1], 1);
            kbg__buffer_free(&is);
            kbg__index_free(&index);
        }
    kbg__buffer_free(&expected);
    kbg__buffer_free(&jsonl);
    test_base_free(&base);
}

/* Tokens come text by text as the tokenizer gives them, however many texts are cut at a time. */
static void tokens_are_those_of_the_tokenizer(void **state)
{
    static const char *const texts[] = { "iPhone15 怎么退货", "", "！！！", "运费199元谁出", "/:^_^", "A-102-XL c++" };
    (void)state;
    test_base base;
    size_t calls = 0;
    kbg__parallel parallel = { reversed, &calls, 2 };
    kbg__face_texts faces;
    kbg__tokenizer tokenizer;
    test_base_init(&base, LIT("{\"id\":\"a\",\"question\":\"q\"}\n"));
    assert_int_equal(kbg__tokenizer_init(&tokenizer, base.memory, &base.rules, false), KBG_OK);
    assert_int_equal(kbg__face_texts_init(&faces, base.memory, &base.rules, test_words(), &parallel), KBG_OK);
    for (size_t round = 0; round < 3; round++) {
        size_t count = 0;
        for (; round == 0 ? count < ROWS(texts) : !kbg__face_texts_full(&faces); count++) {
            char copy[64];
            const char *text = texts[count % ROWS(texts)];
            memcpy(copy, text, strlen(text) + 1);
            assert_int_equal(kbg__face_texts_add(&faces, count % 2 ? copy : text, strlen(text), count % 2), KBG_OK);
        }
        assert_int_equal(faces.count, count);
        assert_int_equal(kbg__face_texts_cut(&faces), KBG_OK);
        for (size_t i = 0; i < count; i++) {
            const kbg__face_tokens *t = kbg__face_texts_tokens(&faces, i);
            const char *text = texts[i % ROWS(texts)];
            assert_int_equal(kbg__tokenize(&tokenizer, test_words(), text, strlen(text)), KBG_OK);
            assert_int_equal(t->units, tokenizer.unit_count);
            assert_int_equal(t->ends[KBG__TOKEN_CLASSES - 1], tokenizer.token_count);
            for (size_t n = 0; n < tokenizer.token_count; n++) {
                size_t len, expected_len;
                const char *is = kbg__token_term_in(t->folded, &t->tokens[n], &len);
                const char *expected = kbg__token_term(&tokenizer, &tokenizer.tokens[n], &expected_len);
                assert_int_equal(len, expected_len);
                assert_memory_equal(is, expected, len);
                assert_true(n < t->ends[tokenizer.tokens[n].class_]);
                assert_true(tokenizer.tokens[n].class_ == 0 || n >= t->ends[tokenizer.tokens[n].class_ - 1]);
            }
        }
        kbg__face_texts_clear(&faces);
        assert_int_equal(calls > 0, round > 0);
    }
    kbg__face_texts_free(&faces);
    kbg__tokenizer_free(&tokenizer);
    test_base_free(&base);
}

/* Tasks whose memory runs out fail the whole, and leave nothing. */
static void an_index_without_memory_leaves_nothing(void **state)
{
    (void)state;
    kbg__buffer jsonl = make_items(300);
    test_base base;
    size_t calls = 0, tried = 0;
    kbg__parallel parallel = { reversed, &calls, 2 };
    test_base_init(&base, jsonl.data, jsonl.len);
    kbg_status status = KBG_ERR_NOMEM;
    for (size_t n = 1; status != KBG_OK; n += 1 + n / 16, tried++) {
        test_memory memory;
        kbg__index index;
        test_memory_init(&memory);
        memory.fail_at = n;
        status = kbg__index_build_beside(&index, &memory.allocator, test_key, &base.rules, test_words(), &base.store,
                                         &parallel, NULL);
        assert_true(status == KBG_ERR_NOMEM || status == KBG_OK);
        if (status == KBG_OK)
            kbg__index_free(&index);
        assert_int_equal(memory.blocks, 0);
        if (memory.calls >= n) /* also if all that failed was to make a block smaller */
            status = KBG_ERR_NOMEM;
    }
    assert_true(tried > 30);
    assert_true(calls > 30);
    kbg__buffer_free(&jsonl);
    test_base_free(&base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_task_is_run_once_whatever_the_host_does),
        cmocka_unit_test(nothing_is_lent_by_nobody),
        cmocka_unit_test(an_index_is_the_same_byte_by_byte),
        cmocka_unit_test(tokens_are_those_of_the_tokenizer),
        cmocka_unit_test(an_index_without_memory_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
