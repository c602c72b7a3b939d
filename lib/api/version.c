/* SPDX-License-Identifier: MIT */
#include <kbguide/version.h>

#include "io/json_write.h"
#include "render/document.h"
#include "text/version.h"

#include <stdio.h>
#include <string.h>

const char *kbg_version(void)
{
    return KBG_VERSION;
}

size_t kbg_version_details(char *buffer, size_t size)
{
    char text[KBG__TEXT_VERSION], all[256];
    kbg__text_version(text);
    int len = snprintf(all, sizeof(all), "libkbguide %s; %s; cmark %s; jansson %s", KBG_VERSION, text,
                       kbg__cmark_version(), kbg__jansson_version());
    size_t kept = (size_t)len < size ? (size_t)len : size ? size - 1 : 0;
    if (size) {
        memcpy(buffer, all, kept);
        buffer[kept] = '\0';
    }
    return (size_t)len;
}
