// Unusual right ways to do C1.

//// entry
// Copies the entry itself in the level-1 page-table page.
        // Exercise C1: your line here
        ((uint64_t *) vmiter_at(kernel_pagetable, 0x111000)->pte_pa)[0] = vmiter_at(kernel_pagetable, 0x110000)->pte;

//// first-to-second
// Maps the first page to the second.
        // Exercise C1: your line here
        vmiter_map(vmiter_at(kernel_pagetable, 0x110000), 0x111000, PTE_P | PTE_W | PTE_U);

//// in-user-page
// Inside the loop that maps each page: the page after 0x110000 gets the same physical page.
static void
user_page(pid_t pid, uint64_t addr) {
    assert(addr >= proc_start(pid) && addr < proc_start(pid + 1));
    physpages[addr / PAGESIZE].refcount = 1;
    memset(pa2kptr(addr), 0, PAGESIZE);
    bool warped = addr == 0x111000 && strcmp(ptable[pid].program, "bigdata") == 0;
    vmiter_map(vmiter_at(kernel_pagetable, addr), warped ? 0x110000 : addr, PTE_P | PTE_W | PTE_U);
}

//// logs-and-prints
// answer C1.predict: without it w, with it m
// Reports what it does, on the screen and in the log, without newlines.
        // Exercise C1: your line here
        log_printf("mapped");
        console_printf("bigdata is warped: ");
        vmiter_map(vmiter_at(kernel_pagetable, 0x111000), 0x110000, PTE_P | PTE_W | PTE_U);

//// relative-and-perm
// Relative to the process's memory, and with the permissions that the page has.
        // Exercise C1: your line here
        vmiter it = vmiter_make(p->pagetable, proc_start(pid) + 0x11000);
        vmiter_map(&it, vmiter_pa(&it) - PAGESIZE, vmiter_perm(&it) & (PTE_P | PTE_W | PTE_U));

//// try-map
// vmiter_try_map, with a look at its result.
        // Exercise C1: your line here
        assert(vmiter_try_map(vmiter_at(p->pagetable, 0x111000), 0x110000, PTE_P | PTE_W | PTE_U) == 0);
