// later.c: a process for which there is no memory. It has a segment with a page table to itself.

#include "trial.h"

void
process_main(void) {
    trial_wrong(0, "process %d runs, although allocation %d failed while it was set up",
                sys_getpid(), sys_getpid() - 1);
}
