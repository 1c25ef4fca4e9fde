#ifndef WEENSY_VMITER_EXPECT_H
#define WEENSY_VMITER_EXPECT_H

// vmiter-expect.h: the checks that vmiter's tests use most.

#include "test.h"
#include "vmiter.h"

#define UNMAPPED ((uint64_t) -1)

// expect_mapping(pt, va, pa, perm), expect_unmapped(pt, va)
//    Fails the test unless a vmiter at `va` sees that.
static inline void
expect_mapping(x86_64_pagetable *pt, uint64_t va, uint64_t pa, uint64_t perm) {
    vmiter it = vmiter_make(pt, va);
    if (vmiter_pa(&it) != pa || vmiter_perm(&it) != perm) {
        fail_msg("va %#lx: expected pa %#lx with permissions %#lx, saw pa %#lx with %#lx", va, pa,
                 perm, vmiter_pa(&it), vmiter_perm(&it));
    }
}

static inline void
expect_unmapped(x86_64_pagetable *pt, uint64_t va) {
    expect_mapping(pt, va, UNMAPPED, 0);
}

// expect_range(it, va, last_va)
//    Fails the test unless the iterator is at `va`, in a range up to `last_va`.
static inline void
expect_range(const vmiter *it, uint64_t va, uint64_t last_va) {
    if (vmiter_done(it) || vmiter_va(it) != va || vmiter_last_va(it) != last_va) {
        fail_msg("expected to be at %#lx in a range up to %#lx, saw %#lx and %#lx%s", va,
                 last_va, vmiter_va(it), vmiter_last_va(it), vmiter_done(it) ? ", done" : "");
    }
    assert_int_equal(vmiter_range_size(it), last_va - va + 1);
}

// expect_done(it)
//    Fails the test unless the iterator is done and shows nothing.
static inline void
expect_done(const vmiter *it) {
    if (!vmiter_done(it)) {
        fail_msg("expected a done iterator, saw one at %#lx", vmiter_va(it));
    }
    assert_false(vmiter_low(it));
    assert_false(vmiter_present(it));
    assert_false(vmiter_writable(it));
    assert_false(vmiter_user(it));
    assert_false(vmiter_allows(it, 0));
    assert_int_equal(vmiter_pa(it), UNMAPPED);
    assert_int_equal(vmiter_perm(it), 0);
    assert_null(vmiter_kptr(it));
    assert_int_equal(vmiter_range_perm(it, 1), 0);
    assert_false(vmiter_range_allows(it, 1, 0));
}

#endif
