#ifndef WEENSY_SIMULATED_MEMORY_H
#define WEENSY_SIMULATED_MEMORY_H

// simulated-memory.h: the machine below the page-table iterators, for host tests: a physical memory
// of some hundred pages, all for kalloc (kernel.h) to hand out. It is strict. It fails the test on
// an address outside, on access to a page that is not in use, and on a double free. A page that
// was just allocated or freed is full of garbage that looks like a present page-table entry.
// pte.h and direct-map.h in this folder give access to it.

#include "memory-layout.h"
#include "types.h"

// Its addresses do not fit into 32 bits, and differ from the addresses of the host.
#define SIMULATED_MEMORY_START 0xABC0000000UL
#define SIMULATED_MEMORY_PAGES 400
#define SIMULATED_MEMORY_END (SIMULATED_MEMORY_START + SIMULATED_MEMORY_PAGES * PAGESIZE)

// memory_reset()
//    Frees everything and resets all that the functions below count or set.
void memory_reset(void);

// memory_pages_in_use(), memory_page_is_in_use(pa)
unsigned memory_pages_in_use(void);
bool memory_page_is_in_use(uint64_t pa);

// kalloc_calls()
//    The number of kalloc calls.
unsigned kalloc_calls(void);

// kalloc_fail_at(n)
//    Makes the `n`th call of kalloc from now on fail, and later ones succeed; 0: none fails.
void kalloc_fail_at(unsigned n);

// tlb_was_invalidated(va)
//    Was tlb_invalidate(va) called since tlb_forget_invalidations?
bool tlb_was_invalidated(uint64_t va);
void tlb_forget_invalidations(void);

#endif
