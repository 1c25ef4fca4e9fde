#ifndef WEENSY_PROCESS_H
#define WEENSY_PROCESS_H

// process.h: starts and ends other programs. None outlives the tool.

#include "types.h"

#include <sys/types.h>

// start_process(argv, output)
//    Starts a program. If `output` is not NULL, all that the program prints goes into that file,
//    its input is empty, and the terminal's Control-C does not reach it. The program ends when the
//    tool exits, if not before; on Linux also when the tool is killed.
pid_t start_process(const char *const argv[], const char *output) must_check;

// process_time(pid)
//    The processor time that a process has used so far, in milliseconds; -1 if the host does not
//    know.
long process_time(pid_t pid);

// process_ended(pid, status)
//    True once the process has ended; then stores its status, as waitpid does. Does not wait.
bool process_ended(pid_t pid, int *status) must_check;

// program_missing(status)
//    Whether this status of a process that has ended says that its program does not exist.
bool program_missing(int status) must_check;

// wait_for_process(pid)
//    Waits until the process has ended. Returns its status, as waitpid stores it.
int wait_for_process(pid_t pid) must_check;

// end_process(pid), end_process_within(pid, patience)
//    Asks the process to end, kills it after a second or `patience` milliseconds, and waits until
//    it has ended. Does nothing if it has already ended, or if `pid` is 0.
void end_process(pid_t pid);
void end_process_within(pid_t pid, int patience);

// milliseconds()
//    The time by a clock that never runs backward.
long milliseconds(void);

#endif
