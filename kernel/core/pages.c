// pages.c: the allocator of physical pages. The free pages form a list. kalloc takes its first
// page, and kfree puts a page in front, so neither searches.

#include "pages.h"
#include "assert.h"
#include "direct-map.h"
#include "disk-image.h"
#include "math.h"
#include "string.h"

#define PHYSPAGES_ADDR (MEMSIZE_PHYSICAL - NPAGES * sizeof(physpage))

physpage *physpages;
static uint32_t first_free; // page number; 0: none
static uint32_t first_aside;

extern const char kernel_end[];

static bool is_kernels(uint64_t pa);

static bool (*reclaim)(void);

void
pages_init(bool (*reclaim_pages)(void)) {
    reclaim = reclaim_pages;
    physpages = memset(pa2kptr(PHYSPAGES_ADDR), 0, NPAGES * sizeof(physpage));
    for (uint32_t page = NPAGES - 1; page > 0; --page) {
        uint64_t pa = page * (uint64_t) PAGESIZE;
        physpages[page].allocatable = !is_kernels(pa) && !reserved_physical_address(pa);
        if (physpages[page].allocatable) {
            physpages[page].next_free = first_free;
            first_free = page;
        }
    }
}

// is_kernels(pa)
//    Is the page at `pa` in the kernel's image, stack or `physpages`?
static bool
is_kernels(uint64_t pa) {
    bool in_image = pa >= KERNEL_START_ADDR && pa < (uint64_t) kernel_end;
    bool in_stack = pa >= KERNEL_STACK_BOTTOM && pa < KERNEL_STACK_TOP;
    return in_image || in_stack || pa >= round_down(PHYSPAGES_ADDR, PAGESIZE);
}

bool
reserved_physical_address(uint64_t pa) {
    enum { DEVICES_START = 0xA0000, DEVICES_END = 0x100000 };
    uint64_t page = round_down(pa, PAGESIZE);
    return pa < PAGESIZE || (pa >= DEVICES_START && pa < DEVICES_END)
           || !memory_is_usable(disk_image_info(), page, page + PAGESIZE);
}

bool
allocatable_physical_address(uint64_t pa) {
    return pa < MEMSIZE_PHYSICAL && physpages[pa / PAGESIZE].allocatable;
}

void *
kalloc(size_t size) {
    if (size > PAGESIZE || (first_free == 0 && !reclaim())) {
        return NULL;
    }
    uint32_t page = first_free;
    first_free = physpages[page].next_free;
    assert_eq(physpages[page].refcount, 0);
    physpages[page].refcount = 1;
    return pa2kptr(page * (uint64_t) PAGESIZE);
}

void
kfree(void *pointer) {
    if (pointer == NULL) {
        return;
    }
    uint64_t pa = kptr2pa(pointer);
    assert(pa % PAGESIZE == 0 && allocatable_physical_address(pa));
    physpage *page = &physpages[pa / PAGESIZE];
    assert_gt(page->refcount, 0);
    if (--page->refcount == 0) {
        page->next_free = first_free;
        first_free = (uint32_t) (pa / PAGESIZE);
    }
}

void
page_set_aside(void *page) {
    uint32_t number = (uint32_t) (kptr2pa(page) / PAGESIZE);
    physpages[number].refcount = 0;
    physpages[number].next_free = first_aside;
    first_aside = number;
}

void *
page_take_aside(void) {
    uint32_t number = first_aside;
    assert_ne(number, 0);
    first_aside = physpages[number].next_free;
    physpages[number].refcount = 1;
    return pa2kptr(number * (uint64_t) PAGESIZE);
}

unsigned
pages_free_count(void) {
    unsigned n = 0;
    for (uint32_t page = first_free; page != 0 && n < NPAGES; page = physpages[page].next_free) {
        ++n;
    }
    return n;
}
