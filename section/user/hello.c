// hello: the smallest program.

#include "u-lib.h"

void
process_main(void) {
    console_printf("Hello!\n");
    for (;;) {
        sys_yield();
    }
}
