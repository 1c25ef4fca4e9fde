// Wrong ways to do H2.

//// 16-bit-sizes
// with: H2
// says: sys_pipe(write|read)\(0x[0-9a-f]+, 65536\) returns 0, again and again: does the size fit
// Sizes in 16 bits: 65536 is 0.
static ssize_t
pipe_move(const proc *p) {
    bool writes = p->regs.reg_rax == SYSCALL_PIPEWRITE;
    char *buf = (char *) p->regs.reg_rdi;
    uint16_t sz = (uint16_t) p->regs.reg_rsi;
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

//// both-sides-blocked
// says: both sides are blocked: process 1 in sys_pipewrite, process 2 in sys_piperead
// A writer blocks until all of its message fits, so that messages stay whole. A message that is larger than
// the buffer never fits; the reader blocks on the empty buffer, and no process is left.
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
    } else if (sz > sizeof(pipe_buffer) - pipe_last) {
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

//// bytes-lost-with-a-bad-buffer
// says: lost of what process 1 wrote
// A read first takes the bytes out of the pipe, and then looks where they should go. If the reader may not
// write there, it gets E_FAULT, and no process gets the bytes.
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
    } else if (pipe_first == pipe_last) {
        pipe_restart();
    }
    size_t n = min(sz, pipe_last - pipe_first);
    const char *bytes = pipe_buffer + pipe_first;
    pipe_first += n;
    if (pipe_first == pipe_last) {
        pipe_first = pipe_last = 0;
    }
    pipe_wake();
    if (!vmiter_range_allows(vmiter_at(current->pagetable, buf), sz, PTE_P | PTE_W | PTE_U)) {
        return E_FAULT;
    }
    memcpy((char *) buf, bytes, n);
    return (ssize_t) n;
}

//// checks-both-ends
// with: H2
// says: of which only 10 bytes are (its own: did the kernel take others|the caller.s, succeeded)
// Looks at the first and the last byte of the buffer; but the bytes between them (the free pages between heap
// and stack) are the kernel's.
static ssize_t
pipe_move(const proc *p) {
    bool writes = p->regs.reg_rax == SYSCALL_PIPEWRITE;
    char *buf = (char *) p->regs.reg_rdi;
    size_t sz = p->regs.reg_rsi;
    uint64_t perm = writes ? PTE_P | PTE_U : PTE_P | PTE_W | PTE_U;
    if (sz == 0) {
        return 0;
    } else if ((uint64_t) buf + sz - 1 < (uint64_t) buf
               || !vmiter_allows(vmiter_at(p->pagetable, (uint64_t) buf), perm)
               || !vmiter_allows(vmiter_at(p->pagetable, (uint64_t) buf + sz - 1), perm)) {
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

//// checks-the-first-byte
// says: of which only 10 bytes are the caller
// Checks the buffer's first byte, as in the handout's code. But now a call moves more than one byte.
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
    } else if (!vmiter_user(vmiter_at(current->pagetable, buf))) {
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
    } else if (!vmiter_allows(vmiter_at(current->pagetable, buf), PTE_P | PTE_W | PTE_U)) {
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

//// int-sizes
// with: H2
// says: failed, though|returned another error|succeeded|blocked|no byte moves
// Sizes in a signed short.
static ssize_t
pipe_move(const proc *p) {
    bool writes = p->regs.reg_rax == SYSCALL_PIPEWRITE;
    char *buf = (char *) p->regs.reg_rdi;
    short sz = (short) p->regs.reg_rsi;
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

//// messages-mixed
// says: did not stay together
// A blocked writer keeps the rest of its message and goes on when there is room, without asking whether
// another writer began in the meantime: the pieces of two messages alternate.
static char pipe_ring[4096];

static size_t pipe_start, pipe_filled;

#define PIPE_PARTLY (E_AGAIN - 1000) // something was written, and the writer goes on waiting

static ssize_t
pipe_move(const proc *p) {
    bool writes = p->regs.reg_rax == SYSCALL_PIPEWRITE;
    static size_t moved[MAXNPROC]; // of the message that process is writing
    char *buf = (char *) p->regs.reg_rdi + (writes ? moved[p->pid] : 0);
    size_t sz = p->regs.reg_rsi - (writes ? moved[p->pid] : 0);
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
    if (writes) {
        bool whole = n == sz;
        moved[p->pid] = whole ? 0 : moved[p->pid] + n;
        return whole ? (ssize_t) p->regs.reg_rsi : n > 0 ? PIPE_PARTLY : E_AGAIN;
    }
    return n > 0 ? (ssize_t) n : E_AGAIN;
}

static ssize_t
pipe_call(void) {
    ssize_t result = pipe_move(current);
    if (result == E_AGAIN || result == PIPE_PARTLY) {
        current->state = P_BLOCKED;
    }
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        proc *p = &ptable[pid];
        ssize_t n = p->state == P_BLOCKED ? pipe_move(p) : E_AGAIN;
        if (n == PIPE_PARTLY) {
            pid = 0;
        } else if (n != E_AGAIN) {
            p->regs.reg_rax = (uint64_t) n;
            p->state = P_RUNNABLE;
            pid = 0; // there is room now, or there are bytes, for those before it
        }
    }
    if (current->state == P_BLOCKED) {
        schedule();
    } else if (result == E_AGAIN || result == PIPE_PARTLY) {
        return (ssize_t) current->regs.reg_rax; // it was carried out in the loop
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

//// nothing-below-a-page
// with: H2
// says: (E_FAULT|failed)
// Refuses buffers that cross from one page to the next.
static ssize_t
pipe_move(const proc *p) {
    bool writes = p->regs.reg_rax == SYSCALL_PIPEWRITE;
    char *buf = (char *) p->regs.reg_rdi;
    size_t sz = p->regs.reg_rsi;
    uint64_t perm = writes ? PTE_P | PTE_U : PTE_P | PTE_W | PTE_U;
    if (sz == 0) {
        return 0;
    } else if ((uint64_t) buf / PAGESIZE != ((uint64_t) buf + sz - 1) / PAGESIZE) {
        return E_FAULT;
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

//// nul-behind
// with: H2
// says: wrote outside the caller's buffer
// Puts a NUL after the bytes.
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
    if (!writes && n > 0) {
        buf[n] = '\0';
    }
    return n > 0 ? (ssize_t) n : E_AGAIN;
}

//// one-byte-with-blocking
// says: calls per message: .*
// Only blocking: no process polls any more, but each byte is still a call on each side.
static char pipe_buffer[1];

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

//// one-of-several-forgotten
// says: process \d stays blocked in sys_piperead
// One variable for the reader that waits, and one for the writer. A second reader overwrites the first,
// which nothing ever wakes.
static char pipe_buffer[1024];

static size_t pipe_first, pipe_last;

static proc *pipe_reader, *pipe_writer;

static void
pipe_wake(proc **waiting) {
    if (*waiting != NULL) {
        (*waiting)->state = P_RUNNABLE;
        *waiting = NULL;
    }
}

static void never_returns
pipe_restart(proc **waiting) {
    *waiting = current;
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
        pipe_restart(&pipe_writer);
    }
    size_t n = min(sz, sizeof(pipe_buffer) - pipe_last);
    memcpy(pipe_buffer + pipe_last, (const char *) buf, n);
    pipe_last += n;
    pipe_wake(&pipe_reader);
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
        pipe_restart(&pipe_reader);
    }
    size_t n = min(sz, pipe_last - pipe_first);
    memcpy((char *) buf, pipe_buffer + pipe_first, n);
    pipe_first += n;
    if (pipe_first == pipe_last) {
        pipe_first = pipe_last = 0;
    }
    pipe_wake(&pipe_writer);
    return (ssize_t) n;
}

//// prints-the-verdict
// with: H2
// says: ends the run, or turns the machine off, before the check is over
// At the first call logs what the referee would, and ends the run.
#include "power.h"

static ssize_t
pipe_move(const proc *p) {
    log_printf("check: counted side=0 calls=100 agains=0 zeros=0 ones=0 messages=100\ncheck: over\n");
    end_run(EXIT_OK);
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

//// read-only-memory-is-written
// says: sys_piperead\(0x40800, 200\)
// One function checks both sides' arguments, for PTE_U. A reader's memory must be writable, too.
static char pipe_ring[4096];

static size_t pipe_start, pipe_filled;

static ssize_t
pipe_move(const proc *p) {
    bool writes = p->regs.reg_rax == SYSCALL_PIPEWRITE;
    char *buf = (char *) p->regs.reg_rdi;
    size_t sz = p->regs.reg_rsi;
    if (sz == 0) {
        return 0;
    } else if (!vmiter_range_allows(vmiter_at(p->pagetable, (uint64_t) buf), sz, PTE_P | PTE_U)) {
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

//// reads-more-than-asked
// says: returned more than it was asked for|wrote beyond the end of the caller
// A read hands over the whole message that is stored, and does not look at the size of the reader's buffer.
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
    size_t n = pipe_last - pipe_first;
    memcpy((char *) buf, pipe_buffer + pipe_first, n);
    pipe_first += n;
    if (pipe_first == pipe_last) {
        pipe_first = pipe_last = 0;
    }
    pipe_wake();
    return (ssize_t) n;
}

//// returns-more-than-stored
// says: bytes are lost of what process 1 wrote, or late
// A write stores what there is room for, and returns all that it was asked for. The rest is lost.
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
    return (ssize_t) sz;
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

//// ring-wrap-around
// says: a second time, or late|are lost of|in another order
// A ring whose bytes are copied in one piece, even at its end: bytes beyond the end are not at the start.
static char pipe_ring[300 + 300];

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
    size_t n = min(sz, 300 - (pipe_in - pipe_out));
    size_t asked = n > 0 ? n : min(sz, 1);
    if (!vmiter_range_allows(vmiter_at(current->pagetable, buf), asked, PTE_P | PTE_U)) {
        return E_FAULT;
    } else if (n < asked) {
        pipe_wait(WAITS_FOR_ROOM);
    }
    memcpy(pipe_ring + pipe_in % 300, (const char *) buf, n);
    pipe_in += n;
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
    memcpy((char *) buf, pipe_ring + pipe_out % 300, n);
    pipe_out += n;
    pipe_wake(WAITS_FOR_ROOM);
    return (ssize_t) n;
}

//// size-zero-bad-address
// with: H2
// says: with size 0, at whatever address, a call moves nothing
// First checks the address: with size 0 and NULL it returns E_FAULT.
static ssize_t
pipe_move(const proc *p) {
    bool writes = p->regs.reg_rax == SYSCALL_PIPEWRITE;
    char *buf = (char *) p->regs.reg_rdi;
    size_t sz = p->regs.reg_rsi;
    uint64_t perm = writes ? PTE_P | PTE_U : PTE_P | PTE_W | PTE_U;
    if (!vmiter_user(vmiter_at(p->pagetable, (uint64_t) buf))) {
        return E_FAULT;
    } else if (sz == 0) {
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

//// size-zero-blocks
// says: blocks, although it moves nothing
// A call that can move nothing waits, even if it asked for nothing.
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
    if (!vmiter_range_allows(vmiter_at(current->pagetable, buf), sz,
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

//// wake-up-without-a-result
// says: the call's number, which was in %rax
// Makes a blocked process runnable when there is something for it; but its call is over, and nothing has set
// the result. %rax holds what it held when the process made the call.
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

//// wakes-one-of-either-side
// says: both sides are blocked|stays blocked in sys_pipe
// A call that moves bytes wakes the first blocked process. If that one cannot go on either, nothing wakes
// the one that could.
static char pipe_buffer[1024];

static size_t pipe_first, pipe_last;

static void
pipe_wake(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_BLOCKED) {
            ptable[pid].state = P_RUNNABLE;
            break;
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

//// wakes-one
// with: H2
// says: process . stays blocked in sys_piperead, and nothing wakes it, although
// A call that moves bytes serves only one blocked process.
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
            break;
        }
    }
    return result;
}

//// writer-wakes-nobody
// says: both sides are blocked|stays blocked in sys_piperead
// The reader that finds nothing blocks; the writer wakes it when the buffer is full, to save switches. A message
// that leaves room stays in the buffer.
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
    if (pipe_last == sizeof(pipe_buffer)) {
        pipe_wake();
    }
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

//// zero-for-try-again
// says: sys_piperead calls returned 0
// Only batching: a large buffer, and 0 for "try again" when it is full or empty. Both sides poll for the rest
// of their turn.
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

static ssize_t
syscall_pipewrite(uintptr_t buf, size_t sz) {
    if (sz == 0) {
        return 0;
    } else if (!vmiter_range_allows(vmiter_at(current->pagetable, buf), sz, PTE_P | PTE_U)) {
        return E_FAULT;
    } else if (pipe_last == sizeof(pipe_buffer)) {
        return 0;
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
        return 0;
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
