// faults.c: waits a while, and then reads what is the kernel's.

#include "trial.h"

void
process_main(void) {
    wait_ticks(3);
    (void) *(volatile char *) PAGESIZE;
    trial_wrong(0, "process %d reads address %#x, and runs on", sys_getpid(), PAGESIZE);
}
