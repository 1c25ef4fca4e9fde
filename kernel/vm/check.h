#ifndef WEENSY_CHECK_H
#define WEENSY_CHECK_H

// check.h: questions about whole page tables, for audits and tests.

#include "kernel-only.h"
#include "x86-64.h"

// pagetable_first_difference(a, b, start, end)
//    The first address in [start, end) that page tables `a` and `b` map differently: to different
//    physical addresses, or with different permissions; `end` if there is none. Ignores PTE_A and
//    PTE_D, which the processor sets.
uint64_t pagetable_first_difference(x86_64_pagetable *a, x86_64_pagetable *b, uint64_t start,
                                    uint64_t end);

// pagetable_first_writable_executable(pt, start, end)
//    The first address in [start, end) that is both writable and executable; `end` if there is
//    none.
uint64_t pagetable_first_writable_executable(x86_64_pagetable *pt, uint64_t start, uint64_t end);

#endif
