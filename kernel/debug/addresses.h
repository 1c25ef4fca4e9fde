#ifndef WEENSY_ADDRESSES_H
#define WEENSY_ADDRESSES_H

// addresses.h: what an address is, for those who fault on it.

#include "direct-map.h"
#include "kernel-only.h"
#include "kernel.h"
#include "x86.h"

// page_table_in_force()
//    The one that %cr3 names.
static inline x86_64_pagetable *
page_table_in_force(void) {
    return pa2kptr(read_cr3() & PTE_PAMASK);
}

// address_walk_log(pt, va, error)
//    Logs the entries that translate `va` in page table `pt`, level by level, in words, down to the
//    one that refused the access that ended in page-fault error code `error` (SDM vol. 3A, 4.7).
void address_walk_log(const x86_64_pagetable *pt, uint64_t va, uint64_t error);

// address_description(pt, va, view)
//    What lies at `va` in page table `pt`, in words like "a page of process 2", which hold until
//    the next call. It is seen from process `*view`, or from the kernel if that is NULL.
const char *address_description(x86_64_pagetable *pt, uint64_t va, const process_view *view);

#endif
