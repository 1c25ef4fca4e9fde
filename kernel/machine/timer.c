// timer.c: the programmable interval timer (Intel 8254 data sheet). Its rate is fixed, so it needs
// no calibration.

#include "timer.h"
#include "screen.h"
#include "string.h"
#include "x86.h"

enum {
    PIT_CHANNEL_0 = 0x40,
    PIT_COMMAND = 0x43,
    PIT_RATE_GENERATOR = 0x34, // channel 0, low byte then high byte, mode 2
    PIT_FREQUENCY = 1193182,   // a second
    PIT_DIVISOR = (PIT_FREQUENCY + HZ / 2) / HZ,
};

_Static_assert(PIT_DIVISOR > 1 && PIT_DIVISOR < 65536, "the timer's counter has 16 bits");

void
timer_init(void) {
    memset(pa2kptr(TICKS_ADDR), 0, PAGESIZE); // all of it, since users can read the page
    outb(PIT_COMMAND, PIT_RATE_GENERATOR);
    outb(PIT_CHANNEL_0, PIT_DIVISOR & 0xFF);
    outb(PIT_CHANNEL_0, PIT_DIVISOR >> 8);
}

void
timer_interrupt(void) {
    ticks = ticks + 1;
    screen_update();
}
