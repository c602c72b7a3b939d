/* SPDX-License-Identifier: MIT */
/* Messages as figures keep them: masked, well-formed, trimmed, cut. */
#ifndef KBG_LIVE_FIGURES_MESSAGE_H
#define KBG_LIVE_FIGURES_MESSAGE_H

#include "rule/checker.h"

typedef struct kbg__figures_messages {
    kbg__rule_set *rules; /* NULL = none */
    kbg__checker checker;
    bool has_checker;
    kbg__limits limits;
    kbg__buffer text; /* the last message */
} kbg__figures_messages;

void kbg__figures_messages_init(kbg__figures_messages *messages, const kbg_allocator *memory, kbg__rule_set *rules);
void kbg__figures_messages_free(kbg__figures_messages *messages);

/* Makes messages->text of a message that came in at an instant, of at most so many bytes. *is_withheld is whether it
 * must not be kept because it could not be checked. */
kbg_status kbg__figures_message(kbg__figures_messages *messages, kbg_text message, int64_t at, size_t most_bytes,
                                bool *is_withheld);

#endif
