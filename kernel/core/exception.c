// exception.c: handles exceptions and the timer's interrupt.

#include "address-space.h"
#include "audit.h"
#include "fault.h"
#include "kernel.h"
#include "keys.h"
#include "memory-viewer.h"
#include "schedule.h"
#include "x86.h"

static void tick(void);
static bool is_copy_on_write_fault(const proc *p, const regstate *regs);
static void user_fault(proc *p) never_returns;

void
exception(regstate *regs) {
    if (!is_from_user(regs)) {
        fault_panic(regs);
    } else if (regs->reg_intno == INT_TIMER) {
        tick();
    } else if (is_copy_on_write_fault(current, regs)) {
        address_space_own(current->pagetable, read_cr2()); // then the process repeats the store
    } else {
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

// is_copy_on_write_fault(p, regs)
//    Is this a page fault that `p` cannot help: its own store to a copy-on-write page?
static bool
is_copy_on_write_fault(const proc *p, const regstate *regs) {
    const uint64_t users_store = PFERR_PRESENT | PFERR_WRITE | PFERR_USER;
    return regs->reg_intno == INT_PF && (regs->reg_errcode & users_store) == users_store
           && is_copy_on_write(vmiter_at(p->pagetable, read_cr2()));
}

// user_fault(p)
//    Explains the fault of `p`, the current process, and ends it; the others go on.
static void
user_fault(proc *p) {
    fault_show(p->pid);
    process_fault(p);
    schedule();
}
