// a3.c: gives exercise A3 an empty page table. Afterwards it logs what is mapped there, and in the
// kernel's page table, which was empty, too; and what else has changed in memory.

#include "check-kernel.h"
#include "exercises.h"
#include "kernel.h"
#include "memory-watch.h"
#include "ptiter.h"
#include "report.h"
#include "vmiter.h"

#define MAPPINGS_SHOWN 2000 // no mistake that a message explains makes more

static x86_64_pagetable pt3[1];

// log_mappings(name, pt)
//    Logs a line for each page that `pt` maps: name, virtual address, physical address, size,
//    permissions.
static void
log_mappings(const char *name, x86_64_pagetable *pt) {
    int shown = 0;
    for (vmiter it = vmiter_make(pt, 0); !vmiter_done(&it); vmiter_next(&it)) {
        if (vmiter_present(&it) && shown++ < MAPPINGS_SHOWN) {
            report_line("%s %#lx %#lx %#lx %#lx", name, vmiter_va(&it), vmiter_pa(&it),
                        vmiter_range_size(&it), vmiter_perm(&it));
        }
    }
}

// is_page_of(pt, pa)
//    Is the page at `pa` a page-table page of `pt`?
static bool
is_page_of(x86_64_pagetable *pt, uint64_t pa) {
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        if (ptiter_pa(&it) == pa) {
            return true;
        }
    }
    return false;
}

// log_memory()
//    Logs pages that have changed, and pages from kalloc that are in neither table.
static void
log_memory(void) {
    for_each_watched_page(pa) {
        if (has_changed(pa)) {
            report_line("changed %#lx", pa);
        } else if (is_kept(pa) && !is_page_of(pt3, pa) && !is_page_of(kernel_pagetable, pa)) {
            report_line("kept %#lx", pa);
        }
    }
}

void
run_check(void) {
    start_watch();
    watch_memory();
    a3_map(pt3);
    report_line("returned");
    log_mappings("pt3", pt3);
    log_mappings("kernel_pagetable", kernel_pagetable);
    log_memory();
}
