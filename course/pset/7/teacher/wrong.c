// Wrong ways to do step 7.

//// all-writable
// check: 7.1
// says: at its start, process 1 can write to the page at 0x100000, which is in its code or its constants
// fork shares, but no page is read-only: there is nothing to share.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    uint64_t perm = USER_DATA;
    for (uint64_t va = round_down(ph->va, PAGESIZE); va < ph->va + ph->memsz; va += PAGESIZE) {
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

//// all-read-only
// check: 7.1
// says: a process cannot store to 0x10[0-9a-f]+, which is in its data
// No page of a program is writable, not even those with data.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    uint64_t perm = PTE_P | PTE_U;
    for (uint64_t va = round_down(ph->va, PAGESIZE); va < ph->va + ph->memsz; va += PAGESIZE) {
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

//// code-alone
// check: 7.1
// says: at its start, process 1 can write to the page at 0x10[0-9a-f]+, which is in its code or its constants
// Whatever cannot be executed is taken for data.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    uint64_t perm = PTE_P | PTE_U | (ph->flags & ELF_SEGMENT_EXECUTABLE ? 0 : PTE_W);
    for (uint64_t va = round_down(ph->va, PAGESIZE); va < ph->va + ph->memsz; va += PAGESIZE) {
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

//// first-page-of-data-alone
// check: 7.1
// says: a process cannot store to 0x10[0-9a-f]+, which is in its data
// Pages behind the part of a segment that comes from the file are read-only: all of .bss.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    uint64_t perm = PTE_P | PTE_U;
    for (uint64_t va = round_down(ph->va, PAGESIZE); va < ph->va + ph->memsz; va += PAGESIZE) {
        bool writable = (ph->flags & ELF_SEGMENT_WRITABLE) && va < ph->va + ph->filesz;
        int r = address_space_alloc(pt, va, perm | (writable ? PTE_W : 0));
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

//// read-only-from-the-first-fork-on
// check: 7.1
// says: at its start, process 1 can write to the page at 0x100000, which is in its code or its constants
// fork takes the right to write from code and constants; until then it is there.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    uint64_t perm = USER_DATA | (ph->flags & ELF_SEGMENT_WRITABLE ? 0 : PTE_OS1);
    for (uint64_t va = round_down(ph->va, PAGESIZE); va < ph->va + ph->memsz; va += PAGESIZE) {
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

// in address-space.c
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    int r = 0;
    for (vmiter it = vmiter_make(src, PROC_START_ADDR); r == 0 && vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it) && vmiter_allows(&it, PTE_OS1)) {
            vmiter_map(&it, vmiter_pa(&it), PTE_P | PTE_U | PTE_OS1);
            r = share_page(dst, &it);
        } else if (is_own(&it)) {
            r = vmiter_writable(&it) ? copy_page(dst, &it) : share_page(dst, &it);
        }
    }
    return r;
}

//// kernel-writes-through
// check: 7.1
// says: when the first process starts, the page at 0x[0-9a-f]+ has count 1 and no references: it is lost \(allocation [0-9]+ for process 1\)
// Constants are mapped without PTE_U instead of without PTE_W.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    uint64_t perm = PTE_P | PTE_W | (ph->flags & (ELF_SEGMENT_WRITABLE | ELF_SEGMENT_EXECUTABLE) ? PTE_U : 0);
    for (uint64_t va = round_down(ph->va, PAGESIZE); va < ph->va + ph->memsz; va += PAGESIZE) {
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

//// not-counted
// check: 7.2
// says: after sys_fork of process 1, the page at 0x[0-9a-f]+ has count 1 and 2 references
// Shared pages are mapped twice, and counted once.
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t perm = vmiter_perm(it) & USER_DATA;
    return vmiter_try_map(vmiter_at(dst, vmiter_va(it)), vmiter_pa(it), perm);
}

//// counted-twice
// check: 7.2
// says: after sys_fork of process 1, the page at 0x[0-9a-f]+ has count 3 and 2 references
// One for the parent and one for the child; but the parent's is there already.
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t pa = vmiter_pa(it), perm = vmiter_perm(it) & USER_DATA;
    int r = vmiter_try_map(vmiter_at(dst, vmiter_va(it)), pa, perm);
    if (r == 0) {
        page_share(pa);
        page_share(pa);
    }
    return r;
}

//// shared-or-not
// check: 7.2
// says: has count 2 and 3 references
// The count of a shared page is 2, however many have it.
void
page_share(uint64_t pa) {
    assert(allocatable_physical_address(pa));
    physpages[pa / PAGESIZE].refcount = 2;
}

//// counts-the-virtual-address
// check: 7.2
// says: the page at 0x[0-9a-f]+ has count [12] and [0-9]+ references|panics
// page_share gets the page's address in the process.
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t perm = vmiter_perm(it) & USER_DATA;
    int r = vmiter_try_map(vmiter_at(dst, vmiter_va(it)), vmiter_pa(it), perm);
    if (r == 0) {
        page_share(vmiter_va(it));
    }
    return r;
}

//// still-copied
// check: 7.2
// says: it could be shared|sys_fork of process [0-9]+ took [0-9]+ pages: expected 5 for the page table, and [0-9]+ for writable pages; its other [0-9]+ pages are only for reading
// Pages are read-only, and copied as before.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    int r = 0;
    for (vmiter it = vmiter_make(src, PROC_START_ADDR); r == 0 && vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it)) {
            r = copy_page(dst, &it);
        }
    }
    return r;
}

//// code-shared-constants-copied
// check: 7.2
// says: its other \d+ pages are only for reading|it could be shared
// Only the pages of the program's first segment are shared: those up to the first gap, or to constants.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    int r = 0;
    for (vmiter it = vmiter_make(src, PROC_START_ADDR); r == 0 && vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it)) {
            bool is_code = !vmiter_writable(&it) && vmiter_va(&it) < PROC_START_ADDR + 2 * PAGESIZE;
            r = is_code ? share_page(dst, &it) : copy_page(dst, &it);
        }
    }
    return r;
}

//// child-may-write
// check: 7.2
// says: after sys_fork of process 1, (the child can write to 0x100000; its parent cannot|process 2 can write at 0x100000 to the page of physical address 0x[0-9a-f]+, which is mapped or used elsewhere, too)
// The child's mapping gets all permissions of data.
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t pa = vmiter_pa(it);
    int r = vmiter_try_map(vmiter_at(dst, vmiter_va(it)), pa, USER_DATA);
    if (r == 0) {
        page_share(pa);
    }
    return r;
}

//// child-cannot-read
// check: 7.2
// says: the page at 0x[0-9a-f]+ has count 2 and 1 references|the child cannot access its page at 0x100000: PTE_U is missing
// Only PTE_P is left: PTE_U is lost together with PTE_W.
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t pa = vmiter_pa(it);
    int r = vmiter_try_map(vmiter_at(dst, vmiter_va(it)), pa, PTE_P);
    if (r == 0) {
        page_share(pa);
    }
    return r;
}

//// all-shared
// check: 7.2
// says: after sys_fork of process 1, process [12] can write at 0x[0-9a-f]+ to the page of physical address 0x[0-9a-f]+, which is mapped or used elsewhere, too
// Data is shared, too, and writable.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    int r = 0;
    for (vmiter it = vmiter_make(src, PROC_START_ADDR); r == 0 && vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it)) {
            r = share_page(dst, &it);
        }
    }
    return r;
}

//// data-becomes-read-only
// check: 7.2
// says: process 2 \(shares\): page fault writing 0x\w+ \(not allowed\)
// Data is shared, too, and read-only in the child.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    int r = 0;
    for (vmiter it = vmiter_make(src, PROC_START_ADDR); r == 0 && vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it)) {
            vmiter_map(&it, vmiter_pa(&it), PTE_P | PTE_U);
            r = share_page(dst, &it);
        }
    }
    return r;
}

//// reserved-for-two
// check: 7.2
// says: process 3 has at 0x100000, for reading only, the page of physical address 0x[0-9a-f]+; its parent has 0x[0-9a-f]+ there: it could be shared
// Shares only what has one owner so far, and copies what is shared already.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    int r = 0;
    for (vmiter it = vmiter_make(src, PROC_START_ADDR); r == 0 && vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it)) {
            bool shared = physpages[vmiter_pa(&it) / PAGESIZE].refcount > 1;
            r = vmiter_writable(&it) || shared ? copy_page(dst, &it) : share_page(dst, &it);
        }
    }
    return r;
}

//// kfree-ignores-the-count
// check: 7.3
// says: kfree\(0x[0-9a-f]+\): the page's count was [0-9]+, and is 0 now
// kfree frees a page at its first call.
void
kfree(void *pointer) {
    if (pointer == NULL) {
        return;
    }
    uint64_t pa = kptr2pa(pointer);
    assert(pa % PAGESIZE == 0 && allocatable_physical_address(pa));
    assert_gt(physpages[pa / PAGESIZE].refcount, 0);
    physpages[pa / PAGESIZE].refcount = 0;
}

//// first-owner-frees
// check: 7.3
// says: after sys_exit of process [0-9]+, the page at 0x[0-9a-f]+ is free, and still in use
// Each page is freed until it is free.
void
address_space_free(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_low(&it); vmiter_next(&it)) {
        while (is_own(&it) && physpages[vmiter_pa(&it) / PAGESIZE].refcount > 0) {
            kfree(vmiter_kptr(&it));
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
}

//// shared-pages-stay
// check: 7.3
// says: after sys_exit of process [0-9]+, the page at 0x[0-9a-f]+ has count [0-9] and [0-9] references \(it was at 0x100000 in process
// An exit frees only the pages that are the process's alone.
void
address_space_free(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it) && physpages[vmiter_pa(&it) / PAGESIZE].refcount == 1) {
            kfree(vmiter_kptr(&it));
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
}

//// read-only-pages-stay
// check: 7.3
// says: after sys_exit of process [0-9]+, the page at 0x[0-9a-f]+ has count [0-9]+ and [0-9]+ references \(it was at 0x100000 in process
// An exit frees only writable pages: they were the process's own.
void
address_space_free(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it) && vmiter_writable(&it)) {
            kfree(vmiter_kptr(&it));
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
}

//// two-owners-at-most
// check: 7.3
// says: after sys_fork of process [0-9]+, the page at 0x[0-9a-f]+ has count 3 and 4 references
// The count has two bits, and stays at 3.
void
page_share(uint64_t pa) {
    assert(allocatable_physical_address(pa));
    if (physpages[pa / PAGESIZE].refcount < 3) {
        physpages[pa / PAGESIZE].refcount += 1;
    }
}

//// clears-in-place
// check: 7.4
// says: sys_page_alloc of process 1, process 1 can write at 0x\w+ to the page of physical address 0x\w+, which is mapped or used elsewhere|has given no new page
// sys_page_alloc over a page clears that page instead of a new one.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    vmiter it = vmiter_make(pt, va);
    if (vmiter_present(&it)) {
        memset(vmiter_kptr(&it), 0, PAGESIZE);
        vmiter_map(&it, vmiter_pa(&it), perm);
        return 0;
    }
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

//// clears-in-place-read-only
// check: 7.4
// says: sys_page_alloc\(0x[0-9a-f]+\) has given no new page: process 1 still has the page of physical address 0x[0-9a-f]+ there, as its child has
// As before, but the shared page stays read-only.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    vmiter it = vmiter_make(pt, va);
    if (vmiter_present(&it)) {
        memset(vmiter_kptr(&it), 0, PAGESIZE);
        return 0;
    }
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

//// old-page-not-dropped
// check: 7.4
// says: after sys_page_alloc of process 1, the page at 0x[0-9a-f]+ has count 2 and 1 references
// The count of the shared page stays, although the caller does not have it any more.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    memset(page, 0, PAGESIZE);
    vmiter it = vmiter_make(pt, va);
    vmiter old = it;
    if (vmiter_try_map(&it, kptr2pa(page), perm) < 0) {
        kfree(page);
        return E_NOMEM;
    }
    if (vmiter_writable(&old)) {
        kfree(vmiter_kptr(&old));
    }
    return 0;
}

//// old-page-freed-for-all
// check: 7.4
// says: after sys_page_alloc of process 1, the page at 0x[0-9a-f]+ is free, and still in use
// The shared page is freed, whoever else has it.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    memset(page, 0, PAGESIZE);
    vmiter it = vmiter_make(pt, va);
    vmiter old = it;
    if (vmiter_try_map(&it, kptr2pa(page), perm) < 0) {
        kfree(page);
        return E_NOMEM;
    }
    while (vmiter_present(&old) && physpages[vmiter_pa(&old) / PAGESIZE].refcount > 0) {
        kfree(vmiter_kptr(&old));
    }
    return 0;
}

//// dropped-before-there-is-a-new-page
// check: 7.4
// says: after sys_page_alloc of process 1, in which allocation 1 failed, the page at 0x[0-9a-f]+ has count 1 and 2 references
// The shared page's count is dropped first, and the caller keeps the page if there is no new one.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    vmiter it = vmiter_make(pt, va);
    kfree(vmiter_kptr(&it));
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

//// new-page-stays-read-only
// check: 7.4
// says: after sys_page_alloc\(0x[0-9a-f]+\), process 1 cannot write there
// The new page gets the permissions of the old one.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    memset(page, 0, PAGESIZE);
    vmiter it = vmiter_make(pt, va);
    vmiter old = it;
    perm = vmiter_present(&old) ? vmiter_perm(&old) & USER_DATA : perm;
    if (vmiter_try_map(&it, kptr2pa(page), perm) < 0) {
        kfree(page);
        return E_NOMEM;
    }
    kfree(vmiter_kptr(&old));
    return 0;
}

//// constants-refused
// check: 7.4
// says: sys_page_alloc fails even if
// sys_page_alloc refuses to replace a page that is read-only.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < memory_start(current->pid)
        || addr >= memory_end(current->pid)) {
        return E_INVAL;
    }
    vmiter it = vmiter_make(current->pagetable, addr);
    if (vmiter_present(&it) && !vmiter_writable(&it)) {
        return E_INVAL;
    }
    return address_space_alloc(current->pagetable, addr, USER_DATA);
}

//// counted-then-not-mapped
// check: 7.5
// says: after sys_fork of process 1, in which allocation [0-9]+ failed, the page at 0x[0-9a-f]+ has count 2 and 1 references \(it was at 0x200000 in process 1\)
// The page is counted first, and stays so if mapping it fails.
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t pa = vmiter_pa(it), perm = vmiter_perm(it) & USER_DATA;
    page_share(pa);
    return vmiter_try_map(vmiter_at(dst, vmiter_va(it)), pa, perm);
}

//// counted-whatever-happens
// check: 7.5
// says: after sys_fork of process 1, in which allocation [0-9]+ failed, the page at 0x[0-9a-f]+ has count 2 and 1 references \(it was at 0x200000 in process 1\)
// What mapping returns is looked at too late.
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    int r = vmiter_try_map(vmiter_at(dst, vmiter_va(it)), vmiter_pa(it), vmiter_perm(it) & USER_DATA);
    page_share(vmiter_pa(it));
    return r;
}

//// undone-without-need
// check: 7.5
// says: after sys_fork of process 1, in which allocation [0-9]+ failed, the page at 0x[0-9a-f]+ is free, and still in use|calls kfree
// A page whose mapping fails is freed, although it was not counted: the parent loses it.
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t pa = vmiter_pa(it), perm = vmiter_perm(it) & USER_DATA;
    if (vmiter_try_map(vmiter_at(dst, vmiter_va(it)), pa, perm) < 0) {
        kfree(pa2kptr(pa));
        return E_NOMEM;
    }
    page_share(pa);
    return 0;
}

//// mapping-cannot-fail
// check: 7.5
// says: in which allocation [0-9]+ fails: the kernel panics: vmiter_map: cannot map va 0x200000 .*no memory for a page-table page
// Sharing takes no page, it seems; but mapping may need a page-table page.
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t pa = vmiter_pa(it), perm = vmiter_perm(it) & USER_DATA;
    vmiter_map(vmiter_at(dst, vmiter_va(it)), pa, perm);
    page_share(pa);
    return 0;
}

//// failure-of-sharing-ignored
// check: 7.5
// says: after sys_fork of process 1, in which allocation [0-9]+ failed, and yet it returned 2
// Only copying is taken for something that can fail.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    int r = 0;
    for (vmiter it = vmiter_make(src, PROC_START_ADDR); r == 0 && vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it) && vmiter_writable(&it)) {
            r = copy_page(dst, &it);
        } else if (is_own(&it)) {
            (void) !share_page(dst, &it);
        }
    }
    return r;
}

//// undo-skips-shared-pages
// check: 7.5
// says: after sys_fork of process 1, in which allocation [0-9]+ failed, the page at 0x[0-9a-f]+ has count 2 and 1 references
// After a failure, only what was copied is freed.
static pid_t
syscall_fork(void) {
    pid_t pid = 1;
    while (pid < MAXNPROC && ptable[pid].state != P_FREE) {
        ++pid;
    }
    if (pid == MAXNPROC) {
        return E_AGAIN;
    }
    x86_64_pagetable *pt = address_space_new();
    if (pt == NULL) {
        return E_NOMEM;
    }
    if (address_space_copy(pt, current->pagetable) < 0) {
        for (vmiter it = vmiter_make(pt, PROC_START_ADDR); vmiter_low(&it); vmiter_next(&it)) {
            if (vmiter_user(&it) && !vmiter_writable(&it)) {
                vmiter_map(&it, 0, 0);
            }
        }
        address_space_free(pt);
        return E_NOMEM;
    }
    ptable[pid] = *current;
    ptable[pid].pid = pid;
    ptable[pid].pagetable = pt;
    ptable[pid].regs.reg_rax = 0;
    return pid;
}
