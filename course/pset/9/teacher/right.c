// Unusual right ways to do step 9.

//// pages-set-aside
// A promise is a page: fork takes one with kalloc and sets it aside, as a page that nobody uses. kalloc passes over it.
static bool is_aside[NPAGES];

void *
kalloc(size_t size) {
    for (uint64_t pa = 0; size <= PAGESIZE && pa < MEMSIZE_PHYSICAL; pa += PAGESIZE) {
        bool is_free = physpages[pa / PAGESIZE].refcount == 0 && !is_aside[pa / PAGESIZE];
        if (allocatable_physical_address(pa) && is_free) {
            physpages[pa / PAGESIZE].refcount = 1;
            return pa2kptr(pa);
        }
    }
    return NULL;
}

int
page_promise(void) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    physpages[kptr2pa(page) / PAGESIZE].refcount = 0;
    is_aside[kptr2pa(page) / PAGESIZE] = true;
    return 0;
}

static uint64_t
take_aside(void) {
    uint64_t n = 0;
    while (!is_aside[n]) {
        ++n;
        assert_lt(n, NPAGES);
    }
    is_aside[n] = false;
    return n;
}

void *
page_promised(void) {
    uint64_t n = take_aside();
    physpages[n].refcount = 1;
    return pa2kptr(n * PAGESIZE);
}

void
page_unpromise(void) {
    (void) take_aside();
}

//// set-aside-without-kalloc
// The same, but it finds the pages itself, from the end of memory, and never asks kalloc.
static bool is_aside[NPAGES];

static uint64_t
find_from_the_end(bool aside) {
    for (uint64_t n = NPAGES - 1; n > 0; --n) {
        if (allocatable_physical_address(n * PAGESIZE) && physpages[n].refcount == 0 && is_aside[n] == aside) {
            return n;
        }
    }
    return 0;
}

void *
kalloc(size_t size) {
    for (uint64_t n = 1; size <= PAGESIZE && n < NPAGES; ++n) {
        if (allocatable_physical_address(n * PAGESIZE) && physpages[n].refcount == 0 && !is_aside[n]) {
            physpages[n].refcount = 1;
            return pa2kptr(n * PAGESIZE);
        }
    }
    return NULL;
}

int
page_promise(void) {
    uint64_t n = find_from_the_end(false);
    is_aside[n] = n != 0;
    return n != 0 ? 0 : E_NOMEM;
}

void *
page_promised(void) {
    uint64_t n = find_from_the_end(true);
    assert_gt(n, 0);
    is_aside[n] = false;
    physpages[n].refcount = 1;
    return pa2kptr(n * PAGESIZE);
}

void
page_unpromise(void) {
    uint64_t n = find_from_the_end(true);
    assert_gt(n, 0);
    is_aside[n] = false;
}

//// nothing-is-counted
// There is no count of promises: they are what the counts of the pages that can be written say, less one for each.
// in pages.h
struct physpage {
    int refcount; // 0: free
    bool is_data; // its owners may write to it, each to a copy
};
int page_promise(void) must_check;
void page_is_data(uint64_t pa);
// in pages.c
static unsigned
promises(void) {
    unsigned n = 0;
    for (unsigned i = 0; i < NPAGES; ++i) {
        n += physpages[i].is_data && physpages[i].refcount > 1 ? (unsigned) physpages[i].refcount - 1 : 0;
    }
    return n;
}

void
page_is_data(uint64_t pa) {
    physpages[pa / PAGESIZE].is_data = true;
}

static void *
first_free(void) {
    for (uint64_t pa = 0; pa < MEMSIZE_PHYSICAL; pa += PAGESIZE) {
        if (allocatable_physical_address(pa) && physpages[pa / PAGESIZE].refcount == 0) {
            physpages[pa / PAGESIZE] = (struct physpage) {.refcount = 1};
            return pa2kptr(pa);
        }
    }
    return NULL;
}

void *
kalloc(size_t size) {
    return size <= PAGESIZE && free_pages() > promises() ? first_free() : NULL;
}

int
page_promise(void) {
    return free_pages() > promises() ? 0 : E_NOMEM;
}

void *
page_promised(void) {
    void *page = first_free();
    assert(page != NULL);
    return page;
}

void
page_unpromise(void) {
}
// in address-space.c
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t pa = vmiter_pa(it), perm = vmiter_perm(it) & (PTE_P | PTE_U | PTE_COPY_ON_WRITE);
    if (vmiter_writable(it)) {
        perm |= PTE_COPY_ON_WRITE;
        vmiter_map(it, pa, perm);
        page_is_data(pa);
    }
    vmiter childs = vmiter_make(dst, vmiter_va(it));
    if (vmiter_try_map(&childs, pa, perm) < 0) {
        return E_NOMEM;
    }
    if ((perm & PTE_COPY_ON_WRITE) && page_promise() < 0) {
        vmiter_map(&childs, 0, 0);
        return E_NOMEM;
    }
    page_share(pa);
    return 0;
}

//// all-at-once
// Fork counts what may be copied and promises all of it before it shares anything. If it fails, it takes back what
// address_space_free does not.
static unsigned
may_be_copied(x86_64_pagetable *pt) {
    unsigned n = 0;
    for (vmiter it = vmiter_make(pt, PROC_START_ADDR); vmiter_low(&it); vmiter_next(&it)) {
        n += is_own(&it) && (vmiter_perm(&it) & (PTE_W | PTE_COPY_ON_WRITE)) != 0;
    }
    return n;
}

static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t pa = vmiter_pa(it), perm = vmiter_perm(it) & (PTE_P | PTE_U | PTE_COPY_ON_WRITE);
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

int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    unsigned promises = 0, needed = may_be_copied(src);
    while (promises < needed && page_promise() == 0) {
        ++promises;
    }
    int r = promises == needed ? 0 : E_NOMEM;
    for (vmiter it = vmiter_make(src, PROC_START_ADDR); r == 0 && vmiter_low(&it); vmiter_next(&it)) {
        r = is_own(&it) ? share_page(dst, &it) : 0;
    }
    if (r < 0) {
        for (promises -= may_be_copied(dst); promises > 0; --promises) {
            page_unpromise();
        }
    }
    return r;
}

//// stack-copied-at-once
// The stack is copied by fork itself, and needs no promise; all else is as in the solution.
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t va = vmiter_va(it), pa = vmiter_pa(it);
    if (vmiter_writable(it) && va == MEMSIZE_VIRTUAL - PAGESIZE) {
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
    bool needs_promise = (perm & PTE_COPY_ON_WRITE) != 0;
    if (needs_promise && page_promise() < 0) {
        return E_NOMEM;
    }
    int r = vmiter_try_map(vmiter_at(dst, va), pa, perm);
    if (r == 0) {
        page_share(pa);
    } else if (needs_promise) {
        page_unpromise();
    }
    return r;
}

//// mapped-and-then-promised
// First it maps the page in the child; if it cannot promise a page then, it unmaps it again.
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t pa = vmiter_pa(it), perm = vmiter_perm(it) & (PTE_P | PTE_U | PTE_COPY_ON_WRITE);
    if (vmiter_writable(it)) {
        perm |= PTE_COPY_ON_WRITE;
        vmiter_map(it, pa, perm);
    }
    vmiter childs = vmiter_make(dst, vmiter_va(it));
    if (vmiter_try_map(&childs, pa, perm) < 0) {
        return E_NOMEM;
    }
    if ((perm & PTE_COPY_ON_WRITE) && page_promise() < 0) {
        vmiter_map(&childs, 0, 0);
        return E_NOMEM;
    }
    page_share(pa);
    return 0;
}

//// free-pages-are-counted
// kalloc searches no longer to count: it keeps the number of free pages, less the promised ones.
// in pages.c
static int available; // free pages that are not promised
static bool is_counted;

static void
count_available(void) {
    if (!is_counted) {
        is_counted = true;
        available = (int) free_pages();
    }
}

static void *
take(void) {
    for (uint64_t pa = MEMSIZE_PHYSICAL - PAGESIZE; pa > 0; pa -= PAGESIZE) {
        if (allocatable_physical_address(pa) && physpages[pa / PAGESIZE].refcount == 0) {
            physpages[pa / PAGESIZE].refcount = 1;
            return pa2kptr(pa);
        }
    }
    panic("a promise is broken");
}

void *
kalloc(size_t size) {
    count_available();
    if (size > PAGESIZE || available == 0) {
        return NULL;
    }
    --available;
    return take();
}

void
kfree(void *pointer) {
    if (pointer != NULL) {
        struct physpage *page = &physpages[kptr2pa(pointer) / PAGESIZE];
        assert_gt(page->refcount, 0);
        available += --page->refcount == 0;
    }
}

int
page_promise(void) {
    if (available == 0) {
        return E_NOMEM;
    }
    --available;
    return 0;
}

void *
page_promised(void) {
    return take();
}

void
page_unpromise(void) {
    ++available;
}

//// promises-of-each-page
// Each page knows how many promises there are for its copies.
// in pages.h
struct physpage {
    int refcount; // 0: free
    int promises; // pages promised for its copies
};
// in address-space.c
static void
keep_or_take_back(uint64_t pa, bool keep, void **copy) {
    physpages[pa / PAGESIZE].promises -= 1;
    if (keep) {
        *copy = page_promised();
    } else {
        page_unpromise();
    }
}

static void
release(const vmiter *it) {
    if (vmiter_present(it) && physpages[vmiter_pa(it) / PAGESIZE].promises > 0) {
        keep_or_take_back(vmiter_pa(it), false, NULL);
    }
    kfree(vmiter_kptr(it));
}

static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t pa = vmiter_pa(it), perm = vmiter_perm(it) & (PTE_P | PTE_U | PTE_COPY_ON_WRITE);
    if (vmiter_writable(it)) {
        perm |= PTE_COPY_ON_WRITE;
        vmiter_map(it, pa, perm);
    }
    bool needs_promise = (perm & PTE_COPY_ON_WRITE) != 0;
    if (needs_promise && page_promise() < 0) {
        return E_NOMEM;
    }
    physpages[pa / PAGESIZE].promises += needs_promise;
    int r = vmiter_try_map(vmiter_at(dst, vmiter_va(it)), pa, perm);
    if (r == 0) {
        page_share(pa);
    } else if (needs_promise) {
        keep_or_take_back(pa, false, NULL);
    }
    return r;
}

int
address_space_own(x86_64_pagetable *pt, uint64_t va) {
    vmiter it = vmiter_make(pt, round_down(va, PAGESIZE));
    if (!vmiter_allows(&it, PTE_U | PTE_COPY_ON_WRITE)) {
        return E_FAULT;
    }
    void *page = vmiter_kptr(&it), *copy = page;
    if (physpages[vmiter_pa(&it) / PAGESIZE].promises > 0) {
        keep_or_take_back(vmiter_pa(&it), true, &copy);
        memcpy(copy, page, PAGESIZE);
        kfree(page);
    }
    vmiter_map(&it, kptr2pa(copy), USER_DATA);
    return 0;
}
