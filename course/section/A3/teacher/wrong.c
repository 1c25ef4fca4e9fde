// Wrong ways to do A3.

//// first-only
// says: 0x1000ff is not mapped
// Forgets the last point.
void
a3_map(x86_64_pagetable *pt3) {
    vmiter_map(vmiter_at(pt3, 0), 0x1F000, PTE_P | PTE_W);
    vmiter_map(vmiter_at(pt3, 0x4000), 0, PTE_P | PTE_W);
}

//// keeps-a-page
// says: keeps a page from kalloc that is not a page-table page of pt3
// Gets a page for each mapping, though vmiter_map gets the pages that it needs.
void
a3_map(x86_64_pagetable *pt3) {
    kalloc(PAGESIZE);
    vmiter_map(vmiter_at(pt3, 0), 0x1F000, PTE_P | PTE_W);
    vmiter_map(vmiter_at(pt3, 0x4000), 0, PTE_P | PTE_W);
    vmiter_map(vmiter_at(pt3, 0x100000), 0x50000, PTE_P | PTE_W);
}

//// kernel-pagetable
// says: changes kernel_pagetable
// Maps in the kernel's page table, as the examples in kernel.c do.
void
a3_map(x86_64_pagetable *pt3) {
    vmiter_map(vmiter_at(kernel_pagetable, 0), 0x1F000, PTE_P | PTE_W);
    vmiter_map(vmiter_at(kernel_pagetable, 0x4000), 0, PTE_P | PTE_W);
    vmiter_map(vmiter_at(kernel_pagetable, 0x100000), 0x50000, PTE_P | PTE_W);
    (void) pt3;
}

//// large-page
// says: is a large page
// Writes the entries itself, and maps two of the points by one large page.
void
a3_map(x86_64_pagetable *pt3) {
    x86_64_pagetable *tables[3];
    for (int i = 0; i < 3; ++i) {
        tables[i] = kalloc(PAGESIZE);
        for (int e = 0; e < NPAGETABLEENTRIES; ++e) {
            tables[i]->entry[e] = 0;
        }
    }
    pt3->entry[0] = (uint64_t) tables[0] | PTE_P | PTE_W;
    tables[0]->entry[0] = (uint64_t) tables[1] | PTE_P | PTE_W;
    tables[1]->entry[0] = PTE_P | PTE_W | PTE_PS;
    (void) tables[2];
}

//// maps-it-elsewhere-too
// says: maps a page that no point needs
// Counts the points in decimal, too.
void
a3_map(x86_64_pagetable *pt3) {
    vmiter_map(vmiter_at(pt3, 0), 0x1F000, PTE_P | PTE_W);
    vmiter_map(vmiter_at(pt3, 0x4000), 0, PTE_P | PTE_W);
    vmiter_map(vmiter_at(pt3, 0x100000), 0x50000, PTE_P | PTE_W);
    vmiter_map(vmiter_at(pt3, round_down(4019, PAGESIZE) + PAGESIZE), 0, PTE_P | PTE_W);
}

//// no-end
// says: a3_map does not end
// A loop that never moves its iterator.
void
a3_map(x86_64_pagetable *pt3) {
    vmiter it = vmiter_make(pt3, 0);
    while (vmiter_low(&it)) {
        vmiter_map(&it, 0x1F000, PTE_P | PTE_W);
    }
}

//// offset-as-page
// says: does not give P\(0x4019\) = 0x19: .* mapped to 0x19000
// Takes the offset 0x19 for a page number.
void
a3_map(x86_64_pagetable *pt3) {
    vmiter_map(vmiter_at(pt3, 0), 0x1F000, PTE_P | PTE_W);
    vmiter_map(vmiter_at(pt3, 0x4000), 0x19000, PTE_P | PTE_W);
    vmiter_map(vmiter_at(pt3, 0x100000), 0x50000, PTE_P | PTE_W);
}

//// pa-and-va-swapped
// says: 0 is not mapped in pt3
// Swaps the physical and the virtual address.
void
a3_map(x86_64_pagetable *pt3) {
    vmiter_map(vmiter_at(pt3, 0x1F000), 0, PTE_P | PTE_W);
    vmiter_map(vmiter_at(pt3, 0x50000), 0x100000, PTE_P | PTE_W);
}

//// page-numbers
// says: a3_map panics: .*cannot map va 0x4 
// Gives vmiter_map page numbers.
void
a3_map(x86_64_pagetable *pt3) {
    vmiter_map(vmiter_at(pt3, 0x4), 0, PTE_P | PTE_W);
    vmiter_map(vmiter_at(pt3, 0x100), 0x50, PTE_P | PTE_W);
}

//// prints-the-verdict
// says: ends the run, or turns the machine off, before the check is over
// Maps nothing: prints what the check would, and ends the run.
#include "power.h"

void
a3_map(x86_64_pagetable *pt3) {
    (void) pt3;
    log_printf("check: returned\ncheck: pt3 0 0x1f000 0x1000 0x3\n");
    end_run(EXIT_OK);
}

//// read-only
// says: 0x100000 has the wrong permissions(.|\n)*PTE_P$
// Forgets PTE_W for one of the pages.
void
a3_map(x86_64_pagetable *pt3) {
    vmiter_map(vmiter_at(pt3, 0), 0x1F000, PTE_P | PTE_W);
    vmiter_map(vmiter_at(pt3, 0x4000), 0, PTE_P | PTE_W);
    vmiter_map(vmiter_at(pt3, 0x100000), 0x50000, PTE_P);
}

//// unaligned-ignored
// says: 0x4019 is not mapped in pt3
// The same with vmiter_try_map, without a look at its error.
void
a3_map(x86_64_pagetable *pt3) {
    int r = vmiter_try_map(vmiter_at(pt3, 0), 0x1F000, PTE_P | PTE_W);
    r = vmiter_try_map(vmiter_at(pt3, 0x4019), 0x19, PTE_P | PTE_W);
    r = vmiter_try_map(vmiter_at(pt3, 0x1000FF), 0x500FF, PTE_P | PTE_W);
    (void) r;
}

//// unaligned-va
// says: a3_map panics: .*cannot map va 0x4019
// Gives vmiter_map the addresses of the points, which are not page-aligned.
void
a3_map(x86_64_pagetable *pt3) {
    vmiter_map(vmiter_at(pt3, 0), 0x1F000, PTE_P | PTE_W);
    vmiter_map(vmiter_at(pt3, 0x4019), 0x19, PTE_P | PTE_W);
    vmiter_map(vmiter_at(pt3, 0x1000FF), 0x500FF, PTE_P | PTE_W);
}

//// user
// says: the wrong permissions(.|\n)*PTE_P \| PTE_W \| PTE_U
// Adds PTE_U.
void
a3_map(x86_64_pagetable *pt3) {
    vmiter_map(vmiter_at(pt3, 0), 0x1F000, PTE_P | PTE_W | PTE_U);
    vmiter_map(vmiter_at(pt3, 0x4000), 0, PTE_P | PTE_W | PTE_U);
    vmiter_map(vmiter_at(pt3, 0x100000), 0x50000, PTE_P | PTE_W | PTE_U);
}

//// whole-ranges
// says: a page that no point needs, at 0x5000
// Fills the pages between the points, too.
void
a3_map(x86_64_pagetable *pt3) {
    vmiter_map(vmiter_at(pt3, 0), 0x1F000, PTE_P | PTE_W);
    for (uint64_t va = 0x4000; va <= 0x100000; va += PAGESIZE) {
        vmiter_map(vmiter_at(pt3, va), va - 0x4000, PTE_P | PTE_W);
    }
    vmiter_map(vmiter_at(pt3, 0x100000), 0x50000, PTE_P | PTE_W);
}

//// writes-to-the-page
// says: writes to memory that is not pt3's, in the page at 0x1f000
// Marks the physical page, too.
void
a3_map(x86_64_pagetable *pt3) {
    vmiter_map(vmiter_at(pt3, 0), 0x1F000, PTE_P | PTE_W);
    vmiter_map(vmiter_at(pt3, 0x4000), 0, PTE_P | PTE_W);
    vmiter_map(vmiter_at(pt3, 0x100000), 0x50000, PTE_P | PTE_W);
    *(uint64_t *) pa2kptr(0x1F000) ^= 0x1F;
}
