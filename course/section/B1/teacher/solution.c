// The page table in use has the answer: a vmiter that stands at the address gives its physical address.
// syscall_entry is a function in entry.S, and only declared here; program_entry is defined further down
// in this file, so it needs a declaration, too. The usual mistakes: to log the address itself, which
// looks right, since this kernel maps every page to itself; and to log the page and lose the offset in
// it.
        // Exercise B1: your code here
        // Where do these addresses lead?
        const uint64_t b1[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            log_printf("B1: %#lx: %#lx\n", b1[i],
                       vmiter_pa(vmiter_at(kernel_pagetable, b1[i])));
        }
