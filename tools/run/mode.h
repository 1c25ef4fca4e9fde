#ifndef WEENSY_MODE_H
#define WEENSY_MODE_H

// mode.h: decides how to show the screen.

#include "options.h"

// choose_mode(options)
//    Replaces MODE_AUTO by a mode that is possible here, and decides whether QEMU opens a window
//    and what the guest's clock counts. May start QEMU to ask what it can do. Fails if the options
//    ask for a window and this QEMU cannot open one, or if there is no QEMU.
void choose_mode(struct options *options);

#endif
