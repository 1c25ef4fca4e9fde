#ifndef WEENSY_PTE_H
#define WEENSY_PTE_H

// pte.h: reads and writes page-table entries. Everything that looks at page tables uses these
// functions; tests on the host bring their own.

#include "kernel-only.h"
#include "x86-64.h"
#include "direct-map.h"

// pte_read(pa)
//    The page-table entry at physical address `pa`, a multiple of 8. (It need not be volatile: the
//    processor changes only PTE_A and PTE_D, and the kernel never waits for those.)
static inline x86_64_pageentry_t
pte_read(uint64_t pa) {
    return *(x86_64_pageentry_t *) pa2kptr(pa);
}

// pte_read_eight(pa)
//    The OR of the eight entries from physical address `pa` on.
static inline x86_64_pageentry_t
pte_read_eight(uint64_t pa) {
    const x86_64_pageentry_t *e = pa2kptr(pa);
    return e[0] | e[1] | e[2] | e[3] | e[4] | e[5] | e[6] | e[7];
}

// The bits that the processor accepts in an entry: all, or all but PTE_XD.
extern x86_64_pageentry_t pte_supported_bits;

// pte_write(pa, entry)
//    Stores the page-table entry at physical address `pa`.
static inline void
pte_write(uint64_t pa, x86_64_pageentry_t entry) {
    *(volatile x86_64_pageentry_t *) pa2kptr(pa) = entry & pte_supported_bits;
}

// tlb_invalidate(va)
//    Removes the translation of `va` from the processor's TLB (SDM vol. 3A, 4.10.4.1). Needed after
//    a present entry changes, not after an absent one does.
static inline void
tlb_invalidate(uint64_t va) {
    __asm__ volatile("invlpg (%0)" : : "r"(va) : "memory");
}

#endif
