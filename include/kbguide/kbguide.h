/* SPDX-License-Identifier: MIT */
/**
 * @file kbguide.h
 * @brief All of libkbguide: load knowledge items, find the right one, render its answer.
 *
 * Text is UTF-8 with an explicit length in bytes; it may hold any byte, ill-formed ones read as U+FFFD where
 * nothing else is said. Functions that can fail return a kbg_status, set their result to NULL on failure and,
 * if the caller asks, describe the failure in a kbg_error. A NULL handle is a programming error unless a function
 * says otherwise; freeing NULL does nothing. Nothing here reads the clock, the environment or the locale.
 */
#ifndef KBGUIDE_KBGUIDE_H
#define KBGUIDE_KBGUIDE_H

#include <kbguide/base.h>
#include <kbguide/edit.h>
#include <kbguide/event.h>
#include <kbguide/figures.h>
#include <kbguide/item.h>
#include <kbguide/options.h>
#include <kbguide/preview.h>
#include <kbguide/profile.h>
#include <kbguide/render.h>
#include <kbguide/rule.h>
#include <kbguide/save.h>
#include <kbguide/search.h>
#include <kbguide/status.h>
#include <kbguide/version.h>
#include <kbguide/words.h>

#endif
