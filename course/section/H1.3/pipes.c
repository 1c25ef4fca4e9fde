// pipes.c: exercise H1.3: the pipe as it is handed out, or as options (report.h) change it:
//
//     capacity=N  it holds N bytes, and a call moves as many as there are, or as fit
//     block=1     a call that finds it full, or empty, waits until that changes
//     turn=1      a call that can move nothing lets another process run before it returns
//
// The programs are the check's own (pipe-count.c), so addresses need no check.

#include "doorkeeper.h"
#include "door.h"
#include "errors.h"
#include "kernel.h"
#include "report.h"
#include "string.h"
#include "syscalls.h"

enum {
    MOST = 4096,        // bytes that the pipe can hold
    SYSCALL_LENGTH = 2, // bytes of the instruction
    RUNNABLE = 1,       // as in kernel.c
    BLOCKED = 2,
};

static char bytes[MOST];
static size_t filled;

static size_t
put(const char *from, size_t sz) {
    size_t room = (size_t) report_option("capacity", 1) - filled, n = sz < room ? sz : room;
    memcpy(bytes + filled, from, n);
    filled += n;
    return n;
}

static size_t
take(char *to, size_t sz) {
    size_t n = sz < filled ? sz : filled;
    memcpy(to, bytes, n);
    filled -= n;
    memmove(bytes, bytes + n, filled);
    return n;
}

static uintptr_t call_of[2 + 1]; // of processes 1 and 2, if they wait

// wake_all()
//    Each waiting process tries its call again: its %rip is still at the instruction (sleep_in).
static void
wake_all(void) {
    for (pid_t pid = 1; pid <= 2; ++pid) {
        process_view view;
        if (call_of[pid] != 0 && view_process(pid, &view)) {
            ((regstate *) view.regs)->reg_rax = call_of[pid];
            door_set_state(pid, RUNNABLE);
            call_of[pid] = 0;
        }
    }
}

uintptr_t __real_syscall(regstate *regs);

// let_others_run(regs)
//    Does not return.
static void
let_others_run(regstate *regs) {
    regs->reg_rax = SYSCALL_YIELD;
    __real_syscall(regs);
}

static void
sleep_in(pid_t pid, regstate *regs) {
    call_of[pid] = regs->reg_rax;
    regs->reg_rip -= SYSCALL_LENGTH;
    door_set_state(pid, BLOCKED);
    let_others_run(regs);
}

bool
doorkeeper_call(pid_t pid, uintptr_t call, regstate *regs, uintptr_t *result) {
    (void) call;
    bool is_write = regs->reg_rax == SYSCALL_PIPEWRITE;
    if (!is_write && regs->reg_rax != SYSCALL_PIPEREAD) {
        return false;
    }
    size_t n = is_write ? put((const char *) regs->reg_rdi, regs->reg_rsi)
                        : take((char *) regs->reg_rdi, regs->reg_rsi);
    if (n > 0) {
        wake_all();
    } else if (report_option("block", 0)) {
        sleep_in(pid, regs);
    } else if (report_option("turn", 0)) {
        let_others_run(regs);
    }
    *result = n > 0 ? n : (uintptr_t) E_AGAIN;
    return true;
}
