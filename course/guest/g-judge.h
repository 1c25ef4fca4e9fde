#ifndef WEENSY_G_JUDGE_H
#define WEENSY_G_JUDGE_H

// g-judge.h: judges calls of sys_getsysname: does the kernel refuse the bad ones, and does it write
// where it must not? The first bad call that the kernel lets through ends the run.

#include "kernel.h"
#include "memory-layout.h"

#define SYSTEM_NAME "Weensy 61"
#define PROC_SIZE 0x40000

static inline bool
is_in_memory_of(pid_t pid, uint64_t va) {
    return va >= PROC_START_ADDR && (va - PROC_START_ADDR) / PROC_SIZE == (uint64_t) pid - 1;
}

// judge_log_call(pid, buf)
//    Process `pid` calls sys_getsysname(buf). Logs the call if it is a bad one.
void judge_log_call(pid_t pid, uintptr_t buf);

// judge_before(pid, buf), judge_returned(result)
//    That call goes to the student's kernel, which is to be judged; the call has returned.
void judge_before(pid_t pid, uintptr_t buf);
void judge_returned(int result);

// judge_notice_end()
//    A process runs. If a call is not over, the kernel did not return to its caller.
void judge_notice_end(void);

// judge_fault()
//    The kernel faulted. Logs the call in which it did.
void judge_fault(void);

#endif
