#ifndef WEENSY_GDB_H
#define WEENSY_GDB_H

// gdb.h: the debugger.

#include "options.h"

// start_gdb(options, command)
//    Starts gdb in the terminal, connected to QEMU, which waits. command: the guest's command
//    string.
pid_t start_gdb(const struct options *options, const char *command) must_check;

#endif
