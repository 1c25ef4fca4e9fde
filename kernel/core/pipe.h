#ifndef WEENSY_PIPE_H
#define WEENSY_PIPE_H

// pipe.h: the one pipe. Bytes come out in the order in which they went in, each once.

#include "kernel-only.h"
#include "process.h"

// pipe_write(p, buf, sz), pipe_read(p, buf, sz)
//    System calls sys_pipewrite and sys_piperead of `p`, the current process. Returns the call's
//    result; or does not return: then `p` is blocked, and gets the result when it is woken.
ssize_t pipe_write(proc *p, uintptr_t buf, size_t sz);
ssize_t pipe_read(proc *p, uintptr_t buf, size_t sz);

#endif
