#ifndef WEENSY_AUDIT_H
#define WEENSY_AUDIT_H

// audit.h: checks the kernel's invariants about memory by walking every page table.

#include "kernel-only.h"
#include "types.h"

// audit()
//    Panics unless all of these hold:
//    - Each page's reference count is the number of references to it.
//    - Each allocatable page without references is on the free list or set aside, and as many are
//      set aside as copies may become necessary.
//    - No page is both writable and executable.
//    - Users can access their own pages, read-only pages of the disk image, the console and
//      `ticks`, and nothing else.
//    - No page has two writable mappings.
//    - Each page table maps the kernel's part as the kernel's page table does.
void audit(void);

// audit_init(n)
//    From now on every `n`th call of audit_at_return audits; 0: none does.
void audit_init(unsigned n);

// audit_at_return(result)
//    The kernel calls it before every return to user mode. It returns `result`, the system call's
//    result or 0, so that the caller can end with it.
extern unsigned audit_interval;
ssize_t audit_count_down(ssize_t result);

static inline ssize_t
audit_at_return(ssize_t result) {
    return audit_interval == 0 ? result : audit_count_down(result);
}

#endif
