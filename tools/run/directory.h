#ifndef WEENSY_DIRECTORY_H
#define WEENSY_DIRECTORY_H

// directory.h: the run's own directory, in which a run writes all its files.

#include "options.h"

// The files in it
#define DISK_FILE "disk.img"
#define LOG_FILE "log"
#define DEBUG_LOG_FILE "debug.log"
#define SERIAL_PIPE "serial" // two pipes, serial.in and serial.out: QEMU adds the endings
#define STRACE_PIPE "strace"
#define CALLS_FILE "calls" // what came through it
#define EXIT_PIPE "exit"
#define EVENTS_FILE "events" // of a recorded run
#define TRACE_FILE "trace"
#define RAM_FILE "ram"           // the guest's memory, of a traced run
#define MESSAGES_FILE "messages" // what QEMU prints
#define ANSWER_FILE "answer"     // what QEMU says about itself
#define GDB_SOCKET "gdb.sock"

// make_directory(options)
//    Makes it, and removes it when the tool exits. Call this once, before all else here.
void make_directory(const struct options *options);

// in_directory(file)
//    The path of a file in it.
char *in_directory(const char *file) must_check;

// names_in(path)
//    The names of everything in a directory; none if there is no such directory.
struct arguments names_in(const char *path) must_check;

// keep_file(file, path)
//    Moves a file, if there is one, out of it to `path`, and replaces what is there.
void keep_file(const char *file, const char *path);

#endif
