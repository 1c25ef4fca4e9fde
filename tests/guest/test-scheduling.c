// test-scheduling.c: every process that can run gets its turns, whatever the others do.

#include "test.h"

#define NPEERS 5

static void
spin(void) {
    while (!shared->go) {
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

static int me;

static void
count_turns(void) {
    while (!shared->go) {
        ++shared->value[me];
        sys_yield();
    }
}

static void
count_while_spinning(void) {
    while (!shared->go) {
        ++shared->value[me];
    }
}

// share_the_processor(function, ticks)
//    Lets NPEERS children count for some time, and checks that they get about as far.
static void
share_the_processor(void (*function)(void), int time) {
    pid_t peers[NPEERS];
    for (me = 0; me < NPEERS; ++me) {
        peers[me] = in_child(function);
    }
    wait_ticks(time);
    shared->go = 1;
    int least = INT32_MAX, most = 0;
    for (int i = 0; i < NPEERS; ++i) {
        finish(peers[i]);
        least = min(least, shared->value[i]);
        most = shared->value[i] > most ? shared->value[i] : most;
    }
    if (least < 10 || least < most - most / 4) {
        check(least >= 10);
        check_equal(least, most);
    }
}

static void
processes_that_yield_have_as_many_turns(void) {
    share_the_processor(count_turns, HZ / 2);
}

static void
processes_that_do_not_yield_have_as_much_time(void) {
    share_the_processor(count_while_spinning, HZ);
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
        TEST(processes_that_do_not_yield_have_as_much_time),
        TEST(a_blocked_process_does_not_run),
    };
    run_tests(tests, ARRAY_SIZE(tests));
}
