#ifndef PROOFS_MEMORY_H
#define PROOFS_MEMORY_H

// memory.h: the machine below the code under proof, as the model checker sees it. Memory is an array
// without bounds and with arbitrary content (--nondet-static), and nothing ever writes it. Changes
// are kept apart: which new pages are zeroed, then a short list of writes, the last of which counts.
// So a proof can read memory as it was before a call and as it is after.
//
// kalloc hands out NEW_PAGES pages at arbitrary places, and may fail at any time.

#include "types.h"
#include "x86-64.h"

#define NEW_PAGES 3
#define WRITES 4 // of entries: two link pages to each other, one links them in, one sets an entry

enum { BEFORE, NOW };

// memory_read(pa, when)
//    The 8 bytes at physical address `pa`, BEFORE all changes or NOW.
uint64_t memory_read(uint64_t pa, unsigned when);

// The root page table; its physical address is arbitrary.
extern x86_64_pagetable root;
extern uint64_t root_pa;

// The pages that kalloc hands out: page number i has physical address new_page_pa[i].
extern uint64_t new_page_pa[NEW_PAGES];
extern unsigned kalloc_calls, kalloc_failures, kfree_calls;
extern unsigned memory_writes;

// tlb_was_invalidated(va)
bool tlb_was_invalidated(uint64_t va);

// machine_start()
//    Assumes what holds at the start: "page-table pages are page-aligned and below 2^52".
void machine_start(void);

// Provided by CBMC.
void __CPROVER_assume(bool condition);
void __CPROVER_assert(bool condition, const char *text);
uint64_t nondet_uint64(void);
bool nondet_bool(void);

#define assume(condition) __CPROVER_assume(condition)

// A proof's claims; and what must be possible under its preconditions, since contradictory
// preconditions prove everything. The driver runs a proof once for the claims, and once, with
// WITNESSES defined, to see that the checker finds a case of each thing that can_happen.
#ifdef WITNESSES
#define claim(condition, text) ((void) 0)
#define can_happen(condition, text) __CPROVER_assert(!(condition), "can happen: " text)
#else
#define claim(condition, text) __CPROVER_assert(condition, text)
#define can_happen(condition, text) ((void) 0)
#endif

#endif
