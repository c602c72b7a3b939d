# SPDX-License-Identifier: MIT
"""Each function of the public headers is described in full: what it does, each parameter, what it returns, from which
threads it may be called, since when it is there. The headers declare the functions of symbols.txt and no others.

check_headers.py SYMBOLS HEADER…"""
import re
import sys

from check_common import compare, read_symbols

COMMENT = r'/\*\*(?:(?!\*/).)*\*/'


class Checker:
    def __init__(self):
        self.good = True
        self.functions = []

    def complain(self, where, what):
        print(f'{where}: {what}', file=sys.stderr)
        self.good = False

    def check_comment(self, where, comment):
        """What every description has; returns its lines without the stars."""
        lines = [re.sub(r'^\s*\*? ?', '', line) for line in comment[3:-2].strip().splitlines()]
        text = '\n'.join(lines).strip()
        brief = text.split('@')[0].strip()
        if not re.match(r'[A-Z0-9].*[.]', brief, flags=re.S):
            self.complain(where, 'the description does not begin with a sentence')
        if not re.search(r'@since \d+\.\d+', text):
            self.complain(where, '@since is missing')
        return text

    def check_function(self, path, comment, returned, name, parameters):
        where = f'{path}: {name}'
        if name in self.functions:
            self.complain(where, 'is declared twice')
        self.functions.append(name)
        if not comment:
            self.complain(where, 'has no description')
            return
        text = self.check_comment(where, comment)
        declared = []
        for parameter in parameters.split(','):
            if parameter.strip() != 'void':
                declared.append(re.search(r'(\w+)\s*$', parameter).group(1))
        described = re.findall(r'^@param\[(in|out|in,out)\]\s+(\w+)\s+\S', text, flags=re.M)
        if [name for _, name in described] != declared:
            self.complain(where, f'describes the parameters {[name for _, name in described]} and has {declared}')
        if len(described) != len(re.findall(r'@param', text)):
            self.complain(where, 'has a @param without direction or text')
        returns = re.findall(r'^@return\s+\S', text, flags=re.M)
        values = re.findall(r'^@retval\s+(\w+)\s+\S', text, flags=re.M)
        if returned == 'void' and (returns or values):
            self.complain(where, 'returns nothing and describes what it returns')
        if returned != 'void' and len(returns) + bool(values) != 1:
            self.complain(where, 'needs either one @return or several @retval')
        if returned == 'kbg_status' and values and values[0] != 'KBG_OK':
            self.complain(where, 'does not describe KBG_OK first')
        if len(values) != len(set(values)):
            self.complain(where, 'describes a value twice')
        if not re.search(r'^@par Threads\s+\S', text, flags=re.M):
            self.complain(where, '@par Threads is missing')

    def check_header(self, path):
        with open(path, encoding='utf-8') as file:
            text = file.read()
        name = path.rsplit('/', 1)[-1]
        if not text.startswith('/* SPDX-License-Identifier: MIT */\n/**\n * @file ' + name + '\n * @brief '):
            self.complain(path, 'does not begin with licence, @file and @brief')
        for include in re.findall(r'#include\s+(\S+)', text):
            if not re.fullmatch(r'<(stdbool|stddef|stdint|kbguide/\w+)\.h>', include):
                self.complain(path, f'includes {include}')
        declaration = re.compile(rf'(?:(?P<comment>{COMMENT})\s*)?\bKBG_API\s+(?P<returned>[\w\s*]+?)\s*'
                                 r'\b(?P<name>kbg_\w+)\((?P<parameters>[^()]*)\);', flags=re.S)
        found = list(declaration.finditer(text))
        for match in found:
            self.check_function(path, match['comment'], match['returned'].strip(), match['name'],
                                match['parameters'])
        code = re.sub(r'/\*.*?\*/', '', text, flags=re.S)
        if len(re.findall(r'^KBG_API ', code, flags=re.M)) != len(found):
            self.complain(path, 'has a declaration that this check cannot read')
        # Functions without KBG_API would be declared and not exported.
        for match in re.finditer(r'^(?!KBG_API|typedef)[\w][\w\s*]*\b(kbg_\w+)\([^()]*\);', code, flags=re.M):
            self.complain(path, f'{match[1]} is declared without KBG_API')
        for match in re.finditer(rf'({COMMENT})?\s*^typedef\s[^;{{]*', text, flags=re.M | re.S):
            where = f'{path}: {match[0].strip().splitlines()[-1]}'
            if match[1]:
                self.check_comment(where, match[1])
            else:
                self.complain(where, 'has no description')


def main(symbols_path, *headers):
    checker = Checker()
    for header in headers:
        checker.check_header(header)
    same = compare('headers', checker.functions, read_symbols(symbols_path))
    return checker.good and same


if __name__ == '__main__':
    sys.exit(0 if main(*sys.argv[1:]) else 1)
