// lines: prints distinguishable lines: first slowly enough for all to appear, some of them in two
// parts, then as fast as it can. Before them, it prints the kernel's line for "no process is left".

#include "u-lib.h"

#define SLOW_LINES 300
#define FAST_LINES 3000

static void
wait_for_ticks(uint64_t n) {
    for (uint64_t end = ticks + n; ticks < end;) {
        sys_yield();
    }
}

void
process_main(void) {
    console_printf("No process is left. Press q to leave.\n");
    wait_for_ticks(4 * HZ); // a screen at rest for 5 s ends a headless run
    for (int i = 1; i <= SLOW_LINES; ++i) {
        console_printf(CS_GREEN "slow " CS_NORMAL);
        if (i % 50 == 0) {
            wait_for_ticks(HZ / 2);
        } else if (i % 5 == 0) {
            wait_for_ticks(1);
        }
        console_printf("%d of %d\n", i, SLOW_LINES);
    }
    wait_for_ticks(2);
    for (int i = 1; i <= FAST_LINES; ++i) {
        console_printf("fast %d, which is %d after %d\n", i, 1, i - 1);
    }
    sys_exit();
}
