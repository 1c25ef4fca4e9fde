// proves: vmiter_range_perm and vmiter_range_allows accept exactly the ranges whose every byte is
//     mapped with the wanted permissions (any of PTE_P, PTE_W, PTE_U and PTE_XD): they say what the
//     processor's walks together allow; they refuse a range that wraps around; an empty range has no
//     permissions and allows all
// depends on: walk (a part's bytes have the same rights), next-range (vmiter_next_range is replaced
//     by what it says)
// given: no entry on the walks has a reserved bit set
// replace: kernel/vm/vmiter.c: s/^vmiter_next_range(/proved_&/
// unwind: descend.0:5,vmiter_range_perm.0:4
// bounds: any start and any size, of ranges that end or meet an unmapped byte within 4 parts; a
//     part is a page of 4 KiB, 2 MiB or 1 GiB, or what one absent entry leaves unmapped
// cases: -DALLOWS=0 -DALLOWS=1
//
// mutant last-byte-is-not-looked-at: -DALLOWS=1: kernel/vm/vmiter.c: s/vmiter_last_va(&at) < last)/vmiter_last_va(\&at) < last - 1)/
// mutant wrapping-ranges-are-taken: -DALLOWS=1: kernel/vm/vmiter.c: s/sz == 0 || \(__builtin_add_overflow(.*, &last)\)/sz == 0 || (\1, false)/
// mutant permissions-of-the-last-page-count: -DALLOWS=0: kernel/vm/vmiter.c: s/perm &= vmiter_perm(&at);/perm = vmiter_perm(\&at);/
// mutant range-that-ends-on-the-next-page-is-one: -DALLOWS=1: kernel/vm/vmiter.h: s/sz - 1 <= it->last_va - it->va/sz <= it->last_va - it->va + 2/
// mutant presence-is-not-asked-for: -DALLOWS=1: kernel/vm/vmiter.c: s/perm |= PTE_P;/(void) 0;/

#include "range.h"

#define RIGHTS 0x8000000000000007UL

void
range_proof(void) {
    machine_start();
    range r = arbitrary_range();
    uint64_t rights = nondet_uint64() & RIGHTS;
    vmiter it = vmiter_make(&root, r.va);
    bool accepted;
    if (ALLOWS) {
        accepted = vmiter_range_allows(&it, r.size, rights);
        claim(accepted == (r.size == 0 || every_part_allows(&r, rights)), "vmiter_range_allows");
    } else {
        uint64_t perm = vmiter_range_perm(&it, r.size);
        accepted = (perm & 1) && (perm & rights) == rights;
        claim(accepted == (r.size != 0 && every_part_allows(&r, rights)), "vmiter_range_perm");
    }

    can_happen(accepted && r.parts == RANGE_PARTS && rights == RIGHTS,
               "a range of four parts, accepted");
    can_happen(!accepted && r.parts == RANGE_PARTS && r.part[3].present,
               "refused for the last of four parts");
    can_happen(r.wraps, "a range that wraps around");
    can_happen(accepted && r.size > 0x80000000, "a range of more than 2 GiB");
    can_happen(accepted && r.size > 1 && r.last == ~0UL, "a range up to the last byte");
}
