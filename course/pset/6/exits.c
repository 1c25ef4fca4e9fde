// exits.c: a child takes pages all over its memory, and exits. As many pages are free as before,
// and its slot is free.

#include "family.h"

static const uintptr_t taken[] = {
    PROC_START_ADDR + 0x40000, 0x1FF000, 0x200000, 0x201000, 0x240000, STACK_START - PAGESIZE,
};
static const uintptr_t inherited[] = {0x150000, 0x210000};

static void never_returns
live_and_exit(void) {
    for (unsigned i = 0; i < ARRAY_SIZE(taken); ++i) {
        require(4, sys_page_alloc((void *) taken[i]) == 0, "sys_page_alloc(%#lx) fails in a child",
                taken[i]);
        fill(taken[i], (int) i);
    }
    for (unsigned i = 0; i < ARRAY_SIZE(inherited) && !VARIANT_REFUSES; ++i) {
        require(4, sys_page_alloc((void *) inherited[i]) == 0,
                "sys_page_alloc(%#lx) fails in a child", inherited[i]);
    }
    leave();
}

void
process_main(void) {
    for (unsigned i = 0; i < ARRAY_SIZE(inherited); ++i) {
        require(4, sys_page_alloc((void *) inherited[i]) == 0, "sys_page_alloc(%#lx) fails",
                inherited[i]);
    }
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
