/* SPDX-License-Identifier: MIT */
/* Merges indexes: what is left of each, one behind the other, without reading a text again. */
#include "index/merge.h"

#include <string.h>

typedef struct merging {
    kbg__index *out;
    const kbg__merged *inputs;
    size_t count;
    uint32_t **faces; /* for each input: the new number of each face, UINT32_MAX if its item is dead */
    uint32_t **terms; /* for each class and input: the new number of each term that is left */
    uint32_t items_copied, faces_copied;
    size_t forward_capacity;
    uint32_t *face_units; /* of the merged index */
} merging;

static uint32_t **terms_of(const merging *m, kbg__token_class class_, size_t input)
{
    return &m->terms[(size_t)class_ * m->count + input];
}

/* Counts and numbers the faces that are left of all inputs. */
static kbg_status number_faces(merging *m, size_t *words)
{
    const kbg_allocator *memory = m->out->memory;
    *words = 0;
    for (size_t i = 0; i < m->count; i++) {
        const kbg__index *in = m->inputs[i].index;
        m->faces[i] = kbg__calloc(memory, in->face_count + 1, sizeof(uint32_t));
        if (!m->faces[i])
            return KBG_ERR_NOMEM;
        for (size_t f = 0; f < in->face_count; f++) {
            bool is_dead = kbg__is_dead(m->inputs[i].dead, in->face_item[f]);
            if (!is_dead && m->out->face_count >> KBG__FACE_BITS)
                return KBG_ERR_LIMIT;
            m->faces[i][f] = is_dead ? UINT32_MAX : (uint32_t)m->out->face_count++;
            if (is_dead)
                continue;
            *words += in->face_end[f] - (f ? in->face_end[f - 1] : 0);
        }
        m->out->statistics.items += in->statistics.items - (m->inputs[i].dead ? m->inputs[i].dead->count : 0);
    }
    return KBG_OK;
}

static kbg_status make_room(merging *m)
{
    kbg__index *out = m->out;
    size_t items = (size_t)out->statistics.items;
    out->face_item = kbg__calloc(out->memory, out->face_count + 1, sizeof(*out->face_item));
    m->face_units = kbg__calloc(out->memory, out->face_count + 1, sizeof(*m->face_units));
    out->face_field = kbg__calloc(out->memory, out->face_count + 1, sizeof(*out->face_field));
    out->face_form = kbg__calloc(out->memory, out->face_count + 1, sizeof(*out->face_form));
    out->face_end = kbg__calloc(out->memory, out->face_count + 1, sizeof(*out->face_end));
    out->item_face = kbg__calloc(out->memory, items + 1, sizeof(*out->item_face));
    return out->face_item && m->face_units && out->face_field && out->face_form && out->face_end && out->item_face
               ? KBG_OK
               : KBG_ERR_NOMEM;
}

/* Copies the forward index of a face. Numbers can be such as need more words than they did. A saved file can have terms
 * without postings; without any term of their class they have no number. */
static kbg_status copy_terms(merging *m, size_t input, uint32_t face, uint32_t as)
{
    kbg__index *out = m->out;
    const kbg__index *in = m->inputs[input].index;
    const uint32_t *units = *terms_of(m, KBG__TOKEN_CHAR, input);
    const uint16_t *from = kbg__index_forward(in, face), *end = in->forward + in->face_end[face];
    bool has_units = out->classes[KBG__TOKEN_CHAR].terms.count > 0;
    if (kbg__grow(out->memory, (void **)&out->forward, &m->forward_capacity,
                  out->forward_count + (size_t)(end - from) * KBG__FORWARD_WORDS_MOST, sizeof(*out->forward)))
        return KBG_ERR_NOMEM;
    uint16_t *at = out->forward + out->forward_count;
    uint32_t count = kbg__face_units(in, face);
    m->face_units[as] = has_units ? count : 0;
    for (uint32_t n = 0, unit; n < count; n++) {
        from = kbg__forward_unit(from, &unit);
        if (has_units)
            at = kbg__forward_put_unit(at, units[unit & ~KBG__UNIT_TOUCHES] | (unit & KBG__UNIT_TOUCHES));
    }
    for (uint32_t term; from < end;) {
        from = kbg__forward_term(from, &term);
        kbg__token_class class_ = (kbg__token_class)(term >> KBG__CLASS_TERM_BITS);
        if (out->classes[class_].terms.count)
            at = kbg__forward_put_term(
                at, kbg__class_term(class_, (*terms_of(m, class_, input))[term & KBG__TERM_MASK]));
    }
    out->forward_count = (size_t)(at - out->forward);
    if (out->forward_count > UINT32_MAX)
        return KBG_ERR_LIMIT;
    out->face_end[as] = (uint32_t)out->forward_count;
    return KBG_OK;
}

/* Copies the items and faces of an input. */
static kbg_status copy_items(merging *m, size_t input)
{
    kbg__index *out = m->out;
    const kbg__index *in = m->inputs[input].index;
    kbg_status status = KBG_OK;
    for (uint32_t i = 0; i < in->statistics.items; i++) {
        if (kbg__is_dead(m->inputs[input].dead, i))
            continue;
        uint32_t item = m->items_copied++;
        out->item_face[item] = m->faces_copied;
        for (uint32_t f = in->item_face[i]; f < in->item_face[i + 1] && status == KBG_OK; f++) {
            uint32_t face = m->faces_copied++;
            out->face_item[face] = item;
            out->face_field[face] = in->face_field[f];
            out->face_form[face] = in->face_form[f];
            status = copy_terms(m, input, f, face);
            /* Not what was there without the dead: in a file from a stranger these may have been indexed with other texts
             * than they have. */
            kbg__statistics_count(&out->statistics, (kbg__face_field)out->face_field[face], m->face_units[face]);
        }
    }
    return status;
}

/* Numbers the terms of an input that are left: terms[t] is the new number. Counts their postings by kind, as ends
 * wants them, and adds them to `sum`. */
static kbg_status number_terms(merging *m, size_t input, kbg__token_class class_, uint32_t *ends, size_t *end_count,
                               uint64_t *sum, uint32_t *terms)
{
    const kbg__index *in = m->inputs[input].index;
    kbg__term_class *out = &m->out->classes[class_];
    for (uint32_t t = 0; t < in->classes[class_].terms.count; t++) {
        kbg__postings p = kbg__index_postings(in, class_, t);
        kbg__posting_walk walk = kbg__posting_walk_of(&p);
        kbg__posting posting;
        size_t left[KBG__POSTING_KINDS] = { 0 }, len;
        while (kbg__posting_next(&walk, &posting))
            left[posting.kind] += m->faces[input][posting.face] != UINT32_MAX ? posting.frequency : 0;
        size_t all = left[0] + left[1] + left[2] + left[3];
        if (all == 0)
            continue;
        *sum += all;
        if (*sum > UINT32_MAX)
            return KBG_ERR_LIMIT;
        const char *text = kbg__interner_text(&in->classes[class_].terms, t, &len);
        kbg_status status = kbg__interner_add(&out->terms, text, len, &terms[t], NULL);
        if (status != KBG_OK)
            return status;
        for (size_t kind = 0; kind < KBG__POSTING_KINDS; kind++)
            ends[terms[t] * (size_t)KBG__POSTING_KINDS + kind + 1] += (uint32_t)left[kind];
        *end_count = out->terms.count;
    }
    return KBG_OK;
}

/* Takes the next posting whose face is left; false behind the last. */
static bool next_left(kbg__posting_walk *walk, const uint32_t *faces, kbg__posting *posting)
{
    while (kbg__posting_next(walk, posting))
        if (faces[posting->face] != UINT32_MAX)
            return true;
    return false;
}

/* Copies the postings of an input behind those of the inputs before it. They are counted in the order of their faces,
 * whatever their kind. */
static void copy_postings(merging *m, size_t input, kbg__token_class class_, const uint32_t *terms,
                          kbg__sorted_postings *sorted)
{
    const kbg__index *in = m->inputs[input].index;
    const uint32_t *faces = m->faces[input];
    kbg__term_class *out = &m->out->classes[class_];
    for (uint32_t t = 0; t < in->classes[class_].terms.count; t++) {
        kbg__postings p = kbg__index_postings(in, class_, t);
        kbg__posting_walk walks[KBG__POSTING_KINDS];
        kbg__posting next[KBG__POSTING_KINDS];
        bool is_left[KBG__POSTING_KINDS];
        kbg__term_met met = { 0 };
        for (int kind = 0; kind < KBG__POSTING_KINDS; kind++) {
            walks[kind] = kbg__posting_walk_kind(&p, (kbg__posting_kind)kind);
            is_left[kind] = next_left(&walks[kind], faces, &next[kind]);
        }
        for (;;) {
            int first = -1;
            for (int kind = 0; kind < KBG__POSTING_KINDS; kind++)
                if (is_left[kind] && (first < 0 || next[kind].face < next[first].face))
                    first = kind;
            if (first < 0)
                break;
            kbg__posting posting = next[first];
            uint32_t *place = &sorted->ends[terms[t] * (size_t)KBG__POSTING_KINDS + (size_t)first];
            for (int n = 0; n < posting.frequency; n++)
                sorted->faces[(*place)++] = faces[posting.face];
            kbg__term_class_count(out, &met, terms[t], in->face_item[posting.face],
                                  (kbg__face_field)in->face_field[posting.face], posting.frequency);
            is_left[first] = next_left(&walks[first], faces, &next[first]);
        }
    }
}

/* Merges the terms of one class. */
static kbg_status merge_class(merging *m, kbg__token_class class_)
{
    const kbg_allocator *memory = m->out->memory;
    kbg__term_class *out = &m->out->classes[class_];
    size_t most = 0, count = 0;
    uint64_t sum = 0;
    kbg__sorted_postings sorted = { 0 };
    for (size_t i = 0; i < m->count; i++)
        most += m->inputs[i].index->classes[class_].terms.count;
    uint32_t *ends = kbg__calloc(memory, most * KBG__POSTING_KINDS + 1, sizeof(*ends));
    kbg_status status = ends ? KBG_OK : KBG_ERR_NOMEM;
    for (size_t i = 0; i < m->count && status == KBG_OK; i++) {
        uint32_t **terms = terms_of(m, class_, i);
        *terms = kbg__calloc(memory, m->inputs[i].index->classes[class_].terms.count + (size_t)1, sizeof(**terms));
        status = *terms ? number_terms(m, i, class_, ends, &count, &sum, *terms) : KBG_ERR_NOMEM;
    }
    for (size_t k = 1; k <= count * KBG__POSTING_KINDS && status == KBG_OK; k++)
        ends[k] += ends[k - 1];
    if (status == KBG_OK && count)
        status = kbg__term_class_reserve(out, memory, count);
    if (status == KBG_OK && count)
        status = kbg__sorted_postings_init(&sorted, memory, count, (size_t)sum);
    if (status == KBG_OK && count)
        memcpy(sorted.ends, ends, (count * KBG__POSTING_KINDS + 1) * sizeof(*ends));
    for (size_t i = 0; i < m->count && status == KBG_OK && count; i++)
        copy_postings(m, i, class_, *terms_of(m, class_, i), &sorted);
    if (status == KBG_OK && count)
        status = kbg__sorted_postings_pack(&sorted, memory, count, out->ends, &out->postings);
    kbg__sorted_postings_free(&sorted, memory);
    kbg__interner_shrink(&out->terms);
    kbg__free(memory, ends);
    return status;
}

static void free_all(const kbg_allocator *memory, uint32_t **arrays, size_t count)
{
    for (size_t i = 0; arrays && i < count; i++)
        kbg__free(memory, arrays[i]);
    kbg__free(memory, arrays);
}

kbg_status kbg__index_merge(kbg__index *index, const kbg_allocator *memory, kbg__hash_key key,
                            const kbg__merged *inputs, size_t count)
{
    size_t words = 0;
    *index = (kbg__index){ .memory = memory };
    for (int i = 0; i < KBG__TOKEN_CLASSES; i++)
        kbg__interner_init(&index->classes[i].terms, memory, key);
    merging m = { .out = index, .inputs = inputs, .count = count };
    m.faces = kbg__calloc(memory, count + 1, sizeof(*m.faces));
    m.terms = kbg__calloc(memory, KBG__TOKEN_CLASSES * count + 1, sizeof(*m.terms));
    kbg_status status = m.faces && m.terms ? number_faces(&m, &words) : KBG_ERR_NOMEM;
    if (status == KBG_OK)
        status = make_room(&m);
    if (status == KBG_OK)
        status = kbg__resize(memory, (void **)&index->forward, &m.forward_capacity, words, sizeof(*index->forward));
    for (int c = 0; c < KBG__TOKEN_CLASSES && status == KBG_OK; c++)
        status = merge_class(&m, (kbg__token_class)c);
    for (size_t i = 0; i < count && status == KBG_OK; i++)
        status = copy_items(&m, i);
    if (status == KBG_OK) {
        (void)kbg__resize(memory, (void **)&index->forward, &m.forward_capacity, index->forward_count,
                          sizeof(*index->forward));
        index->item_face[m.items_copied] = m.faces_copied;
        status = kbg__index_finish(index, m.face_units);
    }
    free_all(memory, m.terms, KBG__TOKEN_CLASSES * count);
    free_all(memory, m.faces, count);
    kbg__free(memory, m.face_units);
    if (status != KBG_OK)
        kbg__index_free(index);
    return status;
}
