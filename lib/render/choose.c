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

/* How an answer fits by itself. */
static uint32_t fit_of(const char *answer, const kbg_render_options *options)
{
    kbg__field channel = kbg__record_child(answer, KBG__TAG_CHANNEL, 0);
    kbg__field language = kbg__record_child(answer, KBG__TAG_LANGUAGE, 0);
    uint32_t fit = 0;
    if (channel.tag != KBG__TAG_END)
        fit |= is_text(channel, options->channel) ? KBG_FIT_CHANNEL : KBG_FIT_OTHER_CHANNEL;
    if (kbg__record_count(answer, KBG__TAG_AUDIENCE))
        fit |= kbg__audience_matches(answer, options->audience, options->audience_count) ? KBG_FIT_AUDIENCE
                                                                                         : KBG_FIT_OTHER_AUDIENCE;
    if (options->language.len) {
        if (language.tag == KBG__TAG_END)
            fit |= KBG_FIT_NO_LANGUAGE;
        else if (kbg__language_matches(options->language.data, options->language.len, language.value, language.len))
            fit |= KBG_FIT_LANGUAGE;
    }
    if (is_text(kbg__record_child(answer, KBG__TAG_VARIANT, 0), options->variant))
        fit |= KBG_FIT_VARIANT;
    return fit;
}

/* Higher is better; -1 if it may not be used. */
static int rank_of(uint32_t fit)
{
    if (fit & (KBG_FIT_OTHER_CHANNEL | KBG_FIT_OTHER_AUDIENCE))
        return -1;
    return (fit & KBG_FIT_CHANNEL ? 16 : 0) + (fit & KBG_FIT_AUDIENCE ? 8 : 0) + (fit & KBG_FIT_LANGUAGE ? 4 : 0) +
           (fit & KBG_FIT_NO_LANGUAGE ? 2 : 0) + (fit & KBG_FIT_VARIANT ? 1 : 0);
}

size_t kbg__choose_answer(const kbg_item *item, const kbg_render_options *options, const kbg_answer **answer)
{
    kbg__field whole = kbg__record_field((const char *)item);
    size_t chosen = SIZE_MAX;
    uint64_t equals = 0, wanted = 0;
    int best = -1;
    *answer = NULL;
    /* The first walk finds the best rank and how many have it, the second one the one that is wanted of these. */
    for (int walk = 0; walk < 2; walk++) {
        size_t index = 0;
        uint64_t met = 0;
        for (const char *at = whole.value; at < whole.value + whole.len;) {
            kbg__field field = kbg__record_field(at);
            at = field.next;
            if (field.tag != KBG__TAG_ANSWER)
                continue;
            int rank = rank_of(fit_of(field.at, options));
            if (walk == 0 && rank > best) {
                best = rank;
                equals = 0;
            }
            if (rank >= 0 && rank == best) {
                equals += walk == 0;
                if (walk == 1 && met++ == wanted) {
                    chosen = index;
                    *answer = (const kbg_answer *)(const void *)field.at;
                }
            }
            index++;
        }
        if (best < 0)
            break;
        wanted = options->variant.len ? 0 : options->variant_number % equals;
    }
    return chosen;
}

uint32_t kbg__choose_fit(const kbg_item *item, size_t index, const kbg_render_options *options)
{
    const kbg_answer *answer;
    size_t chosen = kbg__choose_answer(item, options, &answer);
    uint32_t fit = fit_of(kbg__record_child((const char *)item, KBG__TAG_ANSWER, index).at, options);
    if (answer && rank_of(fit) == rank_of(fit_of((const char *)answer, options)))
        fit |= KBG_FIT_BEST;
    return chosen == index ? fit | KBG_FIT_CHOSEN : fit;
}
