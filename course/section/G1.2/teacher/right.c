// Unusual right ways to do G1.2.

//// kernel-stack
// The return address of the writing function lies on the kernel's stack, whose end is known.
// in user/eve.c
    // Exercise G1.2: your code here
    for (unsigned i = 8; i < 256; i += 8) {
        sys_getsysname((char *) KERNEL_STACK_TOP - i);
    }

//// looks-at-alice
// Eve reads Alice's memory, which she may, to find her first function; the kernel does the rest.
// in user/eve.c
    // Exercise G1.2: your code here
    const volatile unsigned char *code = (const unsigned char *) 0x140000;
    while (code[0] == 0 && code[1] == 0) {
        code += 2;
    }
    for (int i = 0; i < 0x100; i += 8) {
        sys_getsysname((char *) code + i);
        sys_yield();
    }

//// null
// Page 0 is not mapped, so the kernel itself faults: the machine stops.
// in user/eve.c
    // Exercise G1.2: your code here
    sys_getsysname(NULL);

//// one-argument
// The call that is there, with another argument: the kernel writes to page 0, which is not mapped.
// in user/eve.c
void
process_main(void) {
    sys_getsysname(NULL);
    for (;;) {
        sys_yield();
    }
}

//// page-table
// The first page from kalloc became the lowest level of the page table: attacks the entry of Alice's code there.
// in user/eve.c
    // Exercise G1.2: your code here
    sys_getsysname((char *) PAGESIZE + 0x140 * 8);

//// prints
// Eve boasts of it, without a newline.
// in user/eve.c
    // Exercise G1.2: your code here
    console_printf("check: the kernel faulted");
    sys_getsysname(NULL);

//// raw-system-call
// The system call without its function; and an address that is not canonical.
// in user/eve.c
    // Exercise G1.2: your code here
    system_call(SYSCALL_GETSYSNAME, 0x800000000000, 0);

//// sweep-of-alice-later
// Waits until Alice has counted for a while, then overwrites all of her slot, mapped or not.
// in user/eve.c
    // Exercise G1.2: your code here
    wait_ticks(200);
    for (char *addr = (char *) PROC_START_ADDR + 0x40000; addr < (char *) 0x180000; addr += 8) {
        sys_getsysname(addr);
        sys_yield();
    }

//// sweep-of-the-kernel
// No address in particular: the name over and over, from the kernel's code on.
// in user/eve.c
    // Exercise G1.2: your code here
    for (uintptr_t addr = KERNEL_START_ADDR + PAGESIZE; addr < KERNEL_STACK_TOP; addr += SYSNAME_SIZE) {
        sys_getsysname((char *) addr);
    }
