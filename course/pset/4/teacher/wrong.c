// Wrong ways to do step 4.

//// stack-at-the-end
// check: 4.1
// says: process 1 can read and write address 0x300000; its memory ends at MEMSIZE_VIRTUAL, 0x300000
// The stack's page is mapped at the end of memory, not just below it.
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
    for (unsigned i = 0; r == 0 && i < eh->phnum; ++i) {
        r = load_segment(pt, (const char *) eh, &elf_segments(eh)[i]);
    }
    if (r == 0) {
        r = address_space_alloc(pt, MEMSIZE_VIRTUAL, USER_DATA);
    }
    if (r < 0) {
        return r;
    }
    ptable[pid] = (proc) {.pagetable = pt, .pid = pid, .state = P_RUNNABLE};
    ptable[pid].program = disk_image_find(program_name).name;
    ptable[pid].regs.reg_rip = eh->entry;
    ptable[pid].regs.reg_rsp = MEMSIZE_VIRTUAL + PAGESIZE - 8;
    ptable[pid].regs.reg_cs = SEGMENT_USER_CODE;
    ptable[pid].regs.reg_ss = SEGMENT_USER_DATA;
    return 0;
}

//// stack-pointer-at-the-start
// check: 4.1
// says: process \d .*: page fault writing 0x2feff8 .*, and so the check does not come to its end
// %rsp is the first address of the stack's page, so the first push is already below it.
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
    for (unsigned i = 0; r == 0 && i < eh->phnum; ++i) {
        r = load_segment(pt, (const char *) eh, &elf_segments(eh)[i]);
    }
    uint64_t stack = memory_end(pid) - PAGESIZE;
    if (r == 0) {
        r = address_space_alloc(pt, stack, USER_DATA);
    }
    if (r < 0) {
        return r;
    }
    ptable[pid] = (proc) {.pagetable = pt, .pid = pid, .state = P_RUNNABLE};
    ptable[pid].program = disk_image_find(program_name).name;
    ptable[pid].regs.reg_rip = eh->entry;
    ptable[pid].regs.reg_rsp = stack;
    ptable[pid].regs.reg_cs = SEGMENT_USER_CODE;
    ptable[pid].regs.reg_ss = SEGMENT_USER_DATA;
    return 0;
}

//// two-stack-pages
// check: 4.1
// says: process \d has a page at 0x2fe000, below its stack
// The stack has a page more than it should.
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
    for (unsigned i = 0; r == 0 && i < eh->phnum; ++i) {
        r = load_segment(pt, (const char *) eh, &elf_segments(eh)[i]);
    }
    for (uint64_t va = memory_end(pid) - 2 * PAGESIZE; r == 0 && va < memory_end(pid); va += PAGESIZE) {
        r = address_space_alloc(pt, va, USER_DATA);
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

//// only-the-end
// check: 4.1
// says: memory of process 2 is \[0x140000, 0x300000\); every process has \[0x100000, 0x300000\)
// The start of memory still depends on the process's number.
static uint64_t
memory_start(pid_t pid) {
    return PROC_START_ADDR + (uint64_t) (pid - 1) * 0x40000;
}

//// only-the-start
// check: 4.3
// says: memory of process 1 is \[0x100000, 0x140000\)
// The end of memory still depends on the process's number.
static uint64_t
memory_end(pid_t pid) {
    return PROC_START_ADDR + (uint64_t) pid * 0x40000;
}

//// physical-bound
// check: 4.2
// says: memory of process 1 is \[0x100000, 0x200000\)
// Takes MEMSIZE_PHYSICAL for MEMSIZE_VIRTUAL.
static uint64_t
memory_end(pid_t pid) {
    (void) pid;
    return MEMSIZE_PHYSICAL;
}

//// physical-bound-in-the-call
// check: 4.2
// says: sys_page_alloc\(0x200000\) returned -22; the address is the caller's
// The same, but in syscall_page_alloc alone.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < PROC_START_ADDR || addr >= MEMSIZE_PHYSICAL) {
        return E_INVAL;
    }
    return address_space_alloc(current->pagetable, addr, USER_DATA);
}

//// old-slot-in-the-call
// check: 4.3
// says: process \d: sys_page_alloc\(0x140000\) returned -22
// syscall_page_alloc has its own formula for the bounds, which is left as it was.
static int
syscall_page_alloc(uintptr_t addr) {
    uintptr_t start = PROC_START_ADDR + (uintptr_t) (current->pid - 1) * 0x40000;
    if (addr % PAGESIZE != 0 || addr < start || addr >= start + 0x40000) {
        return E_INVAL;
    }
    return address_space_alloc(current->pagetable, addr, USER_DATA);
}

//// last-page-refused
// check: 4.2
// says: sys_page_alloc\(0x2ff000\) returned -22; the address is the caller's \(the caller's stack\)
// The bound is one page too low.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < PROC_START_ADDR || addr + PAGESIZE >= MEMSIZE_VIRTUAL) {
        return E_INVAL;
    }
    return address_space_alloc(current->pagetable, addr, USER_DATA);
}

//// last-page-and-one-more
// check: 4.2
// says: after sys_page_alloc of process 1, process 1 can read and write address 0x300000; its memory ends
// The bound is one page too high.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < PROC_START_ADDR || addr > MEMSIZE_VIRTUAL) {
        return E_INVAL;
    }
    return address_space_alloc(current->pagetable, addr, USER_DATA);
}

//// one-stack-for-all
// check: 4.3
// says: process 1 can write at 0x2ff000 to the page of physical address .*, which is mapped or used elsewhere
// All stacks are at the same address, so one page is mapped for all of them.
static void *stack_of_all;

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
    for (unsigned i = 0; r == 0 && i < eh->phnum; ++i) {
        r = load_segment(pt, (const char *) eh, &elf_segments(eh)[i]);
    }
    if (stack_of_all == NULL) {
        stack_of_all = kalloc(PAGESIZE);
    }
    if (r == 0 && stack_of_all != NULL) {
        r = vmiter_try_map(vmiter_at(pt, memory_end(pid) - PAGESIZE), kptr2pa(stack_of_all), USER_DATA);
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

//// old-page-lost
// check: 4.4
// says: in place of another page, and \d+ pages were free before, \d+ are now: the old page is lost
// The step as step 3 left it: the page that was mapped before is lost.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    memset(page, 0, PAGESIZE);
    if (vmiter_try_map(vmiter_at(pt, va), kptr2pa(page), perm) < 0) {
        kfree(page);
        return E_NOMEM;
    }
    return 0;
}

//// old-page-lost-below-the-heap
// check: 4.4
// says: sys_page_alloc\(0x1\w\w000\), in place of another page, .*: the old page is lost
// Frees an old page only where a heap may be: beyond the first pages.
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
    if (vmiter_present(&old) && va >= PROC_START_ADDR + 0x10000) {
        kfree(vmiter_kptr(&old));
    }
    return 0;
}

//// new-page-freed
// check: 4.4
// says: the page at \w+ is free, and still in use
// Looks up the old page after the new one is mapped, and so frees the new one.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    memset(page, 0, PAGESIZE);
    vmiter it = vmiter_make(pt, va);
    bool has_old = vmiter_present(&it);
    if (vmiter_try_map(&it, kptr2pa(page), perm) < 0) {
        kfree(page);
        return E_NOMEM;
    }
    if (has_old) {
        kfree(vmiter_kptr(&it));
    }
    return 0;
}

//// frees-by-virtual-address
// check: 4.4
// says: kfree\(0x180000\), which kalloc has not returned
// Frees the page with the physical address `va`, as when these were the same.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    memset(page, 0, PAGESIZE);
    vmiter it = vmiter_make(pt, va);
    bool has_old = vmiter_present(&it);
    if (vmiter_try_map(&it, kptr2pa(page), perm) < 0) {
        kfree(page);
        return E_NOMEM;
    }
    if (has_old) {
        kfree(pa2kptr(va));
    }
    return 0;
}

//// old-page-freed-too-early
// check: 4.6
// says: in which allocation 1 failed, the page at \w+ is free, and still in use
// Frees the old page first. If there is then no new one, the old one stays mapped.
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

//// old-page-unmapped-too-early
// check: 4.6
// says: in which allocation 1 failed, process 1 has lost its page at 0x190000
// Unmaps and frees the old page first. If there is then no new one, the process has lost its page.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    vmiter it = vmiter_make(pt, va);
    if (vmiter_present(&it)) {
        kfree(vmiter_kptr(&it));
        vmiter_map(&it, 0, 0);
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

//// old-page-kept
// check: 4.4
// says: after sys_page_alloc in place of another page, process 1 has 0x1 at 0x180000; expected 0
// Where a page is mapped there is nothing to do, it seems.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    vmiter it = vmiter_make(pt, va);
    if (vmiter_present(&it)) {
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

//// mapped-addresses-refused
// check: 4.4
// says: sys_page_alloc\(0x180000\) returned -22; the caller has a page there, which it replaces
// Refuses an address where a page is.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < memory_start(current->pid) || addr >= memory_end(current->pid)
        || vmiter_present(vmiter_at(current->pagetable, addr))) {
        return E_INVAL;
    }
    return address_space_alloc(current->pagetable, addr, USER_DATA);
}

//// stack-protected
// check: 4.2
// says: sys_page_alloc\(0x2fe000\) returned -22; the address is the caller's \(not in use\)
// Keeps the heap away from the stack: refuses the page below it.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < memory_start(current->pid) || addr >= memory_end(current->pid)
        || addr == MEMSIZE_VIRTUAL - 2 * PAGESIZE) {
        return E_INVAL;
    }
    return address_space_alloc(current->pagetable, addr, USER_DATA);
}

//// no-memory-ends-the-caller
// check: 4.5
// says: after sys_page_alloc of process \d, no process can go on: the kernel has ended all of them
// Without memory, the process is ended.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < memory_start(current->pid) || addr >= memory_end(current->pid)) {
        return E_INVAL;
    }
    if (address_space_alloc(current->pagetable, addr, USER_DATA) < 0) {
        current->state = P_FAULTED;
        schedule();
    }
    return 0;
}

//// no-memory-panics
// check: 4.5
// says: sys_page_alloc\(\w+\) with \d pages free: the kernel panics: .*page != NULL
// Without memory, the kernel panics.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    assert(page != NULL);
    memset(page, 0, PAGESIZE);
    vmiter it = vmiter_make(pt, va);
    vmiter old = it;
    if (vmiter_try_map(&it, kptr2pa(page), perm) < 0) {
        kfree(page);
        return E_NOMEM;
    }
    kfree(vmiter_kptr(&old));
    return 0;
}

//// no-memory-waits
// check: 4.5
// says: sys_page_alloc\(\w+\) with \d pages free: the kernel hangs in \w+: an endless loop
// Without memory, the kernel tries again until there is some.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page;
    do {
        page = kalloc(PAGESIZE);
    } while (page == NULL);
    memset(page, 0, PAGESIZE);
    vmiter it = vmiter_make(pt, va);
    vmiter old = it;
    if (vmiter_try_map(&it, kptr2pa(page), perm) < 0) {
        kfree(page);
        return E_NOMEM;
    }
    kfree(vmiter_kptr(&old));
    return 0;
}

//// no-memory-is-success
// check: 4.5
// says: sys_page_alloc\(\w+\) returned 0, and there is no page; 0 pages are free
// The error is lost on its way to the process.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < memory_start(current->pid) || addr >= memory_end(current->pid)) {
        return E_INVAL;
    }
    int r = address_space_alloc(current->pagetable, addr, USER_DATA);
    (void) r;
    return 0;
}

//// no-memory-is-positive
// check: 4.6
// says: sys_page_alloc of process 1, in which allocation 1 failed, and yet it returned 12
// The error is not negative.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < memory_start(current->pid) || addr >= memory_end(current->pid)) {
        return E_INVAL;
    }
    return address_space_alloc(current->pagetable, addr, USER_DATA) == 0 ? 0 : -E_NOMEM;
}

//// some-pages-kept-back
// check: 4.5
// says: sys_page_alloc\(\w+\) returned -12, and yet \d+ pages are free
// Leaves some pages for the kernel, which needs none.
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < memory_start(current->pid) || addr >= memory_end(current->pid)) {
        return E_INVAL;
    }
    unsigned n = 0;
    for (uint64_t pa = 0; pa < MEMSIZE_PHYSICAL; pa += PAGESIZE) {
        n += allocatable_physical_address(pa) && physpages[pa / PAGESIZE].refcount == 0;
    }
    return n < 10 ? E_NOMEM : address_space_alloc(current->pagetable, addr, USER_DATA);
}

//// only-low-memory-is-handed-out
// check: 4.5
// says: sys_page_alloc\(\w+\) returned -12, and yet \d+ pages are free
// kalloc still takes memory from PROC_START_ADDR on for the processes' own.
void *
kalloc(size_t size) {
    for (uint64_t pa = 0; size <= PAGESIZE && pa < PROC_START_ADDR; pa += PAGESIZE) {
        if (allocatable_physical_address(pa) && physpages[pa / PAGESIZE].refcount == 0) {
            physpages[pa / PAGESIZE].refcount = 1;
            return pa2kptr(pa);
        }
    }
    return NULL;
}

//// new-page-not-cleared
// check: 4.4
// says: after sys_page_alloc in place of another page, process 1 has 0xa5 at 0x180000; expected 0
// Clears the old page instead of the new one.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    vmiter it = vmiter_make(pt, va);
    vmiter old = it;
    memset(vmiter_present(&old) ? vmiter_kptr(&old) : page, 0, PAGESIZE);
    if (vmiter_try_map(&it, kptr2pa(page), perm) < 0) {
        kfree(page);
        return E_NOMEM;
    }
    kfree(vmiter_kptr(&old));
    return 0;
}
