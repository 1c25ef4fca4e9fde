#ifndef WEENSY_ARGUMENTS_H
#define WEENSY_ARGUMENTS_H

// arguments.h: lists of words that grow: a program's arguments, for one, and how to write them.

#include "types.h"

struct arguments {
    const char **argv; // a NULL ends them; NULL if there are none
    size_t n;
};

// add_argument(arguments, argument)
//    Adds one at the end, without copying it.
void add_argument(struct arguments *arguments, const char *argument);

// add_option(arguments, option, format, ...)
//    Adds two: an option, and its value, the formatted text.
void add_option(struct arguments *arguments, const char *option, const char *format, ...)
    printf_like(3, 4);

// marked(s, special, mark)
//    A copy of `s` with `mark` before each character that is in `special`.
char *marked(const char *s, const char *special, char mark) must_check;

// escaped(path)
//    The path as QEMU reads it in NAME=VALUE,NAME=VALUE: with each comma twice.
char *escaped(const char *path) must_check;

#endif
