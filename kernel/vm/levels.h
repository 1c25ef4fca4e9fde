#ifndef WEENSY_LEVELS_H
#define WEENSY_LEVELS_H

// levels.h: the arithmetic of a four-level page table (SDM vol. 3A, 4.5.4). Of a virtual address,
// bits 39-47 are the index at level 4, bits 30-38 at level 3, bits 21-29 at level 2, and bits 12-20
// at level 1.

#include "kernel-only.h"
#include "x86-64.h"

// level_size(level)
//    Bytes of virtual memory that one entry of `level` covers. Levels 1 to 4: 4 KiB, 2 MiB, 1 GiB,
//    512 GiB.
static inline uint64_t
level_size(int level) {
    return 1UL << (12 + 9 * (level - 1));
}

// level_index(va, level)
//    The index of the entry that translates `va`, in a page-table page of `level`.
static inline unsigned
level_index(uint64_t va, int level) {
    return va / level_size(level) % NPAGETABLEENTRIES;
}

// entry_pa(table_pa, va, level)
//    The physical address of the entry that translates `va`, in the page-table page of `level` at
//    `table_pa`.
static inline uint64_t
entry_pa(uint64_t table_pa, uint64_t va, int level) {
    return table_pa + level_index(va, level) * sizeof(x86_64_pageentry_t);
}

// entry_is_large(entry, level)
//    Does a present entry of `level` map a large page? (Bit 7 means that only at levels 2 and 3.)
static inline bool
entry_is_large(x86_64_pageentry_t entry, int level) {
    return (level == 2 || level == 3) && (entry & PTE_PS) != 0;
}

// va_is_canonical(va)
static inline bool
va_is_canonical(uint64_t va) {
    return va < VA_LOWEND || va >= VA_HIGHSTART;
}

#endif
