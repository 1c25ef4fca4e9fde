// pages.c: physical pages. Each has a reference count, and those with count 0 are free.

#include "pages.h"
#include "assert.h"
#include "direct-map.h"

struct physpage physpages[NPAGES];

bool
reserved_physical_address(uint64_t pa) {
    return pa < PAGESIZE || (pa >= 0xA0000 && pa < PROC_START_ADDR);
}

bool
allocatable_physical_address(uint64_t pa) {
    extern const char kernel_end[];
    bool in_image = pa >= KERNEL_START_ADDR && pa < (uint64_t) kernel_end;
    bool in_stack = pa >= KERNEL_STACK_BOTTOM - PAGESIZE && pa < KERNEL_STACK_TOP;
    return pa < MEMSIZE_PHYSICAL && !reserved_physical_address(pa) && !in_image && !in_stack;
}

void *
kalloc(size_t size) {
    // Step 9: your code here
    for (uint64_t pa = 0; size <= PAGESIZE && pa < MEMSIZE_PHYSICAL; pa += PAGESIZE) {
        if (allocatable_physical_address(pa) && physpages[pa / PAGESIZE].refcount == 0) {
            physpages[pa / PAGESIZE].refcount = 1;
            return pa2kptr(pa);
        }
    }
    return NULL;
}

void
kfree(void *pointer) {
    (void) pointer;
    // Step 3: your code here
}

void
page_share(uint64_t pa) {
    // Step 7: your code here
    panic("page_share(%#lx): step 7 is not done yet", pa);
}
