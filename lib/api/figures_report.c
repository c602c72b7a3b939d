/* SPDX-License-Identifier: MIT */
#include "api/error.h"
#include "api/figures.h"
#include "base/sized.h"
#include "live/figures_output.h"

#include <assert.h>

_Static_assert(sizeof(void *) != 8 || sizeof(kbg_figures_report_options) == 48,
               "kbg_figures_report_options has padding or has changed");

static kbg_status take_options(kbg_figures_report_options *own, const kbg_figures_report_options *given,
                               uint32_t known_flags, kbg__problem *problem)
{
    *own = (kbg_figures_report_options)KBG_FIGURES_REPORT_OPTIONS_INIT;
    kbg_status status = kbg__sized_copy(own, sizeof(*own), sizeof(*own), given);
    bool is_sign = own->delimiter < 0x80 && own->delimiter != '"' && own->delimiter != '\n' && own->delimiter != '\r';
    const char *wrong = status != KBG_OK                                     ? "size"
                        : own->flags & ~known_flags                          ? "flags"
                        : own->max_entries > 1000000                         ? "max_entries"
                        : own->max_examples > 1000                           ? "max_examples"
                        : own->from && own->until && own->from >= own->until ? "until"
                        : !is_sign || (own->delimiter && !known_flags)       ? "delimiter"
                                                                             : NULL;
    own->max_entries = own->max_entries ? own->max_entries : 100;
    own->max_examples = own->max_examples ? own->max_examples : 3;
    own->least_rejected = own->least_rejected ? own->least_rejected : 3;
    own->delimiter = own->delimiter ? own->delimiter : ',';
    return wrong ? kbg__problem_set(problem, KBG_ERR_OPTIONS, "report: %s is not valid", wrong) : KBG_OK;
}

kbg_status kbg_figures_json(kbg_figures *figures, const kbg_figures_report_options *options, kbg_write_fn write,
                            void *user_data, kbg_error **error)
{
    kbg_figures_report_options own;
    kbg__figures_report report;
    kbg__problem problem = { .status = KBG_OK };
    assert(figures && write);
    if (error)
        *error = NULL;
    kbg_status status = take_options(&own, options, 0, &problem);
    if (status == KBG_OK) {
        kbg__figures_items items = kbg__figures_items_of(own.view);
        status = kbg__figures_report_make(&report, figures, &own, own.view ? &items : NULL, true);
        if (status == KBG_OK)
            status = kbg__figures_json(&report, write, user_data);
        kbg__figures_report_free(&report);
    }
    return status == KBG_OK ? KBG_OK : kbg__fail(&figures->memory, status, &problem, kbg__no_source, error);
}

kbg_status kbg_figures_csv(kbg_figures *figures, kbg_figures_table table, const kbg_figures_report_options *options,
                           kbg_write_fn write, void *user_data, kbg_error **error)
{
    kbg_figures_report_options own;
    kbg__figures_report report;
    kbg__problem problem = { .status = KBG_OK };
    assert(figures && write);
    if (error)
        *error = NULL;
    kbg_status status = take_options(&own, options, KBG_DUMP_BOM | KBG_DUMP_FORMULAS, &problem);
    if (status == KBG_OK && (table < KBG_FIGURES_ITEMS || table > KBG_FIGURES_NEVER_USED))
        status = kbg__problem_set(&problem, KBG_ERR_OPTIONS, "the table is not known");
    if (status == KBG_OK && table == KBG_FIGURES_NEVER_USED && !own.view)
        status = kbg__problem_set(&problem, KBG_ERR_OPTIONS, "items never used can be told with a view only");
    if (status == KBG_OK) {
        kbg__figures_items items = kbg__figures_items_of(own.view);
        status = kbg__figures_report_make(&report, figures, &own, own.view ? &items : NULL,
                                          table == KBG_FIGURES_UNANSWERED);
        if (status == KBG_OK)
            status = kbg__figures_csv(&report, table, write, user_data);
        kbg__figures_report_free(&report);
    }
    return status == KBG_OK ? KBG_OK : kbg__fail(&figures->memory, status, &problem, kbg__no_source, error);
}
