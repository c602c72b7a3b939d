/* SPDX-License-Identifier: MIT */
/* Figures that are merged, saved and read: the same events give the same bytes, however they were divided; bytes that
 * are wrong anywhere are refused. */
#include "helper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY INT64_C(1794326400000)

static uint64_t state_of_random = 1;

static uint32_t below(uint32_t bound)
{
    state_of_random ^= state_of_random >> 12;
    state_of_random ^= state_of_random << 25;
    state_of_random ^= state_of_random >> 27;
    return (uint32_t)((state_of_random * UINT64_C(2685821657736338717) >> 32) % bound);
}

static bool append(const char *data, size_t len, void *user_data)
{
    text_add(user_data, data, len);
    return true;
}

static text bytes_of(kbg_figures *figures)
{
    text out = { 0 };
    assert_int_equal(kbg_figures_write(figures, append, &out, NULL), KBG_OK);
    return out;
}

static text json_of(kbg_figures *figures)
{
    text out = { 0 };
    assert_int_equal(kbg_figures_json(figures, NULL, append, &out, NULL), KBG_OK);
    return out;
}

static void assert_same(kbg_figures *left, kbg_figures *right)
{
    text a = bytes_of(left), b = bytes_of(right);
    assert_int_equal(a.len, b.len);
    assert_memory_equal(a.data, b.data, a.len);
    text_free(&a);
    text_free(&b);
    a = json_of(left);
    b = json_of(right);
    assert_string_equal(a.data, b.data);
    text_free(&a);
    text_free(&b);
}

/* With limits so low that every one of them is met. */
static kbg_figures_options tight(void)
{
    kbg_figures_options options = KBG_FIGURES_OPTIONS_INIT;
    options.flags = KBG_FIGURES_KEEP_MESSAGES;
    options.max_periods = 4;
    options.max_items = 12;
    options.max_categories = 5;
    options.max_agents = 3;
    options.max_messages = 9;
    options.max_message_bytes = 12;
    return options;
}

static kbg_figures *figures_of(const kbg_figures_options *options)
{
    kbg_figures *figures;
    assert_int_equal(kbg_figures_new(NULL, options, &figures, NULL), KBG_OK);
    return figures;
}

enum { EVENTS = 400, NAMES = 40 };

static char names[NAMES][24];

/* Events of all types over seven days. */
static void make_events(kbg_event *events)
{
    static const double weights[] = { 0, 0, 0, 1, 2.5, 0.333, 1000000 };
    for (int i = 0; i < NAMES; i++)
        (void)snprintf(names[i], sizeof(names[i]), "n%d号", i);
    for (int i = 0; i < EVENTS; i++) {
        kbg_event e = KBG_EVENT_INIT;
        e.type = 1 + below(10);
        e.rank = below(14);
        e.at = DAY + (int64_t)below(7) * 86400000 + below(86400000);
        e.weight = weights[below(COUNT_OF(weights))];
        e.response_ms = below(UINT32_MAX) >> below(32);
        e.confidence = below(11) / 10.0;
        e.item = below(4) ? view_of(names[below(NAMES)]) : (kbg_text){ NULL, 0 };
        e.agent = below(4) ? view_of(names[below(6)]) : (kbg_text){ NULL, 0 };
        e.message = view_of(names[below(NAMES)]);
        if (e.type == KBG_EVENT_RESOLVED)
            e.flags = below(2);
        events[i] = e;
    }
}

static void shuffle(kbg_event *events)
{
    for (uint32_t i = EVENTS - 1; i > 0; i--) {
        uint32_t k = below(i + 1);
        kbg_event other = events[i];
        events[i] = events[k];
        events[k] = other;
    }
}

static kbg_base *base_of_names(void)
{
    text jsonl = { 0 };
    for (int i = 0; i < NAMES; i++)
        text_add_format(&jsonl,
                        "{\"id\":\"n%d号\",\"question\":\"q\",\"category\":\"c%d/d%d/e%d\",\"answer\":\"a\"}\n",
                        i, i % 2, i % 5, i % 7);
    kbg_base *base = base_of(jsonl.data);
    text_free(&jsonl);
    return base;
}

static void any_partition_in_any_order_gives_the_same_bytes(void **state)
{
    (void)state;
    enum { ROUNDS = 60, PARTS = 6 };
    static kbg_event events[EVENTS];
    kbg_figures_options options = tight();
    kbg_base *base = base_of_names();
    kbg_view *view = kbg_base_view(base);
    make_events(events);
    kbg_figures *whole = figures_of(&options);
    assert_int_equal(kbg_figures_add(whole, events, EVENTS, view, NULL), KBG_OK);
    for (int round = 0; round < ROUNDS; round++) {
        kbg_figures *parts[PARTS];
        uint32_t count = 1 + below(PARTS);
        for (uint32_t i = 0; i < count; i++)
            parts[i] = figures_of(&options);
        shuffle(events);
        for (size_t at = 0; at < EVENTS;) {
            size_t batch = 1 + below(round % 3 ? 40 : 3);
            batch = batch < EVENTS - at ? batch : EVENTS - at;
            assert_int_equal(kbg_figures_add(parts[below(count)], events + at, batch, view, NULL), KBG_OK);
            at += batch;
            if (below(8) == 0) { /* a report in between shares what later additions change */
                text out = bytes_of(parts[below(count)]);
                text_free(&out);
            }
        }
        for (; count > 1; count--) {
            uint32_t from = below(count), into = (from + 1) % count;
            if (below(2)) { /* by way of a file */
                kbg_figures *read;
                text bytes = bytes_of(parts[from]);
                assert_int_equal(kbg_figures_read(NULL, bytes.data, bytes.len, &read, NULL), KBG_OK);
                text_free(&bytes);
                kbg_figures_unref(parts[from]);
                parts[from] = read;
            }
            assert_int_equal(kbg_figures_merge(parts[into], parts[from], NULL), KBG_OK);
            kbg_figures_unref(parts[from]);
            parts[from] = parts[count - 1];
        }
        assert_same(parts[0], whole);
        kbg_figures_unref(parts[0]);
    }
    kbg_figures_unref(whole);
    kbg_view_unref(view);
    kbg_base_unref(base);
}

static void merging_leaves_what_is_merged(void **state)
{
    (void)state;
    static kbg_event events[EVENTS];
    kbg_figures_options options = tight();
    make_events(events);
    kbg_figures *a = figures_of(&options), *b = figures_of(&options), *twice = figures_of(&options);
    assert_int_equal(kbg_figures_add(a, events, EVENTS, NULL, NULL), KBG_OK);
    text before = bytes_of(a);
    assert_int_equal(kbg_figures_merge(b, a, NULL), KBG_OK);
    assert_same(a, b);
    assert_int_equal(kbg_figures_add(b, events, EVENTS, NULL, NULL), KBG_OK);
    text after = bytes_of(a);
    assert_int_equal(after.len, before.len);
    assert_memory_equal(after.data, before.data, before.len);
    for (int i = 0; i < 2; i++)
        assert_int_equal(kbg_figures_add(twice, events, EVENTS, NULL, NULL), KBG_OK);
    assert_same(b, twice);
    assert_int_equal(kbg_figures_merge(a, a, NULL), KBG_OK); /* with itself */
    assert_same(a, twice);
    text_free(&before);
    text_free(&after);
    kbg_figures_unref(a);
    kbg_figures_unref(b);
    kbg_figures_unref(twice);
}

static void figures_of_other_allocators_are_copied(void **state)
{
    (void)state;
    static kbg_event events[EVENTS];
    counter count = { 0 };
    kbg_allocator allocator = allocator_of(&count);
    kbg_figures_options options = tight();
    kbg_figures *own, *into = figures_of(&options), *plain = figures_of(&options);
    make_events(events);
    assert_int_equal(kbg_figures_new(&allocator, &options, &own, NULL), KBG_OK);
    assert_int_equal(kbg_figures_add(own, events, EVENTS, NULL, NULL), KBG_OK);
    assert_int_equal(kbg_figures_merge(into, own, NULL), KBG_OK);
    kbg_figures_unref(own);
    assert_int_equal(count.live, 0); /* nothing of it lives on in `into` */
    assert_int_equal(kbg_figures_add(plain, events, EVENTS, NULL, NULL), KBG_OK);
    assert_same(into, plain);
    kbg_figures_unref(into);
    kbg_figures_unref(plain);
}

static void figures_with_other_options_do_not_merge(void **state)
{
    (void)state;
    kbg_figures_options options = KBG_FIGURES_OPTIONS_INIT;
    kbg_figures *into = figures_of(&options);
    struct {
        const char *what;
        kbg_figures_options options;
    } rows[12];
    size_t n = 0;
#define ROW(field, value)                                 \
    rows[n].options = options;                            \
    rows[n].what = "the figures differ in " #field;       \
    rows[n++].options.field = value
    ROW(flags, KBG_FIGURES_KEEP_MESSAGES);
    ROW(period_minutes, 60);
    ROW(utc_offset_minutes, 480);
    ROW(max_periods, 399);
    ROW(max_items, 5);
    ROW(max_categories, 5);
    ROW(max_agents, 5);
    ROW(max_messages, 5);
    ROW(max_message_bytes, 5);
    ROW(unanswered_below, 0.25);
    ROW(seed, 1);
#undef ROW
    for (size_t i = 0; i < n; i++) {
        kbg_error *error = NULL;
        kbg_figures *from = figures_of(&rows[i].options);
        assert_int_equal(kbg_figures_merge(into, from, &error), KBG_ERR_OPTIONS);
        assert_string_equal(kbg_error_message(error), rows[i].what);
        kbg_error_free(error);
        kbg_figures_unref(from);
    }
    kbg_figures_options same = options; /* defaults written out are the same */
    same.period_minutes = 1440;
    same.unanswered_below = 0.5;
    kbg_figures *from = figures_of(&same);
    assert_int_equal(kbg_figures_merge(into, from, NULL), KBG_OK);
    kbg_figures_unref(from);
    kbg_figures_unref(into);
}

static uint64_t checksum(const char *data, size_t len)
{
    uint64_t sum = UINT64_C(0xCBF29CE484222325);
    for (size_t i = 0; i < len; i++)
        sum = (sum ^ (unsigned char)data[i]) * UINT64_C(0x100000001B3);
    return sum;
}

static void put_checksum(text *t)
{
    uint64_t sum = checksum(t->data, t->len - 8);
    for (int i = 0; i < 8; i++)
        t->data[t->len - 8 + (size_t)i] = (char)(sum >> (8 * i) & 0xFF);
}

/* A file written by hand, as doc/figures.md has it. */
static void the_saved_form_is_as_documented(void **state)
{
    (void)state;
    static const unsigned char expected[] = {
        'K', 'B', 'G', 'F', 1, 0, 0, 0,
        1, 0, 0, 0,             /* flags */
        0xA0, 5, 0, 0,          /* 1440 minutes */
        0xC4, 0xFF, 0xFF, 0xFF, /* -60 */
        2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5, 0, 0, 0, 6, 0, 0, 0, 7, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0xD0, 0x3F, /* 0.25 */
        9, 0, 0, 0, 0, 0, 0, 0,       /* seed */
        0,                            /* none is older */
        1,                            /* a period */
        2, 0, 0, 0, 0, 0, 0, 0,       /* number 2 */
        1, 0, 4, 1, 0xE8, 7, 19, 0xE8, 7, 3, 0xE8, 7, 1, 0xE8, 7, /* the total: slots 1, 20, 23, 24 with 1000 each */
        0,                                                        /* items */
        0,                                                        /* categories */
        1, 3, 0xE7, 0x94, 0xB2, 2, 1, 0xE8, 7, 19, 0xE8, 7,       /* agents: 甲 */
        1, 2, 'h', 'i', 1, 1, 0xE8, 7,                            /* unanswered */
        1, 2, 'h', 'i', 1, 1, 0xE8, 7,                            /* asked */
        0, 0, 0, 0, 0, 0, 0, 0
    };
    kbg_figures_options options = KBG_FIGURES_OPTIONS_INIT;
    options.flags = KBG_FIGURES_KEEP_MESSAGES;
    options.utc_offset_minutes = -60;
    options.max_periods = 2;
    options.max_items = 3;
    options.max_categories = 4;
    options.max_agents = 5;
    options.max_messages = 6;
    options.max_message_bytes = 7;
    options.unanswered_below = 0.25;
    options.seed = 9;
    kbg_figures *figures = figures_of(&options), *read;
    kbg_event e = KBG_EVENT_INIT;
    e.type = KBG_EVENT_ASKED;
    e.at = INT64_C(2) * 86400000 + 3600000;
    e.agent = view_of("甲");
    e.message = view_of(" hi");
    assert_int_equal(kbg_figures_add(figures, &e, 1, NULL, NULL), KBG_OK);
    text by_hand = { 0 };
    text_add(&by_hand, (const char *)expected, sizeof(expected));
    put_checksum(&by_hand);
    text bytes = bytes_of(figures);
    assert_int_equal(bytes.len, by_hand.len);
    assert_memory_equal(bytes.data, by_hand.data, by_hand.len);
    assert_int_equal(kbg_figures_read(NULL, by_hand.data, by_hand.len, &read, NULL), KBG_OK);
    assert_same(figures, read);
    assert_int_equal(kbg_figures_merge(read, figures, NULL), KBG_OK);
    text_free(&bytes);
    text_free(&by_hand);
    kbg_figures_unref(read);
    kbg_figures_unref(figures);
}

static text some_bytes(void)
{
    static kbg_event events[EVENTS];
    kbg_figures_options options = tight();
    kbg_figures *figures = figures_of(&options);
    make_events(events);
    assert_int_equal(kbg_figures_add(figures, events, EVENTS, NULL, NULL), KBG_OK);
    text bytes = bytes_of(figures);
    kbg_figures_unref(figures);
    return bytes;
}

/* Reads bytes from a block of exactly their size; what is refused has a place within them. */
static kbg_status read_status(const char *data, size_t len, kbg_figures **figures)
{
    kbg_error *error = NULL;
    char *copy = malloc(len ? len : 1);
    assert_non_null(copy);
    memcpy(copy, data, len);
    kbg_status status = kbg_figures_read(NULL, copy, len, figures, &error);
    assert_int_equal(kbg_error_status(error), status);
    if (status != KBG_OK) {
        assert_null(*figures);
        assert_int_equal(kbg_error_line(error), 1);
        assert_true(kbg_error_offset(error) <= len);
        assert_true(kbg_error_column(error) == kbg_error_offset(error) + 1);
    }
    kbg_error_free(error);
    free(copy);
    return status;
}

static void every_cut_and_every_flipped_bit_is_refused(void **state)
{
    (void)state;
    text bytes = some_bytes();
    kbg_figures *figures;
    for (size_t len = 0; len < bytes.len; len++)
        assert_int_equal(read_status(bytes.data, len, &figures), KBG_ERR_SYNTAX);
    for (size_t i = 0; i < bytes.len; i++) {
        for (int bit = 0; bit < 8; bit++) {
            bytes.data[i] = (char)(bytes.data[i] ^ 1 << bit);
            assert_int_not_equal(read_status(bytes.data, bytes.len, &figures), KBG_OK);
            bytes.data[i] = (char)(bytes.data[i] ^ 1 << bit);
        }
    }
    text_add(&bytes, "x", 1);
    assert_int_equal(read_status(bytes.data, bytes.len, &figures), KBG_ERR_SYNTAX);
    text_free(&bytes);
}

/* With a checksum that is right again, what is read is written as the same bytes: there is one way to write it. */
static void what_is_read_is_canonical(void **state)
{
    (void)state;
    text bytes = some_bytes();
    size_t read_count = 0;
    for (int round = 0; round < 10000; round++) {
        kbg_figures *figures;
        text other = { 0 };
        text_add(&other, bytes.data, bytes.len);
        for (uint32_t changes = 1 + below(2); changes > 0; changes--)
            other.data[below((uint32_t)other.len - 8)] = (char)below(256);
        put_checksum(&other);
        if (read_status(other.data, other.len, &figures) == KBG_OK) {
            text again = bytes_of(figures);
            assert_int_equal(again.len, other.len);
            assert_memory_equal(again.data, other.data, other.len);
            text_free(&again);
            if (read_count % 50 == 0) {
                again = json_of(figures);
                assert_true(again.len > 0);
                text_free(&again);
            }
            kbg_figures_unref(figures);
            read_count++;
        }
        text_free(&other);
    }
    assert_true(read_count > 500); /* counts may have other values */
    text_free(&bytes);
}

/* Bytes with one thing wrong, and where. */
static void each_wrong_value_has_its_place(void **state)
{
    (void)state;
    static const char head[] = "KBGF\1\0\0\0\1\0\0\0\xA0\5\0\0\0\0\0\0\2\0\0\0\2\0\0\0\2\0\0\0\2\0\0\0\2\0\0\0\4\0\0\0"
                               "\0\0\0\0\0\0\xE0\x3F\0\0\0\0\0\0\0\0";
    enum { HEAD = sizeof(head) - 1 };
    static const struct {
        const char *body;
        size_t len;
        kbg_status status;
        size_t offset; /* behind the head */
    } rows[] = {
#define BODY(s) s, sizeof(s) - 1
#define TOTAL "\1\0\1\1\1" /* one cell, no text, one count: slot 1, 0.001 */
#define NUMBER "\1\0\0\0\0\0\0\0"
        { BODY("\0\0"), KBG_OK, 0 },
        { BODY("\0\1" NUMBER TOTAL "\0\0\0\0\0"), KBG_OK, 0 },
        { BODY("\x80\0\0"), KBG_ERR_SYNTAX, 0 },                                     /* not the shortest form */
        { BODY("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\2\0"), KBG_ERR_SYNTAX, 0 },     /* more than 64 bits */
        { BODY("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\1\0"), KBG_OK, 0 },             /* just 64 bits */
        { BODY("\0\3"), KBG_ERR_LIMIT, 1 },                                          /* periods */
        { BODY("\0\1\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF" TOTAL "\0\0\0\0\0"), KBG_ERR_VALUE, 2 }, /* before 1970 */
        { BODY("\0\1\xFF\xFF\xFF\xFF\xFF\0\0\0" TOTAL "\0\0\0\0\0"), KBG_ERR_VALUE, 2 },
        { BODY("\0\2" NUMBER TOTAL "\0\0\0\0\0" NUMBER TOTAL "\0\0\0\0\0"), KBG_ERR_VALUE, 20 }, /* twice */
        { BODY("\0\1" NUMBER "\0\0\0\0\0\0"), KBG_ERR_VALUE, 10 },                   /* no total */
        { BODY("\0\1" NUMBER "\2\0\1\1\1"), KBG_ERR_LIMIT, 10 },                     /* two totals */
        { BODY("\0\1" NUMBER "\1\1x\1\1\1\0\0\0\0\0"), KBG_ERR_LIMIT, 11 },          /* a total with a text */
        { BODY("\0\1" NUMBER "\1\0\0\0\0\0\0\0"), KBG_ERR_VALUE, 12 },               /* no counts */
        { BODY("\0\1" NUMBER "\1\0\1\0\1\0\0\0\0\0"), KBG_ERR_VALUE, 13 },           /* slot 0 */
        { BODY("\0\1" NUMBER "\1\0\1\13\1\0\0\0\0\0"), KBG_ERR_VALUE, 13 },          /* slot 11 */
        { BODY("\0\1" NUMBER "\1\0\1\1\0\0\0\0\0\0"), KBG_ERR_VALUE, 13 },           /* a count of 0 */
        { BODY("\0\1" NUMBER "\1\0\2\1\1\0\1\0\0\0\0\0"), KBG_ERR_VALUE, 15 },       /* a slot twice */
        { BODY("\0\1" NUMBER "\1\0\1\xFF\x7F\1"), KBG_ERR_LIMIT, 13 },               /* slot 16383 */
        { BODY("\0\1" NUMBER TOTAL "\3\1a\1\1\1"), KBG_ERR_LIMIT, 15 },              /* three items */
        { BODY("\0\1" NUMBER TOTAL "\1\0\1\1\1\0\0\0\0"), KBG_ERR_VALUE, 16 },       /* an item without a name */
        { BODY("\0\1" NUMBER TOTAL "\1\1\0\1\1\1\0\0\0\0"), KBG_ERR_VALUE, 16 },     /* a NUL */
        { BODY("\0\1" NUMBER TOTAL "\1\2a\x80\1\1\1\0\0\0\0"), KBG_ERR_UTF8, 18 },   /* ill-formed */
        { BODY("\0\1" NUMBER TOTAL "\2\1a\1\1\1\1a\1\1\1\0\0\0\0"), KBG_ERR_VALUE, 21 }, /* an item twice */
        { BODY("\0\1" NUMBER TOTAL "\1\x81\10"), KBG_ERR_LIMIT, 16 },                /* 1025 bytes */
        { BODY("\0\1" NUMBER TOTAL "\0\0\0\1\5abcde\1\1\1\0"), KBG_ERR_LIMIT, 19 },  /* a message of 5 bytes */
        { BODY("\0\1" NUMBER TOTAL "\0\0\0\1\3a\0b\1\1\1\0"), KBG_OK, 0 },           /* a message with a NUL */
        { BODY("\0\1" NUMBER TOTAL "\0\0\0\1\1a\1\2\1\0"), KBG_ERR_VALUE, 22 },      /* a message that was shown */
        { BODY("\0\0\0"), KBG_ERR_SYNTAX, 2 },                                       /* more behind: a wrong checksum */
#undef NUMBER
#undef TOTAL
#undef BODY
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        text t = { 0 };
        kbg_figures *figures;
        kbg_error *error = NULL;
        text_add(&t, head, HEAD);
        text_add(&t, rows[i].body, rows[i].len);
        text_add(&t, "\0\0\0\0\0\0\0\0", 8);
        put_checksum(&t);
        kbg_status status = kbg_figures_read(NULL, t.data, t.len, &figures, &error);
        if (status != rows[i].status || (status != KBG_OK && kbg_error_offset(error) != HEAD + rows[i].offset))
            fail_msg("row %zu: %s at %d: %s", i, kbg_status_name(status), (int)kbg_error_offset(error) - HEAD,
                     kbg_error_message(error));
        kbg_error_free(error);
        kbg_figures_unref(figures);
        text_free(&t);
    }
    static const struct {
        size_t at;
        unsigned char value;
        kbg_status status;
        size_t offset;
        const char *message;
    } heads[] = {
        { 0, 'k', KBG_ERR_SYNTAX, 0, "these are no figures" },
        { 4, 2, KBG_ERR_SYNTAX, 4, "the figures are of another version of the format" },
        { 8, 2, KBG_ERR_VALUE, 8, "figures: flags is not valid" },
        { 15, 1, KBG_ERR_VALUE, 8, "figures: period_minutes is not valid" },
        { 17, 0x80, KBG_ERR_VALUE, 8, "figures: utc_offset_minutes is not valid" },
        { 19, 0x80, KBG_ERR_VALUE, 8, "figures: utc_offset_minutes is not valid" },
        { 20, 0, KBG_ERR_VALUE, 8, "an option is 0" },
        { 24, 0, KBG_ERR_VALUE, 8, "an option is 0" },
        { 27, 2, KBG_ERR_VALUE, 8, "figures: max_items is not valid" },
        { 51, 0x7F, KBG_ERR_VALUE, 8, "figures: unanswered_below is not valid" },
    };
    for (size_t i = 0; i < COUNT_OF(heads); i++) {
        text t = { 0 };
        kbg_figures *figures;
        kbg_error *error = NULL;
        text_add(&t, head, HEAD);
        text_add(&t, "\0\0\0\0\0\0\0\0\0\0", 10);
        t.data[heads[i].at] = (char)heads[i].value;
        put_checksum(&t);
        assert_int_equal(kbg_figures_read(NULL, t.data, t.len, &figures, &error), heads[i].status);
        assert_string_equal(kbg_error_message(error), heads[i].message);
        assert_int_equal(kbg_error_offset(error), heads[i].offset);
        kbg_error_free(error);
        text_free(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_partition_in_any_order_gives_the_same_bytes),
        cmocka_unit_test(merging_leaves_what_is_merged),
        cmocka_unit_test(figures_of_other_allocators_are_copied),
        cmocka_unit_test(figures_with_other_options_do_not_merge),
        cmocka_unit_test(the_saved_form_is_as_documented),
        cmocka_unit_test(every_cut_and_every_flipped_bit_is_refused),
        cmocka_unit_test(what_is_read_is_canonical),
        cmocka_unit_test(each_wrong_value_has_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
