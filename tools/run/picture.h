#ifndef WEENSY_PICTURE_H
#define WEENSY_PICTURE_H

// picture.h: paints the guest's screen on the terminal.

#include "screen.h"

// picture_open(screen), picture_close()
//    Begins to show `screen`; ends, with the cursor below it. In between, a terminal that changes
//    its size interrupts waiting, so that the tool can paint anew.
void picture_open(const struct screen *screen);
void picture_close(void);

// picture_paint()
//    Makes the terminal show the screen, which has to be whole. False if the terminal is gone.
bool picture_paint(void) must_check;

// picture_is_stale()
//    Makes the next picture_paint paint everything.
void picture_is_stale(void);

#endif
