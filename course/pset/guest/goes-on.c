// goes-on.c: runs, gets a page, and lets others run, although an allocation for other processes
// failed when the kernel started (judge's option `setups`; the judge looks whether they started
// nevertheless).

#include "trial.h"

void
process_main(void) {
    const pid_t pid = sys_getpid();
    trying("running process %d, after other processes could not start", pid);
    wait_ticks(2);
    char *page = heap_grow();
    require(0, page != NULL, "process %d gets no page, after other processes could not start", pid);
    memset(page, pid, PAGESIZE);
    wait_ticks(4);
    for (int i = 0; i < PAGESIZE; ++i) {
        require(0, page[i] == pid, "process %d wrote %#x to %p, and finds %#x there", pid, pid,
                &page[i], page[i]);
    }
    require(0, process_state(1) == 1, "process 1 does not run");
    trial_passed();
}
