// Wrong ways to do step 6.

//// root-stays
// check: 6.1
// says: count 1 and no references: it is lost \(it was the page table of process 2, level 4\)
// ptiter visits all page-table pages but the root, which is forgotten.
void
address_space_free(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it)) {
            kfree(vmiter_kptr(&it));
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
}

//// root-alone
// check: 6.1
// says: it is lost \(it was (the page table of process 2, level|at 0x)
// Only the root is freed.
void
address_space_free(x86_64_pagetable *pt) {
    kfree(pt);
}

//// lower-levels-stay
// check: 6.1
// says: it is lost \(it was the page table of process 2, level [123]\)
// The pages and the root are freed, but not the page-table pages between them.
void
address_space_free(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it)) {
            kfree(vmiter_kptr(&it));
        }
    }
    kfree(pt);
}

//// tables-before-pages
// check: 6.1
// says: in sys_exit of process 2, the kernel reads address 0x[0-9a-f]+, which is in a page that it has freed
// The page-table pages are freed first, and then read to find the pages.
void
address_space_free(x86_64_pagetable *pt) {
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    for (vmiter it = vmiter_make(pt, 0); vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it)) {
            kfree(vmiter_kptr(&it));
        }
    }
    kfree(pt);
}

//// recursion-frees-first
// check: 6.1
// says: the kernel reads address 0x[0-9a-f]+, which is in a page that it has freed
// A page-table page is freed before its entries are followed.
static void
free_level(x86_64_pagetable *pt, int level) {
    kfree(pt);
    for (unsigned i = 0; i < NPAGETABLEENTRIES; ++i) {
        x86_64_pageentry_t entry = pt->entry[i];
        if ((entry & PTE_P) && level > 1) {
            free_level(pa2kptr(entry & PTE_PAMASK), level - 1);
        } else if ((entry & PTE_P) && (entry & PTE_PAMASK) != CONSOLE_ADDR && (entry & PTE_U)
                   && (entry & PTE_PAMASK) != TICKS_ADDR) {
            kfree(pa2kptr(entry & PTE_PAMASK));
        }
    }
}

void
address_space_free(x86_64_pagetable *pt) {
    free_level(pt, 4);
}

//// clears-after-freeing
// check: 6.1
// says: in sys_exit of process 2, the kernel writes to address 0x[0-9a-f]+, which is in a page that it has freed
// Old data is cleared for safety's sake, after the page is freed.
void
address_space_free(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it)) {
            void *page = vmiter_kptr(&it);
            kfree(page);
            memset(page, 0, PAGESIZE);
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
}

//// console-freed
// check: 6.1
// says: the kernel calls kfree\((0x40000\), the page of `ticks`|0xb8000\), the console)
// All pages that users can access are freed: the console and ticks, too.
void
address_space_free(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_low(&it); vmiter_next(&it)) {
        if (vmiter_user(&it)) {
            kfree(vmiter_kptr(&it));
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
}

//// everything-mapped-freed
// check: 6.1
// says: the kernel (calls kfree\(0x[0-9a-f]+\), (which kalloc has not returned|which is the kernel's)|frees page 0x[0-9a-f]+ of the page table that is in force|reads address 0x[0-9a-f]+, which is in a page that it has freed)
// All mapped pages are freed: those of the kernel's part, too.
void
address_space_free(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_low(&it); vmiter_next(&it)) {
        kfree(vmiter_kptr(&it));
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
}

//// frees-the-virtual-address
// check: 6.1
// says: the kernel calls kfree\(0x1[0-9a-f]+\), which kalloc has not returned
// kfree gets the page's address in the process.
void
address_space_free(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it)) {
            kfree((void *) vmiter_va(&it));
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
}

//// ends-at-memsize-physical
// check: 6.1
// says: it is lost \(it was at 0x2[0-9a-f]+ in process 2\)
// The wrong bound: pages from 0x200000 on are lost, the stack among them.
void
address_space_free(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, PROC_START_ADDR); vmiter_va(&it) < MEMSIZE_PHYSICAL; vmiter_next(&it)) {
        if (vmiter_user(&it)) {
            kfree(vmiter_kptr(&it));
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
}

//// first-page-stays
// check: 6.1
// says: it is lost \(it was at 0x100000 in process 2\)
// The loop moves to the next page before it looks at the first.
void
address_space_free(x86_64_pagetable *pt) {
    vmiter it = vmiter_make(pt, PROC_START_ADDR);
    for (vmiter_next(&it); vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it)) {
            kfree(vmiter_kptr(&it));
        }
    }
    for (ptiter table = ptiter_make(pt); !ptiter_done(&table); ptiter_next(&table)) {
        kfree(ptiter_kptr(&table));
    }
    kfree(pt);
}

//// stack-stays
// check: 6.1
// says: it is lost \(it was at 0x2ff000 in process 2\)
// Goes from page to page until one is not mapped: the heap ends there, and the stack comes later.
void
address_space_free(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_va(&it) < MEMSIZE_VIRTUAL - PAGESIZE; vmiter_next(&it)) {
        if (is_own(&it)) {
            kfree(vmiter_kptr(&it));
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
}

//// frees-the-table-in-force
// check: 6.1
// says: in sys_exit of process 2, the kernel (frees page 0x[0-9a-f]+ of the page table that is in force|reads address 0x[0-9a-f]+, which kernel_pagetable maps, while a process's page table is in force)
// The page table of the process is put in force to find its pages, and then freed.
static void
syscall_exit(void) {
    write_cr3(kptr2pa(current->pagetable));
    address_space_free(current->pagetable);
    *current = (proc) {.state = P_FREE};
    schedule();
}

//// memory-stays
// check: 6.1
// says: it is lost \(it was (the page table of process 2, level|at 0x)
// Only the slot is free.
static void
syscall_exit(void) {
    *current = (proc) {.state = P_FREE};
    schedule();
}

//// slot-stays
// check: 6.1
// says: the page at 0x[0-9a-f]+ is free, and still (used as a page-table page|in use)
// The memory is free, and the slot is not.
static void
syscall_exit(void) {
    address_space_free(current->pagetable);
    current->state = P_FAULTED;
    schedule();
}

//// slot-of-a-zombie
// check: 6.1
// says: process 2 has called sys_exit, and it is still there, unable to run
// The process does not run any more, and keeps slot and memory.
static void
syscall_exit(void) {
    current->state = P_FAULTED;
    schedule();
}

//// exit-returns
// check: 6.1
// says: after sys_exit of process 2, the kernel goes to user mode|sys_exit returned to process 2|page table in force
// The process goes on after its end.
#include "kernel.h"

static void syscall_exit(void);

static uintptr_t
dispatch(const regstate *regs) {
    switch (regs->reg_rax) {
    case SYSCALL_GETPID: return (uintptr_t) current->pid;
    case SYSCALL_YIELD: current->regs.reg_rax = 0; schedule();
    case SYSCALL_PAGE_ALLOC: return (uintptr_t) syscall_page_alloc(regs->reg_rdi);
    case SYSCALL_FORK: return (uintptr_t) syscall_fork();
    case SYSCALL_EXIT: syscall_exit(); return 0;
    default: return (uintptr_t) E_NOSYS;
    }
}

static void
syscall_exit(void) {
    address_space_free(current->pagetable);
    current->state = P_FREE;
}

//// exit-of-the-first-one
// check: 6.1
// says: there is no process left that can run|process 1|sys_exit returned
// Frees the process whose slot is the first in use, not the caller.
static void
syscall_exit(void) {
    pid_t pid = 1;
    while (ptable[pid].state == P_FREE) {
        ++pid;
    }
    address_space_free(ptable[pid].pagetable);
    ptable[pid] = (proc) {.state = P_FREE};
    schedule();
}

//// children-go-with-their-parent
// check: 6.3
// says: (process 3 no longer runs|the child of process 2 does not run) after its parent's sys_exit
// An exit ends the children, too, which nobody has asked for.
typedef struct proc {
    x86_64_pagetable *pagetable;
    pid_t pid;
    procstate state;
    regstate regs;
    const char *program;
    pid_t parent;
} proc;

static void
syscall_exit(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state != P_FREE && ptable[pid].parent == current->pid) {
            address_space_free(ptable[pid].pagetable);
            ptable[pid] = (proc) {.state = P_FREE};
        }
    }
    address_space_free(current->pagetable);
    *current = (proc) {.state = P_FREE};
    schedule();
}

static pid_t
syscall_fork(void) {
    pid_t pid = 1;
    while (pid < MAXNPROC && ptable[pid].state != P_FREE) {
        ++pid;
    }
    if (pid == MAXNPROC) {
        return E_AGAIN;
    }
    x86_64_pagetable *pt = address_space_new();
    if (pt == NULL) {
        return E_NOMEM;
    }
    if (address_space_copy(pt, current->pagetable) < 0) {
        address_space_free(pt);
        return E_NOMEM;
    }
    ptable[pid] = *current;
    ptable[pid].pid = pid;
    ptable[pid].parent = current->pid;
    ptable[pid].pagetable = pt;
    ptable[pid].regs.reg_rax = 0;
    return pid;
}

//// every-number-once
// check: 6.2
// says: after 1[0-9] children that have all exited, sys_fork returned -11, with [0-9]+ free pages
// Slots are taken one after another, and none is used again.
static pid_t
syscall_fork(void) {
    static pid_t next = 2;
    while (next < MAXNPROC && ptable[next].state != P_FREE) {
        ++next;
    }
    if (next == MAXNPROC) {
        return E_AGAIN;
    }
    pid_t pid = next++;
    x86_64_pagetable *pt = address_space_new();
    if (pt == NULL) {
        return E_NOMEM;
    }
    if (address_space_copy(pt, current->pagetable) < 0) {
        address_space_free(pt);
        return E_NOMEM;
    }
    ptable[pid] = *current;
    ptable[pid].pid = pid;
    ptable[pid].pagetable = pt;
    ptable[pid].regs.reg_rax = 0;
    return pid;
}

//// list-overflows
// check: 6.2
// says: sys_exit of process 2: the kernel panics: pset/kernel.c:[0-9]+: assertion 'nexited < 100' failed
// Remembers all processes that have exited in an array for a hundred.
static pid_t exited[100];
static unsigned nexited;

static void
syscall_exit(void) {
    address_space_free(current->pagetable);
    assert(nexited < 100);
    exited[nexited++] = current->pid;
    *current = (proc) {.state = P_FREE};
    schedule();
}

//// kfree-of-null
// check: 6.3
// says: kfree\(NULL\): the kernel panics: pset/pages.c:[0-9]+: assertion
// kfree does not ignore NULL, and callers ask first.
void
kfree(void *pointer) {
    uint64_t pa = kptr2pa(pointer);
    assert(pa % PAGESIZE == 0 && allocatable_physical_address(pa));
    assert_gt(physpages[pa / PAGESIZE].refcount, 0);
    physpages[pa / PAGESIZE].refcount -= 1;
}

// in address-space.c
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    memset(page, 0, PAGESIZE);
    vmiter it = vmiter_make(pt, va);
    vmiter old = it;
    if (vmiter_try_map(&it, kptr2pa(page), perm) < 0) {
        kfree(page);
        return E_NOMEM;
    }
    if (vmiter_present(&old)) {
        kfree(vmiter_kptr(&old));
    }
    return 0;
}

//// kfree-of-null-frees-page-0
// check: 6.3
// says: kfree\(NULL\): the kernel panics: page 0 is free
// kfree takes NULL for page 0.
void
kfree(void *pointer) {
    physpages[kptr2pa(pointer) / PAGESIZE].refcount -= 1;
    if (pointer == NULL) {
        panic("page 0 is free");
    }
}

// in address-space.c
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    memset(page, 0, PAGESIZE);
    vmiter it = vmiter_make(pt, va);
    vmiter old = it;
    if (vmiter_try_map(&it, kptr2pa(page), perm) < 0) {
        kfree(page);
        return E_NOMEM;
    }
    if (vmiter_present(&old)) {
        kfree(vmiter_kptr(&old));
    }
    return 0;
}

//// fork-undoes-nothing
// check: 6.4
// says: after sys_fork of process 1, in which allocation [0-9]+ failed, the page at 0x[0-9a-f]+ has count 1 and no references: it is lost \(allocation 1 of this call\)
// A copy that fails is forgotten.
static pid_t
syscall_fork(void) {
    pid_t pid = 1;
    while (pid < MAXNPROC && ptable[pid].state != P_FREE) {
        ++pid;
    }
    if (pid == MAXNPROC) {
        return E_AGAIN;
    }
    x86_64_pagetable *pt = address_space_new();
    if (pt == NULL || address_space_copy(pt, current->pagetable) < 0) {
        return E_NOMEM;
    }
    ptable[pid] = *current;
    ptable[pid].pid = pid;
    ptable[pid].pagetable = pt;
    ptable[pid].regs.reg_rax = 0;
    return pid;
}

//// fork-undoes-the-root
// check: 6.4
// says: in which allocation [0-9]+ failed, the page at 0x[0-9a-f]+ has count 1 and no references: it is lost \(allocation [0-9]+ of this call\)
// Only the root of the child's page table is freed after a failure.
static pid_t
syscall_fork(void) {
    pid_t pid = 1;
    while (pid < MAXNPROC && ptable[pid].state != P_FREE) {
        ++pid;
    }
    if (pid == MAXNPROC) {
        return E_AGAIN;
    }
    x86_64_pagetable *pt = address_space_new();
    if (pt == NULL) {
        return E_NOMEM;
    }
    if (address_space_copy(pt, current->pagetable) < 0) {
        kfree(pt);
        return E_NOMEM;
    }
    ptable[pid] = *current;
    ptable[pid].pid = pid;
    ptable[pid].pagetable = pt;
    ptable[pid].regs.reg_rax = 0;
    return pid;
}

//// fork-undoes-twice
// check: 6.4
// says: in sys_fork of process 1, in which allocation [0-9]+ failed, the kernel (reads address 0x[0-9a-f]+, which is in a page that it has freed|calls kfree\(0x[0-9a-f]+\) for a page that is free already)
// Both functions free the child's address space.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    for (vmiter it = vmiter_make(src, PROC_START_ADDR); vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it) && copy_page(dst, &it) < 0) {
            address_space_free(dst);
            return E_NOMEM;
        }
    }
    return 0;
}

//// page-not-yet-mapped
// check: 6.4
// says: in which allocation [0-9]+ failed, the page at 0x[0-9a-f]+ has count 1 and no references: it is lost \(allocation [0-9]+ of this call\)
// A page whose mapping fails is in no page table yet, so nothing frees it.
static int
copy_page(x86_64_pagetable *dst, const vmiter *it) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    memcpy(page, vmiter_kptr(it), PAGESIZE);
    return vmiter_try_map(vmiter_at(dst, vmiter_va(it)), kptr2pa(page), vmiter_perm(it) & USER_DATA);
}

//// new-table-stays
// check: 6.4
// says: after sys_fork of process 1, in which allocation [234] failed, the page at 0x[0-9a-f]+ has count 1 and no references: it is lost \(allocation 1 of this call\)
// address_space_new forgets its root if it cannot map the kernel's part.
x86_64_pagetable *
address_space_new(void) {
    x86_64_pagetable *pt = kalloc(PAGESIZE);
    if (pt == NULL) {
        return NULL;
    }
    memset(pt, 0, PAGESIZE);
    for (vmiter it = vmiter_make(kernel_pagetable, PAGESIZE); vmiter_va(&it) < PROC_START_ADDR;
         vmiter_next(&it)) {
        uint64_t perm = vmiter_perm(&it) & USER_DATA;
        if (vmiter_try_map(vmiter_at(pt, vmiter_va(&it)), vmiter_pa(&it), perm) < 0) {
            return NULL;
        }
    }
    return pt;
}

//// fork-keeps-the-slot
// check: 6.4
// says: after sys_fork of process 1, in which allocation 1 failed, process 2 has no page table
// The slot is taken first, and stays so after a failure.
static pid_t
syscall_fork(void) {
    pid_t pid = 1;
    while (pid < MAXNPROC && ptable[pid].state != P_FREE) {
        ++pid;
    }
    if (pid == MAXNPROC) {
        return E_AGAIN;
    }
    ptable[pid] = *current;
    ptable[pid].pid = pid;
    ptable[pid].regs.reg_rax = 0;
    ptable[pid].pagetable = address_space_new();
    if (ptable[pid].pagetable == NULL) {
        return E_NOMEM;
    }
    if (address_space_copy(ptable[pid].pagetable, current->pagetable) < 0) {
        address_space_free(ptable[pid].pagetable);
        return E_NOMEM;
    }
    return pid;
}

//// fork-kills-its-caller
// check: 6.4
// says: in which allocation 1 failed, no process can go on: the kernel has ended all of them
// Without memory for a child, its parent exits.
static pid_t
syscall_fork(void) {
    pid_t pid = 1;
    while (pid < MAXNPROC && ptable[pid].state != P_FREE) {
        ++pid;
    }
    if (pid == MAXNPROC) {
        return E_AGAIN;
    }
    x86_64_pagetable *pt = address_space_new();
    if (pt == NULL) {
        syscall_exit();
    }
    if (address_space_copy(pt, current->pagetable) < 0) {
        address_space_free(pt);
        syscall_exit();
    }
    ptable[pid] = *current;
    ptable[pid].pid = pid;
    ptable[pid].pagetable = pt;
    ptable[pid].regs.reg_rax = 0;
    return pid;
}

//// fork-returns-the-slot-anyway
// check: 6.4
// says: after sys_fork of process 1, in which allocation [0-9]+ failed, and yet it returned 2
// The slot's number is returned, whatever has happened.
static pid_t
syscall_fork(void) {
    pid_t pid = 1;
    while (pid < MAXNPROC && ptable[pid].state != P_FREE) {
        ++pid;
    }
    if (pid == MAXNPROC) {
        return E_AGAIN;
    }
    x86_64_pagetable *pt = address_space_new();
    if (pt != NULL && address_space_copy(pt, current->pagetable) == 0) {
        ptable[pid] = *current;
        ptable[pid].pid = pid;
        ptable[pid].pagetable = pt;
        ptable[pid].regs.reg_rax = 0;
    } else if (pt != NULL) {
        address_space_free(pt);
    }
    return pid;
}

//// fork-without-a-null-check
// check: 6.4
// says: sys_fork of process 1, in which allocation [0-9]+ fails: the kernel panics: page fault
// address_space_new may return NULL.
static pid_t
syscall_fork(void) {
    pid_t pid = 1;
    while (pid < MAXNPROC && ptable[pid].state != P_FREE) {
        ++pid;
    }
    if (pid == MAXNPROC) {
        return E_AGAIN;
    }
    x86_64_pagetable *pt = address_space_new();
    if (address_space_copy(pt, current->pagetable) < 0) {
        address_space_free(pt);
        return E_NOMEM;
    }
    ptable[pid] = *current;
    ptable[pid].pid = pid;
    ptable[pid].pagetable = pt;
    ptable[pid].regs.reg_rax = 0;
    return pid;
}

//// page-alloc-frees-the-old-page-first
// check: 6.5
// says: after sys_page_alloc of process 1, in which allocation 1 failed, the page at 0x[0-9a-f]+ is free, and still in use
// The old page is free, although there is no new one.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    vmiter it = vmiter_make(pt, va);
    kfree(vmiter_kptr(&it));
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    memset(page, 0, PAGESIZE);
    if (vmiter_try_map(&it, kptr2pa(page), perm) < 0) {
        kfree(page);
        return E_NOMEM;
    }
    return 0;
}

//// page-alloc-unmaps-first
// check: 6.5
// says: after sys_page_alloc of process 1, in which allocation 1 failed, process 1 has lost its page at 0x
// The old page is unmapped and free, although there is no new one.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    vmiter it = vmiter_make(pt, va);
    kfree(vmiter_kptr(&it));
    vmiter_map(&it, 0, 0);
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    memset(page, 0, PAGESIZE);
    if (vmiter_try_map(&it, kptr2pa(page), perm) < 0) {
        kfree(page);
        return E_NOMEM;
    }
    return 0;
}

//// loading-undoes-nothing
// check: 6.6
// says: it is lost \(allocation [0-9]+ for process [0-9]+, for which a later one failed\)
// A program that cannot be loaded leaves its memory behind.
static int
process_setup(pid_t pid, const char *program_name) {
    const elf_header *eh = program_header(program_name);
    if (eh == NULL) {
        return E_NOENT;
    }
    x86_64_pagetable *pt = address_space_new();
    if (pt == NULL) {
        return E_NOMEM;
    }
    for (unsigned i = 0; i < eh->phnum; ++i) {
        if (load_segment(pt, (const char *) eh, &elf_segments(eh)[i]) < 0) {
            return E_NOMEM;
        }
    }
    if (address_space_alloc(pt, memory_end(pid) - PAGESIZE, USER_DATA) < 0) {
        address_space_free(pt);
        return E_NOMEM;
    }
    ptable[pid] = (proc) {.pagetable = pt, .pid = pid, .state = P_RUNNABLE};
    ptable[pid].program = disk_image_find(program_name).name;
    ptable[pid].regs.reg_rip = eh->entry;
    ptable[pid].regs.reg_rsp = memory_end(pid) - sizeof(uint64_t);
    ptable[pid].regs.reg_cs = SEGMENT_USER_CODE;
    ptable[pid].regs.reg_ss = SEGMENT_USER_DATA;
    return 0;
}

//// loading-forgets-the-stack
// check: 6.6
// says: it is lost \(allocation [0-9]+ for process [0-9]+, for which a later one failed\)
// If there is no page for the stack, code and data are left behind.
static int
process_setup(pid_t pid, const char *program_name) {
    const elf_header *eh = program_header(program_name);
    if (eh == NULL) {
        return E_NOENT;
    }
    x86_64_pagetable *pt = address_space_new();
    if (pt == NULL) {
        return E_NOMEM;
    }
    for (unsigned i = 0; i < eh->phnum; ++i) {
        if (load_segment(pt, (const char *) eh, &elf_segments(eh)[i]) < 0) {
            address_space_free(pt);
            return E_NOMEM;
        }
    }
    if (address_space_alloc(pt, memory_end(pid) - PAGESIZE, USER_DATA) < 0) {
        return E_NOMEM;
    }
    ptable[pid] = (proc) {.pagetable = pt, .pid = pid, .state = P_RUNNABLE};
    ptable[pid].program = disk_image_find(program_name).name;
    ptable[pid].regs.reg_rip = eh->entry;
    ptable[pid].regs.reg_rsp = memory_end(pid) - sizeof(uint64_t);
    ptable[pid].regs.reg_cs = SEGMENT_USER_CODE;
    ptable[pid].regs.reg_ss = SEGMENT_USER_DATA;
    return 0;
}

//// page-lost-when-mapping-fails
// check: 6.6
// says: it is lost \(allocation [0-9]+ for process [0-9]+, for which a later one failed\)
// address_space_alloc forgets its page if there is none for a page table: the stack is the first to need one.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    memset(page, 0, PAGESIZE);
    vmiter it = vmiter_make(pt, va);
    vmiter old = it;
    if (vmiter_try_map(&it, kptr2pa(page), perm) < 0) {
        return E_NOMEM;
    }
    kfree(vmiter_kptr(&old));
    return 0;
}

//// runs-half-a-program
// check: 6.6
// says: there is a process [0-9]+, although allocation [0-9]+ failed|is free, and still
// The slot is runnable before the program is loaded, and stays so.
static int
process_setup(pid_t pid, const char *program_name) {
    const elf_header *eh = program_header(program_name);
    if (eh == NULL) {
        return E_NOENT;
    }
    x86_64_pagetable *pt = address_space_new();
    if (pt == NULL) {
        return E_NOMEM;
    }
    ptable[pid] = (proc) {.pagetable = pt, .pid = pid, .state = P_RUNNABLE};
    ptable[pid].program = disk_image_find(program_name).name;
    ptable[pid].regs.reg_rip = eh->entry;
    ptable[pid].regs.reg_rsp = memory_end(pid) - sizeof(uint64_t);
    ptable[pid].regs.reg_cs = SEGMENT_USER_CODE;
    ptable[pid].regs.reg_ss = SEGMENT_USER_DATA;
    int r = 0;
    for (unsigned i = 0; r == 0 && i < eh->phnum; ++i) {
        r = load_segment(pt, (const char *) eh, &elf_segments(eh)[i]);
    }
    return r == 0 ? address_space_alloc(pt, memory_end(pid) - PAGESIZE, USER_DATA) : r;
}

//// looks-for-a-slot-last
// check: 6.7
// says: after sys_fork of process 1, the page at 0x[0-9a-f]+ has count 1 and no references: it is lost \(allocation [0-9]+ of this call\)
// The child's memory is complete before it turns out that no slot is free.
static pid_t
syscall_fork(void) {
    x86_64_pagetable *pt = address_space_new();
    if (pt == NULL) {
        return E_NOMEM;
    }
    if (address_space_copy(pt, current->pagetable) < 0) {
        address_space_free(pt);
        return E_NOMEM;
    }
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_FREE) {
            ptable[pid] = *current;
            ptable[pid].pid = pid;
            ptable[pid].pagetable = pt;
            ptable[pid].regs.reg_rax = 0;
            return pid;
        }
    }
    return E_AGAIN;
}

//// waits-for-memory
// check: 6.7
// says: sys_fork with [0-9]+ free pages and [0-9]+ children: the kernel (hangs|does not end)
// Tries again until there is memory; nobody frees any meanwhile.
static pid_t
syscall_fork(void) {
    pid_t pid = 1;
    while (pid < MAXNPROC && ptable[pid].state != P_FREE) {
        ++pid;
    }
    if (pid == MAXNPROC) {
        return E_AGAIN;
    }
    x86_64_pagetable *pt;
    for (;;) {
        pt = address_space_new();
        if (pt != NULL && address_space_copy(pt, current->pagetable) == 0) {
            break;
        } else if (pt != NULL) {
            address_space_free(pt);
        }
    }
    ptable[pid] = *current;
    ptable[pid].pid = pid;
    ptable[pid].pagetable = pt;
    ptable[pid].regs.reg_rax = 0;
    return pid;
}

//// waits-for-a-slot
// check: 6.7
// says: sys_fork with [0-9]+ children and [0-9]+ free pages: the kernel (hangs|does not end)
// Without a slot, looks again from the start.
static pid_t
syscall_fork(void) {
    pid_t pid = 1;
    while (ptable[pid].state != P_FREE) {
        pid = 1 + pid % (MAXNPROC - 1);
    }
    x86_64_pagetable *pt = address_space_new();
    if (pt == NULL) {
        return E_NOMEM;
    }
    if (address_space_copy(pt, current->pagetable) < 0) {
        address_space_free(pt);
        return E_NOMEM;
    }
    ptable[pid] = *current;
    ptable[pid].pid = pid;
    ptable[pid].pagetable = pt;
    ptable[pid].regs.reg_rax = 0;
    return pid;
}

//// panics-without-memory
// check: 6.7
// says: sys_fork with [0-9]+ free pages and [0-9]+ children: the kernel panics: no memory
// Memory can be full; that is no reason to stop.
static pid_t
syscall_fork(void) {
    pid_t pid = 1;
    while (pid < MAXNPROC && ptable[pid].state != P_FREE) {
        ++pid;
    }
    if (pid == MAXNPROC) {
        return E_AGAIN;
    }
    x86_64_pagetable *pt = address_space_new();
    if (pt == NULL || address_space_copy(pt, current->pagetable) < 0) {
        panic("no memory");
    }
    ptable[pid] = *current;
    ptable[pid].pid = pid;
    ptable[pid].pagetable = pt;
    ptable[pid].regs.reg_rax = 0;
    return pid;
}
