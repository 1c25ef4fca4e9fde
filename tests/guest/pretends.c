// pretends: prints what the kernel prints when no process is left, and goes on.

#include "u-lib.h"

static void
wait_for_ticks(uint64_t n) {
    uint64_t end = ticks + n;
    while (ticks < end) {
        sys_yield();
    }
}

void
process_main(void) {
    console_printf("No process is left. Press q to leave.\n");
    wait_for_ticks(4 * HZ); // a screen at rest for 5 s ends a headless run
    console_printf("Still here.\n");
    sys_exit();
}
