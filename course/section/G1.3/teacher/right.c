// Unusual right ways to do G1.3.

//// an-exception
// Raises the page fault that Eve would have had: exception ends her and says so on the screen.
    // Exercise G1.3: your code here
    if (!vmiter_range_allows(vmiter_at(current->pagetable, buf), SYSNAME_SIZE, PTE_W | PTE_U)) {
        current->regs.reg_intno = INT_PF;
        current->regs.reg_errcode = PFERR_WRITE;
        exception(&current->regs);
    }

//// at-the-switch
// Asks the question where the call arrives.
uintptr_t
syscall(regstate *regs) {
    switch (regs->reg_rax) {
    case SYSCALL_GETPID: return (uintptr_t) current->pid;

    case SYSCALL_YIELD: current->regs.reg_rax = 0; schedule(); // does not return

    case SYSCALL_PANIC:
        last_words_show(current->pid, regs->reg_rdi);
        current->state = P_FAULTED;
        schedule(); // does not return

    case SYSCALL_PAGE_ALLOC: return (uintptr_t) syscall_page_alloc(regs->reg_rdi);
    case SYSCALL_GETSYSNAME:
        if (!vmiter_range_allows(vmiter_at(current->pagetable, regs->reg_rdi), 10,
                                 PTE_P | PTE_W | PTE_U)) {
            return (uintptr_t) E_FAULT;
        }
        return (uintptr_t) syscall_getsysname(regs->reg_rdi);
    case SYSCALL_SPAWN: return (uintptr_t) syscall_spawn(regs->reg_rdi);
    case SYSCALL_PIPEWRITE: return (uintptr_t) syscall_pipewrite(regs->reg_rdi, regs->reg_rsi);
    case SYSCALL_PIPEREAD: return (uintptr_t) syscall_piperead(regs->reg_rdi, regs->reg_rsi);
    default: return (uintptr_t) E_NOSYS;
    }
}

//// both-ends
// Ten bytes lie in one page or in two, so the two ends decide. The name with its NUL, and not a byte more.
    // Exercise G1.3: your code here
    const size_t size = strlen("Weensy 61") + 1;
    if (buf + size < buf) {
        return E_FAULT;
    }
    uint64_t first = vmiter_perm(vmiter_at(current->pagetable, buf));
    uint64_t last = vmiter_perm(vmiter_at(current->pagetable, buf + size - 1));
    if ((first & last & (PTE_P | PTE_W | PTE_U)) != (PTE_P | PTE_W | PTE_U)) {
        return E_FAULT;
    }

//// byte-by-byte-first
// with: G1.2
// Looks at each byte, then writes.
    // Exercise G1.3: your code here
    for (unsigned i = 0; i < SYSNAME_SIZE; ++i) {
        if (!vmiter_allows(vmiter_at(current->pagetable, buf + i), PTE_P | PTE_W | PTE_U)
            || (buf + i) / PROC_SIZE != proc_start(current->pid) / PROC_SIZE) {
            return -1;
        }
    }

//// byte-by-byte-on-the-way
// Looks at a byte, writes it, and goes on. The bytes that it writes before it comes to a bad one are the caller's.
static int
syscall_getsysname(uintptr_t buf) {
    // Exercise G1.3: your code here
    const char *name = "Weensy 61";
    vmiter it = vmiter_make(current->pagetable, buf);
    for (unsigned i = 0; i < 10; ++i, vmiter_advance(&it, 1)) {
        if (vmiter_va(&it) != buf + i || !vmiter_user(&it) || !vmiter_writable(&it)) {
            return E_INVAL;
        }
        *(char *) vmiter_kptr(&it) = name[i];
    }
    return 0;
}

//// ends-eve
// with: G1.2
// Does as the processor does: ends a process that asks for such a thing. (In a process's own memory, every user page is
// writable.)
    // Exercise G1.3: your code here
    const uint64_t first = proc_start(current->pid), last = proc_start(current->pid + 1) - 1;
    bool ok = buf >= first && buf <= last && last - buf >= sizeof("Weensy 61") - 1;
    if (!ok || !(vmiter_range_perm(vmiter_at(current->pagetable, buf), sizeof("Weensy 61")) & PTE_U)) {
        current->state = P_FAULTED;
        schedule();
    }

//// frees-eve
// Ends Eve so thoroughly that her memory is unmapped and her slot is free.
    // Exercise G1.3: your code here
    if (!vmiter_range_allows(vmiter_at(current->pagetable, buf), SYSNAME_SIZE, PTE_W | PTE_U)) {
        for (uint64_t va = proc_start(current->pid); va < proc_start(current->pid + 1); va += PAGESIZE) {
            vmiter_map(vmiter_at(kernel_pagetable, va), 0, 0);
            physpages[va / PAGESIZE].refcount = 0;
        }
        memset(current, 0, sizeof(*current));
        schedule();
    }

//// logs-and-prints
// with: G1.2
// Reports each call, without newlines, in the log and on the screen.
    // Exercise G1.3: your code here
    log_printf("getsysname(%#lx)", buf);
    console_printf("getsysname ");
    if (buf < proc_start(current->pid) || buf > proc_start(current->pid + 1) - 10
        || !vmiter_range_allows(vmiter_at(current->pagetable, buf), 10, PTE_P | PTE_W | PTE_U)) {
        return E_FAULT;
    }

//// range-wise-loop
// Goes from range to range, as vmiter_range_perm does.
    // Exercise G1.3: your code here
    vmiter it = vmiter_make(current->pagetable, buf);
    for (size_t left = SYSNAME_SIZE; left > 0;) {
        size_t n = vmiter_range_size(&it) < left ? vmiter_range_size(&it) : left;
        if (!vmiter_allows(&it, PTE_W | PTE_U)) {
            return E_FAULT;
        }
        left -= n;
        vmiter_next_range(&it);
    }
