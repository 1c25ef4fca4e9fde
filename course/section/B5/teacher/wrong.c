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
// says: (your kernel logs nothing|none of your lines is in the log) just after
// The lines are before process_setup.
        // Exercise B3: your code here
        const uint64_t b[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            log_printf("%#lx\n", vmiter_perm(vmiter_at(kernel_pagetable, b[i])));
        }

        // Exercise B5: your code here
        // further up

//// constants
// says: does not come from the page table
// What process_setup should do, not what the page table says.
        // Exercise B5: your code here
        log_printf("%#lx %#lx %#lx\n", PTE_P | PTE_W, PTE_P | PTE_W, PTE_P | PTE_W | PTE_U);

//// remembered
// says: 2 of the three permissions
// Asks the iterators of B3 again: a vmiter shows what it found when it was made.
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
