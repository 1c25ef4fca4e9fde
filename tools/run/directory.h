#ifndef WEENSY_DIRECTORY_H
#define WEENSY_DIRECTORY_H

// directory.h: the run's directory, in which a run writes all its files.

#include "options.h"

// The files in it
#define DISK_FILE "disk.img"
#define LOG_FILE "log"
#define DEBUG_LOG_FILE "debug.log"
#define SERIAL_PIPE "serial" // two pipes, serial.in and serial.out: QEMU adds the endings
#define STRACE_PIPE "strace"
#define CALLS_FILE "calls" // what came through that pipe
#define EXIT_PIPE "exit"
#define EVENTS_FILE "events" // of a recorded run
#define TRACE_FILE "trace"
#define RAM_FILE "ram"           // the guest's memory, of a traced run
#define MESSAGES_FILE "messages" // what QEMU prints
#define ANSWER_FILE "answer"     // what QEMU says about itself
#define GDB_SOCKET "gdb.sock"

// make_directory(options)
//    Makes the run's directory, and removes it when the tool exits. Call it once, before the other
//    functions here.
void make_directory(const struct options *options);

// in_directory(file)
//    The path of `file` in the run's directory.
char *in_directory(const char *file) must_check;

// names_in(path)
//    The names of everything in a directory; none if there is no such directory.
struct arguments names_in(const char *path) must_check;

// keep_file(file, path)
//    Moves `file` out of the run's directory to `path`, and replaces what is there. Does nothing if
//    there is no such file.
void keep_file(const char *file, const char *path);

#endif
