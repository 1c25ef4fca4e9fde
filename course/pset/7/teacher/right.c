// Right ways to do step 7.

//// counted-first-and-undone
// Counts a page before it is mapped, and takes that back if mapping fails.
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t pa = vmiter_pa(it), perm = vmiter_perm(it) & USER_DATA;
    page_share(pa);
    int r = vmiter_try_map(vmiter_at(dst, vmiter_va(it)), pa, perm);
    if (r < 0) {
        kfree(pa2kptr(pa));
    }
    return r;
}

//// one-function
// Copying and sharing are one function, in which only the page differs.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    for (uint64_t va = PROC_START_ADDR; va < MEMSIZE_VIRTUAL; va += PAGESIZE) {
        vmiter it = vmiter_make(src, va);
        if (!vmiter_user(&it)) {
            continue;
        }
        void *page = vmiter_kptr(&it);
        if (vmiter_writable(&it)) {
            page = kalloc(PAGESIZE);
            if (page == NULL) {
                return E_NOMEM;
            }
            memcpy(page, vmiter_kptr(&it), PAGESIZE);
        } else {
            physpages[vmiter_pa(&it) / PAGESIZE].refcount++;
        }
        if (vmiter_try_map(vmiter_at(dst, va), kptr2pa(page), vmiter_perm(&it) & USER_DATA) < 0) {
            kfree(page);
            return E_NOMEM;
        }
    }
    return 0;
}

//// shared-first-copied-later
// Two passes: first the pages that are shared, then those that are copied.
static int
copy_those(x86_64_pagetable *dst, x86_64_pagetable *src, bool writable) {
    int r = 0;
    for (vmiter it = vmiter_make(src, PROC_START_ADDR); r == 0 && vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it) && vmiter_writable(&it) == writable) {
            r = writable ? copy_page(dst, &it) : share_page(dst, &it);
        }
    }
    return r;
}

int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    return copy_those(dst, src, false) == 0 ? copy_those(dst, src, true) : E_NOMEM;
}

//// counted-at-the-end
// Shared pages are counted when nothing can fail any more; what undoes a failure knows that.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    int r = 0;
    for (vmiter it = vmiter_make(src, PROC_START_ADDR); r == 0 && vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it) && vmiter_writable(&it)) {
            r = copy_page(dst, &it);
        } else if (is_own(&it)) {
            r = vmiter_try_map(vmiter_at(dst, vmiter_va(&it)), vmiter_pa(&it), vmiter_perm(&it) & USER_DATA);
        }
    }
    for (vmiter it = vmiter_make(dst, PROC_START_ADDR); vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it) && !vmiter_writable(&it) && r == 0) {
            page_share(vmiter_pa(&it));
        } else if (is_own(&it) && !vmiter_writable(&it)) {
            vmiter_map(&it, 0, 0);
        }
    }
    return r;
}

//// read-only-when-loaded
// A segment is writable while it is loaded, and loses PTE_W at the end.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    for (uint64_t va = round_down(ph->va, PAGESIZE); va < ph->va + ph->memsz; va += PAGESIZE) {
        if (address_space_alloc(pt, va, USER_DATA) < 0) {
            return E_NOMEM;
        }
    }
    for (uint64_t i = 0; i < ph->filesz; ++i) {
        *(char *) vmiter_kptr(vmiter_at(pt, ph->va + i)) = image[ph->offset + i];
    }
    for (uint64_t va = round_down(ph->va, PAGESIZE); va < ph->va + ph->memsz; va += PAGESIZE) {
        vmiter it = vmiter_make(pt, va);
        if (!(ph->flags & ELF_SEGMENT_WRITABLE)) {
            vmiter_map(&it, vmiter_pa(&it), PTE_P | PTE_U);
        }
    }
    return 0;
}

//// never-executed
// Data and constants cannot be executed, either.
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    uint64_t perm = PTE_P | PTE_U | (ph->flags & ELF_SEGMENT_WRITABLE ? PTE_W : 0)
                    | (ph->flags & ELF_SEGMENT_EXECUTABLE ? 0 : PTE_XD);
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

//// page-of-the-image
// Whole pages of code and constants are those of the disk image, which nobody counts.
static bool
is_counted(const vmiter *it) {
    return vmiter_pa(it) < MEMSIZE_PHYSICAL;
}

void
address_space_free(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it) && is_counted(&it)) {
            kfree(vmiter_kptr(&it));
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
}

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
    if (vmiter_present(&old) && is_counted(&old)) {
        kfree(vmiter_kptr(&old));
    }
    return 0;
}

static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t pa = vmiter_pa(it), perm = vmiter_perm(it) & USER_DATA;
    int r = vmiter_try_map(vmiter_at(dst, vmiter_va(it)), pa, perm);
    if (r == 0 && is_counted(it)) {
        page_share(pa);
    }
    return r;
}

// in kernel.c
static int
load_segment(x86_64_pagetable *pt, const char *image, const elf_program_header *ph) {
    uint64_t perm = PTE_P | PTE_U | (ph->flags & ELF_SEGMENT_WRITABLE ? PTE_W : 0);
    for (uint64_t va = round_down(ph->va, PAGESIZE); va < ph->va + ph->memsz; va += PAGESIZE) {
        const char *in_image = image + ph->offset + (va - ph->va);
        if (!(perm & PTE_W) && va >= ph->va && va + PAGESIZE <= ph->va + ph->filesz && kptr2pa(in_image) % PAGESIZE == 0) {
            if (vmiter_try_map(vmiter_at(pt, va), kptr2pa(in_image), perm) < 0) {
                return E_NOMEM;
            }
            continue;
        }
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

//// recursion
// Goes through the page table level by level.
static int
copy_level(x86_64_pagetable *dst, const x86_64_pagetable *table, int level, uint64_t va) {
    for (unsigned i = 0; i < NPAGETABLEENTRIES; ++i) {
        x86_64_pageentry_t entry = table->entry[i];
        uint64_t below = va + ((uint64_t) i << (12 + 9 * (level - 1)));
        int r = 0;
        if (!(entry & PTE_P)) {
            continue;
        } else if (level > 1) {
            r = copy_level(dst, pa2kptr(entry & PTE_PAMASK), level - 1, below);
        } else if (below >= PROC_START_ADDR && (entry & PTE_W)) {
            r = address_space_alloc(dst, below, entry & USER_DATA);
            if (r == 0) {
                memcpy(vmiter_kptr(vmiter_at(dst, below)), pa2kptr(entry & PTE_PAMASK), PAGESIZE);
            }
        } else if (below >= PROC_START_ADDR) {
            r = vmiter_try_map(vmiter_at(dst, below), entry & PTE_PAMASK, entry & USER_DATA);
            if (r == 0) {
                page_share(entry & PTE_PAMASK);
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
    return copy_level(dst, src, 4, 0);
}
