#ifndef WEENSY_SCREEN_H
#define WEENSY_SCREEN_H

// screen.h: what follows the console. Programs store straight into the console's page; now and then
// the screen's cursor is moved to where they put it, and what changed is sent to the serial line,
// as a VT100 terminal wants it. That mirror is a sample: what comes and goes in between is never
// seen.

#include "kernel-only.h"

// screen_init()
//    Blanks the console and the terminal.
void screen_init(void);

// screen_update()
//    Moves the cursor, and sends cells that have changed, but no more than can be sent in a
//    fraction of a tick; the next call goes on from there. So a program that changes the screen all
//    the time cannot keep the kernel busy.
void screen_update(void);

// screen_flush()
//    The same without a limit: for the end.
void screen_flush(void);

#endif
