// access.c: exercise B4: an access that the kernel may refuse. ADDRESS is given by the build, and
// one of READ, WRITE, EXECUTE.

#include "check.h"

void
process_main(void) {
    check_log("walk");
#if defined(READ)
    (void) *(const volatile char *) ADDRESS;
#elif defined(WRITE)
    *(volatile char *) ADDRESS = 0;
#else
    ((void (*)(void)) ADDRESS)();
#endif
    check_log("the access is done");
    for (;;) {
        sys_yield();
    }
}
