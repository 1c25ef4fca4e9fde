// Wrong ways to do step 1.

//// console-closed
// check: 1.2
// says: process 1 cannot write to the console, 0xb8000
// It closes everything below PROC_START_ADDR.
static void
map_memory(uint64_t image_end) {
    for (uint64_t addr = PAGESIZE; addr < image_end; addr += PAGESIZE) {
        if (addr == KERNEL_STACK_BOTTOM - PAGESIZE) {
            continue;
        }
        uint64_t perm = addr == TICKS_ADDR ? PTE_P | PTE_U : PTE_P | PTE_W;
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

//// console-read-only
// check: 1.2
// says: process 1 cannot write to the console, 0xb8000
// The console is open like `ticks`: for reading.
static void
map_memory(uint64_t image_end) {
    for (uint64_t addr = PAGESIZE; addr < image_end; addr += PAGESIZE) {
        if (addr == KERNEL_STACK_BOTTOM - PAGESIZE) {
            continue;
        }
        uint64_t perm = PTE_P | PTE_W;
        if (addr == CONSOLE_ADDR || addr == TICKS_ADDR) {
            perm = PTE_P | PTE_U;
        }
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

//// console-off-by-one
// check: 1.2
// says: process 1 can read and write address 0xb9000, which is the kernel's
// It opens the page after the console's.
static void
map_memory(uint64_t image_end) {
    for (uint64_t addr = PAGESIZE; addr < image_end; addr += PAGESIZE) {
        if (addr == KERNEL_STACK_BOTTOM - PAGESIZE) {
            continue;
        }
        uint64_t perm = PTE_P | PTE_W;
        if (addr > CONSOLE_ADDR && addr <= CONSOLE_ADDR + PAGESIZE) {
            perm = PTE_P | PTE_W | PTE_U;
        } else if (addr == TICKS_ADDR) {
            perm = PTE_P | PTE_U;
        }
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

//// console-and-the-page-after
// check: 1.1
// says: process 1 can read and write address 0xb9000, which is the kernel's
// It opens one page too many: <= instead of <.
static void
map_memory(uint64_t image_end) {
    for (uint64_t addr = PAGESIZE; addr < image_end; addr += PAGESIZE) {
        if (addr == KERNEL_STACK_BOTTOM - PAGESIZE) {
            continue;
        }
        uint64_t perm = PTE_P | PTE_W;
        if (addr >= CONSOLE_ADDR && addr <= CONSOLE_ADDR + PAGESIZE) {
            perm = PTE_P | PTE_W | PTE_U;
        } else if (addr == TICKS_ADDR) {
            perm = PTE_P | PTE_U;
        }
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

//// devices-open
// check: 1.1
// says: process 1 can read and write address 0xa0000, which is the kernel's
// The console is a device, and it opens all devices.
static void
map_memory(uint64_t image_end) {
    for (uint64_t addr = PAGESIZE; addr < image_end; addr += PAGESIZE) {
        if (addr == KERNEL_STACK_BOTTOM - PAGESIZE) {
            continue;
        }
        uint64_t perm = PTE_P | PTE_W;
        if (addr >= 0xA0000 && addr < PROC_START_ADDR) {
            perm = PTE_P | PTE_W | PTE_U;
        } else if (addr == TICKS_ADDR) {
            perm = PTE_P | PTE_U;
        }
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

//// ticks-closed
// check: 1.2
// says: process 1 cannot read `ticks`, 0x40000
// Only the console is open.
static void
map_memory(uint64_t image_end) {
    for (uint64_t addr = PAGESIZE; addr < image_end; addr += PAGESIZE) {
        if (addr == KERNEL_STACK_BOTTOM - PAGESIZE) {
            continue;
        }
        uint64_t perm = addr == CONSOLE_ADDR ? USER_DATA : PTE_P | PTE_W;
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

//// ticks-writable
// check: 1.2
// says: process 1 can write to the page of `ticks`, 0x40000
// Programs can set the clock.
static void
map_memory(uint64_t image_end) {
    for (uint64_t addr = PAGESIZE; addr < image_end; addr += PAGESIZE) {
        if (addr == KERNEL_STACK_BOTTOM - PAGESIZE) {
            continue;
        }
        uint64_t perm = addr == CONSOLE_ADDR || addr == TICKS_ADDR ? USER_DATA : PTE_P | PTE_W;
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

//// image-only
// check: 1.1
// says: process 1 can read and write address 0x1000, which is the kernel's
// It closes the kernel's image, and neither its stack nor the pages from kalloc.
extern const char kernel_end[];

static void
map_memory(uint64_t image_end) {
    for (uint64_t addr = PAGESIZE; addr < image_end; addr += PAGESIZE) {
        if (addr == KERNEL_STACK_BOTTOM - PAGESIZE) {
            continue;
        }
        uint64_t perm = USER_DATA;
        if (addr == TICKS_ADDR) {
            perm = PTE_P | PTE_U;
        } else if (addr >= KERNEL_START_ADDR && addr < (uint64_t) kernel_end) {
            perm = PTE_P | PTE_W;
        }
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

//// up-to-the-image's-end
// check: 1.1
// says: process 1 can read and write address 0x\w+, which is the kernel's
// It closes memory up to the end of the kernel's image; its stack comes after that.
extern const char kernel_end[];

static void
map_memory(uint64_t image_end) {
    for (uint64_t addr = PAGESIZE; addr < image_end; addr += PAGESIZE) {
        if (addr == KERNEL_STACK_BOTTOM - PAGESIZE) {
            continue;
        }
        uint64_t perm = addr < (uint64_t) kernel_end ? PTE_P | PTE_W : USER_DATA;
        if (addr == TICKS_ADDR) {
            perm = PTE_P | PTE_U;
        }
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

//// stack-open
// check: 1.1
// says: process 1 can read and write address 0x7\w000, which is the kernel's
// It closes memory up to the kernel's stack, and not the stack.
static void
map_memory(uint64_t image_end) {
    for (uint64_t addr = PAGESIZE; addr < image_end; addr += PAGESIZE) {
        if (addr == KERNEL_STACK_BOTTOM - PAGESIZE) {
            continue;
        }
        uint64_t perm = PTE_P | PTE_W;
        if (addr == CONSOLE_ADDR || (addr >= KERNEL_STACK_BOTTOM && addr < KERNEL_STACK_TOP)) {
            perm = PTE_P | PTE_W | PTE_U;
        } else if (addr == TICKS_ADDR) {
            perm = PTE_P | PTE_U;
        }
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

//// readable
// check: 1.1
// says: wrong: when the first process starts, the kernel's stack at 0x7c000 is read-only|process 1 can read address 0x\w+, which is the kernel's
// It takes away PTE_W instead of PTE_U.
static void
map_memory(uint64_t image_end) {
    for (uint64_t addr = PAGESIZE; addr < image_end; addr += PAGESIZE) {
        if (addr == KERNEL_STACK_BOTTOM - PAGESIZE) {
            continue;
        }
        uint64_t perm = addr < PROC_START_ADDR ? PTE_P | PTE_U : PTE_P | PTE_W;
        if (addr == CONSOLE_ADDR) {
            perm = PTE_P | PTE_W | PTE_U;
        } else if (addr == TICKS_ADDR) {
            perm = PTE_P | PTE_U;
        }
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

//// closed-to-the-kernel
// check: 1.1
// says: the kernel's stack at 0x7c000 is read-only
// It takes away PTE_W together with PTE_U: the kernel itself cannot write any more.
static void
map_memory(uint64_t image_end) {
    for (uint64_t addr = PAGESIZE; addr < image_end; addr += PAGESIZE) {
        if (addr == KERNEL_STACK_BOTTOM - PAGESIZE) {
            continue;
        }
        uint64_t perm = addr < PROC_START_ADDR ? PTE_P : PTE_P | PTE_W;
        if (addr == CONSOLE_ADDR) {
            perm = PTE_P | PTE_W | PTE_U;
        } else if (addr == TICKS_ADDR) {
            perm = PTE_P | PTE_U;
        }
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

//// page-0-mapped
// check: 1.1
// says: page 0 is mapped in the page table of process 1: a null pointer would not fault
// The loop starts at 0.
static void
map_memory(uint64_t image_end) {
    for (uint64_t addr = 0; addr < image_end; addr += PAGESIZE) {
        if (addr == KERNEL_STACK_BOTTOM - PAGESIZE) {
            continue;
        }
        uint64_t perm = PTE_P | PTE_W;
        if (addr == CONSOLE_ADDR) {
            perm = PTE_P | PTE_W | PTE_U;
        } else if (addr == TICKS_ADDR) {
            perm = PTE_P | PTE_U;
        }
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

//// guard-page-mapped
// check: 1.1
// says: page 0x7b000 is mapped in the page table of process 1: a stack that grows too large would not fault
// The page below the kernel's stack is mapped like the others.
static void
map_memory(uint64_t image_end) {
    for (uint64_t addr = PAGESIZE; addr < image_end; addr += PAGESIZE) {
        uint64_t perm = PTE_P | PTE_W;
        if (addr == CONSOLE_ADDR) {
            perm = PTE_P | PTE_W | PTE_U;
        } else if (addr == TICKS_ADDR) {
            perm = PTE_P | PTE_U;
        }
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

//// memory-above-not-mapped
// check: 1.1
// says: the kernel panics: page fault reading 0x2\w+ \(not mapped\)
// The entry for PROC_START_ADDR and those after it stay away: programs get only what sys_page_alloc maps, the kernel
// cannot reach the copy of the disk image.
void
kernel_start(const char *command) {
    log_printf("kernel_start: %s\n", command);
    const uint64_t image_end = IMAGE_ADDR + (uint64_t) disk_image_info()->image_sectors * SECTORSIZE;
    for (uint64_t addr = PAGESIZE; addr < PROC_START_ADDR && addr < image_end; addr += PAGESIZE) {
        uint64_t perm = addr == CONSOLE_ADDR ? USER_DATA : addr == TICKS_ADDR ? PTE_P | PTE_U : PTE_P | PTE_W;
        if (addr != KERNEL_STACK_BOTTOM - PAGESIZE) {
            vmiter_map(vmiter_at(kernel_pagetable, addr), addr, perm);
        }
    }
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

//// no-check
// check: 1.3
// says: sys_page_alloc\(0\): the kernel panics: page fault writing 0x0
// It takes every address.
static int
syscall_page_alloc(uintptr_t addr) {
    return address_space_alloc(kernel_pagetable, addr, USER_DATA);
}

//// only-lower-bound
// check: 1.3
// says: sys_page_alloc\(0x300000\)
// The upper bound is missing.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < memory_start(current->pid)) {
        return E_INVAL;
    }
    return address_space_alloc(kernel_pagetable, addr, USER_DATA);
}

//// only-upper-bound
// check: 1.3
// says: sys_page_alloc\(0\): the kernel panics: page fault writing 0x0
// A process can have a page instead of the kernel's.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr >= memory_end(current->pid)) {
        return E_INVAL;
    }
    return address_space_alloc(kernel_pagetable, addr, USER_DATA);
}

//// not-aligned
// check: 1.3
// says: sys_page_alloc\(0x10\w001\) returned -22, an error, and yet a page is gone
// It takes addresses in the middle of a page.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr < memory_start(current->pid) || addr >= memory_end(current->pid)) {
        return E_INVAL;
    }
    return address_space_alloc(kernel_pagetable, addr, USER_DATA);
}

//// rounded-down
// check: 1.3
// says: sys_page_alloc\(0x10\w001\) returned 0: the address is not page-aligned
// It rounds an address down instead of refusing it.
static int
syscall_page_alloc(uintptr_t addr) {
    addr = round_down(addr, PAGESIZE);
    if (addr < memory_start(current->pid) || addr >= memory_end(current->pid)) {
        return E_INVAL;
    }
    return address_space_alloc(kernel_pagetable, addr, USER_DATA);
}

//// sum-wraps
// check: 1.3
// says: sys_page_alloc\(0xfffffffffffff000\): the kernel panics
// addr + PAGESIZE is 0 for the last page of all.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < memory_start(current->pid) || addr + PAGESIZE > memory_end(current->pid)) {
        return E_INVAL;
    }
    return address_space_alloc(kernel_pagetable, addr, USER_DATA);
}

//// signed-upper-bound
// check: 1.3
// says: sys_page_alloc\(0xffff\w+\): the kernel panics
// The high half is negative in a signed comparison, and so below the end.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < memory_start(current->pid)
        || (intptr_t) addr >= (intptr_t) memory_end(current->pid)) {
        return E_INVAL;
    }
    return address_space_alloc(kernel_pagetable, addr, USER_DATA);
}

//// low-32-bits
// check: 1.3
// says: sys_page_alloc\(0x1\w{8}\): the kernel panics
// It keeps the address in an unsigned int.
static int
syscall_page_alloc(uintptr_t addr) {
    unsigned low = (unsigned) addr;
    if (low % PAGESIZE != 0 || low < memory_start(current->pid) || low >= memory_end(current->pid)) {
        return E_INVAL;
    }
    return address_space_alloc(kernel_pagetable, addr, USER_DATA);
}

//// console-allowed
// check: 1.3
// says: sys_page_alloc\(0xb8000\) returned 0: the address is not in the caller's memory
// The console is open to programs, but no page to replace.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0
        || (addr != CONSOLE_ADDR && (addr < memory_start(current->pid) || addr >= memory_end(current->pid)))) {
        return E_INVAL;
    }
    return address_space_alloc(kernel_pagetable, addr, USER_DATA);
}

//// others-memory
// check: 1.4
// says: sys_page_alloc\(0x13f000\) returned 0: the address is not in the caller's memory, 0x140000 to 0x180000
// It takes all addresses of all processes.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < PROC_START_ADDR || addr >= MEMSIZE_VIRTUAL) {
        return E_INVAL;
    }
    return address_space_alloc(kernel_pagetable, addr, USER_DATA);
}

//// one-page-too-many
// check: 1.4
// says: sys_page_alloc\(0x180000\) returned 0: the address is not in the caller's memory, 0x140000 to 0x180000
// > instead of >=: it takes the first page of the next process.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < memory_start(current->pid) || addr > memory_end(current->pid)) {
        return E_INVAL;
    }
    return address_space_alloc(kernel_pagetable, addr, USER_DATA);
}

//// first-processs-memory-for-all
// check: 1.4
// says: sys_page_alloc\(0x13f000\) returned 0: the address is not in the caller's memory, 0x140000 to 0x180000
// The bounds are those of process 1, for every process.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < PROC_START_ADDR || addr >= PROC_START_ADDR + PROC_SIZE) {
        return E_INVAL;
    }
    return address_space_alloc(kernel_pagetable, addr, USER_DATA);
}

//// positive-error
// check: 1.3
// says: sys_page_alloc\(0\) returned 22: the address is not in the caller's memory
// Errors are negative.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < memory_start(current->pid) || addr >= memory_end(current->pid)) {
        return -E_INVAL;
    }
    return address_space_alloc(kernel_pagetable, addr, USER_DATA);
}

//// refuses-and-says-0
// check: 1.3
// says: sys_page_alloc\(0\) returned 0: the address is not in the caller's memory
// It does nothing, and the program believes that it has a page.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < memory_start(current->pid) || addr >= memory_end(current->pid)) {
        return 0;
    }
    return address_space_alloc(kernel_pagetable, addr, USER_DATA);
}

//// ends-the-caller
// check: 1.3
// says: after sys_page_alloc of process 1, no process can go on: the kernel has ended all of them
// A wrong argument is no crime.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < memory_start(current->pid) || addr >= memory_end(current->pid)) {
        current->state = P_FAULTED;
        schedule();
    }
    return address_space_alloc(kernel_pagetable, addr, USER_DATA);
}

//// assert
// check: 1.3
// says: sys_page_alloc\(0\): the kernel panics: .*addr
// What a program can cause is not what cannot be.
static int
syscall_page_alloc(uintptr_t addr) {
    assert(addr % PAGESIZE == 0 && addr >= memory_start(current->pid) && addr < memory_end(current->pid));
    return address_space_alloc(kernel_pagetable, addr, USER_DATA);
}

//// refuses-everything
// check: 1.3
// says: sys_page_alloc\(0x\w+\) returned -22; the address is in the caller's memory, 0x100000 to 0x140000
// It gives no page at all.
static int
syscall_page_alloc(uintptr_t addr) {
    (void) addr;
    return E_INVAL;
}

//// refuses-the-upper-half
// check: 1.3
// says: sys_page_alloc\(0x\w+\) returned -22; the address is in the caller's memory, 0x100000 to 0x140000
// Half of the memory is missing.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < memory_start(current->pid)
        || addr >= memory_start(current->pid) + PROC_SIZE / 2) {
        return E_INVAL;
    }
    return address_space_alloc(kernel_pagetable, addr, USER_DATA);
}
