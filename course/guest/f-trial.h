#ifndef WEENSY_F_TRIAL_H
#define WEENSY_F_TRIAL_H

// f-trial.h: makes a call of sys_spawn, and reports to the host all that one can see of it; and
// what the spawned programs do: they count their turns, and call sys_spawn themselves when it is
// their turn.

#include "check.h"
#include "f-calls.h"

#define SLOTS 16 // of the process table

// log_table(when)
//    Logs the state of every slot, and the number of pages in use.
static inline void
log_table(const char *when) {
    char states[SLOTS + 1] = "";
    for (pid_t pid = 0; pid < SLOTS; ++pid) {
        states[pid] = (char) ('0' + check_state(pid));
    }
    check_log("%s %s %ld", when, states, check_call(F_USED_PAGES, 0, 0));
}

// trial(id, name)
//    Calls sys_spawn, and lets the new process run for a while. Returns the call's result.
static inline pid_t
trial(const char *id, const char *name) {
    check_log("trial %s %#lx %d", id, (unsigned long) name, sys_getpid());
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

// set_free(pid)
//    Removes a process: its slot is free again.
static inline void
set_free(pid_t pid) {
    check_call(F_FREE_SLOT, (uintptr_t) pid, 0);
    check_log("freed %d", pid);
}

// count_turns(name, step)
//    What a program does. At each of its turns it reports who it is; but if step(n) returns true,
//    it has taken the next step, number n, instead. The turns of a process are numbered without a
//    gap, as long as no other process uses its memory.
static inline void never_returns
count_turns(const char *name, bool (*step)(long n)) {
    static volatile unsigned turn;
    for (;;) {
        turn = turn + 1;
        check_log("turn %s %d %u", name, sys_getpid(), turn);
        if (step == NULL || !step(check_call(F_STEP, 0, 0))) {
            sys_yield();
        }
    }
}

#endif
