/* SPDX-License-Identifier: MIT */
#include "io/sink.h"

bool kbg__is_bad_line(kbg_status status)
{
    switch (status) {
    case KBG_ERR_LIMIT:
    case KBG_ERR_UTF8:
    case KBG_ERR_SYNTAX:
    case KBG_ERR_TYPE:
    case KBG_ERR_VALUE:
    case KBG_ERR_DUPLICATE:
        return true;
    default:
        return false;
    }
}
