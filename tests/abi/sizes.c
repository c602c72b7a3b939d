/* SPDX-License-Identifier: MIT */
/* Layouts that a release has promised: programs built with old headers hand us these structs. A size may grow only by a
 * field at the end; then the old size goes into kbg__sized_copy() as the smallest one, and not out of here. */
#include <kbguide/kbguide.h>

#define ASSERT_AT(type, field, offset) \
    _Static_assert(offsetof(type, field) == (offset), #type "." #field " has moved")
#define ASSERT_SIZE(type, size) _Static_assert(sizeof(type) == (size), #type " has another size")

#if UINTPTR_MAX == UINT64_MAX && SIZE_MAX == UINT64_MAX

ASSERT_SIZE(kbg_text, 16);
ASSERT_AT(kbg_text, data, 0);
ASSERT_AT(kbg_text, len, 8);

ASSERT_SIZE(kbg_allocator, 40);
ASSERT_AT(kbg_allocator, size, 0);
ASSERT_AT(kbg_allocator, malloc, 8);
ASSERT_AT(kbg_allocator, realloc, 16);
ASSERT_AT(kbg_allocator, free, 24);
ASSERT_AT(kbg_allocator, user_data, 32);

ASSERT_SIZE(kbg_column, 32);
ASSERT_AT(kbg_column, header, 0);
ASSERT_AT(kbg_column, field, 16);

ASSERT_SIZE(kbg_load_options, 56);
ASSERT_AT(kbg_load_options, size, 0);
ASSERT_AT(kbg_load_options, flags, 4);
ASSERT_AT(kbg_load_options, source, 8);
ASSERT_AT(kbg_load_options, charset, 24);
ASSERT_AT(kbg_load_options, delimiter, 28);
ASSERT_AT(kbg_load_options, columns, 32);
ASSERT_AT(kbg_load_options, column_count, 40);
ASSERT_AT(kbg_load_options, section_chars, 48);
ASSERT_AT(kbg_load_options, reserved, 52);

ASSERT_SIZE(kbg_dump_options, 40);
ASSERT_AT(kbg_dump_options, size, 0);
ASSERT_AT(kbg_dump_options, flags, 4);
ASSERT_AT(kbg_dump_options, delimiter, 8);
ASSERT_AT(kbg_dump_options, charset, 12);
ASSERT_AT(kbg_dump_options, columns, 16);
ASSERT_AT(kbg_dump_options, column_count, 24);
ASSERT_AT(kbg_dump_options, line_ends, 32);
ASSERT_AT(kbg_dump_options, reserved, 36);

ASSERT_SIZE(kbg_query, 120);
ASSERT_AT(kbg_query, size, 0);
ASSERT_AT(kbg_query, flags, 4);
ASSERT_AT(kbg_query, limit, 8);
ASSERT_AT(kbg_query, kinds, 12);
ASSERT_AT(kbg_query, states, 16);
ASSERT_AT(kbg_query, stage, 20);
ASSERT_AT(kbg_query, now, 24);
ASSERT_AT(kbg_query, min_confidence, 32);
ASSERT_AT(kbg_query, category, 40);
ASSERT_AT(kbg_query, preferred, 56);
ASSERT_AT(kbg_query, preferred_count, 64);
ASSERT_AT(kbg_query, audience, 72);
ASSERT_AT(kbg_query, audience_count, 80);
ASSERT_AT(kbg_query, channel, 88);
ASSERT_AT(kbg_query, language, 104);

ASSERT_SIZE(kbg_render_options, 136);
ASSERT_AT(kbg_render_options, size, 0);
ASSERT_AT(kbg_render_options, flags, 4);
ASSERT_AT(kbg_render_options, profile, 8);
ASSERT_AT(kbg_render_options, channel, 24);
ASSERT_AT(kbg_render_options, language, 40);
ASSERT_AT(kbg_render_options, variant, 56);
ASSERT_AT(kbg_render_options, audience, 72);
ASSERT_AT(kbg_render_options, audience_count, 80);
ASSERT_AT(kbg_render_options, variable, 88);
ASSERT_AT(kbg_render_options, user_data, 96);
ASSERT_AT(kbg_render_options, own_profile, 104);
ASSERT_AT(kbg_render_options, slot, 112);
ASSERT_AT(kbg_render_options, variant_number, 120);
ASSERT_AT(kbg_render_options, now, 128);

ASSERT_SIZE(kbg_rule, 208);
ASSERT_AT(kbg_rule, size, 0);
ASSERT_AT(kbg_rule, direction, 4);
ASSERT_AT(kbg_rule, severity, 8);
ASSERT_AT(kbg_rule, action, 12);
ASSERT_AT(kbg_rule, subject, 16);
ASSERT_AT(kbg_rule, checksum, 20);
ASSERT_AT(kbg_rule, keep_first, 24);
ASSERT_AT(kbg_rule, keep_last, 28);
ASSERT_AT(kbg_rule, valid_from, 32);
ASSERT_AT(kbg_rule, valid_until, 40);
ASSERT_AT(kbg_rule, id, 48);
ASSERT_AT(kbg_rule, class_name, 64);
ASSERT_AT(kbg_rule, pattern, 80);
ASSERT_AT(kbg_rule, replacement, 96);
ASSERT_AT(kbg_rule, reason, 112);
ASSERT_AT(kbg_rule, item, 128);
ASSERT_AT(kbg_rule, words, 144);
ASSERT_AT(kbg_rule, word_count, 152);
ASSERT_AT(kbg_rule, exceptions, 160);
ASSERT_AT(kbg_rule, exception_count, 168);
ASSERT_AT(kbg_rule, channels, 176);
ASSERT_AT(kbg_rule, channel_count, 184);
ASSERT_AT(kbg_rule, categories, 192);
ASSERT_AT(kbg_rule, category_count, 200);

ASSERT_SIZE(kbg_check_options, 56);
ASSERT_AT(kbg_check_options, size, 0);
ASSERT_AT(kbg_check_options, flags, 4);
ASSERT_AT(kbg_check_options, direction, 8);
ASSERT_AT(kbg_check_options, min_severity, 12);
ASSERT_AT(kbg_check_options, now, 16);
ASSERT_AT(kbg_check_options, channel, 24);
ASSERT_AT(kbg_check_options, category, 40);

ASSERT_SIZE(kbg_event, 96);
ASSERT_AT(kbg_event, size, 0);
ASSERT_AT(kbg_event, type, 4);
ASSERT_AT(kbg_event, flags, 8);
ASSERT_AT(kbg_event, rank, 12);
ASSERT_AT(kbg_event, at, 16);
ASSERT_AT(kbg_event, weight, 24);
ASSERT_AT(kbg_event, response_ms, 32);
ASSERT_AT(kbg_event, padding, 36);
ASSERT_AT(kbg_event, confidence, 40);
ASSERT_AT(kbg_event, item, 48);
ASSERT_AT(kbg_event, agent, 64);
ASSERT_AT(kbg_event, message, 80);

ASSERT_SIZE(kbg_hot_options, 48);
ASSERT_AT(kbg_hot_options, size, 0);
ASSERT_AT(kbg_hot_options, flags, 4);
ASSERT_AT(kbg_hot_options, limit, 8);
ASSERT_AT(kbg_hot_options, kinds, 12);
ASSERT_AT(kbg_hot_options, stages, 16);
ASSERT_AT(kbg_hot_options, states, 20);
ASSERT_AT(kbg_hot_options, now, 24);
ASSERT_AT(kbg_hot_options, category, 32);
ASSERT_SIZE(kbg_figures_options, 56);
ASSERT_AT(kbg_figures_options, size, 0);
ASSERT_AT(kbg_figures_options, flags, 4);
ASSERT_AT(kbg_figures_options, period_minutes, 8);
ASSERT_AT(kbg_figures_options, utc_offset_minutes, 12);
ASSERT_AT(kbg_figures_options, max_periods, 16);
ASSERT_AT(kbg_figures_options, max_items, 20);
ASSERT_AT(kbg_figures_options, max_categories, 24);
ASSERT_AT(kbg_figures_options, max_agents, 28);
ASSERT_AT(kbg_figures_options, max_messages, 32);
ASSERT_AT(kbg_figures_options, max_message_bytes, 36);
ASSERT_AT(kbg_figures_options, unanswered_below, 40);
ASSERT_AT(kbg_figures_options, seed, 48);

ASSERT_SIZE(kbg_figures_report_options, 48);
ASSERT_AT(kbg_figures_report_options, size, 0);
ASSERT_AT(kbg_figures_report_options, flags, 4);
ASSERT_AT(kbg_figures_report_options, from, 8);
ASSERT_AT(kbg_figures_report_options, until, 16);
ASSERT_AT(kbg_figures_report_options, view, 24);
ASSERT_AT(kbg_figures_report_options, max_entries, 32);
ASSERT_AT(kbg_figures_report_options, max_examples, 36);
ASSERT_AT(kbg_figures_report_options, least_rejected, 40);
ASSERT_AT(kbg_figures_report_options, delimiter, 44);

#endif

/* Enumerations are handed over as int on every platform that we know. */
ASSERT_SIZE(kbg_status, 4);
ASSERT_SIZE(kbg_limit, 4);
ASSERT_SIZE(kbg_kind, 4);
ASSERT_SIZE(kbg_stage, 4);
ASSERT_SIZE(kbg_state, 4);
ASSERT_SIZE(kbg_list, 4);
ASSERT_SIZE(kbg_media, 4);
ASSERT_SIZE(kbg_format, 4);
ASSERT_SIZE(kbg_direction, 4);
ASSERT_SIZE(kbg_severity, 4);
ASSERT_SIZE(kbg_action, 4);
ASSERT_SIZE(kbg_subject, 4);
ASSERT_SIZE(kbg_checksum, 4);
ASSERT_SIZE(kbg_starter, 4);
ASSERT_SIZE(kbg_charset, 4);
ASSERT_SIZE(kbg_row_state, 4);
ASSERT_SIZE(kbg_unit, 4);
ASSERT_SIZE(kbg_profile_number, 4);
ASSERT_SIZE(kbg_profile_text, 4);
ASSERT_SIZE(kbg_warning, 4);
ASSERT_SIZE(kbg_slot_kind, 4);
ASSERT_SIZE(kbg_event_type, 4);
ASSERT_SIZE(kbg_event_flag, 4);
ASSERT_SIZE(kbg_hot_mark, 4);
ASSERT_SIZE(kbg_figures_table, 4);

/* What the initialisers set. */
int main(void)
{
    kbg_load_options load = KBG_LOAD_OPTIONS_INIT;
    kbg_dump_options dump = KBG_DUMP_OPTIONS_INIT;
    kbg_query query = KBG_QUERY_INIT;
    kbg_render_options render = KBG_RENDER_OPTIONS_INIT;
    kbg_rule rule = KBG_RULE_INIT;
    kbg_check_options check = KBG_CHECK_OPTIONS_INIT;
    kbg_event event = KBG_EVENT_INIT;
    kbg_hot_options hot = KBG_HOT_OPTIONS_INIT;
    kbg_figures_options figures = KBG_FIGURES_OPTIONS_INIT;
    kbg_figures_report_options report = KBG_FIGURES_REPORT_OPTIONS_INIT;
    const unsigned char *bytes[] = { (const unsigned char *)&load,    (const unsigned char *)&dump,
                                     (const unsigned char *)&query,   (const unsigned char *)&render,
                                     (const unsigned char *)&rule,    (const unsigned char *)&check,
                                     (const unsigned char *)&event,   (const unsigned char *)&hot,
                                     (const unsigned char *)&figures, (const unsigned char *)&report };
    const size_t sizes[] = { sizeof(load),  sizeof(dump),  sizeof(query), sizeof(render),  sizeof(rule),
                             sizeof(check), sizeof(event), sizeof(hot),   sizeof(figures), sizeof(report) };
    if (load.size != sizeof(load) || dump.size != sizeof(dump) || query.size != sizeof(query) ||
        render.size != sizeof(render) || rule.size != sizeof(rule) || check.size != sizeof(check) ||
        event.size != sizeof(event) || hot.size != sizeof(hot) || figures.size != sizeof(figures) ||
        report.size != sizeof(report))
        return 1;
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
        for (size_t at = sizeof(uint32_t); at < sizes[i]; at++)
            if (bytes[i][at] != 0)
                return 1;
    return 0;
}
