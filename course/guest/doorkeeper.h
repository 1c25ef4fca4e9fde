#ifndef WEENSY_DOORKEEPER_H
#define WEENSY_DOORKEEPER_H

// doorkeeper.h: what a check can add to doorkeeper.c, and what it can ask it.

#include "kernel.h"

// doorkeeper_call(pid, call, regs, result)
//    Serves the check's own call `call` (counted from check_calls) of process `pid`, and stores its
//    result; false if there is no such call. A check without this function has only the calls of
//    check-calls.h.
bool doorkeeper_call(pid_t pid, uintptr_t call, regstate *regs, uintptr_t *result);

// process_of(regs)
//    The process whose registers these are; 0 if they are no process's.
static inline pid_t
process_of(const regstate *regs) {
    process_view view;
    for (pid_t pid = 1; pid <= view_last_pid; ++pid) {
        if (view_process(pid, &view) && view.regs == regs) {
            return pid;
        }
    }
    return 0;
}

#endif
