#ifndef WEENSY_BACKTRACE_H
#define WEENSY_BACKTRACE_H

// backtrace.h: which function called which. All code is compiled with frame pointers: %rbp points
// to the caller's saved %rbp, and the return address lies above that.

#include "kernel-only.h"
#include "x86-64.h"

typedef struct backtrace {
    x86_64_pagetable *pagetable; // maps the stack
    const char *program;         // the process's program; NULL: a backtrace of the kernel
    uint64_t rip;                // the instruction in this frame
    uint64_t rbp;
    uint64_t rsp; // in the innermost frame, whose function may not have pushed %rbp yet; else 0
} backtrace;

// backtrace_of(regs, pagetable, program), backtrace_here(pagetable, program)
//    The innermost frame of the code that was interrupted with registers `regs`; or of the caller.
backtrace backtrace_of(const regstate *regs, x86_64_pagetable *pagetable, const char *program);
backtrace backtrace_here(x86_64_pagetable *pagetable, const char *program);

// backtrace_text(bt)
//    A line for each frame from `bt` on, like "  #0  0x40123 function (file.c:12)". After the
//    kernel's frames come those of the process that it has interrupted, or whose system call it is
//    in. The string is valid until the next call.
//    A process's stack can hold anything, so the backtrace ends at the first address that cannot be
//    read, by the process itself if it is a process's.
const char *backtrace_text(backtrace bt);

#endif
