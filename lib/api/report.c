/* SPDX-License-Identifier: MIT */
#include "api/report.h"

#include "api/error.h"

kbg_report *kbg__report_new(const kbg_base *base)
{
    kbg_report *report = kbg__calloc(&base->memory, 1, sizeof(*report));
    if (report) {
        report->memory = base->memory;
        report->most = base->limits.value[KBG_LIMIT_REPORT_ERRORS];
    }
    return report;
}

kbg_status kbg__report_add(kbg_report *report, const kbg__problem *problem, kbg_text source)
{
    report->bad_count++;
    if (report->error_count >= report->most)
        return KBG_OK;
    kbg_status status = kbg__grow(&report->memory, (void **)&report->errors, &report->capacity,
                                  report->error_count + 1, sizeof(*report->errors));
    if (status != KBG_OK)
        return status;
    status = kbg__fail(&report->memory, problem->status, problem, source, &report->errors[report->error_count]);
    report->error_count++;
    return status == KBG_ERR_NOMEM ? status : KBG_OK;
}

size_t kbg_report_item_count(const kbg_report *report)
{
    return report->counts.added;
}

size_t kbg_report_replaced_count(const kbg_report *report)
{
    return report->counts.replaced;
}

size_t kbg_report_skipped_count(const kbg_report *report)
{
    return report->counts.skipped;
}

size_t kbg_report_bad_count(const kbg_report *report)
{
    return report->bad_count;
}

size_t kbg_report_error_count(const kbg_report *report)
{
    return report->error_count;
}

const kbg_error *kbg_report_error(const kbg_report *report, size_t index)
{
    return index < report->error_count ? report->errors[index] : NULL;
}

void kbg_report_free(kbg_report *report)
{
    if (!report)
        return;
    kbg_allocator memory = report->memory;
    for (size_t i = 0; i < report->error_count; i++)
        kbg_error_free(report->errors[i]);
    kbg__free(&memory, report->errors);
    kbg__free(&memory, report);
}
