// Unusual right ways to do step 1.

//// open-from-the-first-process-on
// Memory from PROC_START_ADDR on stays open: keeping processes apart is step 2.
static void
map_memory(uint64_t image_end) {
    for (uint64_t addr = PAGESIZE; addr < image_end; addr += PAGESIZE) {
        if (addr == KERNEL_STACK_BOTTOM - PAGESIZE) {
            continue;
        }
        bool open = addr >= PROC_START_ADDR || addr == CONSOLE_ADDR;
        uint64_t perm = open ? USER_DATA : addr == TICKS_ADDR ? PTE_P | PTE_U : PTE_P | PTE_W;
        vmiter_map(vmiter_at(kernel_pagetable, addr), addr, perm);
    }
}

void
kernel_start(const char *command) {
    log_printf("kernel_start: %s\n", command);
    const uint64_t image_end = IMAGE_ADDR + (uint64_t) disk_image_info()->image_sectors * SECTORSIZE;
    map_memory(image_end);
    write_cr3(kptr2pa(kernel_pagetable));
    if (command_option(command, "viewer", 0)) {
        memory_viewer_toggle();
    }
    char name[PROGRAM_NAME_MAX + 2];
    for (pid_t pid = 1; command_program(command, pid - 1, name, sizeof(name)); ++pid) {
        int r = process_setup(pid, name);
        if (r < 0) {
            log_printf("cannot start program '%s': error %d\n", name, r);
            console_printf(CS_ERROR "Cannot start program '%s'\n" CS_NORMAL, name);
        }
    }
    schedule();
}

//// closed-afterwards
// The loop opens everything, as before; a second one closes the kernel's part.
static void
map_memory(uint64_t image_end) {
    for (uint64_t addr = PAGESIZE; addr < image_end; addr += PAGESIZE) {
        if (addr != KERNEL_STACK_BOTTOM - PAGESIZE) {
            vmiter_map(vmiter_at(kernel_pagetable, addr), addr, USER_DATA);
        }
    }
    for (vmiter it = vmiter_make(kernel_pagetable, 0); vmiter_va(&it) < PROC_START_ADDR; vmiter_next(&it)) {
        uint64_t keep = vmiter_va(&it) == CONSOLE_ADDR ? PTE_P | PTE_W | PTE_U
                        : vmiter_va(&it) == TICKS_ADDR ? PTE_P | PTE_U : PTE_P | PTE_W;
        if (vmiter_present(&it)) {
            vmiter_map(&it, vmiter_pa(&it), keep);
        }
    }
}

void
kernel_start(const char *command) {
    log_printf("kernel_start: %s\n", command);
    const uint64_t image_end = IMAGE_ADDR + (uint64_t) disk_image_info()->image_sectors * SECTORSIZE;
    map_memory(image_end);
    write_cr3(kptr2pa(kernel_pagetable));
    if (command_option(command, "viewer", 0)) {
        memory_viewer_toggle();
    }
    char name[PROGRAM_NAME_MAX + 2];
    for (pid_t pid = 1; command_program(command, pid - 1, name, sizeof(name)); ++pid) {
        int r = process_setup(pid, name);
        if (r < 0) {
            log_printf("cannot start program '%s': error %d\n", name, r);
            console_printf(CS_ERROR "Cannot start program '%s'\n" CS_NORMAL, name);
        }
    }
    schedule();
}

//// table-of-ranges
// What is where is data, not code.
static const struct {
    uint64_t start, perm; // up to the next one's start; 0: not mapped
} ranges[] = {
    {0, 0},
    {PAGESIZE, PTE_P | PTE_W},
    {TICKS_ADDR, PTE_P | PTE_U},
    {TICKS_ADDR + PAGESIZE, PTE_P | PTE_W},
    {KERNEL_STACK_BOTTOM - PAGESIZE, 0},
    {KERNEL_STACK_BOTTOM, PTE_P | PTE_W},
    {CONSOLE_ADDR, USER_DATA},
    {CONSOLE_ADDR + PAGESIZE, PTE_P | PTE_W},
    {(uint64_t) -1, 0},
};

static void
map_memory(uint64_t image_end) {
    unsigned i = 0;
    for (uint64_t addr = 0; addr < image_end; addr += PAGESIZE) {
        while (addr >= ranges[i + 1].start) {
            ++i;
        }
        if (ranges[i].perm != 0) {
            vmiter_map(vmiter_at(kernel_pagetable, addr), addr, ranges[i].perm);
        }
    }
}

void
kernel_start(const char *command) {
    log_printf("kernel_start: %s\n", command);
    const uint64_t image_end = IMAGE_ADDR + (uint64_t) disk_image_info()->image_sectors * SECTORSIZE;
    map_memory(image_end);
    write_cr3(kptr2pa(kernel_pagetable));
    if (command_option(command, "viewer", 0)) {
        memory_viewer_toggle();
    }
    char name[PROGRAM_NAME_MAX + 2];
    for (pid_t pid = 1; command_program(command, pid - 1, name, sizeof(name)); ++pid) {
        int r = process_setup(pid, name);
        if (r < 0) {
            log_printf("cannot start program '%s': error %d\n", name, r);
            console_printf(CS_ERROR "Cannot start program '%s'\n" CS_NORMAL, name);
        }
    }
    schedule();
}

//// bit-by-bit
// Starts from everything, and takes away what is too much; from the last page to the first.
static void
map_memory(uint64_t image_end) {
    for (uint64_t addr = round_up(image_end, PAGESIZE) - PAGESIZE; addr > 0; addr -= PAGESIZE) {
        uint64_t perm = USER_DATA;
        perm &= ~(uint64_t) (addr == CONSOLE_ADDR || addr == TICKS_ADDR ? 0 : PTE_U);
        perm &= ~(uint64_t) (addr == TICKS_ADDR ? PTE_W : 0);
        vmiter it = vmiter_make(kernel_pagetable, addr);
        vmiter_map(&it, addr, addr == KERNEL_STACK_BOTTOM - PAGESIZE ? 0 : perm);
    }
}

void
kernel_start(const char *command) {
    log_printf("kernel_start: %s\n", command);
    const uint64_t image_end = IMAGE_ADDR + (uint64_t) disk_image_info()->image_sectors * SECTORSIZE;
    map_memory(image_end);
    write_cr3(kptr2pa(kernel_pagetable));
    if (command_option(command, "viewer", 0)) {
        memory_viewer_toggle();
    }
    char name[PROGRAM_NAME_MAX + 2];
    for (pid_t pid = 1; command_program(command, pid - 1, name, sizeof(name)); ++pid) {
        int r = process_setup(pid, name);
        if (r < 0) {
            log_printf("cannot start program '%s': error %d\n", name, r);
            console_printf(CS_ERROR "Cannot start program '%s'\n" CS_NORMAL, name);
        }
    }
    schedule();
}

//// offset-in-its-memory
// One comparison: what is below the start wraps around to far above the end.
static int
syscall_page_alloc(uintptr_t addr) {
    const uint64_t start = memory_start(current->pid), size = memory_end(current->pid) - start;
    if ((addr & (PAGESIZE - 1)) != 0 || addr - start >= size) {
        return E_INVAL;
    }
    return address_space_alloc(kernel_pagetable, addr, USER_DATA);
}

//// page-by-page
// Looks for the address among those that are allowed. It says that there is no such page, with another error.
static int
syscall_page_alloc(uintptr_t addr) {
    for (uint64_t va = memory_start(current->pid); va != memory_end(current->pid); va += PAGESIZE) {
        if (va == addr) {
            return address_space_alloc(current->pagetable, va, USER_DATA);
        }
    }
    return E_FAULT;
}

//// refused-in-the-address-space
// sys_page_alloc passes everything on; the check is where pages are mapped.
// in kernel.c
static int
syscall_page_alloc(uintptr_t addr) {
    pid_t owner = addr < PROC_START_ADDR ? 0 : (pid_t) ((addr - PROC_START_ADDR) / PROC_SIZE) + 1;
    return owner == current->pid ? address_space_alloc(kernel_pagetable, addr, USER_DATA) : E_INVAL;
}
// in address-space.c
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    if (va % PAGESIZE != 0 || va < PROC_START_ADDR || va >= MEMSIZE_VIRTUAL) {
        return E_INVAL;
    }
    physpages[va / PAGESIZE].refcount = 1;
    memset(pa2kptr(va), 0, PAGESIZE);
    return vmiter_try_map(vmiter_at(pt, va), va, perm);
}
