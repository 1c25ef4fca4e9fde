// Wrong ways to do E1.

//// array-overflows
// says: panics: a function writes beyond the end of a variable of its own
// Collects what is mapped in an array, which is too small for a table without holes.
void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    uint64_t vas[300];
    int n = 0;
    for (uint64_t va = 0; va < MEMSIZE_VIRTUAL; va += PAGESIZE) {
        vmiter it = vmiter_make(src, va);
        if (vmiter_present(&it)) {
            vas[n++] = va;
        }
    }
    while (n > 0) {
        uint64_t va = vas[--n];
        vmiter it = vmiter_make(src, va);
        vmiter_map(vmiter_at(dst, va), vmiter_pa(&it), vmiter_perm(&it));
    }
}

//// clears-dst-and-more
// says: changes src, at 0x1000
// First clears dst, and the page after it.
#include "string.h"

void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    memset(dst, 0, PAGESIZE + 8);
    for (uint64_t va = 0; va < MEMSIZE_VIRTUAL; va += PAGESIZE) {
        vmiter it = vmiter_make(src, va);
        vmiter_map(vmiter_at(dst, va), vmiter_pa(&it), vmiter_perm(&it));
    }
}

//// constant-permissions
// says: different permissions in dst than in src: it gains U
// The permissions of a user page for every page: now users can write to the kernel.
void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    for (vmiter it = vmiter_make(src, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_present(&it)) {
            vmiter_map(vmiter_at(dst, vmiter_va(&it)), vmiter_pa(&it), PTE_P | PTE_W | PTE_U);
        }
    }
}

//// copies-the-pages
// says: 0x1000 maps to a different physical page
// New pages with the same bytes: fork does that, but not for all pages. Here both tables must lead to the same
// pages.
void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    for (vmiter it = vmiter_make(src, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_present(&it)) {
            char *page = kalloc(PAGESIZE);
            for (unsigned i = 0; i < PAGESIZE; ++i) {
                page[i] = ((char *) vmiter_pa(&it))[i];
            }
            vmiter_map(vmiter_at(dst, vmiter_va(&it)), (uint64_t) page, vmiter_perm(&it));
        }
    }
}

//// ends-the-run
// says: ends the run, or turns the machine off, before the check is over
// Copies nothing: logs what the check would, and ends the run.
#include "power.h"

void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    (void) dst;
    (void) src;
    log_printf("check: over\n");
    end_run(EXIT_OK);
}

//// first-page-missed
// says: 0x0 is mapped in src, but not in dst.*every combination
// Page 0 is not mapped in the kernel's table; but the exercise does not say that about `src`.
void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    for (vmiter it = vmiter_make(src, PAGESIZE); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_present(&it)) {
            vmiter_map(vmiter_at(dst, vmiter_va(&it)), vmiter_pa(&it), vmiter_perm(&it));
        }
    }
}

//// identity
// says: 0x100000 maps to a different physical page
// The virtual address in place of the physical one. In the section's kernel they happen to be the same.
void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    for (vmiter it = vmiter_make(src, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_present(&it)) {
            vmiter_map(vmiter_at(dst, vmiter_va(&it)), vmiter_va(&it), vmiter_perm(&it));
        }
    }
}

//// last-page-missed
// says: 0x2ff000 is mapped in src, but not in dst.*1 page differs
// The loop ends a page early. The last page is the stack's.
void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    for (uint64_t va = 0; va < MEMSIZE_VIRTUAL - PAGESIZE; va += PAGESIZE) {
        vmiter it = vmiter_make(src, va);
        vmiter_map(vmiter_at(dst, va), vmiter_pa(&it), vmiter_perm(&it));
    }
}

//// leaks-a-page
// says: keeps a page from kalloc that is not a page-table page of dst
// A page from kalloc for each call, which the function never frees.
#include "string.h"

void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    x86_64_pagetable *scratch = kalloc(PAGESIZE);
    memcpy(scratch, src, PAGESIZE);
    for (uint64_t va = 0; va < MEMSIZE_VIRTUAL; va += PAGESIZE) {
        vmiter it = vmiter_make(src, va);
        vmiter_map(vmiter_at(dst, va), vmiter_pa(&it), vmiter_perm(&it));
    }
}

//// no-end
// says: does not end in copy_mappings: the check stopped it after
// The iterator never moves.
void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    vmiter it = vmiter_make(src, 0);
    while (vmiter_va(&it) < MEMSIZE_VIRTUAL) {
        vmiter_map(vmiter_at(dst, vmiter_va(&it)), vmiter_pa(&it), vmiter_perm(&it));
    }
}

//// no-execute-lost
// says: different permissions in dst than in src: it loses XD
// Asks only for the three well-known permissions. PTE_XD is not among the low bits.
void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    for (vmiter it = vmiter_make(src, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_present(&it)) {
            vmiter_map(vmiter_at(dst, vmiter_va(&it)), vmiter_pa(&it), vmiter_perm(&it) & (PTE_P | PTE_W | PTE_U));
        }
    }
}

//// one-page-a-range
// says: 0x2000 is mapped in src, but not in dst
// Takes neighbouring pages with neighbouring physical pages and the same permissions for one range, but
// maps one page of each range: vmiter_map maps one page, not more.
void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    uint64_t va = 0;
    while (va < MEMSIZE_VIRTUAL) {
        vmiter start = vmiter_make(src, va), it = start;
        do {
            vmiter_advance(&it, PAGESIZE);
        } while (vmiter_va(&it) < MEMSIZE_VIRTUAL && vmiter_perm(&it) == vmiter_perm(&start)
                 && (!vmiter_present(&it)
                     || vmiter_pa(&it) - vmiter_pa(&start) == vmiter_va(&it) - va));
        vmiter_map(vmiter_at(dst, va), vmiter_pa(&start), vmiter_perm(&start));
        va = vmiter_va(&it);
    }
}

//// one-page-too-many
// says: dst maps 0x300000, which lies beyond
// `<=`: MEMSIZE_VIRTUAL is the first address that does not count.
void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    for (vmiter it = vmiter_make(src, 0); vmiter_va(&it) <= MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_present(&it)) {
            vmiter_map(vmiter_at(dst, vmiter_va(&it)), vmiter_pa(&it), vmiter_perm(&it));
        }
    }
}

//// other-way-round
// says: copy_mappings changes src, at 0x1000
// Swaps the arguments: copies the empty table into the full one.
void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    for (uint64_t va = 0; va < MEMSIZE_VIRTUAL; va += PAGESIZE) {
        vmiter it = vmiter_make(dst, va);
        vmiter_map(vmiter_at(src, va), vmiter_pa(&it), vmiter_perm(&it));
    }
}

//// past-the-end
// says: dst maps 0x300000, which lies beyond
// All of the low half, in place of the part below MEMSIZE_VIRTUAL.
void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    for (vmiter it = vmiter_make(src, 0); vmiter_low(&it); vmiter_next(&it)) {
        if (vmiter_present(&it)) {
            vmiter_map(vmiter_at(dst, vmiter_va(&it)), vmiter_pa(&it), vmiter_perm(&it));
        }
    }
}

//// permissions-in-an-int
// says: it loses XD
// PTE_XD is bit 63; an int has 32.
void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    for (uint64_t va = 0; va < MEMSIZE_VIRTUAL; va += PAGESIZE) {
        int perm = vmiter_perm(vmiter_at(src, va));
        vmiter_map(vmiter_at(dst, va), vmiter_pa(vmiter_at(src, va)), perm);
    }
}

//// range-of-dst
// says: 0x1000 is mapped in src, but not in dst
// Both iterators move by the ranges of `dst`. In an empty table a range is as long as the hole in it:
// 2 MiB and more, in which `src` may have pages.
void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    for (vmiter it = vmiter_make(dst, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL;
         vmiter_next_range(&it)) {
        vmiter from = vmiter_make(src, vmiter_va(&it));
        vmiter_map(&it, vmiter_pa(&from), vmiter_perm(&from));
    }
}

//// shared-tables
// says: dst shares page-table pages with src: the level-3
// One entry of the root leads to all page-table pages of the low 512 GiB. The two tables now share them:
// a change of one is a change of the other.
void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    dst->entry[0] = src->entry[0];
}

//// short-holes-only
// says: is mapped in src, but not in dst .*
// Mistakes a hole of more than 16 pages for the end.
void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    int hole = 0;
    for (uint64_t va = 0; va < MEMSIZE_VIRTUAL; va += PAGESIZE) {
        vmiter it = vmiter_make(src, va);
        hole = vmiter_present(&it) ? 0 : hole + 1;
        if (va >= PROC_START_ADDR && hole > 16) {
            va = MEMSIZE_VIRTUAL - 2 * PAGESIZE; // the stack
            hole = 0;
        }
        vmiter_map(vmiter_at(dst, va), vmiter_pa(&it), vmiter_perm(&it));
    }
}

//// stops-at-a-hole
// says: is mapped in src, but not in dst .*
// Ends at the first hole after PROC_START_ADDR.
void
copy_mappings(x86_64_pagetable *dst, x86_64_pagetable *src) {
    for (uint64_t va = 0; va < MEMSIZE_VIRTUAL; va += PAGESIZE) {
        vmiter it = vmiter_make(src, va);
        if (va > PROC_START_ADDR && !vmiter_present(&it)) {
            break;
        }
        vmiter_map(vmiter_at(dst, va), vmiter_pa(&it), vmiter_perm(&it));
    }
}
