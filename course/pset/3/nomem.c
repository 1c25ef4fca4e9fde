// nomem.c: sys_page_alloc, while each of its allocations fails in turn. The judge compares memory
// before and after.

#include "trial.h"

static const uintptr_t addresses[] = {
    PROC_START_ADDR + 0x20000,  // where there is no page
    PROC_START_ADDR + 0x20000,  // where there is one
    PROC_START_ADDR + 0x140000, // from step 4 on, this needs a page table, too
};

static void
try_without_memory(uintptr_t addr, bool is_free) {
    int r = E_NOMEM;
    for (unsigned n = 1; r == E_NOMEM; ++n) {
        require(0, n < 10,
                "sys_page_alloc(%#lx) returned E_NOMEM %u times in a row, although it cannot need "
                "so many pages",
                addr, n - 1);
        trying("sys_page_alloc(%#lx), of which allocation %u fails", addr, n);
        judge(JUDGE_FAIL_NEXT, n, 0);
        r = sys_page_alloc((void *) addr);
        require(0, r != 0 || (unsigned) judge(JUDGE_ALLOCATIONS, 0, 0) < n,
                "sys_page_alloc(%#lx) returned 0, although its allocation %u failed", addr, n);
        require(0, r == 0 || r == E_NOMEM || r == E_INVAL,
                "sys_page_alloc(%#lx), of which allocation %u failed, returned %d; expected "
                "E_NOMEM (%d)",
                addr, n, r, E_NOMEM);
        require(0, r != E_INVAL || !is_free,
                "sys_page_alloc(%#lx) returned E_INVAL; the address is in the caller's memory",
                addr);
    }
}

void
process_main(void) {
    for (unsigned i = 0; i < ARRAY_SIZE(addresses); ++i) {
        try_without_memory(addresses[i], i == 0);
        for (unsigned j = 0; i == 0 && j < PAGESIZE; ++j) {
            require(0, ((char *) addresses[i])[j] == 0, "the page at %#lx is not zeroed",
                    addresses[i]);
        }
        memset((void *) addresses[0], 61, PAGESIZE);
    }
    trial_passed();
}
