/* SPDX-License-Identifier: MIT */
#include "render/plain.h"

#include "item/record.h"

#include <cmark.h>
#include <stdio.h>
#include <string.h>

/* A rendering on its way through the tree. */
typedef struct plain {
    kbg__buffer *out;
    size_t begin; /* where this rendering begins in out */
    const kbg__variables *variables;
    size_t most;  /* longest rendering in bytes; a little more is written before it is noticed */
    kbg__buffer prefix; /* of each line: quote marks and the indent of list items */
    size_t outer;       /* what of the prefix blank lines before the next block get: no marks of quotes just begun */
    int last_line;      /* of the source, that was written; 0 before the first */
    size_t line_start;  /* where line line_number of the source begins */
    int line_number;
    bool marker;        /* a list marker was just written: the first block of the item goes behind it */
    bool address;       /* a link address was just written: a space must come before more text */
} plain;

/* Begins a line. A blank one gets no spaces at its end; `len` is how much of the prefix it may have. */
static void add_prefix(plain *p, size_t len, bool is_blank)
{
    while (is_blank && len && p->prefix.data[len - 1] == ' ')
        len--;
    kbg__buffer_add(p->out, p->prefix.data, len);
}

/* Appends text with variables filled in. Addresses get the value percent-encoded. */
static void add_text(plain *p, const char *text, bool in_address)
{
    size_t len = strlen(text);
    if (p->address && len && text[0] != ' ' && text[0] != '\n')
        kbg__buffer_add_byte(p->out, ' ');
    p->address = p->address && len == 0;
    for (size_t at = 0, behind; at < len && p->out->len - p->begin <= p->most;) {
        const kbg__variable *variable = kbg__variables_at(p->variables, text, len, at, &behind);
        if (!variable) {
            if (text[at] == '\n') {
                kbg__buffer_add_byte(p->out, '\n');
                add_prefix(p, p->prefix.len, text[at + 1] == '\n');
            } else {
                kbg__buffer_add_byte(p->out, text[at]);
            }
            at++;
            continue;
        }
        const char *value = variable->len ? p->variables->texts.data + variable->start : "";
        for (size_t i = 0; i < variable->len; i++) {
            unsigned char c = (unsigned char)value[i];
            bool plain_in_address = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                                    c == '-' || c == '.' || c == '_' || c == '~';
            if (in_address && !plain_in_address) {
                char escape[4];
                (void)snprintf(escape, sizeof(escape), "%%%02X", c);
                kbg__buffer_add(p->out, escape, 3);
            } else {
                kbg__buffer_add_byte(p->out, value[i]);
            }
        }
        at = behind;
    }
}

/* Whether the source line before `line` is blank, but for quote marks. cmark counts the lines behind underlined
 * headings and indented code among theirs, so that last_line alone does not tell. Lines are asked for in order. */
static bool is_behind_blank(plain *p, int line)
{
    const kbg__buffer *source = &p->variables->marked;
    size_t at = p->line_start;
    for (; p->line_number < line - 1 && at < source->len; at++) {
        bool is_crlf = source->data[at] == '\r' && at + 1 < source->len && source->data[at + 1] == '\n';
        if (source->data[at] == '\n' || (source->data[at] == '\r' && !is_crlf)) {
            p->line_number++;
            p->line_start = at + 1;
        }
    }
    for (at = p->line_start; at < source->len && source->data[at] != '\n' && source->data[at] != '\r'; at++)
        if (source->data[at] != ' ' && source->data[at] != '\t' && source->data[at] != '>')
            return false;
    return p->line_number == line - 1;
}

/* Begins a block: on the line of the list marker, on the next line, or after a blank line if the source had one. */
static void begin_block(plain *p, cmark_node *node)
{
    int line = cmark_node_get_start_line(node);
    size_t outer = p->outer < p->prefix.len ? p->outer : p->prefix.len;
    p->address = false;
    p->outer = SIZE_MAX;
    if (p->marker) {
        p->marker = false;
        return;
    }
    if (p->out->len > p->begin) {
        if (line - p->last_line > 1 || is_behind_blank(p, line)) {
            kbg__buffer_add_byte(p->out, '\n');
            add_prefix(p, outer, true);
        }
        kbg__buffer_add_byte(p->out, '\n');
    }
    add_prefix(p, p->prefix.len, false);
}

/* Writes the marker of a list item, of `size` bytes at most, and returns its width. The node keeps its number, so that
 * the next one need not count. */
static size_t item_marker(cmark_node *node, char *marker, size_t size)
{
    cmark_node *list = cmark_node_parent(node), *before = cmark_node_previous(node);
    if (cmark_node_get_list_type(list) != CMARK_ORDERED_LIST) {
        (void)snprintf(marker, size, "· ");
        return 2;
    }
    intptr_t number = before ? (intptr_t)cmark_node_get_user_data(before) + 1 : cmark_node_get_list_start(list);
    (void)cmark_node_set_user_data(node, (void *)number);
    return (size_t)snprintf(marker, size, "%d. ", (int)number);
}

static void enter_item(plain *p, cmark_node *node)
{
    char marker[24];
    size_t width = item_marker(node, marker, sizeof(marker));
    begin_block(p, node);
    kbg__buffer_add_cstr(p->out, marker);
    p->last_line = cmark_node_get_start_line(node);
    p->marker = true;
    for (size_t i = 0; i < width; i++)
        kbg__buffer_add_byte(&p->prefix, ' ');
}

/* Takes the indent of an item off the prefix. */
static void leave_item(plain *p, cmark_node *node)
{
    char marker[24];
    size_t width = item_marker(node, marker, sizeof(marker));
    p->prefix.len -= width < p->prefix.len ? width : p->prefix.len;
    p->marker = false;
}

static void add_literal_block(plain *p, cmark_node *node)
{
    const char *text = cmark_node_get_literal(node);
    size_t len = text ? strlen(text) : 0;
    begin_block(p, node);
    while (len && text[len - 1] == '\n')
        len--;
    kbg__buffer lines;
    kbg__buffer_init(&lines, p->variables->memory);
    kbg__buffer_add(&lines, text, len);
    kbg__buffer_add_byte(&lines, '\0');
    if (lines.failed)
        p->out->failed = true;
    else
        add_text(p, lines.data, false);
    kbg__buffer_free(&lines);
    p->last_line = cmark_node_get_end_line(node);
}

static void leave_link(plain *p, cmark_node *node)
{
    const char *url = cmark_node_get_url(node);
    cmark_node *child = cmark_node_first_child(node);
    /* An autolink has its address as its text. */
    const char *bare = strncmp(url, "mailto:", 7) == 0 ? url + 7 : url;
    bool is_bare = child && !cmark_node_next(child) && cmark_node_get_type(child) == CMARK_NODE_TEXT &&
                   (strcmp(cmark_node_get_literal(child), url) == 0 ||
                    strcmp(cmark_node_get_literal(child), bare) == 0);
    if (!is_bare && url[0]) {
        if (child)
            kbg__buffer_add_byte(p->out, ' ');
        p->address = false;
        add_text(p, url, true);
    }
    p->address = url[0] != '\0';
}

/* Whether an HTML tag is <br>, which a line break takes the place of. */
static bool is_break_tag(const char *tag)
{
    return tag[0] == '<' && (tag[1] | 0x20) == 'b' && (tag[2] | 0x20) == 'r' && tag[3] && strchr(" />", tag[3]);
}

static void visit(plain *p, cmark_node *node, bool entering)
{
    const char *literal;
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
        if (entering)
            begin_block(p, node);
        else
            p->last_line = cmark_node_get_end_line(node);
        break;
    case CMARK_NODE_BLOCK_QUOTE:
        if (entering) {
            if (p->marker) /* a quote right behind a list marker begins on that line */
                kbg__buffer_add_cstr(p->out, "> ");
            else if (p->outer == SIZE_MAX)
                p->outer = p->prefix.len;
            kbg__buffer_add_cstr(&p->prefix, "> ");
        } else {
            p->prefix.len -= p->prefix.len < 2 ? p->prefix.len : 2;
            if (p->outer >= p->prefix.len) /* it was empty */
                p->outer = SIZE_MAX;
        }
        break;
    case CMARK_NODE_ITEM:
        if (entering)
            enter_item(p, node);
        else
            leave_item(p, node);
        break;
    case CMARK_NODE_CODE_BLOCK:
    case CMARK_NODE_HTML_BLOCK:
        add_literal_block(p, node);
        break;
    case CMARK_NODE_THEMATIC_BREAK:
        begin_block(p, node);
        kbg__buffer_add_cstr(p->out, "————————");
        p->last_line = cmark_node_get_end_line(node);
        break;
    case CMARK_NODE_TEXT:
    case CMARK_NODE_CODE:
        add_text(p, cmark_node_get_literal(node), false);
        break;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
        add_text(p, "\n", false);
        break;
    case CMARK_NODE_HTML_INLINE:
        literal = cmark_node_get_literal(node);
        add_text(p, is_break_tag(literal) ? "\n" : literal, false);
        break;
    case CMARK_NODE_LINK:
        if (!entering)
            leave_link(p, node);
        break;
    case CMARK_NODE_IMAGE:
        add_text(p, entering ? (cmark_node_first_child(node) ? "[图片：" : "[图片") : "]", false);
        if (!entering && cmark_node_get_url(node)[0]) {
            kbg__buffer_add_byte(p->out, ' ');
            add_text(p, cmark_node_get_url(node), true);
            p->address = true;
        }
        break;
    default:
        break;
    }
}

kbg_status kbg__plain_render(kbg__buffer *out, const kbg__variables *variables, size_t most)
{
    plain p = { .out = out,
                .begin = out->len,
                .variables = variables,
                .most = most,
                .outer = SIZE_MAX,
                .line_number = 1 };
    kbg_status status = KBG_OK;
    kbg__buffer_init(&p.prefix, variables->memory);
    cmark_node *root =
        cmark_parse_document(variables->marked.data ? variables->marked.data : "", variables->marked.len,
                             CMARK_OPT_DEFAULT);
    cmark_iter *iterator = root ? cmark_iter_new(root) : NULL;
    if (!iterator)
        status = KBG_ERR_NOMEM;
    while (status == KBG_OK) {
        cmark_event_type event = cmark_iter_next(iterator);
        if (event == CMARK_EVENT_DONE)
            break;
        visit(&p, cmark_iter_get_node(iterator), event == CMARK_EVENT_ENTER);
        if (out->failed || p.prefix.failed)
            status = KBG_ERR_NOMEM;
        else if (out->len - p.begin > most)
            status = KBG_ERR_LIMIT;
    }
    if (iterator)
        cmark_iter_free(iterator);
    if (root)
        cmark_node_free(root);
    kbg__buffer_free(&p.prefix);
    return status;
}

void kbg__plain_attachment(kbg__buffer *out, const kbg_attachment *attachment)
{
    static const char *const names[] = { [KBG_MEDIA_IMAGE] = "[图片]",
                                         [KBG_MEDIA_ANIMATION] = "[动图]",
                                         [KBG_MEDIA_FILE] = "[文件]",
                                         [KBG_MEDIA_LINK] = "[链接]",
                                         [KBG_MEDIA_CARD] = "[卡片]" };
    const char *record = (const char *)attachment;
    int64_t media = kbg__record_child_number(record, KBG__TAG_MEDIA, KBG_MEDIA_FILE);
    kbg__field title = kbg__record_child(record, KBG__TAG_TITLE, 0);
    if (title.tag == KBG__TAG_END)
        title = kbg__record_child(record, KBG__TAG_ALT, 0);
    kbg__field uri = kbg__record_child(record, KBG__TAG_URI, 0);
    if (out->len)
        kbg__buffer_add_byte(out, '\n');
    kbg__buffer_add_cstr(out, names[media]);
    kbg__buffer_add_byte(out, ' ');
    if (title.tag != KBG__TAG_END) {
        kbg__variables_add_data(out, title.value, title.len);
        kbg__buffer_add_byte(out, ' ');
    }
    kbg__variables_add_data(out, uri.value, uri.len);
}

const char *kbg__cmark_version(void)
{
    return cmark_version_string();
}
