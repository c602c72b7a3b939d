/* SPDX-License-Identifier: MIT */
#include "rule/rules.h"

#include "base/utf8.h"
#include "item/category.h"
#include "rule/pattern.h"

#include <inttypes.h>
#include <string.h>

kbg_status kbg__rules_new(const kbg_allocator *memory, const kbg__limits *limits, kbg__rule_list **rules)
{
    kbg__rule_list *r = kbg__calloc(memory, 1, sizeof(*r));
    *rules = r;
    if (!r)
        return KBG_ERR_NOMEM;
    r->memory = *memory;
    r->limits = *limits;
    kbg__interner_init(&r->ids, &r->memory, kbg__hash_key_from_address(r));
    kbg__buffer_init(&r->name_pool, &r->memory);
    kbg__buffer_init(&r->word_pool, &r->memory);
    kbg__matching_init(&r->scratch, &r->memory);
    return KBG_OK;
}

void kbg__rules_free(kbg__rule_list *rules)
{
    if (!rules)
        return;
    kbg_allocator memory = rules->memory;
    kbg__interner_free(&rules->ids);
    kbg__buffer_free(&rules->name_pool);
    kbg__buffer_free(&rules->word_pool);
    kbg__matching_free(&rules->scratch);
    kbg__free(&memory, rules->rules);
    kbg__free(&memory, rules->names);
    kbg__free(&memory, rules->words);
    kbg__free(&memory, rules);
}

static void copy(void *to, const void *from, size_t size)
{
    if (size)
        memcpy(to, from, size);
}

kbg_status kbg__rules_clone(const kbg__rule_list *rules, kbg__rule_list **clone)
{
    kbg__rule_list *c;
    kbg_status status = kbg__rules_new(&rules->memory, &rules->limits, clone);
    if (status != KBG_OK)
        return status;
    c = *clone;
    if (kbg__grow(&c->memory, (void **)&c->rules, &c->rule_capacity, rules->count, sizeof(*c->rules)) != KBG_OK ||
        kbg__grow(&c->memory, (void **)&c->names, &c->name_capacity, rules->name_count, sizeof(*c->names)) != KBG_OK ||
        kbg__grow(&c->memory, (void **)&c->words, &c->word_capacity, rules->word_count, sizeof(*c->words)) != KBG_OK)
        status = KBG_ERR_NOMEM;
    kbg__buffer_add(&c->name_pool, rules->name_pool.data, rules->name_pool.len);
    kbg__buffer_add(&c->word_pool, rules->word_pool.data, rules->word_pool.len);
    if (c->name_pool.failed || c->word_pool.failed)
        status = KBG_ERR_NOMEM;
    for (uint32_t i = 0; i < rules->count && status == KBG_OK; i++) {
        size_t len;
        uint32_t number;
        const char *id = kbg__interner_text(&rules->ids, i, &len);
        status = kbg__interner_add(&c->ids, id, len, &number, NULL);
    }
    if (status != KBG_OK) {
        kbg__rules_free(c);
        *clone = NULL;
        return status;
    }
    copy(c->rules, rules->rules, rules->count * sizeof(*c->rules));
    copy(c->names, rules->names, rules->name_count * sizeof(*c->names));
    copy(c->words, rules->words, rules->word_count * sizeof(*c->words));
    c->count = rules->count;
    c->name_count = rules->name_count;
    c->word_count = rules->word_count;
    c->pattern_count = rules->pattern_count;
    return KBG_OK;
}

/* One addition: what is written behind the end of the list's arrays belongs to it only once all is well. */
typedef struct adding {
    kbg__rule_list *rules;
    const kbg_rule *given;
    kbg__rule_fault *fault;
    kbg__problem *problem;
    kbg__rule made;
    size_t name_len, word_len; /* lengths of the pools before */
    uint32_t name_count, word_count;
} adding;

static kbg_status blame(adding *a, const char *key, size_t entry, kbg_status status)
{
    *a->fault = (kbg__rule_fault){ key, entry };
    return status;
}

static bool has_control(kbg_text text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.data[i] < 0x20 || text.data[i] == 0x7F)
            return true;
    return false;
}

/* Checks a text that is not a word. */
static kbg_status check_text(adding *a, const char *key, kbg_text text, kbg_limit limit)
{
    uint64_t most = a->rules->limits.value[limit];
    if (text.len > most)
        return kbg__problem_set(a->problem, KBG_ERR_LIMIT, "%s has %zu bytes, the limit is %" PRIu64, key, text.len,
                                most);
    size_t bad = kbg__utf8_check(text.data, text.len);
    if (bad < text.len)
        return kbg__problem_set(a->problem, KBG_ERR_UTF8, "%s: byte 0x%02X is not well-formed UTF-8", key,
                                (unsigned)(unsigned char)text.data[bad]);
    return KBG_OK;
}

static kbg_status add_slice(kbg__buffer *pool, const char *text, size_t len, kbg__slice *slice)
{
    if (len > UINT32_MAX - 1 || pool->len > UINT32_MAX - 1 - len)
        return KBG_ERR_LIMIT;
    if (!kbg__buffer_reserve(pool, len + 1)) {
        pool->failed = false;
        return KBG_ERR_NOMEM;
    }
    *slice = (kbg__slice){ (uint32_t)pool->len, (uint32_t)len };
    kbg__buffer_add(pool, text, len);
    kbg__buffer_add_byte(pool, '\0');
    return KBG_OK;
}

static kbg_status add_text(adding *a, const char *key, kbg_text text, kbg_limit limit, kbg__slice *slice)
{
    kbg_status status = check_text(a, key, text, limit);
    if (status == KBG_OK)
        status = add_slice(&a->rules->name_pool, text.data, text.len, slice);
    return blame(a, key, SIZE_MAX, status);
}

static kbg_status check_count(adding *a, const char *key, size_t count, size_t there, kbg_limit limit)
{
    uint64_t most = a->rules->limits.value[limit];
    if (there + (uint64_t)count <= most)
        return KBG_OK;
    if (there)
        return kbg__problem_set(a->problem, KBG_ERR_LIMIT, "the rules have %" PRIu64 " %s, the limit is %" PRIu64,
                                there + (uint64_t)count, key, most);
    return kbg__problem_set(a->problem, KBG_ERR_LIMIT, "%s has %zu entries, the limit is %" PRIu64, key, count, most);
}

/* Channels or categories. */
static kbg_status add_names(adding *a, const char *key, const kbg_text *list, size_t count, kbg_limit limit,
                            kbg__slices *slices)
{
    kbg__rule_list *r = a->rules;
    char quote[KBG__QUOTE];
    kbg_status status = check_count(a, key, count, 0, KBG_LIMIT_LIST_LENGTH);
    if (status == KBG_OK)
        status = kbg__grow(&r->memory, (void **)&r->names, &r->name_capacity, a->name_count + count, sizeof(*r->names));
    if (status != KBG_OK)
        return blame(a, key, SIZE_MAX, status);
    *slices = (kbg__slices){ a->name_count, (uint32_t)count };
    for (size_t i = 0; i < count; i++) {
        status = check_text(a, key, list[i], limit);
        if (status == KBG_OK && list[i].len == 0)
            status = kbg__problem_set(a->problem, KBG_ERR_VALUE, "%s has an empty entry", key);
        if (status == KBG_OK && limit == KBG_LIMIT_CATEGORY_BYTES &&
            kbg__category_depth(list[i].data, list[i].len) == 0)
            status = kbg__problem_set(a->problem, KBG_ERR_VALUE, "category \"%s\" has an empty name in its path",
                                      kbg__quote(quote, list[i].data, list[i].len));
        if (status == KBG_OK)
            status = add_slice(&r->name_pool, list[i].data, list[i].len, &r->names[a->name_count]);
        if (status != KBG_OK)
            return blame(a, key, i, status);
        a->name_count++;
    }
    return KBG_OK;
}

/* Words are kept as they look in a matching text. */
static kbg_status add_words(adding *a, const char *key, const kbg_text *list, size_t count, kbg__slices *slices)
{
    kbg__rule_list *r = a->rules;
    char quote[KBG__QUOTE];
    const kbg__buffer *form = &r->scratch.text;
    kbg_status status = check_count(a, "words", count, a->word_count, KBG_LIMIT_RULE_WORDS);
    if (status == KBG_OK)
        status = kbg__grow(&r->memory, (void **)&r->words, &r->word_capacity, a->word_count + count, sizeof(*r->words));
    if (status != KBG_OK)
        return blame(a, key, SIZE_MAX, status);
    *slices = (kbg__slices){ a->word_count, (uint32_t)count };
    for (size_t i = 0; i < count; i++) {
        status = check_text(a, key, list[i], KBG_LIMIT_LABEL_BYTES);
        if (status == KBG_OK && has_control(list[i]))
            status = kbg__problem_set(a->problem, KBG_ERR_VALUE, "%s: a word holds a control character", key);
        if (status == KBG_OK)
            status = kbg__matching_make(&r->scratch, list[i].data, list[i].len);
        if (status == KBG_OK && !kbg__matching_is_word(form->data, form->len))
            status = kbg__problem_set(a->problem, KBG_ERR_VALUE,
                                      "%s: \"%s\" cannot be found: it is empty, or a sign stands at its end; use a "
                                      "pattern",
                                      key, kbg__quote(quote, list[i].data, list[i].len));
        if (status == KBG_OK)
            status = add_slice(&r->word_pool, form->data, form->len, &r->words[a->word_count]);
        if (status != KBG_OK)
            return blame(a, key, i, status);
        a->word_count++;
    }
    return KBG_OK;
}

static kbg_status check_choice(adding *a, const char *key, uint32_t value, uint32_t most)
{
    if (value <= most)
        return KBG_OK;
    return blame(a, key, SIZE_MAX,
                 kbg__problem_set(a->problem, KBG_ERR_VALUE, "%s is %" PRIu32 ", it may be at most %" PRIu32, key,
                                  value, most));
}

static kbg_status wrong(adding *a, const char *key, const char *message)
{
    return blame(a, key, SIZE_MAX, kbg__problem_set(a->problem, KBG_ERR_VALUE, "%s", message));
}

/* Numbers, and what does not go together. */
static kbg_status check_whole(adding *a)
{
    const kbg_rule *g = a->given;
    kbg_status status = check_choice(a, "direction", g->direction, KBG_DIRECTION_OUTGOING);
    if (status == KBG_OK)
        status = check_choice(a, "severity", g->severity, KBG_SEVERITY_CRITICAL);
    if (status == KBG_OK)
        status = check_choice(a, "action", g->action, KBG_ACTION_REJECT);
    if (status == KBG_OK)
        status = check_choice(a, "subject", g->subject, KBG_SUBJECT_ORIGINAL);
    if (status == KBG_OK)
        status = check_choice(a, "checksum", g->checksum, KBG_CHECKSUM_RESIDENT_ID);
    if (status == KBG_OK)
        status = check_choice(a, "keep_first", g->keep_first, 64);
    if (status == KBG_OK)
        status = check_choice(a, "keep_last", g->keep_last, 64);
    if (status != KBG_OK)
        return status;
    if (g->id.len == 0)
        return g->id.data ? wrong(a, "id", "id is empty") : wrong(a, NULL, "id is missing");
    if (has_control(g->id))
        return wrong(a, "id", "id holds a control character");
    if (g->class_name.len == 0)
        return g->class_name.data ? wrong(a, "class", "class is empty") : wrong(a, NULL, "class is missing");
    if (g->word_count == 0 && g->pattern.len == 0)
        return wrong(a, g->words ? "words" : g->pattern.data ? "pattern" : NULL, "a rule needs words or a pattern");
    if (g->word_count && g->pattern.len)
        return wrong(a, "pattern", "a rule has words or a pattern, not both");
    if (g->pattern.len == 0 && g->subject != KBG_SUBJECT_MATCHING)
        return wrong(a, "subject", "subject goes with a pattern");
    if (g->pattern.len == 0 && g->checksum != KBG_CHECKSUM_NONE)
        return wrong(a, "checksum", "checksum goes with a pattern");
    if (g->action == KBG_ACTION_REPLACE && !g->replacement.data)
        return wrong(a, "action", "action replace needs a replacement");
    if (g->action != KBG_ACTION_MASK && (g->keep_first || g->keep_last))
        return wrong(a, g->keep_first ? "keep_first" : "keep_last", "keep_first and keep_last go with action mask");
    if (g->valid_from < 0)
        return wrong(a, "valid_from", "valid_from lies before 1970");
    if (g->valid_until < 0)
        return wrong(a, "valid_until", "valid_until lies before 1970");
    if (g->valid_from && g->valid_until && g->valid_until <= g->valid_from)
        return wrong(a, "valid_until", "valid_until is not after valid_from");
    return KBG_OK;
}

static kbg_status check_pattern(adding *a)
{
    kbg__rule_list *r = a->rules;
    kbg__pattern *pattern = NULL;
    kbg_status status = check_count(a, "patterns", 1, r->pattern_count, KBG_LIMIT_RULE_PATTERNS);
    if (status == KBG_OK)
        status = check_text(a, "pattern", a->given->pattern, KBG_LIMIT_PATTERN_BYTES);
    if (status == KBG_OK)
        status = kbg__pattern_new(&r->memory, a->given->pattern.data, a->given->pattern.len, a->made.subject,
                                  (size_t)r->limits.value[KBG_LIMIT_PATTERN_BYTES], false, &pattern, a->problem);
    kbg__pattern_free(pattern);
    return blame(a, "pattern", SIZE_MAX, status);
}

/* Writes all texts and lists behind what the list has. */
static kbg_status write(adding *a)
{
    const kbg_rule *g = a->given;
    kbg__rule *m = &a->made;
    kbg_status status = add_text(a, "id", g->id, KBG_LIMIT_ID_BYTES, &m->id);
    if (status == KBG_OK)
        status = add_text(a, "class", g->class_name, KBG_LIMIT_LABEL_BYTES, &m->class_name);
    if (status == KBG_OK)
        status = add_text(a, "replacement", g->replacement, KBG_LIMIT_LABEL_BYTES, &m->replacement);
    if (status == KBG_OK)
        status = add_text(a, "reason", g->reason, KBG_LIMIT_PROPERTY_BYTES, &m->reason);
    if (status == KBG_OK)
        status = add_text(a, "item", g->item, KBG_LIMIT_ID_BYTES, &m->item);
    if (status == KBG_OK && g->pattern.len)
        status = check_pattern(a);
    if (status == KBG_OK && g->pattern.len)
        status = add_text(a, "pattern", g->pattern, KBG_LIMIT_PATTERN_BYTES, &m->pattern);
    if (status == KBG_OK)
        status = add_names(a, "channels", g->channels, g->channel_count, KBG_LIMIT_LABEL_BYTES, &m->channels);
    if (status == KBG_OK)
        status = add_names(a, "categories", g->categories, g->category_count, KBG_LIMIT_CATEGORY_BYTES, &m->categories);
    if (status == KBG_OK)
        status = add_words(a, "words", g->words, g->word_count, &m->words);
    if (status == KBG_OK)
        status = add_words(a, "exceptions", g->exceptions, g->exception_count, &m->exceptions);
    return status;
}

/* Makes what was written a rule of the list. */
static kbg_status keep(adding *a)
{
    kbg__rule_list *r = a->rules;
    char quote[KBG__QUOTE];
    uint32_t number;
    kbg_text id = a->given->id;
    kbg_status status = check_count(a, "rules", 1, r->count, KBG_LIMIT_RULES);
    if (status == KBG_OK && kbg__interner_find(&r->ids, id.data, id.len) != KBG__NOT_INTERNED)
        status = blame(a, "id", SIZE_MAX,
                       kbg__problem_set(a->problem, KBG_ERR_DUPLICATE, "id \"%s\" is there already",
                                        kbg__quote(quote, id.data, id.len)));
    if (status == KBG_OK)
        status = kbg__grow(&r->memory, (void **)&r->rules, &r->rule_capacity, (size_t)r->count + 1, sizeof(*r->rules));
    if (status == KBG_OK)
        status = kbg__interner_add(&r->ids, id.data, id.len, &number, NULL);
    if (status != KBG_OK)
        return status;
    r->rules[r->count++] = a->made;
    r->name_count = a->name_count;
    r->word_count = a->word_count;
    r->pattern_count += a->given->pattern.len > 0;
    return KBG_OK;
}

kbg_status kbg__rules_add(kbg__rule_list *rules, const kbg_rule *rule, kbg__rule_fault *fault, kbg__problem *problem)
{
    adding a = { .rules = rules,
                 .given = rule,
                 .fault = fault,
                 .problem = problem,
                 .name_len = rules->name_pool.len,
                 .word_len = rules->word_pool.len,
                 .name_count = rules->name_count,
                 .word_count = rules->word_count };
    *fault = (kbg__rule_fault){ NULL, SIZE_MAX };
    kbg_status status = check_whole(&a);
    if (status == KBG_OK) {
        a.made = (kbg__rule){ .direction = (kbg_direction)rule->direction,
                              .severity = rule->severity ? (kbg_severity)rule->severity : KBG_SEVERITY_MEDIUM,
                              .action = rule->action ? (kbg_action)rule->action : KBG_ACTION_WARN,
                              .subject = (kbg_subject)rule->subject,
                              .checksum = (kbg_checksum)rule->checksum,
                              .keep_first = rule->keep_first,
                              .keep_last = rule->keep_last,
                              .valid_from = rule->valid_from,
                              .valid_until = rule->valid_until,
                              .has_replacement = rule->replacement.data != NULL };
        status = write(&a);
    }
    if (status == KBG_OK) {
        *fault = (kbg__rule_fault){ NULL, SIZE_MAX };
        status = keep(&a);
    }
    if (status != KBG_OK) {
        rules->name_pool.len = a.name_len;
        rules->word_pool.len = a.word_len;
    }
    return status;
}
