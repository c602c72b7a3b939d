/* SPDX-License-Identifier: MIT */
#include "io/json_parse.h"

#include "base/utf8.h"
#include "io/json_place.h"

#include <string.h>

static kbg_status syntax_problem(const json_error_t *error, const char *text, size_t len, kbg__problem *problem)
{
    if (json_error_code(error) == json_error_out_of_memory)
        return KBG_ERR_NOMEM;
    /* What jansson adds about the place and about its own flags is left out. */
    static const char *const tails[] = { " near ", " without " };
    size_t text_len = strlen(error->text), stop = error->position > 0 ? (size_t)error->position : 0;
    for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
        const char *tail = strstr(error->text, tails[i]);
        if (tail && (size_t)(tail - error->text) < text_len)
            text_len = (size_t)(tail - error->text);
    }
    bool ended = json_error_code(error) == json_error_premature_end_of_input && stop >= len;
    problem->offset = ended ? len : kbg__json_bad_place(text, len, stop);
    return kbg__problem_set(problem, KBG_ERR_SYNTAX, "not valid JSON: %.*s", (int)text_len, error->text);
}

kbg_status kbg__json_parse_any(const char *text, size_t len, json_t **root, kbg__problem *problem)
{
    json_error_t error;
    *root = json_loadb(text, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (*root) /* bytes that are not UTF-8 are not valid JSON either */
        return KBG_OK;
    size_t bad = kbg__utf8_check(text, len);
    problem->offset = bad;
    if (bad < len && json_error_code(&error) != json_error_out_of_memory)
        return kbg__problem_set(problem, KBG_ERR_UTF8, "byte 0x%02X is not well-formed UTF-8",
                                (unsigned)(unsigned char)text[bad]);
    return syntax_problem(&error, text, len, problem);
}

kbg_status kbg__json_parse(const char *text, size_t len, json_t **root, kbg__problem *problem)
{
    static const kbg__json_path whole = { 0 };
    kbg_status status = kbg__json_parse_any(text, len, root, problem);
    if (status != KBG_OK || json_is_object(*root))
        return status;
    json_decref(*root);
    *root = NULL;
    problem->offset = kbg__json_place(text, len, &whole);
    return kbg__problem_set(problem, KBG_ERR_SYNTAX, "a line must hold one JSON object");
}

size_t kbg__json_ordinal(json_t *object, const char *key)
{
    size_t n = 0;
    for (void *i = json_object_iter(object); i && strcmp(json_object_iter_key(i), key) != 0; n++)
        i = json_object_iter_next(object, i);
    return n;
}
