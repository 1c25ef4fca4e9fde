#ifndef WEENSY_ADDRESS_SPACE_H
#define WEENSY_ADDRESS_SPACE_H

// address-space.h: a process's page table and the pages it maps. Addresses from PROC_START_ADDR up
// to MEMSIZE_VIRTUAL are the process's own; those below are the kernel's.

#include "kernel-only.h"
#include "x86-64.h"

#define USER_DATA (PTE_P | PTE_W | PTE_U)

// address_space_new()
//    A page table that maps what kernel_pagetable maps below PROC_START_ADDR, and nothing else.
//    Returns NULL if there is no memory.
x86_64_pagetable *address_space_new(void) must_check;

// address_space_free(pt)
//    Drops the reference that `pt` has to each page of the process, and frees all pages of `pt`.
void address_space_free(x86_64_pagetable *pt);

// address_space_alloc(pt, va, perm)
//    Maps a fresh zeroed page at `va`, a page-aligned address of the process, with permissions
//    `perm`, in place of what was there. Returns 0; or E_NOMEM, and then nothing has changed.
int address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) must_check;

// address_space_copy(dst, src)
//    Gives `dst`, fresh from address_space_new, a copy of what the process of `src` has. Returns 0,
//    or E_NOMEM; then `dst` may have a part of it.
int address_space_copy(x86_64_pagetable *dst, x86_64_pagetable *src) must_check;

#endif
