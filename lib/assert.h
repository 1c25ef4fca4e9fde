#ifndef WEENSY_ASSERT_H
#define WEENSY_ASSERT_H

// assert.h: what to do when something that cannot be, is. Kernel and user programs each bring
// their own panic: the kernel's stops the machine, a program's ends the process.

#include "types.h"

// panic(format, ...)
//    Shows the message and a backtrace, and does not return.
void panic(const char *format, ...) never_returns printf_like(1, 2);

// assert(condition)
//    Panics, naming the condition and its place, if it is false.
#define assert(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            assert_fail(__FILE__, __LINE__, #condition);                                           \
        }                                                                                          \
    } while (0)

void assert_fail(const char *file, int line, const char *condition) never_returns;

#endif
