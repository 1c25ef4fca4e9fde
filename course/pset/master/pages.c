// pages.c: physical pages. Each has a reference count, and those with count 0 are free.

#include "pages.h"
#include "assert.h"
#include "direct-map.h"
//@ 9 {
#include "errors.h"
//@ }

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

//@ 9 {
static unsigned promised; // free pages that kalloc must leave

static unsigned
free_pages(void) {
    unsigned n = 0;
    for (uint64_t pa = 0; pa < MEMSIZE_PHYSICAL; pa += PAGESIZE) {
        n += allocatable_physical_address(pa) && physpages[pa / PAGESIZE].refcount == 0;
    }
    return n;
}

//@ }
void *
kalloc(size_t size) {
//@ 9 {
    if (free_pages() <= promised) {
        return NULL;
    }
//@ } else {
//-     // Step 9: your code here
//@ }
//@ first-fit {
    for (uint64_t pa = 0; size <= PAGESIZE && pa < MEMSIZE_PHYSICAL; pa += PAGESIZE) {
//@ } else {
//-     // The highest page below PROC_START_ADDR comes first, then the others downwards, then those above.
//-     for (uint64_t n = PAGESIZE; size <= PAGESIZE && n <= MEMSIZE_PHYSICAL; n += PAGESIZE) {
//-         uint64_t pa = (PROC_START_ADDR + MEMSIZE_PHYSICAL - n) % MEMSIZE_PHYSICAL;
//@ }
        if (allocatable_physical_address(pa) && physpages[pa / PAGESIZE].refcount == 0) {
            physpages[pa / PAGESIZE].refcount = 1;
            return pa2kptr(pa);
        }
    }
    return NULL;
}

void
kfree(void *pointer) {
//@ 3 {
    if (pointer == NULL) {
        return;
    }
    uint64_t pa = kptr2pa(pointer);
    assert(pa % PAGESIZE == 0 && allocatable_physical_address(pa));
    assert_gt(physpages[pa / PAGESIZE].refcount, 0);
    physpages[pa / PAGESIZE].refcount -= 1;
//@ } else {
//-     (void) pointer;
//-     // Step 3: your code here
//@ }
}

void
page_share(uint64_t pa) {
//@ 7 {
    assert(allocatable_physical_address(pa));
    assert_gt(physpages[pa / PAGESIZE].refcount, 0);
    physpages[pa / PAGESIZE].refcount += 1;
//@ } else {
//-     // Step 7: your code here
//-     panic("page_share(%#lx): step 7 is not done yet", pa);
//@ }
}
//@ 9 {

int
page_promise(void) {
    if (free_pages() <= promised) {
        return E_NOMEM;
    }
    promised += 1;
    return 0;
}

void *
page_promised(void) {
    page_unpromise();
    void *page = kalloc(PAGESIZE);
    assert(page != NULL);
    return page;
}

void
page_unpromise(void) {
    assert_gt(promised, 0);
    promised -= 1;
}
//@ }
