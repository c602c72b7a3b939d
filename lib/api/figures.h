/* SPDX-License-Identifier: MIT */
/* A view as figures look items up in it. */
#ifndef KBG_API_FIGURES_H
#define KBG_API_FIGURES_H

#include "live/figures_items.h"

#include <kbguide/base.h>

kbg__figures_items kbg__figures_items_of(const kbg_view *view);

#endif
