// fails.c: each allocation of a fork fails once. What the parent shares with its children stays as
// it was, and it can store to all of it.

#include "turns.h"

enum { PAGES = 3, MOST = 40 };
static char pages[PAGES][PAGESIZE] __attribute__((aligned(PAGESIZE)));

static void
wait_for_the_end(void) {
    await(1);
}

// fork_until_it_succeeds(cost, situation)
//    The first allocation fails, then the second, and so on. After each failure, a first store to
//    each page takes `cost` pages, and a second one none.
static void
fork_until_it_succeeds(int cost, const char *situation) {
    for (unsigned n = 1; n <= MOST; ++n) {
        for (int i = 0; i < PAGES; ++i) {
            page_fill(pages[i], i);
        }
        pid_t other = cost == 0 ? 0 : in_child(wait_for_the_end);
        sys_yield();
        const unsigned before = free_page_count();
        trying("sys_fork(), of which allocation %u fails, %s", n, situation);
        judge(JUDGE_FAIL_NEXT, n, 0);
        pid_t child = sys_fork();
        if (child == 0) {
            sys_exit();
        }
        bool has_failed = child < 0;
        if (!has_failed) {
            await_end(child);
        }
        require(8, free_page_count() == before,
                "%s, sys_fork %s; %u pages were free before, and %u are now", situation,
                has_failed ? "failed" : "succeeded, and the child has exited", before,
                free_page_count());
        for (int i = 0; i < PAGES; ++i) {
            page_require(pages[i], i, "after a sys_fork that failed, the parent");
            int seen = cost_of_store(pages[i], 'x');
            require(8, seen == cost,
                    "%s, sys_fork failed at allocation %u; then the parent's store to %p took %d "
                    "pages, expected %d",
                    situation, n, pages[i], seen, cost);
        }
        pass(1);
        if (other != 0) {
            await_end(other);
        }
        pass(0);
        if (!has_failed) {
            return;
        }
    }
    trial_wrong(8, "%s, sys_fork fails even if %d allocations succeed", situation, MOST - 1);
}

void
process_main(void) {
    announce_fault(1, FAULT_GOES_ON);
    fork_until_it_succeeds(0, "with no other child");
    fork_until_it_succeeds(1, "with a child that shares all pages");
    trial_passed();
}
