// proves: user_readable (kernel/core/user-memory.c) accepts exactly the ranges whose every byte a
//     process itself can read, and user_writable those whose every byte it can write (SDM vol. 3A, 4.6:
//     U/S in every entry, R/W in every entry) or has on copy-on-write pages (U/S in every entry, bit 9 in
//     the last). Both refuse a range that wraps around and accept an empty one. user_own, for such a range
//     or the first bytes of one, asks address_space_own once to replace each copy-on-write page there by
//     the process's own page, and no other page
// depends on: walk (a part's bytes have the same rights), next-range (vmiter_next_range is replaced
//     by what it says)
// given: no entry on the walks has a reserved bit set
// replace: kernel/vm/vmiter.c: s/^vmiter_next_range(/proved_&/
// unwind: descend.0:5,vmiter_range_perm.0:4,each_page_is_writable.0:4,user_own_pages.0:4
// bounds: any start and any size, of ranges that end or meet an unmapped byte within 4 parts; a
//     part is a page of 4 KiB, 2 MiB or 1 GiB, or what one absent entry leaves unmapped
// cases: -DREADING -DWRITING -DOWNING
//
// mutant kernel-memory-is-readable: -DREADING: kernel/core/user-memory.c: s/sz, PTE_P | PTE_U);/sz, PTE_P);/
// mutant kernel-memory-is-writable: -DWRITING: kernel/core/user-memory.c: s/PTE_P | PTE_U | PTE_W/PTE_P | PTE_W/
// mutant read-only-memory-is-writable: -DWRITING: kernel/core/user-memory.c: s/PTE_P | PTE_U | PTE_W/PTE_P | PTE_U/
// mutant first-page-alone-is-looked-at: -DWRITING: kernel/core/user-memory.c: s/vmiter_range_allows(it, sz, PTE_P | PTE_U | PTE_W)/vmiter_allows(it, PTE_P | PTE_U | PTE_W)/
// mutant copy-on-write-pages-are-refused: -DWRITING: kernel/core/user-memory.c: s/ \&\& !is_copy_on_write(&at)//
// mutant read-only-pages-are-taken-for-copied: -DWRITING: kernel/core/user-memory.c: s/!is_copy_on_write(&at)/!vmiter_user(\&at)/
// mutant kernel-memory-among-copied-pages: -DWRITING: kernel/core/user-memory.c: s/user_readable(it, sz) \&\& //
// mutant last-page-is-not-looked-at: -DWRITING: kernel/core/user-memory.c: s/vmiter_last_va(at) - vmiter_va(it) >= sz - 1/vmiter_last_va(at) - vmiter_va(it) + 1 >= sz - 1/
// mutant last-page-is-not-made-own: -DOWNING: kernel/core/user-memory.c: s/vmiter_last_va(at) - vmiter_va(it) >= sz - 1/vmiter_last_va(at) - vmiter_va(it) + 1 >= sz - 1/
// mutant first-page-alone-is-made-own: -DOWNING: kernel/core/user-memory.h: s/!vmiter_range_allows(it, sz, PTE_W)/sz > 0 \&\& !vmiter_allows(it, PTE_W)/
// mutant writable-pages-are-made-own: -DOWNING: kernel/core/user-memory.c: s/if (is_copy_on_write(&at))/if (vmiter_allows(\&at, PTE_COPY_ON_WRITE))/
// mutant user-bit-of-the-last-level-alone: -DWRITING: kernel/vm/vmiter.c: s/allowed = it->allowed &/allowed = (it->allowed | PTE_U) \&/

#include "range.h"
#include "user-memory.c"

// A copy-on-write page in a process's page table: user, read-only, bit 9.
static unsigned owned[RANGE_PARTS]; // how often address_space_own was asked for a page of that part
static bool strange;                // or for another
static range r;

void
address_space_own(x86_64_pagetable *pt, uint64_t va) {
    bool found = false;
    for (int i = 0; i < RANGE_PARTS; ++i) {
        const translation *t = &r.part[i];
        bool there = i < r.parts && va == (i == 0 ? r.va : r.part[i - 1].last + 1);
        if (there && t->user && !t->writable && (t->entry >> 9 & 1)) {
            owned[i] += 1;
            found = true;
        }
    }
    strange = strange || !found || pt != &root;
}

// every_part_may_be_written()
static bool
every_part_may_be_written(void) {
    bool may = !r.wraps;
    for (int i = 0; i < RANGE_PARTS; ++i) {
        const translation *t = &r.part[i];
        bool part_may = t->present && t->user && (t->writable || (t->entry >> 9 & 1));
        may = may && (i >= r.parts || part_may);
    }
    return may;
}

// An arbitrary part of it, from its start
static uint64_t used;

static bool
is_used(int part) {
    return used > 0 && (part == 0 || (part < r.parts && r.part[part - 1].last - r.va < used - 1));
}

static void
reading_proof(const vmiter *it) {
    bool accepted = user_readable(it, r.size);
    claim(accepted == (r.size == 0 || every_part_allows(&r, 5)),
          "accepted if and only if every byte can be read");

    can_happen(accepted && r.parts == RANGE_PARTS, "a range of four parts, accepted");
    can_happen(!accepted && r.parts == RANGE_PARTS && r.part[3].present,
               "a range of four parts, refused for the last");
    can_happen(r.wraps, "a range that wraps around");
}

static void
writing_proof(const vmiter *it) {
    bool accepted = user_writable(it, r.size);
    bool writable = r.size == 0 || every_part_allows(&r, 7);
    claim(accepted == (writable || every_part_may_be_written()),
          "accepted if and only if every byte can be written");
    claim(!strange && !owned[0] && !owned[1] && !owned[2] && !owned[3], "no page is made own");

    can_happen(writable && r.parts == RANGE_PARTS, "a range of four parts, accepted");
    can_happen(accepted && r.parts == RANGE_PARTS && !r.part[3].writable,
               "a range of four parts, whose last is copy-on-write, accepted");
    can_happen(!accepted && r.parts == RANGE_PARTS && r.part[3].user, "refused for the last of four");
    can_happen(r.wraps, "a range that wraps around");
}

static void
owning_proof(vmiter *it) {
    assume(r.size == 0 || every_part_may_be_written());
    used = nondet_uint64();
    assume(used <= r.size);
    user_own(it, used);
    claim(!strange, "no page is made own but one that is copy-on-write");
    for (int i = 0; i < RANGE_PARTS; ++i) {
        bool wanted = i < r.parts && is_used(i) && !r.part[i].writable;
        claim(owned[i] == wanted, "each of those once");
    }

    can_happen(owned[0] && owned[3], "a range of four parts, whose last is made own");
    can_happen(owned[0] && !owned[3] && r.parts == RANGE_PARTS && !r.part[3].writable,
               "the last of four is not used");
    can_happen(r.parts == RANGE_PARTS && is_used(3) && !owned[0] && owned[3],
               "the last alone of four is made own");
}

void
user_range_proof(void) {
    machine_start();
    r = arbitrary_range();
    strange = false;
    for (int i = 0; i < RANGE_PARTS; ++i) {
        owned[i] = 0;
    }
    vmiter it = vmiter_make(&root, r.va);
#if defined(READING)
    reading_proof(&it);
#elif defined(WRITING)
    writing_proof(&it);
#else
    owning_proof(&it);
#endif
}
