// vmiter.c: walks page tables as the processor does, one entry a level, from the root down.

#include "vmiter.h"
#include "assert.h"
#include "direct-map.h"
#include "errors.h"
#include "kernel.h"
#include "levels.h"
#include "pte.h"
#include "string.h"

enum { LEVEL_NONCANONICAL = 0, LEVEL_DONE = -1 };

vmiter
vmiter_make(x86_64_pagetable *pt, uint64_t va) {
    vmiter it = {.pt = pt};
    vmiter_find(&it, va);
    return it;
}


static void descend(vmiter *it);
static uint64_t combine_levels(uint64_t perm, x86_64_pageentry_t pte);
static uint64_t last_level_bits(int level);

void
vmiter_find(vmiter *it, uint64_t va) {
    *it = (vmiter) {.pt = it->pt, .va = va, .level = LEVEL_NONCANONICAL};
    if (va_is_canonical(va)) {
        it->level = PAGETABLE_LEVELS;
        it->pte_pa = entry_pa(kptr2pa(it->pt), va, it->level);
        it->upper_perm = PTE_P | PTE_W | PTE_U;
        descend(it);
    }
}

// descend(it)
//    Reads the entry at pte_pa, and goes down from there to the one that decides.
static void
descend(vmiter *it) {
    for (;;) {
        it->pte = pte_read(it->pte_pa);
        uint64_t perm = combine_levels(it->upper_perm, it->pte);
        if (!(perm & PTE_P)) {
            it->perm = 0;
            return;
        } else if (it->level == 1 || entry_is_large(it->pte, it->level)) {
            it->perm = perm | (it->pte & last_level_bits(it->level));
            return;
        }
        it->upper_perm = perm;
        it->level -= 1;
        it->pte_pa = entry_pa(it->pte & PTE_PAMASK, it->va, it->level);
    }
}

static uint64_t
combine_levels(uint64_t perm, x86_64_pageentry_t pte) {
    return (perm & pte & (PTE_P | PTE_W | PTE_U)) | ((perm | pte) & PTE_XD);
}

// last_level_bits(level)
//    The bits that count in the entry that maps the page. Bit 7 is not PTE_PS at level 1.
static uint64_t
last_level_bits(int level) {
    return PTE_A | PTE_D | PTE_OS1 | PTE_OS2 | PTE_OS3 | (level > 1 ? PTE_PS : 0);
}


static void
become_done(vmiter *it) {
    *it = (vmiter) {.pt = it->pt, .va = VA_LAST, .level = LEVEL_DONE};
}

void
vmiter_advance(vmiter *it, uint64_t delta) {
    uint64_t va;
    if (vmiter_done(it) || __builtin_add_overflow(it->va, delta, &va)) {
        become_done(it);
    } else {
        vmiter_find(it, va);
    }
}

static void skip_absent_entries(vmiter *it);

void
vmiter_next(vmiter *it) {
    do {
        skip_absent_entries(it);
        vmiter_next_range(it);
    } while (!vmiter_present(it) && !vmiter_done(it));
}

// skip_absent_entries(it)
//    Moves the position, but nothing else of `it`, to the last of the absent entries that follow in
//    the same page-table page and half: most of a page table is absent.
static void
skip_absent_entries(vmiter *it) {
    if (it->level < 1) {
        return;
    }
    unsigned index = level_index(it->va, it->level);
    unsigned half = it->level == PAGETABLE_LEVELS ? NPAGETABLEENTRIES / 2 : NPAGETABLEENTRIES;
    unsigned left = half - 1 - index % half; // entries that follow
    uint64_t pa = it->pte_pa;
    while (left > 0 && !(pte_read(pa + sizeof(x86_64_pageentry_t)) & PTE_P)) {
        pa += sizeof(x86_64_pageentry_t);
        --left;
    }
    it->va += (pa - it->pte_pa) / sizeof(x86_64_pageentry_t) * level_size(it->level);
    it->pte_pa = pa;
}

// next_entry_is_behind(it)
//    Does the entry of the next range stand in the same page-table page, right behind this one?
static bool
next_entry_is_behind(const vmiter *it) {
    return it->level >= 1 && level_index(it->va, it->level) < NPAGETABLEENTRIES - 1;
}

void
vmiter_next_range(vmiter *it) {
    uint64_t last = vmiter_last_va(it);
    if (last == VA_LAST) {
        become_done(it);
    } else if (next_entry_is_behind(it) && va_is_canonical(last + 1)) {
        it->va = last + 1;
        it->pte_pa += sizeof(x86_64_pageentry_t);
        descend(it);
    } else {
        vmiter_find(it, last + 1);
    }
}

bool
vmiter_low(const vmiter *it) {
    return it->va < VA_LOWEND;
}

bool
vmiter_done(const vmiter *it) {
    return it->level == LEVEL_DONE;
}


uint64_t
vmiter_va(const vmiter *it) {
    return it->va;
}

uint64_t
vmiter_last_va(const vmiter *it) {
    if (it->level == LEVEL_NONCANONICAL) {
        return VA_HIGHSTART - 1;
    } else if (it->level == LEVEL_DONE) {
        return VA_LAST;
    }
    return it->va | (level_size(it->level) - 1);
}

uint64_t
vmiter_range_size(const vmiter *it) {
    return vmiter_last_va(it) - it->va + 1;
}

uint64_t
vmiter_pa(const vmiter *it) {
    if (!vmiter_present(it)) {
        return (uint64_t) -1;
    }
    uint64_t offset_mask = level_size(it->level) - 1;
    return (it->pte & PTE_PAMASK & ~offset_mask) | (it->va & offset_mask);
}

void *
vmiter_kptr(const vmiter *it) {
    return vmiter_present(it) ? pa2kptr(vmiter_pa(it)) : NULL;
}

uint64_t
vmiter_perm(const vmiter *it) {
    return it->perm;
}

bool
vmiter_present(const vmiter *it) {
    return (it->perm & PTE_P) != 0;
}

bool
vmiter_writable(const vmiter *it) {
    return (it->perm & PTE_W) != 0;
}

bool
vmiter_user(const vmiter *it) {
    return (it->perm & PTE_U) != 0;
}

bool
vmiter_allows(const vmiter *it, uint64_t perm) {
    return vmiter_present(it) && (it->perm & perm) == perm;
}

uint64_t
vmiter_range_perm(const vmiter *it, uint64_t sz) {
    uint64_t last;
    if (sz == 0 || __builtin_add_overflow(it->va, sz - 1, &last)) {
        return 0;
    }
    vmiter at = *it;
    uint64_t perm = vmiter_perm(&at);
    while ((perm & PTE_P) && vmiter_last_va(&at) < last) {
        vmiter_next_range(&at);
        perm &= vmiter_perm(&at);
    }
    return perm & PTE_P ? perm : 0;
}

bool
vmiter_range_allows(const vmiter *it, uint64_t sz, uint64_t perm) {
    perm |= PTE_P;
    return sz == 0 || (vmiter_range_perm(it, sz) & perm) == perm;
}


static bool can_map(const vmiter *it);
static bool is_valid_entry(uint64_t pa, uint64_t perm);
static int add_tables(vmiter *it) must_check;
static void set_entry(vmiter *it, x86_64_pageentry_t entry);

int
vmiter_try_map(vmiter *it, uint64_t pa, uint64_t perm) {
    if (!can_map(it) || (perm != 0 && !is_valid_entry(pa, perm))) {
        return E_INVAL;
    }
    if (perm == 0) {
        if (vmiter_present(it)) {
            set_entry(it, 0);
        }
        return 0;
    }
    int r = add_tables(it);
    if (r == 0) {
        set_entry(it, pa | perm);
    }
    return r;
}

void
vmiter_map(vmiter *it, uint64_t pa, uint64_t perm) {
    int r = vmiter_try_map(it, pa, perm);
    if (r < 0) {
        panic("vmiter_map: cannot map va %#lx to pa %#lx with permissions %#lx: %s", it->va, pa,
              perm, r == E_NOMEM ? "no memory for a page-table page" : "not a valid mapping");
    }
}

static bool
can_map(const vmiter *it) {
    bool large = vmiter_present(it) && it->level > 1;
    return it->level >= 1 && it->va % PAGESIZE == 0 && !large;
}

static bool
is_valid_entry(uint64_t pa, uint64_t perm) {
    const uint64_t allowed = PTE_P | PTE_W | PTE_U | PTE_XD | last_level_bits(1);
    return pa % PAGESIZE == 0 && pa >> PHYSICAL_ADDRESS_BITS == 0 && (perm & PTE_P) != 0
           && (perm & ~allowed) == 0;
}

// add_tables(it)
//    Adds the page-table pages between the absent entry where the walk ended and level 1. They are
//    chained from the lowest up and linked in last, so that a failure finds nothing to undo but
//    them.
static int
add_tables(vmiter *it) {
    const uint64_t all = PTE_P | PTE_W | PTE_U; // the level-1 entry decides
    uint64_t table_pa[PAGETABLE_LEVELS];        // [level]
    for (int level = 1; level < it->level; ++level) {
        void *table = kalloc(PAGESIZE);
        if (table == NULL) {
            while (--level > 0) {
                kfree(pa2kptr(table_pa[level]));
            }
            return E_NOMEM;
        }
        memset(table, 0, PAGESIZE);
        table_pa[level] = kptr2pa(table);
        if (level > 1) {
            pte_write(entry_pa(table_pa[level], it->va, level), table_pa[level - 1] | all);
        }
    }
    if (it->level > 1) {
        pte_write(it->pte_pa, table_pa[it->level - 1] | all);
        vmiter_find(it, it->va);
    }
    return 0;
}

static void
set_entry(vmiter *it, x86_64_pageentry_t entry) {
    pte_write(it->pte_pa, entry);
    if (it->pte & PTE_P) {
        tlb_invalidate(it->va);
    }
    vmiter_find(it, it->va);
}
