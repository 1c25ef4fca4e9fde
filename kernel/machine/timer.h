#ifndef WEENSY_TIMER_H
#define WEENSY_TIMER_H

// timer.h: the clock. It interrupts HZ times a second. `ticks` counts these interrupts, in a page
// of its own that users can read.

#include "kernel-only.h"
#include "direct-map.h"
#include "memory-layout.h"

#define ticks (*(volatile uint64_t *) pa2kptr(TICKS_ADDR))

// timer_init()
//    Starts the timer, and sets `ticks` to 0.
void timer_init(void);

// timer_interrupt()
//    Handles a tick: counts it, and updates the screen.
void timer_interrupt(void);

#endif
