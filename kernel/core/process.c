// process.c: how processes come and go. Faulted processes are kept only for people to look at. They
// wait in a queue, oldest first, until the kernel needs their slots or memory.

#include "process.h"
#include "address-space.h"
#include "assert.h"
#include "errors.h"
#include "memory-layout.h"
#include "program.h"
#include "queue.h"
#include "schedule.h"
#include "segments.h"

proc ptable[MAXNPROC];
proc *current;
static queue faulted;

int
process_setup(pid_t pid, const char *program_name) {
    program program;
    int r = program_find(program_name, &program);
    if (r < 0) {
        return r;
    }
    x86_64_pagetable *pt = address_space_new();
    if (pt == NULL) {
        return E_NOMEM;
    }
    r = program_load(pt, &program);
    if (r == 0) {
        r = address_space_alloc(pt, MEMSIZE_VIRTUAL - PAGESIZE, USER_DATA); // the stack
    }
    if (r < 0) {
        address_space_free(pt);
        return r;
    }

    const regstate regs = {.reg_rip = program.entry,
                           .reg_rsp = MEMSIZE_VIRTUAL - sizeof(uint64_t), // return address 0
                           .reg_cs = SEGMENT_USER_CODE,
                           .reg_ss = SEGMENT_USER_DATA};
    process_start(pid, pt, program.name, &regs);
    return 0;
}

// A bit for each slot that is taken; slot 0 always is.
static uint64_t taken[(MAXNPROC + 63) / 64] = {1};

pid_t
process_find_slot(void) {
    do {
        for (size_t i = 0; i < ARRAY_SIZE(taken); ++i) {
            pid_t pid = ~taken[i] != 0 ? (pid_t) i * 64 + __builtin_ctzl(~taken[i]) : MAXNPROC;
            if (pid < MAXNPROC) {
                return pid;
            }
        }
    } while (process_reap_faulted());
    return E_AGAIN;
}

void
process_start(pid_t pid, x86_64_pagetable *pt, const char *program, const regstate *regs) {
    proc *p = &ptable[pid];
    assert_eq(p->state, P_FREE);
    *p = (proc) {.pagetable = pt, .pid = pid, .regs = *regs, .program = program};
    taken[pid / 64] |= 1UL << pid % 64;
    make_runnable(p);
}

void
process_release(proc *p) {
    address_space_free(p->pagetable);
    taken[p->pid / 64] &= ~(1UL << p->pid % 64);
    *p = (proc) {.state = P_FREE};
}

void
process_fault(proc *p) {
    p->state = P_FAULTED;
    queue_push(&faulted, p);
}

bool
process_reap_faulted(void) {
    proc *p = queue_pop(&faulted);
    if (p != NULL) {
        process_release(p);
    }
    return p != NULL;
}
