#ifndef WEENSY_SHARED_H
#define WEENSY_SHARED_H

// shared.h: what all processes of a trial share, all 0 when it starts, in the one page that every
// process can write, the console's, after the cells. And what differs in variants of the problem
// set.

#include "trial.h"

#ifndef VARIANT_STACK_PAGES
#define VARIANT_STACK_PAGES 1
#define VARIANT_REFUSES 0 // does sys_page_alloc refuse an address where a page is?
#endif
#define STACK_START (MEMSIZE_VIRTUAL - VARIANT_STACK_PAGES * PAGESIZE)

// pages_for_replacing(addr)
//    How many fewer pages are free after sys_page_alloc in place of the page at `addr`: none, since
//    the old one is free then; but 1, if that is a read-only one in the copy of the disk image.
static inline unsigned
pages_for_replacing(uintptr_t addr) {
    return (uintptr_t) judge(JUDGE_PHYSICAL, addr, 0) >= MEMSIZE_PHYSICAL;
}

struct shared {
    volatile uint8_t at[32];   // [pid]: how far this process has come
    volatile uint32_t word[8]; // for the trial's own use
};
#define SHARED_OFFSET 0xFA8
static struct shared *const shared = (struct shared *) (CONSOLE_ADDR + SHARED_OFFSET);
_Static_assert(SHARED_OFFSET >= CONSOLE_CELLS * 2, "after the cells");
_Static_assert(SHARED_OFFSET + sizeof(struct shared) <= CONSOLE_SCROLLS_OFFSET,
               "before what the console keeps");

enum { PATIENCE = 400 }; // ticks

// await(step, pid, place, after)
//    Lets others run until process `pid` says that it has come to `place`. If it never does, the
//    check fails for `step`: something is wrong after what `after` says.
static inline void
await(unsigned step, pid_t pid, unsigned place, const char *after) {
    static const char *const states[] = {"there is no such process", "it can run, and does not",
                                         "it has faulted"};
    for (uint64_t start = ticks; shared->at[pid] < place;) {
        require(step, ticks < start + PATIENCE, "after %s, process %d does not go on: %s", after,
                pid, states[judge(JUDGE_STATE, (uintptr_t) pid, 0) % 3]);
        sys_yield();
    }
}

// reach(place)
//    Says that this process has come to `place`.
static inline void
reach(unsigned place) {
    shared->at[sys_getpid()] = (uint8_t) place;
}

#endif
