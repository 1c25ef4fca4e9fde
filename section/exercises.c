// exercises.c: functions that you write from scratch. README.md has the exercises; `make check-A3`
// (and so on) runs one in a kernel of its own, so a mistake here does no harm to kernel.c.

#include "exercises.h"
#include "assert.h"
#include "kernel.h"
#include "log.h"
#include "math.h"
#include "memory-layout.h"
#include "ptiter.h"
#include "vmiter.h"


// a3_map(pt3)
//    Exercise A3. `pt3` is empty. Map in it, with PTE_P | PTE_W, the pages that give
//    P(0) = 0x1F000, P(0x4019) = 0x19, P(0x1000FF) = 0x500FF.
void
a3_map(x86_64_pagetable *pt3) {
    // Your code here
    (void) pt3;
}


// a5_virtual_pages(sz)
//    Exercise A5. An object of `sz` bytes, at least 1, starts at a page-aligned virtual address.
//    How many virtual pages does it overlap?
uint64_t
a5_virtual_pages(uint64_t sz) {
    // Your code here
    (void) sz;
    return 0;
}


// a6_fewest_physical_pages(sz)
//    Exercise A6. Every page of that object is mapped. What is the smallest number of physical
//    pages that it can lie on?
uint64_t
a6_fewest_physical_pages(uint64_t sz) {
    // Your code here
    (void) sz;
    return 0;
}


// a6_most_physical_pages(sz)
//    And what is the largest?
uint64_t
a6_most_physical_pages(uint64_t sz) {
    // Your code here
    (void) sz;
    return 0;
}


// a7_virtual_pages(va, sz)
//    Exercise A7. An object of `sz` bytes, at least 1, starts at any virtual address `va`;
//    `va + sz` is at most 2^47. How many virtual pages does it overlap?
uint64_t
a7_virtual_pages(uint64_t va, uint64_t sz) {
    // Your code here
    (void) va;
    (void) sz;
    return 0;
}


// copy_mappings(dst, src)
//    Exercise E1. `dst` is empty. Map every virtual address in [0, MEMSIZE_VIRTUAL) in `dst` as it
//    is mapped in `src`, with the same permissions (PTE_P, PTE_W, PTE_U, PTE_XD), and no address
//    beyond. `dst` gets page-table pages of its own.
void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    // Your code here
    (void) dst;
    (void) src;
}


// free_everything(pt)
//    Exercise E3. kfree every page that users can access through `pt` below MEMSIZE_VIRTUAL, and
//    every page-table page of `pt`, `pt` itself included. No page is mapped twice.
void
free_everything(x86_64_pagetable *pt) {
    // Your code here
    (void) pt;
}
