// Unusual right ways to do B2.

//// from-eip
// process_main is where the process starts, so its %rip has the address.
        // Exercise B2: your code here
        // And now?
        const uint64_t b2[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               ptable[pid].regs.reg_rip};
        for (int i = 0; i < 3; ++i) {
            log_printf("B2: %#lx: %#lx\n", b2[i],
                       vmiter_pa(vmiter_at(kernel_pagetable, b2[i])));
        }

//// only-for-hello
// For hello alone, in decimal.
        // Exercise B2: your code here
        if (strcmp(name, "hello") == 0) {
            log_printf("%lu\n%lu\n%lu\n",
                       vmiter_pa(vmiter_at(kernel_pagetable, (uint64_t) syscall_entry)),
                       vmiter_pa(vmiter_at(kernel_pagetable, (uint64_t) &kernel_pagetable)),
                       vmiter_pa(vmiter_at(kernel_pagetable, program_entry("hello"))));
        }

//// through-the-process
// The process's own page table pointer, which is the same table; with a moving iterator.
        // Exercise B2: your code here
        vmiter it = vmiter_make(ptable[pid].pagetable, program_entry(name));
        log_printf("process_main %lx\n", vmiter_pa(&it));
        vmiter_find(&it, (uint64_t) syscall_entry);
        log_printf("syscall_entry %lx\n", vmiter_pa(&it));
        vmiter_find(&it, (uint64_t) kernel_pagetable);
        log_printf("kernel_pagetable %lx\n", vmiter_pa(&it));

//// maps-with-errors
// A process_setup that checks whether the mapping worked.
static void
user_page(pid_t pid, uint64_t addr) {
    assert(addr >= proc_start(pid) && addr < proc_start(pid + 1));
    physpages[addr / PAGESIZE].refcount = 1;
    memset(pa2kptr(addr), 0, PAGESIZE);
    if (vmiter_try_map(vmiter_at(kernel_pagetable, addr), addr, PTE_P | PTE_W | PTE_U) < 0) {
        panic("no memory for a page table");
    }
}

        // Exercise B2: your code here
        const uint64_t b[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            log_printf("%#lx\n", vmiter_pa(vmiter_at(kernel_pagetable, b[i])));
        }
