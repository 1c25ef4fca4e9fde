// Wrong ways to do step 3.

//// kfree-empty
// check: 3.1
// says: kfree\(0x\w+\): the page's count was 1, and is 1 now
// kfree does nothing.
void
kfree(void *pointer) {
    (void) pointer;
}

//// kfree-of-null
// check: 3.1
// says: kfree\(NULL\): the kernel panics: .*assertion
// kfree(NULL) is allowed, and this one does not expect it.
void
kfree(void *pointer) {
    uint64_t pa = kptr2pa(pointer);
    assert(allocatable_physical_address(pa));
    physpages[pa / PAGESIZE].refcount -= 1;
}

//// kfree-of-the-next-page
// check: 3.1
// says: kfree\(0x\w+\): the page's count was 1, and is 1 now
// The page number is rounded up once too often.
void
kfree(void *pointer) {
    if (pointer != NULL) {
        physpages[kptr2pa(pointer) / PAGESIZE + 1].refcount -= 1;
    }
}

//// kfree-of-high-memory-only
// check: 3.1
// says: kfree\(0x1000\): the page's count was 1, and is 1 now
// Only pages from PROC_START_ADDR on are thought of.
void
kfree(void *pointer) {
    uint64_t pa = kptr2pa(pointer);
    if (pa >= PROC_START_ADDR && pa < MEMSIZE_PHYSICAL) {
        physpages[pa / PAGESIZE].refcount -= 1;
    }
}

//// kfree-adds
// check: 3.1
// says: kfree\(0x\w+\): the page's count was 1, and is 2 now
// The wrong sign.
void
kfree(void *pointer) {
    if (pointer != NULL) {
        physpages[kptr2pa(pointer) / PAGESIZE].refcount += 1;
    }
}

//// kfree-keeps-one
// check: 3.1
// says: kfree\(0x\w+\): the page's count was 1, and is 1 now
// The count never goes below 1.
void
kfree(void *pointer) {
    if (pointer != NULL && physpages[kptr2pa(pointer) / PAGESIZE].refcount > 1) {
        physpages[kptr2pa(pointer) / PAGESIZE].refcount -= 1;
    }
}

//// kfree-frees-all
// check: 3.1
// says: \d+ pages are free after the first kfree; expected \d+
// An array is cleared instead of an element.
void
kfree(void *pointer) {
    if (pointer != NULL) {
        for (uint64_t pa = 0; pa < MEMSIZE_PHYSICAL; pa += PAGESIZE) {
            physpages[pa / PAGESIZE].refcount = 0;
        }
    }
}

//// kalloc-of-high-memory-only
// check: 3.1
// says: \d+ pages are free, and kalloc returns NULL after \d+
// "Pages for processes come from PROC_START_ADDR on."
void *
kalloc(size_t size) {
    for (uint64_t pa = PROC_START_ADDR; size <= PAGESIZE && pa < MEMSIZE_PHYSICAL; pa += PAGESIZE) {
        if (allocatable_physical_address(pa) && physpages[pa / PAGESIZE].refcount == 0) {
            physpages[pa / PAGESIZE].refcount = 1;
            return pa2kptr(pa);
        }
    }
    return NULL;
}

//// kalloc-never-again
// check: 3.1
// says: kalloc returns NULL after 0; it had returned all of them, and kfree freed them
// It goes on from the last page, and never finds freed ones.
void *
kalloc(size_t size) {
    static uint64_t next;
    for (; size <= PAGESIZE && next < MEMSIZE_PHYSICAL; next += PAGESIZE) {
        if (allocatable_physical_address(next) && physpages[next / PAGESIZE].refcount == 0) {
            physpages[next / PAGESIZE].refcount = 1;
            return pa2kptr(next);
        }
    }
    return NULL;
}

//// still-virtual-is-physical
// check: 3.2
// says: page fault writing 0x100000
// A page is taken from kalloc, and another one mapped.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    memset(page, 0, PAGESIZE);
    return vmiter_try_map(vmiter_at(pt, va), va, perm);
}

//// heap-still-virtual-is-physical
// check: 3.2
// says: can read and write at (0x\w+) the page of physical address \1, which kalloc has not returned
// The same for sys_page_alloc alone.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < memory_start(current->pid)
        || addr >= memory_end(current->pid)) {
        return E_INVAL;
    }
    physpages[addr / PAGESIZE].refcount = 1;
    return vmiter_try_map(vmiter_at(current->pagetable, addr), addr, USER_DATA);
}

//// clears-the-users-address
// check: 3.2
// says: is an address of processes. Which page table is in force here
// memset to the virtual address, but the kernel's page table is in force.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    vmiter it = vmiter_make(pt, va);
    if (vmiter_try_map(&it, kptr2pa(page), perm) < 0) {
        kfree(page);
        return E_NOMEM;
    }
    memset((void *) va, 0, PAGESIZE);
    return 0;
}

//// not-cleared
// check: 3.2
// says: a new page is zeroed
// kalloc's pages have old data, of another process for example.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    vmiter it = vmiter_make(pt, va);
    if (vmiter_try_map(&it, kptr2pa(page), perm) < 0) {
        kfree(page);
        return E_NOMEM;
    }
    return 0;
}

//// cleared-in-part
// check: 3.2
// says: after sys_page_alloc\(0x\w+\), 0x\w+008 has 0xa5: a new page is zeroed
// sizeof of a pointer instead of a page.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    memset(page, 0, sizeof(page));
    vmiter it = vmiter_make(pt, va);
    if (vmiter_try_map(&it, kptr2pa(page), perm) < 0) {
        kfree(page);
        return E_NOMEM;
    }
    return 0;
}

//// marks-the-virtual-page-too
// check: 3.2
// says: kalloc returned 1 page, and yet \d+ pages are free, of \d+ before
// The line that took the page of the same number is still there.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    physpages[va / PAGESIZE].refcount = 1;
    memset(page, 0, PAGESIZE);
    vmiter it = vmiter_make(pt, va);
    if (vmiter_try_map(&it, kptr2pa(page), perm) < 0) {
        kfree(page);
        return E_NOMEM;
    }
    return 0;
}

//// counted-twice
// check: 3.2
// says: has count 2; expected 1
// kalloc has counted the page already.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    memset(page, 0, PAGESIZE);
    vmiter it = vmiter_make(pt, va);
    if (vmiter_try_map(&it, kptr2pa(page), perm) < 0) {
        kfree(page);
        return E_NOMEM;
    }
    physpages[kptr2pa(page) / PAGESIZE].refcount += 1;
    return 0;
}

//// freed-at-once
// check: 3.2
// says: the kernel writes to address 0x\w+, which is in a page that it has freed
// "kalloc and kfree come in pairs."
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    memset(page, 0, PAGESIZE);
    int r = vmiter_try_map(vmiter_at(pt, va), kptr2pa(page), perm);
    kfree(page);
    return r;
}

//// one-page-for-all
// check: 3.2
// says: can write at 0x\w+ to the page of physical address 0x\w+, which is mapped or used elsewhere, too
// The page is static.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    static void *page;
    if (page == NULL) {
        page = kalloc(PAGESIZE);
    }
    if (page == NULL) {
        return E_NOMEM;
    }
    memset(page, 0, PAGESIZE);
    return vmiter_try_map(vmiter_at(pt, va), kptr2pa(page), perm);
}

//// read-only
// check: 3.2
// says: process 1 \(fresh\): page fault writing 0x13f
// The stack is read-only; the first call of a function faults.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    memset(page, 0, PAGESIZE);
    vmiter it = vmiter_make(pt, va);
    if (vmiter_try_map(&it, kptr2pa(page), perm & ~PTE_W) < 0) {
        kfree(page);
        return E_NOMEM;
    }
    return 0;
}

//// copied-at-once
// check: 3.3
// says: page fault writing 0x\w+ \(not mapped\)
// The whole segment is copied to its first page's address, as if its pages were neighbours in physical memory.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    uint64_t perm = PTE_P | PTE_W | PTE_U;
    for (uint64_t va = round_down(ph->va, PAGESIZE); va < ph->va + ph->memsz; va += PAGESIZE) {
        int r = address_space_alloc(pt, va, perm);
        if (r < 0) {
            return r;
        }
    }
    if (ph->filesz > 0) {
        memcpy(vmiter_kptr(vmiter_at(pt, ph->va)), image + ph->offset, ph->filesz);
    }
    return 0;
}

//// copied-to-the-users-address
// check: 3.3
// says: is an address of processes. Which page table is in force here
// The address is right in the process's page table, and the kernel's is in force.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    uint64_t perm = PTE_P | PTE_W | PTE_U;
    for (uint64_t va = round_down(ph->va, PAGESIZE); va < ph->va + ph->memsz; va += PAGESIZE) {
        int r = address_space_alloc(pt, va, perm);
        if (r < 0) {
            return r;
        }
    }
    memcpy(pa2kptr(ph->va), image + ph->offset, ph->filesz);
    return 0;
}

//// place-in-page-lost
// check: 3.3
// says: expected 0x0 at 0x110000, seen 0x\w+ \(the byte of 0x110f40\), before the segment's first byte
// The first bytes go to the start of the page, not to where the segment starts in it.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    uint64_t perm = PTE_P | PTE_W | PTE_U;
    for (uint64_t va = round_down(ph->va, PAGESIZE); va < ph->va + ph->memsz; va += PAGESIZE) {
        int r = address_space_alloc(pt, va, perm);
        if (r < 0) {
            return r;
        }
        uint64_t start = va < ph->va ? ph->va : va;
        uint64_t end = min(va + PAGESIZE, ph->va + ph->filesz);
        if (start < end) {
            memcpy(vmiter_kptr(vmiter_at(pt, va)), image + ph->offset + (start - ph->va), end - start);
        }
    }
    return 0;
}

//// each-page-from-the-start
// check: 3.3
// says: expected 0x\w+ at 0x111000, seen 0x\w+ \(the byte of 0x110f40\), in the segment's page 0x2
// The place in the file does not advance.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    uint64_t perm = PTE_P | PTE_W | PTE_U;
    for (uint64_t va = round_down(ph->va, PAGESIZE); va < ph->va + ph->memsz; va += PAGESIZE) {
        int r = address_space_alloc(pt, va, perm);
        if (r < 0) {
            return r;
        }
        uint64_t start = va < ph->va ? ph->va : va;
        uint64_t end = min(va + PAGESIZE, ph->va + ph->filesz);
        if (start < end) {
            char *page = vmiter_kptr(vmiter_at(pt, va));
            memcpy(page + (start - va), image + ph->offset, end - start);
        }
    }
    return 0;
}

//// file-in-whole-pages
// check: 3.3
// says: expected 0x\w+ at 0x111000, seen 0x\w+ \(the byte of 0x111f40\), in the segment's page 0x2
// The second page's bytes are taken from one page after the segment's start in the file, though the first page was not full.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    uint64_t perm = PTE_P | PTE_W | PTE_U;
    uint64_t n = 0;
    for (uint64_t va = round_down(ph->va, PAGESIZE); va < ph->va + ph->memsz; va += PAGESIZE, ++n) {
        int r = address_space_alloc(pt, va, perm);
        if (r < 0) {
            return r;
        }
        uint64_t start = va < ph->va ? ph->va : va;
        uint64_t end = min(va + PAGESIZE, ph->va + ph->filesz);
        if (start < end) {
            char *page = vmiter_kptr(vmiter_at(pt, va));
            memcpy(page + (start - va), image + ph->offset + n * PAGESIZE, end - start);
        }
    }
    return 0;
}

//// whole-pages-copied
// check: 3.3
// says: expected 0x0 at 0x113162, seen 0xee \(a byte of the file that is not the segment's\), after the bytes from the file
// The last page is filled from the file, too: with whatever follows there.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    uint64_t perm = PTE_P | PTE_W | PTE_U;
    for (uint64_t va = round_down(ph->va, PAGESIZE); va < ph->va + ph->memsz; va += PAGESIZE) {
        int r = address_space_alloc(pt, va, perm);
        if (r < 0) {
            return r;
        }
        uint64_t start = va < ph->va ? ph->va : va;
        if (start < ph->va + ph->filesz) {
            char *page = vmiter_kptr(vmiter_at(pt, va));
            memcpy(page + (start - va), image + ph->offset + (start - ph->va), va + PAGESIZE - start);
        }
    }
    return 0;
}

//// memory-size-copied
// check: 3.3
// says: seen 0xee \(a byte of the file that is not the segment's\), after the bytes from the file
// memsz bytes are copied, of which the file has only filesz.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    uint64_t perm = PTE_P | PTE_W | PTE_U;
    for (uint64_t va = round_down(ph->va, PAGESIZE); va < ph->va + ph->memsz; va += PAGESIZE) {
        int r = address_space_alloc(pt, va, perm);
        if (r < 0) {
            return r;
        }
        uint64_t start = va < ph->va ? ph->va : va;
        uint64_t end = min(va + PAGESIZE, ph->va + ph->memsz);
        char *page = vmiter_kptr(vmiter_at(pt, va));
        memcpy(page + (start - va), image + ph->offset + (start - ph->va), end - start);
    }
    return 0;
}

//// last-byte-missing
// check: 3.3
// says: expected 0x\w+ at 0x113161, seen 0x0, in the segment's page 0x4
// Off by one.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    uint64_t perm = PTE_P | PTE_W | PTE_U;
    for (uint64_t va = round_down(ph->va, PAGESIZE); va < ph->va + ph->memsz; va += PAGESIZE) {
        int r = address_space_alloc(pt, va, perm);
        if (r < 0) {
            return r;
        }
        uint64_t start = va < ph->va ? ph->va : va;
        uint64_t last = ph->va + ph->filesz - 1;
        uint64_t end = min(va + PAGESIZE, last);
        if (start < end && ph->filesz > 0) {
            char *page = vmiter_kptr(vmiter_at(pt, va));
            memcpy(page + (start - va), image + ph->offset + (start - ph->va), end - start);
        }
    }
    return 0;
}

//// pages-counted-by-size
// check: 3.3
// says: segment \[0x110f40, 0x114f40\): the process has no page at 0x114000
// A segment of 4 pages' size that starts in mid-page has 5 pages.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    uint64_t perm = PTE_P | PTE_W | PTE_U;
    uint64_t va = round_down(ph->va, PAGESIZE);
    for (uint64_t n = 0; n < round_up(ph->memsz, PAGESIZE) / PAGESIZE; ++n, va += PAGESIZE) {
        int r = address_space_alloc(pt, va, perm);
        if (r < 0) {
            return r;
        }
        uint64_t start = va < ph->va ? ph->va : va;
        uint64_t end = min(va + PAGESIZE, ph->va + ph->filesz);
        if (start < end) {
            char *page = vmiter_kptr(vmiter_at(pt, va));
            memcpy(page + (start - va), image + ph->offset + (start - ph->va), end - start);
        }
    }
    return 0;
}

//// part-pages-missing
// check: 3.3
// says: process 1 \(segments\): page fault|the process has no page at 0x
// The last page, of which the segment has a part, is not mapped.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    uint64_t perm = PTE_P | PTE_W | PTE_U;
    for (uint64_t va = round_down(ph->va, PAGESIZE); va + PAGESIZE <= ph->va + ph->memsz; va += PAGESIZE) {
        int r = address_space_alloc(pt, va, perm);
        if (r < 0) {
            return r;
        }
        uint64_t start = va < ph->va ? ph->va : va;
        uint64_t end = min(va + PAGESIZE, ph->va + ph->filesz);
        if (start < end) {
            char *page = vmiter_kptr(vmiter_at(pt, va));
            memcpy(page + (start - va), image + ph->offset + (start - ph->va), end - start);
        }
    }
    return 0;
}

//// no-memory-after-the-file
// check: 3.3
// says: segment \[0x110f40, 0x114f40\): the process has no page at 0x114000
// Only the pages with bytes from the file are there.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    uint64_t perm = PTE_P | PTE_W | PTE_U;
    for (uint64_t va = round_down(ph->va, PAGESIZE); va < ph->va + ph->filesz; va += PAGESIZE) {
        int r = address_space_alloc(pt, va, perm);
        if (r < 0) {
            return r;
        }
        uint64_t start = va < ph->va ? ph->va : va;
        uint64_t end = min(va + PAGESIZE, ph->va + ph->filesz);
        char *page = vmiter_kptr(vmiter_at(pt, va));
        memcpy(page + (start - va), image + ph->offset + (start - ph->va), end - start);
    }
    return 0;
}

//// a-page-too-many
// check: 3.3
// says: segment \[0x11b000, 0x11c000\): the process has a page at 0x11c000, after those of the segment
// <= for <.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    uint64_t perm = PTE_P | PTE_W | PTE_U;
    for (uint64_t va = round_down(ph->va, PAGESIZE); va <= ph->va + ph->memsz; va += PAGESIZE) {
        int r = address_space_alloc(pt, va, perm);
        if (r < 0) {
            return r;
        }
        uint64_t start = va < ph->va ? ph->va : va;
        uint64_t end = min(va + PAGESIZE, ph->va + ph->filesz);
        if (start < end) {
            char *page = vmiter_kptr(vmiter_at(pt, va));
            memcpy(page + (start - va), image + ph->offset + (start - ph->va), end - start);
        }
    }
    return 0;
}

//// starts-at-the-segment
// check: 3.3
// says: process 1 does not start, although no allocation failed while it was set up
// A segment's address need not be page-aligned; vmiter_try_map wants one that is.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    uint64_t perm = PTE_P | PTE_W | PTE_U;
    for (uint64_t va = ph->va; va < ph->va + ph->memsz; va += PAGESIZE) {
        int r = address_space_alloc(pt, va, perm);
        if (r < 0) {
            return r;
        }
        uint64_t end = min(va + PAGESIZE, ph->va + ph->filesz);
        if (va < end) {
            memcpy(vmiter_kptr(vmiter_at(pt, va)), image + ph->offset + (va - ph->va), end - va);
        }
    }
    return 0;
}

//// neighbours
// check: 3.4
// says: which kalloc has not returned|is free, and still in use|page fault
// As many pages are taken as are needed, and the first one's address is counted up.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    uint64_t perm = PTE_P | PTE_W | PTE_U;
    uint64_t first = 0, pages = round_up(ph->va % PAGESIZE + ph->memsz, PAGESIZE) / PAGESIZE;
    for (uint64_t i = 0; i < pages; ++i) {
        void *page = kalloc(PAGESIZE);
        if (page == NULL) {
            return E_NOMEM;
        }
        first = i == 0 ? kptr2pa(page) : first;
    }
    for (uint64_t i = 0; i < pages; ++i) {
        if (vmiter_try_map(vmiter_at(pt, round_down(ph->va, PAGESIZE) + i * PAGESIZE), first + i * PAGESIZE, perm) < 0) {
            return E_NOMEM;
        }
    }
    if (pages > 0) {
        memset(pa2kptr(first), 0, pages * PAGESIZE);
        memcpy(pa2kptr(first + ph->va % PAGESIZE), image + ph->offset, ph->filesz);
    }
    return 0;
}

//// null-not-checked
// check: 3.5
// says: sys_page_alloc\(0x120000\), of which allocation 1 fails: the kernel panics: page fault writing 0x0
// kalloc's NULL is used.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    memset(page, 0, PAGESIZE);
    return vmiter_try_map(vmiter_at(pt, va), kptr2pa(page), perm);
}

//// assert-not-null
// check: 3.5
// says: sys_page_alloc\(0x120000\), of which allocation 1 fails: the kernel panics: .*assertion
// No memory is no reason to panic: any process can bring that about.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    assert(page != NULL);
    memset(page, 0, PAGESIZE);
    return vmiter_try_map(vmiter_at(pt, va), kptr2pa(page), perm);
}

//// returns-minus-one
// check: 3.5
// says: returned -1; expected E_NOMEM \(-12\)
// An error that the header does not name.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return -1;
    }
    memset(page, 0, PAGESIZE);
    vmiter it = vmiter_make(pt, va);
    if (vmiter_try_map(&it, kptr2pa(page), perm) < 0) {
        kfree(page);
        return -1;
    }
    return 0;
}

//// error-becomes-success
// check: 3.5
// says: after sys_page_alloc of process 1, in which allocation 1 failed, and yet it returned 0
// sys_page_alloc does not pass the error on.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < memory_start(current->pid)
        || addr >= memory_end(current->pid)) {
        return E_INVAL;
    }
    int r = address_space_alloc(current->pagetable, addr, USER_DATA);
    if (r < 0) {
        log_printf("no memory\n");
    }
    return 0;
}

//// unmaps-first
// check: 3.5
// says: in which allocation 1 failed, process 1 has lost its page at 0x120000
// The old page is gone before there is a new one.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    vmiter it = vmiter_make(pt, va);
    vmiter_map(&it, 0, 0);
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    memset(page, 0, PAGESIZE);
    if (vmiter_try_map(&it, kptr2pa(page), perm) < 0) {
        kfree(page);
        return E_NOMEM;
    }
    return 0;
}

//// clears-the-old-page
// check: 3.5
// says: in which allocation 1 failed, the page at 0x120000 of process 1 has other contents
// If there is no new page, the old one is cleared instead.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        void *old = vmiter_kptr(vmiter_at(pt, va));
        if (old != NULL) {
            memset(old, 0, PAGESIZE);
        }
        return E_NOMEM;
    }
    memset(page, 0, PAGESIZE);
    return vmiter_try_map(vmiter_at(pt, va), kptr2pa(page), perm);
}

//// ends-the-process
// check: 3.5
// says: in which allocation 1 failed, no process can go on: the kernel has ended all of them
// A process that asks for too much is ended; but it has a right to an answer.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < memory_start(current->pid)
        || addr >= memory_end(current->pid)) {
        return E_INVAL;
    }
    if (address_space_alloc(current->pagetable, addr, USER_DATA) < 0) {
        current->state = P_FAULTED;
        schedule();
    }
    return 0;
}

//// map-panics
// check: 3.6
// says: starting process 7, of which allocation 6 fails: the kernel panics: vmiter_map: .*no memory for a page-table page
// vmiter_map panics where vmiter_try_map returns an error.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    memset(page, 0, PAGESIZE);
    vmiter_map(vmiter_at(pt, va), kptr2pa(page), perm);
    return 0;
}

//// map-not-checked
// check: 3.6
// says: starting process 7, of which allocation 6 fails: the kernel panics: page fault writing 0x0
// The page is not mapped, and nobody says so.
#include "log.h"

int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    memset(page, 0, PAGESIZE);
    if (vmiter_try_map(vmiter_at(pt, va), kptr2pa(page), perm) < 0) {
        log_printf("cannot map %#lx\n", va);
    }
    return 0;
}

//// segment-goes-on
// check: 3.6
// says: starting process \d, of which allocation \d fails: the kernel panics: page fault writing 0x
// load_segment does not look whether it got a page.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    uint64_t perm = PTE_P | PTE_W | PTE_U;
    int r = 0;
    for (uint64_t va = round_down(ph->va, PAGESIZE); va < ph->va + ph->memsz; va += PAGESIZE) {
        r = address_space_alloc(pt, va, perm);
        uint64_t start = va < ph->va ? ph->va : va;
        uint64_t end = min(va + PAGESIZE, ph->va + ph->filesz);
        if (start < end) {
            char *page = vmiter_kptr(vmiter_at(pt, va));
            memcpy(page + (start - va), image + ph->offset + (start - ph->va), end - start);
        }
    }
    return r;
}

//// only-the-last-segments-error
// check: 3.6
// says: there is a process \d+, although allocation \d+ failed while it was set up
// The loop over the segments forgets the error of all but the last.
static int
process_setup(pid_t pid, const char *program_name) {
    const elf_header *eh = program_header(program_name);
    if (eh == NULL) {
        return E_NOENT;
    }
    x86_64_pagetable *pt = address_space_new();
    if (pt == NULL) {
        return E_NOMEM;
    }
    int r = 0;
    for (unsigned i = 0; i < eh->phnum; ++i) {
        r = load_segment(pt, (const char *) eh, &elf_segments(eh)[i]);
    }
    if (r == 0) {
        r = address_space_alloc(pt, memory_end(pid) - PAGESIZE, USER_DATA);
    }
    if (r < 0) {
        return r;
    }
    ptable[pid] = (proc) {.pagetable = pt, .pid = pid, .state = P_RUNNABLE};
    ptable[pid].program = disk_image_find(program_name).name;
    ptable[pid].regs.reg_rip = eh->entry;
    ptable[pid].regs.reg_rsp = memory_end(pid) - sizeof(uint64_t);
    ptable[pid].regs.reg_cs = SEGMENT_USER_CODE;
    ptable[pid].regs.reg_ss = SEGMENT_USER_DATA;
    return 0;
}
