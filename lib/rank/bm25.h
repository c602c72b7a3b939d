/* SPDX-License-Identifier: MIT */
/* BM25 in plain numbers: no text, no memory. Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and
 * Beyond", 2009, section 3; the idf has 1 added inside the logarithm so that it stays above 0 for a term that most
 * documents hold (as Lucene does), else a frequent character would count against an item that has it. */
#ifndef KBG_RANK_BM25_H
#define KBG_RANK_BM25_H

/* ln(1 + (n - df + 0.5) / (df + 0.5)): n documents, df of them with the term. */
double kbg__bm25_idf(double n, double df);

/* What the length of a document adds to the denominator: k1 * (1 - b + b * length / average). */
double kbg__bm25_norm(double k1, double b, double length, double average);

/* The share of the idf that a term frequency earns: tf * (k1 + 1) / (tf + norm). 0 if tf is 0. */
double kbg__bm25_frequency(double k1, double norm, double tf);

#endif
