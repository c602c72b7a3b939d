/* SPDX-License-Identifier: MIT */
/* From the CommonMark tree to the flat list of document.h. */
#include "render/document.h"

#include "base/utf8.h"
#include "render/fit.h"
#include "render/nesting.h"

#include <cmark.h>
#include <inttypes.h>
#include <kbguide/render.h>
#include <string.h>

/* Whether a space must come before the next text, so that no program takes it into the address before it. */
typedef enum guard { GUARD_NONE, GUARD_ALWAYS, GUARD_WIDE /* before what is not ASCII */ } guard;

/* A body on its way into a document. */
typedef struct reading {
    kbg__document *d;
    const kbg__variables *variables;
    const kbg_profile *profile;
    size_t most; /* bytes of text and addresses, and one more */
    kbg_status status;
    uint32_t container;
    bool pending;       /* an item has begun and no block in it */
    bool pending_blank; /* … and a blank line was before it */
    int last_line;      /* of the source, that was read; 0 before the first */
    size_t line_start;  /* where line line_number of the source begins */
    int line_number;
    size_t from;        /* text from here on is in no run yet */
    int strong, emphasis;
    uint8_t block_styles;
    uint32_t link;      /* the link that text belongs to */
    bool in_link;       /* … or will be followed by the address of */
    bool skip_text;     /* the text of a bare link */
    guard guard;
    int images;         /* open ones */
    size_t image_text, image_run; /* where the outermost one begins */
    bool in_table;
    size_t row, cell;    /* of the table at hand; row 1 is the line below the headings */
    bool cell_pending;   /* nothing of the cell is written yet */
    kbg__buffer columns; /* headings of the columns, each with a NUL behind it */
} reading;

static void warn(reading *r, kbg_warning warning)
{
    r->d->warnings |= UINT32_C(1) << warning;
}

static uint8_t styles_now(const reading *r)
{
    uint8_t styles = r->block_styles;
    if (r->strong)
        styles |= KBG__STYLE_STRONG;
    if (r->emphasis)
        styles |= KBG__STYLE_EMPHASIS;
    return styles;
}

/* Makes a run of the text that is in none yet. */
static void flush_as(reading *r, kbg__run_kind kind, uint8_t styles)
{
    if (r->d->text.failed || kbg__document_add_run(r->d, r->from, kind, styles, r->link) != KBG_OK)
        r->status = KBG_ERR_NOMEM;
    r->from = r->d->text.len;
    if (r->d->text.len + r->d->urls.len > r->most && r->status == KBG_OK)
        r->status = KBG_ERR_LIMIT;
}

static void flush(reading *r)
{
    flush_as(r, KBG__RUN_TEXT, styles_now(r));
}

static bool keeps_tables(const reading *r)
{
    return r->profile->number[KBG_PROFILE_TABLES] == KBG_SHOWN_AS_MARKUP;
}

/* Takes a heading of a column out of the text again and keeps it. */
static void keep_column(reading *r)
{
    const kbg__document *d = r->d;
    size_t start = d->blocks[d->block_count - 1].start, end = d->text.len;
    while (start < end && d->text.data[start] == ' ')
        start++;
    while (end > start && d->text.data[end - 1] == ' ')
        end--;
    if (end > start || r->cell > 0) {
        kbg__buffer_add(&r->columns, d->text.data + start, end - start);
        kbg__buffer_add_byte(&r->columns, '\0');
        r->cell++;
    }
    r->d->text.len = r->from = d->blocks[d->block_count - 1].start;
    r->d->run_count = d->blocks[d->block_count - 1].run;
}

static void add_raw(reading *r, const char *text)
{
    flush(r);
    kbg__buffer_add_cstr(&r->d->text, text);
    flush_as(r, KBG__RUN_TEXT, KBG__STYLE_FACE);
}

/* A bar of a table ends a cell. */
static void end_cell(reading *r)
{
    kbg__buffer *text = &r->d->text;
    if (keeps_tables(r)) {
        r->cell += r->row == 0;
        add_raw(r, "|");
    } else if (r->row == 0) {
        keep_column(r);
    } else {
        while (text->len > r->from && text->data[text->len - 1] == ' ')
            text->len--;
        if (!r->cell_pending || r->cell > 0 || text->len > r->from)
            r->cell++;
        r->cell_pending = true;
        r->guard = GUARD_NONE;
    }
}

/* Writes what a cell begins with: its column's heading. */
static void begin_cell(reading *r)
{
    const char *name = r->columns.data;
    r->cell_pending = false;
    flush(r);
    if (r->d->text.len > r->d->blocks[r->d->block_count - 1].start && r->d->text.data[r->d->text.len - 1] != '\n')
        kbg__buffer_add_cstr(&r->d->text, "；");
    for (size_t i = 0; i < r->cell && name && name < r->columns.data + r->columns.len; i++)
        name += strlen(name) + 1;
    if (name && name < r->columns.data + r->columns.len && *name) {
        kbg__buffer_add_cstr(&r->d->text, name);
        kbg__buffer_add_cstr(&r->d->text, "：");
    }
    flush_as(r, KBG__RUN_TEXT, r->block_styles);
}

/* Ends a row; returns whether a line ends with it. */
static bool end_row(reading *r)
{
    size_t row = r->row++;
    if (row == 0 && !keeps_tables(r))
        keep_column(r);
    if (row == 1 && keeps_tables(r)) {
        for (size_t i = 1; i < r->cell; i++)
            add_raw(r, "|---");
        add_raw(r, "|");
    }
    r->skip_text = r->row == 1;
    if (r->row >= 2)
        r->cell = 0;
    r->cell_pending = r->row >= 2 && !keeps_tables(r);
    return row >= 2 || keeps_tables(r);
}

static void add_break(reading *r)
{
    if (r->in_table && !end_row(r))
        return;
    flush(r);
    kbg__buffer_add_byte(&r->d->text, r->images ? ' ' : '\n');
    flush_as(r, r->images ? KBG__RUN_TEXT : KBG__RUN_BREAK, styles_now(r));
    r->guard = GUARD_NONE;
}

static bool is_alphanumeric(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Appends an address with the values of its variables percent-encoded. */
static void add_address(reading *r, kbg__buffer *out, const char *url, size_t len)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t at = 0, behind; at < len;) {
        const kbg__variable *variable = kbg__variables_at(r->variables, url, len, at, &behind);
        if (!variable) {
            size_t start = at;
            uint32_t c = kbg__utf8_next(url, len, &at);
            if (c >= 0x20 && c != 0x7F && c != KBG__MARK_JOINT)
                kbg__buffer_add(out, url + start, at - start);
            continue;
        }
        const char *value = variable->len ? r->variables->texts.data + variable->start : "";
        for (size_t i = 0; i < variable->len; i++) {
            unsigned char c = (unsigned char)value[i];
            if (variable->kind != KBG__VARIABLE_VALUE || is_alphanumeric((char)c) || (c && strchr("-._~", c))) {
                kbg__buffer_add_byte(out, (char)c);
            } else {
                kbg__buffer_add_byte(out, '%');
                kbg__buffer_add_byte(out, digits[c >> 4]);
                kbg__buffer_add_byte(out, digits[c & 15]);
            }
        }
        at = behind;
    }
}

/* The end of the address that begins at text[at]; what a sentence has behind it is left out. */
static size_t address_end(const reading *r, const char *text, size_t len, size_t at)
{
    size_t behind, begin = at, end = at;
    int brackets = 0;
    while (at < len) {
        unsigned char c = (unsigned char)text[at];
        if (kbg__variables_at(r->variables, text, len, at, &behind)) {
            at = end = behind;
            continue;
        }
        if (c >= 0x80 || !(is_alphanumeric((char)c) || (c && strchr("-._~:/?#@!$&'()*+,;=%", c))))
            break;
        brackets += (c == '(') - (c == ')');
        if (brackets < 0)
            break;
        at++;
        if (!strchr(".,;:!?'(*", c))
            end = at;
    }
    return end > begin ? end : begin;
}

/* Whether the markup of a link or an image would hardly fit into a part: it is written as text then, which can be cut. */
static bool is_too_long(const reading *r, kbg_profile_text pattern, size_t url_len)
{
    uint64_t limit = r->profile->number[KBG_PROFILE_LIMIT], part = r->profile->number[KBG_PROFILE_PART_LIMIT];
    if (r->profile->number[KBG_PROFILE_COUNTED] == KBG_COUNTED_TEXT)
        return false;
    return 2 * (url_len + r->profile->text[pattern].len + r->profile->text[KBG_PROFILE_PART_OPEN].len) + 64 >
           (part && part < limit ? part : limit);
}

/* Adds an address as its own text. */
static void add_bare(reading *r, const char *text, size_t len, const char *url, size_t url_len, guard behind)
{
    flush(r);
    add_address(r, &r->d->text, text, len);
    size_t start = r->d->urls.len;
    add_address(r, &r->d->urls, url, url_len);
    size_t address_len = r->d->urls.len - start;
    uint8_t styles = (uint8_t)(styles_now(r) | KBG__STYLE_ATOM | KBG__STYLE_ADDRESS);
    r->guard = behind;
    if (r->d->urls.failed || r->d->text.failed) {
        r->status = KBG_ERR_NOMEM;
        return;
    }
    if (!r->in_link && !r->images && kbg__profile_has(r->profile, KBG_PROFILE_BARE_LINK) &&
        !is_too_long(r, KBG_PROFILE_BARE_LINK, address_len) &&
        kbg__profile_allows(r->profile, KBG_PROFILE_SCHEMES, r->d->urls.data + start, address_len)) {
        r->link = kbg__document_add_link(r->d, "", 0, true);
        if (!r->link) {
            r->status = KBG_ERR_NOMEM;
            return;
        }
        r->d->links[r->link - 1].start = start;
        r->d->links[r->link - 1].len = address_len;
        r->guard = GUARD_NONE;
        flush_as(r, KBG__RUN_TEXT, styles);
        r->link = 0;
    } else {
        flush_as(r, KBG__RUN_TEXT, styles);
    }
}

/* How long a value may be to be kept in one piece. */
enum { SHORT_VALUE = 24 };

static void add_variable(reading *r, const kbg__variable *variable, bool is_text)
{
    const char *value = variable->len ? r->variables->texts.data + variable->start : "";
    size_t len = variable->len;
    uint8_t styles = styles_now(r);
    bool is_short = len <= 4 * SHORT_VALUE && kbg__utf8_count(value, len) <= SHORT_VALUE;
    if (variable->kind == KBG__VARIABLE_FACE && is_text) {
        kbg_text code = r->profile->face[variable->face];
        switch ((kbg_emoticons)r->profile->number[KBG_PROFILE_EMOTICONS]) {
        case KBG_EMOTICONS_KEEP:
            code.len = 0;
            break;
        case KBG_EMOTICONS_CODE:
            if (code.len) {
                styles |= KBG__STYLE_FACE;
                break;
            } /* fall through */
        case KBG_EMOTICONS_EMOJI:
            code.data = kbg__face(variable->face, KBG__FACE_EMOJI);
            code.len = strlen(code.data);
            break;
        case KBG_EMOTICONS_DROP:
            return;
        }
        if (code.len) {
            value = code.data;
            len = code.len;
        }
    }
    flush(r);
    kbg__buffer_add(&r->d->text, value, len);
    flush_as(r, KBG__RUN_TEXT, is_short ? styles | KBG__STYLE_ATOM : styles);
}

static void add_guard(reading *r, uint32_t next)
{
    if (r->cell_pending && next != ' ')
        begin_cell(r);
    if ((r->guard == GUARD_ALWAYS && next != ' ') || (r->guard == GUARD_WIDE && next >= 0x80))
        kbg__buffer_add_byte(&r->d->text, ' ');
    r->guard = GUARD_NONE;
}

/* Appends text with variables filled in. `is_text` says that it is not code: addresses and faces in it count. */
static void add_text(reading *r, const char *text, size_t len, bool is_text)
{
    for (size_t at = 0, behind; at < len && r->status == KBG_OK;) {
        size_t start = at;
        const kbg__variable *variable = kbg__variables_at(r->variables, text, len, at, &behind);
        if (variable) {
            if (variable->len)
                add_guard(r, 0xFFFD);
            add_variable(r, variable, is_text);
            at = behind;
            continue;
        }
        uint32_t c = kbg__utf8_next(text, len, &at);
        if (c == '\n' || c == '\v' || c == '\f' || c == 0x85 || c == 0x2028 || c == 0x2029) {
            add_break(r);
            continue;
        }
        if ((c < 0x20 && c != '\t') || (c >= 0x7F && c < 0xA0) || c == 0xFEFF || c == KBG__MARK_JOINT)
            continue;
        if (r->in_table && is_text && c == '|') {
            end_cell(r);
            continue;
        }
        if (r->cell_pending && c == ' ')
            continue;
        add_guard(r, c);
        if ((c == 'h' || c == 'H') && is_text && !r->in_link && !r->images &&
            (start == 0 || !is_alphanumeric(text[start - 1]))) {
            size_t scheme = len - start > 8 && (text[start + 4] | 0x20) == 's' ? 5 : 4;
            if (len - start > scheme + 3 && memcmp(text + start + scheme, "://", 3) == 0 &&
                (text[start + 1] | 0x20) == 't' && (text[start + 2] | 0x20) == 't' && (text[start + 3] | 0x20) == 'p') {
                size_t end = address_end(r, text, len, start);
                if (end > start + scheme + 3) {
                    add_bare(r, text + start, end - start, text + start, end - start, GUARD_WIDE);
                    at = end;
                    continue;
                }
            }
        }
        kbg__buffer_add(&r->d->text, text + start, at - start);
    }
    if (r->d->text.len + r->d->urls.len > r->most && r->status == KBG_OK)
        r->status = KBG_ERR_LIMIT;
}

static void add_cstr(reading *r, const char *text, bool is_text)
{
    add_text(r, text, strlen(text), is_text);
}

/* Moves line_start to a line of the source. Lines are asked for in order. */
static void seek_line(reading *r, int line)
{
    const kbg__buffer *source = &r->variables->marked;
    for (size_t at = r->line_start; r->line_number < line && at < source->len; at++) {
        bool is_crlf = source->data[at] == '\r' && at + 1 < source->len && source->data[at + 1] == '\n';
        if (source->data[at] == '\n' || (source->data[at] == '\r' && !is_crlf)) {
            r->line_number++;
            r->line_start = at + 1;
        }
    }
}

/* Whether the source line before `line` is blank, but for quote marks. cmark counts the lines behind underlined
 * headings and indented code among theirs, so that last_line alone does not tell. */
static bool is_behind_blank(reading *r, int line)
{
    const kbg__buffer *source = &r->variables->marked;
    seek_line(r, line - 1);
    for (size_t at = r->line_start; at < source->len && source->data[at] != '\n' && source->data[at] != '\r'; at++)
        if (source->data[at] != ' ' && source->data[at] != '\t' && source->data[at] != '>')
            return false;
    return r->line_number == line - 1;
}

static bool is_divided(reading *r, cmark_node *node)
{
    int line = cmark_node_get_start_line(node);
    return r->d->block_count && (line - r->last_line > 1 || is_behind_blank(r, line));
}

static void begin_block(reading *r, kbg__block_kind kind, cmark_node *node)
{
    bool blank = r->pending ? r->pending_blank : is_divided(r, node);
    r->pending = false;
    r->guard = GUARD_NONE;
    r->from = r->d->text.len;
    for (uint32_t c = r->container; c; c = kbg__document_container(r->d, c)->parent) {
        kbg__container *container = &r->d->containers[c - 1];
        if (container->first_block != SIZE_MAX)
            break;
        container->first_block = r->d->block_count;
    }
    if (kbg__document_add_block(r->d, kind, r->container, blank) != KBG_OK)
        r->status = KBG_ERR_NOMEM;
}

/* The end of the line at source[at]. */
static size_t line_end(const kbg__buffer *source, size_t at)
{
    while (at < source->len && source->data[at] != '\n' && source->data[at] != '\r')
        at++;
    return at;
}

/* Whether a paragraph is a table as many know it, which is not part of CommonMark: a line with bars, below it one of bars,
 * hyphens and colons, and rows. */
static bool is_table(reading *r, cmark_node *node)
{
    const kbg__buffer *source = &r->variables->marked;
    int line = cmark_node_get_start_line(node);
    bool has_bar = false, has_hyphen = false;
    if (r->container || cmark_node_get_end_line(node) < line + 2)
        return false;
    seek_line(r, line);
    size_t at = r->line_start, end = line_end(source, at);
    if (r->line_number != line || end == at || !memchr(source->data + at, '|', end - at))
        return false;
    at = end + 1 + (end + 1 < source->len && source->data[end] == '\r' && source->data[end + 1] == '\n');
    for (end = line_end(source, at < source->len ? at : source->len); at < end; at++) {
        has_bar |= source->data[at] == '|';
        has_hyphen |= source->data[at] == '-';
        if (!strchr("|-: \t", source->data[at]))
            return false;
    }
    return has_bar && has_hyphen;
}

static void end_block(reading *r, cmark_node *node)
{
    r->in_table = r->cell_pending = r->skip_text = false;
    flush(r);
    if (r->status != KBG_OK)
        return;
    kbg__document_end_block(r->d);
    r->status = kbg__fit_block(r->d, r->profile);
    r->last_line = cmark_node_get_end_line(node);
    r->block_styles = 0;
}

static void enter_container(reading *r, kbg__container_kind kind, cmark_node *node)
{
    kbg__document *d = r->d;
    if (kbg__grow(d->memory, (void **)&d->containers, &d->container_capacity, d->container_count + 1,
                  sizeof(*d->containers))) {
        r->status = KBG_ERR_NOMEM;
        return;
    }
    kbg__container *parent = r->container ? &d->containers[r->container - 1] : NULL;
    kbg__container *made = &d->containers[d->container_count++];
    *made = (kbg__container){ .kind = (uint8_t)kind,
                              .parent = r->container,
                              .depth = parent ? parent->depth + 1 : 1,
                              .first_block = SIZE_MAX };
    if (kind == KBG__CONTAINER_LIST) {
        made->ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
        made->tight = cmark_node_get_list_tight(node) != 0;
        made->number = cmark_node_get_list_start(node);
    } else if (kind == KBG__CONTAINER_ITEM) {
        made->number = parent->number;
        if (parent->number < INT32_MAX)
            parent->number++;
        if (!r->pending)
            r->pending_blank = is_divided(r, node);
        r->pending = true;
        r->last_line = cmark_node_get_start_line(node);
    }
    r->container = (uint32_t)d->container_count;
}

static void leave_container(reading *r, cmark_node *node)
{
    if (r->pending && kbg__document_container(r->d, r->container)->kind == KBG__CONTAINER_ITEM) {
        int line = r->last_line;
        begin_block(r, KBG__BLOCK_PARAGRAPH, node);
        end_block(r, node);
        r->last_line = line;
    }
    r->container = kbg__document_container(r->d, r->container)->parent;
}

static void read_literal_block(reading *r, cmark_node *node)
{
    const char *text = cmark_node_get_literal(node);
    size_t len = text ? strlen(text) : 0;
    bool is_code = cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK;
    bool has_fence = is_code && kbg__profile_has(r->profile, KBG_PROFILE_FENCE_OPEN);
    begin_block(r, has_fence ? KBG__BLOCK_CODE : KBG__BLOCK_PARAGRAPH, node);
    while (len && text[len - 1] == '\n')
        len--;
    const char *info = is_code ? cmark_node_get_fence_info(node) : NULL;
    if (has_fence && info && r->status == KBG_OK) {
        kbg__block *block = &r->d->blocks[r->d->block_count - 1];
        size_t info_len = strcspn(info, " \t");
        bool good = true;
        for (size_t i = 0; i < info_len; i++)
            good &= is_alphanumeric(info[i]) || strchr("_+#.-", info[i]);
        if (good && info_len <= 40) {
            block->info = r->d->urls.len;
            block->info_len = info_len;
            kbg__buffer_add(&r->d->urls, info, info_len);
        }
    }
    add_text(r, text, len, false);
    end_block(r, node);
}

/* The text of a node's children. */
static void add_inner_text(reading *r, cmark_node *node)
{
    cmark_iter *iterator = cmark_iter_new(node);
    while (iterator && cmark_iter_next(iterator) != CMARK_EVENT_DONE) {
        cmark_node *inner = cmark_iter_get_node(iterator);
        const char *literal = cmark_node_get_literal(inner);
        if (literal && cmark_node_get_type(inner) != CMARK_NODE_HTML_INLINE)
            add_cstr(r, literal, false);
    }
    if (iterator)
        cmark_iter_free(iterator);
}

/* Adds the address of an image as a link that nothing but the image uses. */
static uint32_t add_image_link(reading *r, const char *url)
{
    size_t start = r->d->urls.len;
    add_address(r, &r->d->urls, url, strlen(url));
    uint32_t link = kbg__document_add_link(r->d, "", 0, false);
    if (!link || r->d->urls.failed) {
        r->status = KBG_ERR_NOMEM;
        return 0;
    }
    r->d->links[link - 1].start = start;
    r->d->links[link - 1].len = r->d->urls.len - start;
    return link;
}

/* Images that stand alone in a paragraph go by themselves where the channel sends them so. */
static bool read_images(reading *r, cmark_node *paragraph)
{
    if (r->profile->number[KBG_PROFILE_IMAGES] != KBG_SHOWN_AS_ATTACHMENT || !cmark_node_first_child(paragraph))
        return false;
    for (cmark_node *node = cmark_node_first_child(paragraph); node; node = cmark_node_next(node)) {
        cmark_node_type type = cmark_node_get_type(node);
        if (type != CMARK_NODE_SOFTBREAK && type != CMARK_NODE_LINEBREAK &&
            (type != CMARK_NODE_IMAGE || !cmark_node_get_url(node)[0]))
            return false;
    }
    for (cmark_node *node = cmark_node_first_child(paragraph); node && r->status == KBG_OK;
         node = cmark_node_next(node)) {
        if (cmark_node_get_type(node) != CMARK_NODE_IMAGE)
            continue;
        begin_block(r, KBG__BLOCK_IMAGE, paragraph);
        uint32_t link = add_image_link(r, cmark_node_get_url(node));
        add_inner_text(r, node);
        if (r->d->text.len == r->from)
            kbg__buffer_add_cstr(&r->d->text, "图片");
        r->link = link;
        flush_as(r, KBG__RUN_IMAGE, KBG__STYLE_ATOM);
        r->link = 0;
        end_block(r, paragraph);
    }
    return true;
}

static void enter_link(reading *r, cmark_node *node)
{
    const char *url = cmark_node_get_url(node), *bare = strncmp(url, "mailto:", 7) == 0 ? url + 7 : url;
    cmark_node *child = cmark_node_first_child(node);
    if (r->images)
        return;
    flush(r);
    bool is_bare = child && !cmark_node_next(child) && cmark_node_get_type(child) == CMARK_NODE_TEXT && url[0] &&
                   (strcmp(cmark_node_get_literal(child), url) == 0 ||
                    strcmp(cmark_node_get_literal(child), bare) == 0);
    if (is_bare || (!child && url[0])) {
        const char *text = is_bare ? cmark_node_get_literal(child) : url;
        add_guard(r, 'x');
        add_bare(r, text, strlen(text), url, strlen(url), GUARD_ALWAYS);
        r->skip_text = true;
        return;
    }
    r->in_link = true;
    if (!url[0] || !kbg__profile_has(r->profile, KBG_PROFILE_LINK))
        return;
    size_t start = r->d->urls.len;
    add_address(r, &r->d->urls, url, strlen(url));
    if (r->d->urls.failed) {
        r->status = KBG_ERR_NOMEM;
    } else if (!kbg__profile_allows(r->profile, KBG_PROFILE_SCHEMES, r->d->urls.data + start,
                                    r->d->urls.len - start)) {
        r->d->urls.len = start;
        warn(r, KBG_WARNING_LINK);
    } else if (is_too_long(r, KBG_PROFILE_LINK, r->d->urls.len - start)) {
        r->d->urls.len = start;
    } else {
        add_guard(r, 'x');
        flush(r);
        r->link = kbg__document_add_link(r->d, "", 0, false);
        if (!r->link) {
            r->status = KBG_ERR_NOMEM;
            return;
        }
        r->d->links[r->link - 1].start = start;
        r->d->links[r->link - 1].len = r->d->urls.len - start;
    }
}

static void leave_link(reading *r, cmark_node *node)
{
    const char *url = cmark_node_get_url(node);
    if (r->images)
        return;
    if (r->skip_text) {
        r->skip_text = false;
        return;
    }
    bool is_markup = r->link != 0;
    flush(r);
    r->link = 0;
    if (!is_markup && url[0]) {
        kbg__buffer_add_byte(&r->d->text, ' ');
        add_bare(r, url, strlen(url), url, strlen(url), GUARD_ALWAYS);
    }
    r->in_link = false;
}

static void enter_image(reading *r, cmark_node *node)
{
    const char *url = cmark_node_get_url(node);
    size_t start = r->d->urls.len;
    if (r->images++)
        return;
    add_guard(r, 'x');
    flush(r);
    r->image_text = r->d->text.len;
    r->image_run = SIZE_MAX;
    if (r->profile->number[KBG_PROFILE_IMAGES] == KBG_SHOWN_AS_MARKUP && url[0] && !r->in_link) {
        add_address(r, &r->d->urls, url, strlen(url));
        if (r->d->urls.failed)
            r->status = KBG_ERR_NOMEM;
        else if (kbg__profile_allows(r->profile, KBG_PROFILE_IMAGE_SCHEMES, r->d->urls.data + start,
                                     r->d->urls.len - start) &&
                 !is_too_long(r, KBG_PROFILE_IMAGE, r->d->urls.len - start))
            r->image_run = r->d->run_count;
        r->d->urls.len = start;
    }
    if (r->image_run != SIZE_MAX)
        return;
    if (url[0])
        warn(r, KBG_WARNING_IMAGE);
    kbg__buffer_add_cstr(&r->d->text, cmark_node_first_child(node) ? "[图片：" : "[图片");
}

static void leave_image(reading *r, cmark_node *node)
{
    const char *url = cmark_node_get_url(node);
    if (--r->images)
        return;
    if (r->image_run == SIZE_MAX) {
        kbg__buffer_add_byte(&r->d->text, ']');
        if (url[0] && !r->link) {
            kbg__buffer_add_byte(&r->d->text, ' ');
            add_bare(r, url, strlen(url), url, strlen(url), GUARD_ALWAYS);
        }
        return;
    }
    /* What the children gave becomes one run. */
    r->d->run_count = r->image_run;
    if (r->d->text.len == r->image_text)
        kbg__buffer_add_cstr(&r->d->text, "图片");
    r->from = r->image_text;
    uint32_t outer = r->link;
    r->link = add_image_link(r, url);
    flush_as(r, KBG__RUN_IMAGE, styles_now(r) | KBG__STYLE_ATOM);
    r->link = outer;
}

/* Whether an HTML tag is <br>, which a line break takes the place of. */
static bool is_break_tag(const char *tag)
{
    return tag[0] == '<' && (tag[1] | 0x20) == 'b' && (tag[2] | 0x20) == 'r' && tag[3] && strchr(" />", tag[3]);
}

/* Code in a line keeps its marks only where its text cannot end them. */
static void read_code(reading *r, const char *literal)
{
    kbg_text open = r->profile->text[KBG_PROFILE_CODE_OPEN];
    bool ends = open.len && open.data[0] == '`' && strchr(literal, '`') &&
                !kbg__profile_has_sign(r->profile, KBG__CONTEXT_CODE, '`');
    if (!open.len || ends || r->images) {
        if (!r->images)
            warn(r, KBG_WARNING_MARKUP);
        add_cstr(r, literal, false);
        return;
    }
    flush(r);
    r->block_styles |= KBG__STYLE_CODE;
    add_cstr(r, literal, false);
    flush(r);
    r->block_styles &= (uint8_t)~KBG__STYLE_CODE;
}

static void visit_inline(reading *r, cmark_node *node, bool entering)
{
    const char *literal = cmark_node_get_literal(node);
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
        if (!r->skip_text)
            add_cstr(r, literal, true);
        break;
    case CMARK_NODE_CODE:
        read_code(r, literal);
        break;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
        add_break(r);
        break;
    case CMARK_NODE_HTML_INLINE:
        if (is_break_tag(literal))
            add_break(r);
        else
            add_cstr(r, literal, false);
        break;
    case CMARK_NODE_STRONG:
    case CMARK_NODE_EMPH:
        flush(r);
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

/* Returns whether what is inside the node has been read already. */
static bool visit(reading *r, cmark_node *node, bool entering)
{
    static const uint64_t strong = KBG_SHOWN_AS_STRONG, markup = KBG_SHOWN_AS_MARKUP;
    uint64_t headings = r->profile->number[KBG_PROFILE_HEADINGS];
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
        if (!entering) {
            end_block(r, node);
            break;
        }
        if (cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH) {
            if (read_images(r, node))
                return true;
            begin_block(r, KBG__BLOCK_PARAGRAPH, node);
            if (r->status == KBG_OK && is_table(r, node)) {
                r->in_table = true;
                r->row = r->cell = 0;
                kbg__buffer_clear(&r->columns);
            }
            break;
        }
        begin_block(r, headings == markup ? KBG__BLOCK_HEADING : KBG__BLOCK_PARAGRAPH, node);
        if (r->status == KBG_OK)
            r->d->blocks[r->d->block_count - 1].level = (uint8_t)cmark_node_get_heading_level(node);
        r->block_styles = headings == strong ? KBG__STYLE_STRONG : 0;
        break;
    case CMARK_NODE_BLOCK_QUOTE:
    case CMARK_NODE_LIST:
    case CMARK_NODE_ITEM:
        if (!entering)
            leave_container(r, node);
        else
            enter_container(r, cmark_node_get_type(node) == CMARK_NODE_LIST          ? KBG__CONTAINER_LIST
                               : cmark_node_get_type(node) == CMARK_NODE_BLOCK_QUOTE ? KBG__CONTAINER_QUOTE
                                                                                     : KBG__CONTAINER_ITEM,
                            node);
        break;
    case CMARK_NODE_CODE_BLOCK:
    case CMARK_NODE_HTML_BLOCK:
        read_literal_block(r, node);
        break;
    case CMARK_NODE_THEMATIC_BREAK:
        begin_block(r, KBG__BLOCK_RULE, node);
        end_block(r, node);
        break;
    default:
        visit_inline(r, node, entering);
        break;
    }
    return false;
}

static void read_tree(reading *r, cmark_node *root)
{
    cmark_iter *iterator = cmark_iter_new(root);
    if (!iterator)
        r->status = KBG_ERR_NOMEM;
    while (r->status == KBG_OK) {
        cmark_event_type event = cmark_iter_next(iterator);
        if (event == CMARK_EVENT_DONE)
            break;
        cmark_node *node = cmark_iter_get_node(iterator);
        if (visit(r, node, event == CMARK_EVENT_ENTER)) {
            /* On with what comes behind it. */
            cmark_iter_reset(iterator, node, CMARK_EVENT_EXIT);
        }
    }
    if (iterator)
        cmark_iter_free(iterator);
}

kbg_status kbg__document_read(kbg__document *document, const kbg__variables *variables, const kbg_profile *profile,
                              size_t most, uint64_t deepest, kbg__problem *problem)
{
    const kbg__buffer *source = &variables->marked;
    reading r = { .d = document, .variables = variables, .profile = profile, .most = most + (most < SIZE_MAX), .line_number = 1 };
    kbg__buffer_init(&r.columns, document->memory);
    kbg__buffer_clear(&document->text);
    kbg__buffer_clear(&document->urls);
    kbg__buffer_add_byte(&document->urls, '\0'); /* so that an empty address has an address */
    document->run_count = document->block_count = document->container_count = document->link_count = 0;
    document->warnings = 0;
    if (document->urls.failed)
        return KBG_ERR_NOMEM;
    uint64_t depth = kbg__nesting(source->data, source->len);
    if (depth > deepest)
        return kbg__problem_set(problem, KBG_ERR_LIMIT,
                                "quotes and lists of the body stand %" PRIu64 " deep in each other, the limit is %" PRIu64,
                                depth, deepest);
    cmark_node *root = cmark_parse_document(source->data ? source->data : "", source->len, CMARK_OPT_DEFAULT);
    if (!root)
        return KBG_ERR_NOMEM;
    read_tree(&r, root);
    cmark_node_free(root);
    if (r.status == KBG_OK && (document->text.failed || document->urls.failed || r.columns.failed))
        r.status = KBG_ERR_NOMEM;
    kbg__buffer_free(&r.columns);
    return r.status;
}

const char *kbg__cmark_version(void)
{
    return cmark_version_string();
}
