// Wrong ways to do B4.

//// kernel-open
// with: B4
// says: was not stopped
// A kernel that maps one of its own pages for users, too: the access is not refused.
void
kernel_start(const char *command) {
    log_printf("kernel_start: %s\n", command);

    const uint64_t image_end =
        IMAGE_ADDR + (uint64_t) disk_image_info()->image_sectors * SECTORSIZE;
    for (uint64_t addr = PAGESIZE; addr < image_end; addr += PAGESIZE) {
        uint64_t perm = PTE_P | PTE_W | (addr == 0x7F000 ? PTE_U : 0);
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
