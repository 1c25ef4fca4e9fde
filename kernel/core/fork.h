#ifndef WEENSY_FORK_H
#define WEENSY_FORK_H

// fork.h: new processes out of old ones.

#include "kernel-only.h"
#include "process.h"

// process_fork(parent)
//    Makes a runnable copy of `parent`, the current process, in which sys_fork returns 0. Returns
//    its number; E_AGAIN, E_NOMEM: nothing has changed, but that faulted processes may have given
//    way.
pid_t process_fork(proc *parent) must_check;

// process_spawn(parent, name)
//    Starts the program whose name is the string at `name` in the memory of `parent`, in a new
//    process. Returns its number; E_FAULT, E_NOENT, E_NOEXEC, E_AGAIN, E_NOMEM: likewise.
pid_t process_spawn(proc *parent, uintptr_t name) must_check;

#endif
