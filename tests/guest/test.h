#ifndef WEENSY_TEST_H
#define WEENSY_TEST_H

// test.h: what a guest test uses. Each tests/guest/test-*.c is a program with a table of tests, and
// a test is a function whose name says what it shows:
//
//     static void
//     yield_returns_0(void) {
//         check_equal(sys_yield(), 0);
//     }
//
//     void
//     process_main(void) {
//         static const struct test tests[] = {
//             TEST(yield_returns_0),
//         };
//         run_tests(tests, ARRAY_SIZE(tests));
//     }
//
// Process 1 runs the tests one after the other, each in a child, and reports to the host in TAP,
// the Test Anything Protocol. A test fails if a check fails in the child or in any of its children,
// if the child faults or does not end, if a process or a page of memory is left over, or if the
// kernel panics in the audit of its page tables that follows each test.

#include "boot-info.h"
#include "test-syscalls.h"
#include "u-lib.h"
#include "x86-64.h"

#define STACK_PAGE (MEMSIZE_VIRTUAL - PAGESIZE) // a constant, where stack_page is not one

struct test {
    const char *name;
    void (*function)(void);
};
#define TEST(function) {#function, function}

// run_tests(tests, n)
//    Runs the tests and ends the run.
void run_tests(const struct test tests[], size_t n) never_returns;


// check(condition), check_equal(seen, expected)
//    If it does not hold, the test fails, and the log says where and why. The test goes on.
#define check(condition) check_at(__FILE__, __LINE__, #condition, (condition))
#define check_equal(seen, expected)                                                                \
    check_equal_at(__FILE__, __LINE__, #seen, (long) (seen), (long) (expected))

// check_case(name, seen, expected)
//    The same in a loop over a table; `name` is the case.
#define check_case(name, seen, expected)                                                           \
    check_equal_at(__FILE__, __LINE__, (name), (long) (seen), (long) (expected))

void check_at(const char *file, int line, const char *what, bool holds);
void check_equal_at(const char *file, int line, const char *what, long seen, long expected);

// explain(format, ...)
//    Adds a comment line to the log.
void explain(const char *format, ...) printf_like(1, 2);


// What all processes of a test share, all 0 when it starts. It is in the one page that every process
// can write, the console's, after the cells.
struct shared_memory {
    volatile int failures;
    volatile int go; // for children that wait for a signal
    volatile int value[16];
};
#define SHARED_OFFSET 0xFA8
static struct shared_memory *const shared = (void *) (CONSOLE_ADDR + SHARED_OFFSET);
_Static_assert(SHARED_OFFSET >= CONSOLE_CELLS * 2, "shared is after the cells of the console");
_Static_assert(SHARED_OFFSET + sizeof(struct shared_memory) <= CURSORPOS_OFFSET,
               "and before the cursor");

// shared_add(i, n)
//    Adds `n` to shared->value[i], in one instruction, so that no other process comes between.
static inline void
shared_add(int i, int n) {
    __atomic_fetch_add(&shared->value[i], n, __ATOMIC_SEQ_CST);
}


// Processes

enum process_state { FREE, RUNNABLE, BLOCKED, FAULTED };

// own_memory()
//    Writes to each page of the program's variables, so that the process no longer shares one with a
//    parent or child, and the next write to one takes no memory. Each test starts with this.
void own_memory(void);

// in_child(function)
//    Forks; the child runs `function` and exits. Returns what sys_fork returned.
pid_t in_child(void (*function)(void));

// wait_for(pid, state)
//    Lets others run until process `pid` is in that state. False if it takes more than ten seconds.
bool wait_for(pid_t pid, enum process_state state);

// finish(pid)
//    Waits until process `pid` is gone, and checks that it is.
#define finish(pid) check(wait_for((pid), FREE))

// wait_for_go()
//    Lets others run until shared->go is set.
void wait_for_go(void);

// fault_of(function)
//    Runs `function` in a child until it faults, and returns the exception's vector; -1 if the
//    child exits.
int fault_of(void (*function)(void));

// not_canonical_vector()
//    The vector of the exception at an address that is not canonical: INT_GP. But some emulators
//    ignore bits 48 to 63 (QEMU 8.2.2, in Ubuntu 24.04): if a process can read its own memory at
//    such an address, which no kernel can bring about, it is INT_PF, since nothing is mapped there.
int not_canonical_vector(void);

// fill_slots()
//    Forks children until there is no free process slot, reclaiming faulted processes. They end
//    when shared->go is set, and await_slots() waits until they have. Returns their number.
int fill_slots(void);
void await_slots(void);

// fill_heap(spare)
//    Takes memory until there are at most `spare` free pages. Returns the number of pages taken.
int fill_heap(int spare);

// page(n)
//    The nth page of an area that is not mapped when a test starts.
static inline char *
page(int n) {
    return (char *) round_up((uintptr_t) end, PAGESIZE) + n * PAGESIZE;
}


// The system calls for tests.

static inline int
test_free_pages(void) {
    return (int) system_call(SYSCALL_TEST_FREE_PAGES, 0, 0);
}

static inline int
test_state(pid_t pid) {
    return (int) system_call(SYSCALL_TEST_STATE, (uintptr_t) pid, 0);
}

// test_fault(pid)
//    The vector of the exception that faulted process `pid`; -1 if it has not faulted.
static inline int
test_fault(pid_t pid) {
    return (int) system_call(SYSCALL_TEST_FAULT, (uintptr_t) pid, 0);
}

// test_audit()
//    Recounts every page's references and checks every page table; the kernel panics if something
//    is wrong.
static inline void
test_audit(void) {
    system_call(SYSCALL_TEST_AUDIT, 0, 0);
}

// test_fail_alloc(n)
//    Makes the nth allocation of a page from now on fail (1: the next); 0: none.
static inline void
test_fail_alloc(int n) {
    system_call(SYSCALL_TEST_FAIL_ALLOC, (uintptr_t) n, 0);
}

// test_try(number, argument, n)
//    Makes a system call in which the nth allocation fails, and returns its result; but
//    TEST_CHANGED if that is an error and anything has changed: the memory of any process, byte for
//    byte; its registers; a mapping; a page's reference count. A program that it spawns does not
//    run: it faults at once.
static inline int
test_try(int number, uintptr_t argument, int n) {
    return (int) system_call(SYSCALL_TEST_TRY, argument, (uint64_t) n << 32 | (uint64_t) number);
}

// test_allocations()
//    The number of allocations before the first process ran.
static inline int
test_allocations(void) {
    return (int) system_call(SYSCALL_TEST_ALLOCATIONS, 0, 0);
}

// test_option(name)
//    The number given for this boot option; 0 if there is none.
static inline int
test_option(const char *name) {
    return (int) system_call(SYSCALL_TEST_OPTION, (uintptr_t) name, 0);
}

// test_file(n, name)
//    Stores the name of the disk image's nth file. False if there are fewer.
static inline bool
test_file(int n, char name[FILE_NAME_SIZE]) {
    return system_call(SYSCALL_TEST_FILE, (uintptr_t) n, (uintptr_t) name) == 0;
}

// test_restart(command)
//    Restarts the kernel. Returns only if `command` is too long.
static inline void
test_restart(const char *command) {
    system_call(SYSCALL_TEST_RESTART, (uintptr_t) command, 0);
}

#endif
