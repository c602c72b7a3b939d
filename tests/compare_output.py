#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs an example and compares what it prints with its .expected file: compare_output.py EXPECTED PROGRAM [ARGUMENT...]"""
import subprocess
import sys

wanted = open(sys.argv[1], encoding="utf-8").read()
run = subprocess.run(sys.argv[2:], stdout=subprocess.PIPE, encoding="utf-8", check=False)
if run.returncode != 0:
    sys.exit(f"exit status {run.returncode}")
if run.stdout != wanted:
    import difflib
    sys.stdout.writelines(difflib.unified_diff(wanted.splitlines(True), run.stdout.splitlines(True), "expected", "printed"))
    sys.exit(1)
