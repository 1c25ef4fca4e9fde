// attack: tries every hostile act that we know, each in a child, and prints a line for each:
// refused (an error came back), process faulted, or GOT THROUGH. attack.h says more.

#include "attack-all.h"

static char successes[10][64]; // those that got through lately
static int acts, refused, faulted, got_through;

static enum outcome await_outcome(void);
static void report(const char *act, const char *object, enum outcome outcome);

static bool
trying(const char *guards, const char *act, const char *object) {
    (void) guards; // in the kernel all are there
    notes->outcome = NOTHING;
    if (fork_or_wait() == 0) {
        return true;
    }
    report(act, object, await_outcome());
    return false;
}

// await_outcome()
//    Waits until the act has an outcome. None comes if the process faulted; it has had turns enough
//    by then. One that is at it and does not come back has done some harm.
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
report(const char *act, const char *object, enum outcome outcome) {
    static const char *const words[] = {[NOTHING] = CS_GREEN "process faulted",
                                        [REFUSED] = CS_GREEN "refused",
                                        [GOT_THROUGH] = CS_RED "GOT THROUGH"};
    ++acts;
    *(outcome == NOTHING ? &faulted : outcome == REFUSED ? &refused : &got_through) += 1;
    char line[64];
    snprintf(line, sizeof(line), "%s%s", act, object);
    if (outcome == GOT_THROUGH) {
        strlcpy(successes[got_through % ARRAY_SIZE(successes)], line, sizeof(line));
    }
    console_printf("%-60s %s" CS_NORMAL "\n", line, words[outcome]);
}

void
process_main(void) {
    start_heartbeat_and_witness();
    attack_by_everything();
    console_printf(CS_CYAN "attack: %d acts: %d refused, %d process faulted, %d got through\n"
                           "attack: the heartbeat is %s, the witness is %s" CS_NORMAL "\n",
                   acts, refused, faulted, got_through, heart_beats() ? "alive" : "DEAD",
                   notes->changed ? "CHANGED" : "unchanged");
    for (size_t i = 0; i < ARRAY_SIZE(successes); ++i) {
        if (successes[i][0] != '\0') {
            console_printf("attack: " CS_RED "%s" CS_NORMAL "\n", successes[i]);
        }
    }
    for (;;) {
        sys_yield();
    }
}
