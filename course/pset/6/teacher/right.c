// Right ways to do step 6.

//// slot-first
// The slot is free before its memory is: nothing runs in between.
static void
syscall_exit(void) {
    x86_64_pagetable *pt = current->pagetable;
    memset(current, 0, sizeof(*current));
    current = NULL;
    address_space_free(pt);
    schedule();
}

//// old-slot-keeps-its-contents
// A slot that is free may have old contents.
static void
syscall_exit(void) {
    current->state = P_FREE;
    address_space_free(current->pagetable);
    schedule();
}

//// recursion
// Frees level by level: what an entry refers to first, then the page with the entries.
static void
free_level(x86_64_pagetable *pt, int level, uint64_t va) {
    for (unsigned i = 0; i < NPAGETABLEENTRIES; ++i) {
        x86_64_pageentry_t entry = pt->entry[i];
        uint64_t below = va + ((uint64_t) i << (12 + 9 * (level - 1)));
        if (!(entry & PTE_P)) {
            continue;
        } else if (level > 1) {
            free_level(pa2kptr(entry & PTE_PAMASK), level - 1, below);
        } else if (below >= PROC_START_ADDR) {
            kfree(pa2kptr(entry & PTE_PAMASK));
        }
    }
    kfree(pt);
}

void
address_space_free(x86_64_pagetable *pt) {
    free_level(pt, 4, 0);
}

//// list-first
// Makes a list of all pages first, and then frees them without a look at any.
void
address_space_free(x86_64_pagetable *pt) {
    static uint64_t pages[NPAGES];
    unsigned n = 0;
    for (vmiter it = vmiter_make(pt, PROC_START_ADDR); vmiter_va(&it) < MEMSIZE_VIRTUAL; vmiter_next(&it)) {
        if (vmiter_user(&it)) {
            pages[n++] = vmiter_pa(&it);
        }
    }
    pages[n++] = kptr2pa(pt);
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        pages[n++] = ptiter_pa(&it);
    }
    while (n > 0) {
        kfree(pa2kptr(pages[--n]));
    }
}

//// each-page-unmapped
// Unmaps each page before it is freed.
void
address_space_free(x86_64_pagetable *pt) {
    for (uint64_t va = PROC_START_ADDR; va < MEMSIZE_VIRTUAL; va += PAGESIZE) {
        vmiter it = vmiter_make(pt, va);
        void *page = vmiter_kptr(&it);
        if (page != NULL) {
            vmiter_map(&it, 0, 0);
            kfree(page);
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
}

//// the-copy-undoes
// address_space_copy frees what it was given if it fails.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    for (vmiter it = vmiter_make(src, PROC_START_ADDR); vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it) && copy_page(dst, &it) < 0) {
            address_space_free(dst);
            return E_NOMEM;
        }
    }
    return 0;
}

// in kernel.c
static pid_t
syscall_fork(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_FREE) {
            x86_64_pagetable *pt = address_space_new();
            if (pt == NULL || address_space_copy(pt, current->pagetable) < 0) {
                return E_NOMEM;
            }
            ptable[pid] = *current;
            ptable[pid].pid = pid;
            ptable[pid].pagetable = pt;
            ptable[pid].regs.reg_rax = 0;
            return pid;
        }
    }
    return E_AGAIN;
}

//// slot-taken-and-given-back
// The child's slot is taken first, and free again after a failure, for which there is a label. The error is another one.
static pid_t
syscall_fork(void) {
    pid_t pid = MAXNPROC - 1;
    while (pid > 0 && ptable[pid].state != P_FREE) {
        --pid;
    }
    if (pid == 0) {
        return -1;
    }
    ptable[pid] = *current;
    ptable[pid].pid = pid;
    ptable[pid].regs.reg_rax = 0;
    ptable[pid].pagetable = address_space_new();
    if (ptable[pid].pagetable == NULL) {
        goto give_back;
    }
    if (address_space_copy(ptable[pid].pagetable, current->pagetable) < 0) {
        goto free_space;
    }
    return pid;
free_space:
    address_space_free(ptable[pid].pagetable);
give_back:
    ptable[pid] = (proc) {.state = P_FREE};
    return E_AGAIN;
}

//// old-page-freed-first
// If a page is mapped there, mapping another one cannot fail: the page-table pages are there. So the old one may go
// before; but not before there is a new one.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    char *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    for (unsigned i = 0; i < PAGESIZE; ++i) {
        page[i] = 0;
    }
    vmiter it = vmiter_make(pt, va);
    if (vmiter_present(&it)) {
        kfree(vmiter_kptr(&it));
        vmiter_map(&it, kptr2pa(page), perm);
    } else if (vmiter_try_map(&it, kptr2pa(page), perm) < 0) {
        kfree(page);
        return E_NOMEM;
    }
    return 0;
}

//// page-reused
// A page that is the process's alone is cleared instead of replaced: nothing can fail.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    vmiter it = vmiter_make(pt, va);
    if (vmiter_allows(&it, perm)) {
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

//// reaped-later
// An exit marks the process; the scheduler frees its memory, before anybody runs.
typedef enum procstate {
    P_FREE = 0,
    P_RUNNABLE = 1,
    P_FAULTED = 2,
    P_ZOMBIE = 3,
} procstate;

static void
reap(void) {
    for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
        if (ptable[pid].state == P_ZOMBIE) {
            address_space_free(ptable[pid].pagetable);
            ptable[pid] = (proc) {.state = P_FREE};
        }
    }
}

static void
syscall_exit(void) {
    current->state = P_ZOMBIE;
    schedule();
}

static void
schedule(void) {
    static pid_t pid;
    reap();
    for (;;) {
        for (int i = 0; i < MAXNPROC; ++i) {
            pid = (pid + 1) % MAXNPROC;
            if (ptable[pid].state == P_RUNNABLE) {
                run(&ptable[pid]);
            }
        }
        screen_update();
        wait_for_interrupt();
        handle_keys();
        memory_viewer_update();
    }
}

//// list-in-free-pages
// The allocator has a list of the free pages; each has the address of the next one in its first word.
static void *first;

static void
make_list(void) {
    static bool made;
    for (uint64_t pa = 0; !made && pa < MEMSIZE_PHYSICAL; pa += PAGESIZE) {
        if (allocatable_physical_address(pa)) {
            *(void **) pa2kptr(pa) = first;
            first = pa2kptr(pa);
        }
    }
    made = true;
}

void *
kalloc(size_t size) {
    make_list();
    void *page = first;
    if (page == NULL || size > PAGESIZE) {
        return NULL;
    }
    first = *(void **) page;
    physpages[kptr2pa(page) / PAGESIZE].refcount = 1;
    return page;
}

void
kfree(void *pointer) {
    if (pointer != NULL && --physpages[kptr2pa(pointer) / PAGESIZE].refcount == 0) {
        *(void **) pointer = first;
        first = pointer;
    }
}

//// loads-with-one-exit
// Loading has one way out, and takes its slot at the end.
static int
process_setup(pid_t pid, const char *program_name) {
    const elf_header *eh = program_header(program_name);
    x86_64_pagetable *pt = NULL;
    int r = E_NOENT;
    if (eh == NULL) {
        goto out;
    }
    r = E_NOMEM;
    if ((pt = address_space_new()) == NULL || address_space_alloc(pt, memory_end(pid) - PAGESIZE, USER_DATA) < 0) {
        goto out;
    }
    for (const elf_program_header *ph = elf_segments(eh); ph < elf_segments(eh) + eh->phnum; ++ph) {
        if ((r = load_segment(pt, (const char *) eh, ph)) < 0) {
            goto out;
        }
    }
    ptable[pid] = (proc) {.pagetable = pt, .pid = pid, .state = P_RUNNABLE};
    ptable[pid].program = disk_image_find(program_name).name;
    ptable[pid].regs.reg_rip = eh->entry;
    ptable[pid].regs.reg_rsp = memory_end(pid) - sizeof(uint64_t);
    ptable[pid].regs.reg_cs = SEGMENT_USER_CODE;
    ptable[pid].regs.reg_ss = SEGMENT_USER_DATA;
    return 0;
out:
    if (pt != NULL) {
        address_space_free(pt);
    }
    return r;
}
