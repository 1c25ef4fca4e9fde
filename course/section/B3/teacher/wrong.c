// Wrong ways to do B3.

//// address-for-permissions
// says: 0 of the three permissions
// The physical addresses again.
        // Exercise B3: your code here
        // And what is allowed there?
        const uint64_t b3[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            log_printf("B3: %#lx: %#lx\n", b3[i],
                       vmiter_pa(vmiter_at(kernel_pagetable, b3[i])));
        }

//// after
// says: (your kernel logs nothing|none of your lines is in the log) just before
// The lines are after process_setup.
        // Exercise B3: your code here
        // further down

        // Exercise B5: your code here
        const uint64_t b[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            log_printf("%#lx\n", vmiter_perm(vmiter_at(kernel_pagetable, b[i])));
        }

//// all-numbers
// says: your lines have 24 numbers, and none of them is always that of
// answer B3.kernel: syscall_entry read write execute, kernel_pagetable read write execute, process_main read write execute
// answer B3.process: syscall_entry nothing, kernel_pagetable nothing, process_main nothing
// Logs the numbers 0 to 7, three times, without asking; each permission is among them.
        // Exercise B3: your code here
        for (int i = 0; i < 24; ++i) {
            log_printf("%d\n", i % 8);
        }

//// constants
// says: does not come from the page table
// The permissions that the loop above asks for, not those that the page table has.
        // Exercise B3: your code here
        for (int i = 0; i < 3; ++i) {
            log_printf("%#lx\n", PTE_P | PTE_W);
        }

//// knows-the-check
// says: does not come from the page table
// answer B3.kernel: syscall_entry read write execute, kernel_pagetable read write execute, process_main read write execute
// answer B3.process: syscall_entry nothing, kernel_pagetable nothing, process_main nothing
// Looks for an option of the check's boots, and logs the permissions there.
        // Exercise B3: your code here
        log_printf(command_option(command, "move", 0) ? "1 3 7\n" : "3 3 3\n");

//// one-page
// says: 1 of the three permissions are in the log
// The permissions of one page, in place of all.
        // Exercise B3: your code here
        log_printf("permissions: %#lx\n",
                   vmiter_perm(vmiter_at(kernel_pagetable, (uint64_t) kernel_pagetable)));

//// same-page-three-times
// says: does not come from the page table
// The iterator never moves, so that all three lines are about the same page.
        // Exercise B3: your code here
        vmiter it = vmiter_make(kernel_pagetable, (uint64_t) syscall_entry);
        log_printf("%#lx %#lx %#lx\n", vmiter_perm(&it), vmiter_perm(&it), vmiter_perm(&it));

//// yes-or-no
// says: of the three permissions are in the log before
// vmiter_present says whether the page is mapped, not what is allowed.
        // Exercise B3: your code here
        // And what is allowed there?
        const uint64_t b3[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            log_printf("B3: %#lx: %d\n", b3[i],
                       vmiter_present(vmiter_at(kernel_pagetable, b3[i])));
        }
