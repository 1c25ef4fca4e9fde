// ptiter.c: a depth-first walk over page-table pages, children first. `table_pa` has the path from
// the root to the current page. To move on, the walk reads only pages above the current one.

#include "ptiter.h"
#include "direct-map.h"
#include "levels.h"
#include "pte.h"
#include "scan.h"

static void descend(ptiter *it, unsigned first);
static uint64_t sign_extend(uint64_t va);

ptiter
ptiter_make(x86_64_pagetable *pt) {
    ptiter it = {.level = PAGETABLE_LEVELS, .table_pa[PAGETABLE_LEVELS] = kptr2pa(pt)};
    descend(&it, 0);
    return it;
}

void
ptiter_next(ptiter *it) {
    if (ptiter_done(it)) {
        return;
    }
    ++it->level; // back to the parent; the search goes on after the entry that led here
    unsigned index = level_index(it->va, it->level);
    it->va -= index * level_size(it->level);
    descend(it, index + 1);
}

// descend(it, first)
//    Goes down from the current page, along first children, to a page without children. In the
//    current page it looks at entry `first` and those after it. If they have no child, it stays.
static void
descend(ptiter *it, unsigned first) {
    while (it->level > 1) {
        uint64_t table = it->table_pa[it->level];
        uint64_t end = table + NPAGETABLEENTRIES * ENTRY_SIZE;
        uint64_t pa = first_present(table + first * ENTRY_SIZE, end);
        if (pa == end) {
            return;
        }
        unsigned index = (unsigned) ((pa - table) / ENTRY_SIZE);
        x86_64_pageentry_t entry = pte_read(pa);
        if (entry_is_large(entry, it->level)) {
            first = index + 1;
        } else {
            it->va = sign_extend(it->va + index * level_size(it->level));
            it->level -= 1;
            it->table_pa[it->level] = entry & PTE_PAMASK;
            first = 0;
        }
    }
}

static uint64_t
sign_extend(uint64_t va) {
    return (uint64_t) ((int64_t) (va << 16) >> 16);
}


bool
ptiter_low(const ptiter *it) {
    return !ptiter_done(it) && it->va < VA_LOWEND;
}

bool
ptiter_done(const ptiter *it) {
    return it->level == PAGETABLE_LEVELS;
}

uint64_t
ptiter_pa(const ptiter *it) {
    return ptiter_done(it) ? (uint64_t) -1 : it->table_pa[it->level];
}

x86_64_pagetable *
ptiter_kptr(const ptiter *it) {
    return ptiter_done(it) ? NULL : pa2kptr(it->table_pa[it->level]);
}

int
ptiter_level(const ptiter *it) {
    return it->level;
}

uint64_t
ptiter_va(const ptiter *it) {
    return it->va;
}

uint64_t
ptiter_last_va(const ptiter *it) {
    return it->va + (NPAGETABLEENTRIES * level_size(it->level) - 1);
}
