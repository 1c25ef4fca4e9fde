// owners.c: process 1 forks and exits, so do its descendants; each has pages in common with the
// next one. When all have gone, nothing is left of them. Process 2, from the same program, looks
// on, and keeps what it has.

#include "constants.h"

enum { PAGES = 2, GENERATIONS = 6, SIBLINGS = 3 };
enum { SIZE, GONE }; // on the board: how many pages process 1 had; who has gone last
const uint32_t constants[PAGES * WORDS_OF_PAGE]
    __attribute__((aligned(PAGESIZE))) = {PAGE_OF(0), PAGE_OF(1)};

static void
require_all_constants(const char *when) {
    for (int i = 0; i < PAGES; ++i) {
        require_constants(i, when);
    }
}

static void never_returns
live_for_generations(void) {
    uint32_t size = TABLE_PAGES;
    for (uintptr_t addr = next_page(PROC_START_ADDR); addr < MEMSIZE_VIRTUAL;
         addr = next_page(addr + PAGESIZE)) {
        size += is_counted(addr);
    }
    board[SIZE] = size;
    for (int i = 0; i < GENERATIONS; ++i) {
        for (int j = 0; j < SIBLINGS; ++j) {
            if (fork_here() == 0) {
                sys_yield();
                require_all_constants("after its parent's sys_exit");
                leave();
            }
        }
        if (fork_here() != 0) {
            leave();
        }
        sys_yield();
        require_all_constants("after its parent's sys_exit");
    }
    board[GONE] = 1;
    leave();
}

static bool
is_alone(void) {
    for (pid_t pid = 1; pid < 64; ++pid) {
        if (pid != 2 && process_state(pid) != 0) {
            return false;
        }
    }
    return true;
}

void
process_main(void) {
    if (sys_getpid() == 1) {
        sys_yield();
        live_for_generations();
    }
    const unsigned at_start = free_page_count();
    while (board[GONE] == 0 || !is_alone()) {
        sys_yield();
    }
    const unsigned expected = at_start + board[SIZE], seen = free_page_count();
    require(
        0, seen == expected,
        "process 1, which had %u pages, and all its descendants have gone, and %u pages are free: "
        "expected %u",
        board[SIZE], seen, expected);
    for (int i = 0; i < 8; ++i) {
        require(4, heap_grow() != NULL, "sys_page_alloc fails with %u free pages",
                free_page_count());
    }
    require_all_constants("after other processes' sys_exit");
    trial_passed();
}
