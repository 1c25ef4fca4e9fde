// spawn: a process that starts another program, by its name, and ends.

#include "u-lib.h"

void
process_main(void) {
    pid_t pid = sys_spawn("alice");
    if (pid < 0) {
        console_printf(CS_RED "spawn: cannot start alice: error %d" CS_NORMAL "\n", pid);
    } else {
        console_printf("spawn: started alice as process %d\n", pid);
    }
    sys_exit();
}
