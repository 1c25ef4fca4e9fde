#ifndef WEENSY_CHECK_PROGRAM_H
#define WEENSY_CHECK_PROGRAM_H

// check.h: what the programs of checks use. They report to the host through the log.

#include "check-calls.h"
#include "u-lib.h"

// check_call(call, a, b)
//    Makes a call of check-calls.h, or one that a check adds.
static inline long
check_call(long call, uintptr_t a, uintptr_t b) {
    return system_call((long) check_calls + call, a, b);
}

// check_log(format, ...)
//    Writes a line to the log that the host recognizes as the check's (report.h).
static inline void printf_like(1, 2) check_log(const char *format, ...) {
    char line[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof(line), format, arguments);
    va_end(arguments);
    check_call(CHECK_LOG, (uintptr_t) line, 0);
}

// check_end()
//    Ends the run.
static inline void never_returns
check_end(void) {
    for (;;) {
        check_call(CHECK_END, 0, 0);
    }
}

// check_state(pid), check_set_state(pid, state)
//    The state of a process; the values are those of kernel.c.
enum { STATE_FREE = 0, STATE_RUNNABLE = 1, STATE_BLOCKED = 2, STATE_FAULTED = 3 };
static inline int
check_state(pid_t pid) {
    return (int) check_call(CHECK_GET_STATE, (uintptr_t) pid, 0);
}
static inline void
check_set_state(pid_t pid, int state) {
    check_call(CHECK_SET_STATE, (uintptr_t) pid, (uintptr_t) state);
}

#endif
