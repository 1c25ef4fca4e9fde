// attack.c: tries a hostile act in a child, and prints its outcome: refused (an error came back),
// process faulted, or GOT THROUGH. If no kernel could have stopped an act that got through, the
// outcome is emulator's fault, or processor lacks a protection. attack.h says more.

#include "attack.h"

static char successes[16][96]; // the last acts that succeeded
static int acts, succeeded;
static int count[UNPROTECTED + 1]; // how many acts had each outcome

static enum outcome await_outcome(void);
static void report(const char *guards, const char *act, const char *object, enum outcome outcome);

bool
trying(const char *guards, const char *act, const char *object) {
    notes->outcome = NOTHING;
    if (fork_or_wait() == 0) {
        return true;
    }
    report(guards, act, object, judged(await_outcome(), guards));
    return false;
}

// await_outcome()
//    Waits until the act has an outcome. If there is none after some turns, the process has
//    faulted. An act that has begun and does not end has done some harm.
static enum outcome
await_outcome(void) {
    for (int turn = 0; turn < 6 && notes->outcome == NOTHING; ++turn) {
        sys_yield();
    }
    for (uint64_t until = ticks + 10 * HZ; notes->outcome == AT_IT && ticks < until;) {
        sys_yield();
    }
    return notes->outcome == AT_IT ? GOT_THROUGH : notes->outcome;
}

static void
report(const char *guards, const char *act, const char *object, enum outcome outcome) {
    static const char *const words[] = {[NOTHING] = CS_GREEN "process faulted",
                                        [REFUSED] = CS_GREEN "refused",
                                        [GOT_THROUGH] = CS_RED "GOT THROUGH",
                                        [EMULATORS_FAULT] = CS_YELLOW "emulator's fault",
                                        [UNPROTECTED] = CS_YELLOW "processor lacks "};
    ++acts;
    ++count[outcome];
    char name[64], line[96];
    snprintf(name, sizeof(name), "%s%s", act, object);
    snprintf(line, sizeof(line), "%-58s %s%s", name, words[outcome],
             outcome == UNPROTECTED ? guards : "");
    if (outcome >= GOT_THROUGH) {
        strlcpy(successes[succeeded++ % ARRAY_SIZE(successes)], line, sizeof(line));
    }
    console_printf("%s" CS_NORMAL "\n", line);
}

void
report_all(void) {
    for (size_t i = 0; i < ARRAY_SIZE(successes); ++i) {
        if (successes[i][0] != '\0') {
            console_printf("%s" CS_NORMAL "\n", successes[i]);
        }
    }
    if (count[EMULATORS_FAULT] + count[UNPROTECTED] > 0) {
        console_printf(CS_CYAN "attack: no kernel can stop %d for want of a protection, %d by an "
                               "emulator's fault" CS_NORMAL "\n",
                       count[UNPROTECTED], count[EMULATORS_FAULT]);
    }
    console_printf(CS_CYAN "attack: %d acts: %d refused, %d process faulted, %d got through\n"
                           "attack: the heartbeat is %s, the witness is %s" CS_NORMAL "\n",
                   acts, count[REFUSED], count[NOTHING], count[GOT_THROUGH],
                   heart_beats() ? "alive" : "DEAD", notes->changed ? "CHANGED" : "unchanged");
}
