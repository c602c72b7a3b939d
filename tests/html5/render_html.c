/* SPDX-License-Identifier: MIT */
/* Renders bodies as HTML for check_html5.py. Each record of the standard input is three texts with a NUL behind each: the
 * limit of a part (0 = none), a body, and the value of all its variables. Written are the parts, a NUL behind each, and
 * behind those of a record a line feed and a NUL; or the message of the error, with E and NUL before it. */
#include <kbguide/kbguide.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_all(size_t *len)
{
    size_t capacity = 1u << 16;
    char *data = malloc(capacity);
    *len = 0;
    while (data) {
        *len += fread(data + *len, 1, capacity - *len, stdin);
        if (*len < capacity)
            return data;
        char *more = realloc(data, capacity *= 2);
        if (!more)
            free(data);
        data = more;
    }
    return NULL;
}

static bool give(const char *name, size_t name_len, kbg_text *value, void *user_data)
{
    (void)name;
    (void)name_len;
    *value = (kbg_text){ user_data, strlen(user_data) };
    return true;
}

/* The body as an item in JSON; the caller frees it. */
static char *item_of(const char *body)
{
    char *json = malloc(6 * strlen(body) + 100), *end = json;
    if (!json)
        return NULL;
    end += sprintf(end, "{\"id\":\"a\",\"question\":\"q\",\"answer\":\"");
    for (; *body; body++) {
        if ((unsigned char)*body < 0x20 || *body == '"' || *body == '\\')
            end += sprintf(end, "\\u%04x", (unsigned)(unsigned char)*body);
        else
            *end++ = *body;
    }
    memcpy(end, "\"}", 3);
    return json;
}

static kbg_status render(const char *json, uint64_t limit, char *value, kbg_error **error)
{
    kbg_base *base = NULL;
    kbg_searcher *searcher = NULL;
    kbg_profile *profile = NULL;
    kbg_snippet *snippet = NULL;
    kbg_view *view = NULL;
    kbg_render_options options = KBG_RENDER_OPTIONS_INIT;
    kbg_status status = kbg_base_new(NULL, &base, error);
    if (status == KBG_OK)
        status = kbg_base_load(base, KBG_FORMAT_JSONL, json, strlen(json), NULL, NULL, error);
    if (status == KBG_OK)
        status = kbg_searcher_new(base, &searcher, error);
    if (status == KBG_OK)
        status = kbg_profile_new(NULL, "html", 4, &profile);
    if (status == KBG_OK && limit)
        status = kbg_profile_set_number(profile, KBG_PROFILE_LIMIT, limit);
    if (status == KBG_OK) {
        view = kbg_base_view(base);
        options.own_profile = profile;
        options.variable = give;
        options.user_data = value;
        status = kbg_render(searcher, kbg_view_item(view, 0), &options, &snippet, error);
    }
    for (size_t i = 0; status == KBG_OK && i < kbg_snippet_part_count(snippet); i++) {
        size_t len;
        const char *part = kbg_snippet_part(snippet, i, &len);
        fwrite(part, 1, len + 1, stdout);
    }
    kbg_snippet_free(snippet);
    kbg_view_unref(view);
    kbg_profile_free(profile);
    kbg_searcher_free(searcher);
    kbg_base_unref(base);
    return status;
}

int main(void)
{
    size_t len;
    char *input = read_all(&len);
    if (!input)
        return 1;
    for (char *at = input; at < input + len;) {
        char *body = at + strlen(at) + 1, *value = body + strlen(body) + 1;
        kbg_error *error = NULL;
        char *json = item_of(body);
        if (!json)
            return 1;
        if (render(json, strtoull(at, NULL, 10), value, &error) != KBG_OK) {
            fwrite("E", 1, 2, stdout);
            fwrite(kbg_error_message(error), 1, strlen(kbg_error_message(error)) + 1, stdout);
        }
        fwrite("\n", 1, 2, stdout);
        kbg_error_free(error);
        free(json);
        at = value + strlen(value) + 1;
    }
    free(input);
    return 0;
}
