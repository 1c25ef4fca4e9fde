// test-fork.c: sys_fork makes an equal but separate copy, and fails without effect.

#include "test.h"

static volatile int in_data = 1, in_bss;
#define on_heap (*(volatile int *) page(0))

static void
fork_returns_0_in_the_child(void) {
    pid_t child = sys_fork();
    if (child == 0) {
        shared->value[0] = sys_getpid();
        sys_exit();
    }
    check(child > 0 && child != sys_getpid());
    finish(child);
    check_equal(shared->value[0], child);
}

static void
fork_child_starts_with_the_parents_memory(void) {
    volatile int on_stack = 4;
    check_equal(sys_page_alloc(page(0)), 0);
    in_data = 2;
    in_bss = 3;
    on_heap = 5;
    pid_t child = sys_fork();
    if (child == 0) {
        check_equal(in_data, 2);
        check_equal(in_bss, 3);
        check_equal(on_stack, 4);
        check_equal(on_heap, 5);
        sys_exit();
    }
    finish(child);
}

static void
fork_child_writes_do_not_reach_parent(void) {
    volatile int on_stack = 0;
    check_equal(sys_page_alloc(page(0)), 0);
    pid_t child = sys_fork();
    if (child == 0) {
        in_data = in_bss = on_stack = on_heap = 77;
        sys_exit();
    }
    finish(child);
    check_equal(in_data, 1);
    check_equal(in_bss, 0);
    check_equal(on_stack, 0);
    check_equal(on_heap, 0);
}

static void
fork_parent_writes_do_not_reach_child(void) {
    volatile int on_stack = 0;
    check_equal(sys_page_alloc(page(0)), 0);
    pid_t child = sys_fork();
    if (child == 0) {
        wait_for_go();
        check_equal(in_data, 1);
        check_equal(in_bss, 0);
        check_equal(on_stack, 0);
        check_equal(on_heap, 0);
        sys_exit();
    }
    in_data = in_bss = on_stack = on_heap = 77;
    shared->go = 1;
    finish(child);
}

static void
fork_children_do_not_reach_each_other(void) {
    pid_t children[8];
    for (int i = 0; i < 8; ++i) {
        in_data = i;
        if ((children[i] = sys_fork()) == 0) {
            in_bss = i;
            wait_for_go();
            check_equal(in_data, i);
            check_equal(in_bss, i);
            sys_exit();
        }
    }
    shared->go = 1;
    for (int i = 0; i < 8; ++i) {
        finish(children[i]);
    }
}

static void
orphan(void) {
    pid_t parent = sys_getpid();
    if (sys_fork() == 0) {
        wait_for(parent, FREE);
        shared->value[0] = 1;
    }
}

static void
fork_child_outlives_its_parent(void) {
    finish(in_child(orphan));
    for (int turn = 0; turn < 1000 && shared->value[0] == 0; ++turn) {
        sys_yield();
    }
    check_equal(shared->value[0], 1);
}

static void
fork_without_a_slot_is_refused(void) {
    int n = fill_slots();
    check(n >= 10);
    int free_pages = test_free_pages();
    for (int i = 0; i < 10; ++i) {
        check_equal(sys_fork(), E_AGAIN);
    }
    check_equal(test_free_pages(), free_pages);
    test_audit();
    shared->go = 1;
    await_slots();

    shared->go = 0;
    check_equal(fill_slots(), n);
    shared->go = 1;
    await_slots();
}

static void
fork_without_memory_is_refused(void) {
    for (int spare = 0; spare < 6; ++spare) {
        pid_t child = sys_fork();
        if (child == 0) {
            fill_heap(spare);
            check_equal(test_free_pages(), spare);
            check_equal(sys_fork(), E_NOMEM);
            check_equal(test_free_pages(), spare);
            sys_exit();
        }
        finish(child);
    }
}

static void
memory_exhausted_by_fork_comes_back(void) {
    int free_pages = test_free_pages();
    fill_heap(free_pages * 3 / 4);
    int n = 0;
    pid_t children[64], child;
    while ((child = in_child(wait_for_go)) > 0) {
        children[n++] = child;
    }
    check_equal(child, E_NOMEM);
    check(n >= 1);
    shared->go = 1;
    for (int i = 0; i < n; ++i) {
        finish(children[i]);
    }
    check(test_free_pages() >= free_pages * 3 / 4);
}

static void
do_nothing(void) {
}

static void
fork_and_exit_10000_times(void) {
    int free_pages = test_free_pages();
    for (int i = 0; i < 10000; ++i) {
        check(in_child(do_nothing) > 0);
        sys_yield(); // it runs, and exits
    }
    finish(in_child(do_nothing)); // runs after any that a tick has cut short
    check_equal(test_free_pages(), free_pages);
}

void
process_main(void) {
    static const struct test tests[] = {
        TEST(fork_returns_0_in_the_child),
        TEST(fork_child_starts_with_the_parents_memory),
        TEST(fork_child_writes_do_not_reach_parent),
        TEST(fork_parent_writes_do_not_reach_child),
        TEST(fork_children_do_not_reach_each_other),
        TEST(fork_child_outlives_its_parent),
        TEST(fork_without_a_slot_is_refused),
        TEST(fork_without_memory_is_refused),
        TEST(memory_exhausted_by_fork_comes_back),
        TEST(fork_and_exit_10000_times),
    };
    run_tests(tests, ARRAY_SIZE(tests));
}
