// proves: for every virtual address and every content of memory, vmiter_pa, vmiter_perm,
//     vmiter_last_va and vmiter_range_size say what the processor's walk does (SDM vol. 3A, 4.5.4 and
//     4.6): the same physical address; writable, user and execute-disable combined over all levels; the
//     extent of the page or hole, in which all bytes have the same rights; and the large-page,
//     accessed, dirty and own bits of the entry that maps the page
// given: no entry on the walk has a reserved bit set (the processor would raise a page fault); the
//     root is page-aligned and below 2^52
// unwind: descend.0:5
// bounds: none; the walk's loop is unwound to its end
//
// mutant user-bit-of-the-last-level-alone: kernel/vm/vmiter.c: s/allowed = it->allowed &/allowed = (it->allowed | PTE_U) \&/
// mutant no-execute-of-upper-levels-lost: kernel/vm/vmiter.c: s/allowed = it->allowed &/allowed = (it->allowed | PTE_XD) \&/
// mutant bit-7-at-level-1-is-a-large-page: kernel/vm/vmiter.c: s/(level > 1 ? PTE_PS : 0)/PTE_PS/
// mutant bit-63-is-taken-for-an-address-bit: kernel/vm/vmiter.c: s/it->pte & PTE_PAMASK, it->va/it->pte \& ~0xFFFUL, it->va/
// mutant offset-in-large-pages-lost: kernel/vm/vmiter.c: s/offset = level_size(level) - 1;/offset = PAGESIZE - 1;/
// mutant absent-large-entry-is-followed: kernel/vm/vmiter.c: s/if (!(it->pte & PTE_P)) {/if (!(it->pte \& PTE_P) \&\& level == 1) {/

#include "hardware.h"
#include "memory.h"
#include "vmiter.c"

void
walk_proof(void) {
    machine_start();
    uint64_t va = nondet_uint64();
    translation hw = hardware_translate(va, BEFORE);
    assume(!hw.reserved_bit);

    vmiter it = vmiter_make(&root, va);
    uint64_t perm = vmiter_perm(&it);
    claim(vmiter_va(&it) == va, "vmiter_va is the address given");
    claim(vmiter_present(&it) == hw.present, "present if a translation exists");
    claim(vmiter_last_va(&it) == hw.last, "vmiter_last_va is the end of the page or hole");
    claim(vmiter_range_size(&it) == hw.last - va + 1,
          "vmiter_range_size counts from the address to there");
    claim(!vmiter_done(&it), "not done");
    claim(vmiter_low(&it) == (va < 0x0000800000000000), "vmiter_low");
    if (hw.present) {
        claim(vmiter_pa(&it) == hw.pa, "vmiter_pa is the processor's");
        claim((perm >> 0 & 1) == 1, "P");
        claim((perm >> 1 & 1) == hw.writable, "R/W: every entry allows writes");
        claim((perm >> 2 & 1) == hw.user, "U/S: every entry allows user accesses");
        claim(perm >> 63 == hw.execute_disable, "XD: some entry forbids execution");
        claim((perm >> 7 & 1) == (hw.ends > 1), "PS: a large page");
        claim((perm & 0xE60) == (hw.entry & 0xE60),
              "A, D and bits 9 to 11: those of the last entry");
        claim((perm & ~0x8000000000000EE7UL) == 0, "no other bits");
    } else {
        claim(vmiter_pa(&it) == ~0UL, "vmiter_pa is -1 where nothing is mapped");
        claim(perm == 0, "vmiter_perm is 0 where nothing is mapped");
    }
    uint64_t asked = nondet_uint64();
    claim(vmiter_allows(&it, asked) == (hw.present && (perm & asked) == asked), "vmiter_allows");

    // An arbitrary byte between the address and the end that vmiter_last_va gives.
    uint64_t byte = nondet_uint64();
    if (byte >= va && byte <= hw.last) {
        translation other = hardware_translate(byte, BEFORE);
        claim(other.present == hw.present && other.writable == hw.writable && other.user == hw.user
                  && other.execute_disable == hw.execute_disable && other.last == hw.last,
              "the same rights up to vmiter_last_va");
        claim(!hw.present || other.pa == hw.pa + (byte - va),
              "consecutive physical addresses up to there");
    }
    claim(memory_writes == 0, "reading changes nothing");

    can_happen(!hw.canonical, "a non-canonical address");
    can_happen(hw.ends == 4, "an absent PML4E");
    can_happen(hw.present && hw.ends == 3 && hw.user && !hw.writable, "a 1-GByte page");
    can_happen(hw.present && hw.ends == 2 && hw.execute_disable, "a 2-MByte page");
    can_happen(hw.present && hw.ends == 1 && hw.upper_writable && va >> 63, "a 4-KByte page, high");
    can_happen(!hw.present && hw.ends == 1, "an absent PTE");
}
