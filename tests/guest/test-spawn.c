// test-spawn.c: sys_spawn starts a program by its name, and fails without effect.
// (test-bad-programs.c tests malformed images.)

#include "test.h"

static void
spawn_starts_a_program(void) {
    pid_t pid = sys_spawn("hello");
    check(pid > 0 && pid != sys_getpid());
    check(test_state(pid) != FREE);
    finish(pid);
}

static void
spawn_starts_a_program_with_its_own_memory(void) {
    static int data = 1;
    data = 2;
    check_equal(sys_page_alloc(page(0)), 0);
    pid_t pid = sys_spawn("hello"); // a program with different memory
    finish(pid);
    check_equal(data, 2);
    check_equal(page(0)[0], 0);
}

static void
unknown_names_are_refused(void) {
    static const char *const names[] = {
        "", " ", "h", "hell", "hello ", "hellox", "Hello", "hello\n", "/hello", "./hello",
        "../hello", "user/hello", "hello.c", "kernel", "boot", "%s%s%s%n",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",  // 63 bytes
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", // 64 bytes
    };
    int free_pages = test_free_pages();
    for (size_t i = 0; i < ARRAY_SIZE(names); ++i) {
        check_case(names[i], sys_spawn(names[i]), E_NOENT);
    }
    check_equal(test_free_pages(), free_pages);
}

static void
spawn_without_a_slot_is_refused(void) {
    fill_slots();
    int free_pages = test_free_pages();
    check_equal(sys_spawn("hello"), E_AGAIN);
    check_equal(test_free_pages(), free_pages);
    shared->go = 1;
    await_slots();
}

static void
spawn_without_memory_is_refused(void) {
    for (int spare = 5; spare >= 0; --spare) {
        fill_heap(spare);
        check_equal(sys_spawn("hello"), E_NOMEM);
        check_equal(test_free_pages(), spare);
    }
}

static void
spawn_and_exit_1000_times(void) {
    for (int i = 0; i < 1000; ++i) {
        pid_t pid = sys_spawn("hello");
        check(pid > 0);
        finish(pid);
    }
}

void
process_main(void) {
    static const struct test tests[] = {
        TEST(spawn_starts_a_program),
        TEST(spawn_starts_a_program_with_its_own_memory),
        TEST(unknown_names_are_refused),
        TEST(spawn_without_a_slot_is_refused),
        TEST(spawn_without_memory_is_refused),
        TEST(spawn_and_exit_1000_times),
    };
    run_tests(tests, ARRAY_SIZE(tests));
}
