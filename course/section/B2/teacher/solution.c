// The lines of B1 again, after process_setup. None of the addresses has changed: process_setup works on
// kernel_pagetable, the only page table, and maps each address to itself. The usual mistake: to give one
// of these two reasons and forget the other. A page table of the process's own would leave
// kernel_pagetable as it was; another physical page would show.
        // Exercise B2: your code here
        // And now?
        const uint64_t b2[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            log_printf("B2: %#lx: %#lx\n", b2[i],
                       vmiter_pa(vmiter_at(kernel_pagetable, b2[i])));
        }
