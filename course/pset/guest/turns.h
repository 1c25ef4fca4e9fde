#ifndef WEENSY_TURNS_H
#define WEENSY_TURNS_H

// turns.h: for trials of several processes, which take turns.

#include "family.h"

struct shared_memory {
    volatile int turn;   // whose turn it is: a number on which the trial's processes agree
    volatile int wanted; // how many pages the hog is to take; -1: it has done so
    volatile int taken;  // how many it has got
    volatile int ready;  // the hog is there
    volatile long value[4];
};
static struct shared_memory *const shared = SHARED_MEMORY(struct shared_memory);
_Static_assert(sizeof(struct shared_memory) <= SHARED_SIZE, "there is room for it");

// await(turn), pass(turn)
//    Lets others run until it is this turn; gives the turn away.
static inline void
await(int turn) {
    while (shared->turn != turn) {
        sys_yield();
    }
}

static inline void
pass(int turn) {
    shared->turn = turn;
}

// in_child(function)
//    Forks; the child runs `function` and exits. Returns the child's number. A fork that fails
//    fails the check.
static inline pid_t
in_child(void (*function)(void)) {
    pid_t pid = sys_fork();
    if (pid == 0) {
        function();
        sys_exit();
    }
    require(5, pid > 0, "sys_fork returned %d, and there are a free slot and %u free pages", pid,
            free_page_count());
    return pid;
}

// await_end(pid)
//    Lets others run until process `pid` has exited, or is ended by a fault.
static inline void
await_end(pid_t pid) {
    while (process_state(pid) == 1) {
        sys_yield();
    }
}

// hog_take(n)
//    Has program hog, which runs beside the trial, take `n` pages, or as many as it gets. Returns
//    how many it got.
static inline int
hog_take(int n) {
    while (!shared->ready || shared->wanted >= 0) {
        sys_yield();
    }
    shared->wanted = n;
    while (shared->wanted >= 0) {
        sys_yield();
    }
    return shared->taken;
}
enum { ALL_THERE_ARE = 1 << 20 };

// hog_leave(n)
//    Has the hog take pages until `n` are free.
static inline void
hog_leave(int n) {
    int too_many = (int) free_page_count() - n;
    int got = hog_take(too_many > 0 ? too_many : 0);
    require(4, got >= too_many,
            "of %d free pages, a program gets %d from sys_page_alloc, and then no more",
            too_many + n, got);
}

// announce_fault(address, outcome)
//    Announces what becomes of this process if it faults at `address` (judge-calls.h). Faults that
//    no process has announced must not end it.
static inline void
announce_fault(uintptr_t address, enum fault_outcome outcome) {
    judge(JUDGE_FAULT, address, (uintptr_t) outcome);
}

// store(addr, value)
//    One store of a byte.
static inline void
store(char *addr, char value) {
    *(volatile char *) addr = value;
}

// cost_of_store(addr, value)
//    Stores a byte. Returns how many fewer pages are free since then.
static inline int
cost_of_store(char *addr, char value) {
    int before = (int) free_page_count();
    store(addr, value);
    return before - (int) free_page_count();
}

// page_fill(page, seed), page_require(page, seed, owner)
//    Fills a page with bytes that depend on the seed; and finds them there again. `owner`: in
//    words.
static inline void
page_fill(char *page, int seed) {
    for (int i = 0; i < PAGESIZE; ++i) {
        page[i] = (char) (seed * 37 + i % 251);
    }
}

static inline void
page_require(const char *page, int seed, const char *owner) {
    for (int i = 0; i < PAGESIZE; ++i) {
        require(8, page[i] == (char) (seed * 37 + i % 251), "%s finds %#x at %p, expected %#x",
                owner, (unsigned char) page[i], page + i, (unsigned char) (seed * 37 + i % 251));
    }
}

#endif
