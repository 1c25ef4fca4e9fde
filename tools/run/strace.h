#ifndef WEENSY_STRACE_H
#define WEENSY_STRACE_H

// strace.h: the guest's system calls, as its kernel reports them.

#include "options.h"

// strace_open(options)
//    From now on, the calls go to the file that the options name. Fails if it cannot be written.
void strace_open(const struct options *options);

// strace_keep()
//    If the terminal showed the screen or gdb, and so not the calls, leaves them in a file next to
//    the log, and says so.
void strace_keep(void);

// strace_take(pipe)
//    Passes on what has come through the pipe, line by line.
void strace_take(int pipe);

#endif
