#ifndef WEENSY_PTITER_H
#define WEENSY_PTITER_H

// ptiter.h: an iterator over the page-table pages of one page table. It visits every one but the
// root, children before parents, and does not enter large pages:
//
//     for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
//         log_printf("level %d: %#lx\n", ptiter_level(&it), ptiter_pa(&it));
//     }
//
// It reads no page after it has visited it, so the current page may be freed before moving on.
// Pages come by rising last address, so that those of the low half come first.

#include "kernel-only.h"
#include "x86-64.h"

typedef struct ptiter {
    int level;   // of the current page-table page: 1 to 3; 4: done
    uint64_t va; // lowest address that the page translates
    uint64_t
        table_pa[PAGETABLE_LEVELS + 1]; // [level]: the page-table page of that level on the way
} ptiter;

// ptiter_make(pt)
//    An iterator at the first page-table page of `pt`; done if there is none but the root.
ptiter ptiter_make(x86_64_pagetable *pt);

// ptiter_next(it)
//    Moves to the next page-table page, or is done. A done iterator stays done.
void ptiter_next(ptiter *it);

// ptiter_low(it), ptiter_done(it)
//    True while the current page translates addresses of the low half; true past the last page.
bool ptiter_low(const ptiter *it);
bool ptiter_done(const ptiter *it);

// ptiter_pa(it), ptiter_kptr(it)
//    The current page-table page: its physical address ((uint64_t) -1 if done), and a pointer
//    through which the kernel reaches it (NULL if done).
uint64_t ptiter_pa(const ptiter *it);
x86_64_pagetable *ptiter_kptr(const ptiter *it);

// ptiter_level(it)
//    Its level: 1 if its entries map 4096-byte pages, up to 3.
int ptiter_level(const ptiter *it);

// ptiter_va(it), ptiter_last_va(it)
//    The first and the last address that it translates.
uint64_t ptiter_va(const ptiter *it);
uint64_t ptiter_last_va(const ptiter *it);

#endif
