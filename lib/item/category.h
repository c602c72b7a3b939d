/* SPDX-License-Identifier: MIT */
/* Category paths: names joined by '/'. */
#ifndef KBG_ITEM_CATEGORY_H
#define KBG_ITEM_CATEGORY_H

#include <stdbool.h>
#include <stddef.h>

/* How many names a path has; 0 if it is empty or one of its names is. */
size_t kbg__category_depth(const char *path, size_t len);

/* Whether `path` is `root` or lies below it. An empty root holds everything. */
bool kbg__category_below(const char *root, size_t root_len, const char *path, size_t path_len);

#endif
