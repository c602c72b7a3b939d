#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs what is missing, builds, and answers customers' messages from the sample base.
#
#   sh examples/quickstart.sh              a set of sample messages
#   sh examples/quickstart.sh MESSAGE...   these messages
#   sh examples/quickstart.sh -            standard input, one message a line
set -eu
cd "$(dirname "$0")/.."
sh tests/need.sh gcc libc6-dev meson ninja-build pkg-config libicu-dev libpcre2-dev libcmark-dev libjansson-dev
log=$(mktemp)
build() {
    [ -f build-quickstart/build.ninja ] || meson setup build-quickstart --buildtype=release || return 1
    ninja -C build-quickstart examples/quickstart
}
if ! build >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    rm -f "$log"
    exit 1
fi
rm -f "$log"
exec build-quickstart/examples/quickstart examples/data/telecom-shop.jsonl "$@"
