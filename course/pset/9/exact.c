// exact.c: with just the pages that a fork and all copies can need, a fork succeeds; with fewer it
// fails, and nothing has changed.

#include "turns.h"

extern char data_start[]; // of the linker script: constants and code are before it

// Page-table pages: one each of the levels 4, 3 and 2; of level 1, one for the addresses below
// 0x200000, and one for those from there up to MEMSIZE_VIRTUAL.
enum { PAGES = 4, TABLES = 5, FAR = 0x250000 };

static char pages[PAGES][PAGESIZE] __attribute__((aligned(PAGESIZE)));
static char unwritten[2][PAGESIZE] __attribute__((aligned(PAGESIZE)));

static int
writable_pages(void) {
    int n = 0;
    for (uintptr_t va = (uintptr_t) data_start; va < MEMSIZE_VIRTUAL; va += PAGESIZE) {
        n += physical(va) != (uint64_t) -1;
    }
    return n;
}

static void
store_to_all(void) {
    sys_yield();
    await(1);
    for (int i = 0; i < PAGES; ++i) {
        page_fill(pages[i], 100 + i);
    }
    store(unwritten[0], 'c');
    store(unwritten[1], 'c');
    store((char *) FAR, 'c');
    pass(2);
}

void
process_main(void) {
    announce_fault(1, FAULT_GOES_ON);
    for (int i = 0; i < PAGES; ++i) {
        page_fill(pages[i], i);
    }
    require(4, sys_page_alloc((void *) FAR) == 0, "sys_page_alloc(%#x) fails", FAR);
    const int copies = writable_pages(), needed = TABLES + copies;
    hog_leave(needed);
    trying("sys_fork(), with %d free pages", needed);
    pid_t child = sys_fork();
    if (child == 0) {
        store_to_all();
        sys_exit();
    }
    require(9, child > 0,
            "sys_fork returned %d, with %d free pages: %d for the child's page table, and %d for a "
            "copy of each writable page, are enough",
            child, needed, TABLES, copies);
    trying("sys_page_alloc, by another process, after the fork");
    int got = hog_take(ALL_THERE_ARE);
    require(9, got == 0,
            "sys_fork succeeded with %d free pages, just enough for all copies, and yet another "
            "process gets %d of them",
            needed, got);
    pass(1);
    await(2);
    await_end(child);
    require(9, process_state(child) == 0, "the child, process %d, has not come to its end", child);

    for (int left = needed - 1; left >= 0; --left) {
        trying("sys_page_alloc, by another process, with %d free pages", left + 1);
        got = hog_take(1);
        require(9, got == 1, "%s; %d pages should be left, and sys_page_alloc fails",
                left == needed - 1 ? "the child has exited" : "sys_fork has failed", left + 1);
        trying("sys_fork(), with %d free pages", left);
        child = sys_fork();
        if (child == 0) {
            sys_exit();
        }
        require(9, child < 0,
                "sys_fork returned %d, although %d free pages are too few: it needs %d for the "
                "child's page table, and %d for a copy of each writable page",
                child, left, TABLES, copies);
        int free_pages = (int) free_page_count();
        require(9, free_pages == left, "sys_fork failed; %d pages were free before, and %d are now",
                left, free_pages);
        for (int i = 0; i < PAGES; ++i) {
            page_require(pages[i], i, "the parent, whose sys_fork failed,");
            int cost = cost_of_store(pages[i], (char) (i * 37));
            require(9, cost == 0, "sys_fork failed; then a store to %p took %d pages, expected 0",
                    pages[i], cost);
        }
    }
    trial_passed();
}
