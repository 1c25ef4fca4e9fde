#ifndef WEENSY_CHECK_CALLS_H
#define WEENSY_CHECK_CALLS_H

// check-calls.h: system calls that a check adds to the student's kernel (doorkeeper.c), for the
// programs of checks. Their numbers count from `check_calls`, an address that the linker gets anew
// for each check, so that no program of the student's knows them.

extern const char check_calls[];

enum {
    CHECK_LOG = 1,       // (string): writes a line of the check's to the log
    CHECK_END = 2,       // (): ends the run
    CHECK_GET_STATE = 3, // (pid): ptable[pid].state
    CHECK_SET_STATE = 4, // (pid, state)
};

#endif
