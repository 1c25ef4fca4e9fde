// pipe-timer.c: the machine's timer. At its ticks the referee looks whether anything moves, also
// while all processes are blocked and the kernel waits.

#define timer_interrupt machine_timer_interrupt
#include "timer.c"
#undef timer_interrupt

#include "pipe-referee.h"

void
timer_interrupt(void) {
    machine_timer_interrupt();
    referee_tick();
}
