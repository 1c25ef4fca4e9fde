#ifndef WEENSY_F_TRIAL_H
#define WEENSY_F_TRIAL_H

// f-trial.h: one call of sys_spawn, and all that can be seen of it, told to the host; and what the
// programs do that are spawned.

#include "check.h"
#include "f-calls.h"

#define SLOTS 16 // of the process table

// log_table(when)
//    Logs the state of every slot, and how many pages are in use.
static inline void
log_table(const char *when) {
    char states[SLOTS + 1] = "";
    for (pid_t pid = 0; pid < SLOTS; ++pid) {
        states[pid] = (char) ('0' + check_state(pid));
    }
    check_log("%s %s %ld", when, states, check_call(F_USED_PAGES, 0, 0));
}

// count_turns(name)
//    What a spawned program does: it tells who it is at each of its turns. The turns of one process
//    are numbered without a gap, as long as nobody else uses its memory.
static inline void never_returns
count_turns(const char *name) {
    static volatile unsigned turn;
    for (;;) {
        turn = turn + 1;
        check_log("turn %s %d %u", name, sys_getpid(), turn);
        sys_yield();
    }
}

// trial(id, name)
//    Spawns, and lets what it started run for a while. Returns what the call returned.
static inline pid_t
trial(const char *id, const char *name) {
    check_log("trial %s %#lx", id, (unsigned long) name);
    check_call(F_LOOK_AT_NAME, (uintptr_t) name, 0);
    log_table("before");
    pid_t result = sys_spawn(name);
    check_log("result %d", result);
    log_table("after");
    for (int i = 0; result >= 0 && i < 8; ++i) {
        sys_yield();
    }
    return result;
}

#endif
