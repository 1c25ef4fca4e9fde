#ifndef WEENSY_CRASH_H
#define WEENSY_CRASH_H

// crash.h: breaks the kernel, to test what it reports.

#include "kernel-only.h"

// crash(how)
//    Breaks the kernel in the way `how`, a CRASH_... of test-syscalls.h. Returns for any other
//    number.
void crash(long how);

#endif
