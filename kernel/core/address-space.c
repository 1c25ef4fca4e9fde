// address-space.c: builds, copies and frees address spaces. Processes also map pages of the disk
// image's copy, above MEMSIZE_PHYSICAL. Those have no reference count, since nothing ever frees
// them.

#include "address-space.h"
#include "errors.h"
#include "kernel-memory.h"
#include "kernel.h"
#include "math.h"
#include "memory-layout.h"
#include "pages.h"
#include "ptiter.h"
#include "string.h"
#include "vmiter.h"

x86_64_pagetable *active_pagetable = kernel_pagetable;

static void release_page(const vmiter *it);
static int copy_page(x86_64_pagetable *dst, const vmiter *it) must_check;
static int share_page(x86_64_pagetable *dst, vmiter *it) must_check;

x86_64_pagetable *
address_space_new(void) {
    x86_64_pagetable *pt = kalloc(PAGESIZE);
    if (pt != NULL && kernel_memory_share(pt) < 0) {
        address_space_free(pt);
        pt = NULL;
    }
    return pt;
}

// for_each_page(it, pt)
//    Visits the mapped pages of the process's part.
#define for_each_page(it, pt)                                                                      \
    for (vmiter it = first_page(pt); vmiter_va(&it) < MEMSIZE_VIRTUAL; move_to_next_page(&it))

static vmiter
first_page(x86_64_pagetable *pt) {
    vmiter it = vmiter_make(pt, PROC_START_ADDR);
    if (!vmiter_present(&it)) {
        vmiter_next(&it);
    }
    return it;
}

// move_to_next_page(it)
//    Moves to the next mapped page, or past the end of the process's part. After the part's last
//    page it does not search: the next mapped page is in the direct map, far away.
static void
move_to_next_page(vmiter *it) {
    if (vmiter_va(it) == MEMSIZE_VIRTUAL - PAGESIZE) {
        vmiter_advance(it, PAGESIZE);
    } else {
        vmiter_next(it);
    }
}

void
address_space_free(x86_64_pagetable *pt) {
    if (pt == active_pagetable) {
        address_space_activate(kernel_pagetable);
    }
    for_each_page(it, pt) {
        release_page(&it);
    }
    for (ptiter it = ptiter_make(pt); ptiter_low(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
}

// release_page(it)
//    Drops the reference that the mapping at which `it` stands has to its page, if the page has a
//    count. Frees the page that was set aside for its copy, if there is one.
static void
release_page(const vmiter *it) {
    uint64_t pa = vmiter_pa(it);
    if (pa < MEMSIZE_PHYSICAL) {
        if (is_copy_on_write(it) && page_is_shared(pa)) {
            kfree(page_take_aside());
        }
        kfree(pa2kptr(pa));
    }
}

// place_page(pt, va, page, perm)
//    Maps `page`, fresh from kalloc, at `va`, and releases what was mapped there. Returns 0. If
//    `page` is NULL, or a page-table page is missing and there is no memory for it, frees `page`
//    and returns E_NOMEM.
static always_inlined int
place_page(x86_64_pagetable *pt, uint64_t va, void *page, uint64_t perm) {
    if (page == NULL) {
        return E_NOMEM;
    }
    vmiter it = vmiter_make(pt, va);
    if (vmiter_present(&it)) {
        vmiter old = it;
        vmiter_map(&it, kptr2pa(page), perm);
        release_page(&old);
        return 0;
    }
    int r = vmiter_try_map(&it, kptr2pa(page), perm);
    if (r < 0) {
        kfree(page);
    }
    return r;
}

int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
    void *page = kalloc(PAGESIZE);
    if (page != NULL) {
        memset(page, 0, PAGESIZE);
    }
    return place_page(pt, va, page, perm);
}

x86_64_pagetable *
address_space_copy(x86_64_pagetable *src, uint64_t stack) {
    x86_64_pagetable *dst = address_space_new();
    for_each_page(it, src) {
        bool copy = vmiter_writable(&it) && vmiter_va(&it) == round_down(stack, PAGESIZE);
        if (dst != NULL && (copy ? copy_page(dst, &it) : share_page(dst, &it)) < 0) {
            address_space_free(dst);
            dst = NULL;
        }
    }
    return dst;
}

// copy_page(dst, it)
//    Copies the page at which `it` stands, and maps the copy in `dst`. Returns 0 or E_NOMEM.
static int
copy_page(x86_64_pagetable *dst, const vmiter *it) {
    void *page = kalloc(PAGESIZE);
    if (page != NULL) {
        memcpy(page, vmiter_kptr(it), PAGESIZE);
    }
    return place_page(dst, vmiter_va(it), page, vmiter_perm(it) & USER_DATA);
}

// share_page(dst, it)
//    Maps the page at which `it` stands in `dst` as well. If it is writable, makes it copy-on-write
//    in both page tables and sets a page aside for its copy. Returns 0 or E_NOMEM.
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
    const uint64_t pa = vmiter_pa(it), kept = PTE_P | PTE_U | PTE_XD | PTE_COPY_ON_WRITE;
    uint64_t perm = vmiter_perm(it) & kept;
    if (vmiter_writable(it)) {
        perm |= PTE_COPY_ON_WRITE;
        vmiter_map(it, pa, perm);
    }
    const bool copied = (perm & PTE_COPY_ON_WRITE) != 0;
    void *for_copy = copied ? kalloc(PAGESIZE) : NULL;
    int r = copied && for_copy == NULL ? E_NOMEM
                                       : vmiter_try_map(vmiter_at(dst, vmiter_va(it)), pa, perm);
    if (r < 0) {
        kfree(for_copy);
        return r;
    }
    if (pa < MEMSIZE_PHYSICAL) {
        page_share(pa);
    }
    if (copied) {
        page_set_aside(for_copy);
    }
    return 0;
}

void
address_space_own(x86_64_pagetable *pt, uint64_t va) {
    vmiter it = vmiter_make(pt, round_down(va, PAGESIZE));
    void *page = vmiter_kptr(&it);
    if (page_is_shared(vmiter_pa(&it))) {
        void *copy = memcpy(page_take_aside(), page, PAGESIZE);
        kfree(page);
        page = copy;
    }
    vmiter_map(&it, kptr2pa(page), (vmiter_perm(&it) & USER_DATA) | PTE_W);
}
