/* SPDX-License-Identifier: MIT */
#include "render/attached.h"

#include "item/record.h"
#include "render/revise.h"

kbg_status kbg__document_add_attachment(kbg__document *document, const kbg_profile *profile,
                                        const kbg_attachment *attachment)
{
    static const char *const names[] = { [KBG_MEDIA_IMAGE] = "[图片]",
                                         [KBG_MEDIA_ANIMATION] = "[动图]",
                                         [KBG_MEDIA_FILE] = "[文件]",
                                         [KBG_MEDIA_LINK] = "[链接]",
                                         [KBG_MEDIA_CARD] = "[卡片]" };
    const char *record = (const char *)attachment;
    int64_t media = kbg__record_child_number(record, KBG__TAG_MEDIA, KBG_MEDIA_FILE);
    kbg__field title = kbg__record_child(record, KBG__TAG_TITLE, 0), uri = kbg__record_child(record, KBG__TAG_URI, 0);
    if (title.tag == KBG__TAG_END)
        title = kbg__record_child(record, KBG__TAG_ALT, 0);
    kbg_status status = kbg__document_add_block(document, KBG__BLOCK_PARAGRAPH, 0, false);
    size_t start = document->text.len;
    if (status != KBG_OK)
        return status;
    kbg__buffer_add_cstr(&document->text, names[media]);
    kbg__buffer_add_byte(&document->text, ' ');
    if (title.tag != KBG__TAG_END) {
        kbg__variables_add_data(&document->text, title.value, title.len);
        kbg__buffer_add_byte(&document->text, ' ');
    }
    status = kbg__document_add_run(document, start, KBG__RUN_TEXT, 0, 0);
    start = document->text.len;
    kbg__variables_add_data(&document->text, uri.value, uri.len);
    uint32_t link = 0;
    if (status == KBG_OK && !document->text.failed && kbg__profile_has(profile, KBG_PROFILE_BARE_LINK) &&
        kbg__profile_allows(profile, KBG_PROFILE_SCHEMES, document->text.data + start, document->text.len - start)) {
        link = kbg__document_add_link(document, document->text.data + start, document->text.len - start, true);
        status = link ? KBG_OK : KBG_ERR_NOMEM;
    }
    if (status == KBG_OK)
        status = kbg__document_add_run(document, start, KBG__RUN_TEXT, KBG__STYLE_ATOM | KBG__STYLE_ADDRESS, link);
    if (status == KBG_OK && document->reviser)
        status = kbg__revise_block(document);
    kbg__document_end_block(document);
    return document->text.failed || document->urls.failed ? KBG_ERR_NOMEM : status;
}
