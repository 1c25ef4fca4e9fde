// test-faulted.c: a faulted process keeps its slot and memory until they are needed; then the
// kernel reclaims those of the oldest.

#include "test.h"

static void
fault(void) {
    __asm__ volatile("ud2");
}

static pid_t
make_faulted(void) {
    pid_t pid = in_child(fault);
    check(wait_for(pid, FAULTED));
    return pid;
}

static void
faulted_process_keeps_slot_and_memory(void) {
    int free_pages = test_free_pages();
    pid_t faulted = make_faulted();
    int left = test_free_pages();
    check(left < free_pages);
    pid_t child = in_child(wait_for_go);
    check(child != faulted);
    shared->go = 1;
    finish(child);
    check_equal(test_state(faulted), FAULTED);
    check_equal(test_fault(faulted), INT_UD);
    check_equal(test_free_pages(), left);
}

static void
faulted_process_never_runs_again(void) {
    pid_t child = sys_fork();
    if (child == 0) {
        fault();
        shared->value[0] = 1;
        sys_exit();
    }
    check(wait_for(child, FAULTED));
    wait_ticks(10);
    check_equal(shared->value[0], 0);
}

// take_free_slots(), leave_slots()
//    Fills the free slots, without reclaiming those of faulted processes; ends these processes.
static void
take_free_slots(void) {
    for (pid_t pid = 1; test_state(pid) >= 0; ++pid) {
        if (test_state(pid) == FREE) {
            check(in_child(wait_for_go) > 0);
        }
    }
}

static void
leave_slots(void) {
    shared->go = 1;
    for (pid_t pid = 1; test_state(pid) >= 0; ++pid) {
        if (pid != 1 && pid != sys_getpid()) {
            finish(pid);
        }
    }
}

static void
fork_reclaims_the_oldest_faulted_process_when_slots_run_out(void) {
    pid_t faulted[3] = {make_faulted(), make_faulted(), make_faulted()};
    take_free_slots();
    for (int oldest = 0; oldest < 3; ++oldest) {
        for (int i = oldest; i < 3; ++i) {
            check_equal(test_state(faulted[i]), FAULTED);
        }
        check_equal(in_child(wait_for_go), faulted[oldest]);
    }
    check_equal(in_child(wait_for_go), E_AGAIN);
    leave_slots();
}

static void
the_oldest_is_the_first_to_fault_not_the_lowest_number(void) {
    pid_t first = in_child(wait_for_go);
    pid_t second = make_faulted();
    check(first < second);
    shared->go = 1;
    finish(first);
    shared->go = 0;
    check_equal(make_faulted(), first);
    take_free_slots();
    check_equal(in_child(wait_for_go), second);
    check_equal(in_child(wait_for_go), first);
    leave_slots();
}

static void
spawn_reclaims_a_faulted_process_when_slots_run_out(void) {
    pid_t faulted = make_faulted();
    take_free_slots();
    check_equal(test_state(faulted), FAULTED);
    check_equal(sys_spawn("no-such-program"), E_NOENT);
    check_equal(test_state(faulted), FAULTED);
    check_equal(sys_spawn("hello"), faulted);
    leave_slots();
}

static void
fault_with_much_memory(void) {
    fill_heap(20);
    fault();
}

static void
fork_reclaims_a_faulted_process_when_memory_runs_out(void) {
    int free_pages = test_free_pages();
    pid_t faulted = in_child(fault_with_much_memory);
    check(wait_for(faulted, FAULTED));
    check(test_free_pages() <= 20);
    fill_heap(1);

    pid_t child = in_child(wait_for_go);
    check(child > 0);
    check(test_state(faulted) != FAULTED);
    check(test_free_pages() > free_pages / 2);
    shared->go = 1;
    finish(child);
}

static void
spawn_reclaims_a_faulted_process_when_memory_runs_out(void) {
    pid_t faulted = in_child(fault_with_much_memory);
    check(wait_for(faulted, FAULTED));
    fill_heap(1);
    pid_t child = sys_spawn("hello");
    check(child > 0);
    check(test_state(faulted) != FAULTED);
    finish(child);
}

static void
page_alloc_reclaims_a_faulted_process_when_memory_runs_out(void) {
    pid_t faulted = in_child(fault_with_much_memory);
    check(wait_for(faulted, FAULTED));
    fill_heap(0);
    check_equal(test_state(faulted), FAULTED);
    check(heap_grow() != NULL);
    check_equal(test_state(faulted), FREE);
    check(test_free_pages() > 20);
}

static void
many_faults_use_nothing_up(void) {
    for (int i = 0; i < 1000; ++i) {
        check_equal(fault_of(fault), INT_UD);
    }
}

void
process_main(void) {
    static const struct test tests[] = {
        TEST(faulted_process_keeps_slot_and_memory),
        TEST(faulted_process_never_runs_again),
        TEST(fork_reclaims_the_oldest_faulted_process_when_slots_run_out),
        TEST(the_oldest_is_the_first_to_fault_not_the_lowest_number),
        TEST(spawn_reclaims_a_faulted_process_when_slots_run_out),
        TEST(fork_reclaims_a_faulted_process_when_memory_runs_out),
        TEST(spawn_reclaims_a_faulted_process_when_memory_runs_out),
        TEST(page_alloc_reclaims_a_faulted_process_when_memory_runs_out),
        TEST(many_faults_use_nothing_up),
    };
    run_tests(tests, ARRAY_SIZE(tests));
}
