// Wrong ways to do F1.2.

//// always-alice
// says: load a program into slot 3, for whose memory
// Starts Alice, whatever the name is.
static pid_t
syscall_spawn(uintptr_t name) {
    for (pid_t pid = 1; pid <= MAXPROCMEM; ++pid) {
        if (ptable[pid].state == P_FREE) {
            int error = process_setup(pid, "alice");
            return error < 0 ? error : pid;
        }
    }
    return E_AGAIN;
}

//// always-slot-2
// says: asked for slot 2, which is not free: a process is in it, blocked
// Always slot 2, since Alice belongs there.
static pid_t
syscall_spawn(uintptr_t name) {
    int error = process_setup(2, (const char *) name);
    return error < 0 ? error : 2;
}

//// behind-the-caller
// says: sys_spawn\("alice"\), after slot 2 .*called by process 4, fails
// Looks only at slots after the caller's.
static pid_t
syscall_spawn(uintptr_t name) {
    for (pid_t pid = current->pid + 1; pid <= MAXPROCMEM; ++pid) {
        if (ptable[pid].state == P_FREE) {
            int error = process_setup(pid, (const char *) name);
            return error < 0 ? error : pid;
        }
    }
    return E_AGAIN;
}

//// blocked-child
// says: does not run in a new process
// Sets the new process up, and then puts it to sleep.
static pid_t
syscall_spawn(uintptr_t name) {
    for (pid_t pid = 1; pid <= MAXPROCMEM; ++pid) {
        if (ptable[pid].state == P_FREE) {
            process_setup(pid, (const char *) name);
            ptable[pid].state = P_BLOCKED;
            return pid;
        }
    }
    return E_AGAIN;
}

//// blocked-is-free
// says: slot 2, which is not free: a process is in it, blocked
// Takes every slot whose process does not run for free.
static pid_t
syscall_spawn(uintptr_t name) {
    for (pid_t pid = 1; pid <= MAXPROCMEM; ++pid) {
        if (ptable[pid].state != P_RUNNABLE) {
            int error = process_setup(pid, (const char *) name);
            return error < 0 ? error : pid;
        }
    }
    return E_AGAIN;
}

//// clears-too-much
// says: changes the memory of process
// First clears the slot's memory, and the page after it.
static pid_t
syscall_spawn(uintptr_t name) {
    for (pid_t pid = 1; pid <= MAXPROCMEM; ++pid) {
        if (ptable[pid].state == P_FREE) {
            if (program_entry((const char *) name) != 0) {
                memset((void *) proc_start(pid), 0, PROC_SIZE + PAGESIZE);
            }
            int error = process_setup(pid, (const char *) name);
            return error < 0 ? error : pid;
        }
    }
    return E_AGAIN;
}

//// counter
// says: sys_spawn\("alice"\), after slot 2 has become free again.* fails
// Counts slots up, and never looks at their state.
static pid_t
syscall_spawn(uintptr_t name) {
    static pid_t last = 1;
    if (last == MAXPROCMEM) {
        return E_AGAIN;
    }
    int error = process_setup(last + 1, (const char *) name);
    return error < 0 ? error : ++last;
}

//// error-ignored
// says: sys_spawn\("nobody"\).* does not fail
// A name that no program has gets the number of a slot that stays free.
static pid_t
syscall_spawn(uintptr_t name) {
    for (pid_t pid = 1; pid <= MAXPROCMEM; ++pid) {
        if (ptable[pid].state == P_FREE) {
            process_setup(pid, (const char *) name);
            return pid;
        }
    }
    return E_AGAIN;
}

//// exec
// says: does not return to the process that called it
// Starts the program, and ends the caller.
static pid_t
syscall_spawn(uintptr_t name) {
    for (pid_t pid = 1; pid <= MAXPROCMEM; ++pid) {
        if (ptable[pid].state == P_FREE) {
            process_setup(pid, (const char *) name);
            current->state = P_FREE;
            schedule();
        }
    }
    return E_AGAIN;
}

//// faulted-is-free
// says: slot 3, which is not free: a process is in it, faulted
// Takes a faulted process's slot for free.
static pid_t
syscall_spawn(uintptr_t name) {
    for (pid_t pid = 1; pid <= MAXPROCMEM; ++pid) {
        if (ptable[pid].state == P_FREE || ptable[pid].state == P_FAULTED) {
            int error = process_setup(pid, (const char *) name);
            return error < 0 ? error : pid;
        }
    }
    return E_AGAIN;
}

//// from-slot-2
// says: sys_spawn\("dave"\), linked for slot 1, which has become free.* fails
// Leaves slot 1 out, since the caller is there; but not every caller is.
static pid_t
syscall_spawn(uintptr_t name) {
    for (pid_t pid = 2; pid <= MAXPROCMEM; ++pid) {
        if (ptable[pid].state == P_FREE) {
            int error = process_setup(pid, (const char *) name);
            return error < 0 ? error : pid;
        }
    }
    return E_AGAIN;
}

//// last-slot-missed
// says: sys_spawn\("carol"\).* fails
// The loop ends before the last slot that has memory.
static pid_t
syscall_spawn(uintptr_t name) {
    for (pid_t pid = 1; pid < MAXPROCMEM; ++pid) {
        if (ptable[pid].state == P_FREE) {
            int error = process_setup(pid, (const char *) name);
            return error < 0 ? error : pid;
        }
    }
    return E_AGAIN;
}

//// maxnproc
// says: with no slot free .* asked for slot 5, and only processes 1 to 4 have memory
// Searches all 16 slots, of which 12 have no memory.
static pid_t
syscall_spawn(uintptr_t name) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_FREE) {
            int error = process_setup(pid, (const char *) name);
            return error < 0 ? error : pid;
        }
    }
    return E_AGAIN;
}

//// minus-1
// says: sys_spawn\("alice"\) fails
// Starts the program and goes on to the return that was there.
static pid_t
syscall_spawn(uintptr_t name) {
    for (pid_t pid = 1; pid <= MAXPROCMEM; ++pid) {
        if (ptable[pid].state == P_FREE) {
            process_setup(pid, (const char *) name);
            break;
        }
    }
    return -1;
}

//// next-slot
// says: slot 2, which is not free
// Takes the slot after the caller's, without looking at it.
static pid_t
syscall_spawn(uintptr_t name) {
    pid_t pid = current->pid + 1;
    return process_setup(pid, (const char *) name) < 0 ? -1 : pid;
}

//// no-process
// says: does not run in a new process
// Finds a slot and returns its number, but loads nothing into it.
static pid_t
syscall_spawn(uintptr_t name) {
    for (pid_t pid = 1; pid <= MAXPROCMEM; ++pid) {
        if (ptable[pid].state == P_FREE) {
            return pid;
        }
    }
    return E_AGAIN;
}

//// own-slot
// says: asked for slot 1, which is not free: the caller itself
// Loads the program into the caller's slot, as exec would.
static pid_t
syscall_spawn(uintptr_t name) {
    int error = process_setup(current->pid, (const char *) name);
    return error < 0 ? error : current->pid;
}

//// pid-for-state
// says: sys_spawn\("alice"\), after slot 2 has become free again.* fails
// Takes a slot for free if its pid is 0, which is true only before its first process.
static pid_t
syscall_spawn(uintptr_t name) {
    for (pid_t pid = 1; pid <= MAXPROCMEM; ++pid) {
        if (ptable[pid].pid == 0) {
            int error = process_setup(pid, (const char *) name);
            return error < 0 ? error : pid;
        }
    }
    return E_AGAIN;
}

//// positive-error
// says: sys_spawn\("alice"\) with no slot free.* does not fail
// If there is no slot, returns the number after the last.
static pid_t
syscall_spawn(uintptr_t name) {
    for (pid_t pid = 1; pid <= MAXPROCMEM; ++pid) {
        if (ptable[pid].state == P_FREE) {
            int error = process_setup(pid, (const char *) name);
            return error < 0 ? error : pid;
        }
    }
    return MAXPROCMEM + 1;
}

//// resets-others
// says: changes the registers of process
// Starts every process again that is in the table.
static pid_t
syscall_spawn(uintptr_t name) {
    for (pid_t pid = 1; pid <= MAXPROCMEM; ++pid) {
        if (ptable[pid].state == P_FREE) {
            int error = process_setup(pid, (const char *) name);
            for (pid_t i = 2; i <= MAXPROCMEM && error == 0; ++i) {
                ptable[i].regs.reg_rip = ptable[i].state == P_FREE ? 0 : program_entry(ptable[i].program);
            }
            return error < 0 ? error : pid;
        }
    }
    return E_AGAIN;
}

//// returns-0
// says: does not return the number of the new process(.|\n)*2
// Returns what process_setup returns.
static pid_t
syscall_spawn(uintptr_t name) {
    for (pid_t pid = 1; pid <= MAXPROCMEM; ++pid) {
        if (ptable[pid].state == P_FREE) {
            int error = process_setup(pid, (const char *) name);
            return error;
        }
    }
    return E_AGAIN;
}

//// returns-caller
// says: does not return the number of the new process
// Returns the number of the process that called.
static pid_t
syscall_spawn(uintptr_t name) {
    for (pid_t pid = 1; pid <= MAXPROCMEM; ++pid) {
        if (ptable[pid].state == P_FREE) {
            int error = process_setup(pid, (const char *) name);
            return error < 0 ? error : current->pid;
        }
    }
    return E_AGAIN;
}

//// slot-0
// says: asked for slot 0, which never holds a process
// The search starts at slot 0, as for an array.
static pid_t
syscall_spawn(uintptr_t name) {
    for (pid_t pid = 0; pid <= MAXPROCMEM; ++pid) {
        if (ptable[pid].state == P_FREE) {
            int error = process_setup(pid, (const char *) name);
            return error < 0 ? error : pid;
        }
    }
    return E_AGAIN;
}

//// takes-faulted-slots
// says: whose slot 3 is faulted|both use the memory for which bob is linked
// A faulted process keeps its slot, for those who look at what it did.
static pid_t
syscall_spawn(uintptr_t name) {
    uint64_t entry = program_entry((const char *) name);
    for (pid_t pid = 1; pid <= MAXPROCMEM && entry != 0; ++pid) {
        bool is_free = ptable[pid].state == P_FREE || ptable[pid].state == P_FAULTED;
        if (is_free && entry >= proc_start(pid) && entry < proc_start(pid + 1)) {
            ptable[pid].state = P_FREE;
            return process_setup(pid, (const char *) name) < 0 ? E_NOENT : pid;
        }
    }
    return E_AGAIN;
}
