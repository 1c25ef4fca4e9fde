// pipe-door.c: what door.c gets in place of the student's kernel: the student's kernel, whose
// source PIPE_KERNEL_SOURCE names, with one more call, which leads to the referee.

#include "pipe-referee.h"

#undef syscall
#define syscall kernels_syscall
#include PIPE_KERNEL_SOURCE
#undef syscall

uintptr_t
student_syscall(regstate *regs) {
    if (regs->reg_rax == REFEREE_NEXT) {
        referee_next(current->pid, (referee_order *) regs->reg_rdi);
        return 0;
    }
    return kernels_syscall(regs);
}

const char *
referee_process_state(pid_t pid) {
    switch (ptable[pid].state) {
    case P_FREE: return "free";
    case P_RUNNABLE: return "runnable";
    case P_BLOCKED: return "blocked";
    case P_FAULTED: return "faulted";
    default: return "other";
    }
}
