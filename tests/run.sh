#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs what is missing, builds with the address and undefined-behaviour sanitizers, and runs every test. The last
# line says how many passed.
set -eu
cd "$(dirname "$0")/.."
sh tests/need.sh gcc g++ libc6-dev meson ninja-build pkg-config python3 python3-html5lib binutils \
    libicu-dev libpcre2-dev libcmark-dev libjansson-dev libcmocka-dev
build=${1:-build-test}
if [ ! -f "$build/build.ninja" ]; then
    meson setup "$build" --werror -Db_sanitize=address,undefined -Db_lundef=false
fi
ninja -C "$build"
status=0
meson test -C "$build" --no-rebuild --print-errorlogs || status=$?
python3 tests/count.py "$build/meson-logs/testlog.json"
exit $status
