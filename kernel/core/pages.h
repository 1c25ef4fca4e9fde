#ifndef WEENSY_PAGES_H
#define WEENSY_PAGES_H

// pages.h: the allocator of physical pages. A page's reference count is the number of user mappings
// of it, plus 1 if it is a page-table page. A page with count 0 is free or set aside. kalloc sets
// the count to 1, and kfree drops one reference (kernel.h).
//
// A page that is set aside waits to become the copy of a copy-on-write page. fork sets one aside
// for every copy that may become necessary, so that no store ever fails for want of memory.

#include "assert.h"
#include "kernel-only.h"
#include "kernel.h"
#include "memory-layout.h"

#define NPAGES (MEMSIZE_PHYSICAL / PAGESIZE)

typedef struct physpage {
    bool allocatable;   // what allocatable_physical_address returns
    int refcount;       // 0: free or set aside, if the page is allocatable
    uint32_t next_free; // the number of the next page that is free, or set aside; 0: none
    int references;     // how many the last audit counted
} physpage;

extern physpage *physpages; // [NPAGES], in the last pages below MEMSIZE_PHYSICAL

// pages_init(reclaim)
//    Puts every allocatable page on the free list. When the list is empty, kalloc calls `reclaim`,
//    which frees at least one page or returns false.
void pages_init(bool (*reclaim)(void));

// reserved_physical_address(pa)
//    Is `pa` in page 0, in a device's memory, or where there is no memory?
bool reserved_physical_address(uint64_t pa);

// allocatable_physical_address(pa)
//    Is `pa` in a page that kalloc may hand out: below MEMSIZE_PHYSICAL, neither reserved nor in
//    the kernel's image, stack or `physpages`?
bool allocatable_physical_address(uint64_t pa);

// page_share(pa)
//    Adds a reference to the page at `pa`, which is allocated.
static inline void
page_share(uint64_t pa) {
    assert_gt(physpages[pa / PAGESIZE].refcount, 0);
    physpages[pa / PAGESIZE].refcount += 1;
}

// page_is_shared(pa)
//    Does the page at `pa`, which is allocated, have more than one reference?
static inline bool
page_is_shared(uint64_t pa) {
    return physpages[pa / PAGESIZE].refcount > 1;
}

// page_set_aside(page)
//    Sets `page`, fresh from kalloc, aside.
void page_set_aside(void *page);

// page_take_aside()
//    Takes one of the pages that are set aside, and returns it as kalloc would. There must be one.
void *page_take_aside(void);

// pages_free_count()
//    How many pages are free. Pages that are set aside are not.
unsigned pages_free_count(void);

#endif
