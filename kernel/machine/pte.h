#ifndef WEENSY_PTE_H
#define WEENSY_PTE_H

// pte.h: how page-table entries are read and written. Everything that looks at page tables does it
// through these functions; on the host, tests bring their own.

#include "kernel-only.h"
#include "x86-64.h"
#include "direct-map.h"

// pte_read(pa)
//    The page-table entry at physical address `pa`, a multiple of 8.
static inline x86_64_pageentry_t
pte_read(uint64_t pa) {
    return *(volatile x86_64_pageentry_t *) pa2kptr(pa);
}

// The bits of an entry that the processor takes: all but PTE_XD on one that does not know it.
extern x86_64_pageentry_t pte_supported_bits;

// pte_write(pa, entry)
//    Stores the page-table entry at physical address `pa`.
static inline void
pte_write(uint64_t pa, x86_64_pageentry_t entry) {
    *(volatile x86_64_pageentry_t *) pa2kptr(pa) = entry & pte_supported_bits;
}

// tlb_invalidate(va)
//    Makes the processor forget what it remembers of the translation of `va` (SDM vol. 3A,
//    4.10.4.1). Needed after a present entry changes, not after an absent one does.
static inline void
tlb_invalidate(uint64_t va) {
    __asm__ volatile("invlpg (%0)" : : "r"(va) : "memory");
}

#endif
