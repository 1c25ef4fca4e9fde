#ifndef WEENSY_ADDRESS_SPACE_H
#define WEENSY_ADDRESS_SPACE_H

// address-space.h: a process's page table and the pages it maps. The process's part is
// [PROC_START_ADDR, MEMSIZE_VIRTUAL); the rest is the kernel's part (kernel-memory.h).

#include "direct-map.h"
#include "kernel-only.h"
#include "vmiter.h"
#include "x86-64.h"
#include "x86.h"

#define USER_DATA (PTE_P | PTE_U | PTE_W | PTE_XD)

// Marks a page-table entry as copy-on-write: the page is read-only and shared until the process
// writes to it.
#define PTE_COPY_ON_WRITE PTE_OS1

// address_space_new()
//    A page table that maps only the kernel's part; NULL if there is no memory.
x86_64_pagetable *address_space_new(void) must_check;

// address_space_free(pt)
//    Frees `pt` and drops its references to the pages that it maps. If `pt` is the active page
//    table, activates the kernel's first.
void address_space_free(x86_64_pagetable *pt);

// address_space_alloc(pt, va, perm)
//    Maps a fresh zeroed page at `va` with permissions `perm`, and releases the page that was
//    mapped there. `va` is page-aligned and in the process's part; `perm` includes PTE_P. Returns
//    0; or E_NOMEM, and then nothing has changed.
int address_space_alloc(x86_64_pagetable *pt, uint64_t va, uint64_t perm) must_check;

// address_space_copy(src, stack)
//    A page table that maps what `src` maps; NULL if there is no memory. The two share all pages.
//    Writable pages become copy-on-write in both, and a page is set aside for each copy. Only the
//    page at `stack` is copied now, since both processes will write to it at once.
x86_64_pagetable *address_space_copy(x86_64_pagetable *src, uint64_t stack) must_check;

// is_copy_on_write(it)
//    Is the page at which `it` stands copy-on-write?
static inline bool
is_copy_on_write(const vmiter *it) {
    return vmiter_allows(it, PTE_U | PTE_COPY_ON_WRITE) && !vmiter_writable(it);
}

// address_space_own(pt, va)
//    Makes the copy-on-write page at `va` writable. If another process still has the page, this one
//    gets a copy, in the page that was set aside for it; else it keeps the page.
void address_space_own(x86_64_pagetable *pt, uint64_t va);

// address_space_activate(pt)
//    Makes `pt` the active page table, the one in CR3.
extern x86_64_pagetable *active_pagetable;
static inline void
address_space_activate(x86_64_pagetable *pt) {
    if (pt != active_pagetable) {
        write_cr3(kptr2pa(pt));
        active_pagetable = pt;
    }
}

#endif
