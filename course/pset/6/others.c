// others.c: a process exits before its child does, and another one beside it. Those who stay keep
// all that they have, and nobody gets their pages. And kfree(NULL) does nothing.

#include "family.h"

enum { PAGES = 4, MOST_TURNS = 100, CHILD_READY = 0, PARENT_GONE = 1 };
static const uintptr_t heap = 0x1FE000;

static void
take(int value) {
    for (int i = 0; i < PAGES; ++i) {
        const uintptr_t addr = heap + (uintptr_t) i * PAGESIZE;
        const bool is_mapped = judge(JUDGE_PERMISSIONS, addr, 0) != 0;
        trying("sys_page_alloc(%#lx)", addr);
        require(4, (VARIANT_REFUSES && is_mapped) || sys_page_alloc((void *) addr) == 0,
                "sys_page_alloc(%#lx) fails", addr);
        fill(addr, value + i);
    }
}

static void
require_taken(int value, const char *when) {
    for (int i = 0; i < PAGES; ++i) {
        require_filled(6, heap + (uintptr_t) i * PAGESIZE, value + i, when);
    }
}

static void never_returns
live_in_the_middle(void) {
    take(100);
    const pid_t child = fork_here();
    if (child != 0) {
        leave();
    }
    board[CHILD_READY] = (uint32_t) sys_getpid();
    while (board[PARENT_GONE] == 0) {
        sys_yield();
    }
    require_taken(100, "after its parent's sys_exit");
    leave();
}

void
process_main(void) {
    trying("kfree(NULL)");
    const unsigned at_start = free_page_count();
    judge(JUDGE_FREE_NULL, 0, 0);
    require_free(at_start, "kfree(NULL)");
    take(200);
    const unsigned before = free_page_count();
    const pid_t child = fork_here();
    if (child == 0) {
        live_in_the_middle();
    }
    wait_for_exit(child);
    for (int turns = 0; board[CHILD_READY] == 0; ++turns) {
        require(6, turns < MOST_TURNS,
                "the child of process %d does not run after its parent's sys_exit", child);
        sys_yield();
    }
    const pid_t grandchild = (pid_t) board[CHILD_READY];
    require_taken(200, "after another process's sys_exit");
    require(6, process_state(grandchild) == 1,
            "process %d no longer runs after its parent's sys_exit", grandchild);
    take(300); // what the child has freed, now in use again
    const pid_t second = fork_here();
    if (second == 0) {
        take(400);
        leave();
    }
    wait_for_exit(second);
    board[PARENT_GONE] = 1;
    wait_for_exit(grandchild);
    require_taken(300, "after the other processes' sys_exit");
    require_free(before, "three sys_fork and the children's sys_exit");
    trial_passed();
}
