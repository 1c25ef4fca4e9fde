#ifndef WEENSY_FOLLOW_H
#define WEENSY_FOLLOW_H

// follow.h: a run, once QEMU is started, until it ends.

#include "run.h"

#define SCREEN_REST_TIME 5 // seconds without change, after which headless ends

// follow(run)
//    Returns when the run has ended; `ending` says how. QEMU or gdb may still be there.
void follow(struct run *run);

#endif
