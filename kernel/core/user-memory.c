// user-memory.c: system calls' way to a process's memory, a page at a time.

#include "user-memory.h"
#include "address-space.h"
#include "assert.h"
#include "errors.h"
#include "math.h"
#include "string.h"

static bool each_writable(const vmiter *it, size_t sz, bool own) must_check;

bool
user_readable(const vmiter *it, size_t sz) {
    return vmiter_range_allows(it, sz, PTE_P | PTE_U);
}

bool
user_writable(vmiter *it, size_t sz, size_t used) {
    if (vmiter_range_allows(it, sz, PTE_P | PTE_U | PTE_W)) {
        return true;
    }
    bool writable = user_readable(it, sz) && each_writable(it, sz, false)
                    && each_writable(it, min(sz, used), true);
    vmiter_find(it, vmiter_va(it));
    return writable;
}

// each_writable(it, sz, own)
//    Are all pages of the process's memory there writable, or copied when they are written? Makes
//    the latter its own if `own` is set; what `at` knows of such a page is old then, but not where
//    the next one is.
static bool
each_writable(const vmiter *it, size_t sz, bool own) {
    for (vmiter at = *it;; vmiter_next_range(&at)) {
        if (!(vmiter_perm(&at) & (PTE_W | PTE_COPY_ON_WRITE))) {
            return false;
        } else if (own && !vmiter_writable(&at)) {
            address_space_own(at.pt, vmiter_va(&at));
        }
        if (vmiter_last_va(&at) - vmiter_va(it) >= sz - 1) {
            return true;
        }
    }
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
