// Unusual right ways to do H2.

//// hand-off-without-a-buffer
// The kernel stores nothing: bytes go straight from the writer's memory to the reader's when the second
// of the two comes. The first one is blocked, and its registers hold its call.
static proc *
pipe_partner(uint64_t number) {
    for (pid_t i = 1; i < MAXNPROC; ++i) {
        proc *p = &ptable[(current->pid + i) % MAXNPROC];
        if (p->state == P_BLOCKED && p->regs.reg_rax == number) {
            return p;
        }
    }
    return NULL;
}

static ssize_t
pipe_meet(uint64_t number) {
    proc *p = pipe_partner(number);
    if (p == NULL) {
        current->state = P_BLOCKED;
        schedule();
    }
    size_t n = min(current->regs.reg_rsi, p->regs.reg_rsi);
    const proc *writer = number == SYSCALL_PIPEREAD ? current : p;
    const proc *reader = number == SYSCALL_PIPEREAD ? p : current;
    memcpy((char *) reader->regs.reg_rdi, (const char *) writer->regs.reg_rdi, n);
    p->regs.reg_rax = n;
    p->state = P_RUNNABLE;
    return (ssize_t) n;
}

static ssize_t
syscall_pipewrite(uintptr_t buf, size_t sz) {
    if (!vmiter_range_allows(vmiter_at(current->pagetable, buf), sz, PTE_P | PTE_U)) {
        return E_FAULT;
    }
    return sz == 0 ? 0 : pipe_meet(SYSCALL_PIPEREAD);
}

static ssize_t
syscall_piperead(uintptr_t buf, size_t sz) {
    vmiter it = vmiter_make(current->pagetable, buf);
    if (sz == 0) {
        return 0;
    } else if (!vmiter_range_allows(&it, sz, PTE_P | PTE_W | PTE_U)) {
        return E_FAULT;
    }
    return pipe_meet(SYSCALL_PIPEWRITE);
}

//// restarted-call
// A call that cannot go on starts again: %rip moves back over the two bytes of the instruction `syscall`,
// and %rax still holds the call's number. A process that changes the pipe wakes all blocked processes;
// one that finds nothing then blocks again.
static char pipe_buffer[1024];

static size_t pipe_first, pipe_last;

static void
pipe_wake(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_BLOCKED) {
            ptable[pid].state = P_RUNNABLE;
        }
    }
}

static void never_returns
pipe_restart(void) {
    current->regs.reg_rip -= 2;
    current->state = P_BLOCKED;
    schedule();
}

static ssize_t
syscall_pipewrite(uintptr_t buf, size_t sz) {
    if (sz == 0) {
        return 0;
    } else if (!vmiter_range_allows(vmiter_at(current->pagetable, buf), sz, PTE_P | PTE_U)) {
        return E_FAULT;
    } else if (pipe_last == sizeof(pipe_buffer)) {
        pipe_restart();
    }
    size_t n = min(sz, sizeof(pipe_buffer) - pipe_last);
    memcpy(pipe_buffer + pipe_last, (const char *) buf, n);
    pipe_last += n;
    pipe_wake();
    return (ssize_t) n;
}

static ssize_t
syscall_piperead(uintptr_t buf, size_t sz) {
    if (sz == 0) {
        return 0;
    } else if (!vmiter_range_allows(vmiter_at(current->pagetable, buf), sz,
                                    PTE_P | PTE_W | PTE_U)) {
        return E_FAULT;
    } else if (pipe_first == pipe_last) {
        pipe_restart();
    }
    size_t n = min(sz, pipe_last - pipe_first);
    memcpy((char *) buf, pipe_buffer + pipe_first, n);
    pipe_first += n;
    if (pipe_first == pipe_last) {
        pipe_first = pipe_last = 0;
    }
    pipe_wake();
    return (ssize_t) n;
}

//// scheduling-without-blocking
// No process is ever blocked: a call that finds no room, or no bytes, returns E_AGAIN, but the other
// processes run first; and so they do after a call that has filled the pipe or emptied it. With a writer
// without pauses that is enough. Where the writer pauses, the reader still polls.
static char pipe_message[256];

static size_t pipe_size, pipe_taken;

static ssize_t
pipe_return(ssize_t n) {
    current->regs.reg_rax = (uint64_t) n;
    schedule();
}

static ssize_t
syscall_pipewrite(uintptr_t buf, size_t sz) {
    size_t n = min(sz, sizeof(pipe_message));
    if (!vmiter_range_allows(vmiter_at(current->pagetable, buf), n, PTE_P | PTE_U)) {
        return E_FAULT;
    } else if (sz == 0) {
        return 0;
    } else if (pipe_taken < pipe_size) {
        return pipe_return(E_AGAIN);
    }
    memcpy(pipe_message, (const char *) buf, n);
    pipe_taken = 0;
    pipe_size = n;
    return pipe_return((ssize_t) n);
}

static ssize_t
syscall_piperead(uintptr_t buf, size_t sz) {
    size_t n = min(sz, pipe_size - pipe_taken);
    if (!vmiter_range_allows(vmiter_at(current->pagetable, buf), min(sz, 1) + (n > 0 ? n - 1 : 0),
                             PTE_P | PTE_W | PTE_U)) {
        return E_FAULT;
    } else if (n == 0 && sz > 0) {
        return pipe_return(E_AGAIN);
    }
    memcpy((char *) buf, pipe_message + pipe_taken, n);
    pipe_taken += n;
    return (ssize_t) n;
}

//// two-wait-queues
// A ring of a few hundred bytes and two wait queues: a table says which processes wait for bytes, and which
// for room. A woken call that finds nothing to do returns E_AGAIN, so each process wakes with a result. Only
// the memory for the bytes that a call moves is checked.
static char pipe_ring[300];

static uint64_t pipe_in, pipe_out;

static enum { WAITS_NOT, WAITS_FOR_BYTES, WAITS_FOR_ROOM } pipe_waits[MAXNPROC];

static void
pipe_wake(int waits) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_BLOCKED && (int) pipe_waits[pid] == waits) {
            pipe_waits[pid] = WAITS_NOT;
            ptable[pid].regs.reg_rax = (uint64_t) E_AGAIN;
            ptable[pid].state = P_RUNNABLE;
        }
    }
}

static void
pipe_wait(int waits) {
    pipe_waits[current->pid] = waits;
    current->state = P_BLOCKED;
    schedule();
}

static ssize_t
syscall_pipewrite(uintptr_t buf, size_t sz) {
    size_t n = min(sz, sizeof(pipe_ring) - (pipe_in - pipe_out));
    size_t asked = n > 0 ? n : min(sz, 1);
    if (!vmiter_range_allows(vmiter_at(current->pagetable, buf), asked, PTE_P | PTE_U)) {
        return E_FAULT;
    } else if (n < asked) {
        pipe_wait(WAITS_FOR_ROOM);
    }
    for (size_t i = 0; i < n; ++i) {
        pipe_ring[pipe_in++ % sizeof(pipe_ring)] = ((const char *) buf)[i];
    }
    pipe_wake(WAITS_FOR_BYTES);
    return (ssize_t) n;
}

static ssize_t
syscall_piperead(uintptr_t buf, size_t sz) {
    size_t n = min(sz, pipe_in - pipe_out);
    size_t asked = n > 0 ? n : min(sz, 1);
    if (!vmiter_range_allows(vmiter_at(current->pagetable, buf), asked, PTE_P | PTE_W | PTE_U)) {
        return E_FAULT;
    } else if (n < asked) {
        pipe_wait(WAITS_FOR_BYTES);
    }
    for (size_t i = 0; i < n; ++i) {
        ((char *) buf)[i] = pipe_ring[pipe_out++ % sizeof(pipe_ring)];
    }
    pipe_wake(WAITS_FOR_ROOM);
    return (ssize_t) n;
}
