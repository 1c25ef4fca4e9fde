// test-scheduling.c: every process that can run gets its turns, whatever the others do.

#include "test.h"

#define NPEERS 5

static int me;

// spin()
//    Never yields, and counts its turns: each is in another tick.
static void
spin(void) {
    while (!shared->go) {
        ++shared->value[me];
        for (uint64_t now = ticks; ticks == now;) {
        }
    }
}

static void
yield(void) {
    while (!shared->go) {
        ++shared->value[me];
        sys_yield();
    }
}

static void
a_process_that_never_yields_does_not_stop_others(void) {
    pid_t spinner = in_child(spin);
    uint64_t before = ticks;
    for (int turn = 0; turn < 20; ++turn) {
        sys_yield();
    }
    check(ticks - before >= 15); // the spinner has run meanwhile: it gets a turn for each of ours
    shared->go = 1;
    finish(spinner);
}

// share_the_processor(function)
//    Lets NPEERS children count their turns for a second, and checks that they had as many.
static void
share_the_processor(void (*function)(void)) {
    pid_t peers[NPEERS];
    for (me = 0; me < NPEERS; ++me) {
        peers[me] = in_child(function);
    }
    wait_ticks(HZ);
    shared->go = 1;
    for (int i = 0; i < NPEERS; ++i) {
        finish(peers[i]);
    }

    int turns = shared->value[0];
    check(turns >= 5);
    for (int i = 1; i < NPEERS; ++i) {
        check(shared->value[i] >= turns - turns / 10 - 2);
        check(shared->value[i] <= turns + turns / 10 + 2);
    }
}

static void
processes_that_yield_have_as_many_turns(void) {
    share_the_processor(yield);
}

static void
processes_that_do_not_yield_have_as_many_turns(void) {
    share_the_processor(spin);
}

static void
block_for_ever(void) {
    char c;
    sys_piperead(&c, 1);
    shared->value[0] = 1;
}

static void
a_blocked_process_does_not_run(void) {
    pid_t child = in_child(block_for_ever);
    check(wait_for(child, BLOCKED));
    wait_ticks(10);
    check_equal(shared->value[0], 0);
    check_equal(test_state(child), BLOCKED);
    sys_pipewrite("x", 1);
    finish(child);
    check_equal(shared->value[0], 1);
}

static void
states_are_as_they_are(void) {
    check_equal(test_state(sys_getpid()), RUNNABLE);
    check_equal(test_state(-1), E_INVAL);
    check_equal(test_state(10000), E_INVAL);
    check_equal(test_fault(sys_getpid()), -1);
}

void
process_main(void) {
    static const struct test tests[] = {
        TEST(states_are_as_they_are),
        TEST(a_process_that_never_yields_does_not_stop_others),
        TEST(processes_that_yield_have_as_many_turns),
        TEST(processes_that_do_not_yield_have_as_many_turns),
        TEST(a_blocked_process_does_not_run),
    };
    run_tests(tests, ARRAY_SIZE(tests));
}
