// forkexit: processes that fork, take memory and exit, all at random and without end. So memory
// keeps changing hands, and the kernel must not lose any of it.

#include "u-lib.h"

// Each happens once in so many ticks, on average.
#define ALLOC_EVERY 2
#define FORK_EVERY 32
#define EXIT_EVERY 48

static bool
happens_once_in(int n) {
    return rand_range(1, n) == 1;
}

// be_random()
//    Seeds the random numbers. A forked process must call it, or it does the same as its parent.
static void
be_random(void) {
    srand((unsigned) (ticks * 16 + sys_getpid()));
}

static void never_returns
live(void) {
    be_random();
    for (;;) {
        wait_ticks(1);
        if (happens_once_in(ALLOC_EVERY)) {
            heap_grow();
        }
        if (happens_once_in(FORK_EVERY) && sys_fork() == 0) {
            be_random();
        }
        if (happens_once_in(EXIT_EVERY)) {
            sys_exit();
        }
    }
}

void
process_main(void) {
    for (;;) { // the first process takes no memory and never exits, so that one always remains
        wait_ticks(1);
        if (happens_once_in(FORK_EVERY) && sys_fork() == 0) {
            live();
        }
    }
}
