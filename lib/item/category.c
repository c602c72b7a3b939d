/* SPDX-License-Identifier: MIT */
#include "item/category.h"

#include <string.h>

size_t kbg__category_depth(const char *path, size_t len)
{
    size_t depth = 1, name = 0;
    for (size_t i = 0; i < len; i++) {
        if (path[i] != '/') {
            name++;
            continue;
        }
        if (name == 0)
            return 0;
        name = 0;
        depth++;
    }
    return name ? depth : 0;
}

bool kbg__category_below(const char *root, size_t root_len, const char *path, size_t path_len)
{
    if (root_len == 0)
        return true;
    return path_len >= root_len && memcmp(root, path, root_len) == 0 &&
           (path_len == root_len || path[root_len] == '/');
}
