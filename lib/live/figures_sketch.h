/* SPDX-License-Identifier: MIT */
/* Response times in buckets whose numbers are nearly logarithmic, so that quantiles have a bounded relative error and
 * two sketches merge by adding counts. After DDSketch (Masson, Rim, Lee: "DDSketch: a fast and fully-mergeable quantile
 * sketch with relative-error guarantees", VLDB 2019), with the logarithm interpolated linearly between powers of two,
 * as its authors' libraries offer it: that takes integers only, and is the same on every machine.
 *
 * Values below 128 have a bucket each. Above, each octave has 64 buckets of equal width; a value is told by the middle
 * of its bucket, from which it is at most 1/128 of itself away: 0.79 %. */
#ifndef KBG_LIVE_FIGURES_SKETCH_H
#define KBG_LIVE_FIGURES_SKETCH_H

#include <stdint.h>

enum { KBG__SKETCH_EXACT = 128, KBG__SKETCH_PER_OCTAVE = 64, KBG__SKETCH_BUCKETS = 128 + 25 * 64 };

/* The bucket of a value, below KBG__SKETCH_BUCKETS; rises with the value. */
uint32_t kbg__sketch_bucket(uint32_t value);

/* The least value of a bucket. */
uint32_t kbg__sketch_least(uint32_t bucket);

/* The value that stands for a bucket. */
uint32_t kbg__sketch_value(uint32_t bucket);

#endif
