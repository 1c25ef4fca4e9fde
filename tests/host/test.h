#ifndef WEENSY_TEST_H
#define WEENSY_TEST_H

// test.h: what every host test includes first: the host's headers, the test framework, and, under
// other names, the functions of the host's C library that tests compare with ours. From here on,
// the plain names mean our functions.

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void *(*const host_memcpy)(void *, const void *, size_t) = memcpy;
static void *(*const host_memmove)(void *, const void *, size_t) = memmove;
static void *(*const host_memset)(void *, int, size_t) = memset;
static int (*const host_memcmp)(const void *, const void *, size_t) = memcmp;
static size_t (*const host_strlen)(const char *) = strlen;
static int (*const host_strcmp)(const char *, const char *) = strcmp;
static int (*const host_strncmp)(const char *, const char *, size_t) = strncmp;
static char *(*const host_strchr)(const char *, int) = strchr;
static unsigned long (*const host_strtoul)(const char *, char **, int) = strtoul;
static int (*const host_vsnprintf)(char *, size_t, const char *, va_list) = vsnprintf;

#include "rename.h"
#include "types.h"

// test_random(state)
//    The next pseudo-random number after `*state`, which is not 0 (xorshift64*, Marsaglia and
//    Vigna). Tests do not use lib's generator, since they test it.
static inline uint64_t
test_random(uint64_t *state) {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 0x2545F4914F6CDD1DUL;
}

// sign(x)
//    -1, 0 or 1: all that the standard promises of a comparison's result.
static inline int
sign(int x) {
    return (x > 0) - (x < 0);
}

// expect_panic(statement)
//    Fails the test if the statement does not panic.
#define expect_panic(statement) expect_assert_failure(statement)

// What the last panic said.
extern char panic_message[];

#endif
