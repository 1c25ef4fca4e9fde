// hardware.c: the SDM's walk, level by level, as written there.

#include "hardware.h"
#include "memory.h"

#define BITS(x, high, low) ((x) >> (low) & (~0UL >> (63 - ((high) - (low)))))

// 4.5.4: "bits 51:12 are from CR3 [or the entry above]; bits 11:3 are [nine bits] of the linear
// address; bits 2:0 are all 0".
static uint64_t
entry_address(uint64_t above, uint64_t nine_bits) {
    return BITS(above, 51, 12) << 12 | nine_bits << 3;
}

// use_entry(t, entry)
//    4.6.1 "Determination of Access Rights": combines the rights of every entry that controls the
//    translation.
static void
use_entry(translation *t, uint64_t entry) {
    t->entry = entry;
    t->upper_writable = t->writable;
    t->upper_user = t->user;
    t->upper_execute_disable = t->execute_disable;
    t->writable = t->writable && BITS(entry, 1, 1) == 1;
    t->user = t->user && BITS(entry, 2, 2) == 1;
    t->execute_disable = t->execute_disable || BITS(entry, 63, 63) == 1;
}

static void
ends_at(translation *t, uint64_t va, int level, uint64_t size) {
    t->ends = level;
    t->last = va | (size - 1);
}

translation
hardware_translate(uint64_t va, unsigned when) {
    translation t = {0};
    // Vol. 1, 3.3.7.1 "Canonical Addressing": bits 63 to 47 are all ones or all zeroes.
    t.canonical = BITS(va, 63, 47) == 0 || BITS(va, 63, 47) == 0x1FFFF;
    t.writable = t.user = true;
    if (!t.canonical) {
        t.last = 0xFFFF7FFFFFFFFFFF;
        return t;
    }

    t.table[4] = root_pa;
    uint64_t pml4e = memory_read(entry_address(root_pa, BITS(va, 47, 39)), when);
    use_entry(&t, pml4e);
    ends_at(&t, va, 4, 0x8000000000);
    if (BITS(pml4e, 0, 0) == 0) {
        return t;
    }
    t.reserved_bit = BITS(pml4e, 7, 7) != 0; // table 4-15

    t.table[3] = BITS(pml4e, 51, 12) << 12;
    uint64_t pdpte = memory_read(entry_address(pml4e, BITS(va, 38, 30)), when);
    use_entry(&t, pdpte);
    ends_at(&t, va, 3, 0x40000000);
    if (BITS(pdpte, 0, 0) == 0) {
        return t;
    }
    if (BITS(pdpte, 7, 7) == 1) { // table 4-16: maps a 1-GByte page
        t.reserved_bit = t.reserved_bit || BITS(pdpte, 29, 13) != 0;
        t.present = true;
        t.pa = BITS(pdpte, 51, 30) << 30 | BITS(va, 29, 0);
        return t;
    }

    t.table[2] = BITS(pdpte, 51, 12) << 12;
    uint64_t pde = memory_read(entry_address(pdpte, BITS(va, 29, 21)), when);
    use_entry(&t, pde);
    ends_at(&t, va, 2, 0x200000);
    if (BITS(pde, 0, 0) == 0) {
        return t;
    }
    if (BITS(pde, 7, 7) == 1) { // table 4-18: maps a 2-MByte page
        t.reserved_bit = t.reserved_bit || BITS(pde, 20, 13) != 0;
        t.present = true;
        t.pa = BITS(pde, 51, 21) << 21 | BITS(va, 20, 0);
        return t;
    }

    t.table[1] = BITS(pde, 51, 12) << 12;
    uint64_t pte = memory_read(entry_address(pde, BITS(va, 20, 12)), when);
    use_entry(&t, pte);
    ends_at(&t, va, 1, 0x1000);
    if (BITS(pte, 0, 0) == 1) {
        t.present = true;
        t.pa = BITS(pte, 51, 12) << 12 | BITS(va, 11, 0);
    }
    return t;
}

bool
same_translation(const translation *a, const translation *b) {
    if (!a->present || !b->present) {
        return a->present == b->present;
    }
    return a->pa == b->pa && a->writable == b->writable && a->user == b->user
           && a->execute_disable == b->execute_disable && a->ends == b->ends && a->entry == b->entry
           && a->reserved_bit == b->reserved_bit;
}

static bool
uses_table(const translation *t, int level) {
    return t->canonical && level >= t->ends;
}

bool
is_tree(uint64_t va, const translation *a, uint64_t other_va, const translation *b) {
    for (int i = 1; i <= 4; ++i) {
        for (int j = 1; j <= 4; ++j) {
            bool same_part = i == j && (i == 4 || va >> (12 + 9 * i) == other_va >> (12 + 9 * i));
            if (uses_table(a, i) && uses_table(b, j) && !same_part && a->table[i] == b->table[j]) {
                return false;
            }
        }
    }
    return true;
}

void
assume_tree(uint64_t va, const translation *a, uint64_t other_va, const translation *b) {
    assume(is_tree(va, a, va, a));
    assume(is_tree(other_va, b, other_va, b));
    assume(is_tree(va, a, other_va, b));
}

bool
is_unused(uint64_t pa, const translation *a) {
    for (int i = 1; i <= 4; ++i) {
        if (uses_table(a, i) && a->table[i] == pa) {
            return false;
        }
    }
    return true;
}
