// vmiter.c: the bytes choose operations of an iterator, which must agree with a model after each.

#include "test.h"
#include "fuzz.h"
#include "vmiter-operations.h"

#define OPERATIONS_MAX 300

static const uint8_t *choices;
static size_t left;

// choose(n)
//    Reads the next byte, or bytes if `n` is large; 0 when none are left.
static uint64_t
choose(uint64_t n) {
    size_t size = n == 0 || n > 1UL << 16 ? 8 : n > 256 ? 2 : 1;
    uint64_t number = 0;
    for (; size > 0 && left > 0; --size, --left) {
        number = number << 8 | *choices++;
    }
    return n == 0 ? number : number % n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    choices = data;
    left = size;
    vmiter_operations_start("fuzzing", choose);
    for (int i = 0; left > 0 && i < OPERATIONS_MAX; ++i) {
        vmiter_operation();
    }
    vmiter_operations_end();
    return 0;
}
