/* SPDX-License-Identifier: MIT */
/* Cells that a spreadsheet would take for a formula. An apostrophe in front makes them text; it is written and taken
 * away by the same rule, so that every text comes back as it was. */
#ifndef KBG_IO_FORMULA_H
#define KBG_IO_FORMULA_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a text begins with =, +, -, @ (also in their full-width forms), a tab or CR. */
bool kbg__is_formula(const char *text, size_t len);

/* Whether a text begins with apostrophes and a formula behind them. */
bool kbg__is_guarded_formula(const char *text, size_t len);

#endif
