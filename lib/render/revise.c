/* SPDX-License-Identifier: MIT */
#include "render/revise.h"

#include <kbguide/render.h>
#include <string.h>

static kbg_status ask(const kbg__document *d, const char *text, size_t len, kbg__revision *revision)
{
    *revision = (kbg__revision){ .text = NULL };
    return len ? d->reviser->revise(text, len, revision, d->reviser->user_data) : KBG_OK;
}

/* Appends a revised text. What would divide lines becomes a space. */
static void add_revised(kbg__buffer *out, const kbg__revision *revision)
{
    for (size_t i = 0; i < revision->len; i++)
        kbg__buffer_add_byte(out, (unsigned char)revision->text[i] < 0x20 ? ' ' : revision->text[i]);
}

/* Revises a stretch of runs, and moves them to where their texts are now. */
static kbg_status revise_stretch(kbg__document *d, kbg__run *runs, size_t count, size_t base)
{
    kbg__revision revision;
    size_t start = runs[0].start, len = runs[count - 1].end - start, n = 0;
    size_t begin = base + d->revised.len;
    kbg_status status = ask(d, d->text.data + start, len, &revision);
    if (status != KBG_OK)
        return status;
    if (revision.text)
        add_revised(&d->revised, &revision);
    else
        kbg__buffer_add(&d->revised, d->text.data + start, len);
    for (size_t i = 0; i < count; i++) {
        size_t end = runs[i].end - start, from = n;
        if (!revision.text)
            n = end;
        while (revision.text && n < revision.len && (i + 1 == count || revision.source(revision.map, n) < end))
            n++;
        if (revision.text)
            d->warnings |= UINT32_C(1) << KBG_WARNING_CHANGED;
        bool same = !revision.text || (n - from == runs[i].end - runs[i].start &&
                                       memcmp(revision.text + from, d->text.data + runs[i].start, n - from) == 0);
        if (!same && runs[i].link && runs[i].kind == KBG__RUN_TEXT && d->links[runs[i].link - 1].bare)
            runs[i].link = 0; /* no address any more */
        runs[i].start = begin + from;
        runs[i].end = begin + n;
    }
    return KBG_OK;
}

/* Takes links away whose addresses would be changed. */
static kbg_status revise_links(kbg__document *d, kbg__block *block)
{
    uint32_t last = 0;
    bool goes = false;
    for (size_t i = block->run; i < d->run_count; i++) {
        kbg__run *run = &d->runs[i];
        kbg__revision revision;
        if (!run->link || run->kind != KBG__RUN_TEXT)
            continue;
        if (run->link != last) {
            const kbg__link *link = &d->links[run->link - 1];
            kbg_status status = ask(d, d->urls.data + link->start, link->len, &revision);
            if (status != KBG_OK)
                return status;
            goes = revision.text != NULL;
            last = run->link;
        }
        if (goes) {
            run->link = 0;
            d->warnings |= UINT32_C(1) << KBG_WARNING_CHANGED;
        }
    }
    return KBG_OK;
}

/* Takes runs away that have no text left. */
static void drop_empty(kbg__document *d, const kbg__block *block)
{
    size_t kept = block->run;
    for (size_t i = block->run; i < d->run_count; i++)
        if (d->runs[i].end > d->runs[i].start)
            d->runs[kept++] = d->runs[i];
    d->run_count = kept;
}

kbg_status kbg__revise_block(kbg__document *d)
{
    kbg__block *block = &d->blocks[d->block_count - 1];
    kbg_status status = KBG_OK;
    kbg__buffer_clear(&d->revised);
    for (size_t i = block->run, end; i < d->run_count && status == KBG_OK; i = end) {
        kbg__run *runs = d->runs;
        for (end = i + 1; end < d->run_count && runs[i].kind == KBG__RUN_TEXT && runs[end].kind == KBG__RUN_TEXT;)
            end++;
        if (!kbg__run_ends_line(&runs[i])) {
            status = revise_stretch(d, runs + i, end - i, block->start);
            continue;
        }
        bool ends_head = block->kind == KBG__BLOCK_TABLE && runs[i].end == block->body;
        size_t len = runs[i].end - runs[i].start;
        kbg__buffer_add(&d->revised, d->text.data + runs[i].start, len);
        runs[i].start = block->start + d->revised.len - len;
        runs[i].end = block->start + d->revised.len;
        if (ends_head)
            block->body = runs[i].end;
    }
    if (status == KBG_OK)
        status = revise_links(d, block);
    if (status != KBG_OK || d->revised.failed)
        return status != KBG_OK ? status : KBG_ERR_NOMEM;
    drop_empty(d, block);
    d->text.len = block->start;
    kbg__buffer_add(&d->text, d->revised.data, d->revised.len);
    return kbg__buffer_status(&d->text);
}
