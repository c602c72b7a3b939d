/* SPDX-License-Identifier: MIT */
/* The options of loads, previews and dumps, checked. */
#ifndef KBG_API_LOAD_OPTIONS_H
#define KBG_API_LOAD_OPTIONS_H

#include "base/problem.h"

#include <kbguide/base.h>

/* Copies what a host gave to *own. KBG_ERR_OPTIONS with a message if it is not valid for the format. */
kbg_status kbg__load_options_take(kbg_load_options *own, kbg_format format, const kbg_load_options *given,
                                  kbg__problem *problem);
kbg_status kbg__dump_options_take(kbg_dump_options *own, kbg_format format, const kbg_dump_options *given,
                                  kbg__problem *problem);

#endif
