// audit.c: recounts the references that the kernel counts, and checks all permissions.

#include "audit.h"
#include "address-space.h"
#include "assert.h"
#include "check.h"
#include "pages.h"
#include "pte.h"
#include "process.h"
#include "ptiter.h"
#include "vmiter.h"

static void count_references(void);
static void check_counts(void);
static void check_kernel_pagetable(void);
static void check_process(const proc *p);

// for_each_process(p)
//    Visits the processes that have memory: all that are not P_FREE.
#define for_each_process(p)                                                                        \
    for (proc *p = &ptable[1]; p < &ptable[MAXNPROC]; ++p)                                         \
        if (p->state != P_FREE)

void
audit(void) {
    count_references();
    check_counts();
    check_kernel_pagetable();
    for_each_process(p) {
        check_process(p);
    }
}


static void
count(uint64_t pa) {
    if (allocatable_physical_address(pa)) {
        physpages[pa / PAGESIZE].references += 1;
    }
}

static unsigned copies; // how many copies of copy-on-write pages may become necessary

static void
count_references(void) {
    copies = 0;
    for (uint64_t page = 0; page < NPAGES; ++page) {
        physpages[page].references = 0;
    }
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
                bool copied = vmiter_allows(&it, PTE_COPY_ON_WRITE);
                copies += copied && physpages[vmiter_pa(&it) / PAGESIZE].references > 0;
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
        if (physpages[page].refcount != physpages[page].references) {
            panic("audit: the page at %#lx has count %d and %d references", pa,
                  physpages[page].refcount, physpages[page].references);
        }
        nfree += allocatable_physical_address(pa) && physpages[page].references == 0;
    }
    if (nfree != pages_free_count() + copies) {
        panic("audit: %u pages without references, but %u are free and %u are needed for copies",
              nfree, pages_free_count(), copies);
    }
}


// is_users(va, pa, perm)
//    May a page table map `va` to `pa`, for users, with permissions `perm`?
static bool
is_users(uint64_t va, uint64_t pa, uint64_t perm) {
    bool writable = (perm & PTE_W) != 0, copied = (perm & PTE_COPY_ON_WRITE) != 0;
    if (va >= PROC_START_ADDR && va < MEMSIZE_VIRTUAL) {
        bool own = allocatable_physical_address(pa) && !(writable && copied);
        return (own && !(writable && physpages[pa / PAGESIZE].references != 1))
               || (pa >= IMAGE_ADDR && !writable && !copied);
    }
    return va == pa && (pa == CONSOLE_ADDR || (pa == TICKS_ADDR && !writable));
}

static void
check_not_writable_executable(x86_64_pagetable *pt, pid_t pid, uint64_t start, uint64_t end) {
    uint64_t va = pagetable_first_writable_executable(pt, start, end);
    if (va != end && (pte_supported_bits & PTE_XD)) {
        panic("audit: page table %d: %#lx is writable and executable", pid, va);
    }
}

// check_pages(pt, pid)
//    Checks the low half of page table `pt`, which is that of process `pid`; 0: the kernel's.
static void
check_pages(x86_64_pagetable *pt, pid_t pid) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_low(&it); vmiter_next(&it)) {
        uint64_t va = vmiter_va(&it), pa = vmiter_pa(&it);
        if (vmiter_user(&it) && !is_users(va, pa, vmiter_perm(&it))) {
            panic("audit: page table %d: %#lx -> %#lx is open to users", pid, va, pa);
        }
    }
    check_not_writable_executable(pt, pid, 0, VA_LOWEND);
}

static void
check_kernel_pagetable(void) {
    check_pages(kernel_pagetable, 0);
    check_not_writable_executable(kernel_pagetable, 0, VA_HIGHSTART, VA_LAST);
    for (vmiter it = vmiter_make(kernel_pagetable, VA_HIGHSTART); !vmiter_done(&it);
         vmiter_next(&it)) {
        if (vmiter_user(&it)) {
            panic("audit: the direct map is open to users at %#lx", vmiter_va(&it));
        }
    }
}

static void
check_process(const proc *p) {
    check_pages(p->pagetable, p->pid);
    uint64_t va = pagetable_first_difference(p->pagetable, kernel_pagetable, 0, PROC_START_ADDR);
    bool same_high_half = true;
    for (unsigned i = NPAGETABLEENTRIES / 2; i < NPAGETABLEENTRIES; ++i) {
        same_high_half &= (p->pagetable->entry[i] | PTE_A) == (kernel_pagetable->entry[i] | PTE_A);
    }
    if (va != PROC_START_ADDR || !same_high_half) {
        panic("audit: page table %d: its kernel's part differs from the kernel's", p->pid);
    }
}


unsigned audit_interval;
static unsigned countdown;

void
audit_init(unsigned n) {
    audit_interval = countdown = n;
}

ssize_t
audit_count_down(ssize_t result) {
    if (--countdown == 0) {
        countdown = audit_interval;
        audit();
    }
    return result;
}
