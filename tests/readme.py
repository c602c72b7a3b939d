#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that the first C program in a document is a given source file: readme.py DOCUMENT SOURCE.c"""
import re
import sys

document, source = (open(path, encoding="utf-8").read() for path in sys.argv[1:3])
shown = re.search(r"```c\n(.*?)```", document, re.S)
if not shown or shown.group(1) not in source:
    sys.exit("the program in the document is not the one in the source file")
