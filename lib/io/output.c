/* SPDX-License-Identifier: MIT */
#include "io/output.h"

#include "item/record.h"

#include <string.h>

kbg_status kbg__dump_text(const kbg__dump *dump, const kbg__buffer *text)
{
    kbg_status status = kbg__buffer_status(text);
    if (status != KBG_OK || text->len == 0)
        return status;
    if (dump->options->charset <= KBG_CHARSET_UTF8 && dump->options->line_ends == KBG_LINE_ENDS_FORMAT)
        return dump->write(text->data, text->len, dump->write_data) ? KBG_OK : KBG_ERR_WRITE;
    status = kbg__encoder_put(dump->encoder, text->data, text->len);
    const kbg__buffer *out = &dump->encoder->out;
    if (status == KBG_OK && out->len && !dump->write(out->data, out->len, dump->write_data))
        status = KBG_ERR_WRITE;
    return status;
}

void kbg__losses_add(kbg__losses *losses, const char *name)
{
    size_t len = strlen(name), at = 0;
    for (size_t i = 0; i < losses->count; i++) {
        size_t other = strcspn(losses->names + at, ",");
        if (other == len && memcmp(losses->names + at, name, len) == 0)
            return;
        at += other + 2;
    }
    if (losses->len + len + 3 > sizeof(losses->names))
        return;
    if (losses->count++) {
        memcpy(losses->names + losses->len, ", ", 2);
        losses->len += 2;
    }
    memcpy(losses->names + losses->len, name, len + 1);
    losses->len += len;
}

kbg_status kbg__losses_tell(kbg__losses *losses, const kbg__dump *dump, const kbg_item *item)
{
    kbg__problem problem = { .status = KBG_OK };
    char quote[KBG__QUOTE];
    size_t len;
    const char *id = kbg__record_child_text((const char *)item, KBG__TAG_ID, 0, "", &len);
    if (dump->encoder->lost)
        kbg__losses_add(losses, "characters that GBK does not have");
    dump->encoder->lost = false;
    if (losses->count == 0)
        return KBG_OK;
    (void)kbg__problem_set(&problem, KBG_ERR_LOSS, "item \"%s\" loses %s", kbg__quote(quote, id, len), losses->names);
    return dump->lost(&problem, dump->lost_data) ? KBG_OK : KBG_ERR_NOMEM;
}
