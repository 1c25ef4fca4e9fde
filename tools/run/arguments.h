#ifndef WEENSY_ARGUMENTS_H
#define WEENSY_ARGUMENTS_H

// arguments.h: lists of words that grow, such as a program's arguments, and how to quote words.

#include "types.h"

struct arguments {
    const char **argv; // ends with a NULL; is NULL if there are no words
    size_t n;
};

// add_argument(arguments, argument)
//    Adds a word at the end, without copying it.
void add_argument(struct arguments *arguments, const char *argument);

// add_option(arguments, option, format, ...)
//    Adds two words: an option, and its value, the formatted text.
void add_option(struct arguments *arguments, const char *option, const char *format, ...)
    printf_like(3, 4);

// marked(s, special, mark)
//    A copy of `s` with `mark` before each character that is in `special`.
char *marked(const char *s, const char *special, char mark) must_check;

// escaped(path)
//    The path, quoted for QEMU's NAME=VALUE,NAME=VALUE: with each comma doubled.
char *escaped(const char *path) must_check;

#endif
