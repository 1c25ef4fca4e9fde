// spawn: starts another program, by its name.

#include "u-lib.h"

void
process_main(void) {
    pid_t pid = sys_spawn("alice");
    console_printf("spawn: sys_spawn returned pid %d\n", pid);
    for (;;) {
        sys_yield();
    }
}
