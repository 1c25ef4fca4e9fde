// loads.c: process 1. While the kernel loaded the others, allocation 1 failed for process 2,
// allocation 2 for process 3, and so on: they do not exist, what was allocated for them is free,
// and their slots can be used.

#include "family.h"

enum { LEAST = 7 }; // a page table of 4 pages, code, stack, and a page-table page for the stack

void
process_main(void) {
    for (pid_t pid = 2; pid < 2 + LEAST; ++pid) {
        require(6, process_state(pid) == 0,
                "process %d exists, although allocation %d for it failed", pid, pid - 1);
    }
    const unsigned before = free_page_count();
    pid_t children[LEAST - 1];
    for (unsigned i = 0; i < ARRAY_SIZE(children); ++i) {
        children[i] = sys_fork();
        if (children[i] == 0) {
            leave();
        }
        require(6, children[i] > 0,
                "sys_fork returned %d: it can use the slots of processes that could not be loaded",
                children[i]);
    }
    for (unsigned i = 0; i < ARRAY_SIZE(children); ++i) {
        wait_for_exit(children[i]);
    }
    require_free(before, "sys_fork and the children's sys_exit");
    trial_passed();
}
