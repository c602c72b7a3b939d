#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reads what the profile html writes with html5lib: no parse error, exactly the elements that are meant, and none that
runs, loads or calls anything. check_html5.py RENDER_HTML"""
import itertools
import os
import subprocess
import sys
from urllib.parse import urlsplit

try:
    import html5lib
except ImportError:
    system = "/usr/bin/python3"  # where a distribution's packages are, if this is another Python
    if os.path.exists(system) and not os.path.samefile(sys.executable, system) and "KBG_TESTS_PYTHON" not in os.environ:
        os.execve(system, [system, "-B"] + sys.argv, {**os.environ, "KBG_TESTS_PYTHON": "1"})
    print("skipped: Python has no html5lib (Debian: python3-html5lib)", file=sys.stderr)
    sys.exit(1 if os.environ.get("KBG_TESTS_NEED_HTML5") else 77)

REL = {"rel": "noopener noreferrer", "target": "_blank"}


def link(href, *children):
    return ("a", {"href": href, **REL}, *children)


def img(src, alt):
    return ("img", {"src": src, "alt": alt})


def table(head, *rows):
    def cells(name, row):
        return tuple((name, *(cell if isinstance(cell, tuple) else (cell,) if cell else ())) for cell in row)

    return ("table", ("thead", ("tr", *cells("th", head))), ("tbody", *(("tr", *cells("td", row)) for row in rows)))


# A body, and the tree that must come of it: name, attributes if there are any, children.
EXACT = [
    ("您好", [("p", "您好")]),
    ("一\n二\n\n三", [("p", "一", ("br",), "二"), ("p", "三")]),
    ("# 题\n\n###### 小题", [("h1", "题"), ("h6", "小题")]),
    ("这是**重点**，*斜*，***都***", [("p", "这是", ("strong", "重点"), "，", ("em", "斜"), "，", ("strong", ("em", "都")))]),
    ("**一 *二* 三**", [("p", ("strong", "一 ", ("em", "二"), " 三"))]),
    ("`a < b && c`", [("p", ("code", "a < b && c"))]),
    ("```c\nif (a < b && \"c\")\n    d();\n```", [("pre", ("code", {"class": "language-c"}, "if (a < b && \"c\")\n    d();"))]),
    ("```\"><script>\nx\n```", [("pre", ("code", "x"))]),
    ("> 引\n>\n> - 项\n>   > 里", [("blockquote", ("p", "引"), ("ul", ("li", "项", ("blockquote", ("p", "里")))))]),
    ("3. 三\n4. 四\n   - 点", [("ol", {"start": "3"}, ("li", "三"), ("li", "四", ("ul", ("li", "点"))))]),
    ("- 一\n\n- 二", [("ul", ("li", ("p", "一")), ("li", ("p", "二")))]),
    ("一\n\n---\n\n二", [("p", "一"), ("hr",), ("p", "二")]),
    ("[订单](https://a.example/?a=1&b=%20\"x\"'y')", [("p", link("https://a.example/?a=1&b=%20%22x%22'y'", "订单"))]),
    ("[信](mailto:kf@a.example) [电话](tel:4008001234)", [("p", link("mailto:kf@a.example", "信"), " ", link("tel:4008001234", "电话"))]),
    ("见https://a.example/x。", [("p", "见", link("https://a.example/x", "https://a.example/x"), "。")]),
    ("[**粗** `码`](https://a.example/)", [("p", link("https://a.example/", ("strong", "粗"), " ", ("code", "码")))]),
    ("图![说\"明<b>](https://a.example/1.png)", [("p", "图", img("https://a.example/1.png", "说\"明<b>"))]),
    ("![图](https://a.example/1.png)", [("p", img("https://a.example/1.png", "图"))]),
    ("| 套餐 | 月费 |\n|---|---|\n| **畅享** | 59元<br>含税 |\n| 尊享 | |", [
        table(["套餐", "月费"], [(("strong", "畅享"),), ("59元", ("br",), "含税")], ["尊享", ""])]),
    ("|<script>|[x](javascript:y)|\n|-|-|\n|</table><img src=x onerror=y>|</td>|", [
        table(["<script>", "x javascript:y"], ["</table><img src=x onerror=y>", "</td>"])]),
    # HTML of the item is text
    ("<script>alert(1)</script>", [("p", "<script>alert(1)</script>")]),
    ("<div onclick=\"x()\">\n<style>*{}</style>\n</div>", [("p", "<div onclick=\"x()\">", ("br",), "<style>*{}</style>", ("br",), "</div>")]),
    ("文<b onmouseover=x>粗</b><!-- 注 -->", [("p", "文<b onmouseover=x>粗</b><!-- 注 -->")]),
    ("<iframe src=//a.example>", [("p", "<iframe src=//a.example>")]),
    ("一<br>二<br/>三<BR>四", [("p", "一", ("br",), "二", ("br",), "三", ("br",), "四")]),
    ("</p></div></body>", [("p", "</p></div></body>")]),
    ("<b", [("p", "<b")]),
    ("&lt;script&gt; &amp;lt; &#60;b&#62; &copy; &nosuch; &#0; &", [("p", "<script> &lt; <b> © &nosuch; \ufffd &")]),
    # links that are none
    ("[x](javascript:alert(1))", [("p", "x javascript:alert(1)")]),
    ("[x](JaVaScRiPt:alert`1`)", [("p", "x JaVaScRiPt:alert`1`")]),
    ("[x](java&#115;cript:a)", [("p", "x javascript:a")]),
    ("[x](vbscript:a) <data:text/html,x>", [("p", "x vbscript:a data:text/html,x")]),
    ("[x](//a.example) [y](/pfad) [z](#a)", [("p", "x //a.example y /pfad z #a")]),
    ("![x](javascript:a) ![y](data:image/svg+xml,<svg/onload=a>)", [("p", "[图片：x] javascript:a [图片：y] data:image/svg+xml,<svg/onload=a>")]),
    ("[x](https://a.example/\"onclick=\"y)", [("p", link("https://a.example/%22onclick=%22y", "x"))]),
    ("[x](https://a.example/'onclick='y 'z\"onclick=1')", [("p", link("https://a.example/'onclick='y", "x"))]),
]

# Texts of the worst kind, that CommonMark leaves alone where they stand below.
PAYLOADS = [
    "<script>alert(1)</script>", "</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "\"><b>", "'><b>",
    "<iframe src=javascript:a>", "<style>*{x:y}</style>", "<a href=javascript:a>b</a>", "</td></tr></table>", "</p></li></ul>",
    "</code></pre>", "<!--x", "-->", "]]>", "<![CDATA[x]]>", "<?php x ?>", "<!DOCTYPE html>", "<b", "<", ">", "&", "\"", "'", "&&", "=",
    "<textarea>", "<title>", "<noscript>", "<template>", "<math><mi/>", "<plaintext>", "<xmp>", "<body onload=a>", "<form action=x>",
    "<meta http-equiv=refresh>", "<link rel=x>", "<base href=x>", "<object data=x>", "on\u00adclick=x", "<\u200bscript>", "＜script＞", "\u202e<b>",
    "<a\thref=x>", "<b/onclick=x>", "x\"onmouseover=\"y", "x' onfocus='y", "javascript:alert(1)",
]
VALUES = PAYLOADS + ["&lt;b&gt;", "&#60;b&#62;", "*a* **b** `c` [x](y) ![z](w) <https://a.example/>", "\n<b>\n", "\\<b\\>", "{{v}}", "| x |", "- x", "# x", "> x",
                     "javascript:alert(1)//", "https://a.example/", "data:text/html,<script>"]

# Where a payload or a value stands: the body, and the elements that the tree has then, in order.
PLACES = [
    ("前%s后", "p"), ("**%s**", "p strong"), ("前 *x%sx* 后", "p em"), ("# 题%s", "h1"), ("- 项%s\n- 二", "ul li li"), ("> 引%s", "blockquote p"),
    ("`x%sx`", "p code"), ("```\nx%s\n```", "pre code"), ("    x%s", "pre code"), ("[文%s字](https://a.example/)", "p a"),
    ("![文%s字](https://a.example/1.png)", "p img"), ("|列|\n|--|\n|x%s|", "table thead tr th tbody tr td"),
    ("|列%s|\n|--|\n|x|", "table thead tr th tbody tr td"), ("1. 一\n   > 引 **x%s**", "ol li blockquote p strong"),
]
VALUE_PLACES = PLACES + [("[文](https://a.example/?q=%s&r=1)", "p a"), ("![文](https://a.example/%s.png)", "p img"),
                         ("见https://a.example/?q=%s。", "p a"), ("[文](%s)", "p"), ("![文](%s)", "p"), ("```%s\nx\n```", "pre code")]

ALLOWED = {
    "p": set(), "h1": set(), "h2": set(), "h3": set(), "h4": set(), "h5": set(), "h6": set(), "strong": set(), "em": set(), "br": set(),
    "hr": set(), "code": {"class"}, "pre": set(), "blockquote": set(), "ul": set(), "ol": {"start"}, "li": set(), "table": set(),
    "thead": set(), "tbody": set(), "tr": set(), "th": set(), "td": set(), "a": {"href", "rel", "target"}, "img": {"src", "alt"},
}


def parse(html):
    parser = html5lib.HTMLParser(strict=False, tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    root = parser.parseFragment(html)
    assert not parser.errors, f"parse errors {parser.errors} in {html!r}"
    return root


def tree_of(element):
    """The children of an element as tuples and texts."""
    children = [element.text] if element.text else []
    for child in element:
        attributes = dict(child.attrib)
        children.append((child.tag, *([attributes] if attributes else []), *tree_of(child)))
        if child.tail:
            children.append(child.tail)
    return children


def check_safe(root, html):
    for element in root.iter():
        if element is root:
            continue
        assert element.tag in ALLOWED, f"element {element.tag} in {html!r}"
        assert set(element.attrib) <= ALLOWED[element.tag], f"attributes {element.attrib} in {html!r}"
        if "href" in element.attrib:
            assert urlsplit(element.attrib["href"]).scheme in ("http", "https", "mailto", "tel"), f"a foreign scheme in {html!r}"
            assert {**element.attrib, **REL} == element.attrib, f"attributes {element.attrib} in {html!r}"
        if "src" in element.attrib:
            assert urlsplit(element.attrib["src"]).scheme in ("http", "https"), f"a foreign scheme in {html!r}"


def render(program, records):
    data = b"".join(f"{limit}\0{body}\0{value}\0".encode() for limit, body, value in records)
    out = subprocess.run([program], input=data, stdout=subprocess.PIPE, check=True).stdout.decode()
    return [record.split("\0")[:-1] for record in out.split("\n\0")[:-1]]


def main(program):
    html5lib_sees_what_is_wrong()
    failures = 0

    def check(record, parts, judge):
        nonlocal failures
        try:
            assert parts[:1] != ["E"], f"error: {parts[1:]}"
            for part in parts:
                check_safe(parse(part), part)
            judge(parts)
        except AssertionError as error:
            failures += 1
            print(f"{record!r}:\n  {error}", file=sys.stderr)

    records = [(0, body, "值") for body, _ in EXACT]
    for (record, parts, (_, expected)) in zip(records, render(program, records), EXACT, strict=True):
        def judge_exact(parts):
            trees = list(itertools.chain.from_iterable(tree_of(parse(part)) for part in parts))
            assert trees == expected, f"\n  is       {trees}\n  expected {expected}"
        check(record, parts, judge_exact)

    placed = [(0, body % payload, "") for body, _ in PLACES for payload in PAYLOADS if is_left_alone(body, payload)]
    names = [names for body, names in PLACES for payload in PAYLOADS if is_left_alone(body, payload)]
    placed += [(0, body % "{{v}}", value) for body, _ in VALUE_PLACES for value in VALUES]
    names += [names for _, names in VALUE_PLACES for _ in VALUES]
    for record, parts, expected in zip(placed, render(program, placed), names, strict=True):
        def judge_names(parts):
            found = " ".join(e.tag for part in parts for e in parse(part).iter() if e.tag != "DOCUMENT_FRAGMENT")
            assert found == expected, f"elements {found}, not {expected}, in {parts}"
        check(record, parts, judge_names)

    # All of it in parts: each one stands alone, and together they say the same.
    bodies = [(body, "值") for body, _ in EXACT] + [(record[1], record[2]) for record in placed[::7]]
    whole = render(program, [(0, body, value) for body, value in bodies])
    for limit in (150, 250, 400):
        records = [(limit, body, value) for body, value in bodies]
        for record, parts, one in zip(records, render(program, records), whole, strict=True):
            if parts[:1] == ["E"]:  # not even a character fits
                assert "no room" in parts[1] and limit < 400, parts
                continue

            def judge_parts(parts):
                assert all(len(part.encode()) <= limit for part in parts), f"{[len(part.encode()) for part in parts]}"
                texts = ["".join("".join("".join(parse(part).itertext()) for part in p).split()) for p in (parts, one)]
                # A long link becomes text and address, and a table has its headings again: the parts say more then.
                says_more = any(mark in one[0] for mark in ("<a ", "<img ", "<table>"))
                letters = iter(texts[0])
                assert all(letter in letters for letter in texts[1]) if says_more else texts[0] == texts[1], \
                    f"\n  parts {texts[0]}\n  whole {texts[1]}"
            check(record, parts, judge_parts)
    print(f"{len(EXACT)} trees, {len(placed)} places, {3 * len(bodies)} cut: {failures} wrong")
    return failures > 0


def is_left_alone(body, payload):
    """Whether a payload is text to CommonMark at its place, or HTML, which is text to us."""
    return not ("]" in payload and "[文" in body)


def html5lib_sees_what_is_wrong():
    """The parser would tell: one error each."""
    for bad in ("<p><b>x</p>", "<p>&x;</p>", "</i>", "<p a=1 a=2>x</p>", "a < b</x>"):
        try:
            parse(bad)
        except AssertionError:
            continue
        sys.exit(f"html5lib takes {bad!r}")


sys.exit(main(sys.argv[1]))
