#ifndef WEENSY_ARGUMENTS_H
#define WEENSY_ARGUMENTS_H

// arguments.h: a program's arguments while they are gathered, and how they are written.

#include "types.h"

struct arguments {
    const char **argv; // a NULL ends them; NULL if there are none
    size_t n;
};

// add_argument(arguments, argument)
//    Adds one at the end, which is not copied.
void add_argument(struct arguments *arguments, const char *argument);

// add_option(arguments, option, format, ...)
//    Adds an option and its value, the formatted text.
void add_option(struct arguments *arguments, const char *option, const char *format, ...)
    printf_like(3, 4);

// marked(s, special, mark)
//    A copy of `s` in which each character that is in `special` has `mark` before it.
char *marked(const char *s, const char *special, char mark) must_check;

// escaped(path)
//    The path as a value in QEMU's NAME=VALUE,NAME=VALUE, where a comma is written twice.
char *escaped(const char *path) must_check;

#endif
