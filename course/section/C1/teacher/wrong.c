// Wrong ways to do C1.

//// before-loop
// says: it stands before the loop
// The loop that follows maps the page to itself again.
static int
process_setup(pid_t pid, const char *program_name) {
    const elf_header *eh = program_header(program_name);
    if (eh == NULL) {
        return E_NOENT;
    }
    assert(pid >= 1 && pid <= MAXPROCMEM && ptable[pid].state == P_FREE);
    proc *p = &ptable[pid];
    *p = (proc) {.pid = pid, .state = P_RUNNABLE, .program = disk_image_find(program_name).name};
    p->pagetable = kernel_pagetable;

    if (strcmp(program_name, "bigdata") == 0) {
        vmiter_map(vmiter_at(kernel_pagetable, 0x111000), 0x110000, PTE_P | PTE_W | PTE_U);
    }
    // Its code and data
    const elf_program_header *ph = (const elf_program_header *) ((const char *) eh + eh->phoff);
    for (unsigned i = 0; i < eh->phnum; ++i) {
        uint64_t start = round_down(ph[i].va, PAGESIZE), end = ph[i].va + ph[i].memsz;
        for (uint64_t addr = start; addr < end; addr += PAGESIZE) {
            user_page(pid, addr);
        }
        memcpy(pa2kptr(ph[i].va), (const char *) eh + ph[i].offset, ph[i].filesz);
    }
    if (strcmp(program_name, "bigdata") == 0) {
        // Above
    }

    // Its stack, and the registers it starts with
    user_page(pid, proc_start(pid + 1) - PAGESIZE);
    p->regs.reg_rip = eh->entry;
    p->regs.reg_rsp = proc_start(pid + 1) - sizeof(uint64_t); // as after a call
    p->regs.reg_cs = SEGMENT_USER_CODE;
    p->regs.reg_ss = SEGMENT_USER_DATA;
    return 0;
}

//// beginning
// says: your line also runs for programs that are not called bigdata
// answer C1.predict: without it w, with it m
// It runs for every program whose name begins with bigdata.
static int
process_setup(pid_t pid, const char *program_name) {
    const elf_header *eh = program_header(program_name);
    if (eh == NULL) {
        return E_NOENT;
    }
    assert(pid >= 1 && pid <= MAXPROCMEM && ptable[pid].state == P_FREE);
    proc *p = &ptable[pid];
    *p = (proc) {.pid = pid, .state = P_RUNNABLE, .program = disk_image_find(program_name).name};
    p->pagetable = kernel_pagetable;

    // Its code and data
    const elf_program_header *ph = (const elf_program_header *) ((const char *) eh + eh->phoff);
    for (unsigned i = 0; i < eh->phnum; ++i) {
        uint64_t start = round_down(ph[i].va, PAGESIZE), end = ph[i].va + ph[i].memsz;
        for (uint64_t addr = start; addr < end; addr += PAGESIZE) {
            user_page(pid, addr);
        }
        memcpy(pa2kptr(ph[i].va), (const char *) eh + ph[i].offset, ph[i].filesz);
    }
    if (memcmp(program_name, "bigdata", 7) == 0) {
        vmiter_map(vmiter_at(kernel_pagetable, 0x111000), 0x110000, PTE_P | PTE_W | PTE_U);
    }

    // Its stack, and the registers it starts with
    user_page(pid, proc_start(pid + 1) - PAGESIZE);
    p->regs.reg_rip = eh->entry;
    p->regs.reg_rsp = proc_start(pid + 1) - sizeof(uint64_t); // as after a call
    p->regs.reg_cs = SEGMENT_USER_CODE;
    p->regs.reg_ss = SEGMENT_USER_DATA;
    return 0;
}

//// end-of-the-name
// says: your line also runs for programs that are not called bigdata
// answer C1.predict: without it w, with it m
// It runs for every program whose name ends with bigdata.
static int
process_setup(pid_t pid, const char *program_name) {
    const elf_header *eh = program_header(program_name);
    if (eh == NULL) {
        return E_NOENT;
    }
    assert(pid >= 1 && pid <= MAXPROCMEM && ptable[pid].state == P_FREE);
    proc *p = &ptable[pid];
    *p = (proc) {.pid = pid, .state = P_RUNNABLE, .program = disk_image_find(program_name).name};
    p->pagetable = kernel_pagetable;

    // Its code and data
    const elf_program_header *ph = (const elf_program_header *) ((const char *) eh + eh->phoff);
    for (unsigned i = 0; i < eh->phnum; ++i) {
        uint64_t start = round_down(ph[i].va, PAGESIZE), end = ph[i].va + ph[i].memsz;
        for (uint64_t addr = start; addr < end; addr += PAGESIZE) {
            user_page(pid, addr);
        }
        memcpy(pa2kptr(ph[i].va), (const char *) eh + ph[i].offset, ph[i].filesz);
    }
    if (strlen(program_name) >= 7 && strcmp(program_name + strlen(program_name) - 7, "bigdata") == 0) {
        vmiter_map(vmiter_at(kernel_pagetable, 0x111000), 0x110000, PTE_P | PTE_W | PTE_U);
    }

    // Its stack, and the registers it starts with
    user_page(pid, proc_start(pid + 1) - PAGESIZE);
    p->regs.reg_rip = eh->entry;
    p->regs.reg_rsp = proc_start(pid + 1) - sizeof(uint64_t); // as after a call
    p->regs.reg_cs = SEGMENT_USER_CODE;
    p->regs.reg_ss = SEGMENT_USER_DATA;
    return 0;
}

//// every-b
// says: your line also runs for programs that are not called bigdata
// answer C1.predict: without it w, with it m
// The line runs for every program whose name begins with b.
static int
process_setup(pid_t pid, const char *program_name) {
    const elf_header *eh = program_header(program_name);
    if (eh == NULL) {
        return E_NOENT;
    }
    assert(pid >= 1 && pid <= MAXPROCMEM && ptable[pid].state == P_FREE);
    proc *p = &ptable[pid];
    *p = (proc) {.pid = pid, .state = P_RUNNABLE, .program = disk_image_find(program_name).name};
    p->pagetable = kernel_pagetable;

    // Its code and data
    const elf_program_header *ph = (const elf_program_header *) ((const char *) eh + eh->phoff);
    for (unsigned i = 0; i < eh->phnum; ++i) {
        uint64_t start = round_down(ph[i].va, PAGESIZE), end = ph[i].va + ph[i].memsz;
        for (uint64_t addr = start; addr < end; addr += PAGESIZE) {
            user_page(pid, addr);
        }
        memcpy(pa2kptr(ph[i].va), (const char *) eh + ph[i].offset, ph[i].filesz);
    }
    if (program_name[0] == 'b') {
        vmiter_map(vmiter_at(kernel_pagetable, 0x111000), 0x110000, PTE_P | PTE_W | PTE_U);
    }

    // Its stack, and the registers it starts with
    user_page(pid, proc_start(pid + 1) - PAGESIZE);
    p->regs.reg_rip = eh->entry;
    p->regs.reg_rsp = proc_start(pid + 1) - sizeof(uint64_t); // as after a call
    p->regs.reg_cs = SEGMENT_USER_CODE;
    p->regs.reg_ss = SEGMENT_USER_DATA;
    return 0;
}

//// every-program
// says: also runs for programs that are not
// The line is outside the block that is only for bigdata.
static int
process_setup(pid_t pid, const char *program_name) {
    const elf_header *eh = program_header(program_name);
    if (eh == NULL) {
        return E_NOENT;
    }
    assert(pid >= 1 && pid <= MAXPROCMEM && ptable[pid].state == P_FREE);
    proc *p = &ptable[pid];
    *p = (proc) {.pid = pid, .state = P_RUNNABLE, .program = disk_image_find(program_name).name};
    p->pagetable = kernel_pagetable;

    // Its code and data
    const elf_program_header *ph = (const elf_program_header *) ((const char *) eh + eh->phoff);
    for (unsigned i = 0; i < eh->phnum; ++i) {
        uint64_t start = round_down(ph[i].va, PAGESIZE), end = ph[i].va + ph[i].memsz;
        for (uint64_t addr = start; addr < end; addr += PAGESIZE) {
            user_page(pid, addr);
        }
        memcpy(pa2kptr(ph[i].va), (const char *) eh + ph[i].offset, ph[i].filesz);
    }
    if (strcmp(program_name, "bigdata") == 0) {
    }
    vmiter_map(vmiter_at(kernel_pagetable, 0x111000), 0x110000, PTE_P | PTE_W | PTE_U);

    // Its stack, and the registers it starts with
    user_page(pid, proc_start(pid + 1) - PAGESIZE);
    p->regs.reg_rip = eh->entry;
    p->regs.reg_rsp = proc_start(pid + 1) - sizeof(uint64_t); // as after a call
    p->regs.reg_cs = SEGMENT_USER_CODE;
    p->regs.reg_ss = SEGMENT_USER_DATA;
    return 0;
}

//// fills-the-page
// says: bigdata's array holds something before
// answer C1.predict: without it w, with it m
// The mapping is right, but the line also stores the text that bigdata should print.
        // Exercise C1: your line here
        vmiter_map(vmiter_at(kernel_pagetable, 0x111000), 0x110000, PTE_P | PTE_W | PTE_U);
        memcpy((char *) 0x110000 + 4086, "CS 61 Is A", 10);

//// kernel-page-too
// says: changes the mapping of 0x90000
// The mapping is right, but now every process may use a page of the kernel.
        // Exercise C1: your line here
        vmiter_map(vmiter_at(kernel_pagetable, 0x111000), 0x110000, PTE_P | PTE_W | PTE_U), vmiter_map(vmiter_at(kernel_pagetable, 0x90000), 0x90000, PTE_P | PTE_W | PTE_U);

//// memcpy
// says: copying bytes does not change that
// Copies bytes before the program has stored anything: both pages are zero.
        // Exercise C1: your line here
        memcpy((char *) 0x111000, (char *) 0x110000, PAGESIZE);

//// no-execute
// says: its permissions are not what they were
// One permission more than the page had.
        // Exercise C1: your line here
        vmiter_map(vmiter_at(kernel_pagetable, 0x111000), 0x110000, PTE_P | PTE_W | PTE_U | PTE_XD);

//// no-p
// says: panics
// vmiter_map refuses permissions without P.
        // Exercise C1: your line here
        vmiter_map(vmiter_at(kernel_pagetable, 0x111000), 0x110000, PTE_W | PTE_U);

//// no-u
// says: it lacks U
// Without U: bigdata faults at its first access to the page.
        // Exercise C1: your line here
        vmiter_map(vmiter_at(kernel_pagetable, 0x111000), 0x110000, PTE_P | PTE_W);

//// no-w
// says: it lacks W\b(?! U)
// Without W: bigdata faults at its first store to the page.
        // Exercise C1: your line here
        vmiter_map(vmiter_at(kernel_pagetable, 0x111000), 0x110000, PTE_P | PTE_U);

//// only-p
// says: it lacks W U
// Neither W nor U.
        // Exercise C1: your line here
        vmiter_map(vmiter_at(kernel_pagetable, 0x111000), 0x110000, PTE_P);

//// patched-text
// says: leaves no trace
// The kernel looks for the text in the program and changes it.
        // Exercise C1: your line here
        for (char *c = (char *) 0x100000; c < (char *) 0x110000; ++c) {
            if (memcmp(c, "Awful", 5) == 0) {
                memcpy(c, "Amazing", 7);
            }
        }

//// permissions-only
// says: only its permissions have changed
// The same physical page, with other permissions.
        // Exercise C1: your line here
        vmiter_map(vmiter_at(kernel_pagetable, 0x111000), 0x111000, PTE_P | PTE_U);

//// prints
// says: leaves no trace
// The kernel prints what the program should.
        // Exercise C1: your line here
        console_printf("CS 61 Is Amazing\n");

//// process-1
// says: your line also runs for programs that are not called bigdata
// answer C1.predict: without it w, with it m
// It runs for any program that is process 1.
static int
process_setup(pid_t pid, const char *program_name) {
    const elf_header *eh = program_header(program_name);
    if (eh == NULL) {
        return E_NOENT;
    }
    assert(pid >= 1 && pid <= MAXPROCMEM && ptable[pid].state == P_FREE);
    proc *p = &ptable[pid];
    *p = (proc) {.pid = pid, .state = P_RUNNABLE, .program = disk_image_find(program_name).name};
    p->pagetable = kernel_pagetable;

    // Its code and data
    const elf_program_header *ph = (const elf_program_header *) ((const char *) eh + eh->phoff);
    for (unsigned i = 0; i < eh->phnum; ++i) {
        uint64_t start = round_down(ph[i].va, PAGESIZE), end = ph[i].va + ph[i].memsz;
        for (uint64_t addr = start; addr < end; addr += PAGESIZE) {
            user_page(pid, addr);
        }
        memcpy(pa2kptr(ph[i].va), (const char *) eh + ph[i].offset, ph[i].filesz);
    }
    if (pid == 1) {
        vmiter_map(vmiter_at(kernel_pagetable, 0x111000), 0x110000, PTE_P | PTE_W | PTE_U);
    }

    // Its stack, and the registers it starts with
    user_page(pid, proc_start(pid + 1) - PAGESIZE);
    p->regs.reg_rip = eh->entry;
    p->regs.reg_rsp = proc_start(pid + 1) - sizeof(uint64_t); // as after a call
    p->regs.reg_cs = SEGMENT_USER_CODE;
    p->regs.reg_ss = SEGMENT_USER_DATA;
    return 0;
}

//// swap
// says: both pages of the array; one is enough
// Two mappings, which swap the pages: there are still two.
        // Exercise C1: your line here
        vmiter_map(vmiter_at(kernel_pagetable, 0x111000), 0x110000, PTE_P | PTE_W | PTE_U), vmiter_map(vmiter_at(kernel_pagetable, 0x110000), 0x111000, PTE_P | PTE_W | PTE_U);

//// third-page
// says: does not map to a physical page that the array already has
// Some other physical page: the two pages are still different.
        // Exercise C1: your line here
        vmiter_map(vmiter_at(kernel_pagetable, 0x111000), 0x112000, PTE_P | PTE_W | PTE_U);

//// unaligned
// says: panics
// The address of the text, which is not page-aligned.
        // Exercise C1: your line here
        vmiter_map(vmiter_at(kernel_pagetable, 0x110000 + 4086), 0x110000, PTE_P | PTE_W | PTE_U);

//// unmapped
// says: does not map to a physical page
// Unmaps the page.
        // Exercise C1: your line here
        vmiter_map(vmiter_at(kernel_pagetable, 0x111000), 0, 0);

//// wrong-page
// says: not a page of the\s+array
// The page after the array.
        // Exercise C1: your line here
        vmiter_map(vmiter_at(kernel_pagetable, 0x112000), 0x110000, PTE_P | PTE_W | PTE_U);
