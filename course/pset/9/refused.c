// refused.c: each allocation of a fork fails once, with and without a child that shares all pages.
// All promises are taken back.

#include "capacity.h"

enum { PAGES = 3, LEFT = 50, MOST = 30 };
static char pages[PAGES][PAGESIZE] __attribute__((aligned(PAGESIZE)));

static void
wait_for_the_end(void) {
    sys_yield();
    await(1);
}

static void
fork_until_it_succeeds(const char *situation) {
    for (unsigned n = 1; n <= MOST; ++n) {
        trying("sys_fork(), of which allocation %u fails, %s", n, situation);
        judge(JUDGE_FAIL_NEXT, n, 0);
        pid_t child = sys_fork();
        if (child == 0) {
            sys_exit();
        }
        if (child > 0) {
            await_end(child);
            return;
        }
    }
    trial_wrong(9, "%s, sys_fork fails even if %d allocations succeed", situation, MOST - 1);
}

void
process_main(void) {
    announce_fault(1, FAULT_GOES_ON);
    for (int i = 0; i < PAGES; ++i) {
        page_fill(pages[i], i);
    }
    hog_leave(LEFT);
    const int before = capacity("at the start");
    fork_until_it_succeeds("with no other child");
    require_capacity(before, "after each allocation of a fork has failed once");
    pid_t child = in_child(wait_for_the_end);
    sys_yield();
    fork_until_it_succeeds("with a child that shares all pages");
    pass(1);
    await_end(child);
    require_capacity(
        before, "after each allocation of a fork has failed once, while a child shared all pages,");
    trial_passed();
}
