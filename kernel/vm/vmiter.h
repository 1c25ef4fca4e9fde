#ifndef WEENSY_VMITER_H
#define WEENSY_VMITER_H

// vmiter.h: an iterator over virtual addresses. It stands at one virtual address of one page table
// and answers: to which physical address does it map, and with which permissions? It can move, and
// change the mapping of the page at which it stands.
//
//     for (vmiter it = vmiter_make(pt, 0); vmiter_low(&it); vmiter_next(&it)) {
//         log_printf("%#lx -> %#lx\n", vmiter_va(&it), vmiter_pa(&it));
//     }
//
// The iterator goes through all 2^64 addresses: the low half; the hole of non-canonical addresses,
// which is one unmapped range; the high half. After the last address it is done. It reads large
// pages, but does not map them.
//
// The deciding entry of an address is the one at which the walk ends, since it maps a page or is
// absent. All addresses that it covers are one range: the page, or a hole.
//
// A vmiter is a value: copy it freely. It is valid until something else changes its page table.

#include "direct-map.h"
#include "kernel-only.h"
#include "x86-64.h"

typedef struct vmiter {
    x86_64_pagetable *pt;   // the root
    uint64_t va;            // where the iterator stands
    uint64_t last_va;       // what vmiter_last_va returns
    uint64_t pa;            // what vmiter_pa returns
    int level;              // of the deciding entry: 1 to 4; 0: non-canonical; -1: done
    uint64_t pte_pa;        // physical address of the deciding entry, if level is 1 to 4
    x86_64_pageentry_t pte; // the deciding entry; 0 if there is none
    uint64_t allowed;       // by the levels above it: PTE_P, W, U; here PTE_XD allows execution
    uint64_t perm;          // what vmiter_perm returns
} vmiter;

// Making and moving

// vmiter_make(pt, va)
//    An iterator over page table `pt` that stands at `va`, which may be any address.
vmiter vmiter_make(x86_64_pagetable *pt, uint64_t va);

// vmiter_at(pt, va)
//    A pointer to such an iterator, which lives until the end of the enclosing block. It is for a
//    single question or change: vmiter_pa(vmiter_at(pt, va)).
#define vmiter_at(pt, va) ((vmiter[1]) {vmiter_make((pt), (va))})

// vmiter_find(it, va)
//    Moves to `va`, which may be any address.
void vmiter_find(vmiter *it, uint64_t va);

// vmiter_advance(it, delta)
//    Moves forward by `delta` bytes. Past the last address the iterator is done.
void vmiter_advance(vmiter *it, uint64_t delta);

// vmiter_next(it)
//    Moves to the start of the next mapped page, small or large; done if there is none.
void vmiter_next(vmiter *it);

// vmiter_next_range(it)
//    Moves to the first address after the current range; done if there is none.
void vmiter_next_range(vmiter *it);

// vmiter_low(it), vmiter_done(it)
//    Is the address in the low half? Is the iterator past the last address? A done iterator is not
//    low and maps nothing. vmiter_next and vmiter_advance leave it done; vmiter_find revives it.
static inline bool
vmiter_low(const vmiter *it) {
    return it->va < VA_LOWEND;
}
bool vmiter_done(const vmiter *it);

// Asking

// vmiter_va(it)
//    The address at which the iterator stands.
static inline uint64_t
vmiter_va(const vmiter *it) {
    return it->va;
}

// vmiter_last_va(it)
//    The last address of the current range: of the page, if one is mapped; else of the hole that
//    the absent entry leaves. At a non-canonical address: the last non-canonical address.
static inline uint64_t
vmiter_last_va(const vmiter *it) {
    return it->last_va;
}

// vmiter_range_size(it)
//    Bytes from the address to the end of its range, the last one included.
static inline uint64_t
vmiter_range_size(const vmiter *it) {
    return it->last_va - it->va + 1;
}

// vmiter_pa(it)
//    The physical address to which the address maps; (uint64_t) -1 if it is not mapped.
static inline uint64_t
vmiter_pa(const vmiter *it) {
    return it->pa;
}

// vmiter_perm(it)
//    0 if the address is not mapped. Else PTE_P and the permissions of all levels together (SDM
//    vol. 3A, 4.6): PTE_W and PTE_U if every level has them, PTE_XD if any level has it. From the
//    deciding entry alone come PTE_PS (a large page), PTE_A, PTE_D and bits 9 to 11.
static inline uint64_t
vmiter_perm(const vmiter *it) {
    return it->perm;
}

// vmiter_present(it), vmiter_writable(it), vmiter_user(it)
//    Is the address mapped; mapped and writable; mapped and accessible to users?
static inline bool
vmiter_present(const vmiter *it) {
    return (it->perm & PTE_P) != 0;
}

static inline bool
vmiter_writable(const vmiter *it) {
    return (it->perm & PTE_W) != 0;
}

static inline bool
vmiter_user(const vmiter *it) {
    return (it->perm & PTE_U) != 0;
}

// vmiter_kptr(it)
//    A pointer through which the kernel reaches vmiter_pa(it); NULL if the address is not mapped.
static inline void *
vmiter_kptr(const vmiter *it) {
    return vmiter_present(it) ? pa2kptr(it->pa) : NULL;
}

// vmiter_allows(it, perm)
//    True if the address is mapped and vmiter_perm has every bit of `perm`.
static inline bool
vmiter_allows(const vmiter *it, uint64_t perm) {
    return vmiter_present(it) && (it->perm & perm) == perm;
}

// vmiter_range_perm(it, sz)
//    The bits of vmiter_perm that all `sz` addresses from the current one on have; 0 if one of them
//    is not mapped, if the range wraps around the end of the address space, or if `sz` is 0.
uint64_t vmiter_range_perm(const vmiter *it, uint64_t sz);

// vmiter_range_allows(it, sz, perm)
//    True if all `sz` addresses from the current one on are mapped and have every bit of `perm`;
//    true if `sz` is 0; false if the range wraps around.
bool vmiter_ranges_allow(const vmiter *it, uint64_t sz, uint64_t perm); // the slow, general way

static inline bool
vmiter_range_allows(const vmiter *it, uint64_t sz, uint64_t perm) {
    bool in_one_range = sz > 0 && sz - 1 <= it->last_va - it->va;
    return in_one_range ? vmiter_allows(it, perm) : vmiter_ranges_allow(it, sz, perm);
}

// Changing

// vmiter_try_map(it, pa, perm)
//    Maps the page at which the iterator stands to the physical page at `pa` with permissions
//    `perm`; the iterator shows the new mapping. Both addresses are page-aligned. `perm` includes
//    PTE_P and has only bits that vmiter_perm reports, without PTE_PS. With `perm` 0 it unmaps the
//    page, ignores `pa`, and allocates nothing.
//    Missing page-table pages come from kalloc, and the entries that link them allow everything.
//    Entries of upper levels that are there already stay as they are, and may restrict the mapping.
//    Page-table pages stay when their last page is unmapped.
//    Returns 0; E_NOMEM: no page for a page table; E_INVAL: the iterator's address is not
//    page-aligned, non-canonical, in a large page, or past the end, or `pa` or `perm` is malformed.
//    After an error no translation has changed, and no allocated page is kept.
int vmiter_try_map(vmiter *it, uint64_t pa, uint64_t perm) must_check;

// vmiter_map(it, pa, perm)
//    Does the same, but panics on an error.
void vmiter_map(vmiter *it, uint64_t pa, uint64_t perm);

#endif
