#ifndef WEENSY_FAULT_H
#define WEENSY_FAULT_H

// fault.h: says in words what an exception was.

#include "kernel-only.h"
#include "x86-64.h"

// fault_show(pid)
//    Says why process `pid`, whose registers are those of an exception, cannot go on: on the screen
//    what it did, where; in the log also how the address is translated, registers, a backtrace.
void fault_show(pid_t pid);

// fault_panic(regs)
//    The same of the kernel, which is at its end then.
void fault_panic(const regstate *regs) never_returns;

// panic_of(regs, format, ...)
//    Panics, with the backtrace of what `regs` interrupted.
void panic_of(const regstate *regs, const char *format, ...) never_returns printf_like(2, 3);

#endif
