// random.c: a 64-bit linear congruential generator, whose high bits are the good ones. Multiplier
// and increment are Knuth's for MMIX.

#include "random.h"
#include "assert.h"

#define MULTIPLIER 6364136223846793005UL
#define INCREMENT 1442695040888963407UL

static uint64_t state = MULTIPLIER + INCREMENT; // as srand(1) leaves it

int
rand(void) {
    state = state * MULTIPLIER + INCREMENT;
    return state >> 33;
}

void
srand(unsigned seed) {
    state = seed;
    rand(); // neighbouring seeds differ only in their low bits until the first multiplication
}

int
rand_range(int min, int max) {
    assert_le(min, max);
    uint64_t width = (uint64_t) ((int64_t) max - min) + 1;
    uint64_t r = ((uint64_t) rand() << 31) | (uint64_t) rand();
    return (int) ((int64_t) min + (int64_t) (r % width));
}
