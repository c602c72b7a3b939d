/* SPDX-License-Identifier: MIT */
#include "live/figures_sketch.h"

/* Octaves are numbered from that of 128, which is 2^7; a bucket of octave n is 2^(n+1) wide. */
uint32_t kbg__sketch_bucket(uint32_t value)
{
    uint32_t octave = 0;
    if (value < KBG__SKETCH_EXACT)
        return value;
    while (value >> octave >= 2 * KBG__SKETCH_EXACT)
        octave++;
    return KBG__SKETCH_EXACT + octave * KBG__SKETCH_PER_OCTAVE + (value >> (octave + 1)) % KBG__SKETCH_PER_OCTAVE;
}

uint32_t kbg__sketch_least(uint32_t bucket)
{
    if (bucket < KBG__SKETCH_EXACT)
        return bucket;
    uint32_t octave = (bucket - KBG__SKETCH_EXACT) / KBG__SKETCH_PER_OCTAVE;
    return (KBG__SKETCH_PER_OCTAVE + (bucket - KBG__SKETCH_EXACT) % KBG__SKETCH_PER_OCTAVE) << (octave + 1);
}

uint32_t kbg__sketch_value(uint32_t bucket)
{
    uint32_t octave = bucket < KBG__SKETCH_EXACT ? 0 : (bucket - KBG__SKETCH_EXACT) / KBG__SKETCH_PER_OCTAVE;
    return kbg__sketch_least(bucket) + (bucket < KBG__SKETCH_EXACT ? 0 : UINT32_C(1) << octave);
}
