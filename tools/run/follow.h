#ifndef WEENSY_FOLLOW_H
#define WEENSY_FOLLOW_H

// follow.h: follows a run from QEMU's start to its end.

#include "run.h"

#define SCREEN_REST_TIME 5 // seconds without change, after which headless ends

// follow(run)
//    Returns when the run has ended; `run->ending` says how. QEMU or gdb may still be running.
void follow(struct run *run);

#endif
