// The lines of B3 again, after process_setup. Only process_main has changed, by PTE_U: user_page has mapped
// its page again, for the process. The kernel's pages are unchanged. The usual mistake: to take A and D,
// which the processor sets by itself, for a change.
        // Exercise B5: your code here
        // And now?
        const uint64_t b5[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            log_printf("B5: %#lx: %#lx\n", b5[i],
                       vmiter_perm(vmiter_at(kernel_pagetable, b5[i])));
        }
