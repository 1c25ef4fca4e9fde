// test-scheduling.c: every runnable process gets its turns, whatever the others do.

#include "test.h"

#define NPEERS 5

static int me;

// spin()
//    Never yields, and counts its turns: it misses ticks between two of them.
static void
spin(void) {
    for (uint64_t last = 0; !shared->go;) {
        uint64_t now = ticks;
        shared->value[me] += now > last + 1;
        last = now;
        while (ticks == now) {
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
    check(ticks - before >= 15); // the spinner has run, too: it gets a turn for each of ours
    shared->go = 1;
    finish(spinner);
}

// share_the_processor(function)
//    Lets NPEERS children count their turns for a second, and checks that they had the same number.
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
processes_that_yield_get_equal_turns(void) {
    share_the_processor(yield);
}

static void
processes_that_do_not_yield_get_equal_turns(void) {
    share_the_processor(spin);
}

// time_stamp()
//    In virtual time it counts instructions.
static uint64_t
time_stamp(void) {
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t) high << 32 | low;
}

static uint64_t stamps_a_tick;

// hog()
//    Computes for most of each tick, and yields just before its end.
static void
hog(void) {
    while (!shared->go) {
        uint64_t start = time_stamp();
        while (time_stamp() - start < stamps_a_tick * 8 / 10) {
            ++shared->value[1];
        }
        sys_yield();
    }
}

static void
count(void) {
    while (!shared->go) {
        ++shared->value[0];
    }
}

static void
yielding_just_before_each_tick_gains_no_time(void) {
    wait_ticks(1);
    uint64_t start = time_stamp();
    wait_ticks(10);
    stamps_a_tick = (time_stamp() - start) / 10;
    pid_t counter = in_child(count), hogger = in_child(hog);
    uint64_t until = ticks + HZ / 2;
    while (ticks < until) {
        sys_yield();
    }
    shared->go = 1;
    finish(counter);
    finish(hogger);
    explain("turns of its loop: %d, the hog's: %d", shared->value[0], shared->value[1]);
    check(shared->value[0] >= shared->value[1]); // the hog's loop is longer
}

static void
scribble(void) {
    for (uint16_t cell = 0; !shared->go; cell += 0x0101) {
        for (int pos = 0; pos < CONSOLE_CELLS; ++pos) {
            console[pos] = (uint16_t) (cell + pos * 0x0101); // a different colour for each
        }
    }
}

static void
constant_screen_changes_do_not_stop_others(void) {
    pid_t counter = in_child(count);
    wait_ticks(20);
    int alone = shared->value[0];
    pid_t scribbler = in_child(scribble);
    shared->value[0] = 0;
    wait_ticks(20);
    int beside = shared->value[0];
    shared->go = 1;
    finish(counter);
    finish(scribbler);
    console_clear();
    explain("turns of its loop alone: %d, beside a scribbler: %d", alone, beside);
    check(beside >= alone / 4);
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
states_and_faults_of_processes_are_reported(void) {
    check_equal(test_state(sys_getpid()), RUNNABLE);
    check_equal(test_state(-1), E_INVAL);
    check_equal(test_state(10000), E_INVAL);
    check_equal(test_fault(sys_getpid()), -1);
}

void
process_main(void) {
    static const struct test tests[] = {
        TEST(states_and_faults_of_processes_are_reported),
        TEST(a_process_that_never_yields_does_not_stop_others),
        TEST(processes_that_yield_get_equal_turns),
        TEST(processes_that_do_not_yield_get_equal_turns),
        TEST(yielding_just_before_each_tick_gains_no_time),
        TEST(constant_screen_changes_do_not_stop_others),
        TEST(a_blocked_process_does_not_run),
    };
    run_tests(tests, ARRAY_SIZE(tests));
}
