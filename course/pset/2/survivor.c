// survivor.c: process 1 runs, although there was no memory for the others: the k-th allocation for process k + 1 failed.

#include "trial.h"

enum { LAST = 5 };

void
process_main(void) {
    const pid_t pid = sys_getpid();
    require(0, pid == 1, "process %d runs, although allocation %d failed while it was set up", pid, pid - 1);
    trying("running process 1, after processes could not start");
    wait_ticks(2);
    for (pid_t other = 2; other <= LAST; ++other) {
        require(0, judge(JUDGE_STATE, other, 0) == 0, "there is a process %d, although allocation %d failed while it was set up",
                other, other - 1);
    }
    char *page = heap_grow();
    require(0, page != NULL, "process 1 gets no page, after processes could not start");
    memset(page, 1, PAGESIZE);
    wait_ticks(2);
    trial_passed();
}
