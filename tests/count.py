#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Counts test cases in a Meson test log: each cmocka case, and each other program as one. Prints
`N passed, N failed` as the last line."""
import json
import re
import sys

passed = failed = 0
for line in open(sys.argv[1], encoding="utf-8"):
    test = json.loads(line)
    output = test.get("stdout", "") + test.get("stderr", "")
    good = len(re.findall(r"^\[       OK \]", output, re.M))
    bad = len(set(re.findall(r"^\[  (?:FAILED|ERROR)  \] (\S+)$", output, re.M)))
    if test["result"] in ("OK", "EXPECTEDFAIL"):
        passed += max(good, 1)
    elif test["result"] != "SKIP":
        passed += good
        failed += max(bad, 1)
print(f"{passed} passed, {failed} failed")
