// schedule.c: the run queue, the time slice, and what the kernel does when no process is runnable.

#include "schedule.h"
#include "address-space.h"
#include "assert.h"
#include "audit.h"
#include "console.h"
#include "interrupts.h"
#include "keys.h"
#include "memory-viewer.h"
#include "queue.h"
#include "screen.h"
#include "timer.h"

static queue run_queue;
static uint64_t slice_start; // `ticks` when the current process began to run

static always_inlined void run(proc *p) never_returns;
static void wait_for_work(void);

void
make_runnable(proc *p) {
    p->state = P_RUNNABLE;
    queue_push(&run_queue, p);
}

void
give_way(void) {
    audit_at_return(0);
    queue_push(&run_queue, current);
    run(queue_pop(&run_queue));
}

void
schedule(void) {
    audit_at_return(0);
    proc *p;
    while ((p = queue_pop(&run_queue)) == NULL) {
        wait_for_work();
    }
    run(p);
}

// run(p)
//    Runs `p`, which is runnable and in no queue.
static always_inlined void
run(proc *p) {
    assert_eq(p->state, P_RUNNABLE);
    current = p;
    slice_start = ticks;
    address_space_activate(p->pagetable);
    exception_return(&p->regs);
}

bool
slice_is_over(void) {
    return ticks >= slice_start + 2;
}

// say_if_over()
//    Says once that no process is left, if that is so.
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
//    No process is runnable: waits for an interrupt, and does what is due at a tick.
static void
wait_for_work(void) {
    current = NULL;
    say_if_over();
    screen_update();
    wait_for_interrupt();
    handle_keys();
    memory_viewer_update();
}
