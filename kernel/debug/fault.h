#ifndef WEENSY_FAULT_H
#define WEENSY_FAULT_H

// fault.h: says in words what an exception was.

#include "kernel-only.h"
#include "x86-64.h"

// fault_describe(regs, address, s, size)
//    Stores what happened, like "page fault writing 0x0 (not mapped)", in the `size` bytes at `s`.
//    `address` is the processor's fault address (%cr2), for page faults.
void fault_describe(const regstate *regs, uint64_t address, char *s, size_t size);

// fault_log(regs, pagetable, program)
//    Writes registers and a backtrace to the log.
void fault_log(const regstate *regs, x86_64_pagetable *pagetable, const char *program);

#endif
