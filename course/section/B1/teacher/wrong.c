// Wrong ways to do B1.

//// address-itself
// says: you log the address itself
// Logs the virtual addresses. In this kernel they equal the physical ones, but the page table was not
// asked.
        // Exercise B1: your code here
        log_printf("syscall_entry %#lx\n", (uint64_t) syscall_entry);
        log_printf("kernel_pagetable %#lx\n", (uint64_t) kernel_pagetable);
        log_printf("process_main %#lx\n", program_entry(name));

//// both-after
// says: your kernel logs nothing just before process_setup
// Both exercises' lines are after process_setup: B1 says nothing before it.
        // Exercise B1: your code here
        // further down

        // Exercise B2: your code here
        const uint64_t b[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            log_printf("%#lx\n", vmiter_pa(vmiter_at(kernel_pagetable, b[i])));
        }

//// constants
// says: you log the address itself
// Copies the addresses from the symbol table into the source: right for one build and one page table.
        // Exercise B1: your code here
        log_printf("%#lx 0x100000\n", (uint64_t) syscall_entry / 1 + 0);
        log_printf("%#lx\n", kptr2pa(kernel_pagetable));

//// entry-of-other-program
// says: 'not mapped'
// The file of a program that does not exist has no process_main: program_entry returns 0, which is not
// mapped.
        // Exercise B1: your code here
        // Where do these addresses lead?
        const uint64_t b1[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry("p-hello")};
        for (int i = 0; i < 3; ++i) {
            log_printf("B1: %#lx: %#lx\n", b1[i],
                       vmiter_pa(vmiter_at(kernel_pagetable, b1[i])));
        }

//// every-page
// says: your lines have 1536 numbers, and none of them is always that of
// Logs for each of the three its offset in every page of memory.
        // Exercise B1: your code here
        const uint64_t addresses[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                                      program_entry(name)};
        for (int i = 0; i < 3 * 512; ++i) {
            log_printf("%#lx\n", i / 3 * 0x1000UL + addresses[i % 3] % PAGESIZE);
        }

//// kptr2pa
// says: for syscall_entry you log the address itself
// kptr2pa converts a kernel pointer by the kernel's own convention; it does not look at the page table.
        // Exercise B1: your code here
        log_printf("%#lx %#lx %#lx\n", kptr2pa((void *) syscall_entry), kptr2pa(kernel_pagetable),
                   vmiter_pa(vmiter_at(kernel_pagetable, program_entry(name))));

//// marker-gone
// says: is no longer in the log
// Removes the handout's own line from the log.
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
        // Where do these addresses lead?
        const uint64_t b1[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            log_printf("B1: %#lx: %#lx\n", b1[i],
                       vmiter_pa(vmiter_at(kernel_pagetable, b1[i])));
        }

        // Exercise B3: your code here

        if (process_setup(pid, name) < 0) {
            panic("there is no program '%s'", name);
        }
        log_printf("-- after process_setup\n");
        // Exercise B2: your code here

        // Exercise B5: your code here
    }
    schedule();
}

//// null-table
// says: the kernel panics
// A page table at address 0, which is not mapped: the kernel panics.
        // Exercise B1: your code here
        // Where do these addresses lead?
        const uint64_t b1[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            log_printf("B1: %#lx: %#lx\n", b1[i],
                       vmiter_pa(vmiter_at(NULL, b1[i])));
        }

//// on-screen
// says: is on the screen
// console_printf writes to the screen, where the check does not look.
        // Exercise B1: your code here
        // Where do these addresses lead?
        const uint64_t b1[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            console_printf("B1: %#lx: %#lx\n", b1[i],
                       vmiter_pa(vmiter_at(kernel_pagetable, b1[i])));
        }

//// one-of-three-itself
// says: for kernel_pagetable you log the address itself
// Two come from the page table, but for kernel_pagetable it logs the address itself.
        // Exercise B1: your code here
        log_printf("%#lx\n", vmiter_pa(vmiter_at(kernel_pagetable, (uint64_t) syscall_entry)));
        log_printf("%p\n", kernel_pagetable);
        log_printf("%#lx\n", vmiter_pa(vmiter_at(kernel_pagetable, program_entry(name))));

//// page-only
// says: is the start of its page
// First rounds the address down to its page, since only pages are mapped; so it loses the offset.
        // Exercise B1: your code here
        const uint64_t addresses[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                                      program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            uint64_t page = round_down(addresses[i], PAGESIZE);
            log_printf("B1: %#lx\n", vmiter_pa(vmiter_at(kernel_pagetable, page)));
        }

//// pointer-to-function-pointer
// says: 'not mapped'|of syscall_entry is not in the log
// Logs what is stored at syscall_entry, its first instructions, instead of where it is.
        // Exercise B1: your code here
        // Where do these addresses lead?
        const uint64_t b1[] = {*(const uint64_t *) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            log_printf("B1: %#lx: %#lx\n", b1[i],
                       vmiter_pa(vmiter_at(kernel_pagetable, b1[i])));
        }

//// two-of-three
// says: of process_main is not in the log before
// process_main is missing.
        // Exercise B1: your code here
        // Where do these addresses lead?
        const uint64_t b1[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry(name)};
        for (int i = 0; i < 2; ++i) {
            log_printf("B1: %#lx: %#lx\n", b1[i],
                       vmiter_pa(vmiter_at(kernel_pagetable, b1[i])));
        }
