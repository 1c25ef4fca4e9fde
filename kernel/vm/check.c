// check.c: compares two page tables, and searches one.

#include "check.h"
#include "math.h"
#include "vmiter.h"

static bool
is_same_mapping(const vmiter *x, const vmiter *y) {
    const uint64_t changing = PTE_A | PTE_D;
    return vmiter_pa(x) == vmiter_pa(y)
           && (vmiter_perm(x) & ~changing) == (vmiter_perm(y) & ~changing);
}

uint64_t
pagetable_first_difference(x86_64_pagetable *a, x86_64_pagetable *b, uint64_t start, uint64_t end) {
    vmiter x = vmiter_make(a, start), y = vmiter_make(b, start);
    while (vmiter_va(&x) < end && !vmiter_done(&x)) {
        if (!is_same_mapping(&x, &y)) {
            return vmiter_va(&x);
        }
        if (vmiter_last_va(&x) == vmiter_last_va(&y)) {
            vmiter_next_range(&x);
            vmiter_next_range(&y);
        } else {
            uint64_t size = min(vmiter_range_size(&x), vmiter_range_size(&y));
            vmiter_advance(&x, size);
            vmiter_advance(&y, size);
        }
    }
    return end;
}

uint64_t
pagetable_first_writable_executable(x86_64_pagetable *pt, uint64_t start, uint64_t end) {
    vmiter it = vmiter_make(pt, start);
    while (vmiter_va(&it) < end && !vmiter_done(&it)) {
        if (vmiter_writable(&it) && !vmiter_allows(&it, PTE_XD)) {
            return vmiter_va(&it);
        }
        vmiter_next(&it);
    }
    return end;
}
