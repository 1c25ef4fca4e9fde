// forkexit: processes that fork, take memory, and exit, all at random and for ever, so that memory
// keeps changing hands. None of it may get lost on the way.

#include "u-lib.h"

// Of so many ticks, one in the average.
#define ALLOC_EVERY 2
#define FORK_EVERY 32
#define EXIT_EVERY 48

static bool
happens_once_in(int n) {
    return rand_range(1, n) == 1;
}

// be_random()
//    A forked process must call this, else it does what its parent does.
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
    for (;;) { // the first process takes nothing and never exits, so that there is always one
        wait_ticks(1);
        if (happens_once_in(FORK_EVERY) && sys_fork() == 0) {
            live();
        }
    }
}
