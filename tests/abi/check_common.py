# SPDX-License-Identifier: MIT
"""What the checks share."""
import sys


def compare(what, actual, expected):
    """Names what is too much and too little; returns whether both are the same."""
    for name in sorted(set(actual) - set(expected)):
        print(f'{what}: {name} is there and not expected', file=sys.stderr)
    for name in sorted(set(expected) - set(actual)):
        print(f'{what}: {name} is expected and not there', file=sys.stderr)
    return set(actual) == set(expected)


def read_symbols(path):
    """The names in symbols.txt, which is sorted."""
    with open(path, encoding='utf-8') as file:
        names = file.read().split()
    if names != sorted(set(names)):
        sys.exit(f'{path} is not sorted or names something twice')
    return names
