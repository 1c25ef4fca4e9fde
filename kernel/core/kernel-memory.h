#ifndef WEENSY_KERNEL_MEMORY_H
#define WEENSY_KERNEL_MEMORY_H

// kernel-memory.h: the kernel's part, which every page table maps.
//
// Below PROC_START_ADDR it has, at their physical addresses, the kernel's image and stack, the page
// of `ticks`, which users can read, and the console, which users can write. From DIRECT_MAP on it
// has all physical memory below 4 GiB except page 0, for the kernel alone. No page is both writable
// and executable.

#include "kernel-only.h"
#include "x86-64.h"

// kernel_memory_init()
//    Builds `kernel_pagetable`, activates it, and makes the kernel obey its permissions too.
void kernel_memory_init(void);

// kernel_memory_share(pt)
//    Turns `pt`, a fresh page, into a page table that maps the kernel's part and nothing else.
//    Returns 0; or E_NOMEM, and then `pt` can be freed with address_space_free.
int kernel_memory_share(x86_64_pagetable *pt) must_check;

#endif
