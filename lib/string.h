#ifndef WEENSY_STRING_H
#define WEENSY_STRING_H

// string.h: functions on bytes and strings, as in the C library. The compiler itself makes calls to
// the first four.

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
//    is not 0. Returns the length of `src`: if it is `size` or more, the copy is cut.
size_t strlcpy(char *dst, const char *src, size_t size);

// is_printable(c)
//    Is `c` a visible character of ASCII, or a space?
static inline bool
is_printable(char c) {
    return c >= ' ' && c <= '~';
}

// strtoul(s, end, base)
//    The number at the start of `s`, after white space and a sign. Base 16 accepts a 0x prefix,
//    base 0 a 0x or 0 prefix. ULONG_MAX if it does not fit. If `end` is not NULL, `*end` becomes
//    the place where reading stopped.
unsigned long strtoul(const char *s, char **end, int base);

#endif
