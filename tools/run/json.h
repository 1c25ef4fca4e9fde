#ifndef WEENSY_JSON_H
#define WEENSY_JSON_H

// json.h: reads a line of JSON (RFC 8259): an object, with values that have names.
//
// A value is a pointer to where it begins in the line; NULL is no value. A line that json_is_object
// accepts is a value. The other functions take that, and the values that they find in it.

#include "types.h"

// json_is_object(line, length)
//    Whether the `length` bytes at `line`, with a NUL after them, are one well-formed object and
//    nothing else. Objects and arrays in it nest at most 16 deep.
bool json_is_object(const char *line, size_t length) must_check;

// json_at(object, path)
//    The value at a path of names with dots between them, such as "QMP.version.qemu". If an object
//    has a name twice, the first one counts. NULL if there is no such value.
const char *json_at(const char *object, const char *path) must_check;

// json_is_true(value)
bool json_is_true(const char *value) must_check;

// json_is_string(value, s)
//    Whether the value is the string `s`.
bool json_is_string(const char *value, const char *s) must_check;

// json_number(value)
//    The value, if it is an integer from 0 to INT_MAX; else -1.
int json_number(const char *value) must_check;

// json_text(value, s, size)
//    Stores the value, a string, in the `size` bytes at `s`, as much of it as fits with a NUL; if
//    it is not a string, stores "". A \uXXXX that is NUL or not ASCII becomes '?'.
void json_text(const char *value, char *s, size_t size);

#endif
