#ifndef WEENSY_DIRECTORY_H
#define WEENSY_DIRECTORY_H

// directory.h: the run's own directory, where everything lies that a run writes.

#include "options.h"

// The files in it
#define DISK_FILE "disk.img"
#define LOG_FILE "log"
#define DEBUG_LOG_FILE "debug.log"
#define SERIAL_PIPE "serial" // two pipes, with .in and .out behind that: named as for QEMU
#define STRACE_PIPE "strace"
#define CALLS_FILE "calls" // what came through it
#define EXIT_PIPE "exit"
#define EVENTS_FILE "events" // of a run that is recorded
#define TRACE_FILE "trace"
#define RAM_FILE "ram"           // the guest's memory, of a run that is traced
#define MESSAGES_FILE "messages" // what QEMU prints
#define ANSWER_FILE "answer"     // what QEMU says about itself
#define GDB_SOCKET "gdb.sock"

// make_directory(options)
//    Makes it, and has it removed when the tool exits. Called first, and once.
void make_directory(const struct options *options);

// in_directory(file)
//    The path of a file in it.
char *in_directory(const char *file) must_check;

// names_in(path)
//    The names of all that is in a directory, none if it is not there.
struct arguments names_in(const char *path) must_check;

// keep_file(file, path)
//    Moves a file out of it, if there is one, to `path`, replacing what is there.
void keep_file(const char *file, const char *path);

#endif
