#ifndef WEENSY_EXTENSION_H
#define WEENSY_EXTENSION_H

// extension.h: where the kernel for tests differs from the kernel: it links the files of
// tests/kernel/ in place of extension.c.

#include "kernel-only.h"
#include "process.h"

// extension_init(command)
//    The kernel calls it after it has set up memory, before it starts processes.
void extension_init(const char *command);

// extension_call(p)
//    Serves a system call of `p` whose number the kernel does not know. Returns its result.
ssize_t extension_call(proc *p);

#endif
