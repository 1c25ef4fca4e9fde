// g-bystander.c: process 2. Asks for the system's name once, in memory of its own, and lets others
// run from then on.

#include "check.h"

void
process_main(void) {
    char buf[SYSNAME_SIZE];
    check_log("ordinary a variable of process 2");
    memset(buf, '.', 9);
    int result = sys_getsysname(buf);
    check_log("result %d %.9s%s", result, buf, buf[9] == '\0' ? "" : " without its NUL");
    for (;;) {
        sys_yield();
    }
}
