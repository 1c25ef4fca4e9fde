#ifndef WEENSY_COMMAND_H
#define WEENSY_COMMAND_H

// command.h: the command string: words separated by spaces. A word with a = is an option,
// name=value; the others are programs to start, in order.

#include "types.h"

// command_program(command, n, name, size)
//    Stores the name of the `n`th program, from 0, in the `size` bytes at `name`. Returns false if
//    there are fewer programs.
bool command_program(const char *command, int n, char *name, size_t size);

// command_option(command, name, otherwise)
//    The number given for option `name`, or `otherwise` if there is none or it is not a number.
long command_option(const char *command, const char *name, long otherwise);

#endif
