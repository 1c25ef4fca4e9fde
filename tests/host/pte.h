#ifndef WEENSY_PTE_H
#define WEENSY_PTE_H

// pte.h: the functions of the kernel's pte.h, for the simulated memory of host tests. Access to an
// entry in a page that is not in use fails the test.

#include "x86-64.h"
#include "direct-map.h"

x86_64_pageentry_t pte_read(uint64_t pa);
x86_64_pageentry_t pte_read_eight(uint64_t pa);
void pte_write(uint64_t pa, x86_64_pageentry_t entry);
void tlb_invalidate(uint64_t va);

#endif
