#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs unit tests, API tests and examples under valgrind: no invalid access, no use of uninitialised memory, no leak.
set -eu
cd "$(dirname "$0")/.."
sh tests/need.sh gcc g++ libc6-dev meson ninja-build pkg-config python3 binutils valgrind \
    libicu-dev libpcre2-dev libcmark-dev libjansson-dev libcmocka-dev
[ -f build-valgrind/build.ninja ] || meson setup build-valgrind --werror
ninja -C build-valgrind
meson test -C build-valgrind --no-rebuild --print-errorlogs --timeout-multiplier 20 --suite unit --suite api \
    --wrap="valgrind -q --leak-check=full --error-exitcode=9 --suppressions=$PWD/tests/valgrind.supp"
for program in minimal quickstart load_report; do
    case $program in
    quickstart) file=examples/data/telecom-shop.jsonl ;;
    load_report) file=examples/data/bad-lines.jsonl ;;
    *) file= ;;
    esac
    # shellcheck disable=SC2086 # no argument if there is no file
    valgrind -q --leak-check=full --error-exitcode=9 --suppressions=tests/valgrind.supp \
        build-valgrind/examples/$program $file >/dev/null
    echo "valgrind: $program clean"
done
