// Unusual right ways to do B5.

//// decimal
// In decimal, of the process's own page table.
        // Exercise B5: your code here
        // And now?
        const uint64_t b5[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            log_printf("B5: %#lx: %lu\n", b5[i],
                       vmiter_perm(vmiter_at(ptable[pid].pagetable, b5[i])));
        }

//// next
// A loop over all of memory that logs every page: the three are among them.
        // Exercise B5: your code here
        for (vmiter it = vmiter_make(kernel_pagetable, 0); vmiter_low(&it); vmiter_next(&it)) {
            if (vmiter_va(&it) < MEMSIZE_PHYSICAL) {
                log_printf("%#lx %#lx %#lx\n", vmiter_va(&it), vmiter_pa(&it), vmiter_perm(&it));
            }
        }

//// range
// vmiter_range_perm of one byte.
        // Exercise B5: your code here
        // And now?
        const uint64_t b5[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            log_printf("B5: %#lx: %#lx\n", b5[i],
                       vmiter_range_perm(vmiter_at(kernel_pagetable, b5[i]), 1));
        }
