// section-faults.c: four programs for the section's kernel, by SLOT. The first three fault; the
// last gives up.

#include "u-lib.h"

static void
recurse(uintptr_t n) {
    volatile char frame[256];
    frame[0] = (char) n;
    if (n == 0) {
        recurse((uintptr_t) frame[0]);
    }
    frame[1] = 0; // so that the call above is not a tail call
}

void
process_main(void) {
    if (SLOT == 1) {
        *(volatile char *) (KERNEL_START_ADDR + PAGESIZE) = 1;
    } else if (SLOT == 2) {
        recurse(0);
    } else if (SLOT == 3) {
        *(volatile char *) (PROC_START_ADDR + 0x30000) = 1; // process 1's memory, where there is no page
    }
    wait_ticks(5);
    panic("the others have faulted");
}
