/* SPDX-License-Identifier: MIT */
/* The one table of status values: names and meanings. doc/errors.md says more; a test compares both. */
#include <kbguide/status.h>

static const struct {
    kbg_status status;
    const char *name;
    const char *text;
} table[] = {
    { KBG_OK, "KBG_OK", "Done." },
    { KBG_ERR_NOMEM, "KBG_ERR_NOMEM", "Memory could not be had." },
    { KBG_ERR_OPTIONS, "KBG_ERR_OPTIONS", "An options struct or a setting is not valid." },
    { KBG_ERR_LIMIT, "KBG_ERR_LIMIT", "The input is over a documented limit." },
    { KBG_ERR_UTF8, "KBG_ERR_UTF8", "The input is not well-formed in its charset, UTF-8 or what else it is." },
    { KBG_ERR_SYNTAX, "KBG_ERR_SYNTAX", "The input does not follow the grammar of its format." },
    { KBG_ERR_TYPE, "KBG_ERR_TYPE", "A field has a value of the wrong type." },
    { KBG_ERR_VALUE, "KBG_ERR_VALUE", "A field has a value that is not allowed, or is missing." },
    { KBG_ERR_DUPLICATE, "KBG_ERR_DUPLICATE", "An item with this id is there already." },
    { KBG_ERR_READ, "KBG_ERR_READ", "The reader callback reported a failure." },
    { KBG_ERR_WRITE, "KBG_ERR_WRITE", "The writer callback reported a failure." },
    { KBG_ERR_ICU_DATA, "KBG_ERR_ICU_DATA", "ICU cannot break Chinese text: its dictionary is missing." },
    { KBG_ERR_PATTERN, "KBG_ERR_PATTERN", "A regular expression cannot be compiled or ran into its limits." },
    { KBG_ERR_BUSY, "KBG_ERR_BUSY", "Another thread is changing this base." },
    { KBG_ERR_NO_ANSWER, "KBG_ERR_NO_ANSWER", "The item has no answer for this channel, language and audience." },
    { KBG_ERR_TEMPLATE, "KBG_ERR_TEMPLATE", "A variable in an answer body is written wrongly." },
    { KBG_ERR_VARIABLE, "KBG_ERR_VARIABLE", "An answer needs variables that the caller did not give." },
    { KBG_ERR_LOSS, "KBG_ERR_LOSS", "The format cannot hold all of an item; only in the report of a dump." },
    { KBG_ERR_FORBIDDEN, "KBG_ERR_FORBIDDEN", "A rendered text has something that a rule rejects." },
    { KBG_ERR_CONFLICT, "KBG_ERR_CONFLICT", "An item does not have the revision that is expected." },
    { KBG_ERR_TOO_OLD, "KBG_ERR_TOO_OLD", "Changes since this revision are no longer known." },
    { KBG_ERR_FILE, "KBG_ERR_FILE", "A saved file is damaged, or is none." },
};

const char *kbg_status_name(kbg_status status)
{
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (table[i].status == status)
            return table[i].name;
    return "KBG_ERR_UNKNOWN";
}

const char *kbg_status_text(kbg_status status)
{
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (table[i].status == status)
            return table[i].text;
    return "This version of the library does not know this status.";
}
