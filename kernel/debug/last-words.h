#ifndef WEENSY_LAST_WORDS_H
#define WEENSY_LAST_WORDS_H

// last-words.h: what a process says when it gives up, with sys_panic.

#include "kernel-only.h"
#include "types.h"

// last_words_show(pid, message)
//    Shows, on the screen and in the log, the string at `message` in the memory of process `pid`,
//    and the process's backtrace. `message` can be anything: it shows at most PANIC_MESSAGE_MAX
//    bytes, and only those that the process itself can read.
void last_words_show(pid_t pid, uintptr_t message);

#endif
