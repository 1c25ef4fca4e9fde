#ifndef WEENSY_COMMAND_H
#define WEENSY_COMMAND_H

// command.h: the command string: words separated by spaces. A word with a = is an option,
// name=value; the others are programs to start, in order. An option whose name is one character,
// like f=fork,viewer=1, says what that key restarts with, a comma in place of each space.

#include "types.h"

// command_program(command, n, name, size)
//    Stores the name of the `n`th program, from 0, in the `size` bytes at `name`. Returns false if
//    there are fewer programs.
bool command_program(const char *command, int n, char *name, size_t size);

// command_of_key(command, key, next, size)
//    Stores the command string that `key` restarts with in the `size` bytes at `next`, including
//    the options of all keys, so that they go on to do the same. Returns false if the key has no
//    option, or if the string does not fit.
bool command_of_key(const char *command, char key, char *next, size_t size) must_check;

// command_option(command, name, otherwise)
//    The number given for option `name`, or `otherwise` if there is none or it is not a number.
long command_option(const char *command, const char *name, long otherwise);

#endif
