// fresh.c: gets pages all over its memory. Each is new, zeroed, usable, and costs what it must.

#include "trial.h"

enum { FIRST = PROC_START_ADDR + 0xA000, LAST = PROC_START_ADDR + 0x3C000, STEP = 2 * PAGESIZE };

static unsigned char
pattern(uintptr_t addr) {
    return (unsigned char) (addr / PAGESIZE * 7 + addr);
}

static void
require_zeroed(const unsigned char *page) {
    for (unsigned i = 0; i < PAGESIZE; ++i) {
        require(0, page[i] == 0, "after sys_page_alloc(%p), %p has %#x: a new page is zeroed%s",
                page, &page[i], page[i],
                page[i] == 0xA5 ? " (kalloc's pages have old data, here 0xa5)" : "");
    }
}

static void
require_own_page(uintptr_t addr) {
    const uint64_t pa = physical(addr);
    require(0, pa != (uint64_t) -1,
            "sys_page_alloc(%#lx) returned 0, and yet the process has no page there", addr);
    require(0, !is_refused(PROBE_WRITE, addr),
            "sys_page_alloc(%#lx) returned 0, and yet the process cannot write there", addr);
    long count = refcount(addr);
    require(0, count == 1,
            "after sys_page_alloc(%#lx), the page there, of physical address %#lx, has count %ld; "
            "expected 1",
            addr, pa, count);
    for (uintptr_t other = FIRST; other < addr; other += STEP) {
        require(
            0, physical(other) != pa,
            "sys_page_alloc mapped the same page, of physical address %#lx, at %#lx and at %#lx",
            pa, other, addr);
    }
}

static void
get_page(uintptr_t addr) {
    const unsigned before = free_page_count();
    trying("sys_page_alloc(%#lx)", addr);
    const int r = sys_page_alloc((void *) addr);
    const long allocated = judge(JUDGE_ALLOCATIONS, 0, 0);
    require(0, r == 0, "sys_page_alloc(%#lx) returned %d; %u pages are free", addr, r, before);
    require(0, allocated > 0, "sys_page_alloc(%#lx) did not call kalloc", addr);
    require(
        0, before - free_page_count() == (unsigned) allocated,
        "sys_page_alloc(%#lx): kalloc returned %ld page%s, and yet %u pages are free, of %u before",
        addr, allocated, allocated == 1 ? "" : "s", free_page_count(), before);
    require_own_page(addr);
    require_zeroed((unsigned char *) addr);
}

void
process_main(void) {
    require(0, (uintptr_t) end <= FIRST, "this check's program is too large");
    for (uintptr_t addr = FIRST; addr < LAST; addr += STEP) {
        get_page(addr);
        for (unsigned i = 0; i < PAGESIZE; ++i) {
            ((unsigned char *) addr)[i] = pattern(addr + i);
        }
    }
    for (uintptr_t addr = FIRST; addr < LAST; addr += STEP) {
        for (unsigned i = 0; i < PAGESIZE; ++i) {
            unsigned char seen = ((unsigned char *) addr)[i];
            require(0, seen == pattern(addr + i),
                    "the process wrote %#x to %#lx, and finds %#x there", pattern(addr + i),
                    addr + i, seen);
        }
    }
    trial_passed();
}
