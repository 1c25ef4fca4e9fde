#ifndef WEENSY_PTE_H
#define WEENSY_PTE_H

// pte.h: how page-table entries are read and written. Everything that looks at page tables does it
// through these functions; on the host, tests bring their own.

#include "kernel-only.h"
#include "x86-64.h"
#include "direct-map.h"

// pte_read(pa)
//    The page-table entry at physical address `pa`, a multiple of 8. (Not volatile: all that the
//    processor does to an entry is to set PTE_A and PTE_D, and nobody waits for that.)
static inline x86_64_pageentry_t
pte_read(uint64_t pa) {
    return *(x86_64_pageentry_t *) pa2kptr(pa);
}

// pte_read_eight(pa)
//    The bits that any of the eight entries from physical address `pa` on has.
static inline x86_64_pageentry_t
pte_read_eight(uint64_t pa) {
    const x86_64_pageentry_t *e = pa2kptr(pa);
    return e[0] | e[1] | e[2] | e[3] | e[4] | e[5] | e[6] | e[7];
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
