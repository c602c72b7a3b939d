#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs every test with coverage and prints the share of lines of lib/ that ran. Fails below 90 %.
set -eu
cd "$(dirname "$0")/.."
sh tests/need.sh gcc g++ libc6-dev meson ninja-build pkg-config python3 binutils gcovr \
    libicu-dev libpcre2-dev libcmark-dev libjansson-dev libcmocka-dev
[ -f build-coverage/build.ninja ] || \
    meson setup build-coverage -Db_coverage=true --buildtype=debug -Dc_args=-fprofile-update=atomic
ninja -C build-coverage
find build-coverage -name '*.gcda' -delete
meson test -C build-coverage --no-rebuild --print-errorlogs
gcovr --root . --filter 'lib/' --exclude 'lib/text/script_table_gen.c' --exclude 'build.*' \
    --object-directory build-coverage --fail-under-line 90
