// Unusual right ways to do F1.4.

//// claims-and-releases
// Claims the slot first, and gives it back when the call fails.
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
    pid_t pid = 1;
    while (pid <= MAXPROCMEM && (ptable[pid].state != P_FREE
                                 || entry / PROC_SIZE != proc_start(pid) / PROC_SIZE)) {
        ++pid;
    }
    if (pid > MAXPROCMEM) {
        return E_AGAIN;
    }
    ptable[pid].state = P_BLOCKED;
    ptable[pid].pid = pid;
    if (entry == 0) {
        ptable[pid].state = P_FREE;
        return E_NOENT;
    }
    ptable[pid].state = P_FREE;
    return process_setup(pid, program_name) < 0 ? E_NOENT : pid;
}

//// first-free-must-fit
// The first free slot, and an error if the program does not fit it.
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
            uint64_t entry = program_entry(program_name);
            if (entry < proc_start(pid) || entry >= proc_start(pid + 1)) {
                return E_INVAL;
            }
            process_setup(pid, program_name);
            return pid;
        }
    }
    return E_AGAIN;
}

//// no-copy
// Compares the name with each file's, byte by byte, and looks each byte up before it reads it; what
// goes on to process_setup is the kernel's own copy of the name.
static bool
is_users_string(uintptr_t addr, const char *s) {
    for (;; ++addr, ++s) {
        vmiter it = vmiter_make(current->pagetable, addr);
        if (!vmiter_user(&it) || *(const char *) vmiter_kptr(&it) != *s) {
            return false;
        } else if (*s == '\0') {
            return true;
        }
    }
}

static pid_t
syscall_spawn(uintptr_t name) {
    const boot_info *info = disk_image_info();
    for (uint32_t i = 0; i < info->nfiles; ++i) {
        const char *file_name = info->files[i].name;
        uint64_t entry = program_entry(file_name);
        if (entry != 0 && is_users_string(name, file_name)) {
            pid_t pid = (pid_t) ((entry - PROC_START_ADDR) / PROC_SIZE) + 1;
            return ptable[pid].state == P_FREE && process_setup(pid, file_name) == 0 ? pid : E_AGAIN;
        }
    }
    return E_NOENT;
}

//// own-slot-only
// Takes only names in the caller's slot, in pages that users may access: no program needs a name on the
// console.
static pid_t
syscall_spawn(uintptr_t name) {
    const char *program_name = (const char *) name;
    for (uintptr_t addr = name;; ++addr) {
        if (addr < proc_start(current->pid) || addr >= proc_start(current->pid + 1)
            || !vmiter_user(vmiter_at(current->pagetable, addr))) {
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

//// page-by-page
// Asks once for each page that the name touches, without a limit to its length.
static pid_t
syscall_spawn(uintptr_t name) {
    const char *program_name = (const char *) name;
    uintptr_t addr = name;
    do {
        if (addr == name || addr % PAGESIZE == 0) {
            if (!vmiter_user(vmiter_at(kernel_pagetable, addr))) {
                return E_FAULT;
            }
        }
    } while (*(const char *) addr++ != '\0');
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

//// page-tables
// A page table for each process, whose pages lie anywhere: a second Alice runs in the next free slot.
// process_setup maps what it allocates, and only the process's own pages are user pages in its page
// table.
static void
user_page(pid_t pid, uint64_t addr) {
    void *page = kalloc(PAGESIZE);
    assert(page != NULL);
    memset(page, 0, PAGESIZE);
    vmiter_map(vmiter_at(ptable[pid].pagetable, addr), kptr2pa(page), PTE_P | PTE_W | PTE_U);
}

static int
process_setup(pid_t pid, const char *program_name) {
    const elf_header *eh = program_header(program_name);
    if (eh == NULL) {
        return E_NOENT;
    }
    assert(pid >= 1 && pid <= MAXPROCMEM && ptable[pid].state == P_FREE);
    proc *p = &ptable[pid];
    *p = (proc) {.pid = pid, .state = P_RUNNABLE, .program = disk_image_find(program_name).name};
    p->pagetable = kalloc(PAGESIZE);
    memset(p->pagetable, 0, PAGESIZE);
    for (vmiter it = vmiter_make(kernel_pagetable, 0); vmiter_low(&it); vmiter_next(&it)) {
        if (vmiter_present(&it)) {
            vmiter_map(vmiter_at(p->pagetable, vmiter_va(&it)), vmiter_pa(&it),
                       vmiter_perm(&it) & (PTE_P | PTE_W | PTE_U));
        }
    }

    // Its code and data
    const elf_program_header *ph = (const elf_program_header *) ((const char *) eh + eh->phoff);
    for (unsigned i = 0; i < eh->phnum; ++i) {
        uint64_t start = round_down(ph[i].va, PAGESIZE), end = ph[i].va + ph[i].memsz;
        for (uint64_t addr = start; addr < end; addr += PAGESIZE) {
            user_page(pid, addr);
        }
        for (uint64_t n = 0; n < ph[i].filesz; ++n) {
            char *byte = vmiter_kptr(vmiter_at(p->pagetable, ph[i].va + n));
            *byte = ((const char *) eh)[ph[i].offset + n];
        }
    }
    if (strcmp(program_name, "bigdata") == 0) {
        // Exercise C1: your line here
    }

    // Its stack, and the registers it starts with
    user_page(pid, MEMSIZE_VIRTUAL - PAGESIZE);
    p->regs.reg_rip = eh->entry;
    p->regs.reg_rsp = MEMSIZE_VIRTUAL - sizeof(uint64_t); // as after a call
    p->regs.reg_cs = SEGMENT_USER_CODE;
    p->regs.reg_ss = SEGMENT_USER_DATA;
    return 0;
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
    if (program_entry(program_name) == 0) {
        return E_NOENT;
    }
    for (pid_t pid = 1; pid <= MAXPROCMEM; ++pid) {
        if (ptable[pid].state == P_FREE) {
            process_setup(pid, program_name);
            return pid;
        }
    }
    return E_AGAIN;
}

//// range
// The longest part of 64 bytes that the process can read, and a NUL in it.
static pid_t
syscall_spawn(uintptr_t name) {
    const char *program_name = (const char *) name;
    size_t sz = 0;
    while (sz < PROGRAM_NAME_MAX + 1
           && vmiter_range_allows(vmiter_at(current->pagetable, name), sz + 1, PTE_P | PTE_U)) {
        ++sz;
    }
    if (strnlen(program_name, sz) == sz) {
        return E_INVAL;
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

//// slot-from-entry
// Copies the name, and computes the slot from the program's first address.
static pid_t
syscall_spawn(uintptr_t name) {
    char program[PROGRAM_NAME_MAX + 1];
    vmiter it = vmiter_make(current->pagetable, name);
    size_t n = 0;
    do {
        if (n == sizeof(program) || !vmiter_allows(&it, PTE_P | PTE_U)) {
            return E_INVAL;
        }
        program[n] = *(const char *) vmiter_kptr(&it);
        vmiter_advance(&it, 1);
    } while (program[n++] != '\0');
    uint64_t slot = (program_entry(program) - PROC_START_ADDR) / PROC_SIZE + 1;
    if (slot < 1 || slot > MAXPROCMEM || ptable[slot].state != P_FREE) {
        return E_AGAIN;
    }
    return process_setup((pid_t) slot, program) == 0 ? (pid_t) slot : -1;
}

//// used-pages
// with: F1.2
// A helper function named used_pages, a name that guest/f-door.c has, too: must compile in the check, too.
static int
used_pages(void) {
    int n = 0;
    for (unsigned i = 0; i < MEMSIZE_PHYSICAL / PAGESIZE; ++i) { n += physpages[i].refcount > 0; }
    return n;
}

static pid_t
syscall_spawn(uintptr_t name) {
    const char *n = (const char *) name;

    char copy[PROGRAM_NAME_MAX + 1];
    size_t i = 0;
    for (;; ++i) {
        vmiter it = vmiter_make(current->pagetable, name + i);
        if (!vmiter_allows(&it, PTE_P | PTE_U)) return E_FAULT;
        if (i >= sizeof(copy)) return E_NOENT;
        copy[i] = n[i];
        if (copy[i] == 0) break;
    }
    uint64_t entry = program_entry(copy);
    if (entry == 0) return E_NOENT;
    pid_t pid = (pid_t) ((entry - PROC_START_ADDR) / PROC_SIZE) + 1;
    int before = used_pages();
    if (ptable[pid].state != P_FREE) return E_AGAIN;
    int e = process_setup(pid, copy);
    if (e < 0) { assert_eq(before, used_pages()); }
    return e < 0 ? e : pid;
}
