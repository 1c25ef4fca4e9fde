#ifndef WEENSY_EACH_H
#define WEENSY_EACH_H

// each.h: for trials in which each allocation of a call fails once. The judge compares before and
// after.

#include "family.h"

enum { MOST_ALLOCATIONS = 200 };

// fork_at_last(least)
//    Forks: first so that allocation 1 fails, then allocation 2, and so on until it succeeds, which
//    must not be before `least` have failed. Returns what sys_fork returns.
static inline pid_t
fork_at_last(int least) {
    const unsigned before = free_page_count();
    for (int n = 1; n < MOST_ALLOCATIONS; ++n) {
        trying("sys_fork of process %d, in which allocation %d fails", sys_getpid(), n);
        judge(JUDGE_FAIL_NEXT, (uintptr_t) n, 0);
        const pid_t child = sys_fork();
        if (child >= 0) {
            require(5, n > least, "sys_fork allocates only %d pages", n - 1);
            return child;
        }
        require_free(before, "a sys_fork that failed");
    }
    trial_wrong(6, "sys_fork fails even if %d allocations succeed", MOST_ALLOCATIONS - 1);
}

// alloc_at_last(addr, least)
//    Calls sys_page_alloc in the same way.
static inline void
alloc_at_last(uintptr_t addr, int least) {
    const unsigned before = free_page_count();
    for (int n = 1; n < MOST_ALLOCATIONS; ++n) {
        trying("sys_page_alloc(%#lx), in which allocation %d fails", addr, n);
        judge(JUDGE_FAIL_NEXT, (uintptr_t) n, 0);
        const int r = sys_page_alloc((void *) addr);
        if (r >= 0) {
            require(3, n > least, "sys_page_alloc(%#lx) allocates only %d pages", addr, n - 1);
            return;
        }
        require_free(before, "a sys_page_alloc that failed");
    }
    trial_wrong(6, "sys_page_alloc fails even if %d allocations succeed", MOST_ALLOCATIONS - 1);
}

#endif
