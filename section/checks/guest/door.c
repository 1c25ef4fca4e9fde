// door.c: the student's kernel, whose source KERNEL_SOURCE names, with a door for the programs of
// checks (check-calls.h) beside the one for system calls, and a watchman: the run ends when `ticks`
// has reached the option `deadline`, so that nothing a process does makes a check wait for ever. (A
// kernel that loops itself, with interrupts off, is found out by the host.)

#include "kernel.h"
#include "check-calls.h"
#include "command.h"
#include "disk-image.h"
#include "log.h"
#include "power.h"
#include "timer.h"

#define syscall student_syscall
#include KERNEL_SOURCE
#undef syscall

static uintptr_t
end_run_here(void) {
    screen_flush();
    end_run(EXIT_OK);
    return 0;
}

uintptr_t
syscall(regstate *regs) {
    switch (regs->reg_rax) {
    case CHECK_LOG: log_printf("check: %s\n", (const char *) regs->reg_rdi); return 0;
    case CHECK_END: return end_run_here();
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
    uint64_t deadline = (uint64_t) command_option(disk_image_info()->command, "deadline", 3000);
    if (ticks >= deadline) {
        log_printf("check: time is over\n");
        end_run_here();
    }
}
