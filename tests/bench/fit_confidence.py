#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Fits the constants of lib/rank/confidence.c.

    fit_confidence.py --features PROGRAM NONE.tsv KB.jsonl QUERIES.tsv [KB.jsonl QUERIES.tsv ...]

PROGRAM is tests/bench/features as built, NONE.tsv has messages that no base answers (the third column is ignored). Sets
count alike; within a set the judged messages weigh 0.8 and the others 0.2. The constants are those with the smallest
calibration error in the set where it is greatest, plus 0.3 of the log loss: the likeliest constants alone would be too
sure of the sets with the most wrong labels and not sure enough of the others. Prints them, then the table of
doc/ranking.md, and for each set the mean confidence, the share of right first hits and the expected calibration error
(ten bins).
"""
import os
import subprocess
import sys
import tempfile

import numpy as np

from train import EVIDENCE

SHARE_NONE = 0.2


def evidence(program, base, queries, none):
    """Rows of: right, likeness, odds, item, item_pairs, likelihood_pairs; one for the first hit of each message."""
    with tempfile.NamedTemporaryFile() as file:
        subprocess.run([program, base, queries, file.name], check=True)
        rows = np.fromfile(file.name, dtype=np.float32)
    rows = rows.reshape(-1, int(rows[0]))[1:].astype(float)
    starts = np.flatnonzero(np.r_[True, rows[1:, 0] != rows[:-1, 0]])
    return np.hstack([rows[starts, 1:2] * (not none), rows[starts, -EVIDENCE:]])


def features(rows):
    likeness, odds, item, item_pairs, likelihood_pairs = rows[:, 1:].T
    return np.stack([np.ones(len(rows)), np.log(likeness + 0.02), odds, np.sqrt(np.maximum(odds, 0) * likeness),
                     item, item_pairs, likelihood_pairs], axis=1)


def fit(x, y, weight):
    """Logistic regression by Newton's method, with a slight pull to 0."""
    w = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (weight * (y - p)) - 1e-4 * w
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + 1e-4 * np.eye(len(w))
        w += np.linalg.solve(hessian, gradient)
    return w


def calibration_error(p, y, weight):
    """Expected calibration error in ten bins."""
    bins = np.minimum((p * 10 + 1e-9).astype(int), 9)
    return np.abs(np.bincount(bins, weight * (p - y), minlength=10)).sum()


def even_out(sets, w, steps=1500, starts=6):
    """Walks from `w`, by random steps that are the same each time, to where the worst set is calibrated best."""
    parts = [(features(rows), rows[:, 0], weight) for _, rows, weight in sets]

    def badness(w):
        errors, loss = [], 0.0
        for x, y, weight in parts:
            p = 1 / (1 + np.exp(-x @ w))
            errors.append(calibration_error(p, y, weight))
            loss -= (weight * np.log(np.where(y > 0, p, 1 - p) + 1e-9)).sum() / len(parts)
        return max(errors) + 0.3 * loss

    # Steps are longest along what the log loss hardly feels.
    hessian = sum((x * weight[:, None]).T @ x for x, _, weight in parts) + 1e-3 * np.eye(len(w))
    shape = np.linalg.cholesky(np.linalg.inv(hessian))
    shape /= np.linalg.norm(shape)
    best = (badness(w), w)
    for start in range(starts):
        random, here, size = np.random.default_rng(start), (badness(w), w), 0.15
        for _ in range(steps):
            step = shape @ random.standard_normal(len(w)) * random.choice([0.3, 1.0, 3.0])
            there = np.round(here[1] + size * step, 3)
            value = badness(there)
            if value < here[0]:
                here, size = (value, there), size * 1.3
            else:
                size = max(size * 0.97, 0.003)
        best = min(best, here, key=lambda pair: pair[0])
    return np.round(best[1], 2)


def main():
    arguments = sys.argv[1:]
    if len(arguments) < 5 or arguments[0] != "--features" or len(arguments) % 2 == 0:
        sys.exit(__doc__)
    program, nothing, paths = arguments[1], arguments[2], arguments[3:]
    sets = []
    for base, queries in zip(paths[::2], paths[1::2]):
        a, b = evidence(program, base, queries, False), evidence(program, base, nothing, True)
        weight = np.concatenate([np.full(len(a), (1 - SHARE_NONE) / len(a)), np.full(len(b), SHARE_NONE / len(b))])
        sets.append((os.path.basename(base).split(".")[0], np.concatenate([a, b]), weight))
    rows, weight = np.concatenate([s[1] for s in sets]), np.concatenate([s[2] for s in sets]) / len(sets)
    w = even_out(sets, fit(features(rows), rows[:, 0], weight * len(rows)))
    print("constant, ln(likeness + 0.02), odds, sqrt(odds * likeness), item, item_pairs, likelihood_pairs:",
          " ".join(f"{v:.2f}" for v in w))
    p = 1 / (1 + np.exp(-features(rows) @ w))
    for low in np.arange(0, 1, 0.1):
        inside = (p >= low) & (p < low + 0.1 + (low > 0.85))
        above = p >= low
        print(f"{low:.1f}: share {weight[inside].sum():.3f} right {np.average(rows[inside, 0], weights=weight[inside]):.3f}"
              f" | at least: share {weight[above].sum():.2f} right {np.average(rows[above, 0], weights=weight[above]):.3f}")
    for name, part, part_weight in sets:
        p = 1 / (1 + np.exp(-features(part) @ w))
        error = calibration_error(p, part[:, 0], part_weight)
        print(f"{name}: mean {np.average(p, weights=part_weight):.3f} "
              f"right {np.average(part[:, 0], weights=part_weight):.3f} ece {error:.3f}")


if __name__ == "__main__":
    main()
