/* SPDX-License-Identifier: MIT */
#include "rank/suggester.h"

#include "index/suggest_text.h"
#include "rank/boost.h"

#include <math.h>
#include <string.h>

/* What a fit gives. No boosts together reach the distance of two fits. */
static const double place_score = 1000, writing_score = 100;

/* As how many characters a block of the text counts, all of which are looked at together. */
enum { BLOCK_LOOKS = 4 };

static const kbg__tag tags[KBG__SUGGEST_FIELDS] = { KBG__TAG_QUESTION, KBG__TAG_SHORT_CODE, KBG__TAG_KEYWORD,
                                                    KBG__TAG_PRODUCT };

void kbg__suggester_init(kbg__suggester *suggester, const kbg_allocator *memory)
{
    *suggester = (kbg__suggester){ .memory = memory };
    kbg__folded_init(&suggester->folded, memory, true);
    kbg__typed_lists_init(&suggester->lists, memory);
    kbg__filter_init(&suggester->filter, memory);
}

void kbg__suggester_free(kbg__suggester *suggester)
{
    kbg__folded_free(&suggester->folded);
    kbg__typed_lists_free(&suggester->lists);
    kbg__filter_free(&suggester->filter);
    kbg__free(suggester->memory, suggester->best);
    kbg__free(suggester->memory, suggester->hits);
    kbg__free(suggester->memory, suggester->spans);
    kbg__suggester_init(suggester, suggester->memory);
}

kbg_status kbg__suggester_index(kbg__suggest *suggest, const kbg_allocator *memory, const kbg__item_store *store,
                                const kbg__columns *columns, const kbg__weights *weights)
{
    double *goodness = kbg__calloc(memory, store->count + 1, sizeof(*goodness));
    if (!goodness)
        return KBG_ERR_NOMEM;
    for (size_t i = 0; i < store->count; i++)
        goodness[i] = kbg__boosts_lasting(columns, weights, (uint32_t)i);
    kbg_status status = kbg__suggest_build(suggest, memory, store, goodness);
    kbg__free(memory, goodness);
    return status;
}

/* One run. */
typedef struct running {
    kbg__suggester *s;
    const kbg__searched *searched;
    const kbg__corpus_part *part; /* at hand … */
    uint32_t part_number;
    size_t limit;
    double extra;    /* boosts that depend on the query, at most; infinite if hotness is left out */
    double standing; /* lasting boosts of the item that was judged last */
    size_t looked, judged;
} running;

/* Whether a category of the part at hand is preferred. */
static bool any_preferred(const kbg__filter *filter)
{
    uint32_t category = 0, count = filter->columns->categories.count;
    while (category < count && !(filter->categories[category] & KBG__CATEGORY_PREFERRED))
        category++;
    return category < count;
}

/* What an item can gain beside its lasting boosts. */
static double extra_boosts(const kbg__filter *filter, const kbg__weights *weights)
{
    const kbg_query *query = filter->query;
    const double *w = weights->value;
    if (query->flags & KBG_QUERY_NO_HOTNESS)
        return INFINITY;
    return (any_preferred(filter) ? w[KBG__WEIGHT_BOOST_CATEGORY] : 0) +
           (query->stage != KBG_STAGE_NONE ? w[KBG__WEIGHT_BOOST_STAGE] : 0) +
           (query->audience_count ? w[KBG__WEIGHT_BOOST_AUDIENCE] : 0);
}

static bool is_better(const running *r, const kbg__suggested *a, const kbg__suggested *b)
{
    if (a->fit != b->fit)
        return a->fit > b->fit;
    if (a->boosts != b->boosts)
        return a->boosts > b->boosts;
    if (a->length != b->length)
        return a->length < b->length;
    if (a->part != b->part || (a->item != b->item && a->lasting != b->lasting)) {
        const kbg__corpus_part *parts = r->searched->corpus->parts;
        return kbg__record_compare_ids((const char *)parts[a->part].items[a->item],
                                       (const char *)parts[b->part].items[b->item]) < 0;
    }
    return a->position < b->position; /* which is by id too */
}

/* Whether an item may be among the best; notes that it is now. */
static bool note_seen(kbg__suggester *s, uint32_t item)
{
    uint64_t *bits = &s->seen[item / 64 % (sizeof(s->seen) / sizeof(s->seen[0]))], bit = UINT64_C(1) << item % 64;
    bool seen = *bits & bit;
    *bits |= bit;
    return seen;
}

/* Puts an item among the best, once, if it is better than the last of them. */
static void insert(running *r, const kbg__suggested *one)
{
    kbg__suggested *best = r->s->best;
    size_t count = r->s->best_count, from = count, low = 0;
    if (count == r->limit && !is_better(r, one, &best[count - 1]))
        return;
    if (note_seen(r->s, one->item))
        for (size_t at = 0; at < count && from == count; at++)
            if (best[at].item == one->item && best[at].part == one->part)
                from = at;
    if (from < count && !is_better(r, one, &best[from])) /* it is there with a better entry */
        return;
    if (from == count && count == r->limit)
        from--;
    else if (from == count)
        r->s->best_count++;
    for (size_t high = from; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (is_better(r, one, &best[middle]))
            high = middle;
        else
            low = middle + 1;
    }
    memmove(best + low + 1, best + low, (from - low) * sizeof(*best));
    best[low] = *one;
}

/* Whether a match of this fit at this position comes too late: there are enough that are better. With nothing but
 * lasting boosts that which stands first is the better one. */
static bool is_late(const running *r, unsigned fit, uint32_t position)
{
    if (r->s->best_count < r->limit)
        return false;
    const kbg__suggested *last = &r->s->best[r->s->best_count - 1];
    return fit < last->fit ||
           (fit == last->fit && r->extra == 0 && last->part == r->part_number && position > last->position);
}

/* The same of all that is behind a position in a list, after a match there was judged. */
static bool is_all_late(const running *r, unsigned fit, uint32_t position)
{
    if (r->s->best_count < r->limit)
        return false;
    const kbg__suggested *last = &r->s->best[r->s->best_count - 1];
    double most = r->standing + r->extra;
    return fit <= last->fit &&
           (most < last->boosts || (most == last->boosts && r->standing == last->lasting &&
                                    last->part == r->part_number && position > last->position));
}

/* Takes a match if its item passes the filter. */
static void judge(running *r, unsigned fit, uint32_t position, uint32_t count, size_t entry)
{
    const kbg__suggest *suggest = r->part->suggest;
    kbg__suggested one = { .fit = fit,
                           .length = kbg__suggest_entry_end(suggest, position) -
                                     kbg__suggest_entry_start(suggest, position),
                           .part = r->part_number,
                           .item = kbg__suggest_item(suggest, entry),
                           .position = position,
                           .count = count,
                           .entry = (uint32_t)entry };
    const kbg_item *item = r->part->items[one.item];
    double reasons[KBG__REASONS];
    r->judged++;
    if (kbg__is_dead(r->part->dead, one.item))
        return;
    r->standing = one.lasting = kbg__boosts_lasting(r->part->columns, r->searched->weights, one.item);
    if (!kbg__filter_passes(&r->s->filter, one.item, item))
        return;
    one.boosts = kbg__boosts(&r->s->filter, r->searched->weights, one.item, item, reasons);
    one.hotness = reasons[KBG__REASON_HOTNESS];
    insert(r, &one);
}

static bool may_go_on(const running *r)
{
    return r->looked < KBG__SUGGEST_LOOKED_MOST && r->judged < KBG__SUGGEST_JUDGED_MOST;
}

/* Whether an entry goes on for more characters than could have been typed. */
static bool is_longer(const running *r, uint32_t start)
{
    size_t most = r->s->typed.count + 1, rest = r->part->suggest->text_len - start;
    return memchr(r->part->suggest->classes + start, 0, most < rest ? most : rest) == NULL;
}

/* Tries a match that begins at a position. A better one than the list promises was found in another list. */
static void try_at(running *r, const kbg__typed_list *list, uint32_t start)
{
    const kbg__suggest *suggest = r->part->suggest;
    bool first = kbg__fit_place(list->fit) != KBG__PLACE_INSIDE;
    uint32_t count;
    if (kbg__suggest_ends(suggest, start - 1) != first || !kbg__suggest_begins(suggest, start))
        return;
    if (kbg__fit_place(list->fit) == KBG__PLACE_WHOLE && is_longer(r, start)) /* other lists lead to its beginning */
        return;
    unsigned fit = kbg__typed_match(&r->s->typed, suggest, start, first, &count);
    r->looked += count;
    if (fit && fit <= list->fit && !is_late(r, fit, start) && !is_all_late(r, fit, start))
        judge(r, fit, start, count, kbg__suggest_entry_at(suggest, start));
}

/* Looks at a position that a list leads to. */
static void look_at(running *r, const kbg__typed_list *list, uint32_t position)
{
    uint8_t starts[KBG__TYPED_MOST];
    r->looked += 1 + list->before / 8u; /* most are given up after a few characters */
    if (list->before == 0) {
        try_at(r, list, position);
        return;
    }
    size_t count = kbg__typed_match_back(&r->s->typed, list->before, r->part->suggest, position, starts);
    for (size_t i = 0; i < count; i++)
        try_at(r, list, position - starts[i]);
}

/* Whether all that a list leads to from a position on comes too late. */
static bool ends_at(const running *r, const kbg__typed_list *list, uint32_t position)
{
    uint32_t earliest = position > list->before ? position - list->before : 0;
    return is_late(r, list->fit, earliest) || is_all_late(r, list->fit, earliest);
}

static void walk(running *r, const kbg__typed_list *list)
{
    const kbg__suggest *suggest = r->part->suggest;
    kbg__suggest_cursor cursor;
    kbg__suggest_pattern pattern;
    size_t blocks = kbg__suggest_block_count(suggest);
    uint32_t block;
    kbg__typed_list_open(list, suggest, &cursor, &pattern);
    kbg__suggest_scanner scanner = kbg__suggest_scanner_of(&pattern);
    r->standing = INFINITY; /* of this list nothing was judged yet */
    while (may_go_on(r) && kbg__suggest_next_block(&cursor, &block)) {
        /* Only in a file that somebody has forged there are no such blocks or positions. */
        if (block >= blocks || ends_at(r, list, block * KBG__SUGGEST_BLOCK + 1))
            return;
        r->looked += BLOCK_LOOKS;
        for (uint64_t positions = kbg__suggest_scan(suggest, block, &scanner); positions && may_go_on(r);) {
            uint32_t position = kbg__suggest_take(block, &positions);
            if (position >= suggest->text_len || ends_at(r, list, position))
                return;
            look_at(r, list, position);
        }
    }
}

/* With nothing typed: the standard questions. */
static void walk_all(running *r)
{
    const kbg__suggest *suggest = r->part->suggest;
    r->standing = INFINITY;
    uint32_t start = 1;
    for (size_t i = 0; i < suggest->entry_count && may_go_on(r) && start < suggest->text_len; i++) {
        uint32_t end = kbg__suggest_entry_end(suggest, start);
        r->looked++;
        if (kbg__suggest_source(suggest, i) % KBG__SUGGEST_FIELDS == KBG__SUGGEST_QUESTION) {
            if (is_late(r, 0, start) || is_all_late(r, 0, start))
                return;
            judge(r, 0, start, 0, i);
        }
        start = end + 1;
    }
}

/* Walks the lists of one part. */
static kbg_status select_best(running *r, uint32_t part)
{
    kbg__suggester *s = r->s;
    r->part = &r->searched->corpus->parts[part];
    r->part_number = part;
    kbg__filter_take(&s->filter, part);
    r->extra = extra_boosts(&s->filter, r->searched->weights);
    memset(s->seen, 0, sizeof(s->seen));
    if (s->typed.empty)
        walk_all(r);
    kbg_status status = kbg__typed_lists_set(&s->lists, r->part->suggest, &s->typed);
    for (unsigned fit = KBG__FITS - 1; fit > 0 && status == KBG_OK; fit--)
        for (size_t i = 0; i < s->lists.count; i++)
            if (s->lists.of[i].fit == fit)
                walk(r, &s->lists.of[i]);
    return status;
}

/* Puts the best in the order that they have with the hotness of the moment, and keeps as many as are wanted. */
static void order_by_moment(running *r, size_t limit)
{
    kbg__suggester *s = r->s;
    for (size_t i = 0; i < s->best_count; i++) {
        double reasons[KBG__REASONS];
        kbg__suggested one = s->best[i];
        size_t low = 0;
        kbg__filter_take(&s->filter, one.part);
        one.boosts = kbg__boosts(&s->filter, r->searched->weights, one.item,
                                 r->searched->corpus->parts[one.part].items[one.item], reasons);
        one.hotness = reasons[KBG__REASON_HOTNESS];
        for (size_t high = i; low < high;) {
            size_t middle = low + (high - low) / 2;
            if (is_better(r, &one, &s->best[middle]))
                high = middle;
            else
                low = middle + 1;
        }
        memmove(s->best + low + 1, s->best + low, (i - low) * sizeof(*s->best));
        s->best[low] = one;
    }
    if (s->best_count > limit)
        s->best_count = limit;
}

/* The stretches of the completing text that were typed. */
static kbg_status add_spans(kbg__suggester *s, const kbg__suggested *one, uint32_t start, kbg__field field,
                            kbg__hit *hit)
{
    kbg_status status = kbg__fold(&s->folded, NULL, NULL, field.value, field.len);
    kbg__suggest_reader reader = { .text = s->folded.text.data, .len = s->folded.text.len };
    uint32_t end = one->position + one->count;
    for (uint32_t at = start, next; at < end && status == KBG_OK && kbg__suggest_read(&reader); at = next) {
        next = at + (uint32_t)reader.count;
        if (at < one->position)
            continue;
        kbg__span span = { s->folded.start[reader.start], s->folded.end[reader.end - 1] };
        if (hit->completion_count && span.start <= s->spans[s->span_count - 1].end) {
            s->spans[s->span_count - 1].end = span.end;
            continue;
        }
        status = kbg__grow(s->memory, (void **)&s->spans, &s->span_capacity, s->span_count + 1, sizeof(*s->spans));
        if (status == KBG_OK) {
            s->spans[s->span_count++] = span;
            hit->completion_count++;
        }
    }
    return status;
}

static kbg_status make_hit(running *r, const kbg__suggested *one)
{
    kbg__suggester *s = r->s;
    const kbg__corpus_part *part = &r->searched->corpus->parts[one->part];
    uint32_t source = kbg__suggest_source(part->suggest, one->entry);
    uint32_t start = kbg__suggest_entry_start(part->suggest, one->position);
    const kbg_item *item = part->items[one->item];
    uint32_t field = source % KBG__SUGGEST_FIELDS;
    kbg__hit *hit = &s->hits[s->hit_count++];
    *hit = (kbg__hit){ .item = part->first + one->item,
                       .question = field == KBG__SUGGEST_QUESTION ? 0 : UINT32_MAX,
                       .confidence = 1,
                       .completion_tag = tags[field],
                       .completion = source / KBG__SUGGEST_FIELDS,
                       .completion_first = s->span_count };
    if (one->fit) {
        hit->reasons[KBG__REASON_PLACE] = place_score * (double)kbg__fit_place(one->fit);
        hit->reasons[KBG__REASON_WRITING] = writing_score * (double)kbg__fit_writing(one->fit);
    }
    kbg__filter_take(&s->filter, one->part);
    (void)kbg__boosts(&s->filter, r->searched->weights, one->item, item, hit->reasons);
    hit->reasons[KBG__REASON_HOTNESS] = one->hotness; /* it can change, and this is what the item was judged by */
    hit->score = hit->reasons[KBG__REASON_PLACE] + hit->reasons[KBG__REASON_WRITING] + one->boosts;
    return add_spans(s, one, start, kbg__record_child((const char *)item, tags[field], hit->completion), hit);
}

kbg_status kbg__suggester_run(kbg__suggester *s, const kbg__searched *searched, const char *text, size_t len,
                              const kbg_query *query)
{
    running r = { .s = s, .searched = searched, .limit = query->limit };
    s->best_count = s->hit_count = s->span_count = 0;
    s->typed.count = 0;
    s->typed.empty = false;
    kbg_status status = kbg__filter_set(&s->filter, query, searched->corpus, searched->hotness);
    const kbg__hotness *hotness = s->filter.hotness;
    if (hotness && r.limit < KBG__SUGGEST_POOL)
        r.limit = KBG__SUGGEST_POOL;
    s->filter.hotness = NULL;
    if (status == KBG_OK && len <= KBG__SUGGEST_BYTES_MOST) {
        status = kbg__fold(&s->folded, NULL, NULL, text, len);
        if (status == KBG_OK)
            kbg__typed_set(&s->typed, s->folded.text.data, s->folded.text.len);
    }
    if (status == KBG_OK)
        status = kbg__grow(s->memory, (void **)&s->best, &s->best_capacity, r.limit, sizeof(*s->best));
    for (uint32_t part = 0; part < searched->corpus->count && status == KBG_OK; part++)
        status = select_best(&r, part);
    s->filter.hotness = hotness;
    if (status == KBG_OK && hotness)
        order_by_moment(&r, query->limit);
    if (status == KBG_OK)
        status = kbg__grow(s->memory, (void **)&s->hits, &s->hit_capacity, s->best_count, sizeof(*s->hits));
    for (size_t i = 0; i < s->best_count && status == KBG_OK; i++)
        status = make_hit(&r, &s->best[i]);
    return status;
}
