#ifndef WEENSY_SCAN_H
#define WEENSY_SCAN_H

// scan.h: how walks skip absent entries: most of a page table's entries are absent.

#include "kernel-only.h"
#include "pte.h"
#include "x86-64.h"

#define ENTRY_SIZE sizeof(x86_64_pageentry_t)

// first_present(pa, end)
//    The physical address of the first present entry in [pa, end), a part of one page-table page;
//    `end` if there is none. Reads eight entries at a time, which costs little more than one.
static inline uint64_t
first_present(uint64_t pa, uint64_t end) {
    while (pa + 8 * ENTRY_SIZE <= end && !(pte_read_eight(pa) & PTE_P)) {
        pa += 8 * ENTRY_SIZE;
    }
    while (pa < end && !(pte_read(pa) & PTE_P)) {
        pa += ENTRY_SIZE;
    }
    return pa;
}

#endif
