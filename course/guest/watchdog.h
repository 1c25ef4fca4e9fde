#ifndef WEENSY_WATCHDOG_H
#define WEENSY_WATCHDOG_H

// watchdog.h: watches over a kernel that keeps interrupts off.

#include "kernel-only.h"

// watchdog_feed()
//    All is well for two seconds of the guest's time.
void watchdog_feed(void);

// watchdog_stop()
//    The run is over: QEMU 10 may take a while to end it.
void watchdog_stop(void);

#endif
