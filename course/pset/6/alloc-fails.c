// alloc-fails.c: whichever allocation of sys_page_alloc fails, it returns an error, changes nothing
// and loses nothing: where nothing is mapped, and where a page is.

#include "each.h"

static char data[3 * PAGESIZE];

static void
require_fresh(uintptr_t addr) {
    for (unsigned i = 0; i < PAGESIZE; ++i) {
        require(4, ((volatile char *) addr)[i] == 0,
                "sys_page_alloc gives a page at %#lx with %#x in byte %u", addr,
                ((volatile unsigned char *) addr)[i], i);
    }
    fill(addr, 5);
}

void
process_main(void) {
    static const uintptr_t unmapped[] = {PROC_START_ADDR + 0x40000, 0x1FF000, 0x200000,
                                         STACK_START - PAGESIZE};
    for (unsigned i = 0; i < ARRAY_SIZE(unmapped); ++i) {
        alloc_at_last(unmapped[i], 1);
        require_fresh(unmapped[i]);
    }
    if (VARIANT_REFUSES) {
        trial_passed();
    }
    const unsigned before = free_page_count();
    for (unsigned i = 0; i < ARRAY_SIZE(unmapped); ++i) {
        alloc_at_last(unmapped[i], 0);
        require_fresh(unmapped[i]);
        require_free(before, "sys_page_alloc in place of a page");
    }
    const uintptr_t inside = round_up((uintptr_t) data, PAGESIZE);
    fill(inside, 9);
    alloc_at_last(inside, 0);
    require_fresh(inside);
    require_free(before, "sys_page_alloc in place of a page of data");
    trial_passed();
}
