#ifndef PROOFS_HARDWARE_H
#define PROOFS_HARDWARE_H

// hardware.h: how the processor translates a virtual address, according to the Intel SDM, vol. 3A:
// 4.5.4 "Linear-Address Translation with 4-Level Paging", tables 4-15 to 4-20, and 4.6 "Access
// Rights". It is written only from the manual's text and numbers, and uses nothing of levels.h and
// none of the PTE_ names.

#include "types.h"

typedef struct translation {
    bool canonical;    // otherwise the access is a general-protection exception
    bool present;      // a translation exists
    bool reserved_bit; // an entry used has a reserved bit set: a page fault
    uint64_t pa;

    bool writable;        // R/W is 1 in every entry used
    bool user;            // U/S is 1 in every entry used
    bool execute_disable; // XD is 1 in some entry used

    int ends;          // the entry used last: 4 PML4E, 3 PDPTE, 2 PDE, 1 PTE; 0: none
    uint64_t entry;    // its value
    uint64_t last;     // the last address for which the same entry is used last
    uint64_t table[5]; // physical address of the paging structures used, [4] is the PML4
    bool upper_writable, upper_user; // the rights without the entry used last
    bool upper_execute_disable;
} translation;

// hardware_translate(va, when)
//    The translation with CR3 at root_pa and memory as it was at `when`.
translation hardware_translate(uint64_t va, unsigned when);

// same_translation(a, b)
//    Do they lead to the same byte with the same rights, by an entry of the same content?
bool same_translation(const translation *a, const translation *b);

// assume_tree(va, a, other_va, b)
//    Assumes that "page-table pages form a tree", for the pages on two ways: no page occurs twice,
//    except in the part that both ways have in common.
void assume_tree(uint64_t va, const translation *a, uint64_t other_va, const translation *b);

// is_tree(va, a, other_va, b)
//    Do they?
bool is_tree(uint64_t va, const translation *a, uint64_t other_va, const translation *b);

// is_unused(pa, a)
//    Is the page at `pa` none of those that the translation uses?
bool is_unused(uint64_t pa, const translation *a);

#endif
