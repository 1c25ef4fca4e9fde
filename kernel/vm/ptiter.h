#ifndef WEENSY_PTITER_H
#define WEENSY_PTITER_H

// ptiter.h: an iterator over the page-table pages of one page table. It visits every one except the
// root, children before parents:
//
//     for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
//         log_printf("level %d: %#lx\n", ptiter_level(&it), ptiter_pa(&it));
//     }
//
// It reads no page after it has visited it, so the current page may be freed before moving on. It
// visits pages in the order of the last address that they translate, so the low half comes first.

#include "kernel-only.h"
#include "x86-64.h"

typedef struct ptiter {
    int level;   // of the current page-table page: 1 to 3; 4: done
    uint64_t va; // the first address that the page translates
    uint64_t
        table_pa[PAGETABLE_LEVELS + 1]; // [level]: the page-table page of that level on the way
} ptiter;

// ptiter_make(pt)
//    An iterator at the first page-table page of `pt`; done if the root is the only one.
ptiter ptiter_make(x86_64_pagetable *pt);

// ptiter_next(it)
//    Moves to the next page-table page, or is done. A done iterator stays done.
void ptiter_next(ptiter *it);

// ptiter_low(it), ptiter_done(it)
//    Does the current page translate addresses of the low half? Is the iterator past the last page?
bool ptiter_low(const ptiter *it);
bool ptiter_done(const ptiter *it);

// ptiter_pa(it), ptiter_kptr(it)
//    The physical address of the current page-table page, (uint64_t) -1 if done; and a pointer
//    through which the kernel reaches it, NULL if done.
uint64_t ptiter_pa(const ptiter *it);
x86_64_pagetable *ptiter_kptr(const ptiter *it);

// ptiter_level(it)
//    The level of the current page-table page, 1 to 3. Entries of level 1 map 4096-byte pages.
int ptiter_level(const ptiter *it);

// ptiter_va(it), ptiter_last_va(it)
//    The first and the last address that the current page-table page translates.
uint64_t ptiter_va(const ptiter *it);
uint64_t ptiter_last_va(const ptiter *it);

#endif
