// process.c: how processes come and go. The faulted ones wait in a queue, oldest first, until a
// fork or spawn needs their slot or memory.

#include "process.h"
#include "address-space.h"
#include "assert.h"
#include "disk-image.h"
#include "errors.h"
#include "memory-layout.h"
#include "pages.h"
#include "program.h"
#include "queue.h"
#include "schedule.h"
#include "segments.h"
#include "string.h"

proc ptable[MAXNPROC];
proc *current;
static queue faulted;

static int load(x86_64_pagetable *pt, const program *program) must_check;

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
    r = load(pt, &program);
    if (r < 0) {
        address_space_free(pt);
        return r;
    }

    proc *p = &ptable[pid];
    assert(p->state == P_FREE);
    *p = (proc) {.pagetable = pt, .pid = pid, .state = P_RUNNABLE, .program = program.name};
    p->regs.reg_rip = program.entry;
    p->regs.reg_rsp = MEMSIZE_VIRTUAL - sizeof(uint64_t); // as if called, by nobody
    p->regs.reg_cs = SEGMENT_USER_CODE;
    p->regs.reg_ss = SEGMENT_USER_DATA;
    make_runnable(p);
    return 0;
}

// load(pt, program)
//    Puts the program and a stack into the address space.
static int
load(x86_64_pagetable *pt, const program *program) {
    int r = program_load(pt, program);
    if (r == 0) {
        r = address_space_alloc(pt, MEMSIZE_VIRTUAL - PAGESIZE, USER_DATA);
    }
    return r;
}

pid_t
process_find_slot(void) {
    do {
        for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
            if (ptable[pid].state == P_FREE) {
                return pid;
            }
        }
    } while (process_reap_faulted());
    return E_AGAIN;
}

void
process_release(proc *p) {
    address_space_free(p->pagetable);
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
