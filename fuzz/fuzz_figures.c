/* SPDX-License-Identifier: MIT */
/* Figures, read from bytes or counted from events. Bytes before them:
 *   0  flags, see below
 *   1  which allocation fails, by fuzz_fail_at(); 0 = none
 * Without EVENTS the rest is what kbg_figures_write() wrote; with MEND its last 8 bytes are replaced by the checksum of
 * those before. With EVENTS it is events of 8 bytes each: type and flags, day, rank, item, agent, message, confidence
 * or response time, which of two parts it goes to and its weight.
 * What is checked: bytes that are refused have a place; those that are taken are written as the same bytes; reports are
 * well-formed UTF-8 and, with AGAIN, the same a second time; what two parts counted makes, merged either way, the bytes
 * that one counts; out of memory changes nothing. */
#include "fuzz_support.h"

#include <stdlib.h>
#include <string.h>

enum { EVENTS = 1, MEND = 2, ROOMY = 4, RULES = 8, AGAIN = 16 };

enum { EVENTS_MOST = 512, EVENT_BYTES = 8 };

static bool take(const char *data, size_t len, void *user_data)
{
    fuzz_text_add(user_data, data, len);
    return true;
}

static fuzz_text written(kbg_figures *figures)
{
    fuzz_text out = { 0 };
    FUZZ_CHECK(kbg_figures_write(figures, take, &out, NULL) == KBG_OK);
    return out;
}

static void check_reports(kbg_figures *figures, uint8_t flags)
{
    fuzz_text first = { 0 }, second = { 0 };
    kbg_figures_report_options options = KBG_FIGURES_REPORT_OPTIONS_INIT;
    FUZZ_CHECK(kbg_figures_json(figures, NULL, take, &first, NULL) == KBG_OK);
    if (flags & AGAIN) {
        FUZZ_CHECK(kbg_figures_json(figures, NULL, take, &second, NULL) == KBG_OK);
        FUZZ_CHECK(fuzz_text_equal(&first, &second));
    }
    FUZZ_CHECK(fuzz_is_utf8(first.data, first.len));
    FUZZ_CHECK(memchr(first.data, '\n', first.len) == first.data + first.len - 1);
    fuzz_text_free(&second);
    fuzz_text_free(&first);
    options.from = 86400000;
    for (int table = KBG_FIGURES_ITEMS; table <= KBG_FIGURES_UNANSWERED; table++) {
        fuzz_text out = { 0 };
        FUZZ_CHECK(kbg_figures_csv(figures, (kbg_figures_table)table, &options, take, &out, NULL) == KBG_OK);
        FUZZ_CHECK(fuzz_is_utf8(out.data, out.len) && out.len > 2 && memcmp(out.data + out.len - 2, "\r\n", 2) == 0);
        fuzz_text_free(&out);
    }
}

static void mend(char *data, size_t len)
{
    uint64_t sum = UINT64_C(0xCBF29CE484222325); /* FNV-1a */
    if (len < 8)
        return;
    for (size_t i = 0; i < len - 8; i++)
        sum = (sum ^ (unsigned char)data[i]) * UINT64_C(0x100000001B3);
    for (size_t i = 0; i < 8; i++)
        data[len - 8 + i] = (char)(sum >> (8 * i) & 0xFF);
}

static void read_bytes(const kbg_allocator *allocator, fuzz_memory *memory, fuzz_input input, uint8_t flags,
                       size_t fail_at)
{
    kbg_figures *figures, *again;
    kbg_error *error = NULL;
    char *copy = fuzz_copy(input.data, input.size);
    if (flags & MEND)
        mend(copy, input.size);
    if (fail_at) {
        memory->fail_at = memory->calls + fail_at;
        kbg_status status = kbg_figures_read(allocator, copy, input.size, &figures, NULL);
        FUZZ_CHECK((status == KBG_ERR_NOMEM) <= memory->failed);
        kbg_figures_unref(figures);
        memory->fail_at = 0;
    }
    kbg_status status = kbg_figures_read(allocator, copy, input.size, &figures, &error);
    fuzz_check_error(status, error);
    FUZZ_CHECK((figures != NULL) == (status == KBG_OK));
    FUZZ_CHECK(memory->most_bytes <= 4096 + 200 * input.size);
    if (status != KBG_OK) {
        FUZZ_CHECK(kbg_error_offset(error) <= input.size && kbg_error_line(error) == 1);
        kbg_error_free(error);
        free(copy);
        return;
    }
    fuzz_text bytes = written(figures);
    FUZZ_CHECK(bytes.len == input.size && memcmp(bytes.data, copy, bytes.len) == 0);
    check_reports(figures, flags);
    FUZZ_CHECK(kbg_figures_read(allocator, bytes.data, bytes.len, &again, NULL) == KBG_OK);
    FUZZ_CHECK(kbg_figures_merge(again, figures, NULL) == KBG_OK);
    FUZZ_CHECK(kbg_figures_merge(figures, figures, NULL) == KBG_OK);
    fuzz_text doubled = written(figures), other = written(again);
    FUZZ_CHECK(fuzz_text_equal(&doubled, &other));
    fuzz_text_free(&doubled);
    fuzz_text_free(&other);
    fuzz_text_free(&bytes);
    kbg_figures_unref(again);
    kbg_figures_unref(figures);
    free(copy);
}

static const char *const messages[] = { "", "怎么退货", "请问怎么退货呀", "退货怎么弄", "电话13812345678", "=1+1",
                                        "\xFF\xE4\xB8", "refund my order", "退\0货", "？？", "宽带多少钱一个月" };

static kbg_event event_of(const uint8_t *bytes, char names[2][4])
{
    kbg_event e = KBG_EVENT_INIT;
    size_t message = bytes[5] % (sizeof(messages) / sizeof(messages[0]));
    e.type = 1 + (bytes[0] & 15u) % 10;
    if (e.type == KBG_EVENT_RESOLVED)
        e.flags = bytes[0] >> 4 & 1u;
    e.at = (int64_t)bytes[1] * 21600000;
    e.rank = bytes[2] % 14;
    for (int i = 0; i < 2; i++) {
        names[i][0] = (char)('a' + bytes[3 + i] % 26);
        e.item.len = i == 0 && bytes[3] ? 1 : e.item.len;
        e.agent.len = i == 1 && bytes[4] ? 1 : e.agent.len;
    }
    e.item.data = names[0];
    e.agent.data = names[1];
    e.message = (kbg_text){ messages[message], message == 8 ? 7 : strlen(messages[message]) };
    e.confidence = bytes[6] / 255.0;
    e.response_ms = (uint32_t)bytes[6] << (bytes[6] & 15);
    e.weight = (bytes[7] >> 1) / 8.0;
    return e;
}

static kbg_figures *figures_of(const kbg_allocator *allocator, const kbg_figures_options *options,
                               const kbg_rules *rules)
{
    kbg_figures *figures;
    FUZZ_CHECK(kbg_figures_new(allocator, options, &figures, NULL) == KBG_OK);
    FUZZ_CHECK(kbg_figures_set_rules(figures, rules, NULL) == KBG_OK);
    return figures;
}

static void count_events(const kbg_allocator *allocator, fuzz_memory *memory, fuzz_input input, uint8_t flags,
                         size_t fail_at)
{
    static kbg_event events[EVENTS_MOST];
    static char names[EVENTS_MOST][2][4];
    kbg_figures_options options = KBG_FIGURES_OPTIONS_INIT;
    kbg_rules *rules = NULL;
    size_t count = 0;
    options.flags = KBG_FIGURES_KEEP_MESSAGES;
    if (!(flags & ROOMY)) {
        options.max_periods = 5;
        options.max_items = options.max_agents = options.max_messages = 4;
        options.max_message_bytes = 15;
    }
    if (flags & RULES) {
        FUZZ_CHECK(kbg_rules_new(NULL, &rules, NULL) == KBG_OK);
        FUZZ_CHECK(kbg_rules_add_starter(rules, KBG_STARTER_PRIVATE, NULL) == KBG_OK);
    }
    kbg_figures *whole = figures_of(allocator, &options, rules);
    kbg_figures *parts[2] = { figures_of(allocator, &options, rules), figures_of(allocator, &options, rules) };
    for (; count < EVENTS_MOST && input.size >= EVENT_BYTES; count++) {
        events[count] = event_of(input.data, names[count]);
        FUZZ_CHECK(kbg_figures_add(parts[input.data[7] & 1], &events[count], 1, NULL, NULL) == KBG_OK);
        input.data += EVENT_BYTES;
        input.size -= EVENT_BYTES;
    }
    if (fail_at) {
        fuzz_text before = written(whole);
        memory->fail_at = memory->calls + fail_at;
        kbg_status status = kbg_figures_add(whole, events, count, NULL, NULL);
        memory->fail_at = 0;
        fuzz_text after = written(whole);
        FUZZ_CHECK(status == KBG_OK || (status == KBG_ERR_NOMEM && fuzz_text_equal(&before, &after)));
        fuzz_text_free(&before);
        fuzz_text_free(&after);
        if (status == KBG_OK) {
            kbg_figures_unref(whole);
            whole = figures_of(allocator, &options, rules);
        }
    }
    FUZZ_CHECK(kbg_figures_add(whole, events, count, NULL, NULL) == KBG_OK);
    kbg_figures *sum = figures_of(allocator, &options, NULL);
    FUZZ_CHECK(kbg_figures_merge(sum, parts[1], NULL) == KBG_OK && kbg_figures_merge(sum, parts[0], NULL) == KBG_OK);
    FUZZ_CHECK(kbg_figures_merge(parts[0], parts[1], NULL) == KBG_OK);
    fuzz_text of_whole = written(whole), of_parts = written(parts[0]), of_sum = written(sum);
    FUZZ_CHECK(fuzz_text_equal(&of_whole, &of_parts) && fuzz_text_equal(&of_whole, &of_sum));
    FUZZ_CHECK(!(flags & RULES) || fuzz_count(of_whole.data, of_whole.len, "13812345678") == 0);
    check_reports(whole, flags);
    fuzz_text_free(&of_whole);
    fuzz_text_free(&of_parts);
    fuzz_text_free(&of_sum);
    kbg_figures_unref(sum);
    kbg_figures_unref(parts[0]);
    kbg_figures_unref(parts[1]);
    kbg_figures_unref(whole);
    kbg_rules_free(rules);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_input input = { data, size };
    fuzz_memory memory = { 0 };
    kbg_allocator allocator = fuzz_allocator(&memory);
    uint8_t flags = fuzz_byte(&input), fail = fuzz_byte(&input);
    size_t fail_at = fail ? fuzz_fail_at(fail) : 0;
    if (flags & EVENTS)
        count_events(&allocator, &memory, input, flags, fail_at);
    else
        read_bytes(&allocator, &memory, input, flags, fail_at);
    FUZZ_CHECK(memory.blocks == 0 && memory.bytes == 0);
    return 0;
}
