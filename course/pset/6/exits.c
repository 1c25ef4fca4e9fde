// exits.c: a child takes pages all over its memory, and exits. As many pages are free as before, and its slot is free.

#include "family.h"

static const uintptr_t taken[] = {
    PROC_START_ADDR + 0x40000, 0x1FF000, 0x200000, 0x201000, 0x280000, MEMSIZE_VIRTUAL - 2 * PAGESIZE,
};

static void never_returns
live_and_exit(void) {
    for (unsigned i = 0; i < ARRAY_SIZE(taken); ++i) {
        require(4, sys_page_alloc((void *) taken[i]) == 0, "sys_page_alloc(%#lx) fails in a child", taken[i]);
        fill(taken[i], (int) i);
    }
    require(4, sys_page_alloc((void *) taken[0]) == 0, "sys_page_alloc(%#lx) fails a second time", taken[0]);
    leave();
}

void
process_main(void) {
    require(4, sys_page_alloc((void *) taken[0]) == 0 && sys_page_alloc((void *) taken[2]) == 0,
            "sys_page_alloc fails at the start of memory");
    for (int i = 0; i < 3; ++i) {
        const unsigned before = free_page_count();
        const pid_t child = fork_here();
        if (child == 0) {
            live_and_exit();
        }
        require(5, free_page_count() < before, "sys_fork took no page");
        wait_for_exit(child);
        require_free(before, "sys_fork and the child's sys_exit");
    }
    console_printf("The console is still there.\n");
    trial_passed();
}
