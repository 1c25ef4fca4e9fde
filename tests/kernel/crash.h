#ifndef WEENSY_CRASH_H
#define WEENSY_CRASH_H

// crash.h: breaks the kernel, for the tests of how that is told.

#include "kernel-only.h"

// crash(how)
//    Breaks the kernel in one of the ways CRASH_... of test-syscalls.h; returns for any other
//    number.
void crash(long how);

#endif
