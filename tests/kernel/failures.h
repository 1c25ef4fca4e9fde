#ifndef WEENSY_FAILURES_H
#define WEENSY_FAILURES_H

// failures.h: allocations that fail on purpose, and what a failed call has changed.

#include "kernel-only.h"
#include "process.h"

// fail_allocation(n)
//    Makes the `n`th kalloc from now on fail, 1 being the next; 0: none.
void fail_allocation(unsigned n);

// allocations_at_start()
//    The number of kalloc calls before the first process ran.
unsigned allocations_at_start(void);

// try_call(p, number, n)
//    Makes the system call `number` for `p`, the current process, with its first argument, and makes
//    the `n`th kalloc in it fail. Returns the call's result; but TEST_CHANGED if that is an error and
//    anything has changed: a process, its registers, a mapping, a byte that a process can read, or a
//    page's reference count. A process that it spawns faults as soon as it runs.
ssize_t try_call(proc *p, uint64_t number, unsigned n) must_check;

#endif
