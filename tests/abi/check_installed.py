# SPDX-License-Identifier: MIT
"""An installation has the files of installed.txt and no others, and its headers are those of the source.

check_installed.py MESON BUILD_DIRECTORY LIST INCLUDE_DIRECTORY PREFIX LIBDIR INCLUDEDIR"""
import os
import subprocess
import sys
import tempfile

from check_common import compare


def files_below(top):
    return [os.path.join(folder, name) for folder, _, names in os.walk(top) for name in names]


def main(meson, build, list_path, include, prefix, libdir, includedir):
    places = {'libdir': os.path.join(prefix, libdir), 'includedir': os.path.join(prefix, includedir)}
    with open(list_path, encoding='utf-8') as file:
        expected = [line.strip().format(**places) for line in file if line.strip()]
    with tempfile.TemporaryDirectory() as destination:
        subprocess.run([meson, 'install', '-C', build, '--no-rebuild', '--quiet', '--destdir', destination], check=True)
        installed = {path[len(destination):]: path for path in files_below(destination)}
        good = compare('installation', installed, expected)
        for path in files_below(include):
            name = os.path.relpath(path, include)
            copy = installed.get(os.path.join(places['includedir'], name))
            if not name.endswith('.h'):
                continue
            if not copy or open(copy, 'rb').read() != open(path, 'rb').read():
                print(f'{name} is not installed as it is', file=sys.stderr)
                good = False
        package = installed.get(os.path.join(places['libdir'], 'pkgconfig', 'kbguide.pc'))
        if package:
            with open(package, encoding='utf-8') as file:
                lines = file.read().splitlines()
            if any(line.startswith('Requires:') for line in lines):
                print('kbguide.pc makes its users require what only the library needs', file=sys.stderr)
                good = False
    return good


if __name__ == '__main__':
    sys.exit(0 if main(*sys.argv[1:]) else 1)
