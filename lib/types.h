#ifndef WEENSY_TYPES_H
#define WEENSY_TYPES_H

// types.h: the integer types and attributes that every other file uses.

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int pid_t;
typedef long ssize_t;

#define must_check __attribute__((warn_unused_result)) // the result says whether it worked
#define never_returns __attribute__((noreturn))
#define not_inlined __attribute__((noinline))                // keeps its caller short
#define always_inlined inline __attribute__((always_inline)) // into each of its callers
#define printf_like(string, first) __attribute__((format(printf, string, first)))

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#endif
