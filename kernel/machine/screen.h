#ifndef WEENSY_SCREEN_H
#define WEENSY_SCREEN_H

// screen.h: what follows the console. Programs store straight into the console's page; now and then
// the screen's cursor is moved to where they put it, and what changed is sent to the serial line,
// to a VT102 terminal. That mirror is a sample, one frame after the other: what comes and goes in
// between is never seen.

#include "kernel-only.h"
#include "types.h"

// The cells that the mirror shows: the console's, unless somebody puts others in their place.
extern const volatile uint16_t *screen_cells;

// screen_init()
//    Blanks the console and the terminal.
void screen_init(void);

// screen_update()
//    Moves the cursor, and sends cells that have changed, but no more than can be sent in a
//    fraction of a tick; the next call goes on from there. So a program that changes the screen all
//    the time cannot keep the kernel busy. While one is in the midst of scrolling, nothing is taken
//    up for a few ticks.
void screen_update(void);

// screen_flush()
//    What the console has now, without a limit: for the end.
void screen_flush(void);

#endif
