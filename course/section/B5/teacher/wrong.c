// Wrong ways to do B5.

//// all-on-a-line
// says: none of them is always that of
// answer B5.change: process_main gained U
// answer B5.fault: page fault at 0x100000
// Logs all permissions that there can be.
        // Exercise B5: your code here
        for (int i = 0; i < 3; ++i) {
            log_printf("0 1 2 3 4 5 6 7\n");
        }

//// before
// says: nothing (is logged|of yours is in the log) just after
// The lines stand before process_setup.
void
kernel_start(const char *command) {
    log_printf("kernel_start: %s\n", command);

    const uint64_t image_end =
        IMAGE_ADDR + (uint64_t) disk_image_info()->image_sectors * SECTORSIZE;
    for (uint64_t addr = PAGESIZE; addr < image_end; addr += PAGESIZE) {
        uint64_t perm = PTE_P | PTE_W;
        if (addr == KERNEL_STACK_BOTTOM - PAGESIZE) {
            continue; // so that a stack that grows too large faults
        } else if (addr == CONSOLE_ADDR) {
            perm = PTE_P | PTE_W | PTE_U;
        } else if (addr == TICKS_ADDR) {
            perm = PTE_P | PTE_U;
        }
        vmiter_map(vmiter_at(kernel_pagetable, addr), addr, perm);
    }
    write_cr3(kptr2pa(kernel_pagetable));

    if (command_option(command, "viewer", 0)) {
        memory_viewer_toggle();
    }
    char name[PROGRAM_NAME_MAX + 2]; // a name that is too long stays so
    for (pid_t pid = 1; command_program(command, pid - 1, name, sizeof(name)); ++pid) {
        log_printf("-- before process_setup\n");
        // And now?
        const uint64_t b5[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            log_printf("B5: %#lx: %#lx\n", b5[i],
                       vmiter_perm(vmiter_at(kernel_pagetable, b5[i])));
        }

        // Exercise B3: your code here

        if (process_setup(pid, name) < 0) {
            panic("there is no program '%s'", name);
        }
        log_printf("-- after process_setup\n");
        // Exercise B2: your code here

    }
    schedule();
}

//// constants
// says: does not come from the page table
// What process_setup was meant to do, not what the page table says.
        // Exercise B5: your code here
        log_printf("%#lx %#lx %#lx\n", PTE_P | PTE_W, PTE_P | PTE_W, PTE_P | PTE_W | PTE_U);

//// remembered
// says: 2 of the three permissions
// The iterators of B3 are asked again: a vmiter shows what it found when it was made.
        // Exercise B3: your code here
        vmiter its[] = {vmiter_make(kernel_pagetable, (uint64_t) syscall_entry),
                        vmiter_make(kernel_pagetable, (uint64_t) kernel_pagetable),
                        vmiter_make(kernel_pagetable, program_entry(name))};

        // Exercise B5: your code here
        for (int i = 0; i < 3; ++i) {
            log_printf("%#lx\n", vmiter_perm(&its[i]));
        }

//// two-pages
// says: 2 of the three permissions
// syscall_entry is missing.
        // Exercise B5: your code here
        // And now?
        const uint64_t b5[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry(name)};
        for (int i = 1; i < 3; ++i) {
            log_printf("B5: %#lx: %#lx\n", b5[i],
                       vmiter_perm(vmiter_at(kernel_pagetable, b5[i])));
        }

//// user-only
// says: 0 of the three permissions|of the three permissions are in the log after
// Only PTE_U is logged.
        // Exercise B5: your code here
        // And now?
        const uint64_t b5[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            log_printf("B5: %#lx: %#lx\n", b5[i],
                       vmiter_perm(vmiter_at(kernel_pagetable, b5[i])) & PTE_U);
        }
