#ifndef WEENSY_AUDIT_H
#define WEENSY_AUDIT_H

// audit.h: checks the kernel's promises about memory by walking every page table.

#include "kernel-only.h"
#include "types.h"

// audit()
//    Panics unless: each page's reference count is the number of references found; the others
//    are on the free list, or set aside for copies, as many as may be needed; no page is writable
//    and executable, in any page table; users can access their own pages, read-only pages of the
//    disk image, the console and `ticks`, and nothing else; no page has two writable mappings; each
//    page table has the kernel's part.
void audit(void);

// audit_init(n)
//    From now on audit_at_return audits at every `n`th call; 0: never.
void audit_init(unsigned n);

// audit_at_return(result)
//    Called before every return to user mode, with the result that a system call returns, or 0,
//    which it returns.
extern unsigned audit_interval;
ssize_t audit_count_down(ssize_t result);

static inline ssize_t
audit_at_return(ssize_t result) {
    return audit_interval == 0 ? result : audit_count_down(result);
}

#endif
