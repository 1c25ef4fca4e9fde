// user-memory.c: system calls' way to a process's memory, a page at a time.

#include "user-memory.h"
#include "assert.h"
#include "errors.h"
#include "math.h"
#include "string.h"
#include "vmiter.h"

bool
user_readable(proc *p, uintptr_t va, size_t sz) {
    return vmiter_range_allows(vmiter_at(p->pagetable, va), sz, PTE_P | PTE_U);
}

bool
user_writable(proc *p, uintptr_t va, size_t sz) {
    return vmiter_range_allows(vmiter_at(p->pagetable, va), sz, PTE_P | PTE_U | PTE_W);
}

void
copy_from_user(proc *p, void *dst, uintptr_t va, size_t sz) {
    while (sz > 0) {
        vmiter it = vmiter_make(p->pagetable, va);
        assert(vmiter_user(&it));
        size_t n = min(sz, vmiter_range_size(&it));
        memcpy(dst, vmiter_kptr(&it), n);
        dst = (char *) dst + n;
        va += n;
        sz -= n;
    }
}

void
copy_to_user(proc *p, uintptr_t va, const void *src, size_t sz) {
    while (sz > 0) {
        vmiter it = vmiter_make(p->pagetable, va);
        assert(vmiter_user(&it) && vmiter_writable(&it));
        size_t n = min(sz, vmiter_range_size(&it));
        memcpy(vmiter_kptr(&it), src, n);
        src = (const char *) src + n;
        va += n;
        sz -= n;
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
