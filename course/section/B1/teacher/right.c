// Unusual right ways to do B1.

//// above-its-mark
// The lines are above the mark, which is unchanged.
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
        const uint64_t b1[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            log_printf("B1: %#lx: %#lx\n", b1[i],
                       vmiter_pa(vmiter_at(kernel_pagetable, b1[i])));
        }
        // Exercise B1: your code here

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

//// dashes
// Headings and rules of dashes around its lines.
        // Exercise B1: your code here
        log_printf("-- B1 --\n");
        log_printf("%lx\n", vmiter_pa(vmiter_at(kernel_pagetable, (uint64_t) syscall_entry)));
        log_printf("----------\n-- next\n");
        log_printf("%lx\n", vmiter_pa(vmiter_at(kernel_pagetable, (uint64_t) kernel_pagetable)));
        log_printf("-- last: %lx", vmiter_pa(vmiter_at(kernel_pagetable, program_entry(name))));

//// helper-and-kptr
// A helper; vmiter_kptr is a pointer to the same physical address. process_main's address comes from the
// symbol table of hello.
static void
log_where(const char *what, uint64_t va) {
    vmiter it = vmiter_make(kernel_pagetable, va);
    log_printf("%s: va %p, kptr %p\n", what, (void *) va, vmiter_kptr(&it));
}

        // Exercise B1: your code here
        log_where("syscall_entry", (uint64_t) syscall_entry);
        log_where("kernel_pagetable", (uint64_t) kernel_pagetable);
        log_where("process_main", 0x100000);

//// one-iterator-one-line
// One iterator that moves, and all three in one line, in hexadecimal without 0x.
        // Exercise B1: your code here
        vmiter it = vmiter_make(kernel_pagetable, (uint64_t) syscall_entry);
        uint64_t entry = vmiter_pa(&it);
        vmiter_find(&it, (uint64_t) kernel_pagetable);
        uint64_t table = vmiter_pa(&it);
        vmiter_find(&it, program_entry(name));
        log_printf("B1 process_main:%lx, kernel_pagetable:%016lx, syscall_entry=%lx\n",
                   vmiter_pa(&it), table, entry);

//// own-walk
// A walk from the root to the last level by hand, without a vmiter, and in decimal.
        // Exercise B1: your code here
        const uint64_t addresses[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                                      program_entry("hello")};
        for (int i = 0; i < 3; ++i) {
            x86_64_pagetable *pt = kernel_pagetable;
            for (int shift = 39; shift > 12; shift -= 9) {
                pt = pa2kptr(pt->entry[addresses[i] >> shift & 511] & PTE_PAMASK);
            }
            uint64_t page = pt->entry[addresses[i] >> 12 & 511] & PTE_PAMASK;
            log_printf("%lu is at %lu\n", addresses[i], page + addresses[i] % PAGESIZE);
        }

//// whole-table
// First a list of all that is mapped, whose number of lines depends on the table; then the three.
        // Exercise B1: your code here
        for (vmiter it = vmiter_make(kernel_pagetable, 0); vmiter_low(&it); vmiter_next_range(&it)) {
            log_printf("%lx: %lx %lx\n", vmiter_va(&it), vmiter_pa(&it), vmiter_perm(&it));
        }
        const uint64_t addresses[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                                      program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            log_printf("%lx -> %lx\n", addresses[i],
                       vmiter_pa(vmiter_at(kernel_pagetable, addresses[i])));
        }
