#ifndef WEENSY_SCHEDULE_H
#define WEENSY_SCHEDULE_H

// schedule.h: round-robin scheduling. Runnable processes take turns, in the order in which they
// became runnable.

#include "kernel-only.h"
#include "process.h"

// make_runnable(p)
//    Puts `p` at the end of the run queue.
void make_runnable(proc *p);

// give_way()
//    Puts the current process at the end of the run queue, and runs the first one in the queue.
void give_way(void) never_returns;

// schedule()
//    Runs the first process in the run queue. If there is none, waits, and handles keys meanwhile.
void schedule(void) never_returns;

// slice_is_over()
//    Has the current process run for at least one whole tick? A process that starts to run in the
//    middle of a tick keeps the processor at that tick's end; otherwise a process could gain by
//    yielding just before each tick.
bool slice_is_over(void);

#endif
