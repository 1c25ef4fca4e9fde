#ifndef WEENSY_EXTENSION_H
#define WEENSY_EXTENSION_H

// extension.h: where a kernel for tests differs from the kernel: it is linked with the files of
// tests/kernel/ in place of extension.c.

#include "kernel-only.h"
#include "process.h"

// extension_init(command)
//    Called when memory is set up and no process exists yet.
void extension_init(const char *command);

// extension_call(p)
//    A system call of `p` with a number that the kernel does not know. Returns its result.
ssize_t extension_call(proc *p);

#endif
