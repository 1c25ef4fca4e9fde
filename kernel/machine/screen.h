#ifndef WEENSY_SCREEN_H
#define WEENSY_SCREEN_H

// screen.h: the hardware cursor and the mirror, which follow the console. Programs store straight
// into the console's page. At each tick the kernel moves the hardware cursor and sends what changed
// over the serial line, to a VT102 terminal: the mirror. It samples the console in frames, so it
// never shows what comes and goes between two frames.

#include "kernel-only.h"
#include "types.h"

// The cells that the mirror shows: the console's, or those that the memory viewer has drawn.
extern const volatile uint16_t *screen_cells;

// screen_init()
//    Blanks the console and the terminal.
void screen_init(void);

// screen_update()
//    Moves the hardware cursor, and sends cells that have changed, for at most a tenth of a tick;
//    the next call continues. So a program that changes the screen all the time cannot keep the
//    kernel busy. In the middle of a program's scroll it takes no frame, for at most 64 ticks.
void screen_update(void);

// screen_flush()
//    Sends all that the console has now, however long that takes: for the end of a run.
void screen_flush(void);

#endif
