// first.c: process 1 runs, although the k-th allocation for process k + 1 failed, for k from 1 to 10.

#include "trial.h"

enum { LAST = 11 };

void
process_main(void) {
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
