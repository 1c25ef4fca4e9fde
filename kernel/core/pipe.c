// pipe.c: a ring buffer, and two queues of processes that wait for it. Processes wait to write only
// while the ring is full, and to read only while it is empty. After each transfer the kernel does
// the transfers of waiting processes, in order, as long as the ring allows, and wakes each with its
// result. So no process wakes in vain.

#include "pipe.h"
#include "errors.h"
#include "math.h"
#include "queue.h"
#include "schedule.h"
#include "user-memory.h"

#define PIPE_SIZE 4096

static char ring[PIPE_SIZE];
static size_t ring_start;  // index of the oldest byte
static size_t ring_length; // bytes in the ring
static queue writers, readers;

static void start_transfer(proc *p, uintptr_t buf, size_t sz);
static always_inlined ssize_t transfer_in(proc *p);
static always_inlined ssize_t transfer_out(proc *p);
static always_inlined void serve_waiting(void);
static void block(proc *p, queue *q) never_returns;

ssize_t
pipe_write(proc *p, uintptr_t buf, size_t sz) {
    start_transfer(p, buf, sz);
    if (!user_readable(&p->pipe_buf, sz)) {
        return E_FAULT;
    } else if (sz == 0) {
        return 0;
    }
    if (ring_length == PIPE_SIZE) {
        block(p, &writers);
    }
    ssize_t n = transfer_in(p);
    serve_waiting();
    return n;
}

ssize_t
pipe_read(proc *p, uintptr_t buf, size_t sz) {
    start_transfer(p, buf, sz);
    if (!user_writable(&p->pipe_buf, sz)) {
        return E_FAULT;
    } else if (sz == 0) {
        return 0;
    }
    user_own(&p->pipe_buf, min(sz, PIPE_SIZE));
    if (ring_length == 0) {
        block(p, &readers);
    }
    ssize_t n = transfer_out(p);
    serve_waiting();
    return n;
}

static void
start_transfer(proc *p, uintptr_t buf, size_t sz) {
    p->pipe_buf.pt = p->pagetable;
    vmiter_find(&p->pipe_buf, buf);
    p->pipe_sz = sz;
}

// transfer_in(p), transfer_out(p)
//    Move as many bytes as possible from the buffer of `p` into the ring, which is not full; or
//    out of the ring, which is not empty. Return how many. They lie in at most two pieces of the
//    ring, since it wraps around.
static always_inlined ssize_t
transfer_in(proc *p) {
    size_t n = min(p->pipe_sz, PIPE_SIZE - ring_length);
    size_t start = (ring_start + ring_length) % PIPE_SIZE;
    size_t first = min(n, PIPE_SIZE - start);
    copy_from_user(&p->pipe_buf, &ring[start], first);
    if (first < n) {
        vmiter_advance(&p->pipe_buf, first);
        copy_from_user(&p->pipe_buf, &ring[0], n - first);
    }
    ring_length += n;
    return (ssize_t) n;
}

static always_inlined ssize_t
transfer_out(proc *p) {
    size_t n = min(p->pipe_sz, ring_length);
    size_t first = min(n, PIPE_SIZE - ring_start);
    copy_to_user(&p->pipe_buf, &ring[ring_start], first);
    if (first < n) {
        vmiter_advance(&p->pipe_buf, first);
        copy_to_user(&p->pipe_buf, &ring[0], n - first);
    }
    ring_length -= n;
    ring_start =
        ring_length == 0 ? 0 : (ring_start + n) % PIPE_SIZE; // from 0, fewer transfers wrap
    return (ssize_t) n;
}

static void serve(void);

// serve_waiting()
//    Does those transfers of waiting processes that the ring allows, and wakes these processes.
static always_inlined void
serve_waiting(void) {
    if (writers.first != NULL || readers.first != NULL) {
        serve();
    }
}

static void
serve(void) {
    for (;;) {
        proc *p;
        ssize_t n;
        if (ring_length < PIPE_SIZE && (p = queue_pop(&writers)) != NULL) {
            n = transfer_in(p);
        } else if (ring_length > 0 && (p = queue_pop(&readers)) != NULL) {
            n = transfer_out(p);
        } else {
            return;
        }
        p->regs.reg_rax = (uint64_t) n;
        make_runnable(p);
    }
}

static void
block(proc *p, queue *q) {
    p->state = P_BLOCKED;
    queue_push(q, p);
    schedule();
}
