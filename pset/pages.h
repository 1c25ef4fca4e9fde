#ifndef WEENSY_PAGES_H
#define WEENSY_PAGES_H

// pages.h: the physical pages that the kernel hands out. A page's reference count says how many use
// it: user mappings, plus 1 if it is a page-table page. kalloc sets the count to 1, kfree drops one
// reference (kernel.h), and a page with count 0 is free.

#include "kernel-only.h"
#include "kernel.h"
#include "memory-layout.h"

#define NPAGES (MEMSIZE_PHYSICAL / PAGESIZE)

struct physpage {
    int refcount; // 0: free
};
extern struct physpage physpages[NPAGES];

// reserved_physical_address(pa)
//    Is `pa` in page 0, or in a device's memory?
bool reserved_physical_address(uint64_t pa);

// allocatable_physical_address(pa)
//    Is `pa` in a page that kalloc may hand out: below MEMSIZE_PHYSICAL, not reserved, and not in
//    the kernel's image, its stack, or the unmapped page below the stack?
bool allocatable_physical_address(uint64_t pa);

// page_share(pa)
//    Adds a reference to the page at `pa`, which is allocated.
void page_share(uint64_t pa);

#endif
