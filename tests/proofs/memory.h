#ifndef PROOFS_MEMORY_H
#define PROOFS_MEMORY_H

// memory.h: the machine below the code under proof, as the model checker is to see it. Memory is an
// array without bounds whose content is arbitrary (--nondet-static), and which is never written:
// what the code changes is kept aside: which new pages are zeroed, then a short list of writes, the
// last of which counts. So memory can be looked at as it was before a call and as it is after.
//
// kalloc hands out NEW_PAGES pages at arbitrary places, and fails when it likes to.

#include "types.h"
#include "x86-64.h"

#define NEW_PAGES 3
#define WRITES 4 // of entries: to link two pages to each other, to link them in, to set an entry

enum { BEFORE, NOW };

// memory_read(pa, when)
//    The 8 bytes at physical address `pa`, BEFORE all changes or NOW.
uint64_t memory_read(uint64_t pa, unsigned when);

// The root page table; its physical address is arbitrary.
extern x86_64_pagetable root;
extern uint64_t root_pa;

// What kalloc hands out: page number i has physical address new_page_pa[i].
extern uint64_t new_page_pa[NEW_PAGES];
extern unsigned kalloc_calls, kalloc_failures, kfree_calls;
extern unsigned memory_writes;

// tlb_was_invalidated(va)
bool tlb_was_invalidated(uint64_t va);

// machine_start()
//    Says what holds at the start: the precondition "page-table pages are page-aligned and below
//    2^52".
void machine_start(void);

// What CBMC gives.
void __CPROVER_assume(bool condition);
void __CPROVER_assert(bool condition, const char *text);
uint64_t nondet_uint64(void);
bool nondet_bool(void);

#define assume(condition) __CPROVER_assume(condition)

// A proof's claims; and what has to be possible under its preconditions, else they contradict each
// other and everything is proved. The driver runs a proof once for the claims, and once, with
// WITNESSES defined, to see that the checker finds a case of each thing that can_happen.
#ifdef WITNESSES
#define claim(condition, text) ((void) 0)
#define can_happen(condition, text) __CPROVER_assert(!(condition), "can happen: " text)
#else
#define claim(condition, text) __CPROVER_assert(condition, text)
#define can_happen(condition, text) ((void) 0)
#endif

#endif
