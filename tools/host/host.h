#ifndef WEENSY_HOST_H
#define WEENSY_HOST_H

// host.h: what the host tools share: messages, formatted text, arrays that grow, and files that are
// read or written as a whole.

#include "types.h"

// The tool's name, which begins each of its messages. Every tool defines it.
extern const char *const tool_name;

// say(format, ...)
//    Writes one line, "TOOL: message", to standard error.
void say(const char *format, ...) printf_like(1, 2);

// fail(format, ...)
//    Writes the message as `say` does, and exits with status 1.
void fail(const char *format, ...) never_returns printf_like(1, 2);

// What to do if a file that `make` has built is unusable.
#define BUILD_ANEW "'make clean', then 'make', builds it anew"

// text(format, ...), text_of(format, arguments)
//    The formatted text, in freshly allocated memory; never NULL.
char *text(const char *format, ...) must_check printf_like(1, 2);
char *text_of(const char *format, va_list arguments) must_check printf_like(1, 0);

// ends_with(s, suffix)
//    Whether `s` ends with `suffix`, and is longer.
bool ends_with(const char *s, const char *suffix) must_check;

// allocate(size)
//    `size` bytes of zeros, never NULL.
void *allocate(size_t size) must_check;

// with_room(array, n, size)
//    Makes room for one more element in an array of `n` elements of `size` bytes each, which has
//    grown from NULL, one element at a time. Returns the array, which may have moved.
void *with_room(void *array, size_t n, size_t size) must_check;

// read_file(path, size)
//    The file's bytes, in freshly allocated memory, with a NUL after them. Stores their number in
//    `*size`, if `size` is not NULL. Returns NULL, with errno set, if the file cannot be read.
char *read_file(const char *path, size_t *size) must_check;

// read_needed_file(path, size)
//    Does the same, but fails with one line, "PATH: why", if the file cannot be read.
char *read_needed_file(const char *path, size_t *size) must_check;

// write_file(path, data, size)
//    Writes a file that consists of exactly these bytes. False, with errno set, if that fails; the
//    part that was written stays.
bool write_file(const char *path, const void *data, size_t size) must_check;

// write_needed_file(path, data, size)
//    Does the same, but fails with one line, "PATH: why", if that fails.
void write_needed_file(const char *path, const void *data, size_t size);

// is_device(path)
//    Whether `path` exists and is not a regular file. Tools write into such a file, and never
//    replace it.
bool is_device(const char *path) must_check;

#endif
