/* SPDX-License-Identifier: MIT */
#include "api/error.h"

#include <string.h>

struct kbg_error {
    kbg_allocator memory;
    kbg_status status;
    uint64_t line, column, offset;
    const char *message, *source;
    char texts[];
};

/* Nothing can be allocated to report that nothing can be allocated. */
static const struct kbg_error no_memory = { .status = KBG_ERR_NOMEM, .message = "out of memory", .source = "" };

const kbg_text kbg__no_source = { NULL, 0 };

kbg_status kbg__fail(const kbg_allocator *memory, kbg_status status, const kbg__problem *problem, kbg_text source,
                     kbg_error **error)
{
    if (!error)
        return status;
    *error = (kbg_error *)(uintptr_t)&no_memory;
    if (status == KBG_ERR_NOMEM)
        return KBG_ERR_NOMEM;
    const char *message = problem && problem->text[0] ? problem->text : kbg_status_text(status);
    size_t message_size = strlen(message) + 1;
    kbg_error *made = kbg__malloc(memory, sizeof(*made) + message_size + source.len + 1);
    if (!made)
        return KBG_ERR_NOMEM;
    *made = (kbg_error){ .memory = *memory, .status = status };
    if (problem) {
        made->line = problem->line;
        made->column = problem->column;
        made->offset = problem->offset;
    }
    memcpy(made->texts, message, message_size);
    if (source.len)
        memcpy(made->texts + message_size, source.data, source.len);
    made->texts[message_size + source.len] = '\0';
    made->message = made->texts;
    made->source = made->texts + message_size;
    *error = made;
    return status;
}

kbg_status kbg_error_status(const kbg_error *error)
{
    return error ? error->status : KBG_OK;
}

const char *kbg_error_message(const kbg_error *error)
{
    return error ? error->message : "";
}

const char *kbg_error_source(const kbg_error *error)
{
    return error ? error->source : "";
}

uint64_t kbg_error_line(const kbg_error *error)
{
    return error ? error->line : 0;
}

uint64_t kbg_error_column(const kbg_error *error)
{
    return error ? error->column : 0;
}

uint64_t kbg_error_offset(const kbg_error *error)
{
    return error ? error->offset : 0;
}

void kbg_error_free(kbg_error *error)
{
    if (!error || error == &no_memory)
        return;
    kbg_allocator memory = error->memory;
    kbg__free(&memory, error);
}
