#ifndef WEENSY_DOORKEEPER_H
#define WEENSY_DOORKEEPER_H

// doorkeeper.h: what a check can add to doorkeeper.c, and ask it.

#include "kernel.h"

// doorkeeper_call(pid, call, regs, result)
//    Serves the call `call` of the check's own (counted from check_calls), which process `pid`
//    makes, and stores its result; false if there is no such call. Whoever does not bring this
//    function has no calls but those of check-calls.h.
bool doorkeeper_call(pid_t pid, uintptr_t call, regstate *regs, uintptr_t *result);

// process_of(regs)
//    The process whose registers these are; 0 if nobody's.
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
