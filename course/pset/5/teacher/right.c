// Unusual right ways to do step 5.

//// address-by-address
// Looks at each address from start to end, and allocates and maps the pages itself, with all bits of the entry.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    for (uint64_t va = PROC_START_ADDR; va < MEMSIZE_VIRTUAL; va += PAGESIZE) {
        vmiter from = vmiter_make(src, va);
        if (!vmiter_user(&from)) {
            continue;
        }
        void *page = kalloc(PAGESIZE);
        if (page == NULL) {
            return E_NOMEM;
        }
        memcpy(page, vmiter_kptr(&from), PAGESIZE);
        if (vmiter_try_map(vmiter_at(dst, va), kptr2pa(page), vmiter_perm(&from)) < 0) {
            kfree(page);
            return E_NOMEM;
        }
    }
    return 0;
}

//// child-first
// fork does not return: it leaves its result in the parent's registers, and the child runs at once.
static pid_t
syscall_fork(void) {
    proc *child = NULL;
    for (pid_t pid = MAXNPROC - 1; pid >= 1; --pid) {
        child = ptable[pid].state == P_FREE ? &ptable[pid] : child;
    }
    if (child == NULL) {
        return E_AGAIN;
    }
    x86_64_pagetable *pt = address_space_new();
    if (pt == NULL || address_space_copy(pt, current->pagetable) < 0) {
        return E_NOMEM;
    }
    *child = *current;
    child->pid = (pid_t) (child - ptable);
    child->pagetable = pt;
    child->regs.reg_rax = 0;
    current->regs.reg_rax = (uint64_t) child->pid;
    run(child);
}

//// others-first
// The same, but whoever is next runs: also after an error.
static pid_t
new_child(void) {
    for (pid_t pid = MAXNPROC - 1; pid >= 1; --pid) {
        if (ptable[pid].state == P_FREE) {
            x86_64_pagetable *pt = address_space_new();
            if (pt == NULL || address_space_copy(pt, current->pagetable) < 0) {
                return E_NOMEM;
            }
            ptable[pid] = (proc) {pt, pid, P_RUNNABLE, current->regs, current->program};
            ptable[pid].regs.reg_rax = 0;
            return pid;
        }
    }
    return E_AGAIN;
}

static pid_t
syscall_fork(void) {
    current->regs.reg_rax = (uint64_t) (int64_t) new_child();
    schedule();
}

//// recursion
// Copies the page table level by level: a function that calls itself. The kernel's entries stay as they are. All of it is in
// kernel.c.
static x86_64_pagetable *
copy_table(const x86_64_pagetable *from, int level, uint64_t va) {
    x86_64_pagetable *to = kalloc(PAGESIZE);
    if (to == NULL) {
        return NULL;
    }
    memset(to, 0, PAGESIZE);
    for (unsigned i = 0; i < NPAGETABLEENTRIES; ++i) {
        const uint64_t entry = from->entry[i], start = va + ((uint64_t) i << (12 + 9 * (level - 1)));
        if (!(entry & PTE_P)) {
            continue;
        }
        if (level == 1 && (start < PROC_START_ADDR || !(entry & PTE_U))) {
            to->entry[i] = entry;
            continue;
        }
        const void *old = pa2kptr(entry & PTE_PAMASK);
        void *page = level > 1 ? copy_table(old, level - 1, start) : kalloc(PAGESIZE);
        if (page == NULL) {
            return NULL;
        }
        if (level == 1) {
            memcpy(page, old, PAGESIZE);
        }
        to->entry[i] = kptr2pa(page) | (entry & ~PTE_PAMASK);
    }
    return to;
}

static pid_t
syscall_fork(void) {
    pid_t pid = 1;
    while (pid < MAXNPROC && ptable[pid].state != P_FREE) {
        ++pid;
    }
    x86_64_pagetable *pt = pid < MAXNPROC ? copy_table(current->pagetable, 4, 0) : NULL;
    if (pt == NULL) {
        return pid < MAXNPROC ? E_NOMEM : E_AGAIN;
    }
    ptable[pid] = *current;
    ptable[pid].pid = pid;
    ptable[pid].pagetable = pt;
    ptable[pid].regs.reg_rax = 0;
    return pid;
}

//// in-two-rounds
// First gives the child all pages, then fills them. The child's own table is asked which there are.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    for (vmiter it = vmiter_make(src, PROC_START_ADDR); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (is_own(&it) && address_space_alloc(dst, vmiter_va(&it), vmiter_perm(&it) & USER_DATA) < 0) {
            return E_NOMEM;
        }
    }
    for (vmiter it = vmiter_make(dst, PROC_START_ADDR); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (is_own(&it)) {
            memcpy(vmiter_kptr(&it), vmiter_kptr(vmiter_at(src, vmiter_va(&it))), PAGESIZE);
        }
    }
    return 0;
}

//// memory-counted-first
// Looks whether there is memory for everything before it takes any. And the errors have other numbers.
static unsigned
free_now(void) {
    unsigned n = 0;
    for (unsigned i = 0; i < NPAGES; ++i) {
        n += physpages[i].refcount == 0 && allocatable_physical_address(i * PAGESIZE);
    }
    return n;
}

static pid_t
syscall_fork(void) {
    pid_t pid;
    for (pid = 1; pid < MAXNPROC && ptable[pid].state != P_FREE; ++pid) {
    }
    unsigned needed = 5;
    for (vmiter it = vmiter_make(current->pagetable, PROC_START_ADDR); vmiter_low(&it); vmiter_next(&it)) {
        needed += vmiter_user(&it);
    }
    if (pid == MAXNPROC || free_now() < needed) {
        return -1;
    }
    x86_64_pagetable *pt = address_space_new();
    if (pt == NULL || address_space_copy(pt, current->pagetable) < 0) {
        return -1;
    }
    memcpy(&ptable[pid], current, sizeof(proc));
    ptable[pid].pid = pid;
    ptable[pid].pagetable = pt;
    ptable[pid].regs.reg_rax = 0;
    return pid;
}

//// faulted-slots-reclaimed
// If no slot is free, the slot of a faulted process is used again, and its memory is freed.
static void
free_all_of(x86_64_pagetable *pt) {
    for (uint64_t va = PROC_START_ADDR; va < MEMSIZE_VIRTUAL; va += PAGESIZE) {
        kfree(vmiter_kptr(vmiter_at(pt, va)));
    }
    x86_64_pagetable *l3 = pa2kptr(pt->entry[0] & PTE_PAMASK), *l2 = pa2kptr(l3->entry[0] & PTE_PAMASK);
    for (unsigned i = 0; i < NPAGETABLEENTRIES; ++i) {
        if (l2->entry[i] & PTE_P) {
            kfree(pa2kptr(l2->entry[i] & PTE_PAMASK));
        }
    }
    kfree(l2);
    kfree(l3);
    kfree(pt);
}

static pid_t
free_slot(void) {
    for (procstate wanted = P_FREE; wanted <= P_FAULTED; wanted += P_FAULTED) {
        for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
            if (ptable[pid].state == wanted) {
                return pid;
            }
        }
    }
    return 0;
}

static pid_t
syscall_fork(void) {
    pid_t pid = free_slot();
    if (pid == 0) {
        return E_AGAIN;
    }
    if (ptable[pid].state == P_FAULTED) {
        free_all_of(ptable[pid].pagetable);
        ptable[pid].state = P_FREE;
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

//// stack-first-and-backwards
// Copies from the end to the start, word by word.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    for (uint64_t va = MEMSIZE_VIRTUAL - PAGESIZE; va >= PROC_START_ADDR; va -= PAGESIZE) {
        const uint64_t *from = vmiter_kptr(vmiter_at(src, va));
        if (from == NULL) {
            continue;
        }
        if (address_space_alloc(dst, va, USER_DATA) < 0) {
            return E_NOMEM;
        }
        uint64_t *to = vmiter_kptr(vmiter_at(dst, va));
        for (unsigned i = 0; i < PAGESIZE / sizeof(*to); ++i) {
            to[i] = from[i];
        }
    }
    return 0;
}

//// through-a-buffer
// Reads the parent's bytes at its own addresses, with its page table in force, into a buffer of the kernel's, which is in
// each page table.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    static char buffer[PAGESIZE];
    for (uint64_t va = PROC_START_ADDR; va < MEMSIZE_VIRTUAL; va += PAGESIZE) {
        if (!vmiter_user(vmiter_at(src, va))) {
            continue;
        }
        if (address_space_alloc(dst, va, USER_DATA) < 0) {
            return E_NOMEM;
        }
        write_cr3(kptr2pa(src));
        memcpy(buffer, (const void *) va, PAGESIZE);
        write_cr3(kptr2pa(kernel_pagetable));
        memcpy(vmiter_kptr(vmiter_at(dst, va)), buffer, PAGESIZE);
    }
    return 0;
}

#include "x86.h"
