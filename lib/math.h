#ifndef WEENSY_MATH_H
#define WEENSY_MATH_H

// math.h: rounding to multiples, and the smaller of two.

#include "types.h"

// round_down(x, multiple)
//    The largest multiple of `multiple` that is not above `x`. `multiple` is not 0.
static inline uint64_t
round_down(uint64_t x, uint64_t multiple) {
    return x - x % multiple;
}

// round_up(x, multiple)
//    The smallest multiple of `multiple` that is not below `x`. Wraps to a small number if that is
//    above 2^64 - 1, so callers bound `x` first.
static inline uint64_t
round_up(uint64_t x, uint64_t multiple) {
    return round_down(x + multiple - 1, multiple);
}

static inline uint64_t
min(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

#endif
