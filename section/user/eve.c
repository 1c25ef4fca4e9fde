// eve: a program that is to become hostile. So far she counts, like Alice.

#include "u-lib.h"

void
process_main(void) {
    // Exercise G1.2: your code here

    for (unsigned n = 1;; ++n) {
        sys_yield();
        if (n % 1024 == 0) {
            console_printf(CS_MAGENTA "Hi, I'm Eve! #%u" CS_NORMAL "\n", n);
        }
    }
}
