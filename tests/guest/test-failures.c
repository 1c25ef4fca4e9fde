// test-failures.c: whichever allocation of a system call fails, the call returns E_NOMEM, changes
// nothing and loses no page, and the system goes on.

#include "test.h"

static char data[PAGESIZE] __attribute__((aligned(PAGESIZE))) = "data";
static const char constants[PAGESIZE] __attribute__((aligned(PAGESIZE))) = "constants";

enum { HEARTBEAT, RECEIVED }; // in shared->value

static void
beat(void) {
    while (!shared->go) {
        shared->value[HEARTBEAT] += 1;
        sys_yield();
    }
}

static void
receive(void) {
    char c;
    check_equal(sys_piperead(&c, 1), 1);
    shared->value[RECEIVED] = c;
}

static pid_t heartbeat, receiver;

// start_others()
//    Starts company for a test: a process that runs, and one that waits.
static void
start_others(void) {
    heartbeat = in_child(beat);
    receiver = in_child(receive);
    check(wait_for(receiver, BLOCKED));
}

// finish_others()
//    Checks that they still run, and ends them.
static void
finish_others(void) {
    int beats = shared->value[HEARTBEAT];
    sys_yield();
    check(shared->value[HEARTBEAT] > beats);
    check_equal(sys_pipewrite("x", 1), 1);
    finish(receiver);
    check_equal(shared->value[RECEIVED], 'x');
    shared->go = 1;
    finish(heartbeat);
}

// try_each(what, number, argument, least)
//    Makes a system call in which the first allocation fails, then one in which the second fails,
//    and so on until one succeeds. At least `least` fail. Returns what the last one returns.
static int
try_each(const char *what, int number, uintptr_t argument, int least) {
    int free_pages = test_free_pages(), n = 1, result;
    while ((result = test_try(number, argument, n)) < 0 && n < 500) {
        char name[100];
        snprintf(name, sizeof(name), "%s when allocation %d fails", what, n);
        check_case(name, result, E_NOMEM);
        check_case(name, test_free_pages(), free_pages);
        test_audit();
        n += 1;
    }
    if (result != 0 || number != SYSCALL_FORK) { // the child has counted everything before
        check_case(what, result < 0, false);
        check_case(what, n > least, true);
    }
    return result;
}

static void
check_fork(int least) {
    int free_pages = test_free_pages();
    pid_t child = try_each("fork", SYSCALL_FORK, 0, least);
    if (child == 0) {
        check_equal(strcmp(data, "data"), 0);
        sys_exit();
    }
    finish(child);
    check_equal(test_free_pages(), free_pages);
}

static void
fork_fails_at_each_allocation_without_effect(void) {
    start_others();
    check_fork(6); // four levels of page tables, the last in two pages; stack
    finish_others();
}

static void
fork_of_a_large_process_fails_at_each_allocation_without_effect(void) {
    start_others();
    check_equal(sys_page_alloc((void *) constants), 0);
    const int npages = 40;
    for (int i = 0; i < npages; ++i) {
        memset(heap_grow(), i, PAGESIZE);
    }
    check_fork(npages + 6); // fork sets a page aside for each
    finish_others();
}

static void
do_nothing(void) {}

// remove_faulted(pid)
//    Lets a fork reclaim the only faulted process.
static void
remove_faulted(pid_t pid) {
    test_fail_alloc(1);
    finish(in_child(do_nothing));
    check_equal(test_state(pid), FREE);
}

static void
spawn_of_each_program_fails_at_each_allocation_without_effect(void) {
    start_others();
    char name[FILE_NAME_SIZE];
    int nprograms = 0;
    for (int i = 0; test_file(i, name); ++i) {
        bool program = strcmp(name, "kernel") != 0
                       && (memcmp(name, "bad-", 4) != 0 || strcmp(name, "bad-nothing") == 0);
        if (program) {
            pid_t pid = try_each(name, SYSCALL_SPAWN, (uintptr_t) name, 6);
            check_case(name, wait_for(pid, FAULTED), true); // or else it would have run
            remove_faulted(pid);
            nprograms += 1;
        }
    }
    check(nprograms > 20);
    finish_others();
}

static void
page_alloc_fails_without_effect(void) {
    const uintptr_t addresses[] = {
        (uintptr_t) page(0),
        (uintptr_t) data,
        (uintptr_t) constants,
        STACK_PAGE - PAGESIZE,
    };
    start_others();
    for (size_t i = 0; i < ARRAY_SIZE(addresses); ++i) {
        char name[40];
        snprintf(name, sizeof(name), "page_alloc(%#lx)", addresses[i]);
        try_each(name, SYSCALL_PAGE_ALLOC, addresses[i], 1);
        check_case(name, *(char *) addresses[i], 0);
    }
    finish_others();
}

static void
heap_that_cannot_grow_stays_as_it_is(void) {
    char *first = heap_grow();
    *first = 'x';
    test_fail_alloc(1);
    check(heap_grow() == NULL);
    check_equal(*first, 'x');
    check(heap_grow() == first + PAGESIZE);
}

static void
calls_that_need_no_page_take_none(void) {
    char name[SYSNAME_SIZE];
    start_others();
    pid_t third = in_child(wait_for_go);
    test_fail_alloc(1);
    check_equal(sys_getsysname(name), 0);
    check(sys_getpid() > 0);
    check_equal(sys_spawn("nothing of that name"), E_NOENT);
    finish_others();
    finish(third);
    check_equal(sys_page_alloc(page(0)), E_NOMEM); // the first call that needs one
}

// make_faulted()
//    Makes a process that has faulted.
static pid_t
make_faulted(void) {
    pid_t pid = sys_fork();
    if (pid == 0) {
        __asm__ volatile("ud2");
    }
    check(wait_for(pid, FAULTED));
    return pid;
}

static void
faulted_processes_are_reclaimed_wherever_memory_runs_out(void) {
    for (int n = 1; n <= 6; ++n) { // a fork's: page tables, stack
        pid_t faulted = make_faulted();
        test_fail_alloc(n);
        pid_t child = in_child(wait_for_go);
        check(child > 0 && test_state(faulted) == FREE);

        faulted = make_faulted();
        test_fail_alloc(n);
        pid_t pid = sys_spawn("hello");
        check(pid > 0 && test_state(faulted) == FREE);

        faulted = make_faulted();
        test_fail_alloc(1);
        check_equal(sys_page_alloc(page(n)), 0);
        check_equal(test_state(faulted), FREE);
        test_audit();
        shared->go = 1;
        finish(child);
        finish(pid);
        shared->go = 0;
    }
}

void
process_main(void) {
    static const struct test tests[] = {
        TEST(fork_fails_at_each_allocation_without_effect),
        TEST(fork_of_a_large_process_fails_at_each_allocation_without_effect),
        TEST(spawn_of_each_program_fails_at_each_allocation_without_effect),
        TEST(page_alloc_fails_without_effect),
        TEST(heap_that_cannot_grow_stays_as_it_is),
        TEST(calls_that_need_no_page_take_none),
        TEST(faulted_processes_are_reclaimed_wherever_memory_runs_out),
    };
    run_tests(tests, ARRAY_SIZE(tests));
}
