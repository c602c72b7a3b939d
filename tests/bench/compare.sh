#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs SQLite FTS5 and Xapian beside this library, each at its best settings, over the same base and judged messages in
# one run, and prints the time of a search (processor time, medians of rounds) and mrr10 of each.
#
#     sh tests/bench/compare.sh [--sample N] [--rounds N] KB.jsonl QUERIES.tsv
#
# The others are measured twice: with questions only, and with the answers too, because which of both is better depends
# on the base. They are there if libsqlite3-dev and libxapian-dev are; nothing is installed here. BUILD names a release
# build, build-speed if it is not set.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${BUILD:-$root/build-speed}
[ $# -ge 2 ] || { sed -n '3,11s/^# \{0,1\}//p' "$0" >&2; exit 2; }
[ -f "$build/build.ninja" ] || meson setup "$build" "$root" --buildtype=release >&2
ninja -C "$build" >&2
bin=$build/tests/bench
out=$(mktemp)
trap 'rm -f "$out"' EXIT
[ -n "${TMPDIR:-}" ] || { [ -w /dev/shm ] && export TMPDIR=/dev/shm; }

"$bin/peer_kbguide" "$@" | tee "$out"
for peer in fts5:libsqlite3-dev xapian:libxapian-dev; do
    program=$bin/peer_${peer%%:*}
    if [ ! -x "$program" ]; then
        echo "${peer%%:*} is NOT THERE: install ${peer#*:} and set the build up again to have it measured."
        continue
    fi
    "$program" "$@" | sed 's/$/ answers=no/' | tee -a "$out"
    "$program" --answers "$@" | sed 's/$/ answers=yes/' | tee -a "$out"
done

awk '
function value(name,    i, pair) {
    for (i = 1; i <= NF; i++) {
        split($i, pair, "=")
        if (pair[1] == name)
            return pair[2]
    }
    return ""
}
NR == 1 {
    p50 = value("p50_us"); p99 = value("p99_us"); mrr = value("mrr10")
    printf "\n%-24s %10s %10s %8s %10s %10s %8s\n", "", "p50 us", "p99 us", "mrr10", "p50 ratio", "p99 ratio", "mrr10 -"
    printf "%-24s %10.1f %10.1f %8.4f\n", "kbguide", p50, p99, mrr
    next
}
{
    name = substr($0, 1, 16)
    sub(/ +$/, "", name)
    name = name (value("answers") == "yes" ? ", answers" : "")
    printf "%-24s %10.1f %10.1f %8.4f %10.2f %10.2f %8.4f\n", name, value("p50_us"), value("p99_us"), value("mrr10"),
           value("p50_us") / p50, value("p99_us") / p99, mrr - value("mrr10")
}
END { if (NR > 1) print "ratio: how many times the time of kbguide; mrr10 -: how much that of kbguide is higher" }
' "$out"
