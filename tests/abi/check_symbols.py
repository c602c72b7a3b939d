# SPDX-License-Identifier: MIT
"""The shared library exports what symbols.txt and the version script name, under the right version, and nothing else.

check_symbols.py NM READELF LIBRARY MAP SYMBOLS SONAME"""
import re
import subprocess
import sys

from check_common import compare, read_symbols


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main(nm, readelf, library, map_path, symbols_path, soname):
    symbols = read_symbols(symbols_path)
    with open(map_path, encoding='utf-8') as file:
        text = re.sub(r'/\*.*?\*/', '', file.read(), flags=re.S)
    nodes = dict(re.findall(r'(\w+(?:\.\w+)*)\s*\{(.*?)\}', text, flags=re.S))
    versions = {}
    for node, body in nodes.items():
        named = re.search(r'global:(.*?)(?:local:|$)', body, flags=re.S)
        for name in re.findall(r'([\w*]+)\s*;', named.group(1) if named else ''):
            if name in versions:
                sys.exit(f'{map_path}: {name} is named twice')
            versions[name] = node
    exported = {}
    for line in output(nm, '-D', '--defined-only', '--with-symbol-versions', library).splitlines():
        _, kind, name = line.split(maxsplit=2)
        name, _, version = name.replace('@@', '@').partition('@')
        if kind == 'A' and name in nodes:
            continue  # the node itself
        exported[name] = version
    good = compare('map', versions, symbols)
    good &= compare('library', exported, symbols)
    for name in sorted(set(exported) & set(versions)):
        if exported[name] != versions[name]:
            print(f'{name} has the version "{exported[name]}" and not {versions[name]}', file=sys.stderr)
            good = False
    found = re.findall(r'\(SONAME\).*\[(.*)\]', output(readelf, '-d', library))
    if found != [soname]:
        print(f'the soname is {found} and not {soname}', file=sys.stderr)
        good = False
    return good


if __name__ == '__main__':
    sys.exit(0 if main(*sys.argv[1:]) else 1)
