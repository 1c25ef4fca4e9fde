// There is one case for each level at which the walk can end: ENDS is 1 to 4, or 0 for a
// non-canonical address.
//
// proves: vmiter_try_map at any address: with valid arguments and enough memory, the processor then
//     translates all bytes of the named page as asked, within what upper levels allow; with
//     permissions 0 it does not translate them, and nothing was allocated; the result is 0, E_INVAL or
//     E_NOMEM as the header says; after an error no translation has changed and every new page was
//     freed; the translation of an arbitrary address in any other page, and so of all of them, is bit
//     for bit what it was; stale translations are invalidated; the iterator shows the new mapping; and
//     page-table pages still form a tree
// given: page-table pages form a tree (on the two ways in question); kalloc's pages are page-aligned,
//     below 2^52, different, and not on the two ways; no reserved bit is set on the walk to the page;
//     the processor knows PTE_XD (otherwise pte_write masks it)
// unwind: descend.0:5
// bounds: none; every loop is unwound to its end
// cases: -DENDS=0 -DENDS=1 -DENDS=2 -DENDS=3 -DENDS=4
//
// mutant neighbour-entry-is-set: -DENDS=1: kernel/vm/vmiter.c: s/pte_write(it->pte_pa, entry);/pte_write(it->pte_pa ^ 8, entry);/
// mutant new-table-is-not-zeroed: -DENDS=3: kernel/vm/vmiter.c: /memset(table, 0, PAGESIZE);/d
// mutant tables-are-linked-at-the-wrong-index: -DENDS=3: kernel/vm/vmiter.c: s/entry_pa(table_pa\[level\], it->va, level)/entry_pa(table_pa[level], it->va, level - 1)/
// mutant pages-are-kept-on-failure: -DENDS=3: kernel/vm/vmiter.c: /kfree(pa2kptr/d
// mutant unmapping-allocates: -DENDS=2: kernel/vm/vmiter.c: s/else if (!(perm & PTE_P)) {/else if (!(perm \& PTE_P) \&\& vmiter_present(it)) {/
// mutant large-pages-are-split-apart: -DENDS=2: kernel/vm/vmiter.c: s/(it->level > 1 && !vmiter_present(it))/it->level > 1/
// mutant stale-translation-stays: -DENDS=1: kernel/vm/vmiter.c: /tlb_invalidate(it->va);/d
// mutant new-tables-deny-users: -DENDS=2: kernel/vm/vmiter.c: s/all = PTE_P | PTE_W | PTE_U;/all = PTE_P | PTE_W;/
// mutant iterator-keeps-the-old-view: -DENDS=1: kernel/vm/vmiter.c: /pte_write(it->pte_pa, entry);/,/^}/ s/descend(it, 1);//
// mutant any-permission-bits-are-taken: -DENDS=1: kernel/vm/vmiter.c: s/(perm & ~allowed) == 0/true/

#include "errors.h"
#include "hardware.h"
#include "memory.h"
#include "vmiter.c"

// From the header: the permissions that vmiter_try_map accepts, except PTE_PS. Numbers, as in the manual.
#define VALID_PERMISSIONS 0x8000000000000E67UL

static bool
in_same_page(uint64_t va, uint64_t other_va) {
    return va >> 12 == other_va >> 12;
}

void
map_proof(void) {
    machine_start();
    uint64_t va = nondet_uint64(), pa = nondet_uint64(), perm = nondet_uint64();
    uint64_t other_va = nondet_uint64(); // in the same page or in another
    translation old = hardware_translate(va, BEFORE);
    translation other_old = hardware_translate(other_va, BEFORE);
    assume(old.ends == ENDS);
    assume(!old.reserved_bit);
    assume_tree(va, &old, other_va, &other_old);
    for (int i = 0; i < NEW_PAGES; ++i) {
        assume(is_unused(new_page_pa[i], &old) && is_unused(new_page_pa[i], &other_old));
        for (int j = 0; j < i; ++j) {
            assume(new_page_pa[i] != new_page_pa[j]);
        }
    }

    vmiter it = vmiter_make(&root, va);
    int r = vmiter_try_map(&it, pa, perm);

    translation now = hardware_translate(va, NOW), other_now = hardware_translate(other_va, NOW);
    bool takes_changes = old.canonical && (va & 0xFFF) == 0 && !(old.present && old.ends > 1);
    bool valid =
        (pa & 0xFFF) == 0 && pa >> 52 == 0 && (perm & 1) == 1 && (perm & ~VALID_PERMISSIONS) == 0;
    bool no_memory = takes_changes && valid && kalloc_failures > 0;

    // The result
    int expected = !takes_changes || (perm != 0 && !valid) ? E_INVAL : no_memory ? E_NOMEM : 0;
    claim(r == expected, "0, E_INVAL or E_NOMEM, as the header says");
    claim(kfree_calls == (r == 0 ? 0 : kalloc_calls), "pages are kept if and only if it succeeds");
    claim(perm != 0 || kalloc_calls + kalloc_failures == 0, "unmapping allocates nothing");

    // The named page
    if (r != 0) {
        claim(same_translation(&now, &old), "an error changes no translation");
        claim(same_translation(&other_now, &other_old), "an error changes no other translation");
    } else if (perm == 0) {
        claim(!now.present, "unmapped");
    } else {
        claim(now.present && now.ends == 1 && now.pa == pa, "mapped to the page asked for");
        claim(now.entry == (pa | perm), "with the permissions asked for in the last entry");
        claim(now.writable == ((perm >> 1 & 1) && old.upper_writable),
              "writable if all levels say so");
        claim(now.user == ((perm >> 2 & 1) && old.upper_user), "the user's if all levels say so");
        claim(now.execute_disable == (perm >> 63 || old.upper_execute_disable),
              "not executable if any says so");
        if (in_same_page(va, other_va)) {
            claim(other_now.present && other_now.pa == pa + (other_va & 0xFFF),
                  "every byte of the page");
            claim(other_now.entry == now.entry, "every byte by the same entry");
        }
    }
    claim(r != 0 || !old.present || tlb_was_invalidated(va), "a stale translation is invalidated");
    claim(!now.reserved_bit, "no reserved bit is set");

    // All other pages
    if (!in_same_page(va, other_va)) {
        claim(same_translation(&other_now, &other_old), "no other page's translation changes");
    }
    claim(is_tree(va, &now, va, &now) && is_tree(va, &now, other_va, &other_now), "a tree again");

    // The iterator
    claim(vmiter_va(&it) == va && vmiter_present(&it) == now.present,
          "the iterator shows the new mapping");
    claim(!now.present || vmiter_pa(&it) == now.pa, "the iterator shows the new address");

    can_happen(r == E_INVAL, "E_INVAL");
#if ENDS > 0
    can_happen(r == 0 && perm == 0, "unmapping");
    can_happen(r == 0 && now.present && now.writable && now.user && now.execute_disable, "mapping");
    can_happen(r == 0 && perm != 0 && !in_same_page(va, other_va) && other_old.present
                   && other_old.ends == 1 && other_old.table[ENDS] == old.table[ENDS],
               "another page is mapped by way of the same page-table page");
#endif
#if ENDS > 1
    can_happen(r == E_NOMEM && kalloc_calls == ENDS - 2, "E_NOMEM at the last of the pages needed");
    can_happen(r == 0 && kalloc_calls == ENDS - 1, "as many page-table pages as are missing");
#endif
}
