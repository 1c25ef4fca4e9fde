// kernel-part.c: the kernel's part of memory, as a process sees it through its own page table.
// Process 2 (faults.c) faults meanwhile, and the kernel goes on.

#include "trial.h"

static void
require_closed(void) {
    static const char *const words[] = {"read", "write to", "execute"};
    for (uintptr_t addr = 0; addr < PROC_START_ADDR; addr += PAGESIZE) {
        for (int kind = PROBE_READ; kind <= PROBE_EXECUTE; ++kind) {
            bool is_open = addr == CONSOLE_ADDR || (addr == TICKS_ADDR && kind != PROBE_WRITE);
            require(0, is_open || is_refused(kind, addr + 16),
                    "a process can %s address %#lx, which is the kernel's", words[kind], addr + 16);
        }
    }
}

static void
require_open(void) {
    require(0, !is_refused(PROBE_WRITE, CONSOLE_ADDR + PAGESIZE - 1),
            "a process cannot write to the console's page, %#x", CONSOLE_ADDR);
    require(0, !is_refused(PROBE_READ, TICKS_ADDR),
            "a process cannot read the page of `ticks`, %#x", TICKS_ADDR);
    uint64_t start = ticks;
    trying("wait_ticks(3)");
    wait_ticks(3);
    require(0, ticks >= start + 3, "the clock stands still");
}

void
process_main(void) {
    trying("reading and writing what is the kernel's");
    require_closed();
    require_open();
    require(0, sys_getpid() == 1, "sys_getpid() returned %d in process 1", sys_getpid());
    trying("waiting until process 2 has faulted");
    for (uint64_t start = ticks; process_state(2) == 1;) {
        sys_yield();
        require(0, ticks < start + 50, "process 2 reads address 0x1000, and runs on");
    }
    trying("going on");
    wait_ticks(2);
    console_printf("\nProcess %d was here\n", sys_getpid());
    wait_ticks(2);
    trial_passed();
}
