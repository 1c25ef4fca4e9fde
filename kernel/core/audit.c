// audit.c: counts again what the kernel keeps count of.

#include "audit.h"
#include "assert.h"
#include "boot-info.h"
#include "direct-map.h"
#include "pages.h"
#include "pte.h"
#include "process.h"
#include "ptiter.h"
#include "string.h"
#include "vmiter.h"

static int references[NPAGES];

static void count_references(void);
static void check_counts(void);
static void check_permissions(x86_64_pagetable *pt, pid_t pid);
static void check_kernel_part(x86_64_pagetable *pt, pid_t pid);

// for_each_process(p)
//    Goes through the processes that have memory.
#define for_each_process(p)                                                                        \
    for (proc *p = &ptable[1]; p < &ptable[MAXNPROC]; ++p)                                         \
        if (p->state != P_FREE)

void
audit(void) {
    count_references();
    check_counts();
    check_permissions(kernel_pagetable, 0);
    for_each_process(p) {
        check_permissions(p->pagetable, p->pid);
        check_kernel_part(p->pagetable, p->pid);
    }
}


static void
count(uint64_t pa) {
    if (allocatable_physical_address(pa)) {
        references[pa / PAGESIZE] += 1;
    }
}

static void
count_references(void) {
    memset(references, 0, sizeof(references));
    for (ptiter it = ptiter_make(kernel_pagetable); !ptiter_done(&it); ptiter_next(&it)) {
        count(ptiter_pa(&it));
    }
    for_each_process(p) {
        count(kptr2pa(p->pagetable));
        for (ptiter it = ptiter_make(p->pagetable); ptiter_low(&it); ptiter_next(&it)) {
            count(ptiter_pa(&it));
        }
        for (vmiter it = vmiter_make(p->pagetable, 0); vmiter_low(&it); vmiter_next(&it)) {
            if (vmiter_user(&it)) {
                count(vmiter_pa(&it));
            }
        }
    }
}

static void
check_counts(void) {
    unsigned nfree = 0;
    for (uint64_t page = 0; page < NPAGES; ++page) {
        uint64_t pa = page * PAGESIZE;
        if (physpages[page].refcount != references[page]) {
            panic("audit: the page at %#lx has count %d and %d references", pa,
                  physpages[page].refcount, references[page]);
        }
        nfree += allocatable_physical_address(pa) && references[page] == 0;
    }
    if (nfree != pages_free_count()) {
        panic("audit: %u pages are free, and %u on the list", nfree, pages_free_count());
    }
}


// is_users(va, pa, writable)
//    May users have `va` mapped to `pa`?
static bool
is_users(uint64_t va, uint64_t pa, bool writable) {
    if (va >= PROC_START_ADDR && va < MEMSIZE_VIRTUAL) {
        return allocatable_physical_address(pa) || (pa >= IMAGE_ADDR && !writable);
    }
    return va == pa && (pa == CONSOLE_ADDR || (pa == TICKS_ADDR && !writable));
}

static void
check_permissions(x86_64_pagetable *pt, pid_t pid) {
    for (vmiter it = vmiter_make(pt, 0); !vmiter_done(&it); vmiter_next(&it)) {
        uint64_t va = vmiter_va(&it), pa = vmiter_pa(&it);
        if (vmiter_allows(&it, PTE_W) && !vmiter_allows(&it, PTE_XD)
            && (pte_supported_bits & PTE_XD)) {
            panic("audit: process %d: %#lx is writable and executable", pid, va);
        }
        if (vmiter_user(&it) && !is_users(va, pa, vmiter_writable(&it))) {
            panic("audit: process %d: %#lx -> %#lx is open to users", pid, va, pa);
        }
        if (vmiter_user(&it) && vmiter_writable(&it) && pa < MEMSIZE_PHYSICAL
            && pa != CONSOLE_ADDR && references[pa / PAGESIZE] != 1) {
            panic("audit: process %d: %#lx is writable and shared", pid, va);
        }
    }
}

static void
check_kernel_part(x86_64_pagetable *pt, pid_t pid) {
    for (vmiter it = vmiter_make(kernel_pagetable, 0); vmiter_low(&it); vmiter_next(&it)) {
        vmiter own = vmiter_make(pt, vmiter_va(&it));
        const uint64_t changing = PTE_A | PTE_D;
        if (vmiter_pa(&own) != vmiter_pa(&it)
            || (vmiter_perm(&own) | changing) != (vmiter_perm(&it) | changing)) {
            panic("audit: process %d: %#lx is not mapped as in the kernel", pid, vmiter_va(&it));
        }
    }
    x86_64_pagetable *root = pa2kptr(kptr2pa(kernel_pagetable));
    for (unsigned i = NPAGETABLEENTRIES / 2; i < NPAGETABLEENTRIES; ++i) {
        if ((pt->entry[i] | PTE_A) != (root->entry[i] | PTE_A)) {
            panic("audit: process %d: the high half is not the kernel's", pid);
        }
    }
}


static unsigned interval, countdown;

void
audit_init(unsigned given) {
    interval = countdown = given;
}

void
audit_at_return(void) {
    if (interval != 0 && --countdown == 0) {
        countdown = interval;
        audit();
    }
}
