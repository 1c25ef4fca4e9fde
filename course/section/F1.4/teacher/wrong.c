// Wrong ways to do F1.4.

//// 32-bits
// says: only the low 32 bits are those of a good name does not fail
// Keeps an address in an int.
static pid_t
syscall_spawn(uintptr_t name) {
    int address = (int) name;
    name = (uintptr_t) address;
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

//// blocked-is-free
// says: no slot free \(2 is blocked\) makes the kernel panic: process_setup is asked for slot 2, which is not free: a process is in it, blocked
// Takes a blocked process's slot for free.
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
        if (fits && (ptable[pid].state == P_FREE || ptable[pid].state == P_BLOCKED)) {
            int error = process_setup(pid, program_name);
            return error < 0 ? error : pid;
        }
    }
    return E_AGAIN;
}

//// counter
// with: F1.2
// says: after slot 2 has become free again.* fails
// Counts slots up, and never looks at their state: a slot that becomes free is never used again.
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
    static pid_t last = 1;
    if (last == MAXPROCMEM || entry < proc_start(last + 1) || entry >= proc_start(last + 2)) {
        return E_AGAIN;
    }
    int error = process_setup(last + 1, program_name);
    return error < 0 ? error : ++last;
}

//// does-not-fit
// says: (?s)own program, linked for the caller's slot, makes the kernel panic: process_setup is asked to load a program into slot 2
// Takes the first free slot, whatever the program is linked for.
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
    for (pid_t pid = 1; pid <= MAXPROCMEM; ++pid) {
        if (ptable[pid].state == P_FREE) {
            int error = process_setup(pid, program_name);
            return error < 0 ? error : pid;
        }
    }
    return E_AGAIN;
}

//// ends-the-caller
// says: sys_spawn\(NULL\) does not return to the process that called it
// Ends a process that gives a bad name, though it should return an error.
static pid_t
syscall_spawn(uintptr_t name) {
    const char *program_name = (const char *) name;
    vmiter it = vmiter_make(current->pagetable, name);
    for (size_t length = 0;; ++length, vmiter_advance(&it, 1)) {
        if (!vmiter_user(&it)) {
            current->state = P_FAULTED;
            schedule();
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

//// error-of-the-byte
// with: F1.2
// says: returns a different error with other bytes there
// Reads each byte before it asks whether it may.
static pid_t
syscall_spawn(uintptr_t name) {
    const char *program_name = (const char *) name;
    vmiter it = vmiter_make(current->pagetable, name);
    for (size_t length = 0;; ++length, vmiter_advance(&it, 1)) {
        if (!vmiter_present(&it) || (!vmiter_user(&it) && program_name[length] != '\0')) {
            return E_FAULT;
        } else if (!vmiter_user(&it)) {
            return E_INVAL;
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

//// faulted-is-reused
// says: no slot free \(3 is faulted\) returns 3, but that slot was not free before: a faulted process
// Frees the slot of a faulted process, so that no one can look at it any more.
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
        if (fits && ptable[pid].state == P_FAULTED) {
            ptable[pid].state = P_FREE;
        }
        if (fits && ptable[pid].state == P_FREE) {
            int error = process_setup(pid, program_name);
            return error < 0 ? error : pid;
        }
    }
    return E_AGAIN;
}

//// first-byte
// says: byte 2, at 0x121000, is in page 0x121000, which is not mapped
// Looks only at the first byte.
static pid_t
syscall_spawn(uintptr_t name) {
    const char *program_name = (const char *) name;
    if (!vmiter_user(vmiter_at(current->pagetable, name))) {
        return E_FAULT;
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

//// fixed-length
// says: whose NUL is the last byte of the caller's page \(the next one is not mapped\) fails
// Demands 64 bytes that the process can read, however long the name is.
static pid_t
syscall_spawn(uintptr_t name) {
    const char *program_name = (const char *) name;
    if (!vmiter_range_allows(vmiter_at(current->pagetable, name), PROGRAM_NAME_MAX + 1, PTE_P | PTE_U)
        || strnlen(program_name, PROGRAM_NAME_MAX + 1) > PROGRAM_NAME_MAX) {
        return E_FAULT;
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

//// from-the-caller-on
// with: F1.2
// says: after slot 2 has become free again, called by process 4, fails
// Looks only at slots after the caller's.
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
    for (pid_t pid = current->pid + 1; pid <= MAXPROCMEM; ++pid) {
        bool fits = entry >= proc_start(pid) && entry < proc_start(pid + 1);
        if (fits && ptable[pid].state == P_FREE) {
            int error = process_setup(pid, program_name);
            return error < 0 ? error : pid;
        }
    }
    return E_AGAIN;
}

//// last-byte
// says: (?s)first byte is in the kernel's page.*byte 0, at 0x120fff
// Checks only that the name's last byte, its NUL, is the process's.
static pid_t
syscall_spawn(uintptr_t name) {
    const char *program_name = (const char *) name;
    uintptr_t addr = name;
    while (vmiter_present(vmiter_at(current->pagetable, addr)) && *(const char *) addr != '\0') {
        ++addr;
    }
    if (!vmiter_user(vmiter_at(current->pagetable, addr))) {
        return E_FAULT;
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

//// looks-once
// with: F1.2
// says: sys_spawn\(NULL\) makes the kernel panic
// Looks only at the first name.
static pid_t
syscall_spawn(uintptr_t name) {
    const char *program_name = (const char *) name;
    static bool looked;
    vmiter it = vmiter_make(current->pagetable, name);
    for (size_t length = 0;; ++length, vmiter_advance(&it, 1)) {
        if (!looked && !vmiter_user(&it)) {
            return E_FAULT;
        } else if (length > PROGRAM_NAME_MAX) {
            return E_NOENT;
        } else if (program_name[length] == '\0') {
            break;
        }
    }
    looked = true;
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

//// lower-bound
// says: address beyond all memory, where nothing is mapped, makes the kernel panic: the kernel reads 0x40000000
// Takes everything from PROC_START_ADDR on for the processes' memory.
static pid_t
syscall_spawn(uintptr_t name) {
    const char *program_name = (const char *) name;
    if (name < PROC_START_ADDR) {
        return E_FAULT;
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

//// not-into-slot-1
// with: F1.2
// says: after slot 1 has become free.* fails
// Leaves slot 1 out.
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
    for (pid_t pid = 2; pid <= MAXPROCMEM; ++pid) {
        bool fits = entry >= proc_start(pid) && entry < proc_start(pid + 1);
        if (fits && ptable[pid].state == P_FREE) {
            int error = process_setup(pid, program_name);
            return error < 0 ? error : pid;
        }
    }
    return E_AGAIN;
}

//// nul-not-checked
// says: its byte 3, at 0x121000, is in page 0x121000, which has PTE_P PTE_W and no PTE_U
// Checks the bytes of the name, but not its NUL.
static pid_t
syscall_spawn(uintptr_t name) {
    const char *program_name = (const char *) name;
    for (const char *s = program_name;; ++s) {
        vmiter it = vmiter_make(current->pagetable, (uintptr_t) s);
        if (!vmiter_present(&it)) {
            return E_FAULT;
        } else if (*s == '\0') {
            break;
        } else if (!vmiter_user(&it)) {
            return E_FAULT;
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

//// null-only
// says: page below the kernel's stack, makes the kernel panic: the kernel reads 0x7b000
// Refuses NULL, but trusts all other addresses.
static pid_t
syscall_spawn(uintptr_t name) {
    const char *program_name = (const char *) name;
    if (name == 0) {
        return E_FAULT;
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

//// only-process-1
// with: F1.2
// says: called by process 4, makes the kernel panic
// Looks only at the name from process 1.
static pid_t
syscall_spawn(uintptr_t name) {
    const char *program_name = (const char *) name;
    vmiter it = vmiter_make(current->pagetable, name);
    for (size_t length = 0;; ++length, vmiter_advance(&it, 1)) {
        if (current->pid == 1 && !vmiter_user(&it)) {
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

//// overflow
// says: name of 8191 bytes, all of them readable, makes the kernel panic
// Copies the name into an array, whatever its length.
static pid_t
syscall_spawn(uintptr_t name) {
    char program_name[PROGRAM_NAME_MAX + 1];
    char *next = program_name;
    do {
        if (!vmiter_user(vmiter_at(current->pagetable, name))) {
            return E_FAULT;
        }
        *next++ = *(const char *) name++;
    } while (next[-1] != '\0');
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

//// own-memory-is-process-1s
// with: F1.2
// says: called by process 4, fails
// Takes the memory of process 1 for the caller's, whichever process calls.
static pid_t
syscall_spawn(uintptr_t name) {
    const char *program_name = (const char *) name;
    vmiter it = vmiter_make(current->pagetable, name);
    for (size_t length = 0;; ++length, vmiter_advance(&it, 1)) {
        if (!vmiter_user(&it) || name < PROC_START_ADDR || name >= PROC_START_ADDR + PROC_SIZE) {
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

//// own-slot-taken
// says: linked for the caller's slot, makes the kernel panic: process_setup is asked for slot 1, which is not free: the caller itself
// Does not check that the slot for which the program is linked is free.
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
        if (fits) {
            int error = process_setup(pid, program_name);
            return error < 0 ? error : pid;
        }
    }
    return E_AGAIN;
}

//// page-alone
// says: good name whose NUL is the last byte
// Looks at the page of the first byte and at the next one, so it refuses a name that ends at the end of
// a page.
static pid_t
syscall_spawn(uintptr_t name) {
    const char *program_name = (const char *) name;
    if (!vmiter_user(vmiter_at(current->pagetable, name))
        || !vmiter_user(vmiter_at(current->pagetable, name + PAGESIZE))
        || strnlen(program_name, PROGRAM_NAME_MAX + 1) > PROGRAM_NAME_MAX) {
        return E_FAULT;
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

//// page-leaked
// says: (?s)keeps a page of memory.*more, after \d+ of
// Copies the name into a page from kalloc, and never frees it.
static pid_t
syscall_spawn(uintptr_t name) {
    char *program_name = kalloc(PAGESIZE);
    if (program_name == NULL) {
        return E_NOMEM;
    }
    for (size_t i = 0;; ++i) {
        if (i > PROGRAM_NAME_MAX || !vmiter_user(vmiter_at(current->pagetable, name + i))) {
            return E_FAULT;
        }
        program_name[i] = ((const char *) name)[i];
        if (program_name[i] == '\0') {
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

//// positive-error
// says: sys_spawn\("nobody"\), a name that no program has, does not fail
// Returns the error without its sign.
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
        return -E_NOENT;
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

//// prefix
// says: sys_spawn\("tw"\), where the program is called "two", does not fail
// Compares only as many bytes as the given name has, so that part of a name is enough.
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
    for (uint32_t i = 0; i < disk_image_info()->nfiles; ++i) {
        const char *file = disk_image_info()->files[i].name;
        size_t n = 0;
        while (program_name[n] != '\0' && program_name[n] == file[n]) {
            ++n;
        }
        uint64_t slot = (program_entry(file) - PROC_START_ADDR) / PROC_SIZE + 1;
        if (n > 0 && program_name[n] == '\0' && slot <= MAXPROCMEM && ptable[slot].state == P_FREE) {
            process_setup((pid_t) slot, file);
            return (pid_t) slot;
        }
    }
    return E_NOENT;
}

//// present
// says: never given to it does not fail
// Asks whether the bytes are mapped, but not for whom.
static pid_t
syscall_spawn(uintptr_t name) {
    const char *program_name = (const char *) name;
    for (uintptr_t addr = name;; ++addr) {
        if (!vmiter_present(vmiter_at(current->pagetable, addr))) {
            return E_FAULT;
        } else if (*(char *) addr == '\0') {
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

//// reads-before-it-asks
// with: F1.2
// says: returns a different error with other bytes there
// First looks for the program, and then asks whose bytes the name was: the error reveals what is in the kernel's memory.
static pid_t
syscall_spawn(uintptr_t name) {
    const char *program_name = (const char *) name;
    size_t length = 0;
    while (length <= PROGRAM_NAME_MAX && vmiter_present(vmiter_at(current->pagetable, name + length))
           && program_name[length] != '\0') {
        ++length;
    }
    if (length > PROGRAM_NAME_MAX || !vmiter_present(vmiter_at(current->pagetable, name + length))) {
        return E_FAULT;
    }
    uint64_t entry = program_entry(program_name);
    if (entry == 0) {
        return E_NOENT;
    }
    if (!vmiter_range_allows(vmiter_at(current->pagetable, name), length + 1, PTE_P | PTE_U)) {
        return E_FAULT;
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

//// refuses-everything
// says: good name whose NUL is the last byte(.|\n)*fails, although the program exists
// An error is always safe.
static pid_t
syscall_spawn(uintptr_t name) {
    if (!vmiter_user(vmiter_at(current->pagetable, name))) {
        return E_FAULT;
    }
    return E_AGAIN;
}

//// slot-leaked
// says: (?s)a name that no program has, fails, as it should, but changes the process table.*slot 2 (free|blocked)
// Claims a slot before it knows whether there is such a program, and keeps it.
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
    for (pid_t pid = 1; pid <= MAXPROCMEM; ++pid) {
        if (ptable[pid].state == P_FREE) {
            ptable[pid].state = P_BLOCKED; // nobody else may take it now
            uint64_t entry = program_entry(program_name);
            if (entry < proc_start(pid) || entry >= proc_start(pid + 1)) {
                return E_NOENT;
            }
            ptable[pid].state = P_FREE;
            process_setup(pid, program_name);
            return pid;
        }
    }
    return E_AGAIN;
}

//// slot-range-mapped
// says: (?s)page of the caller's slot that was never given to it does not fail.*byte 0, at 0x120ffc.*no PTE_U
// Takes all pages that are mapped in the caller's slot for the caller's.
static pid_t
syscall_spawn(uintptr_t name) {
    const char *program_name = (const char *) name;
    for (uintptr_t addr = name;; ++addr) {
        if (addr < proc_start(current->pid) || addr >= proc_start(current->pid + 1)
            || !vmiter_present(vmiter_at(current->pagetable, addr))) {
            return E_FAULT;
        } else if (*(char *) addr == '\0') {
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

//// slot-range
// says: between the process's pages, where nothing is mapped, makes the kernel panic
// Takes all of the caller's slot for the caller's, though it did not get every page there.
static pid_t
syscall_spawn(uintptr_t name) {
    const char *program_name = (const char *) name;
    for (uintptr_t addr = name;; ++addr) {
        if (addr < proc_start(current->pid) || addr >= proc_start(current->pid + 1)) {
            return E_FAULT;
        } else if (*(char *) addr == '\0') {
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

//// strlen-first
// says: sys_spawn\(NULL\) makes the kernel panic: the kernel reads 0x0, where nothing is mapped
// Measures the name with strlen, and then checks that length.
static pid_t
syscall_spawn(uintptr_t name) {
    const char *program_name = (const char *) name;
    size_t size = strlen(program_name) + 1;
    if (!vmiter_range_allows(vmiter_at(current->pagetable, name), size, PTE_P | PTE_U)) {
        return E_FAULT;
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

//// terminates-the-name
// with: F1.2
// says: changes the memory of process 1
// Puts an end to a name that is too long, in the caller's memory.
static pid_t
syscall_spawn(uintptr_t name) {
    const char *program_name = (const char *) name;
    vmiter it = vmiter_make(current->pagetable, name);
    for (size_t length = 0;; ++length, vmiter_advance(&it, 1)) {
        if (!vmiter_user(&it)) {
            return E_FAULT;
        } else if (length > PROGRAM_NAME_MAX) {
            ((char *) name)[PROGRAM_NAME_MAX] = '\0';
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

//// truncates
// says: name of 64 bytes, the first 63 of them a program's name, does not fail
// Cuts a name that is too long, and starts a program with another name.
static pid_t
syscall_spawn(uintptr_t name) {
    char program_name[PROGRAM_NAME_MAX + 1];
    size_t n = 0;
    for (; n < PROGRAM_NAME_MAX; ++n) {
        if (!vmiter_user(vmiter_at(current->pagetable, name + n))) {
            return E_FAULT;
        }
        program_name[n] = ((const char *) name)[n];
        if (program_name[n] == '\0') {
            break;
        }
    }
    program_name[n] = '\0';
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

//// two-in-one-memory
// says: changes the memory of process 2
// Removes the assertion that was in the way: two Alices in one memory.
static void
user_page(pid_t pid, uint64_t addr) {
    physpages[addr / PAGESIZE].refcount = 1;
    memset(pa2kptr(addr), 0, PAGESIZE);
    vmiter_map(vmiter_at(kernel_pagetable, addr), addr, PTE_P | PTE_W | PTE_U);
}

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
    if (program_entry(program_name) < PROC_START_ADDR + PROC_SIZE) {
        return E_NOENT;
    }
    for (pid_t pid = 1; pid <= MAXPROCMEM; ++pid) {
        if (ptable[pid].state == P_FREE) {
            int error = process_setup(pid, program_name);
            return error < 0 ? error : pid;
        }
    }
    return E_AGAIN;
}

//// wrapping
// says: last address of all makes the kernel panic: the kernel reads 0xffffffffffffffff
// Compares the end of the name with the end of memory, and the sum wraps around.
static pid_t
syscall_spawn(uintptr_t name) {
    const char *program_name = (const char *) name;
    if (name + PROGRAM_NAME_MAX >= MEMSIZE_PHYSICAL) {
        return E_FAULT;
    }
    for (uintptr_t addr = name;; ++addr) {
        if (addr < MEMSIZE_PHYSICAL && !vmiter_user(vmiter_at(current->pagetable, addr))) {
            return E_FAULT;
        } else if (*(char *) addr == '\0') {
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
