#ifndef WEENSY_FAMILY_H
#define WEENSY_FAMILY_H

// family.h: for trials whose processes fork, exit, and wait for each other. They tell each other
// numbers on a board.

#include "trial.h"

enum { BOARD_WORDS = SHARED_SIZE / sizeof(uint32_t), MOST_YIELDS = 2000 };

static volatile uint32_t *const board = SHARED_MEMORY(volatile uint32_t); // [BOARD_WORDS]

// leave()
//    Exits, from which no process returns.
static inline void never_returns
leave(void) {
    const pid_t pid = sys_getpid();
    trying("sys_exit of process %d", pid);
    long r = system_call(SYSCALL_EXIT, 0, 0);
    trial_wrong(6, "sys_exit returned to process %d, with %ld", pid, r);
}

// fork_here()
//    Forks, which must not fail.
static inline pid_t
fork_here(void) {
    trying("sys_fork of process %d, with %u free pages", sys_getpid(), free_page_count());
    const pid_t pid = sys_fork();
    require(5, pid >= 0, "sys_fork returned %d, with %u free pages", pid, free_page_count());
    return pid;
}

// wait_for_exit(pid)
//    Lets other processes run until there is no process `pid`.
static inline void
wait_for_exit(pid_t pid) {
    for (int n = 0; process_state(pid) != 0; ++n) {
        require(6, process_state(pid) != 2,
                "process %d has called sys_exit, and it is still there, unable to run", pid);
        require(6, n < MOST_YIELDS,
                "process %d should have exited, and still runs after %d sys_yield of process %d",
                pid, n, sys_getpid());
        sys_yield();
    }
}

// require_free(before, what)
//    As many pages must be free as there were before.
static inline void
require_free(unsigned before, const char *what) {
    unsigned after = free_page_count();
    require(6, after == before, "%u pages were free before %s, and %u are free afterwards: %s",
            before, what, after,
            after < before ? "the others are lost" : "some were freed that are not the process's");
}

// fill(addr, value), require_filled(addr, value, whose)
//    Fills a page with bytes that depend on `value`; requires that they are still there.
static inline void
fill(uintptr_t addr, int value) {
    for (unsigned i = 0; i < PAGESIZE; i += sizeof(uint32_t)) {
        *(volatile uint32_t *) (addr + i) = (uint32_t) value * 0x10001 + i;
    }
}

static inline void
require_filled(unsigned step, uintptr_t addr, int value, const char *when) {
    for (unsigned i = 0; i < PAGESIZE; i += sizeof(uint32_t)) {
        uint32_t seen = *(volatile uint32_t *) (addr + i),
                 expected = (uint32_t) value * 0x10001 + i;
        require(step, seen == expected, "%s, process %d finds %#x at %#lx, where it wrote %#x",
                when, sys_getpid(), seen, addr + i, expected);
    }
}

#endif
