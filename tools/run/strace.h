#ifndef WEENSY_STRACE_H
#define WEENSY_STRACE_H

// strace.h: the guest's system calls, as its kernel reports them.

#include "options.h"

// strace_open(options)
//    From here on, they go to the file that the options name. Fails if it cannot be written.
void strace_open(const struct options *options);

// strace_keep()
//    If the terminal showed something else, so that the calls could not be shown: leaves them in a
//    file beside the log, and says so.
void strace_keep(void);

// strace_take(pipe)
//    Passes on what has come through the pipe, in whole lines.
void strace_take(int pipe);

#endif
