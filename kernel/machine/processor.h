#ifndef WEENSY_PROCESSOR_H
#define WEENSY_PROCESSOR_H

// processor.h: turns features of the processor on.

#include "kernel-only.h"

// processor_init()
//    Turns on what all kernels want: `syscall`, and faults on floating point; where the processor
//    has them, also execute-disable, SMEP (the kernel cannot execute user pages) and UMIP (users
//    cannot read where descriptor tables are). Turns all else off, whatever reset, firmware or an
//    earlier kernel left: users' access to performance counters and segment bases, breakpoints.
void processor_init(void);

// processor_protect_memory()
//    Makes the kernel obey the permissions in page tables: it cannot write read-only pages (CR0.WP)
//    or, where the processor has SMAP, access user pages.
void processor_protect_memory(void);

#endif
