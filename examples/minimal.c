/* SPDX-License-Identifier: MIT */
/* The shortest program: one item, one message, one reply. */
#include <kbguide/kbguide.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
    const char *items = "{\"id\":\"return\",\"question\":\"怎么退货\",\"alternatives\":[\"不想要了能退吗\"],"
                        "\"answers\":[{\"body\":\"签收后 **7 天**内可以申请退货。\"}]}\n";
    const char *message = "亲，买的东西想退货";
    kbg_base *base = NULL;
    kbg_searcher *searcher = NULL;
    kbg_hits *hits = NULL;
    kbg_snippet *snippet = NULL;
    if (kbg_base_new(NULL, &base, NULL) == KBG_OK &&
        kbg_base_load(base, KBG_FORMAT_JSONL, items, strlen(items), NULL, NULL, NULL) == KBG_OK &&
        kbg_searcher_new(base, &searcher, NULL) == KBG_OK &&
        kbg_search(searcher, message, strlen(message), NULL, &hits, NULL) == KBG_OK && kbg_hits_count(hits) &&
        kbg_render(searcher, kbg_hits_item(hits, 0), NULL, &snippet, NULL) == KBG_OK)
        puts(kbg_snippet_part(snippet, 0, NULL));
    kbg_snippet_free(snippet);
    kbg_hits_free(hits);
    kbg_searcher_free(searcher);
    kbg_base_unref(base);
    return snippet ? 0 : 1;
}
