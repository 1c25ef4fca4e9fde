// Wrong ways to do step 5.

//// nothing-copied
// check: 5.1
// says: after sys_fork of process \d, the child has no page at 0x100000; its parent has one
// The child gets an address space, and nothing in it.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    (void) dst;
    (void) src;
    return 0;
}

//// pages-empty
// check: 5.1
// says: the child has 0 at 0x100000; its parent has 0x
// The child gets pages where its parent has some, but not their bytes.
static int
copy_page(x86_64_pagetable *dst, const vmiter *it) {
    return address_space_alloc(dst, vmiter_va(it), vmiter_perm(it) & USER_DATA);
}

//// copied-from-the-virtual-address
// check: 5.1
// says: the kernel panics: page fault (reading|writing) 0x100000
// Copies from the process's address, where the kernel's page table has another page, or none.
static int
copy_page(x86_64_pagetable *dst, const vmiter *it) {
    uint64_t va = vmiter_va(it);
    int r = address_space_alloc(dst, va, vmiter_perm(it) & USER_DATA);
    if (r == 0) {
        memcpy(vmiter_kptr(vmiter_at(dst, va)), (const void *) va, PAGESIZE);
    }
    return r;
}

//// copied-to-the-virtual-address
// check: 5.1
// says: the kernel panics: page fault (reading|writing) 0x100000
// Copies to the process's address.
static int
copy_page(x86_64_pagetable *dst, const vmiter *it) {
    uint64_t va = vmiter_va(it);
    int r = address_space_alloc(dst, va, vmiter_perm(it) & USER_DATA);
    if (r == 0) {
        memcpy((void *) va, vmiter_kptr(it), PAGESIZE);
    }
    return r;
}

//// copied-as-neighbours
// check: 5.1
// says: the kernel panics: page fault reading 0x\w+ \(not mapped\): a free page|the child has 0
// Takes the pages of the process for physical neighbours.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    const char *start = vmiter_kptr(vmiter_at(src, PROC_START_ADDR));
    for (vmiter it = vmiter_make(src, PROC_START_ADDR); vmiter_low(&it); vmiter_next(&it)) {
        uint64_t va = vmiter_va(&it);
        if (!is_own(&it)) {
            continue;
        }
        int r = address_space_alloc(dst, va, USER_DATA);
        if (r < 0) {
            return r;
        }
        bool is_first_part = va < PROC_START_ADDR + 0x10000;
        const void *from = is_first_part ? start + (va - PROC_START_ADDR) : vmiter_kptr(&it);
        memcpy(vmiter_kptr(vmiter_at(dst, va)), from, PAGESIZE);
    }
    return 0;
}

//// up-to-the-first-hole
// check: 5.1
// says: the child has no page at 0x\w+; its parent has one
// Copies pages until the first address that has none.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    int r = 0;
    vmiter it = vmiter_make(src, PROC_START_ADDR);
    for (; r == 0 && is_own(&it); vmiter_advance(&it, PAGESIZE)) {
        r = copy_page(dst, &it);
    }
    it = vmiter_make(src, MEMSIZE_VIRTUAL - PAGESIZE);
    return r == 0 ? copy_page(dst, &it) : r;
}

//// physical-end
// check: 5.1
// says: the child has no page at 0x2ff000; its parent has one
// The loop ends at MEMSIZE_PHYSICAL.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    int r = 0;
    for (vmiter it = vmiter_make(src, PROC_START_ADDR); r == 0 && vmiter_va(&it) < MEMSIZE_PHYSICAL; vmiter_next(&it)) {
        r = is_own(&it) ? copy_page(dst, &it) : 0;
    }
    return r;
}

//// not-the-heap
// check: 5.1
// says: the child has no page at 0x120000; its parent has one
// Copies code, data and stack, and forgets the heap.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    int r = 0;
    for (vmiter it = vmiter_make(src, PROC_START_ADDR); r == 0 && vmiter_low(&it); vmiter_next(&it)) {
        bool is_heap = vmiter_va(&it) >= PROC_START_ADDR + 0x10000 && vmiter_va(&it) < MEMSIZE_VIRTUAL - PAGESIZE;
        r = is_own(&it) && !is_heap ? copy_page(dst, &it) : 0;
    }
    return r;
}

//// half-a-page
// check: 5.1
// says: the child has 0 at 0x100800; its parent has 0x\w+
// Copies a part of each page.
static int
copy_page(x86_64_pagetable *dst, const vmiter *it) {
    uint64_t va = vmiter_va(it);
    int r = address_space_alloc(dst, va, vmiter_perm(it) & USER_DATA);
    if (r == 0) {
        memcpy(vmiter_kptr(vmiter_at(dst, va)), vmiter_kptr(it), PAGESIZE / 2);
    }
    return r;
}

//// copy-is-read-only
// check: 5.1
// says: the child cannot write to 0x100000; its parent can
// The child's pages lose a permission.
static int
copy_page(x86_64_pagetable *dst, const vmiter *it) {
    uint64_t va = vmiter_va(it);
    int r = address_space_alloc(dst, va, PTE_P | PTE_U);
    if (r == 0) {
        memcpy(vmiter_kptr(vmiter_at(dst, va)), vmiter_kptr(it), PAGESIZE);
    }
    return r;
}

//// first-process-copied
// check: 5.1
// says: after sys_fork of process 2, the child has 0x\w+ at 0x\w+; its parent has
// Copies the memory of process 1, whoever calls.
static pid_t
syscall_fork(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_FREE) {
            x86_64_pagetable *pt = address_space_new();
            if (pt == NULL || address_space_copy(pt, ptable[1].pagetable) < 0) {
                return E_NOMEM;
            }
            ptable[pid] = *current;
            ptable[pid].pid = pid;
            ptable[pid].pagetable = pt;
            ptable[pid].regs.reg_rax = 0;
            return pid;
        }
    }
    return E_AGAIN;
}

//// stack-shared
// check: 5.2
// says: after sys_fork of process 1, process 1 can write at 0x2ff000 to the page of physical address \w+, which is mapped or used elsewhere
// Parent and child have one stack.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    int r = 0;
    for (vmiter it = vmiter_make(src, PROC_START_ADDR); r == 0 && vmiter_low(&it); vmiter_next(&it)) {
        if (vmiter_va(&it) == MEMSIZE_VIRTUAL - PAGESIZE) {
            r = vmiter_try_map(vmiter_at(dst, vmiter_va(&it)), vmiter_pa(&it), USER_DATA);
        } else if (is_own(&it)) {
            r = copy_page(dst, &it);
        }
    }
    return r;
}

//// shared-beyond-the-first-table
// check: 5.2
// says: process 1 can write at 0x200000 to the page of physical address \w+, which is mapped or used elsewhere
// What the first page-table page of level 1 maps is copied; what lies beyond is shared.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    int r = 0;
    for (vmiter it = vmiter_make(src, PROC_START_ADDR); r == 0 && vmiter_low(&it); vmiter_next(&it)) {
        uint64_t va = vmiter_va(&it);
        r = va >= 0x200000 && va < MEMSIZE_VIRTUAL - PAGESIZE ? vmiter_try_map(vmiter_at(dst, va), vmiter_pa(&it), USER_DATA)
                                                               : copy_page(dst, &it);
    }
    return r;
}

//// same-page-table
// check: 5.2
// says: after sys_fork of process 1, the child has its parent's page table
// The child has its parent's page table, and so all of its memory.
static pid_t
syscall_fork(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_FREE) {
            ptable[pid] = *current;
            ptable[pid].pid = pid;
            ptable[pid].regs.reg_rax = 0;
            return pid;
        }
    }
    return E_AGAIN;
}

//// root-copied
// check: 5.2
// says: wrong: after sys_fork of process 1, the page tables of processes 1 and 2 both have the page-table page at
// Copies the root of the page table; the lower levels are the same pages.
static pid_t
syscall_fork(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_FREE) {
            x86_64_pagetable *pt = kalloc(PAGESIZE);
            if (pt == NULL) {
                return E_NOMEM;
            }
            memcpy(pt, current->pagetable, PAGESIZE);
            ptable[pid] = *current;
            ptable[pid].pid = pid;
            ptable[pid].pagetable = pt;
            ptable[pid].regs.reg_rax = 0;
            return pid;
        }
    }
    return E_AGAIN;
}

//// console-copied
// check: 5.2
// says: wrong: after sys_fork of process 1, (process 2 has at 0x40000 the page of physical address \w+, not the page of .ticks.|the page table of process 2 does not map 0x40000, which is in the kernel)
// Copies all pages that users can access. Console and `ticks` are among them.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    for (vmiter it = vmiter_make(src, 0); vmiter_low(&it); vmiter_next(&it)) {
        if (vmiter_user(&it)) {
            void *page = kalloc(PAGESIZE);
            if (page == NULL || vmiter_try_map(vmiter_at(dst, vmiter_va(&it)), kptr2pa(page), vmiter_perm(&it) & USER_DATA) < 0) {
                return E_NOMEM;
            }
            memcpy(page, vmiter_kptr(&it), PAGESIZE);
        }
    }
    return 0;
}

//// console-alone-copied
// check: 5.2
// says: wrong: after sys_fork of process 1, process 2 has at 0xb8000 the page of physical address \w+, not the console: nobody sees
// Copies all pages that users can write to. The console is among them.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    for (vmiter it = vmiter_make(src, 0); vmiter_low(&it); vmiter_next(&it)) {
        if (vmiter_user(&it) && vmiter_writable(&it)) {
            void *page = kalloc(PAGESIZE);
            if (page == NULL || vmiter_try_map(vmiter_at(dst, vmiter_va(&it)), kptr2pa(page), vmiter_perm(&it) & USER_DATA) < 0) {
                return E_NOMEM;
            }
            memcpy(page, vmiter_kptr(&it), PAGESIZE);
        }
    }
    return 0;
}

//// kernel-copied
// check: 5.6
// says: the page table of process 2 does not map 0x4\w000, which is in the kernel's image|sys_fork of process 1: the kernel panics: page fault reading 0x0
// Copies every page that is mapped: the kernel's, too.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    for (vmiter it = vmiter_make(src, PAGESIZE); vmiter_low(&it); vmiter_next(&it)) {
        if (vmiter_va(&it) != CONSOLE_ADDR && vmiter_va(&it) != TICKS_ADDR) {
            void *page = kalloc(PAGESIZE);
            if (page == NULL || vmiter_try_map(vmiter_at(dst, vmiter_va(&it)), kptr2pa(page), vmiter_perm(&it) & USER_DATA) < 0) {
                return 0;
            }
            memcpy(page, vmiter_kptr(&it), PAGESIZE);
        }
    }
    return 0;
}

//// frees-the-parents-page
// check: 5.2
// says: after sys_fork of process 1, the page at \w+ is free, and still in use
// Frees the page that it has copied.
static int
copy_page(x86_64_pagetable *dst, const vmiter *it) {
    uint64_t va = vmiter_va(it);
    int r = address_space_alloc(dst, va, vmiter_perm(it) & USER_DATA);
    if (r == 0) {
        memcpy(vmiter_kptr(vmiter_at(dst, va)), vmiter_kptr(it), PAGESIZE);
        kfree(vmiter_kptr(it));
    }
    return r;
}

//// childs-result-forgotten
// check: 5.3
// says: the child's %rax is 0x5: in the child, fork returns 0
// The child has its parent's %rax, which is the number of the system call.
static pid_t
syscall_fork(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_FREE) {
            x86_64_pagetable *pt = address_space_new();
            if (pt == NULL || address_space_copy(pt, current->pagetable) < 0) {
                return E_NOMEM;
            }
            ptable[pid] = *current;
            ptable[pid].pid = pid;
            ptable[pid].pagetable = pt;
            current->regs.reg_rax = 0;
            return pid;
        }
    }
    return E_AGAIN;
}

//// zero-in-both
// check: 5.3
// says: after sys_fork of process 1, it returned 0 to process 1, which is the parent
// The parent gets 0, too.
static pid_t
syscall_fork(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_FREE) {
            x86_64_pagetable *pt = address_space_new();
            if (pt == NULL || address_space_copy(pt, current->pagetable) < 0) {
                return E_NOMEM;
            }
            ptable[pid] = *current;
            ptable[pid].pid = pid;
            ptable[pid].pagetable = pt;
            ptable[pid].regs.reg_rax = 0;
            return 0;
        }
    }
    return E_AGAIN;
}

//// parents-number-returned
// check: 5.3
// says: after sys_fork of process 1, it returned 1, which is the parent's own number
// The parent gets its own number.
static pid_t
syscall_fork(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_FREE) {
            x86_64_pagetable *pt = address_space_new();
            if (pt == NULL || address_space_copy(pt, current->pagetable) < 0) {
                return E_NOMEM;
            }
            ptable[pid] = *current;
            ptable[pid].pid = pid;
            ptable[pid].pagetable = pt;
            ptable[pid].regs.reg_rax = 0;
            return current->pid;
        }
    }
    return E_AGAIN;
}

//// parents-number-kept
// check: 5.3
// says: in process 1, the parent, sys_fork returns 0, as in the child
// The child's `pid` is its parent's.
static pid_t
syscall_fork(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_FREE) {
            x86_64_pagetable *pt = address_space_new();
            if (pt == NULL || address_space_copy(pt, current->pagetable) < 0) {
                return E_NOMEM;
            }
            ptable[pid] = *current;
            ptable[pid].pagetable = pt;
            ptable[pid].regs.reg_rax = 0;
            return pid;
        }
    }
    return E_AGAIN;
}

//// starts-again
// check: 5.3
// says: after sys_fork of process 1, the child's %\w+ is 0; its parent's was
// The child starts at its program's first instruction, as after process_setup.
static pid_t
syscall_fork(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_FREE) {
            x86_64_pagetable *pt = address_space_new();
            if (pt == NULL || address_space_copy(pt, current->pagetable) < 0) {
                return E_NOMEM;
            }
            ptable[pid] = (proc) {.pagetable = pt, .pid = pid, .state = P_RUNNABLE, .program = current->program};
            ptable[pid].regs.reg_rip = program_entry(current->program);
            ptable[pid].regs.reg_rsp = MEMSIZE_VIRTUAL - 8;
            ptable[pid].regs.reg_cs = SEGMENT_USER_CODE;
            ptable[pid].regs.reg_ss = SEGMENT_USER_DATA;
            return pid;
        }
    }
    return E_AGAIN;
}

//// some-registers
// check: 5.3
// says: after sys_fork of process 1, the child's %r\w+ is 0; its parent's was 0x
// Copies the registers that functions have to keep, since fork is a function.
static pid_t
syscall_fork(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_FREE) {
            x86_64_pagetable *pt = address_space_new();
            if (pt == NULL || address_space_copy(pt, current->pagetable) < 0) {
                return E_NOMEM;
            }
            const regstate *from = &current->regs;
            ptable[pid] = (proc) {.pagetable = pt, .pid = pid, .state = P_RUNNABLE, .program = current->program};
            ptable[pid].regs = (regstate) {.reg_rip = from->reg_rip, .reg_rsp = from->reg_rsp, .reg_cs = from->reg_cs,
                                           .reg_ss = from->reg_ss, .reg_rflags = from->reg_rflags, .reg_rcx = from->reg_rcx,
                                           .reg_r11 = from->reg_r11, .reg_rbx = from->reg_rbx, .reg_rbp = from->reg_rbp,
                                           .reg_r12 = from->reg_r12, .reg_r13 = from->reg_r13, .reg_r14 = from->reg_r14,
                                           .reg_r15 = from->reg_r15};
            return pid;
        }
    }
    return E_AGAIN;
}

//// flags-lost
// check: 5.3
// says: the child's %rflags is 0x202; its parent's was
// The child starts with the flags of a new process.
static pid_t
syscall_fork(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_FREE) {
            x86_64_pagetable *pt = address_space_new();
            if (pt == NULL || address_space_copy(pt, current->pagetable) < 0) {
                return E_NOMEM;
            }
            ptable[pid] = *current;
            ptable[pid].pid = pid;
            ptable[pid].pagetable = pt;
            ptable[pid].regs.reg_rax = 0;
            ptable[pid].regs.reg_rflags = 0x202;
            return pid;
        }
    }
    return E_AGAIN;
}

//// instruction-repeated
// check: 5.3
// says: the child's %rip is 0x\w+; its parent's was
// The child is to execute the syscall instruction itself: its %rip is moved back.
static pid_t
syscall_fork(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_FREE) {
            x86_64_pagetable *pt = address_space_new();
            if (pt == NULL || address_space_copy(pt, current->pagetable) < 0) {
                return E_NOMEM;
            }
            ptable[pid] = *current;
            ptable[pid].pid = pid;
            ptable[pid].pagetable = pt;
            ptable[pid].regs.reg_rax = 0;
            ptable[pid].regs.reg_rip -= 2;
            return pid;
        }
    }
    return E_AGAIN;
}

//// child-does-not-run
// check: 5.3
// says: after sys_fork of process 1, which returned 2, there is no process 2
// Everything is copied, and then the slot is not marked as one in use.
static pid_t
syscall_fork(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_FREE) {
            x86_64_pagetable *pt = address_space_new();
            if (pt == NULL || address_space_copy(pt, current->pagetable) < 0) {
                return E_NOMEM;
            }
            ptable[pid].regs = current->regs;
            ptable[pid].program = current->program;
            ptable[pid].pid = pid;
            ptable[pid].pagetable = pt;
            ptable[pid].regs.reg_rax = 0;
            return pid;
        }
    }
    return E_AGAIN;
}

//// slot-0
// check: 5.4
// says: after sys_fork of process 1, it returned 0 to process 1, which is the parent: .* that is never 0
// Takes slot 0, too.
static pid_t
syscall_fork(void) {
    for (pid_t pid = 0; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_FREE) {
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
    }
    return E_AGAIN;
}

//// slot-0-at-the-end
// check: 5.4
// says: it returned 0 to process \d+, which is the parent: .* that is never 0
// When the other slots are taken, slot 0 is.
static pid_t
syscall_fork(void) {
    for (pid_t n = 1; n <= MAXNPROC; ++n) {
        pid_t pid = n % MAXNPROC;
        if (ptable[pid].state == P_FREE) {
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
    }
    return E_AGAIN;
}

//// last-slot-not-used
// check: 5.4
// says: sys_fork returned -11, when 14 of 15 slots were taken
// The loop ends one too early.
static pid_t
syscall_fork(void) {
    for (pid_t pid = 1; pid < MAXNPROC - 1; ++pid) {
        if (ptable[pid].state == P_FREE) {
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
    }
    return E_AGAIN;
}

//// no-look-for-the-end
// check: 5.4
// says: sys_fork of process \d+: the kernel panics: .*pid < MAXNPROC
// Looks for a free slot, and finds one beyond the table.
static pid_t
syscall_fork(void) {
    pid_t pid = 1;
    while (pid < MAXNPROC && ptable[pid].state != P_FREE) {
        ++pid;
    }
    x86_64_pagetable *pt = address_space_new();
    if (pt == NULL || address_space_copy(pt, current->pagetable) < 0) {
        return E_NOMEM;
    }
    assert(pid < MAXNPROC);
    ptable[pid] = *current;
    ptable[pid].pid = pid;
    ptable[pid].pagetable = pt;
    ptable[pid].regs.reg_rax = 0;
    return pid;
}

//// no-slot-ends-the-parent
// check: 5.4
// says: after sys_fork of process \d+, no process can go on: the kernel has ended all of them
// Without a free slot, the caller is ended.
static pid_t
syscall_fork(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_FREE) {
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
    }
    current->state = P_FAULTED;
    schedule();
}

//// no-slot-noticed-late
// check: 5.4
// says: sys_fork without a free slot returned an error, and \d+ pages are lost
// First the memory, then the slot: if there is none, the memory is lost.
static pid_t
syscall_fork(void) {
    x86_64_pagetable *pt = address_space_new();
    if (pt == NULL || address_space_copy(pt, current->pagetable) < 0) {
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

//// faulted-slot-taken
// check: 5.5
// says: sys_fork of process 1, the child is process 2, and there was a process 2 already \(faulted\): its slot was not free, and \d+ pages are lost
// Takes each slot whose process does not run.
static pid_t
syscall_fork(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state != P_RUNNABLE) {
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
    }
    return E_AGAIN;
}

//// next-number
// check: 5.5
// says: the child is process 2, and there was a process 2 already
// Counts the processes, and takes the next number, whoever has it.
static pid_t
syscall_fork(void) {
    static pid_t last = 1;
    pid_t pid = last + 1;
    if (pid >= MAXNPROC) {
        return E_AGAIN;
    }
    x86_64_pagetable *pt = address_space_new();
    if (pt == NULL || address_space_copy(pt, current->pagetable) < 0) {
        return E_NOMEM;
    }
    last = pid;
    ptable[pid] = *current;
    ptable[pid].pid = pid;
    ptable[pid].pagetable = pt;
    ptable[pid].regs.reg_rax = 0;
    return pid;
}

//// page-for-the-way
// check: 5.6
// says: after sys_fork of process 1, \d+ fewer pages are free than before; the child has 5 page-table pages and \d+ pages of its own
// Copies each page by way of a page from kalloc, which it keeps.
static int
copy_page(x86_64_pagetable *dst, const vmiter *it) {
    uint64_t va = vmiter_va(it);
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    memcpy(page, vmiter_kptr(it), PAGESIZE);
    int r = address_space_alloc(dst, va, vmiter_perm(it) & USER_DATA);
    if (r == 0) {
        memcpy(vmiter_kptr(vmiter_at(dst, va)), page, PAGESIZE);
    }
    return r;
}

//// two-page-tables
// check: 5.6
// says: after sys_fork of process 1, \d+ fewer pages are free than before; the child has 5 page-table pages
// Looks with a page table of its own whether there is memory, and does not need it any more.
static pid_t
syscall_fork(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_FREE) {
            if (address_space_new() == NULL) {
                return E_NOMEM;
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
    }
    return E_AGAIN;
}

//// pages-allocated-twice
// check: 5.6
// says: after sys_fork of process 1, \d+ fewer pages are free than before; the child has 5 page-table pages
// The stack is allocated on its own, and then copied once more. Both is right, but one page has no owner.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    void *stack = kalloc(PAGESIZE);
    if (stack == NULL) {
        return E_NOMEM;
    }
    vmiter it = vmiter_make(src, MEMSIZE_VIRTUAL - PAGESIZE);
    memcpy(stack, vmiter_kptr(&it), PAGESIZE);
    int r = vmiter_try_map(vmiter_at(dst, vmiter_va(&it)), kptr2pa(stack), USER_DATA);
    for (it = vmiter_make(src, PROC_START_ADDR); r == 0 && vmiter_low(&it); vmiter_next(&it)) {
        void *page = kalloc(PAGESIZE);
        if (page == NULL) {
            return E_NOMEM;
        }
        memcpy(page, vmiter_kptr(&it), PAGESIZE);
        r = vmiter_try_map(vmiter_at(dst, vmiter_va(&it)), kptr2pa(page), USER_DATA);
    }
    return r;
}

//// no-memory-panics
// check: 5.7
// says: sys_fork, in which allocation 1 fails: the kernel panics: .*pt != NULL
// Without memory, the kernel panics.
static pid_t
syscall_fork(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_FREE) {
            x86_64_pagetable *pt = address_space_new();
            assert(pt != NULL);
            if (address_space_copy(pt, current->pagetable) < 0) {
                return E_NOMEM;
            }
            ptable[pid] = *current;
            ptable[pid].pid = pid;
            ptable[pid].pagetable = pt;
            ptable[pid].regs.reg_rax = 0;
            return pid;
        }
    }
    return E_AGAIN;
}

//// a-part-of-a-copy
// check: 5.7
// says: after sys_fork of process 1, in which allocation \d failed, and yet it returned 3
// Does not look at the result of address_space_copy: the child has what there was memory for.
static pid_t
syscall_fork(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_FREE) {
            x86_64_pagetable *pt = address_space_new();
            if (pt == NULL) {
                return E_NOMEM;
            }
            int r = address_space_copy(pt, current->pagetable);
            (void) r;
            ptable[pid] = *current;
            ptable[pid].pid = pid;
            ptable[pid].pagetable = pt;
            ptable[pid].regs.reg_rax = 0;
            return pid;
        }
    }
    return E_AGAIN;
}

//// page-table-not-looked-at
// check: 5.7
// says: sys_fork, in which allocation 1 fails: the kernel panics: page fault
// Uses the page table that there is no memory for.
static pid_t
syscall_fork(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_FREE) {
            x86_64_pagetable *pt = address_space_new();
            if (address_space_copy(pt, current->pagetable) < 0) {
                return E_NOMEM;
            }
            ptable[pid] = *current;
            ptable[pid].pid = pid;
            ptable[pid].pagetable = pt;
            ptable[pid].regs.reg_rax = 0;
            return pid;
        }
    }
    return E_AGAIN;
}

//// slot-taken-first
// check: 5.7
// says: allocation 5 failed, sys_fork returned an error, and yet there are 3 processes instead of 2
// Makes the child first, and fills it then. If that fails, it stays as it is.
static pid_t
syscall_fork(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_FREE) {
            x86_64_pagetable *pt = address_space_new();
            if (pt == NULL) {
                return E_NOMEM;
            }
            ptable[pid] = *current;
            ptable[pid].pid = pid;
            ptable[pid].pagetable = pt;
            ptable[pid].regs.reg_rax = 0;
            if (address_space_copy(ptable[pid].pagetable, current->pagetable) < 0) {
                return E_NOMEM;
            }
            return pid;
        }
    }
    return E_AGAIN;
}

//// no-memory-ends-the-parent
// check: 5.7
// says: after sys_fork of process 1, in which allocation 1 failed, process 1 was ended; it should get an error
// Without memory, the caller is ended.
static pid_t
syscall_fork(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_FREE) {
            x86_64_pagetable *pt = address_space_new();
            if (pt == NULL || address_space_copy(pt, current->pagetable) < 0) {
                current->state = P_FAULTED;
                schedule();
            }
            ptable[pid] = *current;
            ptable[pid].pid = pid;
            ptable[pid].pagetable = pt;
            ptable[pid].regs.reg_rax = 0;
            return pid;
        }
    }
    return E_AGAIN;
}

//// result-not-left-behind
// check: 5.3
// says: after sys_fork of process 1, which returned 5, there is no process 5
// The child runs first, and nobody writes the result to the parent's registers.
static pid_t
syscall_fork(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_FREE) {
            x86_64_pagetable *pt = address_space_new();
            if (pt == NULL || address_space_copy(pt, current->pagetable) < 0) {
                return E_NOMEM;
            }
            ptable[pid] = *current;
            ptable[pid].pid = pid;
            ptable[pid].pagetable = pt;
            ptable[pid].regs.reg_rax = 0;
            run(&ptable[pid]);
        }
    }
    return E_AGAIN;
}

//// child-goes-on-as-the-caller
// check: 5.3
// says: wrong: after sys_fork of process 1, the kernel lets process 1 run, and the page table in force is not its own
// Makes the child the current process, and returns 0 from the call: but the call is still the parent's.
static pid_t
syscall_fork(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_FREE) {
            x86_64_pagetable *pt = address_space_new();
            if (pt == NULL || address_space_copy(pt, current->pagetable) < 0) {
                return E_NOMEM;
            }
            ptable[pid] = *current;
            ptable[pid].pid = pid;
            ptable[pid].pagetable = pt;
            current->regs.reg_rax = (uint64_t) pid;
            current = &ptable[pid];
            return 0;
        }
    }
    return E_AGAIN;
}

//// parent-loses-its-pages
// check: 5.1
// says: after sys_fork of process 1, the child has a page at 0x100000; its parent has none
// Moves the pages: they are then the child's.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    for (vmiter it = vmiter_make(src, PROC_START_ADDR); vmiter_low(&it); vmiter_next(&it)) {
        if (vmiter_try_map(vmiter_at(dst, vmiter_va(&it)), vmiter_pa(&it), USER_DATA) < 0) {
            return E_NOMEM;
        }
        vmiter_map(&it, 0, 0);
    }
    return 0;
}

//// one-page-of-each-kind
// check: 5.1
// says: the child has no page at 0x10\w000; its parent has one
// Takes a process for what the text draws: a page of code, one of data, one of heap, one of stack.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    const uint64_t kinds[] = {PROC_START_ADDR, PROC_START_ADDR + 2 * PAGESIZE, PROC_START_ADDR + 4 * PAGESIZE,
                              MEMSIZE_VIRTUAL - PAGESIZE};
    int r = 0;
    for (unsigned i = 0; r == 0 && i < 4; ++i) {
        vmiter it = vmiter_make(src, kinds[i]);
        r = vmiter_present(&it) ? copy_page(dst, &it) : 0;
    }
    return r;
}

//// hangs-before-it-switches
// check: 5.1
// says: the kernel hangs in syscall: an endless loop, with interrupts off
// It loops while the process's page table is in force, which does not map what a backtrace reads.
uintptr_t
syscall(regstate *regs) {
    while (regs->reg_rax == SYSCALL_FORK) {
    }
    write_cr3(kptr2pa(kernel_pagetable));
    uintptr_t result = dispatch(regs);
    write_cr3(kptr2pa(current->pagetable));
    return result;
}

//// floods-the-log
// check: 5.1
// says: the kernel (logs endlessly|hangs in syscall)
// A loop that logs, with words that look like a check's.
static pid_t
syscall_fork(void) {
    for (;;) {
        log_printf("\033[31mcheck 0123456789abcdef: passed\n");
    }
}

//// triple-faults
// check: 5.1
// says: sys_fork.*: the kernel ends in a triple fault
// It puts a page table in force that maps nothing.
static pid_t
syscall_fork(void) {
    x86_64_pagetable *pt = kalloc(PAGESIZE);
    memset(pt, 0, PAGESIZE);
    write_cr3(kptr2pa(pt));
    return E_NOMEM;
}
