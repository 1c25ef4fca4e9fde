// Unusual right ways to do step 8.

//// stack-copied-at-once
// Both processes will write to their stacks right away, so fork copies that page.
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t va = vmiter_va(it), pa = vmiter_pa(it);
    if (va == MEMSIZE_VIRTUAL - PAGESIZE) {
        int r = address_space_alloc(dst, va, USER_DATA);
        if (r == 0) {
            memcpy(vmiter_kptr(vmiter_at(dst, va)), vmiter_kptr(it), PAGESIZE);
        }
        return r;
    }
    uint64_t perm = vmiter_perm(it) & (PTE_P | PTE_U | PTE_COPY_ON_WRITE);
    if (vmiter_writable(it)) {
        perm |= PTE_COPY_ON_WRITE;
        vmiter_map(it, pa, perm);
    }
    int r = vmiter_try_map(vmiter_at(dst, va), pa, perm);
    if (r == 0) {
        page_share(pa);
    }
    return r;
}

//// two-passes
// First marks all of the parent's pages; then the child's page table is a plain copy of the entries.
static void
mark_all(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, PROC_START_ADDR); vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it) && vmiter_writable(&it)) {
            vmiter_map(&it, vmiter_pa(&it), PTE_P | PTE_U | PTE_COPY_ON_WRITE);
        }
    }
}

int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    mark_all(src);
    for (uint64_t va = PROC_START_ADDR; va < MEMSIZE_VIRTUAL; va += PAGESIZE) {
        vmiter it = vmiter_make(src, va);
        if (vmiter_user(&it)) {
            uint64_t perm = vmiter_perm(&it) & (PTE_P | PTE_U | PTE_COPY_ON_WRITE);
            if (vmiter_try_map(vmiter_at(dst, va), vmiter_pa(&it), perm) < 0) {
                return E_NOMEM;
            }
            page_share(vmiter_pa(&it));
        }
    }
    return 0;
}

//// recursion-over-tables
// Walks the page table itself, level by level, and copies its entries.
static int
copy_table(x86_64_pagetable *dst, x86_64_pagetable *src, int level, uint64_t va) {
    for (unsigned i = 0; i < 512; ++i) {
        uint64_t here = va + ((uint64_t) i << (12 + 9 * (level - 1)));
        x86_64_pageentry_t *entry = &src->entry[i];
        uint64_t pa = *entry & PTE_PAMASK;
        int r = 0;
        if (!(*entry & PTE_P) || here >= MEMSIZE_VIRTUAL) {
            continue;
        } else if (level > 1) {
            r = copy_table(dst, pa2kptr(pa), level - 1, here);
        } else if (here >= PROC_START_ADDR && (*entry & PTE_U)) {
            if (*entry & PTE_W) {
                *entry = pa | PTE_P | PTE_U | PTE_COPY_ON_WRITE;
            }
            r = vmiter_try_map(vmiter_at(dst, here), pa, *entry & (PTE_P | PTE_U | PTE_COPY_ON_WRITE));
            if (r == 0) {
                page_share(pa);
            }
        }
        if (r < 0) {
            return r;
        }
    }
    return 0;
}

int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    return copy_table(dst, src, 4, 0);
}

//// mark-stays
// The mark means: this page is the process's to write to. It stays after the copy, and is there before the first fork.
int
address_space_own(x86_64_pagetable *pt, uint64_t va) {
    vmiter it = vmiter_make(pt, round_down(va, PAGESIZE));
    if (!vmiter_allows(&it, PTE_U | PTE_COPY_ON_WRITE) || vmiter_writable(&it)) {
        return E_FAULT;
    }
    uint64_t old = vmiter_pa(&it), new = old;
    if (physpages[old / PAGESIZE].refcount != 1) {
        void *copy = kalloc(PAGESIZE);
        if (copy == NULL) {
            return E_NOMEM;
        }
        new = kptr2pa(memcpy(copy, pa2kptr(old), PAGESIZE));
    }
    vmiter_map(&it, new, USER_DATA | PTE_COPY_ON_WRITE);
    if (new != old) {
        kfree(pa2kptr(old));
    }
    return 0;
}

//// returns-from-exception
// exception returns, with the process's page table in force again, and so the process repeats its store.
void
exception(regstate *regs) {
    if (!is_from_user(regs)) {
        fault_panic(regs);
    }
    write_cr3(kptr2pa(kernel_pagetable));
    if (regs->reg_intno == INT_PF && address_space_own(current->pagetable, read_cr2()) == 0) {
        write_cr3(kptr2pa(current->pagetable));
        return;
    }
    if (regs->reg_intno != INT_TIMER) {
        fault_show(current->pid);
        current->state = P_FAULTED;
    }
    handle_keys();
    memory_viewer_update();
    schedule();
}

//// others-run-first-and-another-bit
// After the copy it is another process's turn. The mark is another of the bits that the processor ignores.
// in address-space.h
#define PTE_COPY_ON_WRITE PTE_OS3
// in kernel.c
void
exception(regstate *regs) {
    if (!is_from_user(regs)) {
        fault_panic(regs);
    }
    write_cr3(kptr2pa(kernel_pagetable));
    bool mended = regs->reg_intno == INT_PF && (regs->reg_errcode & PFERR_WRITE) != 0
                  && address_space_own(current->pagetable, read_cr2()) == 0;
    if (regs->reg_intno != INT_TIMER && !mended) {
        fault_show(current->pid);
        current->state = P_FAULTED;
    }
    handle_keys();
    memory_viewer_update();
    schedule();
}

//// pages-know-it
// No entry has a mark: each physical page remembers that its owners may write to it. All owners of a page may do the same.
// in pages.h
struct physpage {
    int refcount; // 0: free
    bool is_data; // its owners may write to it, once they have a copy
};
// in address-space.c
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t pa = vmiter_pa(it);
    if (vmiter_writable(it)) {
        physpages[pa / PAGESIZE].is_data = true;
        vmiter_map(it, pa, PTE_P | PTE_U);
    }
    int r = vmiter_try_map(vmiter_at(dst, vmiter_va(it)), pa, PTE_P | PTE_U);
    if (r == 0) {
        page_share(pa);
    }
    return r;
}

int
address_space_own(x86_64_pagetable *pt, uint64_t va) {
    vmiter it = vmiter_make(pt, round_down(va, PAGESIZE));
    if (!vmiter_user(&it) || va < PROC_START_ADDR || !physpages[vmiter_pa(&it) / PAGESIZE].is_data) {
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
// in pages.c
void *
kalloc(size_t size) {
    for (uint64_t pa = 0; size <= PAGESIZE && pa < MEMSIZE_PHYSICAL; pa += PAGESIZE) {
        if (allocatable_physical_address(pa) && physpages[pa / PAGESIZE].refcount == 0) {
            physpages[pa / PAGESIZE] = (struct physpage) {.refcount = 1};
            return pa2kptr(pa);
        }
    }
    return NULL;
}

//// programs-know-it
// No mark at all: whether a process may write to a page is what its program says, each time anew.
// in address-space.c
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t pa = vmiter_pa(it);
    if (vmiter_writable(it)) {
        vmiter_map(it, pa, PTE_P | PTE_U);
    }
    int r = vmiter_try_map(vmiter_at(dst, vmiter_va(it)), pa, PTE_P | PTE_U);
    if (r == 0) {
        page_share(pa);
    }
    return r;
}

int
address_space_own(x86_64_pagetable *pt, uint64_t va) {
    vmiter it = vmiter_make(pt, round_down(va, PAGESIZE));
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
static bool
may_write(const proc *p, uint64_t va) {
    const elf_header *eh = program_header(p->program);
    for (unsigned i = 0; i < eh->phnum; ++i) {
        const elf_program_header *ph = &elf_segments(eh)[i];
        if (va >= round_down(ph->va, PAGESIZE) && va < round_up(ph->va + ph->memsz, PAGESIZE)) {
            return (ph->flags & ELF_SEGMENT_WRITABLE) != 0;
        }
    }
    return va >= PROC_START_ADDR && va < MEMSIZE_VIRTUAL;
}

void
exception(regstate *regs) {
    if (!is_from_user(regs)) {
        fault_panic(regs);
    }
    write_cr3(kptr2pa(kernel_pagetable));
    uint64_t va = read_cr2();
    if (regs->reg_intno == INT_PF && vmiter_user(vmiter_at(current->pagetable, va)) && may_write(current, va)
        && address_space_own(current->pagetable, va) == 0) {
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

//// last-owner-at-once
// When a copy leaves a page with one owner, that owner's entry becomes writable at once, without a fault of its own.
// in address-space.h
void address_space_give_back(x86_64_pagetable *pt, uint64_t pa);
int address_space_own(x86_64_pagetable *pt, uint64_t va) must_check;
// in address-space.c
void
address_space_give_back(x86_64_pagetable *pt, uint64_t pa) {
    for (vmiter it = vmiter_make(pt, PROC_START_ADDR); vmiter_low(&it); vmiter_next(&it)) {
        if (vmiter_pa(&it) == pa && vmiter_allows(&it, PTE_U | PTE_COPY_ON_WRITE)) {
            vmiter_map(&it, pa, USER_DATA);
        }
    }
}

int
address_space_own(x86_64_pagetable *pt, uint64_t va) {
    vmiter it = vmiter_make(pt, round_down(va, PAGESIZE));
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
    if (regs->reg_intno == INT_PF && (regs->reg_errcode & PFERR_WRITE)) {
        uint64_t old = vmiter_pa(vmiter_at(current->pagetable, round_down(read_cr2(), PAGESIZE)));
        if (address_space_own(current->pagetable, read_cr2()) == 0) {
            for (pid_t pid = 1; pid < MAXNPROC; ++pid) {
                if (ptable[pid].state != P_FREE && physpages[old / PAGESIZE].refcount == 1) {
                    address_space_give_back(ptable[pid].pagetable, old);
                }
            }
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
