#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Fits the constants of lib/rank/confidence.c to what tests/bench/evidence wrote.

    fit_confidence.py RIGHT.tsv NONE.tsv [RIGHT.tsv NONE.tsv ...]

Each pair is one set: judged messages, and messages without a right answer in the base. Sets count alike; within a
set the judged messages weigh 0.8 and the others 0.2. Prints the constants and, for each set, the mean confidence, the
share of right first hits and the expected calibration error (ten bins).
"""
import sys

import numpy as np

SHARE_NONE = 0.2


def read(path, none):
    rows = [[float(x) for x in line.split("\t")] for line in open(path, encoding="utf-8")]
    for row in rows:
        if none:
            row[0] = 0.0
    return np.array(rows)


def features(rows):
    coverage, length, margin = rows[:, 1], rows[:, 2], rows[:, 3]
    ahead = np.sqrt(np.maximum(margin, 0) * coverage)
    return np.stack([np.ones(len(rows)), np.log(coverage + 0.02), length, margin, ahead], axis=1)


def fit(x, y, weight):
    """Logistic regression by Newton's method, with a slight pull to 0."""
    w = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (weight * (y - p)) - 1e-4 * w
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + 1e-4 * np.eye(len(w))
        w += np.linalg.solve(hessian, gradient)
    return w


def main():
    paths = sys.argv[1:]
    if not paths or len(paths) % 2:
        sys.exit(__doc__)
    sets = []
    for right, none in zip(paths[::2], paths[1::2]):
        a, b = read(right, False), read(none, True)
        weight = np.concatenate([np.full(len(a), (1 - SHARE_NONE) / len(a)), np.full(len(b), SHARE_NONE / len(b))])
        sets.append((right, np.concatenate([a, b]), weight))
    rows = np.concatenate([s[1] for s in sets])
    weight = np.concatenate([s[2] for s in sets])
    w = fit(features(rows), rows[:, 0], weight * len(rows) / len(sets))
    print("constant, ln(coverage + 0.02), length, margin, sqrt(margin * coverage):", " ".join(f"{v:.3f}" for v in w))
    for name, part, part_weight in sets:
        p = 1 / (1 + np.exp(-features(part) @ w))
        error = 0.0
        for low in np.arange(0, 1, 0.1):
            inside = (p >= low) & (p < low + 0.1 + (low > 0.85))
            if part_weight[inside].sum() > 0:
                mean = np.average(p[inside], weights=part_weight[inside])
                share = np.average(part[inside, 0], weights=part_weight[inside])
                error += part_weight[inside].sum() * abs(mean - share)
        print(f"{name}: mean {np.average(p, weights=part_weight):.3f} "
              f"right {np.average(part[:, 0], weights=part_weight):.3f} ece {error:.3f}")


main()
