// g-door.c: stands beside the student's kernel (Section.kernel_beside) and watches its calls of
// sys_getsysname, whose argument says where the kernel must write. It is linked after the kernel
// and shares no source with it, so that every address is the same as in the student's own build:
// attacks aim at addresses. Options (report.h):
//
//   getsysname  0: calls go to the student's kernel, and are judged
//               1: they go there, and are not judged
//               2: this file serves them as the handout does, which writes wherever it is told
//               3: the same for buffers in the caller's own memory; elsewhere it writes nothing
//   guard       1: Eve cannot store to Alice's memory herself (g-guard.h)
//   revive      1: a process that the kernel ends over a call is put back, and goes on after it
//   end         the run ends after that many ticks, or earlier if process 2 stands still

#include "kernel.h"
#include "check-calls.h"
#include "doorkeeper.h"
#include "g-calls.h"
#include "g-guard.h"
#include "g-judge.h"
#include "g-victim.h"
#include "printf.h"
#include "report.h"
#include "string.h"
#include "syscalls.h"
#include "x86.h"

enum { MODE_JUDGED, MODE_STUDENT, MODE_ORIGINAL, MODE_HARMLESS };

uintptr_t __real_syscall(regstate *regs);
void __real_exception(regstate *regs);
void __real_exception_return(regstate *regs) never_returns;
void __real_timer_interrupt(void);

static uintptr_t
judged_getsysname(regstate *regs, pid_t pid) {
    judge_before(pid, regs->reg_rdi);
    int result = (int) __real_syscall(regs);
    judge_returned(result);
    return (uintptr_t) result;
}

static uintptr_t
original_getsysname(uintptr_t buf) {
    strlcpy((char *) buf, SYSTEM_NAME, SYSNAME_SIZE);
    return 0;
}

// place(n)
//    The value that the host gave the option placeN.
static long
place(uintptr_t n) {
    char name[16];
    snprintf(name, sizeof(name), "place%u", (unsigned) n);
    return report_option(name, 0);
}

static uintptr_t result; // of a call that this file served

// serve(regs)
//    Serves a call that does not go on to the student's kernel; false if it is not such a call.
//    (Not inlined: its local variables would be in the way of the jump below.)
static __attribute__((noinline)) bool
serve(regstate *regs) {
    judge_notice_end();
    pid_t pid = process_of(regs);
    if (pid == 2) {
        victim_calls();
    }
    guard_at_syscall(pid);
    static pid_t turn = 1;
    result = 0;
    switch (regs->reg_rax - (uintptr_t) check_calls) {
    case CHECK_LOG: report_line("%s", (const char *) regs->reg_rdi); return true;
    case CHECK_END: victim_over();
    case G_TURN: result = (uintptr_t) turn; return true;
    case G_NEXT_TURN: turn += 1; return true;
    case G_PLACE: result = (uintptr_t) place(regs->reg_rdi); return true;
    }
    if (regs->reg_rax != SYSCALL_GETSYSNAME) {
        return false;
    }

    uintptr_t buf = regs->reg_rdi;
    bool own = is_in_memory_of(pid, buf) && is_in_memory_of(pid, buf + sizeof(SYSTEM_NAME) - 1);
    judge_log_call(pid, buf);
    switch (report_option("getsysname", MODE_JUDGED)) {
    case MODE_JUDGED: result = judged_getsysname(regs, pid); return true;
    case MODE_ORIGINAL: result = original_getsysname(buf); return true;
    case MODE_HARMLESS: result = own ? original_getsysname(buf) : 0; return true;
    default: return false;
    }
}

// A jump enters the student's kernel, so that the stack is as deep as without this door.
__attribute__((optimize("optimize-sibling-calls"))) uintptr_t
__wrap_syscall(regstate *regs) {
    return serve(regs) ? result : __real_syscall(regs);
}

void
__wrap_exception(regstate *regs) {
    if (is_from_user(regs)) {
        judge_notice_end();
        if (guard_handles_fault(process_of(regs), regs)) {
            __real_exception_return(regs);
        }
    } else {
        judge_fault();
    }
    __real_exception(regs);
}

void
__wrap_exception_return(regstate *regs) {
    guard_before_user(process_of(regs));
    __real_exception_return(regs);
}

void
__wrap_timer_interrupt(void) {
    __real_timer_interrupt();
    victim_tick();
}
