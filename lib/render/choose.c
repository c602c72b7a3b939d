/* SPDX-License-Identifier: MIT */
#include "render/choose.h"

#include "item/audience.h"
#include "item/language.h"
#include "item/record.h"

#include <string.h>

static bool is_text(kbg__field field, kbg_text wanted)
{
    return wanted.len && field.tag != KBG__TAG_END && field.len == wanted.len &&
           memcmp(field.value, wanted.data, wanted.len) == 0;
}

/* How well an answer fits, higher is better; -1 if it may not be used. */
static int fitness(const char *answer, const kbg_render_options *options)
{
    kbg__field channel = kbg__record_child(answer, KBG__TAG_CHANNEL, 0);
    kbg__field language = kbg__record_child(answer, KBG__TAG_LANGUAGE, 0);
    int score = 0;
    if (channel.tag != KBG__TAG_END) {
        if (!is_text(channel, options->channel))
            return -1;
        score += 16;
    }
    if (kbg__record_count(answer, KBG__TAG_AUDIENCE)) {
        if (!kbg__audience_matches(answer, options->audience, options->audience_count))
            return -1;
        score += 8;
    }
    if (options->language.len) {
        if (language.tag == KBG__TAG_END)
            score += 2;
        else if (kbg__language_matches(options->language.data, options->language.len, language.value, language.len))
            score += 4;
    }
    return score + is_text(kbg__record_child(answer, KBG__TAG_VARIANT, 0), options->variant);
}

size_t kbg__choose_answer(const kbg_item *item, const kbg_render_options *options, const kbg_answer **answer)
{
    kbg__field whole = kbg__record_field((const char *)item);
    size_t index = 0, chosen = SIZE_MAX;
    int best = -1;
    *answer = NULL;
    for (const char *at = whole.value; at < whole.value + whole.len;) {
        kbg__field field = kbg__record_field(at);
        at = field.next;
        if (field.tag != KBG__TAG_ANSWER)
            continue;
        int score = fitness(field.at, options);
        if (score > best) {
            best = score;
            chosen = index;
            *answer = (const kbg_answer *)(const void *)field.at;
        }
        index++;
    }
    return chosen;
}
