// Right ways to do step 2.

//// kernels-part-anew
// The permissions are computed again, as kernel_start does, not read from kernel_pagetable.
x86_64_pagetable *
address_space_new(void) {
    x86_64_pagetable *pt = kalloc(PAGESIZE);
    if (pt == NULL) {
        return NULL;
    }
    memset(pt, 0, PAGESIZE);
    for (uint64_t va = PROC_START_ADDR - PAGESIZE; va >= PAGESIZE; va -= PAGESIZE) {
        uint64_t perm = va == CONSOLE_ADDR ? USER_DATA : va == TICKS_ADDR ? PTE_P | PTE_U : PTE_P | PTE_W;
        bool is_guard = va == KERNEL_STACK_BOTTOM - PAGESIZE;
        if (!is_guard && vmiter_try_map(vmiter_at(pt, va), va, perm) < 0) {
            return NULL;
        }
    }
    return pt;
}

//// all-of-memory-for-the-kernel
// The kernel's table is copied with all of memory; from PROC_START_ADDR on without PTE_U.
x86_64_pagetable *
address_space_new(void) {
    x86_64_pagetable *pt = kalloc(PAGESIZE);
    if (pt == NULL) {
        return NULL;
    }
    memset(pt, 0, PAGESIZE);
    for (vmiter it = vmiter_make(kernel_pagetable, PAGESIZE); !vmiter_done(&it); vmiter_next(&it)) {
        uint64_t perm = vmiter_perm(&it) & (vmiter_va(&it) < PROC_START_ADDR ? USER_DATA : PTE_P | PTE_W);
        if (vmiter_try_map(vmiter_at(pt, vmiter_va(&it)), vmiter_pa(&it), perm) < 0) {
            return NULL;
        }
    }
    return pt;
}

//// level-by-level
// Copies the tree of page-table pages recursively, and clears the processes' part of it. It copies the entries' accessed
// and dirty bits, too.
static x86_64_pagetable *
copy_of(const x86_64_pagetable *table, int level) {
    x86_64_pagetable *copy = kalloc(PAGESIZE);
    if (copy == NULL) {
        return NULL;
    }
    memcpy(copy, table, PAGESIZE);
    for (int i = 0; level > 1 && i < 512; ++i) {
        if (copy->entry[i] & PTE_P) {
            const x86_64_pagetable *child = copy_of(pa2kptr(table->entry[i] & PTE_PAMASK), level - 1);
            if (child == NULL) {
                return NULL;
            }
            copy->entry[i] = kptr2pa(child) | (table->entry[i] & 0xFFF);
        }
    }
    return copy;
}

x86_64_pagetable *
address_space_new(void) {
    x86_64_pagetable *pt = copy_of(kernel_pagetable, 4);
    for (vmiter it = vmiter_make(pt != NULL ? pt : kernel_pagetable, PROC_START_ADDR); pt != NULL && !vmiter_done(&it);
         vmiter_next(&it)) {
        if (vmiter_present(&it)) {
            vmiter_map(&it, 0, 0);
        }
    }
    return pt;
}

//// four-pages-by-hand
// The four pages of a table are linked by hand; the entries of level 1 are copied at once.
x86_64_pagetable *
address_space_new(void) {
    x86_64_pagetable *table[5];
    for (int level = 1; level <= 4; ++level) {
        table[level] = kalloc(PAGESIZE);
        if (table[level] == NULL) {
            return NULL;
        }
        memset(table[level], 0, PAGESIZE);
    }
    for (int level = 4; level > 1; --level) {
        table[level]->entry[0] = kptr2pa(table[level - 1]) | PTE_P | PTE_W | PTE_U;
    }
    const x86_64_pagetable *from = kernel_pagetable;
    for (int level = 4; level > 1; --level) {
        from = pa2kptr(from->entry[0] & PTE_PAMASK);
    }
    memcpy(table[1], from, PROC_START_ADDR / PAGESIZE * sizeof(table[1]->entry[0]));
    return table[4];
}

//// only-what-the-processor-needs
// The kernel takes its own page table at once, so processes' tables need no more than its image, its stack and the open pages.
x86_64_pagetable *
address_space_new(void) {
    x86_64_pagetable *pt = kalloc(PAGESIZE);
    if (pt == NULL) {
        return NULL;
    }
    memset(pt, 0, PAGESIZE);
    for (uint64_t va = PAGESIZE; va < PROC_START_ADDR; va += PAGESIZE) {
        vmiter it = vmiter_make(kernel_pagetable, va);
        bool is_needed = vmiter_user(&it) || (vmiter_present(&it) && va < KERNEL_STACK_TOP && !allocatable_physical_address(va));
        if (is_needed && vmiter_try_map(vmiter_at(pt, va), va, vmiter_perm(&it) & USER_DATA) < 0) {
            return NULL;
        }
    }
    return pt;
}

//// process-first
// The table is the process's from the start; the slot is in use only when all is done. The stack comes before the program.
static int
process_setup(pid_t pid, const char *program_name) {
    proc *p = &ptable[pid];
    const elf_header *eh = program_header(program_name);
    if (eh == NULL) {
        return E_NOENT;
    }
    p->pagetable = address_space_new();
    int r = p->pagetable == NULL ? E_NOMEM : address_space_alloc(p->pagetable, memory_end(pid) - PAGESIZE, USER_DATA);
    for (unsigned i = eh->phnum; r == 0 && i-- > 0;) {
        r = load_segment(p->pagetable, (const char *) eh, &elf_segments(eh)[i]);
    }
    if (r < 0) {
        return r;
    }
    p->pid = pid;
    p->program = disk_image_find(program_name).name;
    p->regs = (regstate) {.reg_rip = eh->entry,
                          .reg_rsp = memory_end(pid) - 8,
                          .reg_cs = SEGMENT_USER_CODE,
                          .reg_ss = SEGMENT_USER_DATA};
    p->state = P_RUNNABLE;
    return 0;
}

//// pages-from-a-pool
// The pages of a table are kept in a pool, which survives a failure: so nothing is lost.
static void *pool[4];

static bool
fill_pool(void) {
    for (int i = 0; i < 4; ++i) {
        if (pool[i] == NULL && (pool[i] = kalloc(PAGESIZE)) == NULL) {
            return false;
        }
    }
    return true;
}

x86_64_pagetable *
address_space_new(void) {
    if (!fill_pool()) {
        return NULL;
    }
    x86_64_pagetable *table[4];
    for (int i = 0; i < 4; ++i) {
        table[i] = memset(pool[i], 0, PAGESIZE);
        pool[i] = NULL;
        if (i > 0) {
            table[i - 1]->entry[0] = kptr2pa(table[i]) | PTE_P | PTE_W | PTE_U;
        }
    }
    for (vmiter it = vmiter_make(kernel_pagetable, PAGESIZE); vmiter_va(&it) < PROC_START_ADDR; vmiter_next(&it)) {
        vmiter_map(vmiter_at(table[0], vmiter_va(&it)), vmiter_pa(&it), vmiter_perm(&it) & USER_DATA);
    }
    return table[0];
}

//// page-alloc-in-the-table-in-force
// sys_page_alloc finds the table by the process's number, and maps in it by hand; the page's memory is as it was before.
static int
syscall_page_alloc(uintptr_t addr) {
    const proc *p = &ptable[current->pid];
    if ((addr & (PAGESIZE - 1)) != 0 || addr < memory_start(p->pid) || addr > memory_end(p->pid) - PAGESIZE) {
        return E_INVAL;
    }
    vmiter it = vmiter_make(p->pagetable, addr);
    if (vmiter_user(&it)) { // it has a page there: that is cleared, and stays
        memset(vmiter_kptr(&it), 0, PAGESIZE);
        return 0;
    }
    return address_space_alloc(p->pagetable, addr, USER_DATA);
}
