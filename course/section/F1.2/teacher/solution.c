// The first free slot among those that have memory; process_setup does the rest. Usual mistakes: to
// start the search at slot 0, which never holds a process; to return what process_setup returns, 0,
// instead of the number; to think that a slot is free if its process is not running: only P_FREE means
// free.
static pid_t
syscall_spawn(uintptr_t name) {
    const char *program_name = (const char *) name;
    for (pid_t pid = 1; pid <= MAXPROCMEM; ++pid) {
        if (ptable[pid].state == P_FREE) {
            int error = process_setup(pid, program_name);
            return error < 0 ? error : pid;
        }
    }
    return E_AGAIN;
}
