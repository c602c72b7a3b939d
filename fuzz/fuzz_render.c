/* SPDX-License-Identifier: MIT */
/* Renders the input as the body of an answer. Bytes before it:
 *   0  flags, see below; the lowest three are KBG_RENDER_*
 *   1  limit of the snippet in units of 16 bytes; 0 = the default
 *   2  which allocation fails, by fuzz_fail_at(); 0 = none
 *   3  two bits each: channel, language, variant, audience; see the tables
 * Then sections that end at a byte 0xFF: body, value of the variables, title, uri and alternative text of an
 * attachment, and the profile: its number, its limit less 16, and flags (1: label, 2: signature, 4: keyword, 8: cut, 16: at
 * most 3 parts, 32: slots have the value). What the format refuses in an item becomes a question mark first. Without a
 * profile it is `plain`.
 * What is checked: what render.h promises of snippets and failures; that no inner mark and, unless it is to be kept,
 * no unfilled variable comes out; that values come out as often as they were asked for; that memory is bounded by the
 * sizes of the item, of all values given and of the limit; that the same call gives the same; that out of memory leaves
 * the searcher usable; that each part is within its limit and not without content. */
#include "fuzz_support.h"

#include <stdlib.h>
#include <string.h>

enum { HAS_VALUES = 8, OWN_VALUE = 16, SOME_MISSING = 32, MORE_ANSWERS = 64 };

/* A value that no input holds by chance, without anything that markup or an address changes. */
static const char unlikely[] = "ZQv7Kx";

static const char *const channels[] = { "", "sms", "wecom", "other" };
static const char *const languages[] = { "", "zh", "en", "zh-Hant" };
static const char *const variants[] = { "", "A", "B", "C" };
static const char *const tags[] = { "", "vip", "new", "nobody" };

typedef struct render_case {
    kbg_render_options options;
    kbg_text audience;
    uint8_t flags;
    size_t limit, fail_at;
    kbg_text body, value;
    bool marks_attached;  /* the texts of the attachment hold inner marks, which come out as they are */
    size_t values_given;  /* by the callback, in the last rendering */
    kbg_profile *profile; /* NULL = plain */
    uint64_t part_limit;
} render_case;

/* What one rendering gave. */
typedef struct outcome {
    kbg_status status;
    kbg_snippet *snippet;
    kbg_error *error;
} outcome;

static void outcome_free(outcome *o)
{
    kbg_snippet_free(o->snippet);
    kbg_error_free(o->error);
    *o = (outcome){ 0 };
}

static bool give_value(const char *name, size_t name_len, kbg_text *value, void *user_data)
{
    render_case *c = user_data;
    FUZZ_CHECK(name && name_len > 0 && fuzz_is_utf8(name, name_len));
    FUZZ_CHECK(value->len == 0);
    if (c->flags & SOME_MISSING && name_len % 2 == 0)
        return false;
    *value = c->value;
    c->values_given++;
    return true;
}

static kbg_text text_of(const char *data)
{
    return (kbg_text){ data, strlen(data) };
}

static void add_field(fuzz_text *line, const char *key, kbg_text value)
{
    if (value.len == 0)
        return;
    fuzz_text_add_cstr(line, key);
    fuzz_text_add_json(line, value.data, value.len);
}

/* No more of a text than its limit allows. */
static kbg_text first_of(kbg_text text, size_t most)
{
    return (kbg_text){ text.data, text.len < most ? text.len : most };
}

/* How many of the noncharacters that stand for variables inside the library. */
static size_t marks_in(const char *data, size_t len)
{
    return fuzz_count(data, len, "\xEF\xB7\x90") + fuzz_count(data, len, "\xEF\xB7\x91");
}

/* The item as a line of JSON; false if there is nothing to render. */
static bool make_line(render_case *c, fuzz_input *input, fuzz_text *line)
{
    kbg_text title = first_of(fuzz_section(input), 1024), uri = first_of(fuzz_section(input), 8192),
             alt = first_of(fuzz_section(input), 1024);
    if (c->body.len == 0 && uri.len == 0)
        return false;
    c->marks_attached = marks_in(title.data, title.len) || marks_in(uri.data, uri.len) || marks_in(alt.data, alt.len);
    fuzz_text_add_cstr(line, "{\"id\":\"x\",\"question\":\"x\",\"answers\":[");
    if (c->flags & MORE_ANSWERS)
        fuzz_text_add_cstr(line, "{\"body\":\"{{a}} 短信\",\"channel\":\"sms\"},"
                                 "{\"body\":\"- 会员\",\"audience\":[\"vip\"]},"
                                 "{\"body\":\"> {{b|企业微信}}\",\"channel\":\"wecom\",\"language\":\"en-GB\","
                                 "\"variant\":\"B\"},");
    fuzz_text_add_cstr(line, "{\"variant\":\"A\"");
    add_field(line, ",\"body\":", c->body);
    if (uri.len) {
        add_field(line, ",\"attachments\":[{\"kind\":\"image\",\"uri\":", uri);
        add_field(line, ",\"title\":", title);
        add_field(line, ",\"alt\":", alt);
        fuzz_text_add_cstr(line, "},{\"kind\":\"card\",\"uri\":\"https://shop.example/1\",\"alt\":\"商品\"}]");
    }
    fuzz_text_add_cstr(line, "}]}\n");
    return true;
}

static kbg_base *make_base(const render_case *c, const fuzz_text *line, fuzz_memory *memory)
{
    kbg_allocator allocator = fuzz_allocator(memory);
    kbg_base_options *options;
    kbg_base *base;
    FUZZ_CHECK(kbg_base_options_new(&allocator, &options) == KBG_OK);
    FUZZ_CHECK(kbg_base_options_set_emoticons(options, "", 0) == KBG_OK);
    FUZZ_CHECK(kbg_base_options_set_limit(options, KBG_LIMIT_SNIPPET_BYTES, c->limit) == KBG_OK);
    FUZZ_CHECK(kbg_base_new(options, &base, NULL) == KBG_OK);
    kbg_base_options_free(options);
    kbg_status status = kbg_base_load(base, KBG_FORMAT_JSONL, line->data, line->len, NULL, NULL, NULL);
    FUZZ_CHECK(status == KBG_OK || status == KBG_ERR_TEMPLATE);
    if (status == KBG_OK)
        return base;
    kbg_base_unref(base);
    return NULL;
}

static void render(render_case *c, kbg_searcher *searcher, const kbg_item *item, outcome *o)
{
    c->values_given = 0;
    o->snippet = NULL;
    o->error = NULL;
    o->status = kbg_render(searcher, item, &c->options, &o->snippet, &o->error);
    fuzz_check_error(o->status, o->error);
    FUZZ_CHECK((o->status == KBG_OK) == (o->snippet != NULL));
}

/* A failure in the body must have a place in it that begins a variable. */
static void check_template_error(const kbg_item *item, const kbg_error *error)
{
    uint64_t offset = kbg_error_offset(error), line = 1, column = 1;
    bool found = false;
    FUZZ_CHECK(kbg_error_line(error) > 0);
    for (size_t n = 0; n < kbg_item_answer_count(item) && !found; n++) {
        size_t len;
        const char *body = kbg_answer_body(kbg_item_answer(item, n), &len);
        line = column = 1;
        for (size_t i = 0; i < offset && i < len; i++) {
            if (body[i] == '\n')
                line++;
            column = body[i] == '\n' ? 1 : column + (((unsigned char)body[i] & 0xC0) != 0x80);
        }
        found = offset + 2 <= len && memcmp(body + offset, "{{", 2) == 0 && kbg_error_line(error) == line &&
                kbg_error_column(error) == column;
    }
    FUZZ_CHECK(found);
}

static void check_failure(const render_case *c, const kbg_item *item, const outcome *o)
{
    uint32_t policies = c->options.flags & (KBG_RENDER_KEEP_MISSING | KBG_RENDER_EMPTY_MISSING);
    bool both = policies == (KBG_RENDER_KEEP_MISSING | KBG_RENDER_EMPTY_MISSING);
    FUZZ_CHECK((o->status == KBG_ERR_OPTIONS) == both);
    if (o->status == KBG_ERR_VARIABLE)
        FUZZ_CHECK(policies == 0 || c->options.slot);
    else if (o->status == KBG_ERR_TEMPLATE)
        check_template_error(item, o->error);
    else
        FUZZ_CHECK(o->status == KBG_OK || o->status == KBG_ERR_OPTIONS || o->status == KBG_ERR_LIMIT);
    FUZZ_CHECK(o->status == KBG_ERR_TEMPLATE || kbg_error_line(o->error) == 0);
}

/* The answer may be used, and the attachments are its own. */
static void check_answer(const render_case *c, const kbg_item *item, const kbg_snippet *snippet)
{
    const kbg_answer *answer = kbg_item_answer(item, kbg_snippet_answer(snippet));
    FUZZ_CHECK(answer != NULL);
    size_t len, other_len, count = kbg_snippet_attachment_count(snippet);
    const char *text = kbg_answer_channel(answer, &len);
    FUZZ_CHECK(len == 0 || (len == c->options.channel.len && memcmp(text, c->options.channel.data, len) == 0));
    text = kbg_answer_audience(answer, 0, &len);
    FUZZ_CHECK(!text || (len == c->audience.len && memcmp(text, c->audience.data, len) == 0));
    FUZZ_CHECK(count >= kbg_answer_attachment_count(answer));
    size_t images = count - kbg_answer_attachment_count(answer), last = 0;
    for (size_t i = 0; i < count; i++) {
        size_t place = kbg_snippet_attachment_place(snippet, i);
        FUZZ_CHECK(place == SIZE_MAX || (place >= last && place <= kbg_snippet_part_count(snippet)));
        last = place == SIZE_MAX ? last : place;
    }
    for (size_t i = 0; i < kbg_answer_attachment_count(answer); i++) {
        text = kbg_attachment_uri(kbg_snippet_attachment(snippet, images + i), &len);
        const char *other = kbg_attachment_uri(kbg_answer_attachment(answer, i), &other_len);
        FUZZ_CHECK(len == other_len && memcmp(text, other, len) == 0);
    }
    FUZZ_CHECK(!kbg_snippet_attachment(snippet, count));
}

static void check_missing(const render_case *c, const kbg_snippet *snippet)
{
    size_t count = kbg_snippet_missing_count(snippet), len, other_len;
    FUZZ_CHECK(count == 0 || c->options.flags & (KBG_RENDER_KEEP_MISSING | KBG_RENDER_EMPTY_MISSING));
    for (size_t i = 0; i < count; i++) {
        const char *name = kbg_snippet_missing(snippet, i, &len);
        FUZZ_CHECK(fuzz_is_text(name, len) && len > 0);
        for (size_t j = 0; j < i && j < 100; j++) {
            const char *other = kbg_snippet_missing(snippet, j, &other_len);
            FUZZ_CHECK(len != other_len || memcmp(name, other, len) != 0);
        }
    }
    FUZZ_CHECK(!kbg_snippet_missing(snippet, count, &len) && len == 0);
}

static bool has_any(const char *data, size_t len, const char *signs)
{
    for (size_t i = 0; i < len; i++)
        if (data[i] != '\0' && strchr(signs, data[i]))
            return true;
    return false;
}

/* Parts are within the limit, and no more than allowed. */
static void check_parts(const render_case *c, const kbg_snippet *snippet)
{
    size_t count = kbg_snippet_part_count(snippet), total = 0;
    bool counts_text = kbg_profile_get_number(c->profile, KBG_PROFILE_COUNTED) == KBG_COUNTED_TEXT;
    uint64_t most = kbg_profile_get_number(c->profile, KBG_PROFILE_PARTS);
    FUZZ_CHECK(count > 0 && (most == 0 || count <= most));
    for (size_t i = 0; i < count; i++) {
        size_t len, plain_len;
        const char *part = kbg_snippet_part(snippet, i, &len);
        const char *plain = kbg_snippet_part_text(snippet, i, &plain_len);
        FUZZ_CHECK(fuzz_is_text(part, len) && fuzz_is_text(plain, plain_len));
        FUZZ_CHECK(c->marks_attached || (marks_in(part, len) == 0 && marks_in(plain, plain_len) == 0));
        FUZZ_CHECK(fuzz_count(part, len, "\xEF\xB7\x92") == 0 || c->marks_attached);
        FUZZ_CHECK(len > 0 || count == 1);
        total += len;
        /* A septet is counted for the whole snippet, not for a part by itself. */
        if (!counts_text && kbg_profile_get_number(c->profile, KBG_PROFILE_UNIT) != KBG_UNIT_GSM7_SEPTETS)
            FUZZ_CHECK(kbg_profile_measure(c->profile, part, len) <= c->part_limit);
    }
    FUZZ_CHECK(total <= c->limit);
}

/* What comes out, against what was asked for. */
static void check_text(const render_case *c, const kbg_item *item, const outcome *o, const fuzz_text *line)
{
    size_t total = 0, values = 0, braces = 0;
    for (size_t i = 0; i < kbg_snippet_part_count(o->snippet); i++) {
        size_t len;
        const char *part = kbg_snippet_part(o->snippet, i, &len);
        FUZZ_CHECK(fuzz_is_text(part, len));
        FUZZ_CHECK(c->marks_attached || marks_in(part, len) == 0);
        total += len;
        values += fuzz_count(part, len, unlikely);
        braces += fuzz_count(part, len, "{{");
    }
    FUZZ_CHECK(total <= c->limit);
    if (c->flags & OWN_VALUE)
        return;
    /* A value stands where its variable stood, and nowhere else; the address of a reference, wherever it is used. */
    size_t body_len, of_line = fuzz_count(line->data, line->len, unlikely);
    const char *body = kbg_answer_body(kbg_item_answer(item, kbg_snippet_answer(o->snippet)), &body_len);
    if (fuzz_count(body, body_len, "]:") == 0 && fuzz_count(body, body_len, "|") == 0) /* nor a heading of a table */
        FUZZ_CHECK(values <= c->values_given + of_line);
    /* Without signs that can hide, join or repeat text, each value comes out, and no two braces stand together unless a
     * variable is kept. */
    if (has_any(body, body_len, "\\&*_`~<>[]()!|") || c->options.flags & KBG_RENDER_ATTACHMENT_LINES)
        return;
    FUZZ_CHECK(of_line > 0 || values == c->values_given);
    for (size_t i = 0; i < body_len; i++) /* a control character that goes can bring braces together */
        if ((unsigned char)body[i] < 0x20 || (unsigned char)body[i] >= 0x7F)
            return;
    if (!(c->options.flags & KBG_RENDER_KEEP_MISSING))
        FUZZ_CHECK(braces == 0);
    else if (kbg_snippet_missing_count(o->snippet) > 0)
        FUZZ_CHECK(braces >= kbg_snippet_missing_count(o->snippet));
}

static void check_same(const outcome *left, const outcome *right)
{
    size_t len, other_len;
    FUZZ_CHECK(left->status == right->status);
    FUZZ_CHECK(strcmp(kbg_error_message(left->error), kbg_error_message(right->error)) == 0);
    if (left->status != KBG_OK)
        return;
    FUZZ_CHECK(kbg_snippet_part_count(left->snippet) == kbg_snippet_part_count(right->snippet));
    for (size_t i = 0; i < kbg_snippet_part_count(left->snippet); i++) {
        const char *text = kbg_snippet_part(left->snippet, i, &len);
        const char *other = kbg_snippet_part(right->snippet, i, &other_len);
        FUZZ_CHECK(len == other_len && memcmp(text, other, len) == 0);
    }
    FUZZ_CHECK(kbg_snippet_answer(left->snippet) == kbg_snippet_answer(right->snippet));
    FUZZ_CHECK(kbg_snippet_missing_count(left->snippet) == kbg_snippet_missing_count(right->snippet));
}

static void run(render_case *c, const fuzz_text *line)
{
    fuzz_memory memory = { 0 };
    kbg_base *base = make_base(c, line, &memory);
    if (!base)
        return;
    kbg_view *view = kbg_base_view(base);
    const kbg_item *item = kbg_view_item(view, 0);
    kbg_searcher *searcher;
    outcome first, second;
    FUZZ_CHECK(kbg_searcher_new(base, &searcher, NULL) == KBG_OK);
    size_t before = memory.most_bytes = memory.bytes;
    render(c, searcher, item, &first);
    FUZZ_CHECK(memory.most_bytes - before <=
               65536 + (c->profile ? 64u : 24u) * (c->limit + line->len + c->values_given * c->value.len));
    check_failure(c, item, &first);
    if (first.status == KBG_OK) {
        check_answer(c, item, first.snippet);
        check_missing(c, first.snippet);
        if (c->profile)
            check_parts(c, first.snippet);
        else
            check_text(c, item, &first, line);
    }
    render(c, searcher, item, &second);
    check_same(&first, &second);
    outcome_free(&second);
    if (c->fail_at) {
        memory.fail_at = memory.calls + c->fail_at;
        memory.failed = false;
        render(c, searcher, item, &second);
        memory.fail_at = 0;
        FUZZ_CHECK(second.status == first.status || (second.status == KBG_ERR_NOMEM && memory.failed));
        if (second.status == KBG_ERR_NOMEM) {
            outcome_free(&second);
            render(c, searcher, item, &second);
        }
        check_same(&first, &second);
        outcome_free(&second);
    }
    kbg_searcher_free(searcher);
    kbg_view_unref(view);
    kbg_base_unref(base);
    if (first.snippet) /* snippets outlive everything */
        for (size_t i = 0, len; i < kbg_snippet_attachment_count(first.snippet); i++) {
            const char *uri = kbg_attachment_uri(kbg_snippet_attachment(first.snippet, i), &len);
            FUZZ_CHECK(fuzz_is_text(uri, len));
        }
    outcome_free(&first);
    FUZZ_CHECK(memory.blocks == 0 && memory.bytes == 0);
}

/* The profile of the last section. */
static void make_profile(render_case *c, kbg_text section)
{
    const unsigned char *bytes = (const unsigned char *)section.data;
    if (section.len < 3)
        return;
    const char *name = kbg_profile_name(bytes[0] % kbg_profile_count());
    unsigned flags = bytes[2];
    FUZZ_CHECK(kbg_profile_new(NULL, name, strlen(name), &c->profile) == KBG_OK);
    c->part_limit = 16u + bytes[1];
    FUZZ_CHECK(kbg_profile_set_number(c->profile, KBG_PROFILE_LIMIT, c->part_limit) == KBG_OK);
    FUZZ_CHECK(kbg_profile_set_number(c->profile, KBG_PROFILE_WIDE_LIMIT, c->part_limit) == KBG_OK);
    FUZZ_CHECK(kbg_profile_set_number(c->profile, KBG_PROFILE_PART_LIMIT, 0) == KBG_OK);
    FUZZ_CHECK(kbg_profile_set_number(c->profile, KBG_PROFILE_HEADROOM, 0) == KBG_OK);
    FUZZ_CHECK(kbg_profile_set_number(c->profile, KBG_PROFILE_PARTS, flags & 16 ? 3 : 0) == KBG_OK);
    if (flags & 1)
        FUZZ_CHECK(kbg_profile_set_text(c->profile, KBG_PROFILE_LABEL, "({part}/{parts})", 16) == KBG_OK);
    if (flags & 2)
        FUZZ_CHECK(kbg_profile_set_text(c->profile, KBG_PROFILE_SIGNATURE, "【A】", 7) == KBG_OK);
    if (flags & 4)
        FUZZ_CHECK(kbg_profile_set_text(c->profile, KBG_PROFILE_KEYWORD, "#k", 2) == KBG_OK);
    c->options.flags |= flags & 8 ? KBG_RENDER_CUT : 0;
    c->options.slot = flags & 32 ? give_value : NULL;
    c->options.own_profile = c->profile;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_input input = { data, size };
    fuzz_text line = { 0 };
    render_case c = { .flags = fuzz_byte(&input), .options = KBG_RENDER_OPTIONS_INIT };
    uint8_t limit = fuzz_byte(&input), fail = fuzz_byte(&input), choice = fuzz_byte(&input);
    c.limit = limit ? 16 * (size_t)limit : 4u << 20;
    c.fail_at = fail ? fuzz_fail_at(fail) : 0;
    c.options.flags = c.flags & 7u;
    c.options.channel = text_of(channels[choice & 3]);
    c.options.language = text_of(languages[choice >> 2 & 3]);
    c.options.variant = text_of(variants[choice >> 4 & 3]);
    c.audience = text_of(tags[choice >> 6]);
    c.options.audience = choice >> 6 ? &c.audience : NULL;
    c.options.audience_count = choice >> 6 ? 1 : 0;
    c.options.variable = c.flags & HAS_VALUES ? give_value : NULL;
    c.options.user_data = &c;
    c.body = fuzz_section(&input);
    kbg_text value = fuzz_section(&input);
    char *copy = fuzz_copy(value.data, value.len);
    c.value = c.flags & OWN_VALUE ? (kbg_text){ copy, value.len } : text_of(unlikely);
    bool has_item = make_line(&c, &input, &line);
    c.options.flags |= KBG_RENDER_KEEP_SLOTS;
    make_profile(&c, fuzz_section(&input));
    if (has_item)
        run(&c, &line);
    kbg_profile_free(c.profile);
    fuzz_text_free(&line);
    free(copy);
    return 0;
}
