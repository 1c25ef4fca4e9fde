// address-space.c: builds, copies and frees address spaces.

#include "address-space.h"
#include "assert.h"
#include "direct-map.h"
#include "errors.h"
#include "kernel.h"
#include "math.h"
#include "pages.h"
#include "ptiter.h"
#include "string.h"
#include "vmiter.h"

x86_64_pagetable *
address_space_new(void) {
//@ 2 {
    x86_64_pagetable *pt = kalloc(PAGESIZE);
    if (pt == NULL) {
        return NULL;
    }
    memset(pt, 0, PAGESIZE);
    for (vmiter it = vmiter_make(kernel_pagetable, PAGESIZE); vmiter_va(&it) < PROC_START_ADDR;
         vmiter_next(&it)) {
        uint64_t perm = vmiter_perm(&it) & USER_DATA;
        if (vmiter_try_map(vmiter_at(pt, vmiter_va(&it)), vmiter_pa(&it), perm) < 0) {
//@ 6 {
            address_space_free(pt);
//@ }
            return NULL;
        }
    }
    return pt;
//@ } else {
//-     // Step 2: your code here
//-     return NULL;
//@ }
}

//@ 5 {
// is_own(it)
//    Is the page at which `it` stands the process's own?
static bool
is_own(const vmiter *it) {
    return vmiter_user(it) && vmiter_va(it) >= PROC_START_ADDR;
}

//@ }
//@ 9 {
// is_promised(it)
//    Is there a promised page for the copy of the page at which `it` stands?
static bool
is_promised(const vmiter *it) {
    return vmiter_allows(it, PTE_U | PTE_COPY_ON_WRITE)
           && physpages[vmiter_pa(it) / PAGESIZE].refcount > 1;
}

// release(it)
//    Drops the reference to the page at which `it` stands, with the promise of its copy.
static void
release(const vmiter *it) {
    if (is_promised(it)) {
        page_unpromise();
    }
    kfree(vmiter_kptr(it));
}

//@ }
void
address_space_free(x86_64_pagetable *pt) {
//@ 6 {
    for (vmiter it = vmiter_make(pt, 0); vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it)) {
//@ 9 {
            release(&it);
//@ } else {
//-             kfree(vmiter_kptr(&it));
//@ }
        }
    }
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
//@ } else {
//-     (void) pt;
//-     // Step 6: your code here
//@ }
}

int
address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) {
//@ 3 {
    void *page = kalloc(PAGESIZE);
    if (page == NULL) {
        return E_NOMEM;
    }
    memset(page, 0, PAGESIZE);
    vmiter it = vmiter_make(pt, va);
//@ 4 {
    vmiter old = it;
//@ } else {
//-     // Step 4: your code here, for a page that is replaced.
//@ }
    if (vmiter_try_map(&it, kptr2pa(page), perm) < 0) {
        kfree(page);
        return E_NOMEM;
    }
//@ 4 {
//@ 9 {
    release(&old);
//@ } else {
//-     kfree(vmiter_kptr(&old));
//@ }
//@ }
    return 0;
//@ } else {
//-     // Step 3: your code here. For now a page's physical address is its virtual address.
//-     // Step 4: your code here, for a page that is replaced.
//-     physpages[va / PAGESIZE].refcount = 1;
//-     memset(pa2kptr(va), 0, PAGESIZE);
//-     return vmiter_try_map(vmiter_at(pt, va), va, perm);
//@ }
}

//@ 5 {
//@ 8 {
//@ } else {
//- // copy_page(dst, it)
//- //    Gives `dst` a copy of the page at which `it` stands. Returns 0 or E_NOMEM.
//- static int
//- copy_page(x86_64_pagetable *dst, const vmiter *it) {
//-     uint64_t va = vmiter_va(it);
//-     int r = address_space_alloc(dst, va, vmiter_perm(it) & USER_DATA);
//-     if (r == 0) {
//-         memcpy(vmiter_kptr(vmiter_at(dst, va)), vmiter_kptr(it), PAGESIZE);
//-     }
//-     return r;
//- }
//- 
//@ }
//@ }
//@ 7 {
// share_page(dst, it)
//@ 8 {
//    Maps the page at which `it` stands in `dst` as well. If the process can write to it, makes it
//    copy-on-write in both. Returns 0 or E_NOMEM.
//@ } else {
//- //    Maps the page at which `it` stands, which is read-only, in `dst` as well. Returns 0 or E_NOMEM.
//@ }
static int
share_page(x86_64_pagetable *dst, vmiter *it) {
//@ 8 {
    uint64_t pa = vmiter_pa(it), perm = vmiter_perm(it) & (PTE_P | PTE_U | PTE_COPY_ON_WRITE);
    if (vmiter_writable(it)) {
        perm |= PTE_COPY_ON_WRITE;
        vmiter_map(it, pa, perm);
    }
//@ } else {
//-     uint64_t pa = vmiter_pa(it), perm = vmiter_perm(it) & USER_DATA;
//@ }
//@ 9 {
    bool needs_promise = (perm & PTE_COPY_ON_WRITE) != 0;
    if (needs_promise && page_promise() < 0) {
        return E_NOMEM;
    }
//@ }
    int r = vmiter_try_map(vmiter_at(dst, vmiter_va(it)), pa, perm);
    if (r == 0) {
        page_share(pa);
    }
//@ 9 {
    if (r < 0 && needs_promise) {
        page_unpromise();
    }
//@ }
    return r;
}

//@ }
int
address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) {
//@ 5 {
    int r = 0;
    for (vmiter it = vmiter_make(src, PROC_START_ADDR); r == 0 && vmiter_low(&it); vmiter_next(&it)) {
        if (is_own(&it)) {
//@ 8 {
            r = share_page(dst, &it);
//@ } else {
//@ 7 {
//-             r = vmiter_writable(&it) ? copy_page(dst, &it) : share_page(dst, &it);
//@ } else {
//-             r = copy_page(dst, &it);
//@ }
//@ }
        }
    }
    return r;
//@ } else {
//-     (void) dst;
//-     (void) src;
//-     // Step 5: your code here
//-     return E_NOSYS;
//@ }
}
//@ 8 {

int
address_space_own(x86_64_pagetable *pt, uint64_t va) {
    vmiter it = vmiter_make(pt, round_down(va, PAGESIZE));
    if (!vmiter_allows(&it, PTE_U | PTE_COPY_ON_WRITE)) {
        return E_FAULT;
    }
    void *page = vmiter_kptr(&it);
    if (physpages[vmiter_pa(&it) / PAGESIZE].refcount > 1) {
//@ 9 {
        void *copy = page_promised();
//@ } else {
//-         void *copy = kalloc(PAGESIZE);
//-         if (copy == NULL) {
//-             return E_NOMEM;
//-         }
//@ }
        memcpy(copy, page, PAGESIZE);
        kfree(page);
        page = copy;
    }
    vmiter_map(&it, kptr2pa(page), USER_DATA);
    return 0;
}
//@ }
