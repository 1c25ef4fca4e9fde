// proves: vmiter_next_range leaves the iterator, in every field, as vmiter_find at the first address
//     after the range would, so that whatever holds for an iterator that was put somewhere holds for
//     one that walked there; and past the last address it is done
// given: no entry on the walk has a reserved bit set
// unwind: descend.0:5
// bounds: none; every loop is unwound to its end
//
// mutant same-entry-is-read-again: kernel/vm/vmiter.c: /^vmiter_next_range/,/^}/ s/it->pte_pa += ENTRY_SIZE;//
// mutant next-table-is-taken-for-this-one: kernel/vm/vmiter.c: s/level_index(last, 1) < NPAGETABLEENTRIES - 1/true/
// mutant upper-levels-are-taken-for-level-1: kernel/vm/vmiter.c: s/it->level == 1 && level_index(last, 1)/it->level >= 1 \&\& level_index(last, it->level)/

#include "hardware.h"
#include "memory.h"
#include "vmiter.c"

void
next_range_proof(void) {
    machine_start();
    uint64_t va = nondet_uint64();
    translation hw = hardware_translate(va, BEFORE);
    assume(!hw.reserved_bit);
    vmiter it = vmiter_make(&root, va);
    vmiter_next_range(&it);
    if (hw.last == ~0UL) {
        claim(vmiter_done(&it) && !vmiter_present(&it) && !vmiter_low(&it),
              "done past the last address");
    } else {
        vmiter found = vmiter_make(&root, hw.last + 1);
        claim(it.pt == found.pt && it.va == found.va && it.level == found.level, "place and level");
        claim(it.last_va == found.last_va && it.pa == found.pa, "the range's end, the address");
        claim(it.level == 0 || it.pte_pa == found.pte_pa, "the entry's place");
        claim(it.pte == found.pte && it.perm == found.perm, "the entry and its permissions");
        claim(it.level == 0 || it.allowed == found.allowed, "the permissions above");
    }
    claim(memory_writes == 0, "reading changes nothing");

    can_happen(hw.last == ~0UL, "the last range");
    can_happen(!hw.canonical, "out of the hole");
    can_happen(hw.canonical && it.level == 0, "into the hole");
    can_happen(hw.ends == 1 && it.level == 3, "to another level");
}
