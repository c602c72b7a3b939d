/* SPDX-License-Identifier: MIT */
/* The library from C++: initialisers compile, names link. */
#include <kbguide/kbguide.h>

#include <cstring>

namespace {

bool give(const char *, size_t, kbg_text *value, void *)
{
    *value = kbg_text{ "A-102", 5 };
    return true;
}

bool keep(const char *, size_t, void *)
{
    return true;
}

} // namespace

int main()
{
    static const char jsonl[] = "{\"id\":\"a\",\"question\":\"怎么退货\",\"answer\":\"订单 {{order}}\"}";
    kbg_base *base = nullptr;
    kbg_searcher *searcher = nullptr;
    kbg_hits *hits = nullptr;
    kbg_snippet *snippet = nullptr;
    kbg_error *error = nullptr;
    kbg_load_options load = KBG_LOAD_OPTIONS_INIT;
    kbg_query query = KBG_QUERY_INIT;
    kbg_render_options render = KBG_RENDER_OPTIONS_INIT;
    kbg_rule rule = KBG_RULE_INIT;
    kbg_check_options check = KBG_CHECK_OPTIONS_INIT;
    kbg_rules *rules = nullptr;
    kbg_figures *figures = nullptr;
    kbg_figures_options what = KBG_FIGURES_OPTIONS_INIT;
    kbg_figures_report_options report = KBG_FIGURES_REPORT_OPTIONS_INIT;
    kbg_event event = KBG_EVENT_INIT;
    kbg_findings *findings = nullptr;
    const kbg_text word = { "最好", 6 };
    rule.id = rule.class_name = word;
    rule.words = &word;
    rule.word_count = 1;
    query.kinds = KBG_BIT(KBG_KIND_NONE) | KBG_BIT(KBG_KIND_SERVICE);
    render.variable = give;
    event.type = KBG_EVENT_SOLD;
    report.max_entries = 1;
    bool good = kbg_base_new(nullptr, &base, &error) == KBG_OK &&
                kbg_base_load(base, KBG_FORMAT_JSONL, jsonl, std::strlen(jsonl), &load, nullptr, &error) == KBG_OK &&
                kbg_searcher_new(base, &searcher, &error) == KBG_OK &&
                kbg_search(searcher, "退货", 6, &query, &hits, &error) == KBG_OK && kbg_hits_count(hits) == 1 &&
                kbg_render(searcher, kbg_hits_item(hits, 0), &render, &snippet, &error) == KBG_OK &&
                std::strcmp(kbg_snippet_part(snippet, 0, nullptr), "订单 A-102") == 0 && error == nullptr &&
                kbg_rules_new(nullptr, &rules, &error) == KBG_OK && kbg_rules_add(rules, &rule, &error) == KBG_OK &&
                kbg_base_set_rules(base, rules, &error) == KBG_OK &&
                kbg_check(searcher, "最 好", 7, &check, &findings, &error) == KBG_OK &&
                kbg_findings_count(findings) == 1 && kbg_findings_strongest(findings) == KBG_ACTION_WARN &&
                kbg_figures_new(nullptr, &what, &figures, &error) == KBG_OK &&
                kbg_figures_add(figures, &event, 1, nullptr, &error) == KBG_OK &&
                kbg_figures_json(figures, &report, keep, nullptr, &error) == KBG_OK &&
                std::strcmp(kbg_version(), KBG_VERSION) == 0;
    kbg_figures_unref(figures);
    kbg_findings_free(findings);
    kbg_rules_free(rules);
    kbg_snippet_free(snippet);
    kbg_hits_free(hits);
    kbg_searcher_free(searcher);
    kbg_base_unref(base);
    kbg_error_free(error);
    return good ? 0 : 1;
}
