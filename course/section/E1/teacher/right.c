// Unusual right ways to do E1.

//// backwards
// From the last page to the first; an advancing iterator would do as well. Unmapped pages are skipped.
void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    uint64_t va = MEMSIZE_VIRTUAL;
    while (va != 0) {
        va -= PAGESIZE;
        uint64_t perm = vmiter_perm(vmiter_at(src, va));
        if (perm & PTE_P) {
            vmiter_map(vmiter_at(dst, va), vmiter_pa(vmiter_at(src, va)), perm);
        }
    }
}

//// one-moving-iterator
// One iterator over each table, made once and moved in step. vmiter_next skips what is not mapped.
void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    vmiter to = vmiter_make(dst, 0);
    for (vmiter from = vmiter_make(src, 0); vmiter_va(&from) < MEMSIZE_VIRTUAL;
         vmiter_next(&from)) {
        if (vmiter_present(&from)) {
            vmiter_find(&to, vmiter_va(&from));
            vmiter_map(&to, vmiter_pa(&from), vmiter_perm(&from));
        }
    }
}

//// range-wise
// Range after range, from the last one to the first. Takes only the four permissions that count.
// vmiter_try_map does the mapping.
void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    vmiter it = vmiter_make(src, 0);
    while (vmiter_va(&it) < MEMSIZE_VIRTUAL) {
        uint64_t end = min(vmiter_last_va(&it) + 1, MEMSIZE_VIRTUAL);
        uint64_t perm = vmiter_perm(&it) & (PTE_P | PTE_W | PTE_U | PTE_XD);
        for (uint64_t va = end; perm != 0 && va > vmiter_va(&it); va -= PAGESIZE) {
            int r = vmiter_try_map(vmiter_at(dst, va - PAGESIZE),
                                   vmiter_pa(vmiter_at(src, va - PAGESIZE)), perm);
            assert(r == 0);
        }
        vmiter_next_range(&it);
    }
}

//// scratch-page
// A copy of the root in a page of its own, which it gives back.
#include "string.h"

void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    x86_64_pagetable *scratch = kalloc(PAGESIZE);
    memcpy(scratch, src, PAGESIZE);
    for (uint64_t va = 0; va < MEMSIZE_VIRTUAL; va += PAGESIZE) {
        vmiter it = vmiter_make(scratch, va);
        vmiter_map(vmiter_at(dst, va), vmiter_pa(&it), vmiter_perm(&it));
    }
    kfree(scratch);
}

//// walk-by-hand
// A recursive walk over entries, without vmiter: it copies each level into a new page, with the
// permissions that the upper levels have. It leaves out what lies beyond MEMSIZE_VIRTUAL, level by
// level; page-table pages that map nothing do no harm.
static void
copy_level(x86_64_pagetable *dst, const x86_64_pagetable *src, int level, uint64_t start) {
    const uint64_t size = 1UL << (12 + 9 * (level - 1));
    for (unsigned i = 0; i < NPAGETABLEENTRIES && start + i * size < MEMSIZE_VIRTUAL; ++i) {
        x86_64_pageentry_t entry = src->entry[i];
        if (!(entry & PTE_P)) {
            dst->entry[i] = 0;
        } else if (level == 1) {
            dst->entry[i] = entry;
        } else {
            x86_64_pagetable *table = kalloc(PAGESIZE);
            for (unsigned j = 0; j < NPAGETABLEENTRIES; ++j) {
                table->entry[j] = 0;
            }
            dst->entry[i] = (uint64_t) table | (entry & ~PTE_PAMASK);
            copy_level(table, (const x86_64_pagetable *) (entry & PTE_PAMASK), level - 1,
                       start + i * size);
        }
    }
}

void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    copy_level(dst, src, 4, 0);
}
