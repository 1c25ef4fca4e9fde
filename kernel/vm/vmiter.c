// vmiter.c: walks page tables as the processor does, from the root down, one entry per level.

#include "vmiter.h"
#include "assert.h"
#include "direct-map.h"
#include "errors.h"
#include "kernel.h"
#include "levels.h"
#include "pte.h"
#include "scan.h"
#include "string.h"

enum { LEVEL_NONCANONICAL = 0, LEVEL_DONE = -1 };

static always_inlined void descend(vmiter *it, int level);
static uint64_t last_level_bits(int level);

// walk(pt, va)
//    What vmiter_make returns.
static always_inlined vmiter
walk(x86_64_pagetable *pt, uint64_t va) {
    vmiter it = {.pt = pt,
                 .va = va,
                 .last_va = VA_HIGHSTART - 1,
                 .pa = UINT64_MAX,
                 .level = LEVEL_NONCANONICAL};
    if (va_is_canonical(va)) {
        it.pte_pa = entry_pa(kptr2pa(pt), va, PAGETABLE_LEVELS);
        it.allowed = PTE_P | PTE_W | PTE_U | PTE_XD;
        descend(&it, PAGETABLE_LEVELS);
    }
    return it;
}

vmiter
vmiter_make(x86_64_pagetable *pt, uint64_t va) {
    return walk(pt, va);
}

void
vmiter_find(vmiter *it, uint64_t va) {
    *it = walk(it->pt, va);
}

// descend(it, level)
//    Reads the entry of `level` at pte_pa, and goes down to the deciding entry: the one that is
//    absent or maps a page. An entry allows what its bits say, with PTE_XD inverted; so the AND
//    over all levels is what they all allow.
static always_inlined void
descend(vmiter *it, int level) {
#pragma GCC unroll 4
    for (; level > 0; --level) {
        it->pte = pte_read(it->pte_pa);
        if (!(it->pte & PTE_P)) {
            it->perm = 0;
            it->pa = UINT64_MAX;
            break;
        }
        uint64_t allowed = it->allowed & (it->pte ^ PTE_XD);
        if (level == 1 || entry_is_large(it->pte, level)) {
            const uint64_t offset = level_size(level) - 1;
            it->perm = (allowed ^ PTE_XD) | (it->pte & last_level_bits(level));
            it->pa = (it->pte & PTE_PAMASK & ~offset) | (it->va & offset);
            break;
        }
        it->allowed = allowed;
        it->pte_pa = entry_pa(it->pte & PTE_PAMASK, it->va, level - 1);
    }
    it->level = level;
    it->last_va = it->va | (level_size(level) - 1);
}

// last_level_bits(level)
//    The bits that vmiter_perm takes only from the entry that maps the page. At level 1, bit 7 is
//    not PTE_PS.
static uint64_t
last_level_bits(int level) {
    return PTE_A | PTE_D | PTE_OS1 | PTE_OS2 | PTE_OS3 | (level > 1 ? PTE_PS : 0);
}


static void
become_done(vmiter *it) {
    *it = (vmiter) {
        .pt = it->pt, .va = VA_LAST, .last_va = VA_LAST, .pa = UINT64_MAX, .level = LEVEL_DONE};
}

void
vmiter_advance(vmiter *it, uint64_t delta) {
    if (delta > VA_LAST - it->va || vmiter_done(it)) {
        become_done(it);
    } else if (delta < vmiter_range_size(it)) { // the same entry decides there
        it->va += delta;
        it->pa += vmiter_present(it) ? delta : 0;
    } else {
        vmiter_find(it, it->va + delta);
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
//    Moves `it` to the last of the absent entries that directly follow its entry in the same
//    page-table page and the same half. Updates only its position.
static void
skip_absent_entries(vmiter *it) {
    if (it->level < 1) {
        return;
    }
    unsigned index = level_index(it->va, it->level);
    unsigned half = it->level == PAGETABLE_LEVELS ? NPAGETABLEENTRIES / 2 : NPAGETABLEENTRIES;
    uint64_t next = it->pte_pa + ENTRY_SIZE, end = next + (half - 1 - index % half) * ENTRY_SIZE;
    uint64_t absent = (first_present(next, end) - next) / ENTRY_SIZE;
    it->va += absent * level_size(it->level);
    it->last_va += absent * level_size(it->level);
    it->pte_pa += absent * ENTRY_SIZE;
}

void
vmiter_next_range(vmiter *it) {
    uint64_t last = vmiter_last_va(it);
    if (last == VA_LAST) {
        become_done(it);
    } else if (it->level == 1 && level_index(last, 1) < NPAGETABLEENTRIES - 1) {
        it->va = last + 1; // the next entry in the same page-table page
        it->pte_pa += ENTRY_SIZE;
        descend(it, 1);
    } else {
        vmiter_find(it, last + 1);
    }
}

bool
vmiter_done(const vmiter *it) {
    return it->level == LEVEL_DONE;
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
vmiter_ranges_allow(const vmiter *it, uint64_t sz, uint64_t perm) {
    perm |= PTE_P;
    return sz == 0 || (vmiter_range_perm(it, sz) & perm) == perm;
}


static bool can_map(const vmiter *it);
static bool is_valid_entry(uint64_t pa, uint64_t perm);
static int add_tables(vmiter *it) must_check not_inlined;
static always_inlined void set_entry(vmiter *it, x86_64_pageentry_t entry);

int
vmiter_try_map(vmiter *it, uint64_t pa, uint64_t perm) {
    if (!can_map(it)) {
        return E_INVAL;
    } else if (!(perm & PTE_P)) {
        if (perm == 0 && vmiter_present(it)) {
            set_entry(it, 0);
        }
        return perm == 0 ? 0 : E_INVAL;
    } else if (!is_valid_entry(pa, perm)) {
        return E_INVAL;
    }
    int r = it->level == 1 ? 0 : add_tables(it);
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
    bool small_or_absent = it->level == 1 || (it->level > 1 && !vmiter_present(it));
    return small_or_absent && it->va % PAGESIZE == 0;
}

static bool
is_valid_entry(uint64_t pa, uint64_t perm) {
    const uint64_t allowed = PTE_P | PTE_W | PTE_U | PTE_XD | last_level_bits(1);
    return (pa & ~PTE_PAMASK) == 0 && (perm & ~allowed) == 0;
}

// add_tables(it)
//    Adds the missing page-table pages, from the absent entry where the walk ended down to level 1.
//    It links them together from level 1 up, and only then into the page table, so that after a
//    failure it has nothing else to undo.
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
    pte_write(it->pte_pa, table_pa[it->level - 1] | all);
    vmiter_find(it, it->va);
    return 0;
}

static always_inlined void
set_entry(vmiter *it, x86_64_pageentry_t entry) {
    pte_write(it->pte_pa, entry);
    if (it->pte & PTE_P) {
        tlb_invalidate(it->va);
    }
    descend(it, 1);
}
