#ifndef WEENSY_TIMER_H
#define WEENSY_TIMER_H

// timer.h: the clock. It interrupts HZ times a second, and counts that in `ticks`, on a page of its
// own that users can read.

#include "kernel-only.h"
#include "direct-map.h"
#include "memory-layout.h"

#define ticks (*(volatile uint64_t *) pa2kptr(TICKS_ADDR))

// timer_init()
//    Starts the timer, and `ticks` at 0.
void timer_init(void);

// timer_interrupt()
//    What happens at each tick: the count grows, and the console's cursor and mirror are brought up
//    to date.
void timer_interrupt(void);

#endif
