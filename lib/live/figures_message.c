/* SPDX-License-Identifier: MIT */
#include "live/figures_message.h"

#include "base/text.h"
#include "base/utf8.h"

void kbg__figures_messages_init(kbg__figures_messages *messages, const kbg_allocator *memory, kbg__rule_set *rules)
{
    *messages = (kbg__figures_messages){ .rules = rules };
    kbg__limits_init(&messages->limits);
    kbg__buffer_init(&messages->text, memory);
}

void kbg__figures_messages_free(kbg__figures_messages *messages)
{
    if (messages->has_checker)
        kbg__checker_free(&messages->checker);
    kbg__buffer_free(&messages->text);
}

/* Replaces a message by what the rules make of it. */
static kbg_status mask(kbg__figures_messages *m, kbg_text *message, int64_t at, bool *is_withheld)
{
    kbg__rule_scope scope = { .direction = KBG_DIRECTION_INCOMING, .now = at };
    kbg_status status = KBG_OK;
    if (!m->has_checker) {
        status = kbg__checker_init(&m->checker, m->text.memory, NULL);
        m->has_checker = status == KBG_OK;
    }
    if (status == KBG_OK)
        status = kbg__check(&m->checker, m->rules, &scope, &m->limits, message->data, message->len, NULL);
    if (status == KBG_ERR_LIMIT || status == KBG_ERR_PATTERN) {
        *is_withheld = true;
        return KBG_OK;
    }
    if (status == KBG_OK && m->checker.is_changed)
        *message = (kbg_text){ m->checker.text.data, m->checker.text.len };
    return status;
}

kbg_status kbg__figures_message(kbg__figures_messages *m, kbg_text message, int64_t at, size_t most_bytes,
                                bool *is_withheld)
{
    kbg_status status = KBG_OK;
    *is_withheld = false;
    kbg__buffer_clear(&m->text);
    if (m->rules && message.len)
        status = mask(m, &message, at, is_withheld);
    if (status != KBG_OK || *is_withheld)
        return status;
    message = kbg__text_trimmed(message);
    for (size_t next = 0; next < message.len;) {
        size_t before = m->text.len;
        kbg__buffer_add_code_point(&m->text, kbg__utf8_next(message.data, message.len, &next));
        if (m->text.len > most_bytes) {
            m->text.len = before;
            break;
        }
    }
    return kbg__buffer_status(&m->text);
}
