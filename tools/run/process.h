#ifndef WEENSY_PROCESS_H
#define WEENSY_PROCESS_H

// process.h: starts and ends other programs. None outlives the tool.

#include "types.h"

#include <sys/types.h>

// start_process(argv, output)
//    Starts a program. If `output` is given, all that it prints goes into that file, its input is
//    empty, and the terminal's Control-C does not reach it. It ends at the latest when the tool
//    exits; on Linux also when the tool is killed.
pid_t start_process(const char *const argv[], const char *output) must_check;

// process_time(pid)
//    The processor time that a child has used so far, in milliseconds; -1 where the host cannot
//    tell.
long process_time(pid_t pid);

// process_ended(pid, status)
//    True once the process has ended; `*status` is then as waitpid has it. Does not wait.
bool process_ended(pid_t pid, int *status) must_check;

// program_missing(status)
//    Whether the status of a process that has ended says that there is no such program.
bool program_missing(int status) must_check;

// wait_for_process(pid)
//    Waits until it has ended, and returns its status as waitpid has it.
int wait_for_process(pid_t pid) must_check;

// end_process(pid), end_process_within(pid, patience)
//    Asks it to end, kills it after a second or that many milliseconds, and waits until it has
//    ended. It may have ended before. Does nothing if `pid` is 0.
void end_process(pid_t pid);
void end_process_within(pid_t pid, int patience);

// milliseconds()
//    The time of a clock that only runs forward.
long milliseconds(void);

#endif
