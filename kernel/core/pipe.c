// pipe.c: a ring of bytes, and two queues of processes that wait for it. A process waits to write
// only while the ring is full, and to read only while it is empty; so after each transfer those at
// the head of a queue get theirs done for them, for as long as the ring allows, and wake with the
// result. Nobody wakes in vain.

#include "pipe.h"
#include "errors.h"
#include "math.h"
#include "schedule.h"
#include "user-memory.h"

#define PIPE_SIZE 4096

static char ring[PIPE_SIZE];
static size_t ring_start;  // index of the oldest byte
static size_t ring_length; // bytes in the ring
static queue writers, readers;

static ssize_t transfer_in(proc *p);
static ssize_t transfer_out(proc *p);
static void serve_waiting(void);
static void block(proc *p, queue *q) never_returns;

ssize_t
pipe_write(proc *p, uintptr_t buf, size_t sz) {
    if (!user_readable(p, buf, sz)) {
        return E_FAULT;
    } else if (sz == 0) {
        return 0;
    }
    p->pipe_buf = buf;
    p->pipe_sz = sz;
    if (ring_length == PIPE_SIZE) {
        block(p, &writers);
    }
    ssize_t n = transfer_in(p);
    serve_waiting();
    return n;
}

ssize_t
pipe_read(proc *p, uintptr_t buf, size_t sz) {
    if (!user_writable(p, buf, sz)) {
        return E_FAULT;
    } else if (sz == 0) {
        return 0;
    }
    p->pipe_buf = buf;
    p->pipe_sz = sz;
    if (ring_length == 0) {
        block(p, &readers);
    }
    ssize_t n = transfer_out(p);
    serve_waiting();
    return n;
}

// transfer_in(p), transfer_out(p)
//    Moves as many bytes as can be between the buffer of `p` and the ring, which is not full, or
//    not empty. Returns how many. They lie in at most two pieces, since the ring may wrap around.
static ssize_t
transfer_in(proc *p) {
    size_t n = min(p->pipe_sz, PIPE_SIZE - ring_length);
    size_t start = (ring_start + ring_length) % PIPE_SIZE;
    size_t first = min(n, PIPE_SIZE - start);
    copy_from_user(p, &ring[start], p->pipe_buf, first);
    copy_from_user(p, &ring[0], p->pipe_buf + first, n - first);
    ring_length += n;
    return (ssize_t) n;
}

static ssize_t
transfer_out(proc *p) {
    size_t n = min(p->pipe_sz, ring_length);
    size_t first = min(n, PIPE_SIZE - ring_start);
    copy_to_user(p, p->pipe_buf, &ring[ring_start], first);
    copy_to_user(p, p->pipe_buf + first, &ring[0], n - first);
    ring_start = (ring_start + n) % PIPE_SIZE;
    ring_length -= n;
    return (ssize_t) n;
}

// serve_waiting()
//    Does the transfers of waiting processes that can be done, and wakes them.
static void
serve_waiting(void) {
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
