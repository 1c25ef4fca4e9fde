#ifndef WEENSY_G_GUARD_H
#define WEENSY_G_GUARD_H

// g-guard.h: keeps Eve, process 1, from storing to Alice's memory herself, so that what happens
// there is the kernel's doing. While Eve runs, only the kernel may access Alice's pages; after Eve
// reads one, she may read them until she calls the kernel again. A store of her own ends her, and
// the log says so ("own store ADDRESS").

#include "kernel.h"

// guard_before_user(pid)
//    The kernel is about to go to user mode, to process `pid`.
void guard_before_user(pid_t pid);

// guard_at_syscall(pid)
//    Process `pid` makes a system call.
void guard_at_syscall(pid_t pid);

// guard_handles_fault(pid, regs)
//    Did Eve cause this exception of process `pid` by reading one of Alice's pages? Then she goes
//    on.
bool guard_handles_fault(pid_t pid, const regstate *regs);

#endif
