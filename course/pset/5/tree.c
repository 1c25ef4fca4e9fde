// tree.c: each process forks, and its children do, until all slots are taken. Then fork returns an
// error, to each of them, and each goes on with what it has.

#include "shared.h"

static pid_t parents, own; // numbers: of the parent of this process, and its own
static unsigned generation;

static void
require_in_order(pid_t last) {
    const pid_t pid = sys_getpid();
    require(5, pid >= 1 && pid <= last, "a process has the number %d; numbers go from 1 to %d", pid,
            last);
    require(5, shared->at[pid] == 0, "two processes have the number %d", pid);
}

void
process_main(void) {
    const pid_t last = (pid_t) judge(JUDGE_LAST_PID, 0, 0);
    require_in_order(last);
    own = sys_getpid();
    reach(1);
    for (;;) {
        const unsigned pages = free_page_count();
        trying("sys_fork of process %d", own);
        pid_t child = sys_fork();
        if (child < 0) {
            unsigned taken = 0;
            for (pid_t pid = 1; pid <= last; ++pid) {
                taken += process_state(pid) != 0;
            }
            require(5, (int) taken == last,
                    "sys_fork returned %d, when %u of %d slots were taken and %u pages were free",
                    child, taken, last, pages);
            break;
        } else if (child == 0) {
            parents = own;
            ++generation;
            require_in_order(last);
            own = sys_getpid();
            reach(1);
        } else {
            require(5, child <= last, "sys_fork returned %d; the last slot is %d", child, last);
            require(5, child != own, "sys_fork returned %d, the caller's own number", child);
            await(5, child, 1, "sys_fork");
        }
    }
    require(5, own == sys_getpid(), "process %d finds the number %d in its memory", sys_getpid(),
            own);
    reach(2);
    for (pid_t pid = 1; pid <= last; ++pid) {
        await(5, pid, 2, "sys_fork, when all slots are taken");
    }
    const unsigned pages = free_page_count();
    for (int i = 0; i < 2; ++i) {
        trying("sys_fork of process %d, when all slots are taken", own);
        pid_t child = sys_fork();
        require(5, child < 0, "all %d slots are taken, and sys_fork returned %d", last, child);
    }
    require(5, free_page_count() == pages,
            "sys_fork without a free slot returned an error, and %u pages are lost",
            pages - free_page_count());
    reach(3);
    for (pid_t pid = 1; pid <= last; ++pid) {
        await(5, pid, 3, "sys_fork, when all slots are taken");
    }
    require(5, own == sys_getpid() && (own == 1) == (generation == 0) && parents != own,
            "process %d has another process's memory", sys_getpid());
    trial_passed();
}
