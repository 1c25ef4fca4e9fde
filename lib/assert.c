// assert.c: what a failed assertion says, in the kernel and in programs.

#include "assert.h"

void
assert_fail(const char *file, int line, const char *condition) {
    panic("%s:%d: assertion '%s' failed", file, line, condition);
}

void
assert_compare_fail(const char *file, int line, const char *condition, int64_t x, int64_t y) {
    panic("%s:%d: assertion '%s' failed: %ld and %ld (%#lx and %#lx)", file, line, condition, x, y,
          x, y);
}
