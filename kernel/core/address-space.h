#ifndef WEENSY_ADDRESS_SPACE_H
#define WEENSY_ADDRESS_SPACE_H

// address-space.h: a process's page table and the pages in it. Its own part is [PROC_START_ADDR,
// MEMSIZE_VIRTUAL); the rest is the kernel's (kernel-memory.h).

#include "kernel-only.h"
#include "x86-64.h"

// address_space_new()
//    A page table that maps the kernel's part alone; NULL if there is no memory.
x86_64_pagetable *address_space_new(void) must_check;

// address_space_free(pt)
//    Frees `pt` and drops its references to the pages that it maps. If `pt` is in force, the
//    kernel's page table comes into force first.
void address_space_free(x86_64_pagetable *pt);

// address_space_alloc(pt, va, perm)
//    Puts a fresh zeroed page at `va`, which is page-aligned and in the process's part, with
//    permissions PTE_P, PTE_U and `perm`. What was mapped there goes. Returns 0; or, with nothing
//    changed, E_NOMEM.
int address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) must_check;

// address_space_copy(dst, src)
//    Gives the empty address space `dst` what `src` has: writable pages as copies, read-only ones
//    shared. Returns 0 or E_NOMEM; then `dst` has a part of it.
int address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) must_check;

// address_space_activate(pt)
//    Puts `pt` in force.
void address_space_activate(x86_64_pagetable *pt);

#endif
