// closed.c: tries to read, write and execute every page below the processes.

#include "trial.h"

void
process_main(void) {
    static const char *const words[] = {"read", "write to", "execute"};
    for (uintptr_t addr = 0; addr < PROC_START_ADDR; addr += PAGESIZE) {
        for (int kind = PROBE_READ; kind <= PROBE_EXECUTE; ++kind) {
            bool is_open = addr == CONSOLE_ADDR || (addr == TICKS_ADDR && kind != PROBE_WRITE);
            require(1, is_open || is_refused(kind, addr + 8 * kind),
                    "a program can %s address %#lx", words[kind], addr + 8 * kind);
        }
    }
    trial_passed();
}
