// test-copy-on-write.c: after a fork, parent and child share their pages until one of them writes.
// No process can see that, except in the number of free pages.

#include "test.h"

#define NPAGES 4
static char data[NPAGES][PAGESIZE]
    __attribute__((aligned(PAGESIZE))); // process 1's and all children's
static const char constants[PAGESIZE] __attribute__((aligned(PAGESIZE))) = "constants";

enum { STEP, SEEN }; // in shared->value

// write_all(value)
//    Writes the value to the first and the last byte of each page of `data`.
static void
write_all(char value) {
    for (int i = 0; i < NPAGES; ++i) {
        data[i][0] = data[i][PAGESIZE - 1] = value;
    }
}

static bool
has_all(char value) {
    bool all = true;
    for (int i = 0; i < NPAGES; ++i) {
        all = all && data[i][0] == value && data[i][PAGESIZE - 1] == value;
    }
    return all;
}

// let_run()
//    Lets the others run until each has yielded, or ended.
static void
let_run(void) {
    sys_yield();
    sys_yield();
}

static void
wait_then_write(void) {
    wait_for_go();
    write_all('c');
    shared->value[SEEN] = has_all('c');
    shared->go = 0;
    wait_for_go();
}

static void
each_page_is_copied_once_when_it_is_written(void) {
    write_all('p');
    pid_t child = in_child(wait_then_write);
    let_run();
    int free_pages = test_free_pages();
    shared->go = 1; // the child writes
    let_run();
    check_equal(shared->value[SEEN], 1);
    check_equal(test_free_pages(), free_pages); // fork has set pages aside for it
    check(has_all('p'));
    write_all('q'); // the parent, which is the last owner
    write_all('r');
    check_equal(test_free_pages(), free_pages);
    shared->go = 1;
    finish(child);
}

static void
the_last_owner_writes_in_place(void) {
    write_all('p');
    pid_t child = in_child(wait_for_go);
    shared->go = 1;
    finish(child);
    int free_pages = test_free_pages();
    write_all('q');
    check(has_all('q'));
    check_equal(test_free_pages(), free_pages);
}

static void
grandchild(void) {
    check(has_all('p'));
    write_all('g');
    wait_for_go();
    check(has_all('g'));
}

static void
fork_again(void) {
    pid_t pid = in_child(grandchild);
    write_all('c');
    wait_for_go();
    check(has_all('c'));
    finish(pid);
}

static void
three_generations_have_separate_memory(void) {
    write_all('p');
    pid_t child = in_child(fork_again);
    let_run();
    let_run();
    check(has_all('p'));
    write_all('P');
    test_audit();
    shared->go = 1;
    finish(child);
    check(has_all('P'));
}

static void
read_pipe_into_data(void) {
    check_equal(sys_piperead(&data[0][PAGESIZE - 1], 2), 2); // across a page boundary
    check_equal(data[0][PAGESIZE - 1], 'x');
    check_equal(data[1][0], 'y');
    check_equal(data[1][PAGESIZE - 1], 'p');
}

static void
system_calls_write_to_a_copy(void) {
    write_all('p');
    pid_t child = in_child(read_pipe_into_data);
    check(wait_for(child, BLOCKED)); // it has its copies now
    int free_pages = test_free_pages();
    check_equal(sys_pipewrite("xy", 2), 2);
    check_equal(test_free_pages(), free_pages);
    finish(child);
    check(has_all('p'));
}

static void
name_over_constants(void) {
    check_equal(sys_getsysname((char *) constants), E_FAULT);
    *(volatile char *) constants = 'x';
}

static void
constants_stay_constant(void) {
    check_equal(fault_of(name_over_constants), INT_PF);
    check_equal(strcmp(constants, "constants"), 0);
}

static void
write_in_need(void) {
    wait_for_go();
    write_all('c'); // although another process has taken all memory
    char name[SYSNAME_SIZE];
    check_equal(sys_getsysname(name), 0);
    shared->value[SEEN] = has_all('c');
}

static void
others_cannot_take_the_memory_for_a_copy(void) {
    write_all('p');
    pid_t child = in_child(write_in_need);
    while (heap_grow() != NULL) {
    }
    check_equal(test_free_pages(), 0);
    shared->go = 1;
    finish(child);
    check_equal(shared->value[SEEN], 1);
    check(has_all('p'));
    write_all('q');
}

static void
replace_and_exit(void) {
    check_equal(sys_page_alloc(data[0]), 0);
    check(data[0][0] == 0);
    test_audit();
}

static void
pages_that_are_never_copied_become_free_again(void) {
    write_all('p');
    int free_pages = test_free_pages();
    pid_t replacing = in_child(replace_and_exit), child = in_child(wait_for_go);
    check(test_free_pages() < free_pages - 2 * NPAGES);
    finish(replacing);
    shared->go = 1;
    finish(child);
    check_equal(test_free_pages(), free_pages);
    check(has_all('p'));
}

// call_far()
//    Pushes a return address on a page that is already the process's own, in a way that QEMU takes
//    for an access by the kernel, which SMAP refuses. The kernel does not retry such a fault.
static void
call_far(void) {
    __asm__ volatile("pushq %0; leaq 1f(%%rip), %%rax; pushq %%rax\n"
                     ".byte 0x48, 0xFF, 0x1C, 0x24\n" // rex.W lcall *(%rsp), which not every assembler knows
                     "1:"
                     :
                     : "i"(0x18 | 3)
                     : "rax", "memory");
    sys_exit();
}

static void
a_write_refused_for_another_reason_ends_the_process(void) {
    pid_t child = in_child(call_far);
    for (uint64_t until = ticks + HZ; test_state(child) == RUNNABLE && ticks < until;) {
        sys_yield();
    }
    check(test_state(child) != RUNNABLE);
}

void
process_main(void) {
    static const struct test tests[] = {
        TEST(each_page_is_copied_once_when_it_is_written),
        TEST(the_last_owner_writes_in_place),
        TEST(three_generations_have_separate_memory),
        TEST(system_calls_write_to_a_copy),
        TEST(constants_stay_constant),
        TEST(others_cannot_take_the_memory_for_a_copy),
        TEST(pages_that_are_never_copied_become_free_again),
        TEST(a_write_refused_for_another_reason_ends_the_process),
    };
    run_tests(tests, ARRAY_SIZE(tests));
}
