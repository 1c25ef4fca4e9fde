#ifndef WEENSY_MISTAKES_H
#define WEENSY_MISTAKES_H

// mistakes.h: what a kernel with a mistake might do. Some protections are only against that.

#include "kernel-only.h"
#include "types.h"

// mistake(which, address)
//    Does one of MISTAKE_... of test-syscalls.h. Returns if nothing stops it.
void mistake(int which, uintptr_t address);

#endif
