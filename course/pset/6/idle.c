// idle.c: does nothing.

#include "u-lib.h"

void
process_main(void) {
    for (;;) {
        sys_yield();
    }
}
