/* SPDX-License-Identifier: MIT */
/* Merges indexes: what is left of each, one behind the other, without reading a text again. */
#include "index/merge.h"

#include <string.h>

typedef struct merging {
    kbg__index *out;
    const kbg__merged *inputs;
    size_t count;
    uint32_t **faces; /* for each input: the new number of each face, UINT32_MAX if its item is dead */
} merging;

/* Counts a face that is left. */
static void count_face(kbg__statistics *sum, const kbg__index *in, size_t face)
{
    uint64_t units = in->face_units[face];
    *(in->face_field[face] == KBG__FACE_ANSWER ? &sum->items_answer_units : &sum->items_units) += units;
    if (in->face_field[face] != KBG__FACE_QUESTION)
        return;
    sum->questions++;
    sum->question_units += units;
}

/* Counts what is left of all inputs, and numbers its faces. Counted, and not what was there without the dead: in a file
 * from a stranger the dead may have been indexed with other texts than they have. */
static kbg_status number_faces(merging *m, size_t *units)
{
    const kbg_allocator *memory = m->out->memory;
    *units = 0;
    for (size_t i = 0; i < m->count; i++) {
        const kbg__index *in = m->inputs[i].index;
        m->faces[i] = kbg__calloc(memory, in->face_count + 1, sizeof(uint32_t));
        if (!m->faces[i])
            return KBG_ERR_NOMEM;
        for (size_t f = 0; f < in->face_count; f++) {
            bool is_dead = kbg__is_dead(m->inputs[i].dead, in->face_item[f]);
            if (!is_dead && m->out->face_count >= UINT32_MAX - 1)
                return KBG_ERR_LIMIT;
            m->faces[i][f] = is_dead ? UINT32_MAX : (uint32_t)m->out->face_count++;
            if (is_dead)
                continue;
            *units += in->face_end[f] - (f ? in->face_end[f - 1] : 0);
            count_face(&m->out->statistics, in, f);
        }
        m->out->statistics.items += in->statistics.items - (m->inputs[i].dead ? m->inputs[i].dead->count : 0);
    }
    return KBG_OK;
}

static kbg_status make_room(kbg__index *out, size_t units)
{
    size_t items = (size_t)out->statistics.items;
    out->face_item = kbg__calloc(out->memory, out->face_count + 1, sizeof(*out->face_item));
    out->face_units = kbg__calloc(out->memory, out->face_count + 1, sizeof(*out->face_units));
    out->face_field = kbg__calloc(out->memory, out->face_count + 1, sizeof(*out->face_field));
    out->face_form = kbg__calloc(out->memory, out->face_count + 1, sizeof(*out->face_form));
    out->face_end = kbg__calloc(out->memory, out->face_count + 1, sizeof(*out->face_end));
    out->units = kbg__calloc(out->memory, units + 1, sizeof(*out->units));
    out->item_face = kbg__calloc(out->memory, items + 1, sizeof(*out->item_face));
    out->item_units = kbg__calloc(out->memory, items + 1, sizeof(*out->item_units));
    out->item_answer_units = kbg__calloc(out->memory, items + 1, sizeof(*out->item_answer_units));
    return out->face_item && out->face_units && out->face_field && out->face_form && out->face_end && out->units &&
                   out->item_face && out->item_units && out->item_answer_units
               ? KBG_OK
               : KBG_ERR_NOMEM;
}

/* Copies items and faces; terms[t] is the new number of term t of class CHAR of an input. A saved file can have units
 * without postings; without any term they have no number. */
static void copy_items(kbg__index *out, const kbg__merged *input, const uint32_t *faces, const uint32_t *terms,
                       uint32_t *item)
{
    const kbg__index *in = input->index;
    bool has_terms = out->classes[KBG__TOKEN_CHAR].terms.count > 0;
    for (uint32_t i = 0; i < in->statistics.items; i++) {
        if (kbg__is_dead(input->dead, i))
            continue;
        out->item_units[*item] = in->item_units[i];
        out->item_answer_units[*item] = in->item_answer_units[i];
        out->item_face[*item] = (uint32_t)out->face_count;
        for (uint32_t f = in->item_face[i]; f < in->item_face[i + 1]; f++) {
            uint32_t face = faces[f];
            out->face_item[face] = *item;
            out->face_units[face] = in->face_units[f];
            out->face_field[face] = in->face_field[f];
            out->face_form[face] = in->face_form[f];
            for (size_t u = f ? in->face_end[f - 1] : 0; u < in->face_end[f] && has_terms; u++)
                out->units[out->unit_count++] =
                    terms[in->units[u] & ~KBG__UNIT_TOUCHES] | (in->units[u] & KBG__UNIT_TOUCHES);
            out->face_end[face] = out->unit_count;
            out->face_count++;
        }
        ++*item;
    }
}

/* Numbers the terms of an input that are left: terms[t] is the new number. Counts their postings. */
static kbg_status number_terms(merging *m, size_t input, kbg__token_class class_, size_t *ends, size_t *end_count,
                               uint32_t *terms)
{
    const kbg__index *in = m->inputs[input].index;
    kbg__term_class *out = &m->out->classes[class_];
    for (uint32_t t = 0; t < in->classes[class_].terms.count; t++) {
        kbg__postings p = kbg__index_postings(in, class_, t);
        size_t left = p.count, len;
        if (m->inputs[input].dead) {
            left = 0;
            for (size_t i = 0; i < p.count; i++)
                left += m->faces[input][p.faces[i]] != UINT32_MAX;
        }
        if (left == 0)
            continue;
        const char *text = kbg__interner_text(&in->classes[class_].terms, t, &len);
        kbg_status status = kbg__interner_add(&out->terms, text, len, &terms[t], NULL);
        if (status != KBG_OK)
            return status;
        ends[terms[t] + 1] += left;
        *end_count = out->terms.count;
    }
    return KBG_OK;
}

/* Copies the postings of an input behind those of the inputs before it. */
static void copy_postings(merging *m, size_t input, kbg__token_class class_, const uint32_t *terms)
{
    const kbg__index *in = m->inputs[input].index;
    kbg__term_class *out = &m->out->classes[class_];
    for (uint32_t t = 0; t < in->classes[class_].terms.count; t++) {
        kbg__postings p = kbg__index_postings(in, class_, t);
        uint32_t term = terms[t], last = UINT32_MAX;
        for (size_t i = 0; i < p.count; i++) {
            uint32_t face = m->faces[input][p.faces[i]];
            if (face == UINT32_MAX)
                continue;
            size_t place = out->ends[term]++;
            out->faces[place] = face;
            out->frequencies[place] = p.frequencies[i];
            out->question_df[term] += in->face_field[p.faces[i]] == KBG__FACE_QUESTION;
            kbg__term_class_bound(out, term, (kbg__face_field)in->face_field[p.faces[i]], in->face_units[p.faces[i]],
                                  p.frequencies[i]);
            out->item_df[term] += in->face_item[p.faces[i]] != last;
            last = in->face_item[p.faces[i]];
        }
    }
}

/* Merges the terms of one class; terms has one array for each input. */
static kbg_status merge_class(merging *m, kbg__token_class class_, uint32_t **terms)
{
    const kbg_allocator *memory = m->out->memory;
    kbg__term_class *out = &m->out->classes[class_];
    size_t most = 0, count = 0;
    for (size_t i = 0; i < m->count; i++)
        most += m->inputs[i].index->classes[class_].terms.count;
    size_t *ends = kbg__calloc(memory, most + 2, sizeof(*ends));
    kbg_status status = ends ? KBG_OK : KBG_ERR_NOMEM;
    for (size_t i = 0; i < m->count && status == KBG_OK; i++) {
        terms[i] = kbg__calloc(memory, m->inputs[i].index->classes[class_].terms.count + (size_t)1, sizeof(**terms));
        status = terms[i] ? number_terms(m, i, class_, ends, &count, terms[i]) : KBG_ERR_NOMEM;
    }
    for (size_t t = 1; t <= count && status == KBG_OK; t++)
        ends[t] += ends[t - 1];
    if (status == KBG_OK && count) {
        out->ends = kbg__calloc(memory, count + 1, sizeof(*out->ends));
        out->faces = kbg__calloc(memory, ends[count], sizeof(*out->faces));
        out->frequencies = kbg__calloc(memory, ends[count], sizeof(*out->frequencies));
        out->question_df = kbg__calloc(memory, count, sizeof(*out->question_df));
        out->item_df = kbg__calloc(memory, count, sizeof(*out->item_df));
        out->most_frequency = kbg__calloc(memory, count, sizeof(*out->most_frequency));
        out->least_units = kbg__calloc(memory, count, sizeof(*out->least_units));
        if (!out->ends || !out->faces || !out->frequencies || !out->question_df || !out->item_df ||
            !out->most_frequency || !out->least_units)
            status = KBG_ERR_NOMEM;
        else
            memcpy(out->ends, ends, (count + 1) * sizeof(*ends));
    }
    for (size_t i = 0; i < m->count && status == KBG_OK && count; i++)
        copy_postings(m, i, class_, terms[i]);
    kbg__interner_shrink(&out->terms);
    kbg__free(memory, ends);
    return status;
}

static void free_all(const kbg_allocator *memory, uint32_t **arrays, size_t count)
{
    for (size_t i = 0; arrays && i < count; i++) {
        kbg__free(memory, arrays[i]);
        arrays[i] = NULL;
    }
}

kbg_status kbg__index_merge(kbg__index *index, const kbg_allocator *memory, kbg__hash_key key,
                            const kbg__merged *inputs, size_t count)
{
    size_t units = 0;
    uint32_t item = 0;
    *index = (kbg__index){ .memory = memory };
    for (int i = 0; i < KBG__TOKEN_CLASSES; i++)
        kbg__interner_init(&index->classes[i].terms, memory, key);
    merging m = { .out = index, .inputs = inputs, .count = count };
    m.faces = kbg__calloc(memory, count + 1, sizeof(*m.faces));
    uint32_t **terms = kbg__calloc(memory, count + 1, sizeof(*terms));
    kbg_status status = m.faces && terms ? number_faces(&m, &units) : KBG_ERR_NOMEM;
    if (status == KBG_OK)
        status = make_room(index, units);
    for (int c = 0; c < KBG__TOKEN_CLASSES && status == KBG_OK; c++) {
        status = merge_class(&m, (kbg__token_class)c, terms);
        if (c == KBG__TOKEN_CHAR && status == KBG_OK) {
            index->face_count = 0;
            for (size_t i = 0; i < count; i++)
                copy_items(index, &inputs[i], m.faces[i], terms[i], &item);
            index->item_face[item] = (uint32_t)index->face_count;
            index->face_end[index->face_count] = index->unit_count;
        }
        free_all(memory, terms, count);
    }
    if (status == KBG_OK)
        status = kbg__index_finish(index);
    free_all(memory, terms, count);
    free_all(memory, m.faces, count);
    kbg__free(memory, terms);
    kbg__free(memory, m.faces);
    if (status != KBG_OK)
        kbg__index_free(index);
    return status;
}
