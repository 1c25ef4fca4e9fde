#ifndef WEENSY_STRACE_H
#define WEENSY_STRACE_H

// strace.h: the guest's system calls, as it tells of them.

#include "options.h"

// strace_open(options)
//    They go to the file that the options name. Fails if it cannot be written.
void strace_open(const struct options *options);

// strace_keep()
//    If they could not be shown, because the terminal shows something else: leaves them in a file
//    beside the log, and says so.
void strace_keep(void);

// strace_take(pipe)
//    Passes on what has come through the pipe.
void strace_take(int pipe);

#endif
