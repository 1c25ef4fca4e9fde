// f-first.c: the programs of F1.2: "spawn", which is process 1, and those that it spawns, called
// NAME. Each is linked for the slot that is the next free one when its turn comes. First process 1
// fills the table; then others take each other's slots, after these have become free.

#include "f-trial.h"

typedef struct step {
    pid_t caller;
    pid_t set; // first sets the state of this process
    int state;
    const char *id, *name; // calls sys_spawn(name)
    pid_t slot;            // where that program is then; 0: it fails
} step;

static const step steps[] = {
    {1, 0, 0, "alice", "alice", 2},
    {1, 2, STATE_BLOCKED, "bob", "bob", 3},
    {1, 3, STATE_FAULTED, "carol", "carol", 4},
    {1, 0, 0, "full", "alice", 0},
    {1, 0, 0, "faulted", "bob", 0},
    {4, 2, STATE_FREE, "unknown", "nobody", 0},
    {4, 0, 0, "alice-again", "alice", 2},
    {2, 3, STATE_FREE, "bob-again", "bob", 3},
    {3, 4, STATE_FREE, "carol-again", "carol", 4},
    {2, 1, STATE_FREE, "dave", "dave", 1},
};

static bool
do_step(long n) {
    const step *s = &steps[n];
    if (n == ARRAY_SIZE(steps)) {
        check_end();
    } else if (s->caller != sys_getpid()) {
        return false;
    }
    if (s->set != 0 && s->state == STATE_FREE) {
        set_free(s->set);
    } else if (s->set != 0) {
        check_set_state(s->set, s->state);
    }
    pid_t pid = trial(s->id, s->name);
    if (s->slot != 0 ? pid != s->slot : pid >= 0) {
        check_end(); // the host sees why
    }
    check_call(F_NEXT_STEP, 0, 0);
    return true;
}

void
process_main(void) {
    count_turns(NAME, do_step);
}
