// Wrong ways to do B4.

//// kernel-open
// with: B4
// says: was not stopped
// A kernel that maps one of its own pages for users, too: it does not refuse the access.
        // Exercise B2: your code here
        vmiter_map(vmiter_at(kernel_pagetable, 0x7F000), 0x7F000, PTE_P | PTE_W | PTE_U);
