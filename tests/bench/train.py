#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Trains the weights feature.* and growth.* of the second step of the ranking.

    train.py --features PROGRAM [--without] KB.jsonl QUERIES.tsv [KB.jsonl QUERIES.tsv ...]

Each pair is one set of judged messages (the tsv format of the program `quality`). PROGRAM is tests/bench/features as
built. Sets count alike (name one twice to count it twice). The model is listwise: the right items of a message should win a softmax over its candidates
(ListNet with one level of relevance; Cao et al., "Learning to rank: from pairwise approach to listwise approach", 2007).
Prints the weights as `name=value` for quality --set or kbg_base_options_set_weight(), and hit1 and mrr10 of each set
before and after. --without also trains on all sets but one, for each, and prints the figures of the one left out.
"""
import os
import re
import subprocess
import sys
import tempfile

import numpy as np

EVIDENCE = 5  # columns behind the features, for fit_confidence.py
NAMES = re.findall(r"KBG__FEATURE_([A-Z_0-9]+),", open(
    os.path.join(os.path.dirname(__file__), "../../lib/rank/weights.h"), encoding="utf-8").read())


class Set:
    """One set: rows of candidates in groups, one group a message."""

    def __init__(self, program, base, queries):
        self.name = os.path.basename(base).split(".")[0]
        with tempfile.NamedTemporaryFile() as file:
            subprocess.run([program, base, queries, file.name], check=True)
            rows = np.fromfile(file.name, dtype=np.float32)
        rows = rows.reshape(-1, int(rows[0]))
        self.queries = int(rows[0, 1])
        rows = rows[1:]
        if rows.shape[1] != len(NAMES) + 3 + EVIDENCE:
            sys.exit("train.py: the program and lib/rank/weights.h do not belong together")
        self.query, self.right = rows[:, 0].astype(int), rows[:, 1] > 0
        self.score, features = rows[:, 2].astype(float), rows[:, 3:3 + len(NAMES)].astype(float)
        # A weight is w + g * ln(1 + questions of the item), which is linear in the features and their products with that.
        questions = features[:, [NAMES.index("QUESTIONS")]]
        growth = features * questions
        growth[:, NAMES.index("QUESTIONS")] = 0
        self.features = np.hstack([features, growth])

    def starts(self):
        return np.flatnonzero(np.r_[True, self.query[1:] != self.query[:-1]])

    def measure(self, score):
        order = np.lexsort((-score, self.query))
        right, starts = self.right[order], self.starts()
        rank = np.arange(len(right)) - np.repeat(starts, np.diff(np.r_[starts, len(right)]))
        reciprocal = np.where(right & (rank < 10), 1 / (rank + 1), 0)
        return (right & (rank == 0)).sum() / self.queries, np.maximum.reduceat(reciprocal, starts).sum() / self.queries


def fit(sets, steps=400, pull=1e-2):
    """Gradient descent (Adam) on standardised features, with a slight pull to 0."""
    features, right, lengths, weights = [], [], [], []
    for s in sets:
        starts = s.starts()
        length = np.diff(np.r_[starts, len(s.right)])
        has = np.add.reduceat(s.right, starts) > 0
        keep = np.repeat(has, length)
        features.append(s.features[keep])
        right.append(s.right[keep])
        lengths.append(length[has])
        weights.append(np.full(has.sum(), 1 / has.sum() / len(sets)))
    x, y, n, weight = (np.concatenate(part) for part in (features, right, lengths, weights))
    scale = x.std(axis=0) + 1e-9
    x = (x - x.mean(axis=0)) / scale
    starts = np.r_[0, np.cumsum(n)[:-1]]
    row_weight = np.repeat(weight, n)
    w, m, v = np.zeros(x.shape[1]), np.zeros(x.shape[1]), np.zeros(x.shape[1])
    for step in range(1, steps + 1):
        score = x @ w
        e = np.exp(score - np.repeat(np.maximum.reduceat(score, starts), n))
        p = e / np.repeat(np.add.reduceat(e, starts), n)
        wanted = e * y / np.repeat(np.add.reduceat(e * y, starts), n)
        gradient = x.T @ ((p - wanted) * row_weight) + pull * w
        m, v = 0.9 * m + 0.1 * gradient, 0.99 * v + 0.01 * gradient ** 2
        rate = 0.05 if step < steps * 0.6 else 0.01
        w -= rate * (m / (1 - 0.9 ** step)) / (np.sqrt(v / (1 - 0.99 ** step)) + 1e-8)
    return w / scale


def main():
    arguments = sys.argv[1:]
    leave_out = "--without" in arguments
    arguments = [a for a in arguments if a != "--without"]
    if len(arguments) < 4 or arguments[0] != "--features" or len(arguments) % 2:
        sys.exit(__doc__)
    paths = arguments[2:]
    sets = [Set(arguments[1], base, queries) for base, queries in zip(paths[::2], paths[1::2])]
    w = fit(sets)
    for name, value in zip([f"feature.{n}" for n in NAMES] + [f"growth.{n}" for n in NAMES], w):
        print(f"{name.lower()}={value:.2f}")
    for s in sets:
        (hit1, mrr), (hit1_after, mrr_after) = s.measure(s.score), s.measure(s.features @ np.round(w, 2))
        print(f"{s.name}: hit1 {hit1:.4f} -> {hit1_after:.4f}, mrr10 {mrr:.4f} -> {mrr_after:.4f}", end="")
        if leave_out:
            hit1_out, mrr_out = s.measure(s.features @ fit([other for other in sets if other is not s]))
            print(f", trained without it {hit1_out:.4f}, {mrr_out:.4f}", end="")
        print(flush=True)


if __name__ == "__main__":
    main()
