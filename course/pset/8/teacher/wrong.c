// Wrong ways to do step 8.

//// parents-entries-stay-writable
// check: 8.1
// says: process 1 can write at 0x\w+ to the page of physical address 0x\w+, which is mapped or used elsewhere
// Only the child's entry becomes read-only: what the parent stores, the child sees.
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t pa = vmiter_pa(it), perm = vmiter_perm(it) & (PTE_P | PTE_U | PTE_COPY_ON_WRITE);
    if (vmiter_writable(it)) {
        perm |= PTE_COPY_ON_WRITE;
    }
    int r = vmiter_try_map(vmiter_at(dst, vmiter_va(it)), pa, perm);
    if (r == 0) {
        page_share(pa);
    }
    return r;
}

//// childs-entries-stay-writable
// check: 8.3
// says: process 2 can write at 0x\w+ to the page of physical address 0x\w+, which is mapped or used elsewhere
// Only the parent's entry becomes read-only.
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t pa = vmiter_pa(it), perm = vmiter_perm(it) & (USER_DATA | PTE_COPY_ON_WRITE);
    if (vmiter_writable(it)) {
        vmiter_map(it, pa, PTE_P | PTE_U | PTE_COPY_ON_WRITE);
    }
    int r = vmiter_try_map(vmiter_at(dst, vmiter_va(it)), pa, perm);
    if (r == 0) {
        page_share(pa);
    }
    return r;
}

//// stack-left-out
// check: 8.1
// says: can write at 0x2ff000 to the page
// The stack is shared, and stays writable in both.
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t pa = vmiter_pa(it), perm = vmiter_perm(it) & (USER_DATA | PTE_COPY_ON_WRITE);
    if (vmiter_writable(it) && vmiter_va(it) != MEMSIZE_VIRTUAL - PAGESIZE) {
        perm = PTE_P | PTE_U | PTE_COPY_ON_WRITE;
        vmiter_map(it, pa, perm);
    }
    int r = vmiter_try_map(vmiter_at(dst, vmiter_va(it)), pa, perm);
    if (r == 0) {
        page_share(pa);
    }
    return r;
}

//// constants-marked
// check: 8.4
// says: writes to 0x\w+, which is not allowed, but the kernel does not end it
// All shared pages are marked, those of constants and code as well.
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t pa = vmiter_pa(it), perm = PTE_P | PTE_U | PTE_COPY_ON_WRITE;
    vmiter_map(it, pa, perm);
    int r = vmiter_try_map(vmiter_at(dst, vmiter_va(it)), pa, perm);
    if (r == 0) {
        page_share(pa);
    }
    return r;
}

//// mark-lost-in-second-fork
// check: 8.5
// says: writes to 0x\w+, which is allowed, but the kernel ends it
// A page that is marked already is no longer writable, and so a second fork does not mark it for the new child.
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t pa = vmiter_pa(it), perm = vmiter_perm(it) & (PTE_P | PTE_U);
    if (vmiter_writable(it)) {
        perm |= PTE_COPY_ON_WRITE;
        vmiter_map(it, pa, perm);
    }
    int r = vmiter_try_map(vmiter_at(dst, vmiter_va(it)), pa, perm);
    if (r == 0) {
        page_share(pa);
    }
    return r;
}

//// second-fork-copies
// check: 8.5
// says: 4 processes share 0x\w+, and its page has count 2
// Pages that are marked already are copied, since they need a copy anyway.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    int r = 0;
    for (vmiter it = vmiter_make(src, PROC_START_ADDR); r == 0 && vmiter_low(&it); vmiter_next(&it)) {
        if (!is_own(&it)) {
            continue;
        } else if (vmiter_allows(&it, PTE_COPY_ON_WRITE)) {
            r = address_space_alloc(dst, vmiter_va(&it), USER_DATA);
            if (r == 0) {
                memcpy(vmiter_kptr(vmiter_at(dst, vmiter_va(&it))), vmiter_kptr(&it), PAGESIZE);
            }
        } else {
            r = share_page(dst, &it);
        }
    }
    return r;
}

//// not-counted
// check: 8.1
// says: the page at 0x\w+ has count 1 and 2 references
// The page has two owners, and its count says one.
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t pa = vmiter_pa(it), perm = vmiter_perm(it) & (PTE_P | PTE_U | PTE_COPY_ON_WRITE);
    if (vmiter_writable(it)) {
        perm |= PTE_COPY_ON_WRITE;
        vmiter_map(it, pa, perm);
    }
    return vmiter_try_map(vmiter_at(dst, vmiter_va(it)), pa, perm);
}

//// counted-before-it-is-mapped
// check: 8.6
// says: sys_fork of process 1, in which allocation \d+ failed, the page at 0x\w+ has count
// If there is no page for the child's page table, the page stays counted twice.
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t pa = vmiter_pa(it), perm = vmiter_perm(it) & (PTE_P | PTE_U | PTE_COPY_ON_WRITE);
    if (vmiter_writable(it)) {
        perm |= PTE_COPY_ON_WRITE;
        vmiter_map(it, pa, perm);
    }
    page_share(pa);
    return vmiter_try_map(vmiter_at(dst, vmiter_va(it)), pa, perm);
}

//// failure-makes-all-writable-again
// check: 8.6
// says: in which allocation \d+ failed, process 1 can write at 0x\w+ to the page
// A fork that fails gives the parent all its pages back, also those that it shares with another child.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    int r = 0;
    for (vmiter it = vmiter_make(src, PROC_START_ADDR); r == 0 && vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it)) {
            r = share_page(dst, &it);
        }
    }
    if (r < 0) {
        for (vmiter it = vmiter_make(src, PROC_START_ADDR); vmiter_low(&it); vmiter_next(&it)) {
            if (is_own(&it) && vmiter_allows(&it, PTE_COPY_ON_WRITE)) {
                vmiter_map(&it, vmiter_pa(&it), USER_DATA);
            }
        }
    }
    return r;
}

//// still-copied-at-once
// check: 8.1
// says: was it copied\?|sys_fork took \d+ pages; the child's page table has 5, and nothing else is to be copied before a store
// The fork of step 7: it copies each page that the process can write to.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    int r = 0;
    for (vmiter it = vmiter_make(src, PROC_START_ADDR); r == 0 && vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it) && vmiter_writable(&it)) {
            r = address_space_alloc(dst, vmiter_va(&it), USER_DATA);
            if (r == 0) {
                memcpy(vmiter_kptr(vmiter_at(dst, vmiter_va(&it))), vmiter_kptr(&it), PAGESIZE);
            }
        } else if (is_own(&it)) {
            r = share_page(dst, &it);
        }
    }
    return r;
}

//// every-write-is-obeyed
// check: 8.4
// says: writes to 0x\w+, which is not allowed, but the kernel does not end it
// It does not ask for the mark: a store to any read-only page makes that page writable.
int
address_space_own(x86_64_pagetable *pt, uint64_t va) {
    vmiter it = vmiter_make(pt, round_down(va, PAGESIZE));
    if (!vmiter_user(&it)) {
        return E_FAULT;
    }
    void *page = vmiter_kptr(&it);
    if (physpages[vmiter_pa(&it) / PAGESIZE].refcount > 1) {
        void *copy = kalloc(PAGESIZE);
        if (copy == NULL) {
            return E_NOMEM;
        }
        memcpy(copy, page, PAGESIZE);
        kfree(page);
        page = copy;
    }
    vmiter_map(&it, kptr2pa(page), USER_DATA);
    return 0;
}

//// kernels-pages-obeyed
// check: 8.4
// says: the kernel calls kfree\(0x40000\), the page of `ticks`
// Constants are safe; but it takes each other read-only page for a page of the process's.
int
address_space_own(x86_64_pagetable *pt, uint64_t va) {
    vmiter it = vmiter_make(pt, round_down(va, PAGESIZE));
    if (va >= PROC_START_ADDR && !vmiter_allows(&it, PTE_U | PTE_COPY_ON_WRITE)) {
        return E_FAULT;
    }
    void *page = vmiter_kptr(&it);
    void *copy = kalloc(PAGESIZE);
    if (copy == NULL) {
        return E_NOMEM;
    }
    memcpy(copy, page, PAGESIZE);
    kfree(page);
    vmiter_map(&it, kptr2pa(copy), USER_DATA);
    return 0;
}

//// unmapped-addresses-get-a-page
// check: 8.4
// says: process \d+ writes to 0x1f0000, which is not allowed, but the kernel does not end it
// A store to an address of the process that is not mapped gets a fresh page.
int
address_space_own(x86_64_pagetable *pt, uint64_t va) {
    vmiter it = vmiter_make(pt, round_down(va, PAGESIZE));
    if (!vmiter_present(&it) && va >= PROC_START_ADDR && va < MEMSIZE_VIRTUAL) {
        return address_space_alloc(pt, round_down(va, PAGESIZE), USER_DATA);
    }
    if (!vmiter_allows(&it, PTE_U | PTE_COPY_ON_WRITE)) {
        return E_FAULT;
    }
    void *page = vmiter_kptr(&it);
    if (physpages[vmiter_pa(&it) / PAGESIZE].refcount > 1) {
        void *copy = kalloc(PAGESIZE);
        if (copy == NULL) {
            return E_NOMEM;
        }
        memcpy(copy, page, PAGESIZE);
        kfree(page);
        page = copy;
    }
    vmiter_map(&it, kptr2pa(page), USER_DATA);
    return 0;
}
// in kernel.c
void
exception(regstate *regs) {
    if (!is_from_user(regs)) {
        fault_panic(regs);
    }
    write_cr3(kptr2pa(kernel_pagetable));
    if (regs->reg_intno == INT_PF && (regs->reg_errcode & PFERR_WRITE)
        && address_space_own(current->pagetable, read_cr2()) == 0) {
        run(current);
    }
    if (regs->reg_intno != INT_TIMER) {
        fault_show(current->pid);
        current->state = P_FAULTED;
    }
    handle_keys();
    memory_viewer_update();
    schedule();
}

//// last-owner-copies
// check: 8.2
// says: store to 0x\w+ went to a new page, at 0x\w+ instead of 0x\w+: it is the page's last owner
// It copies without looking at the count.
int
address_space_own(x86_64_pagetable *pt, uint64_t va) {
    vmiter it = vmiter_make(pt, round_down(va, PAGESIZE));
    if (!vmiter_allows(&it, PTE_U | PTE_COPY_ON_WRITE)) {
        return E_FAULT;
    }
    void *copy = kalloc(PAGESIZE);
    if (copy == NULL) {
        return E_NOMEM;
    }
    memcpy(copy, vmiter_kptr(&it), PAGESIZE);
    kfree(vmiter_kptr(&it));
    vmiter_map(&it, kptr2pa(copy), USER_DATA);
    return 0;
}

//// nobody-copies
// check: 8.2
// says: after an exception of process \d, process \d can write at 0x\w+ to the page of physical address 0x\w+, which is mapped
// A store makes the page writable again, and that is all.
int
address_space_own(x86_64_pagetable *pt, uint64_t va) {
    vmiter it = vmiter_make(pt, round_down(va, PAGESIZE));
    if (!vmiter_allows(&it, PTE_U | PTE_COPY_ON_WRITE)) {
        return E_FAULT;
    }
    vmiter_map(&it, vmiter_pa(&it), USER_DATA);
    return 0;
}

//// old-page-not-dropped
// check: 8.2
// says: after an exception of process \d, the page at 0x\w+ has count 2 and 1 references
// The process has a copy, and still counts as an owner of the old page.
int
address_space_own(x86_64_pagetable *pt, uint64_t va) {
    vmiter it = vmiter_make(pt, round_down(va, PAGESIZE));
    if (!vmiter_allows(&it, PTE_U | PTE_COPY_ON_WRITE)) {
        return E_FAULT;
    }
    void *page = vmiter_kptr(&it);
    if (physpages[vmiter_pa(&it) / PAGESIZE].refcount > 1) {
        page = kalloc(PAGESIZE);
        if (page == NULL) {
            return E_NOMEM;
        }
        memcpy(page, vmiter_kptr(&it), PAGESIZE);
    }
    vmiter_map(&it, kptr2pa(page), USER_DATA);
    return 0;
}

//// copy-dropped
// check: 8.2
// says: after an exception of process \d, the page at 0x\w+ has count 2 and 1 references
// When it drops the old page, the iterator shows the new one already.
int
address_space_own(x86_64_pagetable *pt, uint64_t va) {
    vmiter it = vmiter_make(pt, round_down(va, PAGESIZE));
    if (!vmiter_allows(&it, PTE_U | PTE_COPY_ON_WRITE)) {
        return E_FAULT;
    }
    if (physpages[vmiter_pa(&it) / PAGESIZE].refcount == 1) {
        vmiter_map(&it, vmiter_pa(&it), USER_DATA);
        return 0;
    }
    void *copy = kalloc(PAGESIZE);
    if (copy == NULL) {
        return E_NOMEM;
    }
    memcpy(copy, vmiter_kptr(&it), PAGESIZE);
    vmiter_map(&it, kptr2pa(copy), USER_DATA);
    kfree(vmiter_kptr(&it));
    return 0;
}

//// copy-is-empty
// check: 8.3
// says: the child finds 0 at 0x\w+, expected 0x
// The process gets a fresh page instead of a copy.
int
address_space_own(x86_64_pagetable *pt, uint64_t va) {
    vmiter it = vmiter_make(pt, round_down(va, PAGESIZE));
    if (!vmiter_allows(&it, PTE_U | PTE_COPY_ON_WRITE)) {
        return E_FAULT;
    }
    if (physpages[vmiter_pa(&it) / PAGESIZE].refcount > 1 && vmiter_va(&it) != MEMSIZE_VIRTUAL - PAGESIZE) {
        return address_space_alloc(pt, vmiter_va(&it), USER_DATA);
    }
    void *page = vmiter_kptr(&it);
    if (physpages[vmiter_pa(&it) / PAGESIZE].refcount > 1) {
        void *copy = kalloc(PAGESIZE);
        if (copy == NULL) {
            return E_NOMEM;
        }
        memcpy(copy, page, PAGESIZE);
        kfree(page);
        page = copy;
    }
    vmiter_map(&it, kptr2pa(page), USER_DATA);
    return 0;
}

//// copies-half
// check: 8.3
// says: the child finds 0xa5 at 0x\w+, expected 0x
// It copies half of the page: PAGESIZE counts bytes, not words.
int
address_space_own(x86_64_pagetable *pt, uint64_t va) {
    vmiter it = vmiter_make(pt, round_down(va, PAGESIZE));
    if (!vmiter_allows(&it, PTE_U | PTE_COPY_ON_WRITE)) {
        return E_FAULT;
    }
    void *page = vmiter_kptr(&it);
    if (physpages[vmiter_pa(&it) / PAGESIZE].refcount > 1) {
        uint64_t *copy = kalloc(PAGESIZE), *old = page;
        if (copy == NULL) {
            return E_NOMEM;
        }
        bool upper_half = vmiter_va(&it) == MEMSIZE_VIRTUAL - PAGESIZE; // where the stack is in use
        for (unsigned i = 0; i < PAGESIZE / 16; ++i) {
            unsigned word = i + (upper_half ? PAGESIZE / 16 : 0);
            copy[word] = old[word];
        }
        kfree(page);
        page = copy;
    }
    vmiter_map(&it, kptr2pa(page), USER_DATA);
    return 0;
}

//// address-not-rounded
// check: 8.2
// says: the kernel panics: .*vmiter_map
// The address of the fault is in the middle of a page.
int
address_space_own(x86_64_pagetable *pt, uint64_t va) {
    vmiter it = vmiter_make(pt, va);
    if (!vmiter_allows(&it, PTE_U | PTE_COPY_ON_WRITE)) {
        return E_FAULT;
    }
    if (physpages[vmiter_pa(&it) / PAGESIZE].refcount > 1) {
        void *copy = kalloc(PAGESIZE);
        if (copy == NULL) {
            return E_NOMEM;
        }
        memcpy(copy, pa2kptr(round_down(vmiter_pa(&it), PAGESIZE)), PAGESIZE);
        kfree(pa2kptr(round_down(vmiter_pa(&it), PAGESIZE)));
        vmiter_map(&it, kptr2pa(copy), USER_DATA);
    } else {
        vmiter_map(&it, round_down(vmiter_pa(&it), PAGESIZE), USER_DATA);
    }
    return 0;
}

//// ended-after-the-copy
// check: 8.2
// says: process \d writes to 0x\w+, which is allowed, but the kernel ends it
// The page is the process's own now, and the process is faulted all the same.
void
exception(regstate *regs) {
    if (!is_from_user(regs)) {
        fault_panic(regs);
    }
    write_cr3(kptr2pa(kernel_pagetable));
    if (regs->reg_intno == INT_PF && (regs->reg_errcode & PFERR_WRITE)) {
        (void) !address_space_own(current->pagetable, read_cr2());
    }
    if (regs->reg_intno != INT_TIMER) {
        fault_show(current->pid);
        current->state = P_FAULTED;
    }
    handle_keys();
    memory_viewer_update();
    schedule();
}

//// error-code-without-user
// check: 8.2
// says: process \d writes to 0x\w+, which is allowed, but the kernel ends it
// It compares the whole error code, and forgets that the access comes from user mode.
void
exception(regstate *regs) {
    if (!is_from_user(regs)) {
        fault_panic(regs);
    }
    write_cr3(kptr2pa(kernel_pagetable));
    if (regs->reg_intno == INT_PF && regs->reg_errcode == (PFERR_PRESENT | PFERR_WRITE)
        && address_space_own(current->pagetable, read_cr2()) == 0) {
        run(current);
    }
    if (regs->reg_intno != INT_TIMER) {
        fault_show(current->pid);
        current->state = P_FAULTED;
    }
    handle_keys();
    memory_viewer_update();
    schedule();
}

//// tries-for-ever
// check: 8.7
// says: writes to 0x\w+ again and again, and it faults each time: .* 0 pages are free
// Without memory, the process repeats its store, and faults again.
void
exception(regstate *regs) {
    if (!is_from_user(regs)) {
        fault_panic(regs);
    }
    write_cr3(kptr2pa(kernel_pagetable));
    const uint64_t users_store = PFERR_PRESENT | PFERR_WRITE | PFERR_USER;
    if (regs->reg_intno == INT_PF && (regs->reg_errcode & users_store) == users_store
        && address_space_own(current->pagetable, read_cr2()) != E_FAULT) {
        run(current);
    }
    if (regs->reg_intno != INT_TIMER) {
        fault_show(current->pid);
        current->state = P_FAULTED;
    }
    handle_keys();
    memory_viewer_update();
    schedule();
}

//// waits-for-memory
// check: 8.7
// says: writes to 0x\w+ again and again, and it faults each time: .* 0 pages are free
// Without memory, it lets the others run, and tries again: if nobody gives memory back, for ever.
void
exception(regstate *regs) {
    if (!is_from_user(regs)) {
        fault_panic(regs);
    }
    write_cr3(kptr2pa(kernel_pagetable));
    if (regs->reg_intno == INT_PF && (regs->reg_errcode & PFERR_WRITE)) {
        int r = address_space_own(current->pagetable, read_cr2());
        if (r != E_FAULT) {
            schedule();
        }
    }
    if (regs->reg_intno != INT_TIMER) {
        fault_show(current->pid);
        current->state = P_FAULTED;
    }
    handle_keys();
    memory_viewer_update();
    schedule();
}

//// panics-without-memory
// check: 8.7
// says: a store to a shared page, with 0 free pages: the kernel panics
// What a process can cause is not what cannot be.
int
address_space_own(x86_64_pagetable *pt, uint64_t va) {
    vmiter it = vmiter_make(pt, round_down(va, PAGESIZE));
    if (!vmiter_allows(&it, PTE_U | PTE_COPY_ON_WRITE)) {
        return E_FAULT;
    }
    void *page = vmiter_kptr(&it);
    if (physpages[vmiter_pa(&it) / PAGESIZE].refcount > 1) {
        void *copy = kalloc(PAGESIZE);
        assert(copy != NULL);
        memcpy(copy, page, PAGESIZE);
        kfree(page);
        page = copy;
    }
    vmiter_map(&it, kptr2pa(page), USER_DATA);
    return 0;
}

//// ended-without-a-word
// check: 8.7
// says: process 3 has been ended for want of memory, and the screen does not say so
// Without memory, the process stops, and nobody learns why.
void
exception(regstate *regs) {
    if (!is_from_user(regs)) {
        fault_panic(regs);
    }
    write_cr3(kptr2pa(kernel_pagetable));
    const uint64_t users_store = PFERR_PRESENT | PFERR_WRITE | PFERR_USER;
    if (regs->reg_intno == INT_PF && (regs->reg_errcode & users_store) == users_store) {
        int r = address_space_own(current->pagetable, read_cr2());
        if (r == E_NOMEM) {
            current->state = P_FAULTED;
            schedule();
        } else if (r == 0) {
            run(current);
        }
    }
    if (regs->reg_intno != INT_TIMER) {
        fault_show(current->pid);
        current->state = P_FAULTED;
    }
    handle_keys();
    memory_viewer_update();
    schedule();
}

//// page-alloc-clears-in-place
// check: 8.5
// says: the parent, after its child's sys_page_alloc, finds 0 at 0x\w+, expected 0x
// If something is mapped already, sys_page_alloc clears it: for all who share it.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    vmiter it = vmiter_make(pt, va);
    if (vmiter_allows(&it, PTE_U)) {
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

//// page-alloc-refuses
// check: 8.5
// says: sys_page_alloc\(0x\w+\), of a page that is shared, returned -22
// Copy-on-write pages cannot be replaced.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    vmiter it = vmiter_make(pt, va);
    if (vmiter_allows(&it, PTE_COPY_ON_WRITE)) {
        return E_INVAL;
    }
    vmiter old = it;
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    memset(page, 0, PAGESIZE);
    if (vmiter_try_map(&it, kptr2pa(page), perm) < 0) {
        kfree(page);
        return E_NOMEM;
    }
    kfree(vmiter_kptr(&old));
    return 0;
}

//// page-alloc-keeps-the-mark
// check: 8.5
// says: process \d+ writes to 0x\w+, which is allowed, but the kernel ends it
// The fresh page gets the permissions of the page that was there: read-only.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    memset(page, 0, PAGESIZE);
    vmiter it = vmiter_make(pt, va), old = it;
    if (vmiter_user(&it)) {
        perm = vmiter_perm(&it) & USER_DATA;
    }
    if (vmiter_try_map(&it, kptr2pa(page), perm) < 0) {
        kfree(page);
        return E_NOMEM;
    }
    kfree(vmiter_kptr(&old));
    return 0;
}
