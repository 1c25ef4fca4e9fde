#ifndef WEENSY_PICTURE_H
#define WEENSY_PICTURE_H

// picture.h: the guest's screen on the terminal.

#include "screen.h"

// picture_open(screen), picture_close()
//    Begins; ends, with the cursor beneath the screen. A terminal that changes its size interrupts
//    waiting from here on, so that it can be painted anew.
void picture_open(const struct screen *screen);
void picture_close(void);

// picture_paint()
//    Makes the terminal show the screen, which is whole. False if nobody sees it any more.
bool picture_paint(void) must_check;

// picture_is_stale()
//    The next painting is of everything.
void picture_is_stale(void);

#endif
