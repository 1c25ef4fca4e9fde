#ifndef WEENSY_PAGES_H
#define WEENSY_PAGES_H

// pages.h: physical memory, page by page. A page's reference count is the number of user mappings
// of it, plus 1 if it is a page-table page; when that is 0 it is free, or set aside. kalloc and
// kfree (kernel.h) count the first reference and drop one.

#include "assert.h"
#include "kernel-only.h"
#include "kernel.h"
#include "memory-layout.h"

#define NPAGES (MEMSIZE_PHYSICAL / PAGESIZE)

typedef struct physpage {
    bool allocatable;   // what allocatable_physical_address says, found out once
    int refcount;       // 0: free, if the page is allocatable
    uint32_t next_free; // while it is free: the next free page's number; 0: none
    int references;     // what the last audit counted
} physpage;

extern physpage *physpages; // [NPAGES], on the last pages below MEMSIZE_PHYSICAL

// pages_init(reclaim)
//    Puts every allocatable page on the free list. When none is left, kalloc calls `reclaim`, which
//    frees at least one, or returns false.
void pages_init(bool (*reclaim)(void));

// reserved_physical_address(pa)
//    Is `pa` in page 0, a device's, or no memory at all?
bool reserved_physical_address(uint64_t pa);

// allocatable_physical_address(pa)
//    Is `pa` in a page that kalloc may hand out: below MEMSIZE_PHYSICAL, neither reserved nor in
//    the kernel's image, stack or `physpages`?
bool allocatable_physical_address(uint64_t pa);

// page_share(pa)
//    Counts one more reference to the page at `pa`, which is allocated.
static inline void
page_share(uint64_t pa) {
    assert_gt(physpages[pa / PAGESIZE].refcount, 0);
    physpages[pa / PAGESIZE].refcount += 1;
}

// page_is_shared(pa)
//    Has the page at `pa`, which is allocated, more than one reference?
static inline bool
page_is_shared(uint64_t pa) {
    return physpages[pa / PAGESIZE].refcount > 1;
}

// page_set_aside(page)
//    Keeps `page`, fresh from kalloc, for a copy that may have to be made.
void page_set_aside(void *page);

// page_take_aside()
//    One of the pages that were set aside, as from kalloc. There is one.
void *page_take_aside(void);

// pages_free_count()
//    How many pages are free; those that are set aside are not.
unsigned pages_free_count(void);

#endif
