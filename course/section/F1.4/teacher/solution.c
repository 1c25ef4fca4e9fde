// with: F1.2
// Byte by byte up to the NUL, each byte is looked up before it is read, since a name may end with the
// last byte of the last page. vmiter_user asks what the processor would ask if the process read the
// byte itself. Then program_entry says whether there is such a program, and in which slot it can lie.
// Usual mistakes: to look only at the first byte; to demand 64 good bytes, which refuses good names at
// the end of a page; to measure the name with strlen, which reads first; to forget that process_setup
// asserts that the program fits the slot.
static pid_t
syscall_spawn(uintptr_t name) {
    const char *program_name = (const char *) name;
    vmiter it = vmiter_make(current->pagetable, name);
    for (size_t length = 0;; ++length, vmiter_advance(&it, 1)) {
        if (!vmiter_user(&it)) {
            return E_FAULT;
        } else if (length > PROGRAM_NAME_MAX) {
            return E_NOENT;
        } else if (program_name[length] == '\0') {
            break;
        }
    }
    uint64_t entry = program_entry(program_name);
    if (entry == 0) {
        return E_NOENT;
    }
    for (pid_t pid = 1; pid <= MAXPROCMEM; ++pid) {
        bool fits = entry >= proc_start(pid) && entry < proc_start(pid + 1);
        if (fits && ptable[pid].state == P_FREE) {
            int error = process_setup(pid, program_name);
            return error < 0 ? error : pid;
        }
    }
    return E_AGAIN;
}
