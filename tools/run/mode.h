#ifndef WEENSY_MODE_H
#define WEENSY_MODE_H

// mode.h: which way to show the screen.

#include "options.h"

// choose_mode(options)
//    Replaces MODE_AUTO by what there is, and decides whether QEMU opens a window, and what the
//    guest's clock counts. Fails if a window is asked for and this QEMU cannot open one, or if
//    there is no QEMU. Starts QEMU to ask it.
void choose_mode(struct options *options);

#endif
