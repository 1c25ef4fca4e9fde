// test-system-calls.c: the simple system calls: their numbers, getpid, yield, getsysname.

#include "test.h"

static void
getpid_differs_from_process_to_process(void) {
    pid_t parent = sys_getpid();
    pid_t child = sys_fork();
    if (child == 0) {
        shared->value[0] = sys_getpid();
        sys_exit();
    }
    finish(child);
    check_equal(shared->value[0], child);
    check_equal(sys_getpid(), parent);
    check(child != parent);
}

static void
count_turn(void) {
    ++shared->value[0];
}

static void
yield_returns_0_after_others_ran(void) {
    in_child(count_turn);
    for (int turn = 0; turn < 4; ++turn) { // a tick may cut one short
        check_equal(sys_yield(), 0);
    }
    check_equal(shared->value[0], 1);
}

static void
numbers_in_the_list_are_served(void) {
#define CALL(constant, number, result, function, ...) {#function, constant},
    static const struct {
        const char *name;
        long number;
    } calls[] = {SYSCALLS(CALL)};
    for (size_t i = 0; i < ARRAY_SIZE(calls); ++i) {
        shared->value[0] = 0;
        pid_t child = sys_fork(); // some calls do not return
        if (child == 0) {
            shared->value[0] = (int) system_call(calls[i].number, 0, 0);
            sys_exit();
        }
        finish(child);
        check_case(calls[i].name, shared->value[0] == E_NOSYS, false);
    }
}

static void
unknown_numbers_are_refused(void) {
    static const long numbers[] = {
        0, SYSCALLS_END, SYSCALLS_END + 1, 100, 255, 256, 4096, 0x10000, -1, -38, INT64_MIN, INT64_MAX,
        SYSCALL_FORK + (1L << 32), SYSCALL_EXIT - (1L << 32), SYSCALL_EXIT + (1L << 63),
    };
    int free_pages = test_free_pages();
    for (size_t i = 0; i < ARRAY_SIZE(numbers); ++i) {
        char name[40];
        snprintf(name, sizeof(name), "system call %ld", numbers[i]);
        check_case(name, system_call(numbers[i], (uintptr_t) page(0), 0), E_NOSYS);
    }
    check_equal(test_free_pages(), free_pages);
}

static void
getsysname_writes_a_name_and_its_nul(void) {
    char name[SYSNAME_SIZE + 1];
    memset(name, 0x55, sizeof(name));
    check_equal(sys_getsysname(name), 0);
    size_t length = strnlen(name, sizeof(name));
    check(length > 0 && length < SYSNAME_SIZE);
    check_equal(name[SYSNAME_SIZE], 0x55);
}

static void
getsysname_fills_the_end_of_a_page(void) {
    char name[SYSNAME_SIZE];
    check_equal(sys_getsysname(name), 0);
    size_t size = strlen(name) + 1;

    check_equal(sys_page_alloc(page(0)), 0);
    char *tail = page(1) - size;
    check_equal(sys_getsysname(tail), 0);
    check_equal(memcmp(tail, name, size), 0);
}

static void
getsysname_writes_nothing_if_not_all_fits(void) {
    char name[SYSNAME_SIZE];
    check_equal(sys_getsysname(name), 0);

    check_equal(sys_page_alloc(page(0)), 0);
    char *tail = page(1) - strlen(name); // its NUL does not fit
    check_equal(sys_getsysname(tail), E_FAULT);
    for (char *c = tail; c < page(1); ++c) {
        check_equal(*c, 0);
    }
}

static void
getsysname_crosses_pages(void) {
    check_equal(sys_page_alloc(page(0)), 0);
    check_equal(sys_page_alloc(page(1)), 0);
    char name[SYSNAME_SIZE];
    check_equal(sys_getsysname(name), 0);
    check_equal(sys_getsysname(page(1) - 2), 0);
    check_equal(strcmp(page(1) - 2, name), 0);
}

static void
ticks_advance(void) {
    uint64_t before = ticks;
    wait_ticks(3);
    check(ticks >= before + 3);
}

void
process_main(void) {
    static const struct test tests[] = {
        TEST(getpid_differs_from_process_to_process),
        TEST(yield_returns_0_after_others_ran),
        TEST(numbers_in_the_list_are_served),
        TEST(unknown_numbers_are_refused),
        TEST(getsysname_writes_a_name_and_its_nul),
        TEST(getsysname_fills_the_end_of_a_page),
        TEST(getsysname_writes_nothing_if_not_all_fits),
        TEST(getsysname_crosses_pages),
        TEST(ticks_advance),
    };
    run_tests(tests, ARRAY_SIZE(tests));
}
