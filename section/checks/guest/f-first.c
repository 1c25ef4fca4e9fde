// f-first.c: spawns three programs, each linked for the slot that is the next free one when its
// turn comes.

#include "f-trial.h"

void
process_main(void) {
    trial("alice", "alice");
    check_set_state(2, STATE_BLOCKED);
    trial("bob", "bob");
    check_set_state(3, STATE_FAULTED);
    trial("carol", "carol");
    check_end();
}
