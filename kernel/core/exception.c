// exception.c: what happens on an exception, or on the timer's interrupt.

#include "address-space.h"
#include "audit.h"
#include "fault.h"
#include "kernel.h"
#include "keys.h"
#include "memory-viewer.h"
#include "schedule.h"
#include "x86.h"

static void tick(void);
static bool was_copy_on_write(proc *p, const regstate *regs);
static void user_fault(proc *p) never_returns;

void
exception(regstate *regs) {
    if (!is_from_user(regs)) {
        fault_panic(regs);
    } else if (regs->reg_intno == INT_TIMER) {
        tick();
    } else if (!was_copy_on_write(current, regs)) {
        user_fault(current);
    }
    audit_at_return(0);
}

static void
tick(void) {
    handle_keys();
    memory_viewer_update();
    if (slice_is_over()) {
        give_way();
    }
}

// was_copy_on_write(p, regs)
//    Was the exception the process's own write to a page that is shared until then? The page is its
//    own now. Any other write would fault again, for ever.
static bool
was_copy_on_write(proc *p, const regstate *regs) {
    const uint64_t users_write = PFERR_PRESENT | PFERR_WRITE | PFERR_USER;
    return regs->reg_intno == INT_PF && (regs->reg_errcode & users_write) == users_write
           && address_space_own(p->pagetable, read_cr2());
}

// user_fault(p)
//    The current process did something that cannot be done. It ends; the others go on.
static void
user_fault(proc *p) {
    fault_show(p->pid);
    process_fault(p);
    schedule();
}
