// audit.c: the promises that hold whenever a process runs, each from its step on.

#include "direct-map.h"
#include "judge.h"
#include "memory-layout.h"
#include "page-uses.h"
#include "printf.h"
#include "ptiter.h"
#include "string.h"

static void audit_place(pid_t pid, const process_view *view);
static void audit_table(pid_t pid, const process_view *view);
static void audit_kernel_part(pid_t pid, x86_64_pagetable *pt);
static void audit_tables(void);
static void audit_writers(void);
static void audit_counts(void);

// What used a page when the judge looked last.
static struct last_use {
    pid_t pid; // 0: nothing did
    int level; // of the page-table page; 0: it was mapped
    uint64_t va;
} last_uses[JUDGED_PAGES];

static void
remember(uint64_t pa, pid_t pid, int level, uint64_t va) {
    if (pa < MEMSIZE_PHYSICAL) {
        last_uses[pa / PAGESIZE] = (struct last_use) {pid, level, va};
    }
}

void
audit_forget(uint64_t pa) {
    remember(pa, 0, 0, 0);
}

// what_it_was(pa)
//    What the page was before the kernel lost it. The string is valid until the next call.
static const char *
what_it_was(uint64_t pa) {
    static char text[80];
    struct last_use was = last_uses[pa / PAGESIZE];
    if (was.pid == 0) {
        return allocation_of(pa);
    } else if (was.level == 0) {
        snprintf(text, sizeof(text), "it was at %#lx in process %d", was.va, was.pid);
    } else {
        snprintf(text, sizeof(text), "it was the page table of process %d, level %d", was.pid,
                 was.level);
    }
    return text;
}

void
audit(void) {
    audit_start();
    if (judge_step() >= 2) {
        audit_tables();
    }
    process_view view;
    for (pid_t pid = 1; pid <= view_last_pid; ++pid) {
        if (view_process(pid, &view)) {
            audit_place(pid, &view);
            audit_table(pid, &view);
        }
    }
    page_uses_find();
    audit_counts();
    audit_writers();
}

// audit_place(pid, view)
//    From step 4 on, all processes have the same addresses.
static void
audit_place(pid_t pid, const process_view *view) {
    if (judge_step() >= 4
        && (view->memory_start != PROC_START_ADDR || view->memory_end != MEMSIZE_VIRTUAL)) {
        judge_wrong(4,
                    "%s, view_process says that the memory of process %d is [%#lx, %#lx); every "
                    "process has [%#x, %#x)",
                    judge_when(), pid, view->memory_start, view->memory_end, PROC_START_ADDR,
                    MEMSIZE_VIRTUAL);
    }
}

void
audit_start(void) {
    process_view view;
    for (pid_t pid = 1; pid <= view_last_pid; ++pid) {
        if (!view_process(pid, &view)) {
            continue;
        } else if (view.pagetable == NULL || kptr2pa(view.pagetable) % PAGESIZE != 0) {
            judge_wrong(judge_step_from(2),
                        "%s, process %d has no page table: view_process says that it is at %p",
                        judge_when(), pid, view.pagetable);
        } else if (judge_step() >= 2 && view.pagetable == kernel_pagetable) {
            judge_wrong(whose(2), "%s, process %d has the kernel's page table", judge_when(), pid);
        }
        audit_kernel_part(pid, view.pagetable);
    }
}

// whose_at(pt, va)
//    The step that is to blame for what a process with page table `pt` can or cannot do at `va`: 1,
//    unless the kernel's own page table says something else.
static unsigned
whose_at(x86_64_pagetable *pt, uint64_t va) {
    const uint64_t bits = PTE_P | PTE_W | PTE_U;
    uint64_t own = vmiter_perm(vmiter_at(pt, va)),
             kernels = vmiter_perm(vmiter_at(kernel_pagetable, va));
    return whose((own & bits) == (kernels & bits) || DIRECT_MAP != 0 ? 1 : 2);
}

const char *
the_kernels(uint64_t pa) {
    page_view view;
    if (pa >= MEMSIZE_PHYSICAL) {
        return NULL;
    }
    view_page(pa, &view);
    return is_judges(pa)                                        ? "which kalloc has not returned"
           : view.kind == PAGE_ALLOCATABLE                      ? NULL
           : pa >= KERNEL_STACK_BOTTOM && pa < KERNEL_STACK_TOP ? "the kernel's stack"
           : view.kind == PAGE_KERNEL                           ? "which is the kernel's"
           : view.kind == PAGE_CONSOLE                          ? "the console"
           : view.kind == PAGE_TICKS                            ? "the page of `ticks`"
                                                                : "which is reserved";
}

static void
audit_user_page(pid_t pid, const process_view *view, const vmiter *it) {
    const uint64_t va = vmiter_va(it), pa = vmiter_pa(it);
    const char *writable = vmiter_writable(it) ? "read and write" : "read";
    const bool is_low = va < PROC_START_ADDR, shared_table = view->pagetable == kernel_pagetable;
    const unsigned step = whose_at(view->pagetable, va);
    if (va == CONSOLE_ADDR && pa == CONSOLE_ADDR) {
        return;
    } else if (va == TICKS_ADDR && pa == TICKS_ADDR) {
        if (vmiter_writable(it)) {
            judge_wrong(step, "%s, process %d can write to the page of `ticks`, %#lx", judge_when(),
                        pid, va);
        }
    } else if (va == CONSOLE_ADDR || va == TICKS_ADDR) {
        judge_wrong(whose(2),
                    "%s, process %d has at %#lx the page of physical address %#lx, not %s",
                    judge_when(), pid, va, pa,
                    va == CONSOLE_ADDR ? "the console: nobody sees what it prints"
                                       : "the page of `ticks`: its clock stands still");
    } else if (va >= MEMSIZE_VIRTUAL) {
        judge_wrong(judge_step() < 4 ? step : 4,
                    "%s, process %d can %s address %#lx; its memory ends at MEMSIZE_VIRTUAL, %#x",
                    judge_when(), pid, writable, va, MEMSIZE_VIRTUAL);
    } else if (is_low) {
        judge_wrong(step, "%s, process %d can %s address %#lx, which is the kernel's", judge_when(),
                    pid, writable, va);
    } else if (the_kernels(pa) != NULL) {
        judge_wrong(is_judges(pa) ? judge_step_from(3) : step,
                    "%s, process %d can %s at %#lx the page of physical address %#lx, %s",
                    judge_when(), pid, writable, va, pa, the_kernels(pa));
    } else if (pa >= MEMSIZE_PHYSICAL && vmiter_writable(it) && !shared_table) {
        judge_wrong(
            whose(1),
            "%s, process %d can write at %#lx to physical address %#lx, above MEMSIZE_PHYSICAL",
            judge_when(), pid, va, pa);
    } else if (judge_step() >= 2 && (va < view->memory_start || va >= view->memory_end)) {
        judge_wrong(whose(2), "%s, process %d can %s address %#lx, which is not in its memory",
                    judge_when(), pid, writable, va);
    }
}

static void
audit_kernels_page(pid_t pid, const process_view *view, const vmiter *it) {
    (void) pid;
    (void) view;
    if (vmiter_va(it) >= PROC_START_ADDR) {
        judge_wrong(whose(2), "%s, kernel_pagetable opens %#lx to processes", judge_when(),
                    vmiter_va(it));
    }
}

// visit_user_pages(pid, view, visit)
//    Visits the pages that users can access. It reads the entries directly, without a walk for each
//    page of the kernel's.
static void
visit_user_pages(pid_t pid, const process_view *view,
                 void (*visit)(pid_t, const process_view *, const vmiter *)) {
    for (ptiter table = ptiter_make(view->pagetable); !ptiter_done(&table); ptiter_next(&table)) {
        const x86_64_pagetable *entries = ptiter_kptr(&table);
        const uint64_t size = (ptiter_last_va(&table) - ptiter_va(&table)) / NPAGETABLEENTRIES + 1;
        for (unsigned i = 0; i < NPAGETABLEENTRIES; ++i) {
            const x86_64_pageentry_t entry = entries->entry[i];
            const bool is_page = ptiter_level(&table) == 1 || (entry & PTE_PS) != 0;
            if (is_page && (entry & PTE_P) && (entry & PTE_U)) {
                vmiter it = vmiter_make(view->pagetable, ptiter_va(&table) + i * size);
                if (vmiter_user(&it)) {
                    visit(pid, view, &it);
                }
            }
        }
    }
}

// audit_table(pid, view)
//    A process can access its own pages, the console and `ticks`, and nothing else.
static void
audit_table(pid_t pid, const process_view *view) {
    visit_user_pages(pid, view, audit_user_page);
    if (!vmiter_allows(vmiter_at(view->pagetable, CONSOLE_ADDR), PTE_P | PTE_W | PTE_U)) {
        judge_wrong(whose_at(view->pagetable, CONSOLE_ADDR),
                    "%s, process %d cannot write to the console, %#x", judge_when(), pid,
                    CONSOLE_ADDR);
    } else if (!vmiter_user(vmiter_at(view->pagetable, TICKS_ADDR))) {
        judge_wrong(whose_at(view->pagetable, TICKS_ADDR),
                    "%s, process %d cannot read `ticks`, %#x", judge_when(), pid, TICKS_ADDR);
    }
}

// audit_kernel_part(pid, pt)
//    The processor finds the kernel's code, data and stack in every page table; page 0 and the page
//    below the stack are in none.
static void
audit_kernel_part(pid_t pid, x86_64_pagetable *pt) {
    extern const char kernel_end[];
    for (uint64_t va = KERNEL_START_ADDR; va < KERNEL_STACK_TOP; va += PAGESIZE) {
        bool in_stack = va >= KERNEL_STACK_BOTTOM;
        vmiter it = vmiter_make(pt, va);
        if ((va < (uint64_t) kernel_end || in_stack) && vmiter_pa(&it) != va) {
            judge_wrong(whose_at(pt, va),
                        "%s, the page table of process %d does not map %#lx, which is %s: the "
                        "kernel cannot run there",
                        judge_when(), pid, va,
                        in_stack ? "the kernel's stack" : "in the kernel's image");
        } else if (in_stack && !vmiter_writable(&it)) {
            judge_wrong(
                whose_at(pt, va),
                "%s, the kernel's stack at %#lx is read-only in the page table of process %d",
                judge_when(), va, pid);
        }
    }
    const uint64_t holes[] = {0, KERNEL_STACK_BOTTOM - PAGESIZE};
    for (unsigned i = 0; i < ARRAY_SIZE(holes); ++i) {
        if (vmiter_present(vmiter_at(pt, holes[i]))) {
            judge_wrong(whose_at(pt, holes[i]),
                        "%s, page %#lx is mapped in the page table of process %d: %s", judge_when(),
                        holes[i], pid,
                        i == 0 ? "a null pointer would not fault"
                               : "a stack that grows too large would not fault");
        }
    }
}

// audit_tables()
//    Each process has a page table of its own, of pages that no other table has. The kernel's opens
//    no process's memory.
static void
audit_tables(void) {
    static pid_t owner[JUDGED_PAGES]; // -1: the kernel
    memset(owner, 0, sizeof(owner));
    for (ptiter it = ptiter_make(kernel_pagetable); ptiter_low(&it); ptiter_next(&it)) {
        owner[ptiter_pa(&it) / PAGESIZE % JUDGED_PAGES] = -1;
    }
    process_view view;
    for (pid_t pid = 1; pid <= view_last_pid; ++pid) {
        if (!view_process(pid, &view)) {
            continue;
        }
        uint64_t pa = kptr2pa(view.pagetable);
        ptiter it = ptiter_make(view.pagetable);
        int level = PAGETABLE_LEVELS;
        for (bool more = true; more; pa = ptiter_pa(&it), level = ptiter_level(&it),
                  more = ptiter_low(&it), ptiter_next(&it)) {
            if (pa >= MEMSIZE_PHYSICAL || the_kernels(pa) != NULL) {
                judge_wrong(whose(2),
                            "%s, the page table of process %d has the page at %#lx, which is not "
                            "from kalloc",
                            judge_when(), pid, pa);
            } else if (owner[pa / PAGESIZE] == -1) {
                judge_wrong(whose(2),
                            "%s, the page table of process %d and kernel_pagetable both have the "
                            "page-table page at %#lx",
                            judge_when(), pid, pa);
            } else if (owner[pa / PAGESIZE] != 0) {
                judge_wrong(whose(2),
                            "%s, the page tables of processes %d and %d both have the page-table "
                            "page at %#lx",
                            judge_when(), owner[pa / PAGESIZE], pid, pa);
            }
            owner[pa / PAGESIZE] = pid;
            remember(pa, pid, level, 0);
        }
    }
    visit_user_pages(0, &(process_view) {.pagetable = kernel_pagetable}, audit_kernels_page);
}

// audit_counts()
//    No free page is in use. From step 6 on, every count is the number of references.
static void
audit_counts(void) {
    for (unsigned i = 0; i < SHOWN_PAGES; ++i) {
        const page_use *use = &page_uses[i];
        const uint64_t pa = i * PAGESIZE;
        if (use->view.kind != PAGE_ALLOCATABLE || is_judges(pa) || use->contradiction == NULL) {
            continue;
        } else if (use->view.refcount == 0) {
            if (judge_step() >= 2) {
                judge_wrong(judge_step(), "%s, the page at %#lx is free, and still in use (%s)",
                            judge_when(), pa, what_it_was(pa));
            }
        } else if (judge_step() >= 6 && use->references == 0) {
            judge_wrong(judge_step(),
                        "%s, the page at %#lx has count %u and no references: it is lost (%s)%s",
                        judge_when(), pa, use->view.refcount, what_it_was(pa),
                        judge_step() < 9
                            ? ""
                            : "; if it is set aside for a copy, its count must be 0 until then");
        } else if (judge_step() >= 6) {
            judge_wrong(judge_step_from(use->references > 1 || use->view.refcount > 1 ? 7 : 6),
                        "%s, the page at %#lx has count %u and %u references (%s)", judge_when(),
                        pa, use->view.refcount, use->references, what_it_was(pa));
        }
    }
}

// audit_writers()
//    Nobody can write to a page that somebody else has.
static void
audit_writers(void) {
    process_view view;
    for (pid_t pid = 1; judge_step() >= 2 && pid <= view_last_pid; ++pid) {
        if (!view_process(pid, &view)) {
            continue;
        }
        vmiter it = vmiter_make(view.pagetable, view.memory_start);
        for (; vmiter_va(&it) < view.memory_end; vmiter_next(&it)) {
            uint64_t page = vmiter_pa(&it) / PAGESIZE;
            if (vmiter_user(&it)) {
                remember(vmiter_pa(&it), pid, 0, vmiter_va(&it));
            }
            if (vmiter_user(&it) && vmiter_writable(&it) && page < SHOWN_PAGES
                && page_uses[page].references > 1) {
                judge_wrong(judge_step(),
                            "%s, process %d can write at %#lx to the page of physical address "
                            "%#lx, which is mapped "
                            "or used elsewhere, too",
                            judge_when(), pid, vmiter_va(&it), page * PAGESIZE);
            }
        }
    }
}
