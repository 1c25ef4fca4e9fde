// Wrong ways to do B2.

//// address-itself
// says: you log the address itself
// Logs the virtual addresses, as in B1.
        // Exercise B2: your code here
        log_printf("%#lx %#lx %#lx\n", (uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                   program_entry(name));

//// before
// says: your kernel logs nothing just after process_setup
// Both exercises' lines are before process_setup.
        // Exercise B1: your code here
        const uint64_t b[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            log_printf("%#lx\n", vmiter_pa(vmiter_at(kernel_pagetable, b[i])));
        }

        // Exercise B2: your code here
        // further up

//// behind-the-loop
// says: none of your lines is in the log just after
// Logs the lines only after every program is set up; a vmiter at process_main of the last name finds
// nothing, since the name is no longer a program's.
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
    char name[PROGRAM_NAME_MAX + 2]; // too long a name stays too long
    for (pid_t pid = 1; command_program(command, pid - 1, name, sizeof(name)); ++pid) {
        log_printf("-- before process_setup\n");
        // Exercise B1: your code here

        // Exercise B3: your code here

        if (process_setup(pid, name) < 0) {
            panic("there is no program '%s'", name);
        }
        log_printf("-- after process_setup\n");

        // Exercise B5: your code here
    }
    const uint64_t b2[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                   program_entry(name)};
    for (int i = 0; i < 3; ++i) {
        console_printf("B2: %#lx: %#lx\n", b2[i],
               vmiter_pa(vmiter_at(kernel_pagetable, b2[i])));
    }
    schedule();
}

//// page-only
// says: is the start of its page
// The page of each address, without the offset in it.
        // Exercise B2: your code here
        // And now?
        const uint64_t b2[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            log_printf("B2: %#lx: %#lx\n", b2[i],
                       round_down(vmiter_pa(vmiter_at(kernel_pagetable, b2[i])), PAGESIZE));
        }

//// remembered
// says: does not come from the page table
// Keeps what B1 logged in variables, and logs it again without asking the page table again.
        // Exercise B1: your code here
        // Where do these addresses lead?
        const uint64_t b1[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            log_printf("B1: %#lx: %#lx\n", b1[i],
                       vmiter_pa(vmiter_at(kernel_pagetable, b1[i])));
        }
        uint64_t kept[3];
        for (int i = 0; i < 3; ++i) {
            kept[i] = vmiter_pa(vmiter_at(kernel_pagetable, b1[i]));
        }

        // Exercise B2: your code here
        log_printf("%#lx %#lx %#lx\n", kept[0], kept[1], kept[2]);

//// second-marker
// says: between the two lines that kernel_start logs
// answer B2.change: no
// answer B2.kernels: 100: none; none; none
// A second line "after", before process_setup, and the lines of B2 after it: nothing ever changes there.
        // Exercise B1: your code here
        const uint64_t b[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            log_printf("%#lx\n", vmiter_pa(vmiter_at(kernel_pagetable, b[i])));
        }
        log_printf("-- after process_setup\n");
        for (int i = 0; i < 3; ++i) {
            log_printf("%#lx\n", vmiter_pa(vmiter_at(kernel_pagetable, b[i])));
        }

        // Exercise B2: your code here
        // further up
