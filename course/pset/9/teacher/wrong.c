// Wrong ways to do step 9.

//// kalloc-ignores-promises
// check: 9.2
// says: sys_fork succeeded with \d+ free pages, just enough for all copies, and yet another process gets \d+ of them
// Promises are counted, and kalloc hands out the promised pages all the same.
void *
kalloc(size_t size) {
    for (uint64_t pa = 0; size <= PAGESIZE && pa < MEMSIZE_PHYSICAL; pa += PAGESIZE) {
        if (allocatable_physical_address(pa) && physpages[pa / PAGESIZE].refcount == 0) {
            physpages[pa / PAGESIZE].refcount = 1;
            return pa2kptr(pa);
        }
    }
    return NULL;
}

//// fork-ignores-promises
// check: 9.2
// says: sys_fork returned \d+, although \d+ free pages are too few
// It promises as long as a page is free, though that may be promised already.
int
page_promise(void) {
    if (free_pages() == 0) {
        return E_NOMEM;
    }
    promised += 1;
    return 0;
}

//// one-promise-too-many
// check: 9.2
// says: sys_fork returned \d+, although \d+ free pages are too few
// With exactly as many free pages as there are promises, it makes another promise.
int
page_promise(void) {
    if (free_pages() < promised) {
        return E_NOMEM;
    }
    promised += 1;
    return 0;
}

//// one-page-is-never-used
// check: 9.2
// says: sys_fork returned -12, with \d+ free pages: .* are enough
// The last free page is never promised.
int
page_promise(void) {
    if (free_pages() <= promised + 1) {
        return E_NOMEM;
    }
    promised += 1;
    return 0;
}

//// constants-promised-too
// check: 9.2
// says: sys_fork returned -12, with \d+ free pages: .* are enough
// It promises a page for each page that is shared; constants and code are never copied.
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t pa = vmiter_pa(it), perm = vmiter_perm(it) & (PTE_P | PTE_U | PTE_COPY_ON_WRITE);
    if (vmiter_writable(it)) {
        perm |= PTE_COPY_ON_WRITE;
        vmiter_map(it, pa, perm);
    }
    if (page_promise() < 0) {
        return E_NOMEM;
    }
    int r = vmiter_try_map(vmiter_at(dst, vmiter_va(it)), pa, perm);
    if (r == 0) {
        page_share(pa);
    } else {
        page_unpromise();
    }
    return r;
}

//// two-promises-for-two-processes
// check: 9.2
// says: sys_fork returned -12, with \d+ free pages: .* are enough
// One promise for the parent and one for the child; but the last owner needs none.
static bool
is_promised(const vmiter *it) {
    return vmiter_allows(it, PTE_U | PTE_COPY_ON_WRITE) && physpages[vmiter_pa(it) / PAGESIZE].refcount > 1;
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
    if (needs_promise && page_promise() < 0) {
        page_unpromise();
        return E_NOMEM;
    }
    int r = vmiter_try_map(vmiter_at(dst, vmiter_va(it)), pa, perm);
    if (r == 0) {
        page_share(pa);
    } else if (needs_promise) {
        page_unpromise();
        page_unpromise();
    }
    return r;
}

//// second-fork-promises-nothing
// check: 9.1
// says: the kernel panics: .*promised
// A page that is marked already gets no promise for its third owner.
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t pa = vmiter_pa(it), perm = vmiter_perm(it) & (PTE_P | PTE_U | PTE_COPY_ON_WRITE);
    bool needs_promise = vmiter_writable(it);
    if (needs_promise && page_promise() < 0) {
        return E_NOMEM;
    }
    if (vmiter_writable(it)) {
        perm |= PTE_COPY_ON_WRITE;
        vmiter_map(it, pa, perm);
    }
    int r = vmiter_try_map(vmiter_at(dst, vmiter_va(it)), pa, perm);
    if (r == 0) {
        page_share(pa);
    } else if (needs_promise) {
        page_unpromise();
    }
    return r;
}

//// copies-by-kalloc
// check: 9.1
// says: process \d writes to 0x\w+, which is allowed, but the kernel ends it; \d+ pages are free
// The copy does not take the promised page: kalloc leaves that alone.
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
        page_unpromise();
        memcpy(copy, page, PAGESIZE);
        kfree(page);
        page = copy;
    }
    vmiter_map(&it, kptr2pa(page), USER_DATA);
    return 0;
}

//// promise-taken-back-too-late
// check: 9.1
// says: stores to shared pages, with \d+ free pages: the kernel panics: .*page != NULL
// When it asks kalloc, the page is still promised.
void *
page_promised(void) {
    void *page = kalloc(PAGESIZE);
    assert(page != NULL);
    page_unpromise();
    return page;
}

//// store-keeps-its-promise-open
// check: 9.3
// says: sys_page_alloc can take \d+ pages; before it was \d+: \d+ promised pages have not come back
// The copy is there, and its promise still counts.
int
address_space_own(x86_64_pagetable *pt, uint64_t va) {
    vmiter it = vmiter_make(pt, round_down(va, PAGESIZE));
    if (!vmiter_allows(&it, PTE_U | PTE_COPY_ON_WRITE)) {
        return E_FAULT;
    }
    void *page = vmiter_kptr(&it);
    if (physpages[vmiter_pa(&it) / PAGESIZE].refcount > 1) {
        void *copy = page_promised();
        bool stack = vmiter_va(&it) == MEMSIZE_VIRTUAL - PAGESIZE;
        if (!stack && page_promise() < 0) {
            kfree(copy);
            return E_NOMEM;
        }
        memcpy(copy, page, PAGESIZE);
        kfree(page);
        page = copy;
    }
    vmiter_map(&it, kptr2pa(page), USER_DATA);
    return 0;
}

//// last-owner-takes-a-promise
// check: 9.3
// says: the kernel panics: .*promised|have not come back
// It copies even if nobody else has the page, with a page that was promised to others.
int
address_space_own(x86_64_pagetable *pt, uint64_t va) {
    vmiter it = vmiter_make(pt, round_down(va, PAGESIZE));
    if (!vmiter_allows(&it, PTE_U | PTE_COPY_ON_WRITE)) {
        return E_FAULT;
    }
    void *page = vmiter_kptr(&it), *copy = page_promised();
    memcpy(copy, page, PAGESIZE);
    kfree(page);
    vmiter_map(&it, kptr2pa(copy), USER_DATA);
    return 0;
}

//// exit-keeps-promises
// check: 9.3
// says: after a child has stored to none of the pages and has exited, .* promised pages have not come back
// The pages of a process are freed, and what was promised for them stays promised.
void
address_space_free(x86_64_pagetable *pt) {
    for (vmiter it = vmiter_make(pt, 0); vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it)) {
            kfree(vmiter_kptr(&it));
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
}

//// page-alloc-keeps-promises
// check: 9.3
// says: after a child has replaced pages by sys_page_alloc and has exited, .* \d+ promised pages have not come back
// A copy-on-write page is replaced, and what was promised for it stays promised.
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
    kfree(vmiter_kptr(&old));
    return 0;
}

//// page-alloc-looks-at-the-new-page
// check: 9.3
// says: after a child has replaced pages by sys_page_alloc and has exited, .* \d+ promised pages have not come back
// When it asks whether there is a promise, the iterator shows the new page.
int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    memset(page, 0, PAGESIZE);
    vmiter it = vmiter_make(pt, va);
    void *old = vmiter_kptr(&it);
    if (vmiter_try_map(&it, kptr2pa(page), perm) < 0) {
        kfree(page);
        return E_NOMEM;
    }
    if (is_promised(&it)) {
        page_unpromise();
    }
    kfree(old);
    return 0;
}

//// release-after-kfree
// check: 9.3
// says: have not come back
// It looks at the count when that has gone down already.
static void
release(const vmiter *it) {
    kfree(vmiter_kptr(it));
    if (is_promised(it)) {
        page_unpromise();
    }
}

//// last-owner-takes-one-back
// check: 9.3
// says: the kernel panics: .*promised > 0
// Each owner of a marked page takes back a promise when it exits; there is one fewer.
static void
release(const vmiter *it) {
    if (vmiter_allows(it, PTE_U | PTE_COPY_ON_WRITE)) {
        page_unpromise();
    }
    kfree(vmiter_kptr(it));
}

//// last-owner-takes-anothers-back
// check: 9.1
// says: the kernel panics: .*page != NULL
// The same, with a count that does not go below 0: a promise of other processes is broken.
// in pages.c
void
page_unpromise(void) {
    promised -= promised > 0;
}
// in address-space.c
static void
release(const vmiter *it) {
    if (vmiter_allows(it, PTE_U | PTE_COPY_ON_WRITE)) {
        page_unpromise();
    }
    kfree(vmiter_kptr(it));
}

//// first-to-exit-takes-all-back
// check: 9.4
// says: the kernel panics: .*promised > 0
// When an owner exits, all promises for the page are taken back, those of the others as well.
static void
release(const vmiter *it) {
    if (is_promised(it)) {
        for (int n = physpages[vmiter_pa(it) / PAGESIZE].refcount; n > 1; --n) {
            page_unpromise();
        }
    }
    kfree(vmiter_kptr(it));
}

//// refused-fork-keeps-a-promise
// check: 9.5
// says: after each allocation of a fork has failed once, sys_page_alloc can take \d+ pages; before it was \d+: \d+ promised pages have not come back
// A page is promised, and then there is none for the page table.
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    uint64_t pa = vmiter_pa(it), perm = vmiter_perm(it) & (PTE_P | PTE_U | PTE_COPY_ON_WRITE);
    if (vmiter_writable(it)) {
        perm |= PTE_COPY_ON_WRITE;
        vmiter_map(it, pa, perm);
    }
    if ((perm & PTE_COPY_ON_WRITE) && page_promise() < 0) {
        return E_NOMEM;
    }
    int r = vmiter_try_map(vmiter_at(dst, vmiter_va(it)), pa, perm);
    if (r == 0) {
        page_share(pa);
    }
    return r;
}

//// all-at-once-and-nothing-undone
// check: 9.2
// says: sys_fork has failed; \d+ pages should be left, and sys_page_alloc fails
// It promises for all pages first; if the promise cannot be made for one of them, those before stay.
static unsigned
count_writable(x86_64_pagetable *pt) {
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
    for (unsigned n = count_writable(src); n > 0; --n) {
        if (page_promise() < 0) {
            return E_NOMEM;
        }
    }
    int r = 0;
    for (vmiter it = vmiter_make(src, PROC_START_ADDR); r == 0 && vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it)) {
            r = share_page(dst, &it);
        }
    }
    return r;
}

//// all-at-once-and-undone-twice
// check: 9.5
// says: promised > 0
// It promises for all pages first, and takes all promises back if a page cannot be mapped. But address_space_free takes
// back those of the pages that are mapped.
static unsigned
count_writable(x86_64_pagetable *pt) {
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
    unsigned n = 0, needed = count_writable(src);
    while (n < needed && page_promise() == 0) {
        ++n;
    }
    int r = n == needed ? 0 : E_NOMEM;
    for (vmiter it = vmiter_make(src, PROC_START_ADDR); r == 0 && vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it)) {
            r = share_page(dst, &it);
        }
    }
    while (r < 0 && n-- > 0) {
        page_unpromise();
    }
    return r;
}

//// promises-are-the-childs
// check: 9.1
// says: process 1 writes to 0x\w+, which is allowed, but the kernel ends it
// The promise belongs to the child. A parent that stores first has none.
#define PTE_PROMISED PTE_OS2

static void
release(const vmiter *it) {
    if (vmiter_allows(it, PTE_U | PTE_PROMISED)) {
        page_unpromise();
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
    int r = vmiter_try_map(vmiter_at(dst, vmiter_va(it)), pa, perm | (needs_promise ? PTE_PROMISED : 0));
    if (r == 0) {
        page_share(pa);
    } else if (needs_promise) {
        page_unpromise();
    }
    return r;
}

int
address_space_own(x86_64_pagetable *pt, uint64_t va) {
    vmiter it = vmiter_make(pt, round_down(va, PAGESIZE));
    if (!vmiter_allows(&it, PTE_U | PTE_COPY_ON_WRITE)) {
        return E_FAULT;
    }
    bool has_promise = vmiter_allows(&it, PTE_PROMISED);
    void *page = vmiter_kptr(&it);
    if (physpages[vmiter_pa(&it) / PAGESIZE].refcount > 1) {
        void *copy = has_promise ? page_promised() : kalloc(PAGESIZE);
        if (copy == NULL) {
            return E_NOMEM;
        }
        memcpy(copy, page, PAGESIZE);
        kfree(page);
        page = copy;
    } else if (has_promise) {
        page_unpromise();
    }
    vmiter_map(&it, kptr2pa(page), USER_DATA);
    return 0;
}

//// fork-ignores-its-result
// check: 9.2
// says: sys_fork returned \d+, although \d+ free pages are too few|the child has no page at 0x2ff000; its parent has one
// address_space_copy stops when it can promise no more, and says that all is well.
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
    for (vmiter it = vmiter_make(src, PROC_START_ADDR); vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it) && share_page(dst, &it) < 0) {
            break;
        }
    }
    return 0;
}

//// set-aside-and-counted
// check: 9.1
// says: has count 1 and no references: it is lost \(allocation \d+ of this call\); if it is set aside for a copy
// Pages are set aside as kalloc gave them: with a count, as if somebody used them.
static uint64_t aside[NPAGES];
static unsigned naside;

int
page_promise(void) {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    aside[naside++] = kptr2pa(page);
    return 0;
}

void *
page_promised(void) {
    assert_gt(naside, 0);
    return pa2kptr(aside[--naside]);
}

void
page_unpromise(void) {
    kfree(page_promised());
}

void *
kalloc(size_t size) {
    for (uint64_t pa = 0; size <= PAGESIZE && pa < MEMSIZE_PHYSICAL; pa += PAGESIZE) {
        if (allocatable_physical_address(pa) && physpages[pa / PAGESIZE].refcount == 0) {
            physpages[pa / PAGESIZE].refcount = 1;
            return pa2kptr(pa);
        }
    }
    return NULL;
}
