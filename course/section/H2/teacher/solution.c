// without: pipe_byte pipe_is_full
// The idea: a ring of bytes, so that one call moves many (batching); and a process that has nothing to do
// is blocked, instead of getting E_AGAIN. Its saved registers still say what it asked for. A call that
// changes the pipe carries out what blocked processes asked for, as far as it can now, stores the results
// in their %rax, and makes them runnable. One may make the next possible, so this starts over until nothing
// moves. That is one call on each side, or fewer.
// Usual mistakes: a process wakes and its %rax still holds the number of its call; one variable for
// "the process that waits", which the second one overwrites; a writer that blocks until all of its
// message fits, which it never does if the message is larger than the ring; bytes that leave the pipe
// before the kernel checks the buffer for them.
static char pipe_ring[4096];

static size_t pipe_start, pipe_filled;

static ssize_t
pipe_move(const proc *p) {
    bool writes = p->regs.reg_rax == SYSCALL_PIPEWRITE;
    char *buf = (char *) p->regs.reg_rdi;
    size_t sz = p->regs.reg_rsi;
    uint64_t perm = writes ? PTE_P | PTE_U : PTE_P | PTE_W | PTE_U;
    if (sz == 0) {
        return 0;
    } else if (!vmiter_range_allows(vmiter_at(p->pagetable, (uint64_t) buf), sz, perm)) {
        return E_FAULT;
    }
    size_t n = min(sz, writes ? sizeof(pipe_ring) - pipe_filled : pipe_filled);
    for (size_t i = 0; i < n; ++i) {
        if (writes) {
            pipe_ring[(pipe_start + pipe_filled++) % sizeof(pipe_ring)] = buf[i];
        } else {
            buf[i] = pipe_ring[pipe_start];
            pipe_start = (pipe_start + 1) % sizeof(pipe_ring);
            --pipe_filled;
        }
    }
    return n > 0 ? (ssize_t) n : E_AGAIN;
}

static ssize_t
pipe_call(void) {
    ssize_t result = pipe_move(current);
    if (result == E_AGAIN) {
        current->state = P_BLOCKED;
        schedule();
    }
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        proc *p = &ptable[pid];
        ssize_t n = p->state == P_BLOCKED ? pipe_move(p) : E_AGAIN;
        if (n != E_AGAIN) {
            p->regs.reg_rax = (uint64_t) n;
            p->state = P_RUNNABLE;
            pid = 0; // there is room now, or there are bytes, for those before it
        }
    }
    return result;
}

static ssize_t
syscall_pipewrite(uintptr_t buf, size_t sz) {
    // Both arguments are in the registers
    (void) buf;
    (void) sz;
    return pipe_call();
}

static ssize_t
syscall_piperead(uintptr_t buf, size_t sz) {
    // Both arguments are in the registers
    (void) buf;
    (void) sz;
    return pipe_call();
}
