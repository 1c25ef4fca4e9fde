#ifndef WEENSY_WATCHDOG_H
#define WEENSY_WATCHDOG_H

// watchdog.h: who watches over a kernel that keeps interrupts off.

#include "kernel-only.h"

// watchdog_feed()
//    All is well for two seconds of the guest's time.
void watchdog_feed(void);

#endif
