// alice: a well-behaved program. She counts, and lets others run between one number and the next.

#include "u-lib.h"

void
process_main(void) {
    for (unsigned n = 1;; ++n) {
        sys_yield();
        if (n % 1024 == 0) {
            console_printf(CS_CYAN "Hi, I'm Alice! #%u" CS_NORMAL "\n", n);
        }
    }
}
