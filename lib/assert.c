// assert.c: how a failed assertion is told, the same in kernel and programs.

#include "assert.h"

void
assert_fail(const char *file, int line, const char *condition) {
    panic("%s:%d: assertion '%s' failed", file, line, condition);
}
