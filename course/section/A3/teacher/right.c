// Unusual right ways to do A3.

//// advance
// Goes over all pages below 0x101000 and maps three of them.
void
a3_map(x86_64_pagetable *pt3) {
    for (vmiter it = vmiter_make(pt3, 0); vmiter_va(&it) < 0x101000; vmiter_advance(&it, PAGESIZE)) {
        uint64_t va = vmiter_va(&it);
        if (va == 0 || va == 0x4000 || va == 0x100000) {
            vmiter_map(&it, va == 0 ? 0x1F000 : va == 0x4000 ? 0 : 0x50000, PTE_P | PTE_W);
        }
    }
}

//// entries-by-hand
// No iterator: page-table pages from kalloc, and entries written one by one. All three pages lie in the
// first 2 MiB, so one page-table page on each level is enough.
void
a3_map(x86_64_pagetable *pt3) {
    x86_64_pagetable *table = pt3;
    for (int level = 3; level >= 1; --level) {
        x86_64_pagetable *next = kalloc(PAGESIZE);
        for (int i = 0; i < NPAGETABLEENTRIES; ++i) {
            next->entry[i] = 0;
        }
        table->entry[0] = (uint64_t) next | PTE_P | PTE_W;
        table = next;
    }
    table->entry[0x0] = 0x1F000 | PTE_P | PTE_W;
    table->entry[0x4] = 0x0 | PTE_P | PTE_W;
    table->entry[0x100] = 0x50000 | PTE_P | PTE_W;
}

//// loop-over-points
// A loop over the points, rounded down, with vmiter_try_map.
void
a3_map(x86_64_pagetable *pt3) {
    static const uint64_t points[][2] = {{0, 0x1F000}, {0x4019, 0x19}, {0x1000FF, 0x500FF}};
    for (int i = 0; i < 3; ++i) {
        vmiter it = vmiter_make(pt3, round_down(points[i][0], PAGESIZE));
        int r = vmiter_try_map(&it, round_down(points[i][1], PAGESIZE), PTE_P | PTE_W);
        assert(r == 0);
    }
}

//// map-and-unmap
// Maps a range, and unmaps the pages that are too many.
void
a3_map(x86_64_pagetable *pt3) {
    for (uint64_t va = 0; va <= 0x4000; va += PAGESIZE) {
        vmiter_map(vmiter_at(pt3, va), va == 0 ? 0x1F000 : 0, PTE_P | PTE_W | PTE_U);
        vmiter_map(vmiter_at(pt3, va), va == 0 ? 0x1F000 : 0, PTE_P | PTE_W);
    }
    for (uint64_t va = 0x1000; va < 0x4000; va += PAGESIZE) {
        vmiter_map(vmiter_at(pt3, va), 0, 0);
    }
    vmiter_map(vmiter_at(pt3, 0x100000), 0x50000, PTE_P | PTE_W);
}

//// moving-iterator
// One iterator that moves, from the last page to the first.
void
a3_map(x86_64_pagetable *pt3) {
    vmiter it = vmiter_make(pt3, 0x100000);
    vmiter_map(&it, 0x50000, PTE_P | PTE_W);
    vmiter_find(&it, 0x4000);
    vmiter_map(&it, 0, PTE_P | PTE_W);
    vmiter_find(&it, 0);
    vmiter_map(&it, 0x1F000, PTE_P | PTE_W);
}

//// own-line-in-the-log
// Logs a line that looks like one of the check's.
void
a3_map(x86_64_pagetable *pt3) {
    vmiter_map(vmiter_at(pt3, 0), 0x1F000, PTE_P | PTE_W);
    log_printf("check: pt3 maps page 0 now\n");
    vmiter_map(vmiter_at(pt3, 0x4000), 0, PTE_P | PTE_W);
    vmiter_map(vmiter_at(pt3, 0x100000), 0x50000, PTE_P | PTE_W);
    log_printf("and two more");
}

//// unmaps-a-try
// Undoes a first try.
void
a3_map(x86_64_pagetable *pt3) {
    vmiter_map(vmiter_at(pt3, 0x200000), 0x1F000, PTE_P | PTE_W);
    vmiter_map(vmiter_at(pt3, 0x200000), 0, 0);
    vmiter_map(vmiter_at(pt3, 0), 0x1F000, PTE_P | PTE_W);
    vmiter_map(vmiter_at(pt3, 0x4000), 0, PTE_P | PTE_W);
    vmiter_map(vmiter_at(pt3, 0x100000), 0x50000, PTE_P | PTE_W);
}
