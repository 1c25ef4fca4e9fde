// user-memory.c: checks and copies the memory of a process, page by page.

#include "user-memory.h"
#include "address-space.h"
#include "assert.h"
#include "errors.h"
#include "math.h"
#include "string.h"

static bool each_page_is_writable(const vmiter *it, size_t sz) not_inlined;

bool
user_readable(const vmiter *it, size_t sz) {
    return vmiter_range_allows(it, sz, PTE_P | PTE_U);
}

bool
user_writable(const vmiter *it, size_t sz) {
    return vmiter_range_allows(it, sz, PTE_P | PTE_U | PTE_W)
           || (user_readable(it, sz) && each_page_is_writable(it, sz));
}

// next_page(at, it, sz)
//    Moves `at` to the next page that has some of the `sz` bytes, at least 1, from where `it`
//    stands. False if there is none.
static bool
next_page(vmiter *at, const vmiter *it, size_t sz) {
    bool last = vmiter_last_va(at) - vmiter_va(it) >= sz - 1;
    if (!last) {
        vmiter_next_range(at);
    }
    return !last;
}

static bool
each_page_is_writable(const vmiter *it, size_t sz) {
    vmiter at = *it;
    do {
        if (!vmiter_writable(&at) && !is_copy_on_write(&at)) {
            return false;
        }
    } while (next_page(&at, it, sz));
    return true;
}

void
user_own_pages(vmiter *it, size_t sz) {
    vmiter at = *it;
    do {
        if (is_copy_on_write(&at)) {
            address_space_own(at.pt, vmiter_va(&at)); // `at` shows the old page, but can move on
        }
    } while (next_page(&at, it, sz));
    vmiter_find(it, vmiter_va(it));
}

void
copy_from_user(const vmiter *it, void *dst, size_t sz) {
    assert(sz == 0 || vmiter_user(it));
    size_t n = min(sz, vmiter_range_size(it));
    memcpy(dst, vmiter_kptr(it), n);
    if (n < sz) { // the rest lies on other pages
        copy_from_user(vmiter_at(it->pt, vmiter_va(it) + n), (char *) dst + n, sz - n);
    }
}

void
copy_to_user(const vmiter *it, const void *src, size_t sz) {
    assert(sz == 0 || vmiter_allows(it, PTE_U | PTE_W));
    size_t n = min(sz, vmiter_range_size(it));
    memcpy(vmiter_kptr(it), src, n);
    if (n < sz) {
        copy_to_user(vmiter_at(it->pt, vmiter_va(it) + n), (const char *) src + n, sz - n);
    }
}

ssize_t
copy_string_from_user(proc *p, char *dst, uintptr_t va, size_t size) {
    size_t length = 0;
    for (vmiter it = vmiter_make(p->pagetable, va); length < size;) {
        if (!vmiter_user(&it)) {
            return E_FAULT;
        }
        size_t n = min(size - length, vmiter_range_size(&it));
        const char *s = vmiter_kptr(&it);
        size_t part = strnlen(s, n);
        memcpy(dst + length, s, part < n ? part + 1 : part);
        length += part;
        if (part < n) {
            break;
        }
        vmiter_advance(&it, n);
    }
    return (ssize_t) length;
}
