#ifndef WEENSY_SHARED_H
#define WEENSY_SHARED_H

// shared.h: for trials whose processes say how far they have come, and wait for each other.

#include "trial.h"

// pages_for_replacing(addr)
//    How many fewer pages are free after sys_page_alloc in place of the page at `addr`: none, since
//    the old one is free then; but 1, if that is a read-only one in the copy of the disk image.
static inline unsigned
pages_for_replacing(uintptr_t addr) {
    return physical(addr) >= MEMSIZE_PHYSICAL;
}

struct shared {
    volatile uint8_t at[32];   // [pid]: how far this process has come
    volatile uint32_t word[8]; // for the trial's own use
};
static struct shared *const shared = SHARED_MEMORY(struct shared);
_Static_assert(sizeof(struct shared) <= SHARED_SIZE, "there is room for it");

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
                pid, states[process_state(pid) % 3]);
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
