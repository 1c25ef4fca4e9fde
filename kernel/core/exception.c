// exception.c: what happens on an exception, or on the timer's interrupt.

#include "audit.h"
#include "fault.h"
#include "kernel.h"
#include "keys.h"
#include "memory-viewer.h"
#include "schedule.h"

static void user_fault(proc *p) never_returns;

void
exception(regstate *regs) {
    if (!is_from_user(regs)) {
        fault_panic(regs);
    } else if (regs->reg_intno != INT_TIMER) {
        user_fault(current);
    }
    handle_keys();
    memory_viewer_update();
    if (slice_is_over()) {
        make_runnable(current);
        schedule(); // does not return
    }
    audit_at_return();
}

// user_fault(p)
//    The current process did something that cannot be done. It ends; the others go on.
static void
user_fault(proc *p) {
    fault_show(p->pid);
    process_fault(p);
    schedule();
}
