// proves: user_readable and user_writable (kernel/core/user-memory.c) accept exactly the ranges
//     whose every byte a process itself can read, or write (SDM vol. 3A, 4.6: U/S in every entry, R/W
//     in every entry); no range that wraps around; and the empty one
// stands on: walk (a part's bytes have the same rights), next-range (vmiter_next_range is replaced
//     by what it says)
// given: no entry on the walks has a reserved bit set
// replace: kernel/vm/vmiter.c: s/^vmiter_next_range(/proved_&/
// unwind: descend.0:4,vmiter_range_perm.0:4
// bounds: any start and any size, of ranges that end or meet an unmapped byte within 4 parts; a
//     part is a page of 4 KiB, 2 MiB or 1 GiB, or what one absent entry leaves unmapped
// cases: -DWRITING=0 -DWRITING=1
//
// mutant kernel-memory-is-readable: -DWRITING=0: kernel/core/user-memory.c: s/sz, PTE_P | PTE_U);/sz, PTE_P);/
// mutant kernel-memory-is-writable: -DWRITING=1: kernel/core/user-memory.c: s/PTE_P | PTE_U | PTE_W/PTE_P | PTE_W/
// mutant read-only-memory-is-writable: -DWRITING=1: kernel/core/user-memory.c: s/PTE_P | PTE_U | PTE_W/PTE_P | PTE_U/
// mutant first-page-alone-is-looked-at: -DWRITING=1: kernel/core/user-memory.c: s/vmiter_range_allows(vmiter_at(p->pagetable, va), sz, PTE_P | PTE_U | PTE_W)/vmiter_allows(vmiter_at(p->pagetable, va), PTE_P | PTE_U | PTE_W)/
// mutant user-bit-of-the-last-level-alone: -DWRITING=1: kernel/vm/vmiter.c: s/perm & pte & (PTE_P | PTE_W | PTE_U)/pte \& (perm | PTE_U) \& (PTE_P | PTE_W | PTE_U)/

#include "range.h"
#include "user-memory.c"

void
user_range_proof(void) {
    machine_start();
    range r = arbitrary_range();
    proc p = {.pagetable = &root};
    bool accepted = WRITING ? user_writable(&p, r.va, r.size) : user_readable(&p, r.va, r.size);
    claim(accepted == (r.size == 0 || every_part_allows(&r, WRITING ? 7 : 5)),
          "accepted if and only if every byte is accessible");

    can_happen(accepted && r.parts == RANGE_PARTS, "a range of four parts, accepted");
    can_happen(!accepted && r.parts == RANGE_PARTS && r.part[3].present,
               "a range of four parts, refused for the last");
    can_happen(r.wraps, "a range that wraps around");
}
