// door.c: the student's kernel, whose source KERNEL_SOURCE names, with a door for the programs of
// checks (check-calls.h) beside the one for system calls, and a watchman: the run ends when `ticks`
// has reached the option `deadline`, so that nothing a process does makes a check wait for ever. (A
// kernel that loops itself, with interrupts off, is found out by the host.)

#include "kernel.h"
#include "check-calls.h"
#include "report.h"
#include "timer.h"

#define syscall student_syscall
#include KERNEL_SOURCE
#undef syscall

uintptr_t
syscall(regstate *regs) {
    switch (regs->reg_rax) {
    case CHECK_LOG: report_line("%s", (const char *) regs->reg_rdi); return 0;
    case CHECK_END: report_end();
    case CHECK_GET_STATE: return ptable[regs->reg_rdi].state;
    case CHECK_SET_STATE: ptable[regs->reg_rdi].state = (procstate) regs->reg_rsi; return 0;
    default: return student_syscall(regs);
    }
}

void __real_timer_interrupt(void);

// The linker leads calls of timer_interrupt here.
void
__wrap_timer_interrupt(void) {
    __real_timer_interrupt();
    if (ticks >= (uint64_t) report_option("deadline", 1000)) {
        report_line("time is over");
        report_end();
    }
}
