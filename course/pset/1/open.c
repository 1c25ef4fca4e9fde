// open.c: programs write to the console and read `ticks`, as before, but cannot write there.

#include "trial.h"

void
process_main(void) {
    for (uintptr_t addr = CONSOLE_ADDR; addr < CONSOLE_ADDR + PAGESIZE; addr += 0x7F8) {
        require(1, !is_refused(PROBE_READ, addr),
                "a program cannot read %#lx, in the console's page", addr);
        require(1, !is_refused(PROBE_WRITE, addr),
                "a program cannot write to %#lx, in the console's page", addr);
    }
    require(1, !is_refused(PROBE_READ, TICKS_ADDR),
            "a program cannot read the page of `ticks`, %#x", TICKS_ADDR);
    require(1, is_refused(PROBE_WRITE, TICKS_ADDR),
            "a program can write to the page of `ticks`, %#x", TICKS_ADDR);
    uint64_t start = ticks;
    wait_ticks(2);
    require(1, ticks >= start + 2, "the clock stands still at %lu ticks", start);
    console_clear();
    console_printf("The console is open\n");
    trial_passed();
}
