#ifndef WEENSY_STRING_H
#define WEENSY_STRING_H

// string.h: functions on bytes and strings, as the C library has them. The compiler calls the first
// four by itself.

#include "types.h"

void *memcpy(void *dst, const void *src, size_t n);
void *memmove(void *dst, const void *src, size_t n);
void *memset(void *s, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);

size_t strlen(const char *s);
size_t strnlen(const char *s, size_t max);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
char *strchr(const char *s, int c);

// strlcpy(dst, src, size)
//    Copies as much of `src` as fits into the `size` bytes at `dst`, always with a NUL if `size`
//    is not 0. Returns the length of `src`, so that a result of `size` or more means "cut".
size_t strlcpy(char *dst, const char *src, size_t size);

// is_printable(c)
//    Is `c` a visible character of ASCII, or a space?
static inline bool
is_printable(char c) {
    return c >= ' ' && c <= '~';
}

// strtoul(s, end, base)
//    The number at the start of `s`, after white space and a sign; base 16 reads a 0x prefix, base
//    0 a 0x or 0 prefix. ULONG_MAX if it does not fit. `*end`, if `end` is given, is where reading
//    stopped.
unsigned long strtoul(const char *s, char **end, int base);

#endif
