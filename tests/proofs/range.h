#ifndef PROOFS_RANGE_H
#define PROOFS_RANGE_H

// range.h: what the proofs about ranges of addresses share: an arbitrary range of at most RANGE_PARTS
// parts, and whether each of its bytes allows an access, answered part by part from the hardware's
// walk. A part is the addresses whose walks end at the same entry.

#include "hardware.h"
#include "memory.h"
#include "vmiter.c"

#define RANGE_PARTS 4

typedef struct range {
    uint64_t va, size;
    bool wraps; // goes past the last address
    uint64_t last;
    translation part[RANGE_PARTS];
    int parts; // up to the end, or to the first part that is not mapped
} range;

// arbitrary_range()
//    Assumes that it ends, wraps around or meets an unmapped part within RANGE_PARTS parts.
static range
arbitrary_range(void) {
    range r = {.va = nondet_uint64(), .size = nondet_uint64()};
    r.wraps = r.size != 0 && r.size - 1 > ~r.va;
    if (r.size == 0 || r.wraps) {
        return r;
    }
    r.last = r.va + (r.size - 1);
    uint64_t at = r.va;
    bool ended = false;
    for (int i = 0; i < RANGE_PARTS; ++i) {
        if (!ended) {
            r.part[i] = hardware_translate(at, BEFORE);
            assume(!r.part[i].reserved_bit);
            r.parts = i + 1;
            ended = r.part[i].last >= r.last || !r.part[i].present;
            at = ended ? at : r.part[i].last + 1;
        }
    }
    assume(ended);
    return r;
}

// every_part_allows(r, rights)
//    Is every byte mapped, with R/W (bit 1) and U/S (bit 2) of `rights` in every entry, and with XD
//    (bit 63) in some entry on the way, where `rights` has them?
static bool
every_part_allows(const range *r, uint64_t rights) {
    bool allows = !r->wraps;
    for (int i = 0; i < RANGE_PARTS; ++i) {
        const translation *t = &r->part[i];
        bool part_allows = t->present && (rights >> 1 & 1) <= t->writable
                           && (rights >> 2 & 1) <= t->user && (rights >> 63) <= t->execute_disable;
        allows = allows && (i >= r->parts || part_allows);
    }
    return allows;
}

// What next-range.c proved about it. The source's own function has another name here.
void
vmiter_next_range(vmiter *it) {
    uint64_t last = vmiter_last_va(it);
    if (last == ~0UL) {
        become_done(it);
    } else {
        vmiter_find(it, last + 1);
    }
}

#endif
