# SPDX-License-Identifier: MIT
"""The rooms of lib/ include each other one way only, and other libraries stay in the rooms that hide them.

check_rooms.py SOURCE_ROOT"""
import os
import re
import sys

# Each room may use those named, which all stand above it; api may use all.
ROOMS = {
    'base': [],
    'text': ['base'],
    'item': ['base'],
    'io': ['base', 'text', 'item'],
    'index': ['base', 'text', 'item'],
    'rank': ['base', 'text', 'item', 'index'],
    'render': ['base', 'text', 'item'],
    'rule': ['base', 'text', 'item'],
    'live': ['base', 'text', 'item', 'io', 'index', 'rank', 'rule'],
    'api': ['base', 'text', 'item', 'io', 'index', 'rank', 'render', 'rule', 'live'],
}

# Headers of other libraries: who may include them.
LIBRARIES = {
    r'unicode/\w+\.h': ['text'],
    r'pcre2\.h': ['text', 'rule'],
    r'cmark\.h': ['io', 'render'],
    r'jansson\.h': ['io'],
    r'sanitizer/asan_interface\.h': ['base'],  # of the compiler, in builds with the sanitizer
}

# C11 without threads, locale, clock and signals: the library uses none of these.
STANDARD = {'assert.h', 'float.h', 'inttypes.h', 'math.h', 'stdarg.h', 'stdatomic.h', 'stdbool.h', 'stddef.h', 'stdint.h',
            'stdio.h', 'stdlib.h', 'string.h'}

# POSIX stands in one file: that of saved bases.
POSIX = {'errno.h', 'fcntl.h', 'sys/mman.h', 'sys/stat.h', 'unistd.h'}
POSIX_FILES = {'live/file.c'}

# A jump out of a library that cannot be told of a failure stands in one file too.
JUMP = {'setjmp.h'}
JUMP_FILES = {'base/arena.c'}

# Words that a public header must not know, in code or comment. A comment may say that ICU, PCRE2 and the others exist.
FOREIGN = r'\b(UChar\w*|UErrorCode|ubrk_\w+|unorm2?_\w+|pcre2_\w+|cmark_\w+|json_\w+|icu_\w+)\b'

# A built program of its own, which runs before the library is there.
GENERATORS = {'text/script_table_gen.c'}


class Checker:
    def __init__(self, root):
        self.root = root
        self.good = True
        self.used = {room: set() for room in ROOMS}

    def complain(self, path, what):
        print(f'{os.path.relpath(path, self.root)}: {what}', file=sys.stderr)
        self.good = False

    def check_order(self):
        seen = []
        for room, uses in ROOMS.items():
            if not set(uses) <= set(seen):
                self.complain(__file__, f'{room} uses a room below it')
            seen.append(room)

    def check_file(self, room, path, name):
        with open(path, encoding='utf-8') as file:
            text = file.read()
        if not text.startswith('/* SPDX-License-Identifier: MIT */\n'):
            self.complain(path, 'does not begin with the licence')
        own, others, first = name[:-2] + '.h', [], None
        for bracket, included in re.findall(r'^#\s*include\s*([<"])([^>"]+)[>"]', text, flags=re.M):
            first = first or included
            if bracket == '"':
                other = included.split('/')[0]
                others.append(other)
                self.used[room].add(other)
                if '/' not in included or not os.path.exists(os.path.join(self.root, 'lib', included)):
                    self.complain(path, f'includes "{included}", which is not "room/name.h"')
                elif other != room and other not in ROOMS[room]:
                    self.complain(path, f'{room} may not use {other}')
            elif included.startswith('kbguide/'):
                if included == 'kbguide/kbguide.h':
                    self.complain(path, 'includes all public headers')
            elif included in POSIX and name in POSIX_FILES or included in JUMP and name in JUMP_FILES:
                pass
            elif included not in STANDARD:
                rooms = next((rooms for pattern, rooms in LIBRARIES.items() if re.fullmatch(pattern, included)), None)
                if rooms is None:
                    self.complain(path, f'includes <{included}>, which no room may')
                elif room not in rooms:
                    self.complain(path, f'includes <{included}>, which belongs to {" and ".join(rooms)}')
        if name.endswith('.c') and os.path.exists(os.path.join(self.root, 'lib', own)) and first != own:
            self.complain(path, f'does not include its own header first ({first})')

    def check_rooms(self):
        lib = os.path.join(self.root, 'lib')
        found = sorted(name for name in os.listdir(lib) if os.path.isdir(os.path.join(lib, name)))
        if found != sorted(ROOMS):
            self.complain(lib, f'has the rooms {found}, and this check knows {sorted(ROOMS)}')
        for room in ROOMS:
            folder = os.path.join(lib, room)
            for name in sorted(os.listdir(folder)):
                if name.endswith(('.c', '.h')) and f'{room}/{name}' not in GENERATORS:
                    self.check_file(room, os.path.join(folder, name), f'{room}/{name}')

    def check_public_headers(self):
        folder = os.path.join(self.root, 'include', 'kbguide')
        for name in sorted(os.listdir(folder)):
            path = os.path.join(folder, name)
            with open(path, encoding='utf-8') as file:
                text = file.read()
            for word in re.findall(FOREIGN, text):
                self.complain(path, f'names {word} of another library')
            for word in re.findall(r'\bkbg__\w+', text):
                self.complain(path, f'names {word}, which is internal')
            for included in re.findall(r'^#\s*include\s*[<"]([^>"]+)', text, flags=re.M):
                if not included.startswith('kbguide/') and included not in ('stdbool.h', 'stddef.h', 'stdint.h'):
                    self.complain(path, f'includes <{included}>')

    def check_document(self):
        """doc/design.md has the same table: | `room/` | what it holds | what it may use |"""
        path = os.path.join(self.root, 'doc', 'design.md')
        with open(path, encoding='utf-8') as file:
            rows = dict(re.findall(r'^\| `(\w+)/` \|[^|]*\| ([^|]*) \|$', file.read(), flags=re.M))
        if set(rows) != set(ROOMS):
            self.complain(path, f'describes the rooms {sorted(rows)}')
        for room, uses in rows.items():
            named = [word for word in re.split(r'[,;]\s*', uses.strip()) if word in ROOMS]
            if uses.strip() == 'all':
                named = [other for other in ROOMS if other != room]
            if set(named) != set(ROOMS.get(room, [])):
                self.complain(path, f'lets {room} use {named}, and this check lets it use {ROOMS.get(room)}')


def main(root):
    checker = Checker(root)
    checker.check_order()
    checker.check_rooms()
    checker.check_public_headers()
    checker.check_document()
    return checker.good


if __name__ == '__main__':
    sys.exit(0 if main(*sys.argv[1:]) else 1)
