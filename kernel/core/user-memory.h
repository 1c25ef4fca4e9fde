#ifndef WEENSY_USER_MEMORY_H
#define WEENSY_USER_MEMORY_H

// user-memory.h: reading and writing the memory of a process for it. Addresses come from the
// process and can be anything; the page table is asked about every page before a byte is touched,
// and the bytes are reached through the direct map.

#include "kernel-only.h"
#include "process.h"

// user_readable(p, va, sz), user_writable(p, va, sz)
//    Can the process itself read, or write, all `sz` bytes at `va`? True if `sz` is 0.
bool user_readable(proc *p, uintptr_t va, size_t sz) must_check;
bool user_writable(proc *p, uintptr_t va, size_t sz) must_check;

// copy_from_user(p, dst, va, sz), copy_to_user(p, va, src, sz)
//    Copies `sz` bytes, which have been found readable, or writable, since `p` last ran.
void copy_from_user(proc *p, void *dst, uintptr_t va, size_t sz);
void copy_to_user(proc *p, uintptr_t va, const void *src, size_t sz);

// copy_string_from_user(p, dst, va, size)
//    Copies the string at `va` with its NUL, at most `size` bytes. Returns its length; `size` if
//    there is no NUL in the first `size` bytes; E_FAULT if the process cannot read up to there.
ssize_t copy_string_from_user(proc *p, char *dst, uintptr_t va, size_t size) must_check;

#endif
