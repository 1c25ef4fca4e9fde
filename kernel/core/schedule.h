#ifndef WEENSY_SCHEDULE_H
#define WEENSY_SCHEDULE_H

// schedule.h: whose turn it is. Runnable processes take turns, in the order in which they became
// runnable.

#include "kernel-only.h"
#include "process.h"

// make_runnable(p)
//    Puts `p` at the end of the run queue.
void make_runnable(proc *p);

// give_way()
//    Puts the current process at the end of the run queue, and runs the one whose turn it is.
void give_way(void) never_returns;

// schedule()
//    Runs the process whose turn it is; with none runnable, waits for one, and for keys.
void schedule(void) never_returns;

// slice_is_over()
//    Has the current process run for a whole tick? One that came to run in the midst of a tick is
//    not interrupted at its end; else it would lose to those that yield just before.
bool slice_is_over(void);

#endif
