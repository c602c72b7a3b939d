/* SPDX-License-Identifier: MIT */
/* Suggestions against an oracle that knows neither folding nor lists: it tries what was typed at each character of
 * each text of each item, in all ways to cut it, and sorts. */
#include "support.h"

#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

/* What texts are made of, and how it sounds. Syllables are chosen so that there is more than one way to cut letters. */
static const struct piece {
    const char *text, *sound;
    enum { IDEOGRAPH, LETTER, DIGIT, SIGN } what;
} pieces[] = {
    { "西", "xi", IDEOGRAPH },   { "先", "xian", IDEOGRAPH }, { "安", "an", IDEOGRAPH },  { "退", "tui", IDEOGRAPH },
    { "货", "huo", IDEOGRAPH },  { "是", "shi", IDEOGRAPH }, { "真", "zhen", IDEOGRAPH }, { "在", "zai", IDEOGRAPH },
    { "绿", "lu", IDEOGRAPH },   { "女", "nu", IDEOGRAPH },  { "略", "lue", IDEOGRAPH },  { "恩", "en", IDEOGRAPH },
    { "额", "e", IDEOGRAPH },    { "能", "neng", IDEOGRAPH }, { "个", "ge", IDEOGRAPH },  { "啊", "a", IDEOGRAPH },
    { "あ", "", IDEOGRAPH },     { "𠮷", "", IDEOGRAPH },    { "a", "", LETTER },         { "n", "", LETTER },
    { "x", "", LETTER },         { "i", "", LETTER },        { "h", "", LETTER },         { "π", "", LETTER },
    { "1", "", DIGIT },          { "2", "", DIGIT },         { "，", "", SIGN },          { " ", "", SIGN },
    { "/", "", SIGN },           { "😀", "", SIGN },
};

enum { TEXT_PIECES = 7, TYPED_PIECES = 6, TEXTS = 4, FEW = 24, MANY = 600, IDEOGRAPHS = 16 };

/* A text as the oracle sees it: characters that count. */
typedef struct row {
    size_t count;
    struct {
        const struct piece *piece;
        size_t start, end; /* bytes */
    } of[TEXT_PIECES];
    char text[64];
} row;

typedef struct oracle_item {
    char id[8];
    unsigned usage, stage;
    unsigned used; /* of late */
    kbg_hot_mark mark;
    bool draft;
    size_t count;
    row texts[TEXTS]; /* a question, a short code, a keyword, a product */
} oracle_item;

typedef struct oracle_hit {
    const oracle_item *item;
    size_t text, length, start, count;
    unsigned fit;
} oracle_hit;

static uint32_t most_ideographs, rare; /* how many ideographs are used, and one in how many pieces may be any other */

static const struct piece *random_piece(test_random *random)
{
    return &pieces[test_random_below(random, rare) ? test_random_below(random, most_ideographs)
                                                   : test_random_below(random, ROWS(pieces))];
}

static void random_row(test_random *random, row *r)
{
    size_t len = 0, count = test_random_below(random, TEXT_PIECES) + 1;
    *r = (row){ 0 };
    for (size_t i = 0; i < count; i++) {
        const struct piece *piece = random_piece(random);
        size_t size = strlen(piece->text);
        memcpy(r->text + len, piece->text, size + 1);
        if (piece->what != SIGN) {
            r->of[r->count].piece = piece;
            r->of[r->count].start = len;
            r->of[r->count++].end = len + size;
        }
        len += size;
    }
    if (r->text[0] == ' ' || r->text[len - 1] == ' ' || strstr(r->text, "  ")) /* blank texts are not valid */
        random_row(random, r);
}

static bool begins(const row *r, size_t at)
{
    return at == 0 || r->of[at].piece->what == IDEOGRAPH || r->of[at].piece->what != r->of[at - 1].piece->what ||
           r->of[at].start > r->of[at - 1].end;
}

static size_t utf16_length(const row *r, size_t count)
{
    size_t length = 0;
    for (size_t i = 0; i < count; i++)
        length += r->of[i].end - r->of[i].start > 3 ? 2 : 1;
    return length;
}

static size_t whole_length(const row *r)
{
    return utf16_length(r, r->count);
}

/* What is typed, one code point after the other. */
typedef struct keys {
    size_t count;
    uint32_t of[TYPED_PIECES * 6];
    bool touches[TYPED_PIECES * 6];
} keys;

static void take_keys(const char *typed, keys *k)
{
    size_t len = strlen(typed), before = SIZE_MAX;
    k->count = 0;
    for (size_t at = 0; at < len;) {
        size_t start = at;
        uint32_t c = kbg__utf8_next(typed, len, &at);
        if (c == 0xFF0C || c == ' ' || c == '/' || c == '\'' || c == 0x1F600)
            continue;
        k->touches[k->count] = before == start;
        k->of[k->count++] = c;
        before = at;
    }
}

static uint32_t code_point(const struct piece *piece)
{
    size_t at = 0;
    return kbg__utf8_next(piece->text, strlen(piece->text), &at);
}

/* Tries all ways from key `at` and character `text` on, notes the best of those that come to the end. */
static void try_all(const keys *k, size_t at, const row *r, size_t start, size_t text, unsigned writing,
                    oracle_hit *best)
{
    if (at == k->count) {
        unsigned place = start > 0 ? 1 : text == r->count ? 3 : 2, fit = (place - 1) * 3 + writing;
        if (fit > best->fit || (fit == best->fit && start == best->start && text - start < best->count)) {
            best->fit = fit;
            best->start = start;
            best->count = text - start;
        }
        return;
    }
    if (text == r->count)
        return;
    const struct piece *piece = r->of[text].piece;
    if (k->of[at] == code_point(piece))
        try_all(k, at + 1, r, start, text + 1, writing, best);
    for (size_t len = 1; len <= strlen(piece->sound) && at + len <= k->count; len++) {
        uint32_t key = k->of[at + len - 1], letter = (unsigned char)piece->sound[len - 1];
        bool umlaut = len == 2 && letter == 'u' && (key == 'v' || key == 0xFC) && strchr("lnjqxy", piece->sound[0]);
        if ((key != letter && !umlaut) || (len > 1 && !k->touches[at + len - 1]))
            break;
        unsigned element = len == strlen(piece->sound) ? 2 : 1;
        try_all(k, at + len, r, start, text + 1, element < writing ? element : writing, best);
    }
}

static bool oracle_match(const keys *k, const oracle_item *item, oracle_hit *best)
{
    *best = (oracle_hit){ .item = item };
    for (size_t t = 0; t < item->count; t++) {
        const row *r = &item->texts[t];
        oracle_hit hit = { .item = item, .text = t, .length = whole_length(r) };
        for (size_t start = 0; start < r->count && k->count; start++)
            if (begins(r, start))
                try_all(k, 0, r, start, start, 3, &hit);
        if (hit.fit > best->fit || (hit.fit && hit.fit == best->fit && hit.length < best->length))
            *best = hit;
    }
    return best->fit > 0;
}

static kbg_query query;
static bool with_hotness; /* else the suggester knows of none */
static bool of_moment;    /* whether it counts now */

/* What a query sees of an item's use. */
static unsigned use_of(const oracle_item *item)
{
    if (query.flags & KBG_QUERY_NO_HOTNESS)
        return 0;
    if (of_moment && item->mark != KBG_HOT_AS_USED)
        return item->mark == KBG_HOT_PINNED ? UINT32_MAX : 0;
    return item->usage + (of_moment && query.now ? item->used : 0);
}

static int oracle_order(const void *left, const void *right)
{
    const oracle_hit *a = left, *b = right;
    if (a->fit != b->fit)
        return a->fit > b->fit ? -1 : 1;
    bool a_stage = query.stage && a->item->stage == query.stage, b_stage = query.stage && b->item->stage == query.stage;
    if (a_stage != b_stage) /* which gives more than hotness */
        return a_stage ? -1 : 1;
    unsigned a_use = use_of(a->item), b_use = use_of(b->item);
    if (a_use != b_use)
        return a_use > b_use ? -1 : 1;
    if (a->length != b->length)
        return a->length < b->length ? -1 : 1;
    return strcmp(a->item->id, b->item->id);
}

static void random_items(test_random *random, oracle_item *made, size_t count, kbg__buffer *jsonl)
{
    static const char *const keys_of[TEXTS] = { ",\"question\":\"", ",\"short_codes\":[\"", ",\"keywords\":[\"",
                                                 ",\"products\":[\"" };
    kbg__buffer_clear(jsonl);
    for (size_t i = 0; i < count; i++) {
        oracle_item *item = &made[i];
        char numbers[64];
        *item = (oracle_item){ .usage = test_random_below(random, 4),
                               .stage = test_random_below(random, 2),
                               .draft = test_random_below(random, 8) == 0,
                               .used = test_random_below(random, 3) ? 0 : test_random_below(random, 5),
                               .mark = test_random_below(random, 8) ? KBG_HOT_AS_USED
                                                                    : (kbg_hot_mark)test_random_below(random, 3),
                               .count = 1 + test_random_below(random, TEXTS) };
        (void)snprintf(item->id, sizeof(item->id), "%u", (unsigned)(i * 7919 % 100003));
        (void)snprintf(numbers, sizeof(numbers), "\",\"usage_count\":%u,\"state\":", item->usage);
        kbg__buffer_add_cstr(jsonl, "{\"id\":\"");
        kbg__buffer_add_cstr(jsonl, item->id);
        kbg__buffer_add_cstr(jsonl, numbers);
        kbg__buffer_add_cstr(jsonl, item->draft ? "\"draft\"" : "\"published\"");
        kbg__buffer_add_cstr(jsonl, item->stage ? ",\"stage\":\"greet\"" : "");
        for (size_t t = 0; t < item->count; t++) {
            random_row(random, &item->texts[t]);
            kbg__buffer_add_cstr(jsonl, keys_of[t]);
            kbg__buffer_add_cstr(jsonl, item->texts[t].text);
            kbg__buffer_add_cstr(jsonl, t ? "\"]" : "\"");
        }
        kbg__buffer_add_cstr(jsonl, "}\n");
    }
}

/* Something that stands in a text, typed in characters, sounds, first letters of sounds, or something else. */
static void random_typed(test_random *random, const oracle_item *of, size_t count, char *typed)
{
    const oracle_item *item = &of[test_random_below(random, (uint32_t)count)];
    const row *r = &item->texts[test_random_below(random, (uint32_t)item->count)];
    size_t start = r->count ? test_random_below(random, (uint32_t)r->count) : 0;
    size_t most = 1 + test_random_below(random, TYPED_PIECES);
    typed[0] = '\0';
    for (size_t i = 0; i < most; i++) {
        const struct piece *piece = start + i < r->count && test_random_below(random, 12)
                                        ? r->of[start + i].piece
                                        : random_piece(random);
        size_t letters = strlen(piece->sound);
        size_t how = letters ? test_random_below(random, 4) : 0;
        size_t len = how == 1 ? letters : how == 3 ? 1 + test_random_below(random, (uint32_t)letters) : 1;
        char element[16] = "";
        strncat(element, how ? piece->sound : piece->text, how ? len : sizeof(element) - 1);
        if (how && element[1] == 'u' && test_random_below(random, 2))
            element[1] = 'v';
        strcat(typed, element);
        if (test_random_below(random, 12) == 0)
            strcat(typed, test_random_below(random, 2) ? "'" : " ");
    }
}

/* The stretches that the oracle expects, as text. */
static void describe_spans(const oracle_hit *hit, char *out, size_t size)
{
    const row *r = &hit->item->texts[hit->text];
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = hit->start; i < hit->start + hit->count; i++) {
        bool joined = i > hit->start && r->of[i].start == r->of[i - 1].end;
        size_t end = i;
        while (end + 1 < hit->start + hit->count && r->of[end + 1].start == r->of[end].end)
            end++;
        if (!joined)
            len += (size_t)snprintf(out + len, size - len, "%zu-%zu ", r->of[i].start, r->of[end].end);
    }
}

static void describe_hit_spans(const kbg__suggester *s, const kbg__hit *hit, char *out, size_t size)
{
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < hit->completion_count; i++) {
        const kbg__span *span = &s->spans[hit->completion_first + i];
        len += (size_t)snprintf(out + len, size - len, "%u-%u ", span->start, span->end);
    }
}

static void compare(const test_base *base, kbg__suggester *s, const oracle_item *all, size_t count, const char *typed)
{
    static const kbg__tag tags[TEXTS] = { KBG__TAG_QUESTION, KBG__TAG_SHORT_CODE, KBG__TAG_KEYWORD, KBG__TAG_PRODUCT };
    static oracle_hit expected[MANY];
    size_t expected_count = 0;
    keys k;
    take_keys(typed, &k);
    if (k.count == 0)
        return;
    for (size_t i = 0; i < count; i++)
        if (!all[i].draft && oracle_match(&k, &all[i], &expected[expected_count]))
            expected_count++;
    of_moment = false;
    qsort(expected, expected_count, sizeof(*expected), oracle_order);
    if (with_hotness) { /* which orders the best */
        size_t pool = query.limit < KBG__SUGGEST_POOL ? KBG__SUGGEST_POOL : query.limit;
        expected_count = expected_count < pool ? expected_count : pool;
        of_moment = true;
        qsort(expected, expected_count, sizeof(*expected), oracle_order);
    }
    if (expected_count > query.limit)
        expected_count = query.limit;
    assert_int_equal(kbg__suggester_run(s, &base->searched, typed, strlen(typed), &query), KBG_OK);
    if (s->hit_count != expected_count)
        fail_msg("\"%s\": %zu hits, not %zu", typed, s->hit_count, expected_count);
    for (size_t i = 0; i < expected_count; i++) {
        const kbg__hit *hit = &s->hits[i];
        char spans[128], expected_spans[128];
        unsigned fit = kbg__fit((kbg__match_place)(hit->reasons[KBG__REASON_PLACE] / 1000),
                                (kbg__writing)(hit->reasons[KBG__REASON_WRITING] / 100));
        const char *id = test_id(base->store.items[hit->item]);
        if (strcmp(id, expected[i].item->id) != 0 || fit != expected[i].fit)
            fail_msg("\"%s\", hit %zu: item %s with fit %u, not %s with fit %u", typed, i, id, fit,
                     expected[i].item->id, expected[i].fit);
        assert_int_equal(hit->completion_tag, tags[expected[i].text]);
        assert_int_equal(hit->completion, 0);
        describe_spans(&expected[i], expected_spans, sizeof(expected_spans));
        describe_hit_spans(s, hit, spans, sizeof(spans));
        if (strcmp(spans, expected_spans) != 0)
            fail_msg("\"%s\", hit %zu, %s: %s, not %s", typed, i, expected[i].item->texts[expected[i].text].text, spans,
                     expected_spans);
        double sum = 0;
        for (int r = 0; r < KBG__REASONS; r++)
            sum += hit->reasons[r];
        assert_close(hit->score, sum);
        assert_true(hit->confidence == 1);
    }
}

static oracle_item items[MANY];
static kbg__suggester suggester;

/* Whether a match that begins at `start` is found from a position that a list leads to. */
static bool leads_to(const kbg__typed_list *list, const kbg__suggest *suggest, uint32_t position, uint32_t start)
{
    uint8_t starts[KBG__TYPED_MOST] = { 0 };
    size_t count = list->before ? kbg__typed_match_back(&suggester.typed, list->before, suggest, position, starts) : 1;
    bool leads = false;
    for (size_t k = 0; k < count; k++) {
        assert_true(starts[k] <= list->before);
        leads |= position - starts[k] == start;
    }
    return leads;
}

/* Whether a match that begins at a position is in a list of its place that promises as much. */
static bool is_promised(const kbg__suggest *suggest, uint32_t start, unsigned fit)
{
    for (size_t i = 0; i < suggester.lists.count; i++) {
        const kbg__typed_list *list = &suggester.lists.of[i];
        kbg__suggest_cursor cursor;
        kbg__suggest_pattern pattern;
        uint32_t block;
        kbg__typed_list_open(list, suggest, &cursor, &pattern);
        kbg__suggest_scanner scanner = kbg__suggest_scanner_of(&pattern);
        while (list->fit >= fit && kbg__fit_place(list->fit) == kbg__fit_place(fit) &&
               kbg__suggest_next_block(&cursor, &block))
            for (uint64_t positions = kbg__suggest_scan(suggest, block, &scanner); positions;)
                if (leads_to(list, suggest, kbg__suggest_take(block, &positions), start))
                    return true;
    }
    return false;
}

/* A walk may end when a list cannot promise anything better; so each match must be in one that does. */
static void check_lists(const kbg__suggest *suggest, const char *typed)
{
    for (uint32_t at = 1; at < suggest->text_len; at++) {
        bool first = kbg__suggest_at(suggest, at - 1) == KBG__SUGGEST_END;
        uint32_t count;
        unsigned fit = kbg__suggest_begins(suggest, at) && suggester.typed.count
                           ? kbg__typed_match(&suggester.typed, suggest, at, first, &count)
                           : 0;
        if (fit && !is_promised(suggest, at, fit))
            fail_msg("\"%s\": the match at %u with fit %u is in no list", typed, at, fit);
    }
}

static const int64_t now = INT64_C(1794268800000), half_life = INT64_C(86400000);

/* Takes the uses and marks of the items. */
static void heat(kbg__hotness *hotness, const oracle_item *all, size_t count)
{
    kbg__hotness_init(hotness, &kbg__memory_default, test_key, half_life, MANY);
    for (size_t i = 0; i < count; i++) {
        kbg__use use = { all[i].id, strlen(all[i].id), now - half_life, 2 * all[i].used };
        assert_int_equal(kbg__hotness_take(hotness, &use, 1, NULL), KBG_OK);
        assert_int_equal(kbg__hotness_set_mark(hotness, all[i].id, strlen(all[i].id), all[i].mark, NULL), KBG_OK);
    }
}

/* Makes a base of random items and compares what is suggested for things that are typed. */
static void compare_random(test_random *random, size_t count, int times)
{
    static const uint32_t limits[] = { 1, 2, 5, 1000 };
    kbg__buffer jsonl;
    kbg__hotness hotness;
    test_base base;
    kbg__buffer_init(&jsonl, &kbg__memory_default);
    random_items(random, items, count, &jsonl);
    test_base_init(&base, jsonl.data, jsonl.len);
    heat(&hotness, items, count);
    for (int n = 0; n < times; n++) {
        char typed[256];
        random_typed(random, items, count, typed);
        suggester.lists.enough = n % 3 ? 0 : 1024; /* 0: the shortest lists are looked for, however short */
        query = (kbg_query){ .limit = limits[test_random_below(random, ROWS(limits))] };
        if (n % 4 == 1)
            query.flags = KBG_QUERY_NO_HOTNESS;
        if (n % 4 == 2)
            query.stage = KBG_STAGE_GREET;
        with_hotness = n % 5 < 3;
        base.searched.hotness = with_hotness ? &hotness : NULL;
        query.now = n % 5 < 2 ? now : 0;
        compare(&base, &suggester, items, count, typed);
        if (count <= FEW)
            check_lists(&base.suggest, typed);
    }
    kbg__hotness_free(&hotness);
    test_base_free(&base);
    kbg__buffer_free(&jsonl);
}

static int open_suggester(void **state)
{
    (void)state;
    kbg__suggester_init(&suggester, &kbg__memory_default);
    return 0;
}

static int close_suggester(void **state)
{
    (void)state;
    kbg__suggester_free(&suggester);
    return 0;
}

static void the_oracle_knows_the_sounds(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(pieces); i++)
        assert_string_equal(kbg__sound_letters(kbg__sound_of(code_point(&pieces[i]))), pieces[i].sound);
}

static void hits_of_small_bases_are_those_of_the_oracle(void **state)
{
    (void)state;
    test_random random = { 20260711 };
    most_ideographs = IDEOGRAPHS;
    rare = 3;
    for (int round = 0; round < 250; round++)
        compare_random(&random, 1 + test_random_below(&random, FEW), 60);
}

/* Lists are long enough here for those of characters to be preferred, and for walks to end early. */
static void hits_of_a_large_base_are_those_of_the_oracle(void **state)
{
    (void)state;
    test_random random = { 20260712 };
    most_ideographs = 4;
    rare = 20;
    compare_random(&random, MANY, 2000);
}

/* What a filter lets through may stand behind more matches than are judged; what tells it apart finds it. */
static void a_keystroke_is_bounded(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *category;
        size_t hits;
        const char *first;
    } rows[] = {
        { "t", "", 10, "0000" }, { "t", "a", 10, "0000" }, { "t", "b", 0, NULL }, { "", "b", 0, NULL },
        { "thb", "b", 1, "last" }, { "退货吧", "b", 1, "last" },
    };
    kbg__buffer jsonl;
    test_base base;
    char line[96];
    kbg__buffer_init(&jsonl, &kbg__memory_default);
    for (unsigned i = 0; i < KBG__SUGGEST_JUDGED_MOST; i++) {
        (void)snprintf(line, sizeof(line), "{\"id\":\"%04u\",\"question\":\"退货\",\"category\":\"a\"}\n", i);
        kbg__buffer_add_cstr(&jsonl, line);
    }
    kbg__buffer_add_cstr(&jsonl, "{\"id\":\"last\",\"question\":\"退货吧\",\"category\":\"b\"}\n");
    test_base_init(&base, jsonl.data, jsonl.len);
    for (size_t i = 0; i < ROWS(rows); i++) {
        query = (kbg_query){ .limit = 10, .category = { rows[i].category, strlen(rows[i].category) } };
        assert_int_equal(
            kbg__suggester_run(&suggester, &base.searched, rows[i].typed, strlen(rows[i].typed), &query), KBG_OK);
        assert_int_equal(suggester.hit_count, rows[i].hits);
        if (rows[i].hits)
            assert_string_equal(test_id(base.store.items[suggester.hits[0].item]), rows[i].first);
    }
    test_base_free(&base);
    kbg__buffer_free(&jsonl);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_oracle_knows_the_sounds),
        cmocka_unit_test_setup_teardown(hits_of_small_bases_are_those_of_the_oracle, open_suggester, close_suggester),
        cmocka_unit_test_setup_teardown(hits_of_a_large_base_are_those_of_the_oracle, open_suggester, close_suggester),
        cmocka_unit_test_setup_teardown(a_keystroke_is_bounded, open_suggester, close_suggester),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
