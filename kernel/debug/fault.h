#ifndef WEENSY_FAULT_H
#define WEENSY_FAULT_H

// fault.h: explains exceptions in words.

#include "kernel-only.h"
#include "x86-64.h"

// fault_show(pid)
//    Says why process `pid`, whose registers are those of an exception, cannot continue. The screen
//    shows what it did and where; the log also has the walk of the address, the registers and a
//    backtrace.
void fault_show(pid_t pid);

// fault_panic(regs)
//    Panics, and explains the kernel's own exception in the same way.
void fault_panic(const regstate *regs) never_returns;

// panic_of(regs, format, ...)
//    Panics, with the backtrace of the code that was interrupted with registers `regs`.
void panic_of(const regstate *regs, const char *format, ...) never_returns printf_like(2, 3);

#endif
