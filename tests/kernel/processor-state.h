#ifndef WEENSY_PROCESSOR_STATE_H
#define WEENSY_PROCESSOR_STATE_H

// processor-state.h: the processor's state, and what might have been in it before the kernel started.

#include "kernel-only.h"
#include "types.h"

// processor_state(which)
//    The value of one of PROCESSOR_... of test-syscalls.h.
uint64_t processor_state(int which);

// processor_disturb()
//    Sets what the kernel does not want, so that the next kernel finds it.
void processor_disturb(void);

// timer_disturb()
//    Lets the timer tick all the time, so that it does while the next kernel starts.
void timer_disturb(void);

// processor_note_start()
//    The kernel starts: remembers whether an interrupt of the timer is pending already.
void processor_note_start(void);

#endif
