// schedule.c: round-robin scheduling.

#include "schedule.h"
#include "address-space.h"
#include "assert.h"
#include "audit.h"
#include "console.h"
#include "interrupts.h"
#include "keys.h"
#include "memory-viewer.h"
#include "screen.h"
#include "timer.h"

static queue run_queue;
static uint64_t slice_end; // in ticks

static void wait_for_work(void);

void
make_runnable(proc *p) {
    p->state = P_RUNNABLE;
    queue_push(&run_queue, p);
}

void
schedule(void) {
    for (;;) {
        proc *p = queue_pop(&run_queue);
        if (p != NULL) {
            run(p);
        }
        wait_for_work();
    }
}

void
run(proc *p) {
    assert(p->state == P_RUNNABLE);
    current = p;
    slice_end = ticks + 2;
    address_space_activate(p->pagetable);
    audit_at_return();
    exception_return(&p->regs);
}

bool
slice_is_over(void) {
    return ticks >= slice_end;
}

// say_if_over()
//    Says so, once, when no process is left.
static void
say_if_over(void) {
    static bool said;
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_RUNNABLE || ptable[pid].state == P_BLOCKED) {
            return;
        }
    }
    if (!said) {
        console_printf("No process is left. Press q to leave.\n");
        said = true;
    }
}

// wait_for_work()
//    Nobody can run: waits for a tick.
static void
wait_for_work(void) {
    current = NULL;
    say_if_over();
    screen_update();
    wait_for_interrupt();
    handle_keys();
    memory_viewer_update();
}
