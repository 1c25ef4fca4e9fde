// ballast.c: has a lot of memory.

#include "u-lib.h"

static char memory[220 * PAGESIZE];

void
process_main(void) {
    memory[0] = 1;
    for (;;) {
        sys_yield();
    }
}
