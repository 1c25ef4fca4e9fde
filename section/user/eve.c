// eve: a program for you to make hostile. So far she asks for the system's name, and counts like
// Alice.

#include "u-lib.h"

void
process_main(void) {
    char name[SYSNAME_SIZE];
    // Exercise G1.2: your code here
    sys_getsysname(name);
    console_printf(CS_MAGENTA "Hi, I'm Eve, on %s!" CS_NORMAL "\n", name);

    for (unsigned n = 1;; ++n) {
        sys_yield();
        if (n % 1024 == 0) {
            console_printf(CS_MAGENTA "Hi, I'm Eve! #%u" CS_NORMAL "\n", n);
        }
    }
}
