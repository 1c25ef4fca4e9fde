#ifndef WEENSY_KERNEL_MEMORY_H
#define WEENSY_KERNEL_MEMORY_H

// kernel-memory.h: what every page table maps for the kernel.
//
// Below PROC_START_ADDR, at their physical addresses: the kernel's image and stack, the page of
// `ticks`, which users can read, and the console, which users can write. From DIRECT_MAP on: all
// physical memory below 4 GiB but page 0, for the kernel alone. No page is both writable and
// executable.

#include "kernel-only.h"
#include "x86-64.h"

// kernel_memory_init()
//    Builds `kernel_pagetable`, puts it in force, and holds the kernel to its permissions.
void kernel_memory_init(void);

// kernel_memory_share(pt)
//    Makes `pt`, a fresh page, a page table that maps all of that and nothing else. Returns 0, or
//    E_NOMEM; page-table pages that were added stay.
int kernel_memory_share(x86_64_pagetable *pt) must_check;

#endif
