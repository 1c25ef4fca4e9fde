// open.c: programs write to the console and read `ticks`, as before, but cannot write there.

#include "trial.h"

void
process_main(void) {
    require(1, !is_refused(PROBE_WRITE, CONSOLE_ADDR) && !is_refused(PROBE_READ, CONSOLE_ADDR + PAGESIZE - 1),
            "a program cannot write to the console's page, %#x", CONSOLE_ADDR);
    require(1, !is_refused(PROBE_READ, TICKS_ADDR), "a program cannot read the page of `ticks`, %#x", TICKS_ADDR);
    require(1, is_refused(PROBE_WRITE, TICKS_ADDR), "a program can write to the page of `ticks`, %#x", TICKS_ADDR);
    uint64_t start = ticks;
    wait_ticks(2);
    require(1, ticks >= start + 2, "the clock stands still");
    trial_passed();
}
