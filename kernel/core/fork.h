#ifndef WEENSY_FORK_H
#define WEENSY_FORK_H

// fork.h: the system calls that make processes.

#include "kernel-only.h"
#include "process.h"

// process_fork(parent)
//    Makes a runnable copy of `parent`, the current process; in the copy sys_fork returns 0.
//    Returns the copy's number; E_AGAIN: no free slot; E_NOMEM. After an error nothing has changed,
//    except that faulted processes may have been reclaimed.
pid_t process_fork(proc *parent) must_check;

// process_spawn(parent, name)
//    Starts a program in a new process. Its name is the string at address `name` of `parent`.
//    Returns the new process's number; E_FAULT: `parent` cannot read the name; E_NOENT, E_NOEXEC
//    (program_find), E_AGAIN, E_NOMEM. After an error the same holds.
pid_t process_spawn(proc *parent, uintptr_t name) must_check;

#endif
