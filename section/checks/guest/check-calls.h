#ifndef WEENSY_CHECK_CALLS_H
#define WEENSY_CHECK_CALLS_H

// check-calls.h: system calls that a check's build adds to the student's kernel (door.c), for the
// programs of checks.

enum {
    CHECK_LOG = 0x2001,       // (string): a line of the check's in the log
    CHECK_END = 0x2002,       // (): the run ends
    CHECK_GET_STATE = 0x2003, // (pid): ptable[pid].state
    CHECK_SET_STATE = 0x2004, // (pid, state)
};

#endif
