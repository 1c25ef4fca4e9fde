// strange.c: asks for pages at addresses that are not the program's.

#include "trial.h"

static const uintptr_t addresses[] = {
    0, 0x1000, KERNEL_START_ADDR, 0x41000, KERNEL_STACK_BOTTOM - PAGESIZE, KERNEL_STACK_TOP - PAGESIZE, 0x80000,
    0xA0000, CONSOLE_ADDR, PROC_START_ADDR - PAGESIZE, PROC_START_ADDR - 1, PROC_START_ADDR + 1,
    PROC_START_ADDR + 0x20008, PROC_START_ADDR + 0x20800, PROC_START_ADDR + 0x20FFF, MEMSIZE_VIRTUAL - 1,
    MEMSIZE_VIRTUAL, MEMSIZE_VIRTUAL + PAGESIZE, 0x400000, 0x40000000, 0x100100000, 0x8000000000,
    0x7FFFFFFFF000, 0x800000000000, 0xFFFF800000000000, 0xFFFF800000100000, 0xFFFFFFFFFFEFF000, (uintptr_t) -PAGESIZE,
    (uintptr_t) -1,
};

void
process_main(void) {
    for (unsigned i = 0; i < ARRAY_SIZE(addresses); ++i) {
        unsigned before = free_page_count();
        trying("sys_page_alloc(%#lx)", addresses[i]);
        int r = sys_page_alloc((void *) addresses[i]);
        require(1, r < 0, "sys_page_alloc(%#lx) returned %d: %s", addresses[i], r,
                addresses[i] % PAGESIZE != 0 ? "the address is not page-aligned"
                                             : "the address is not in the caller's memory");
        require(1, free_page_count() == before, "sys_page_alloc(%#lx) returned %d, and yet a page is gone",
                addresses[i], r);
    }
    static const uintptr_t good[] = {PROC_START_ADDR + 0x20000, PROC_START_ADDR + 0x30000};
    for (unsigned i = 0; i < ARRAY_SIZE(good); ++i) {
        int r = sys_page_alloc((void *) good[i]);
        require(1, r == 0, "sys_page_alloc(%#lx) returned %d; the address is in the caller's memory", good[i], r);
        require(1, !is_refused(PROBE_WRITE, good[i]), "the page at %#lx from sys_page_alloc cannot be written", good[i]);
    }
    trial_passed();
}
