/* SPDX-License-Identifier: MIT */
#include "render/reading.h"

#include <string.h>

void kbg__inline_text_of(kbg__reading *r, cmark_node *node)
{
    cmark_iter *iterator = cmark_iter_new(node);
    while (cmark_iter_next(iterator) != CMARK_EVENT_DONE) {
        cmark_node *inner = cmark_iter_get_node(iterator);
        const char *literal = cmark_node_get_literal(inner);
        if (literal && cmark_node_get_type(inner) != CMARK_NODE_HTML_INLINE)
            kbg__reading_cstr(r, literal, false);
    }
}

uint32_t kbg__inline_image_link(kbg__reading *r, const char *url)
{
    size_t start = r->d->urls.len;
    kbg__reading_address(r, &r->d->urls, url, strlen(url));
    uint32_t link = kbg__document_add_link(r->d, "", 0, false);
    if (!link || r->d->urls.failed) {
        r->status = KBG_ERR_NOMEM;
        return 0;
    }
    r->d->links[link - 1].start = start;
    r->d->links[link - 1].len = r->d->urls.len - start;
    return link;
}

static void enter_link(kbg__reading *r, cmark_node *node)
{
    const char *url = cmark_node_get_url(node), *bare = strncmp(url, "mailto:", 7) == 0 ? url + 7 : url;
    cmark_node *child = cmark_node_first_child(node);
    if (r->images)
        return;
    kbg__reading_flush(r);
    bool is_bare = child && !cmark_node_next(child) && cmark_node_get_type(child) == CMARK_NODE_TEXT && url[0] &&
                   (strcmp(cmark_node_get_literal(child), url) == 0 ||
                    strcmp(cmark_node_get_literal(child), bare) == 0);
    if (is_bare || (!child && url[0])) {
        const char *text = is_bare ? cmark_node_get_literal(child) : url;
        kbg__reading_guard(r, 'x');
        kbg__reading_bare(r, text, strlen(text), url, strlen(url), GUARD_ALWAYS);
        r->skip_text = true;
        return;
    }
    r->in_link = true;
    if (!url[0] || !kbg__profile_has(r->profile, KBG_PROFILE_LINK))
        return;
    size_t start = r->d->urls.len;
    kbg__reading_address(r, &r->d->urls, url, strlen(url));
    if (r->d->urls.failed) {
        r->status = KBG_ERR_NOMEM;
    } else if (!kbg__profile_allows(r->profile, KBG_PROFILE_SCHEMES, r->d->urls.data + start,
                                    r->d->urls.len - start)) {
        r->d->urls.len = start;
        kbg__reading_warn(r, KBG_WARNING_LINK);
    } else if (kbg__reading_is_too_long(r, KBG_PROFILE_LINK, r->d->urls.len - start)) {
        r->d->urls.len = start;
    } else {
        kbg__reading_guard(r, 'x');
        kbg__reading_flush(r);
        r->link = kbg__document_add_link(r->d, "", 0, false);
        if (!r->link) {
            r->status = KBG_ERR_NOMEM;
            return;
        }
        r->d->links[r->link - 1].start = start;
        r->d->links[r->link - 1].len = r->d->urls.len - start;
    }
}

static void leave_link(kbg__reading *r, cmark_node *node)
{
    const char *url = cmark_node_get_url(node);
    if (r->images)
        return;
    if (r->skip_text) {
        r->skip_text = false;
        return;
    }
    bool is_markup = r->link != 0;
    kbg__reading_flush(r);
    r->link = 0;
    if (!is_markup && url[0]) {
        kbg__buffer_add_byte(&r->d->text, ' ');
        kbg__reading_bare(r, url, strlen(url), url, strlen(url), GUARD_ALWAYS);
    }
    r->in_link = false;
}

static void enter_image(kbg__reading *r, cmark_node *node)
{
    const char *url = cmark_node_get_url(node);
    size_t start = r->d->urls.len;
    if (r->images++)
        return;
    kbg__reading_guard(r, 'x');
    kbg__reading_flush(r);
    r->image_text = r->d->text.len;
    r->image_run = SIZE_MAX;
    if (r->profile->number[KBG_PROFILE_IMAGES] == KBG_SHOWN_AS_MARKUP && url[0] && !r->in_link) {
        kbg__reading_address(r, &r->d->urls, url, strlen(url));
        if (r->d->urls.failed)
            r->status = KBG_ERR_NOMEM;
        else if (kbg__profile_allows(r->profile, KBG_PROFILE_IMAGE_SCHEMES, r->d->urls.data + start,
                                     r->d->urls.len - start) &&
                 !kbg__reading_is_too_long(r, KBG_PROFILE_IMAGE, r->d->urls.len - start))
            r->image_run = r->d->run_count;
        r->d->urls.len = start;
    }
    if (r->image_run != SIZE_MAX)
        return;
    if (url[0])
        kbg__reading_warn(r, KBG_WARNING_IMAGE);
    kbg__buffer_add_cstr(&r->d->text, cmark_node_first_child(node) ? "[图片：" : "[图片");
}

static void leave_image(kbg__reading *r, cmark_node *node)
{
    const char *url = cmark_node_get_url(node);
    if (--r->images)
        return;
    if (r->image_run == SIZE_MAX) {
        kbg__buffer_add_byte(&r->d->text, ']');
        if (url[0] && !r->link) {
            kbg__buffer_add_byte(&r->d->text, ' ');
            kbg__reading_bare(r, url, strlen(url), url, strlen(url), GUARD_ALWAYS);
        }
        return;
    }
    /* What the children gave becomes one run. */
    r->d->run_count = r->image_run;
    if (r->d->text.len == r->image_text)
        kbg__buffer_add_cstr(&r->d->text, "图片");
    r->from = r->image_text;
    uint32_t outer = r->link;
    r->link = kbg__inline_image_link(r, url);
    kbg__reading_flush_as(r, KBG__RUN_IMAGE, kbg__reading_styles(r) | KBG__STYLE_ATOM);
    r->link = outer;
}

/* Whether an HTML tag is <br>, which a line break takes the place of. */
static bool is_break_tag(const char *tag)
{
    return tag[0] == '<' && (tag[1] | 0x20) == 'b' && (tag[2] | 0x20) == 'r' && tag[3] && strchr(" />", tag[3]);
}

/* Whether code has a backtick, in itself or in the value of a variable. */
static bool has_backtick(const kbg__reading *r, const char *code)
{
    size_t len = strlen(code), behind;
    for (size_t at = 0; at < len; at++) {
        const kbg__variable *variable = kbg__variables_at(r->variables, code, len, at, &behind);
        const char *value = variable && variable->len ? r->variables->texts.data + variable->start : NULL;
        if (code[at] == '`' || (value && memchr(value, '`', variable->len)))
            return true;
    }
    return false;
}

/* Code in a line keeps its marks only where its text cannot end them. */
static void read_code(kbg__reading *r, const char *literal)
{
    kbg_text open = r->profile->text[KBG_PROFILE_CODE_OPEN];
    bool ends = open.len && open.data[0] == '`' && has_backtick(r, literal) &&
                !kbg__profile_has_sign(r->profile, KBG__CONTEXT_CODE, '`');
    if (!open.len || ends || r->images) {
        if (!r->images)
            kbg__reading_warn(r, KBG_WARNING_MARKUP);
        kbg__reading_cstr(r, literal, false);
        return;
    }
    kbg__reading_flush(r);
    r->block_styles |= KBG__STYLE_CODE;
    kbg__reading_cstr(r, literal, false);
    kbg__reading_flush(r);
    r->block_styles &= (uint8_t)~KBG__STYLE_CODE;
}

void kbg__inline_visit(kbg__reading *r, cmark_node *node, bool entering)
{
    const char *literal = cmark_node_get_literal(node);
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
        if (!r->skip_text)
            kbg__reading_cstr(r, literal, true);
        break;
    case CMARK_NODE_CODE:
        read_code(r, literal);
        break;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
        r->in_table ? kbg__table_end_row(r) : kbg__reading_break(r);
        break;
    case CMARK_NODE_HTML_INLINE:
        if (is_break_tag(literal))
            kbg__reading_break(r);
        else
            kbg__reading_cstr(r, literal, false);
        break;
    case CMARK_NODE_STRONG:
    case CMARK_NODE_EMPH:
        kbg__reading_flush(r);
        *(cmark_node_get_type(node) == CMARK_NODE_STRONG ? &r->strong : &r->emphasis) += entering ? 1 : -1;
        break;
    case CMARK_NODE_LINK:
        entering ? enter_link(r, node) : leave_link(r, node);
        break;
    case CMARK_NODE_IMAGE:
        entering ? enter_image(r, node) : leave_image(r, node);
        break;
    default:
        break;
    }
}
