#ifndef WEENSY_ADDRESS_SPACE_H
#define WEENSY_ADDRESS_SPACE_H

// address-space.h: a process's page table and the pages in it. Its own part is [PROC_START_ADDR,
// MEMSIZE_VIRTUAL); the rest is the kernel's (kernel-memory.h).

#include "direct-map.h"
#include "kernel-only.h"
#include "vmiter.h"
#include "x86-64.h"
#include "x86.h"

#define USER_DATA (PTE_P | PTE_U | PTE_W | PTE_XD)

// The mark, in a page-table entry, of a copy-on-write page: it is read-only, and shared, until its
// process writes to it.
#define PTE_COPY_ON_WRITE PTE_OS1

// address_space_new()
//    A page table that maps the kernel's part alone; NULL if there is no memory.
x86_64_pagetable *address_space_new(void) must_check;

// address_space_free(pt)
//    Frees `pt` and drops its references to the pages that it maps. If `pt` is in force, the
//    kernel's page table comes into force first.
void address_space_free(x86_64_pagetable *pt);

// address_space_alloc(pt, va, perm)
//    Puts a fresh zeroed page at `va`, which is page-aligned and in the process's part, with
//    permissions `perm`, which has PTE_P. What was mapped there goes. Returns 0; or, with nothing
//    changed, E_NOMEM.
int address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) must_check;

// address_space_copy(src, stack)
//    A page table that maps what `src` does; NULL if there is no memory. Pages are shared; those
//    that were writable become copy-on-write in both, and a page is set aside for each copy; but
//    the one at `stack`, which both will write to at once, is copied now.
x86_64_pagetable *address_space_copy(x86_64_pagetable *src, uint64_t stack) must_check;

// is_copy_on_write(it)
//    Does the process have a copy-on-write page where `it` stands?
static inline bool
is_copy_on_write(const vmiter *it) {
    return vmiter_allows(it, PTE_U | PTE_COPY_ON_WRITE) && !vmiter_writable(it);
}

// address_space_own(pt, va)
//    Gives the process a page of its own at `va`, where it has a copy-on-write page, and makes it
//    writable: a copy, for which a page was set aside; or, if nobody else has the page, that one.
void address_space_own(x86_64_pagetable *pt, uint64_t va);

// address_space_activate(pt)
//    Puts `pt` in force.
extern x86_64_pagetable *active_pagetable; // which is
static inline void
address_space_activate(x86_64_pagetable *pt) {
    if (pt != active_pagetable) {
        write_cr3(kptr2pa(pt));
        active_pagetable = pt;
    }
}

#endif
