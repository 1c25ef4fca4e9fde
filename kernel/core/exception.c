// exception.c: what happens on an exception, or on the timer's interrupt.

#include "assert.h"
#include "audit.h"
#include "console.h"
#include "fault.h"
#include "kernel.h"
#include "keys.h"
#include "log.h"
#include "memory-viewer.h"
#include "schedule.h"
#include "symbols.h"
#include "x86.h"

static void kernel_fault(const regstate *regs) never_returns;
static void user_fault(proc *p) never_returns;

void
exception(regstate *regs) {
    if (regs->reg_intno == INT_NMI) { // nobody's fault
        log_printf("non-maskable interrupt\n");
        return;
    } else if (!is_from_user(regs)) {
        kernel_fault(regs);
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

static void
kernel_fault(const regstate *regs) {
    char what[100];
    fault_describe(regs, read_cr2(), what, sizeof(what));
    symbol function = symbol_find("kernel", regs->reg_rip);
    log_printf("the kernel faulted: %s\n", what);
    fault_log(regs, kernel_pagetable, NULL);
    panic("%s, at %#lx (%s+%#lx)", what, regs->reg_rip, function.name, function.offset);
}

// user_fault(p)
//    The current process did something that cannot be done. It ends; the others go on.
static void
user_fault(proc *p) {
    char what[100];
    fault_describe(&p->regs, read_cr2(), what, sizeof(what));
    symbol function = symbol_find(p->program, p->regs.reg_rip);
    console_printf(CS_ERROR "Process %d (%s): %s, at %#lx (%s+%#lx)" CS_NORMAL "\n", p->pid,
                   p->program, what, p->regs.reg_rip, function.name, function.offset);
    log_printf("process %d (%s): %s\n", p->pid, p->program, what);
    fault_log(&p->regs, p->pagetable, p->program);
    process_fault(p);
    schedule();
}
