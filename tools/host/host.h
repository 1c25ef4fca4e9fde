#ifndef WEENSY_HOST_H
#define WEENSY_HOST_H

// host.h: what the host tools share: how they fail, text made from a format, and whole files.

#include "types.h"

// The tool's name, before each of its messages. Every tool defines it.
extern const char *const tool_name;

// fail(format, ...)
//    Writes one line, "TOOL: message", to standard error and exits with status 1.
void fail(const char *format, ...) never_returns printf_like(1, 2);

// text(format, ...)
//    The formatted text, in memory of its own, never NULL.
char *text(const char *format, ...) must_check printf_like(1, 2);

// allocate(size)
//    `size` bytes of zeros, never NULL.
void *allocate(size_t size) must_check;

// read_file(path, size)
//    The file's bytes, in memory of their own, with a NUL behind them; their number in `*size`.
//    NULL, with errno set, if it cannot be read.
char *read_file(const char *path, size_t *size) must_check;

// write_file(path, data, size)
//    Makes the file hold exactly these bytes. False, with errno set, if that fails; what there is
//    of the file stays.
bool write_file(const char *path, const void *data, size_t size) must_check;

// is_device(path)
//    Does `path` exist, and is no regular file? Then it is written into, never replaced.
bool is_device(const char *path) must_check;

#endif
