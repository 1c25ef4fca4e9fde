#ifndef WEENSY_GDB_H
#define WEENSY_GDB_H

// gdb.h: the debugger.

#include "options.h"

// start_gdb(options, command)
//    Starts gdb on the stopped QEMU, in the terminal. command: the command string that it boots
//    with.
pid_t start_gdb(const struct options *options, const char *command) must_check;

#endif
