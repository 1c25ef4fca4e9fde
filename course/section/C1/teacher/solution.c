// bigdata[0] to [4095] lie on the page at 0x110000, bigdata[4096] and the rest on the one at 0x111000. The
// second store writes to the first page, and the text continues on the second; so they must be the same
// physical page. One line maps 0x111000 to the physical page 0x110000 (the other way round works, too), with
// the permissions that it had. The usual mistakes: to forget W or U, and to copy bytes, which does not help,
// since the stores come later.
        // Exercise C1: your line here
        // The second page of the array is the first one
        vmiter_map(vmiter_at(kernel_pagetable, 0x111000), 0x110000, PTE_P | PTE_W | PTE_U);
