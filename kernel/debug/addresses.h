#ifndef WEENSY_ADDRESSES_H
#define WEENSY_ADDRESSES_H

// addresses.h: says what lies at an address, to explain a fault on it.

#include "direct-map.h"
#include "kernel-only.h"
#include "kernel.h"
#include "x86.h"

// page_table_in_force()
//    The active page table: the one in CR3.
static inline x86_64_pagetable *
page_table_in_force(void) {
    return pa2kptr(read_cr3() & PTE_PAMASK);
}

// address_walk_log(pt, va, error)
//    Logs in words the entries that translate `va` in page table `pt`, level by level. It ends at
//    the entry that refused the access that caused page-fault error code `error` (SDM vol. 3A,
//    4.7).
void address_walk_log(const x86_64_pagetable *pt, uint64_t va, uint64_t error);

// address_description(pt, va, view)
//    What lies at `va` in page table `pt`, in words like "a page of process 2", from the view of
//    process `*view`, or of the kernel if that is NULL. The string is valid until the next call.
const char *address_description(x86_64_pagetable *pt, uint64_t va, const process_view *view);

#endif
