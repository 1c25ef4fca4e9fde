#ifndef WEENSY_PROCESSOR_H
#define WEENSY_PROCESSOR_H

// processor.h: which of its features the processor is told to use.

#include "kernel-only.h"

// processor_init()
//    Turns on what every kernel here wants: `syscall`, and faults on floating point; and, where the
//    processor has them, execute-disable, no kernel execution of user pages (SMEP), no look at
//    descriptor tables for users (UMIP). All else is off, whatever reset, the firmware or a kernel
//    before this one has left: performance counters and segment bases for users, breakpoints.
void processor_init(void);

// processor_protect_memory()
//    Turns on what holds the kernel itself to the permissions in page tables: read-only pages are
//    so for the kernel too, and user pages are beyond its reach (SMAP, where the processor has it).
void processor_protect_memory(void);

#endif
