/* SPDX-License-Identifier: MIT */
#include "pieces.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const words[] = { "退货", "换货", "发票", "运费", "流量", "怎么", "怎", "货", "tuihuo", "128G", "A-102", "吗", "？" };

static void add(char *text, size_t room, const char *more)
{
    assert_true(strlen(text) + strlen(more) < room);
    strcat(text, more);
}

static void add_words(char *text, size_t room, test_random *random, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        add(text, room, words[test_random_below(random, (uint32_t)ROWS(words))]);
}

enum { ITEM = 512, ALL = PIECES_MOST * PIECE_ITEMS * ITEM };

static void random_item(char item[ITEM], test_random *random, unsigned number)
{
    (void)snprintf(item, ITEM, "{\"id\":\"%u\",\"question\":\"", number);
    add_words(item, ITEM, random, 1 + test_random_below(random, 4));
    add(item, ITEM, "\",\"alternatives\":[\"");
    add_words(item, ITEM, random, 1 + test_random_below(random, 3));
    add(item, ITEM, "？\"],\"keywords\":[\"");
    add_words(item, ITEM, random, 1);
    add(item, ITEM, "\"],\"answer\":\"");
    add_words(item, ITEM, random, 1 + test_random_below(random, 6));
    add(item, ITEM, "\"}\n");
}

/* Notes items as dead: an index of their texts, and their numbers. */
static void kill(const test_base *base, const char *texts, const uint32_t *numbers, size_t count, kbg__dead **dead)
{
    test_base dying;
    kbg__dead *more;
    test_base_init(&dying, texts, strlen(texts));
    assert_int_equal(kbg__dead_new(base->memory, &base->index, *dead, numbers, count, &dying.index, &more), KBG_OK);
    kbg__dead_unref(*dead);
    *dead = more;
    test_base_free(&dying);
}

static void make_piece(pieces *p, size_t i, test_random *random, char *living)
{
    static char items[PIECE_ITEMS * ITEM], dying[2][PIECE_ITEMS * ITEM];
    uint32_t numbers[2][PIECE_ITEMS], counts[2] = { 0, 0 }, steps = 1 + test_random_below(random, 2);
    uint32_t count = test_random_below(random, PIECE_ITEMS + 1);
    items[0] = dying[0][0] = dying[1][0] = '\0';
    for (uint32_t n = 0; n < count; n++) {
        char item[ITEM];
        random_item(item, random, (unsigned)(i * 100 + n));
        add(items, sizeof(items), item);
        if (test_random_below(random, 3)) {
            add(living, ALL, item);
            continue;
        }
        uint32_t step = test_random_below(random, steps);
        add(dying[step], sizeof(dying[step]), item);
        numbers[step][counts[step]++] = n;
    }
    test_base_init(&p->bases[i], items, strlen(items));
    for (uint32_t step = 0; step < steps; step++)
        if (counts[step])
            kill(&p->bases[i], dying[step], numbers[step], counts[step], &p->dead[i]);
    p->parts[i] = p->bases[i].part;
    p->parts[i].dead = p->dead[i];
    p->parts[i].first = i ? p->parts[i - 1].first + (uint32_t)p->bases[i - 1].store.count : 0;
}

void pieces_init(pieces *p, test_random *random)
{
    static char living[ALL];
    static uint64_t revision = 1000000;
    living[0] = '\0';
    memset(p, 0, sizeof(*p));
    p->count = 1 + test_random_below(random, PIECES_MOST);
    for (size_t i = 0; i < p->count; i++)
        make_piece(p, i, random, living);
    p->corpus = (kbg__corpus){ .parts = p->parts, .count = p->count, .revision = ++revision };
    p->corpus.statistics = kbg__corpus_statistics(p->parts, p->count);
    test_base_init(&p->living, living, strlen(living));
}

void pieces_free(pieces *p)
{
    for (size_t i = 0; i < p->count; i++) {
        kbg__dead_unref(p->dead[i]);
        test_base_free(&p->bases[i]);
    }
    test_base_free(&p->living);
}
