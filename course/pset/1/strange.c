// strange.c: asks for pages at addresses that are not the program's. It may be linked for any
// process's memory.

#include "trial.h"

static uintptr_t start, stack_end; // of its memory

// Nobody's.
static const uintptr_t addresses[] = {
    0,
    1,
    0x1000,
    KERNEL_START_ADDR,
    0x41000,
    KERNEL_STACK_BOTTOM - PAGESIZE,
    KERNEL_STACK_TOP - PAGESIZE,
    0x80000,
    0xA0000,
    CONSOLE_ADDR,
    PROC_START_ADDR - PAGESIZE,
    PROC_START_ADDR - 1,
    MEMSIZE_VIRTUAL - 1,
    MEMSIZE_VIRTUAL,
    MEMSIZE_VIRTUAL + 1,
    MEMSIZE_VIRTUAL + PAGESIZE,
    0x400000,
    0x40000000,
    0x100100000,
    0x8000000000,
    0x7FFFFFFFF000,
    0x800000000000,
    0xFFFF800000000000,
    0xFFFF800000100000,
    0xFFFFFFFFFFEFF000,
    (uintptr_t) -PAGESIZE,
    (uintptr_t) -1,
};

static void
refused(uintptr_t addr) {
    const unsigned before = free_page_count();
    trying("sys_page_alloc(%#lx)", addr);
    int r = sys_page_alloc((void *) addr);
    require(1, r < 0 || addr % PAGESIZE == 0,
            "sys_page_alloc(%#lx) returned %d: the address is not page-aligned", addr, r);
    require(1, r < 0,
            "sys_page_alloc(%#lx) returned %d: the address is not in the caller's memory, %#lx to "
            "%#lx",
            addr, r, start, stack_end);
    require(1, free_page_count() == before,
            "sys_page_alloc(%#lx) returned %d, an error, and yet a page is gone: %u were free, "
            "and %u are now",
            addr, r, before, free_page_count());
}

static void
granted(uintptr_t addr) {
    trying("sys_page_alloc(%#lx)", addr);
    int r = sys_page_alloc((void *) addr);
    require(1, r == 0,
            "sys_page_alloc(%#lx) returned %d; the address is in the caller's memory, %#lx to %#lx",
            addr, r, start, stack_end);
    require(1, !is_refused(PROBE_WRITE, addr),
            "sys_page_alloc(%#lx) returned 0, and the program cannot write there", addr);
}

void
process_main(void) {
    start = (uintptr_t) process_main - (uintptr_t) process_main % 0x40000;
    stack_end = round_up((uintptr_t) __builtin_frame_address(0), PAGESIZE);
    for (unsigned i = 0; i < ARRAY_SIZE(addresses); ++i) {
        refused(addresses[i]);
    }
    const uintptr_t heap = round_up((uintptr_t) end, PAGESIZE);
    static const unsigned offsets[] = {1, 8, 0x800, PAGESIZE - 1};
    for (unsigned i = 0; i < ARRAY_SIZE(offsets); ++i) {
        refused(heap + offsets[i]);
    }
    if (stack_end
        == MEMSIZE_VIRTUAL) { // from step 4 on, all memory up to there is each process's own
        start = PROC_START_ADDR;
    }
    const uintptr_t others[] = {start - PAGESIZE, stack_end, stack_end + PAGESIZE};
    for (unsigned i = 0; i < ARRAY_SIZE(others); ++i) {
        refused(others[i]);
    }
    for (uintptr_t addr = PROC_START_ADDR; addr < MEMSIZE_VIRTUAL; addr += 0xB000) {
        if (addr < start || addr >= stack_end) {
            refused(addr);
        }
    }
    granted(heap);
    granted(stack_end - 0x8000);
    granted(stack_end - (VARIANT_STACK_PAGES + 1) * PAGESIZE);
    trial_passed();
}
