#ifndef WEENSY_TABLES_H
#define WEENSY_TABLES_H

// tables.h: functions with which checks build page tables.

#include "assert.h"
#include "direct-map.h"
#include "kernel.h"
#include "levels.h"
#include "string.h"
#include "vmiter.h"

// new_page()
//    A zeroed page from kalloc, which can be an empty page table.
static inline void *
new_page(void) {
    void *page = kalloc(PAGESIZE);
    assert(page != NULL);
    return memset(page, 0, PAGESIZE);
}

// map_page(pt, va, pa, perm)
//    Maps the page at `va`. `perm` need not have PTE_P.
static inline void
map_page(x86_64_pagetable *pt, uint64_t va, uint64_t pa, uint64_t perm) {
    vmiter_map(vmiter_at(pt, va), pa, perm | PTE_P);
}

// entry_at(pt, va, level)
//    The entry of that level that translates `va`. The levels above must have their pages.
static inline x86_64_pageentry_t *
entry_at(x86_64_pagetable *pt, uint64_t va, int level) {
    for (int l = PAGETABLE_LEVELS; l > level; --l) {
        pt = pa2kptr(pt->entry[level_index(va, l)] & PTE_PAMASK);
    }
    return &pt->entry[level_index(va, level)];
}

#endif
