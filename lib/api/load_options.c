/* SPDX-License-Identifier: MIT */
#include "api/load_options.h"

#include "base/sized.h"

static bool is_table(kbg_format format)
{
    return format == KBG_FORMAT_CSV || format == KBG_FORMAT_TSV;
}

static kbg_status refuse(kbg__problem *problem, const char *what)
{
    return kbg__problem_set(problem, KBG_ERR_OPTIONS, "%s", what);
}

static kbg_status check_format(kbg_format format, kbg__problem *problem)
{
    if (format < KBG_FORMAT_JSONL || format > KBG_FORMAT_MARKDOWN)
        return refuse(problem, "the format is not known");
    return KBG_OK;
}

static kbg_status check_delimiter(uint32_t delimiter, kbg_format format, kbg__problem *problem)
{
    bool is_sign = delimiter < 0x80 && delimiter != '"' && delimiter != '\n' && delimiter != '\r';
    if (delimiter && (!is_sign || format != KBG_FORMAT_CSV))
        return refuse(problem, "delimiter must be an ASCII character other than \", CR and LF, for CSV");
    return KBG_OK;
}

static kbg_status check_columns(const kbg_column *columns, size_t count, kbg_format format, kbg__problem *problem)
{
    if (count && (!columns || !is_table(format)))
        return refuse(problem, "columns are for CSV and TSV, and must be there if column_count says so");
    return KBG_OK;
}

kbg_status kbg__load_options_take(kbg_load_options *own, kbg_format format, const kbg_load_options *given,
                                  kbg__problem *problem)
{
    static const uint32_t known =
        KBG_LOAD_SKIP_BAD | KBG_LOAD_SKIP_EXISTING | KBG_LOAD_OVERWRITE | KBG_LOAD_NO_HEADER;
    *own = (kbg_load_options)KBG_LOAD_OPTIONS_INIT;
    kbg_status status = check_format(format, problem);
    if (status == KBG_OK && kbg__sized_copy(own, sizeof(*own), sizeof(*own), given) != KBG_OK)
        status = refuse(problem, "the size of the options is not possible");
    if (status != KBG_OK)
        return status;
    if (own->flags & ~known || own->reserved)
        return refuse(problem, "flags or reserved hold what is not known");
    if (own->flags & KBG_LOAD_SKIP_EXISTING && own->flags & KBG_LOAD_OVERWRITE)
        return refuse(problem, "flags say to skip existing items and to overwrite them");
    if (own->flags & KBG_LOAD_NO_HEADER && (!is_table(format) || own->column_count == 0))
        return refuse(problem, "without a header, columns must name the columns of a CSV or TSV");
    if (own->charset > KBG_CHARSET_GBK || (format == KBG_FORMAT_JSONL && own->charset > KBG_CHARSET_UTF8))
        return refuse(problem, "charset is not one that the format may have");
    if (own->charset == KBG_CHARSET_GBK)
        own->charset = KBG_CHARSET_GB18030;
    status = check_delimiter(own->delimiter, format, problem);
    return status == KBG_OK ? check_columns(own->columns, own->column_count, format, problem) : status;
}

kbg_status kbg__dump_options_take(kbg_dump_options *own, kbg_format format, const kbg_dump_options *given,
                                  kbg__problem *problem)
{
    static const uint32_t known = KBG_DUMP_BOM | KBG_DUMP_FORMULAS;
    *own = (kbg_dump_options)KBG_DUMP_OPTIONS_INIT;
    kbg_status status = check_format(format, problem);
    if (status == KBG_OK && kbg__sized_copy(own, sizeof(*own), sizeof(*own), given) != KBG_OK)
        status = refuse(problem, "the size of the options is not possible");
    if (status != KBG_OK)
        return status;
    if (own->flags & ~known || own->reserved || (own->flags && !is_table(format)))
        return refuse(problem, "flags or reserved hold what is not known for the format");
    bool is_gb = own->charset == KBG_CHARSET_GB18030 || own->charset == KBG_CHARSET_GBK;
    if (!(own->charset <= KBG_CHARSET_UTF8 || is_gb) || (format == KBG_FORMAT_JSONL && is_gb))
        return refuse(problem, "charset is not one that the format may have");
    if (own->flags & KBG_DUMP_BOM && own->charset == KBG_CHARSET_GBK)
        return refuse(problem, "GBK has no byte order mark");
    if (own->line_ends > KBG_LINE_ENDS_CRLF || (own->line_ends && format == KBG_FORMAT_JSONL))
        return refuse(problem, "line_ends is not one that the format may have");
    status = check_delimiter(own->delimiter, format, problem);
    return status == KBG_OK ? check_columns(own->columns, own->column_count, format, problem) : status;
}
