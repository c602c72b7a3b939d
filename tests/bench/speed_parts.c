/* SPDX-License-Identifier: MIT */
#include "speed.h"

#include "index/saved.h"
#include "item/record.h"
#include "live/base.h"

/* The sizes of arrays are those that a saved file has (base/sections.h). */
static bool count_bytes(const void *data, size_t len, void *user_data)
{
    (void)data;
    *(size_t *)user_data += len;
    return true;
}

typedef void (*sections_of)(void *what, kbg__sections *sections, size_t items);

static size_t size_of(sections_of of, void *what, size_t items)
{
    size_t bytes = 0;
    kbg__sections sections;
    kbg__problem problem = { .status = KBG_OK };
    kbg__sections_save(&sections, count_bytes, &bytes, 0, &problem);
    of(what, &sections, items);
    if (sections.status != KBG_OK)
        die("cannot measure a part");
    return bytes;
}

static void of_interner(void *what, kbg__sections *sections, size_t items)
{
    (void)items;
    kbg__interner_sections(what, sections);
}

static void of_ids(void *what, kbg__sections *sections, size_t items)
{
    kbg__ids_sections(what, sections, items);
}

static void of_index(void *what, kbg__sections *sections, size_t items)
{
    kbg__index_sections(what, sections, items);
}

static void of_columns(void *what, kbg__sections *sections, size_t items)
{
    kbg__columns_sections(what, sections, items);
}

static void of_codes(void *what, kbg__sections *sections, size_t items)
{
    kbg__codes_sections(what, sections, items);
}

enum { RECORDS, IDS, TERMS, POSTINGS, FORWARD, FACES, COLUMNS, CODES, SUGGEST, PARTS };

static const char *const part_names[PARTS] = { "records", "ids",     "terms", "postings", "forward index",
                                               "faces",   "columns", "codes", "suggest" };

static void add_segment(kbg__segment *segment, size_t bytes[PARTS])
{
    size_t items = segment->store.count;
    kbg__index *index = &segment->index;
    for (size_t i = 0; i < items; i++) {
        const char *record = (const char *)segment->store.items[i];
        bytes[RECORDS] += (size_t)(kbg__record_field(record).next - record);
    }
    bytes[RECORDS] += items * sizeof(*segment->store.items);
    bytes[IDS] += size_of(of_ids, &segment->ids, items) + size_of(of_interner, &segment->removed, items) +
                  segment->places.size + segment->revisions.size;
    size_t terms = 0, postings = 0;
    for (size_t c = 0; c < KBG__TOKEN_CLASSES; c++) {
        kbg__term_class *class_ = &index->classes[c];
        size_t count = class_->terms.count;
        terms += size_of(of_interner, &class_->terms, items) +
                 count * (sizeof(*class_->ends) + sizeof(*class_->item_df) + 4);
        postings += count ? class_->ends[count - 1] * sizeof(*class_->postings) : 0;
    }
    size_t forward = index->forward_count * sizeof(*index->forward) + index->face_count * sizeof(*index->face_end);
    bytes[TERMS] += terms;
    bytes[POSTINGS] += postings;
    bytes[FORWARD] += forward;
    bytes[FACES] += size_of(of_index, index, items) - terms - postings - forward;
    bytes[COLUMNS] += size_of(of_columns, &segment->columns, items);
    bytes[CODES] += size_of(of_codes, &segment->codes, items);
    bytes[SUGGEST] += kbg__suggest_size(&segment->suggest);
}

json_t *speed_parts(kbg_base *base)
{
    size_t bytes[PARTS] = { 0 };
    json_t *parts = json_object();
    kbg__snapshot *snapshot = kbg__base_current(base);
    for (size_t p = 0; p < snapshot->corpus.count; p++)
        add_segment(snapshot->parts[p].segment, bytes);
    kbg__snapshot_unref(snapshot);
    for (size_t i = 0; i < PARTS; i++)
        json_object_set_new(parts, part_names[i], json_integer((json_int_t)bytes[i]));
    return parts;
}
