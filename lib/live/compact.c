/* SPDX-License-Identifier: MIT */
/* Compaction: large segments merged, beside the commits that go on. */
#include "live/commit.h"

#include "item/record.h"
#include "live/deaths.h"

/* Whether so much of a part is dead that it is worth being written again. */
static bool is_worn(const kbg__segment_part *part)
{
    return part->dead && part->dead->count > part->segment->store.count / 4;
}

bool kbg__compact_choose(const kbg__snapshot *s, bool all, size_t *first)
{
    size_t at = s->corpus.count, living = 0;
    *first = 0;
    if (at == 0)
        return false;
    if (all)
        return at > 1 || s->parts[0].dead;
    /* From the last one back, as long as a part is not so large that it can wait for more. */
    for (; at > 0; at--) {
        const kbg__segment_part *part = &s->parts[at - 1];
        size_t here = kbg__segment_living(part);
        if (living && here > 4 * living && !is_worn(part))
            break;
        living += here;
    }
    *first = at;
    return s->corpus.count - at > 1 || is_worn(&s->parts[at]);
}

/* The items of `compacted` that died since: those that live in `before` and are dead in `now`, NULL = all. */
static void add_deaths(const kbg__segment_part *before, const kbg__dead *now, bool all,
                       const kbg__segment *compacted, kbg__found_item *dying, size_t *count)
{
    const kbg__segment *segment = before->segment;
    for (uint32_t i = 0; i < segment->store.count; i++) {
        size_t len;
        if (kbg__is_dead(before->dead, i) || !(all || kbg__is_dead(now, i)))
            continue;
        const char *id = kbg__record_child_text((const char *)segment->store.items[i], KBG__TAG_ID, 0, "", &len);
        dying[(*count)++] = (kbg__found_item){ 0, kbg__ids_find(&compacted->ids, compacted->store.items, id, len) };
    }
}

/* The part of a snapshot that has a segment; NULL if it is gone. */
static const kbg__segment_part *part_of(const kbg__snapshot *s, const kbg__segment *segment)
{
    for (size_t i = 0; i < s->corpus.count; i++)
        if (s->parts[i].segment == segment)
            return &s->parts[i];
    return NULL;
}

static kbg_status find_deaths(const kbg__committer *by, const kbg__snapshot *before, size_t first,
                              kbg__segment *compacted, const kbg__snapshot *current, kbg__dead **dead)
{
    kbg__segment_part whole = { compacted, NULL };
    size_t count = 0;
    kbg__found_item *dying = kbg__calloc(by->rules.memory, compacted->store.count + 1, sizeof(*dying));
    kbg_status status = dying ? KBG_OK : KBG_ERR_NOMEM;
    for (size_t i = first; i < before->corpus.count && status == KBG_OK; i++) {
        const kbg__segment_part *now = part_of(current, before->parts[i].segment);
        if (!now || now->dead != before->parts[i].dead)
            add_deaths(&before->parts[i], now ? now->dead : NULL, !now, compacted, dying, &count);
    }
    if (status == KBG_OK && count)
        status = kbg__deaths(&by->rules, &by->words->words, &whole, dying, count, dead);
    kbg__free(by->rules.memory, dying);
    return status;
}

static bool is_compacted(const kbg__snapshot *before, size_t first, const kbg__segment *segment)
{
    for (size_t i = first; i < before->corpus.count; i++)
        if (before->parts[i].segment == segment)
            return true;
    return false;
}

kbg_status kbg__compact_install(const kbg__committer *by, const kbg__snapshot *before, size_t first,
                             kbg__segment *compacted, const kbg__snapshot *current, kbg__snapshot **next)
{
    kbg__dead *dead = NULL;
    *next = NULL;
    if (current->words != before->words) /* indexed anew since */
        return KBG_OK;
    kbg_status status = find_deaths(by, before, first, compacted, current, &dead);
    if (status == KBG_OK)
        status = kbg__snapshot_new(by->rules.memory, by->words, next);
    bool added = false;
    for (size_t i = 0; i < current->corpus.count && status == KBG_OK; i++) {
        const kbg__segment_part *part = &current->parts[i];
        bool is_old = is_compacted(before, first, part->segment);
        if (!added && (is_old || part->segment->serial > compacted->serial)) {
            added = true;
            status = kbg__snapshot_add(*next, compacted, dead);
        }
        if (!is_old && status == KBG_OK)
            status = kbg__snapshot_add(*next, part->segment, part->dead);
    }
    if (status == KBG_OK && !added)
        status = kbg__snapshot_add(*next, compacted, dead);
    kbg__dead_unref(dead);
    if (status != KBG_OK) {
        kbg__snapshot_unref(*next);
        *next = NULL;
        return status;
    }
    (*next)->revision = (*next)->corpus.revision = current->revision;
    (*next)->next_place = current->next_place;
    return KBG_OK;
}
