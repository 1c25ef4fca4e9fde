// cheap.c: a fork takes pages for the child's page table, and for nothing else.

#include "turns.h"

// Page-table pages: one each of the levels 4, 3 and 2; of level 1, one for the addresses below
// 0x200000, and one for those from there up to MEMSIZE_VIRTUAL.
enum { PAGES = 8, TABLES = 5 };

static char pages[PAGES][PAGESIZE] __attribute__((aligned(PAGESIZE)));
static uint64_t parents[(MEMSIZE_VIRTUAL - PROC_START_ADDR) / PAGESIZE]; // physical addresses

static void
look(void) {
    const uintptr_t stack = round_down((uintptr_t) __builtin_frame_address(0), PAGESIZE);
    for (uintptr_t va = PROC_START_ADDR; va < MEMSIZE_VIRTUAL; va += PAGESIZE) {
        uint64_t expected = parents[(va - PROC_START_ADDR) / PAGESIZE];
        require(8, va == stack || physical(va) == expected,
                "before any store, the child has the page of physical address %#lx at %#lx; its "
                "parent has %#lx there: "
                "was it copied?",
                physical(va), va, expected);
    }
    pass(1);
}

void
process_main(void) {
    announce_fault(1, FAULT_GOES_ON);
    for (int i = 0; i < PAGES; ++i) {
        page_fill(pages[i], i);
    }
    require(4, sys_page_alloc((void *) 0x250000) == 0, "sys_page_alloc(0x250000) fails");
    for (uintptr_t va = PROC_START_ADDR; va < MEMSIZE_VIRTUAL; va += PAGESIZE) {
        parents[(va - PROC_START_ADDR) / PAGESIZE] = physical(va);
    }
    trying("sys_fork()");
    (void) in_child(look);
    int cost = (int) judge(JUDGE_FORK_COST, 0, 0);
    require(8, cost <= TABLES + 1,
            "sys_fork took %d pages; the child's page table has %d, and nothing else is to be "
            "copied before a store, except its stack, if you like",
            cost, TABLES);
    await(1);
    trial_passed();
}
