#ifndef WEENSY_SHARED_H
#define WEENSY_SHARED_H

// shared.h: what all processes of a trial share, all 0 when it starts. It is in the one page that
// every process can write, the console's, after the cells.

#include "trial.h"

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
