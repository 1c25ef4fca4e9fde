#ifndef WEENSY_USER_MEMORY_H
#define WEENSY_USER_MEMORY_H

// user-memory.h: how system calls read and write the memory of a process. Addresses come from the
// process and can be anything. So the kernel first asks the page table whether the process itself
// could access all the bytes, and then reaches them through the direct map. The same iterator
// serves the check and the copy:
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
//    their pages may be copy-on-write, so call user_own before copy_to_user.
bool user_writable(const vmiter *it, size_t sz) must_check;

// user_own(it, sz)
//    Makes the copy-on-write pages of the `sz` bytes from where `it` stands writable; user_writable
//    must have been true for these bytes. `it` shows the new mapping.
void user_own_pages(vmiter *it, size_t sz); // the part of it that is rarely needed

static inline void
user_own(vmiter *it, size_t sz) {
    if (!vmiter_range_allows(it, sz, PTE_W)) {
        user_own_pages(it, sz);
    }
}

// copy_from_user(it, dst, sz), copy_to_user(it, src, sz)
//    Copy `sz` bytes from or to where `it` stands. The caller has asked user_readable, or
//    user_writable and then user_own, since the process last ran.
void copy_from_user(const vmiter *it, void *dst, size_t sz);
void copy_to_user(const vmiter *it, const void *src, size_t sz);

// copy_string_from_user(p, dst, va, size)
//    Copies the string at `va`, with its NUL, but at most `size` bytes, to `dst`. Returns the
//    string's length; `size` if its first `size` bytes have no NUL; E_FAULT if the process cannot
//    read all of the bytes to copy.
ssize_t copy_string_from_user(proc *p, char *dst, uintptr_t va, size_t size) must_check;

#endif
