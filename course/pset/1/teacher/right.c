// Right ways to do step 1.

//// open-from-the-first-process-on
// Memory from PROC_START_ADDR on stays open: keeping processes apart is step 2.
#include "kernel.h"

void
kernel_start(const char *command) {
    log_printf("kernel_start: %s\n", command);
    const uint64_t image_end =
        IMAGE_ADDR + (uint64_t) disk_image_info()->image_sectors * SECTORSIZE;
    for (uint64_t addr = PAGESIZE; addr < image_end; addr += PAGESIZE) {
        if (addr == KERNEL_STACK_BOTTOM - PAGESIZE) {
            continue;
        }
        bool open = addr >= PROC_START_ADDR || addr == CONSOLE_ADDR;
        uint64_t perm = open ? USER_DATA : addr == TICKS_ADDR ? PTE_P | PTE_U : PTE_P | PTE_W;
        vmiter_map(vmiter_at(kernel_pagetable, addr), addr, perm);
    }
    write_cr3(kptr2pa(kernel_pagetable));
    char name[PROGRAM_NAME_MAX + 2];
    for (pid_t pid = 1; command_program(command, pid - 1, name, sizeof(name)); ++pid) {
        assert(process_setup(pid, name) == 0);
    }
    schedule();
}
