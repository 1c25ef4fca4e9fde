// Unusual right ways to do F1.2.

//// helper-and-copy
// First copies the name; a function finds the slot.
static proc *
free_process(void) {
    proc *p = ptable + 1;
    while (p <= ptable + MAXPROCMEM && p->state != P_FREE) {
        ++p;
    }
    return p <= ptable + MAXPROCMEM ? p : NULL;
}

static pid_t
syscall_spawn(uintptr_t name) {
    static char copy[PROGRAM_NAME_MAX + 1];
    strlcpy(copy, (const char *) name, sizeof(copy));
    proc *p = free_process();
    if (p == NULL || process_setup((pid_t) (p - ptable), copy) != 0) {
        return -1;
    }
    return p->pid;
}

//// in-the-switch
// Leaves syscall_spawn as it is and does the work elsewhere.
static pid_t start_program(const char *name);

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
    case SYSCALL_GETSYSNAME: return (uintptr_t) syscall_getsysname(regs->reg_rdi);
    case SYSCALL_SPAWN: return (uintptr_t) start_program((const char *) regs->reg_rdi);
    case SYSCALL_PIPEWRITE: return (uintptr_t) syscall_pipewrite(regs->reg_rdi, regs->reg_rsi);
    case SYSCALL_PIPEREAD: return (uintptr_t) syscall_piperead(regs->reg_rdi, regs->reg_rsi);
    default: return (uintptr_t) E_NOSYS;
    }
}

static pid_t
start_program(const char *name) {
    for (pid_t pid = MAXPROCMEM; pid > 0; --pid) {
        uint64_t entry = program_entry(name);
        if (ptable[pid].state == P_FREE && entry >= proc_start(pid) && entry < proc_start(pid + 1)) {
            process_setup(pid, name);
            return pid;
        }
    }
    return E_AGAIN;
}

//// logs-and-prints
// The kernel reports each call, without newlines, in the log and on the screen.
uintptr_t
syscall(regstate *regs) {
    if (regs->reg_rax == SYSCALL_SPAWN) {
        log_printf("result 7 changed 2 0");
        console_printf("spawn ");
    }
    switch (regs->reg_rax) {
    case SYSCALL_GETPID: return (uintptr_t) current->pid;

    case SYSCALL_YIELD: current->regs.reg_rax = 0; schedule(); // does not return

    case SYSCALL_PANIC:
        last_words_show(current->pid, regs->reg_rdi);
        current->state = P_FAULTED;
        schedule(); // does not return

    case SYSCALL_PAGE_ALLOC: return (uintptr_t) syscall_page_alloc(regs->reg_rdi);
    case SYSCALL_GETSYSNAME: return (uintptr_t) syscall_getsysname(regs->reg_rdi);
    case SYSCALL_SPAWN: return (uintptr_t) syscall_spawn(regs->reg_rdi);
    case SYSCALL_PIPEWRITE: return (uintptr_t) syscall_pipewrite(regs->reg_rdi, regs->reg_rsi);
    case SYSCALL_PIPEREAD: return (uintptr_t) syscall_piperead(regs->reg_rdi, regs->reg_rsi);
    default: return (uintptr_t) E_NOSYS;
    }
}

static pid_t
syscall_spawn(uintptr_t name) {
    for (pid_t pid = 1; pid <= MAXPROCMEM; ++pid) {
        if (ptable[pid].state == P_FREE) {
            int error = process_setup(pid, (const char *) name);
            log_printf("spawn: %d", error);
            return error < 0 ? error : pid;
        }
    }
    return E_AGAIN;
}

//// slot-from-entry
// Does not search: the program's first address gives its slot.
static pid_t
syscall_spawn(uintptr_t name) {
    uint64_t entry = program_entry((const char *) name);
    if (entry == 0) {
        return E_NOENT;
    }
    pid_t pid = 1 + (pid_t) ((entry - PROC_START_ADDR) / PROC_SIZE);
    if (ptable[pid].state != P_FREE) {
        return E_AGAIN;
    }
    int result = process_setup(pid, (const char *) name);
    return result == 0 ? pid : result;
}
