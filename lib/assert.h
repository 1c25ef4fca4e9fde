#ifndef WEENSY_ASSERT_H
#define WEENSY_ASSERT_H

// assert.h: what to do when the impossible happens. Kernel and programs each bring their own panic:
// the kernel's stops the machine, a program's ends the process.

#include "types.h"

// panic(format, ...)
//    Shows the message and a backtrace, and does not return.
void panic(const char *format, ...) never_returns printf_like(1, 2);

// assert(condition)
//    If the condition is false, panics with the condition and its place.
#define assert(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            assert_fail(__FILE__, __LINE__, #condition);                                           \
        }                                                                                          \
    } while (0)

// assert_eq(x, y), assert_ne, assert_lt, assert_le, assert_gt, assert_ge
//    Like assert(x == y), !=, <, <=, >, >=; the panic also shows the values of `x` and `y`.
#define assert_eq(x, y) assert_compare(x, ==, y)
#define assert_ne(x, y) assert_compare(x, !=, y)
#define assert_lt(x, y) assert_compare(x, <, y)
#define assert_le(x, y) assert_compare(x, <=, y)
#define assert_gt(x, y) assert_compare(x, >, y)
#define assert_ge(x, y) assert_compare(x, >=, y)

// (An assertion's constants are mostly signed; what it compares them with often is not.)
#define assert_compare(x, op, y)                                                                   \
    do {                                                                                           \
        __auto_type assert_x = (x);                                                                \
        __auto_type assert_y = (y);                                                                \
        _Pragma("GCC diagnostic push")                                                             \
            _Pragma("GCC diagnostic ignored \"-Wsign-compare\"") if (!(assert_x op assert_y)) {    \
            assert_compare_fail(__FILE__, __LINE__, #x " " #op " " #y, (int64_t) assert_x,         \
                                (int64_t) assert_y);                                               \
        }                                                                                          \
        _Pragma("GCC diagnostic pop")                                                              \
    } while (0)

void assert_fail(const char *file, int line, const char *condition) never_returns;
void assert_compare_fail(const char *file, int line, const char *condition, int64_t x, int64_t y)
    never_returns;

#endif
