#ifndef WEENSY_SCHEDULE_H
#define WEENSY_SCHEDULE_H

// schedule.h: whose turn it is. Runnable processes take turns, in the order in which they became
// runnable.

#include "kernel-only.h"
#include "process.h"

// make_runnable(p)
//    Puts `p` at the end of the run queue.
void make_runnable(proc *p);

// schedule()
//    Runs the process whose turn it is; with none runnable, waits for one, and for keys.
void schedule(void) never_returns;

// run(p)
//    Runs `p`, which is runnable and in no queue.
void run(proc *p) never_returns;

#endif
