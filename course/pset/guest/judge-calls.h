#ifndef WEENSY_JUDGE_CALLS_H
#define WEENSY_JUDGE_CALLS_H

// judge-calls.h: system calls that the judge adds to the kernel, for the programs of checks. Their
// numbers count from `check_calls`, an address that the linker gets anew for each check.

extern const char check_calls[];

enum {
    JUDGE_WRONG = 1,       // (step, text): the check has failed, and the run ends
    JUDGE_PASSED = 2,      // (): the check has passed, and the run ends
    JUDGE_DETAIL = 3,      // (text): a line to show if the check fails
    JUDGE_PROBE = 4,       // (address): if the process's next instructions fault, go on there
    JUDGE_FAIL_NEXT = 5,   // (n): in the process's next system call, the n-th allocation fails
    JUDGE_ALLOCATIONS = 6, // (): how many pages the process's last system call allocated
    JUDGE_FREE_PAGES = 7,  // (): how many pages are free
    JUDGE_PHYSICAL = 8,    // (address): its physical address in the process; -1: not mapped
    JUDGE_PERMISSIONS = 9, // (address): vmiter_perm there
    JUDGE_REFCOUNT = 10,   // (address): the reference count of the page there; -1: not mapped
    JUDGE_STATE = 11,      // (pid): 0: no such process; 1: one that can run; 2: another one
    JUDGE_TRYING = 12,     // (text): what the program tries next, in words
    JUDGE_FREE_NULL = 13,  // (): calls kfree(NULL)
    JUDGE_LAST_PID = 14,   // (): the highest number that a process can have
    JUDGE_FAULT = 15,      // (address, outcome): announces a fault; 0: one that is no page fault
    JUDGE_FORK_COST = 16,  // (): how many fewer pages were free after the process's last fork
    JUDGE_TURNS = 17,      // (pid): how often the kernel has let this process go on
    JUDGE_CALLS_END
};

// From the first announcement on, a fault that is not announced must not end the process.
enum fault_outcome { FAULT_GOES_ON, FAULT_ENDS, FAULT_MAY_END };

#endif
