#ifndef WEENSY_PIPE_H
#define WEENSY_PIPE_H

// pipe.h: the one pipe. Bytes come out in the order in which they went in, each exactly once.

#include "kernel-only.h"
#include "process.h"

// pipe_write(p, buf, sz), pipe_read(p, buf, sz)
//    Serve the system calls sys_pipewrite and sys_piperead of `p`, the current process. They return
//    the call's result. If `p` has to wait, they do not return: they block it, and it gets the
//    result when it wakes.
ssize_t pipe_write(proc *p, uintptr_t buf, size_t sz);
ssize_t pipe_read(proc *p, uintptr_t buf, size_t sz);

#endif
