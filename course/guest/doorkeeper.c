// doorkeeper.c: stands between the machine and the student's kernel (door.c). It serves the calls
// of checks' programs (check-calls.h) itself, and lets everything else through. It also ends the
// run when `ticks` reaches the option `deadline`, so that no process can make a check wait for
// ever. (watchdog.c ends the run of a kernel that loops with interrupts off.) The linker redirects
// calls of NAME to __wrap_NAME here.

#include "doorkeeper.h"
#include "backtrace.h"
#include "check-calls.h"
#include "door.h"
#include "report.h"
#include "segments.h"
#include "timer.h"

__attribute__((weak)) bool
doorkeeper_call(pid_t pid, uintptr_t call, regstate *regs, uintptr_t *result) {
    (void) pid;
    (void) call;
    (void) regs;
    (void) result;
    return false;
}

uintptr_t __real_syscall(regstate *regs);

uintptr_t
__wrap_syscall(regstate *regs) {
    uintptr_t call = regs->reg_rax - (uintptr_t) check_calls, result;
    switch (call) {
    case CHECK_LOG: report_line("%s", (const char *) regs->reg_rdi); return 0;
    case CHECK_END: report_end();
    case CHECK_GET_STATE: return (uintptr_t) door_state((pid_t) regs->reg_rdi);
    case CHECK_SET_STATE: door_set_state((pid_t) regs->reg_rdi, (int) regs->reg_rsi); return 0;
    }
    return doorkeeper_call(process_of(regs), call, regs, &result) ? result : __real_syscall(regs);
}

// report_interrupted_process()
//    Reports where the process was that the timer interrupted, if it interrupted one.
static void
report_interrupted_process(void) {
    process_view view;
    pid_t pid = process_of(interrupted_registers());
    if (pid != 0 && view_process(pid, &view)) {
        report_line("trace  on behalf of process %d (%s):", pid, view.program);
        report_trace(backtrace_of(view.regs, view.pagetable, view.program));
    }
}

void __real_timer_interrupt(void);

void
__wrap_timer_interrupt(void) {
    __real_timer_interrupt();
    if (ticks >= (uint64_t) report_option("deadline", 1000)) {
        report_line("time is over");
        report_interrupted_process();
        report_end();
    }
}
