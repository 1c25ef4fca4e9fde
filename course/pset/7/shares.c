// shares.c: a fork shares the pages that are only for reading, and counts them; it takes no more
// pages than it must.

#include "constants.h"

enum { PAGES = 6, HEAP = 3 };
const uint32_t constants[PAGES * WORDS_OF_PAGE] __attribute__((aligned(PAGESIZE))) = {
    PAGE_OF(0), PAGE_OF(1), PAGE_OF(2), PAGE_OF(3), PAGE_OF(4), PAGE_OF(5)};
static const uintptr_t heap = 0x1FE000;
static uintptr_t pages_before[(MEMSIZE_VIRTUAL - PROC_START_ADDR)
                              / PAGESIZE]; // physical addresses, by number of the virtual page
static unsigned nreadable, nwritable;

static void
look(void) {
    for (uintptr_t addr = next_page(PROC_START_ADDR); addr < MEMSIZE_VIRTUAL;
         addr = next_page(addr + PAGESIZE)) {
        *(is_writable(addr) ? &nwritable : &nreadable) += 1;
        pages_before[(addr - PROC_START_ADDR) / PAGESIZE] = is_writable(addr) ? 0 : physical(addr);
    }
}

// require_shared(owners)
//    The pages for reading must be those that they were, with so many owners.
static void
require_shared(int owners) {
    for (uintptr_t addr = next_page(PROC_START_ADDR); addr < MEMSIZE_VIRTUAL;
         addr = next_page(addr + PAGESIZE)) {
        const uintptr_t before = pages_before[(addr - PROC_START_ADDR) / PAGESIZE];
        if (before != 0) {
            require(0, physical(addr) == before,
                    "process %d has at %#lx, for reading only, the page of physical address %#lx; "
                    "its parent has %#lx there: it could be shared",
                    sys_getpid(), addr, physical(addr), before);
            require_owners(addr, owners, "after sys_fork");
        }
    }
    for (int i = 0; i < PAGES; ++i) {
        require_constants(i, "after sys_fork");
    }
}

static void
fork_generations(int owners, int left) {
    const unsigned before = free_page_count();
    const pid_t child = fork_here();
    if (child == 0) {
        require_shared(owners);
        if (left > 1) {
            fork_generations(owners + 1, left - 1);
        }
        leave();
    }
    const unsigned cost = before - free_page_count();
    require(0, cost <= nwritable + TABLE_PAGES,
            "sys_fork of process %d took %u pages: expected %u for the page table, and %u for "
            "writable pages; its other %u pages are only for reading",
            sys_getpid(), cost, TABLE_PAGES, nwritable, nreadable);
    wait_for_exit(child);
    require_shared(owners - 1);
    require_free(before, "sys_fork and the child's sys_exit");
}

void
process_main(void) {
    for (int i = 0; i < HEAP; ++i) {
        require(4, sys_page_alloc((void *) (heap + (uintptr_t) i * PAGESIZE)) == 0,
                "sys_page_alloc fails");
    }
    look();
    require(0, nreadable >= PAGES + 2,
            "only %u pages of the process are read-only: its code and its constants have at least "
            "%d",
            nreadable, PAGES + 2);
    require_shared(1);
    fork_generations(2, 3);
    fork_generations(2, 1);
    trial_passed();
}
