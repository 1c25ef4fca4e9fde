// vmiter_perm combines what the entries of all levels allow. All three are P and W (0x3; the processor may
// have added A and D, 0x20 and 0x40). There is no U, so a process may do nothing there; there is no XD
// either, so the kernel may do everything: even write its own code, and execute its page table. The usual
// mistakes: to log PTE_P | PTE_W, because the loop above maps with them, and to believe that code cannot
// be written.
        // Exercise B3: your code here
        // And what is allowed there?
        const uint64_t b3[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            log_printf("B3: %#lx: %#lx\n", b3[i],
                       vmiter_perm(vmiter_at(kernel_pagetable, b3[i])));
        }
