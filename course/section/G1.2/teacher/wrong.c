// Wrong ways to do G1.2.

//// endless-loop
// says: harms neither
// The timer takes the processor away again: Alice is slower, but goes on.
// in user/eve.c
    // Exercise G1.2: your code here
    for (;;) {
    }

//// looks-before-her-own-store
// says: Eve stores to Alice's memory herself, at 0x140000
// Eve makes the kernel write where nothing needs the bytes, checks that it did, and does the harm with stores of her own.
// in user/eve.c
    // Exercise G1.2: your code here
    sys_getsysname((char *) 0x17F010);
    if (*(volatile char *) 0x17F010 == 'W') {
        memset((char *) 0x140000, 0, 0x100);
    }

//// nobody-needs-it
// says: wrote at 0x9f000.*nothing needed
// The kernel writes to a page that nothing uses.
// in user/eve.c
    // Exercise G1.2: your code here
    sys_getsysname((char *) 0x9F000);

//// own-buffer
// says: harms neither
// An ordinary call.
// in user/eve.c
    // Exercise G1.2: your code here
    char mine[SYSNAME_SIZE];
    sys_getsysname(mine);
    console_printf("%s is broken\n", mine);

//// own-store-and-a-harmless-call
// says: Eve stores to Alice's memory herself, at 0x140000
// The call is there, but its effect is not what stops Alice.
// in user/eve.c
    // Exercise G1.2: your code here
    static char mine[SYSNAME_SIZE];
    sys_getsysname(mine);
    for (char *code = (char *) 0x140000; code < (char *) 0x140040; code += 8) {
        memcpy(code, mine, 8);
    }

//// own-store
// says: Eve stores to Alice's memory herself, at 0x140000
// Alice stops, but Eve did it alone: in this kernel she may write to Alice's memory.
// in user/eve.c
    // Exercise G1.2: your code here
    memset((char *) 0x140000, 0xFF, 64);

//// page-alloc-in-alice
// says: harms neither
// sys_page_alloc asks whose memory it is.
// in user/eve.c
    // Exercise G1.2: your code here
    sys_page_alloc((void *) 0x140000);

//// store-if-the-kernel-writes
// says: Eve stores to Alice's memory herself, at 0x140000
// The same, but only on a kernel that answers.
// in user/eve.c
    // Exercise G1.2: your code here
    static char mine[SYSNAME_SIZE];
    sys_getsysname(mine);
    if (strcmp(mine, "Weensy 61") == 0) {
        memset((char *) 0x140000, 0xFF, 64);
    }

//// store-into-the-kernel
// says: Eve is ended \(page fault writing 0x41000
// The kernel is isolated from stores: Eve faults.
// in user/eve.c
    // Exercise G1.2: your code here
    *(volatile char *) (KERNEL_START_ADDR + PAGESIZE) = 0;

//// sys-panic
// says: Eve ends herself
// sys_panic ends the process that calls it.
// in user/eve.c
    // Exercise G1.2: your code here
    sys_panic("I am hostile");

//// the-kernel-panics-by-itself
// says: your kernel is to blame, not Eve: even without her it panics: .*a thousand(.|\n)*section/kernel.c:3
// Eve is as hostile as she should be, but the kernel has a mistake of its own, which ends it whatever Eve does.
// in kernel.c
static void
schedule(void) {
    pid_t pid = current != NULL ? current->pid : 0;
    static int turns;
    if (++turns > 1000) {
        panic("a thousand turns");
    }
    for (;;) {
        for (int i = 0; i < MAXNPROC; ++i) {
            pid = (pid + 1) % MAXNPROC;
            if (ptable[pid].state == P_RUNNABLE) {
                run(&ptable[pid]); // does not return
            }
        }
        screen_update();
        wait_for_interrupt();
        handle_keys();
        memory_viewer_update();
    }
}
// in user/eve.c
    // Exercise G1.2: your code here
    sys_getsysname((char *) 0x140000);

//// waits-and-stores
// says: Eve stores to Alice's memory herself, at 0x1
// Reads Alice's memory for a while, and then overwrites her stack.
// in user/eve.c
    // Exercise G1.2: your code here
    sys_getsysname((char *) 0x17F010);
    for (int i = 0; i < 100 && *(volatile char *) 0x17F010 == 'W'; ++i) {
        sys_yield();
    }
    if (*(volatile char *) 0x17F010 == 'W') {
        memset((char *) 0x17F800, 0, 0x800);
    }
