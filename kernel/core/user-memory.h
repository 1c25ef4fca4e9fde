#ifndef WEENSY_USER_MEMORY_H
#define WEENSY_USER_MEMORY_H

// user-memory.h: reading and writing the memory of a process for it. Addresses come from the
// process and can be anything; the page table is asked about every page before a byte is touched,
// and the bytes are reached through the direct map. What is asked and what copies goes by an
// iterator:
//
//     vmiter it = vmiter_make(p->pagetable, buf);
//     if (!user_readable(&it, sz)) {
//         return E_FAULT;
//     }
//     copy_from_user(&it, dst, sz);

#include "kernel-only.h"
#include "process.h"
#include "vmiter.h"

// user_readable(it, sz)
//    Can the process itself read all `sz` bytes from where `it` stands? True if `sz` is 0.
bool user_readable(const vmiter *it, size_t sz) must_check;

// user_writable(it, sz)
//    Can the process itself write all `sz` bytes from where `it` stands? True if `sz` is 0. Some of
//    their pages may be copy-on-write: before copy_to_user, user_own is to be called.
bool user_writable(const vmiter *it, size_t sz) must_check;

// user_own(it, sz)
//    Gives the process pages of its own for the `sz` bytes from where `it` stands, which it can
//    write, in place of those that are copy-on-write. `it` sees them.
void user_own_pages(vmiter *it, size_t sz); // some of which may be

static inline void
user_own(vmiter *it, size_t sz) {
    if (!vmiter_range_allows(it, sz, PTE_W)) {
        user_own_pages(it, sz);
    }
}

// copy_from_user(it, dst, sz), copy_to_user(it, src, sz)
//    Copies `sz` bytes from or to where `it` stands; they have been found readable, or writable and
//    made its own, since the process last ran.
void copy_from_user(const vmiter *it, void *dst, size_t sz);
void copy_to_user(const vmiter *it, const void *src, size_t sz);

// copy_string_from_user(p, dst, va, size)
//    Copies the string at `va` with its NUL, at most `size` bytes. Returns its length; `size` if
//    there is no NUL in the first `size` bytes; E_FAULT if the process cannot read up to there.
ssize_t copy_string_from_user(proc *p, char *dst, uintptr_t va, size_t size) must_check;

#endif
