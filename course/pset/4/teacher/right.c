// Unusual right ways to do step 4.

//// cleared-in-place
// A page that is there already, and nobody else's, becomes the new page: it is cleared. So replacing needs no memory.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    vmiter it = vmiter_make(pt, va);
    if (vmiter_user(&it) && physpages[vmiter_pa(&it) / PAGESIZE].refcount == 1) {
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

//// freed-before-it-is-mapped
// Frees the old page before it maps the new one: where a page was, mapping cannot fail.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    memset(page, 0, PAGESIZE);
    vmiter it = vmiter_make(pt, va);
    if (vmiter_present(&it)) {
        kfree(vmiter_kptr(&it));
        vmiter_map(&it, kptr2pa(page), perm);
        return 0;
    }
    int r = vmiter_try_map(&it, kptr2pa(page), perm);
    if (r < 0) {
        kfree(page);
    }
    return r;
}

//// unmapped-and-put-back
// Unmaps the old page first, and maps it again if there is no new one.
static int
map_fresh(vmiter *it, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    int r = vmiter_try_map(it, kptr2pa(page), perm);
    if (r < 0) {
        kfree(page);
        return r;
    }
    memset(page, 0, PAGESIZE);
    return 0;
}

int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    vmiter it = vmiter_make(pt, va);
    const vmiter old = it;
    if (vmiter_present(&old)) {
        vmiter_map(&it, 0, 0);
    }
    int r = map_fresh(&it, perm);
    if (r == 0) {
        kfree(vmiter_kptr(&old));
    } else if (vmiter_present(&old)) {
        vmiter_map(&it, vmiter_pa(&old), vmiter_perm(&old));
    }
    return r;
}

//// the-call-frees
// syscall_page_alloc frees the old page; address_space_alloc knows nothing of it.
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

// in kernel.c
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr & (PAGESIZE - 1)) {
        return E_INVAL;
    }
    if (addr - PROC_START_ADDR >= MEMSIZE_VIRTUAL - PROC_START_ADDR) {
        return E_INVAL;
    }
    void *old = vmiter_kptr(vmiter_at(current->pagetable, addr));
    int r = address_space_alloc(current->pagetable, addr, USER_DATA);
    if (r == 0) {
        kfree(old);
    }
    return r;
}

//// constants-everywhere
// Without memory_start and memory_end. The stack comes first, and %rsp is the end of memory.
// without: memory_start memory_end
static int
process_setup(pid_t pid, const char *program_name) {
    const elf_header *eh = program_header(program_name);
    if (eh == NULL) {
        return E_NOENT;
    }
    x86_64_pagetable *pt = address_space_new();
    if (pt == NULL || address_space_alloc(pt, MEMSIZE_VIRTUAL - PAGESIZE, USER_DATA) < 0) {
        return E_NOMEM;
    }
    for (const elf_program_header *ph = elf_segments(eh); ph != elf_segments(eh) + eh->phnum; ++ph) {
        if (load_segment(pt, (const char *) eh, ph) < 0) {
            return E_NOMEM;
        }
    }
    proc *p = &ptable[pid];
    memset(p, 0, sizeof(*p));
    p->pid = pid;
    p->pagetable = pt;
    p->program = disk_image_find(program_name).name;
    p->regs.reg_rip = eh->entry;
    p->regs.reg_rsp = MEMSIZE_VIRTUAL;
    p->regs.reg_cs = SEGMENT_USER_CODE;
    p->regs.reg_ss = SEGMENT_USER_DATA;
    p->state = P_RUNNABLE;
    return 0;
}

static int
syscall_page_alloc(uintptr_t addr) {
    bool in_memory = PROC_START_ADDR <= addr && addr <= MEMSIZE_VIRTUAL - PAGESIZE;
    return in_memory && addr % PAGESIZE == 0 ? address_space_alloc(current->pagetable, addr, USER_DATA) : E_INVAL;
}

bool
view_process(pid_t pid, process_view *view) {
    static const char *const states[] = {"free", "runnable", "faulted"};
    const proc *p = &ptable[pid];
    *view = (process_view) {.program = p->program,
                            .state = states[p->state],
                            .pagetable = p->pagetable,
                            .regs = &p->regs,
                            .memory_start = PROC_START_ADDR,
                            .memory_end = MEMSIZE_VIRTUAL};
    return p->state != P_FREE;
}

//// dropped-and-mapped
// Has the new page, drops the old one, then maps: in three steps with functions of their own.
static void *
fresh_page(void) {
    void *page = kalloc(PAGESIZE);
    return page != NULL ? memset(page, 0, PAGESIZE) : NULL;
}

// drop(pt, va)
//    Unmaps and frees what is mapped at `va`, if anything is.
static void
drop(x86_64_pagetable *pt, uint64_t va) {
    vmiter it = vmiter_make(pt, va);
    if (vmiter_present(&it)) {
        void *page = vmiter_kptr(&it);
        vmiter_map(&it, 0, 0);
        kfree(page);
    }
}

int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = fresh_page();
    if (page == NULL) {
        return E_NOMEM;
    }
    drop(pt, va);
    if (vmiter_try_map(vmiter_at(pt, va), kptr2pa(page), perm) < 0) {
        kfree(page);
        return E_NOMEM;
    }
    return 0;
}

//// last-page-first
// kalloc looks from the end, and remembers nothing; the error is another one.
void *
kalloc(size_t size) {
    if (size > PAGESIZE) {
        return NULL;
    }
    for (uint64_t page = NPAGES; page-- > 0;) {
        if (physpages[page].refcount == 0 && allocatable_physical_address(page * PAGESIZE)) {
            physpages[page].refcount = 1;
            return pa2kptr(page * PAGESIZE);
        }
    }
    return NULL;
}

// in kernel.c
static int
syscall_page_alloc(uintptr_t addr) {
    if (addr % PAGESIZE != 0 || addr < memory_start(current->pid) || addr >= memory_end(current->pid)) {
        return -1;
    }
    return address_space_alloc(current->pagetable, addr, USER_DATA) < 0 ? -1 : 0;
}

//// through-the-registers
// sys_page_alloc does not return from syscall: it leaves its result in the caller's registers, and lets others run first.
static int
syscall_page_alloc(uintptr_t addr) {
    int r = E_INVAL;
    if (addr % PAGESIZE == 0 && addr >= memory_start(current->pid) && addr < memory_end(current->pid)) {
        r = address_space_alloc(current->pagetable, addr, USER_DATA);
    }
    current->regs.reg_rax = (uint64_t) (int64_t) r;
    schedule();
}
