// Unusual right ways to do B3.

//// bits-as-letters
// PW- and so on, as in a listing of files.
        // Exercise B3: your code here
        const uint64_t addresses[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                                      program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            vmiter it = vmiter_make(kernel_pagetable, addresses[i]);
            log_printf("%#lx %c%c%c\n", addresses[i], vmiter_present(&it) ? 'P' : '-',
                       vmiter_writable(&it) ? 'W' : '-', vmiter_user(&it) ? 'U' : '-');
        }

//// bits-by-name
// P=1 W=1 U=0, for each page, in place of the number.
        // Exercise B3: your code here
        const uint64_t addresses[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                                      program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            vmiter it = vmiter_make(kernel_pagetable, addresses[i]);
            log_printf("P=%d W=%d U=%d\n", vmiter_present(&it), vmiter_writable(&it), vmiter_user(&it));
        }

//// one-line-with-addresses
// Address and permissions in one line each, as B1 and B3 together.
        // Exercise B3: your code here
        // And what is allowed there?
        const uint64_t b3[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                               program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            log_printf("va %#lx pa %#lx perm %lx\n", b3[i],
                       vmiter_pa(vmiter_at(kernel_pagetable, b3[i])),
                       vmiter_perm(vmiter_at(kernel_pagetable, b3[i])));
        }

//// own-walk
// A walk by hand that combines the entries of all levels.
        // Exercise B3: your code here
        const uint64_t addresses[] = {(uint64_t) syscall_entry, (uint64_t) kernel_pagetable,
                                      program_entry(name)};
        for (int i = 0; i < 3; ++i) {
            uint64_t perm = PTE_P | PTE_W | PTE_U;
            x86_64_pagetable *pt = kernel_pagetable;
            for (int shift = 39; shift >= 12; shift -= 9) {
                x86_64_pageentry_t entry = pt->entry[addresses[i] >> shift & 511];
                perm &= entry;
                pt = pa2kptr(entry & PTE_PAMASK);
            }
            log_printf("%lu\n", perm);
        }

//// tests
// Asks for the bits one by one, and puts them together again.
        // Exercise B3: your code here
        const uint64_t addresses[] = {program_entry(name), (uint64_t) kernel_pagetable,
                                      (uint64_t) syscall_entry};
        for (int i = 0; i < 3; ++i) {
            vmiter it = vmiter_make(kernel_pagetable, addresses[i]);
            log_printf("perm=%#x\n", vmiter_present(&it) + 2 * vmiter_writable(&it) + 4 * vmiter_user(&it));
        }
