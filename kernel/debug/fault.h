#ifndef WEENSY_FAULT_H
#define WEENSY_FAULT_H

// fault.h: says in words what an exception was.

#include "kernel-only.h"
#include "x86-64.h"

// fault_describe(regs, address, s, size)
//    Stores what happened, like "page fault writing 0x0 (not mapped)", in the `size` bytes at `s`.
//    `address` is the processor's fault address (%cr2), for page faults.
void fault_describe(const regstate *regs, uint64_t address, char *s, size_t size);

// fault_show(pid)
//    Says why process `pid`, whose registers are those of an exception, cannot go on: on the screen
//    in a line, in the log with registers and a backtrace.
void fault_show(pid_t pid);

// panic_of(regs, format, ...)
//    Panics, with the backtrace of what `regs` interrupted.
void panic_of(const regstate *regs, const char *format, ...) never_returns printf_like(2, 3);

// fault_panic(regs)
//    The same of the kernel, which is at its end then.
void fault_panic(const regstate *regs) never_returns;

#endif
