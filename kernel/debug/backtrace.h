#ifndef WEENSY_BACKTRACE_H
#define WEENSY_BACKTRACE_H

// backtrace.h: who called whom. Everything is compiled with frame pointers: %rbp points to the
// saved %rbp of the caller, and above it lies the return address.

#include "kernel-only.h"
#include "x86-64.h"

typedef struct backtrace {
    x86_64_pagetable *pagetable; // in which the stack is looked at
    const char *program;         // of a process: its program; of the kernel: NULL
    uint64_t rip;                // where this frame is
    uint64_t rbp;
    uint64_t rsp; // of the innermost, which may have no frame yet; of its callers: 0
} backtrace;

// backtrace_of(regs, pagetable, program), backtrace_here(pagetable, program)
//    The innermost frame of what `regs` interrupted, or of the caller.
backtrace backtrace_of(const regstate *regs, x86_64_pagetable *pagetable, const char *program);
backtrace backtrace_here(x86_64_pagetable *pagetable, const char *program);

// backtrace_text(bt)
//    A line for each frame from `bt` on, like "  #0  0x40123 function (file.c:12)"; if it is the
//    kernel's, also of the process that it has interrupted, or whose system call it is in. Holds
//    until the next call. Ends where the stack has nothing readable: a process's stack can hold
//    anything. Of a process, only what the process itself can read is read.
const char *backtrace_text(backtrace bt);

#endif
