/* SPDX-License-Identifier: MIT */
/* This library beside the others: from a message to ten explained hits, which are given back. It reads the file
 * itself, and loads answers always.
 *
 *   peer_kbguide [--sample N] [--rounds N] KB.jsonl QUERIES.tsv */
#include "grown.h"
#include "peer.h"

static kbg_base *base;
static kbg_searcher *searcher;
static kbg_hits *hits;

static void load(const peer_base *from)
{
    kbg_error *error = NULL;
    if (kbg_base_new(NULL, &base, &error) != KBG_OK)
        die_error(error);
    load_grown(base, from->path, 0);
    if (kbg_searcher_new(base, &searcher, &error) != KBG_OK)
        die_error(error);
}

static size_t search(const char *text, size_t len)
{
    kbg_error *error = NULL;
    if (kbg_search(searcher, text, len, NULL, &hits, &error) != KBG_OK)
        die_error(error);
    return kbg_hits_count(hits);
}

static const char *id(const peer_base *from, size_t hit, size_t *len)
{
    (void)from;
    return kbg_item_id(kbg_hits_item(hits, hit), len);
}

static void done(void)
{
    kbg_hits_free(hits);
}

static void unload(void)
{
    kbg_searcher_free(searcher);
    kbg_base_unref(base);
}

int main(int argc, char **argv)
{
    static const peer kbguide = { "kbguide", load, search, id, done, unload };
    return peer_main(argc, argv, &kbguide);
}
