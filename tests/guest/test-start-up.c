// test-start-up.c: whichever allocation fails while the kernel starts a program at boot, the kernel
// says so, loses no page, and runs the other programs.
//
// The kernel starts this program first, then another one, and makes an allocation for that one fail.
// This program checks the result, and restarts the kernel to make the next allocation fail, until
// the other program has started; then it goes on with the next program. The command string carries
// what it has to remember:
//
//     alone=1    the other program does not run when it starts
//     program=I  the other program is the Ith to try
//     fail=N     the Nth allocation since the start fails
//     first=N    that one would be the first for the other program
//     free=F     F pages are free if the other program does not start
//     wrong=K    K things were wrong when earlier allocations failed
//

#include "test.h"

static int program, fail, first, free_pages;

static bool program_name(int n, char name[FILE_NAME_SIZE]);
static void begin(void) never_returns;
static void start_with(int new_program, int new_fail) never_returns;
static void check_failed_start(const char *name);
static void report(const char *format, ...) printf_like(1, 2);

void
process_main(void) {
    program = test_option("program");
    fail = test_option("fail");
    first = test_option("first");
    free_pages = test_option("free");
    shared->failures = test_option("wrong");
    if (fail == 0) {
        begin();
    }

    char name[FILE_NAME_SIZE];
    program_name(program, name);
    if (test_state(2) == FREE) {
        check_failed_start(name);
        wait_ticks((unsigned) fail % 3); // so that a program that looks at the clock sees it move
        start_with(program, fail + 1);
    }
    check_equal(test_allocations(), fail - 1); // every one of them has failed
    check(fail - first >= 6);                  // four levels of page tables, data, stack
    report("%s %d - start_of_%s_fails_at_each_of_its_%d_allocations_without_effect",
           shared->failures == 0 ? "ok" : "not ok", program + 1, name, fail - first);
    shared->failures = 0;
    start_with(program + 1, first);
}

// program_name(n, name)
//    Stores the name of the `n`th program. False if there are fewer.
static bool
program_name(int n, char name[FILE_NAME_SIZE]) {
    for (int i = 0; test_file(i, name); ++i) {
        if (strcmp(name, "kernel") != 0 && memcmp(name, "bad-", 4) != 0 && n-- == 0) {
            return true;
        }
    }
    return false;
}

// begin()
//    The kernel has started this program alone.
static void
begin(void) {
    char name[FILE_NAME_SIZE];
    int nprograms = 0;
    while (program_name(nprograms, name)) {
        nprograms += 1;
    }
    report("1..%d", nprograms);
    first = test_allocations() + 1;
    free_pages = test_free_pages();
    start_with(0, first);
}

// start_with(program, fail)
//    Restarts the kernel, or ends the run if there is no such program.
static void
start_with(int new_program, int new_fail) {
    char name[FILE_NAME_SIZE], command[COMMAND_SIZE];
    if (program_name(new_program, name)) {
        snprintf(command, sizeof(command),
                 "test-start-up %s alone=1 program=%d fail=%d first=%d free=%d wrong=%d audit=%d",
                 name, new_program, new_fail, first, free_pages, shared->failures,
                 test_option("audit"));
        test_restart(command);
    }
    system_call(SYSCALL_TEST_END, 0, 0);
    panic("the run goes on after its end");
}

// screen_shows(text)
//    Is `text` on the screen?
static bool
screen_shows(const char *text) {
    const uint16_t *cells = (const uint16_t *) CONSOLE_ADDR;
    size_t size = strlen(text), n = 0;
    for (size_t i = 0; i < CONSOLE_CELLS && n < size; ++i) {
        n = (char) cells[i] == text[n] ? n + 1 : (char) cells[i] == text[0];
    }
    return n == size;
}

static void
check_failed_start(const char *name) {
    char message[2 * FILE_NAME_SIZE];
    snprintf(message, sizeof(message), "Cannot start program '%s': not enough memory", name);
    check_case(message, screen_shows(message), true);
    check_equal(test_allocations(), fail);
    check_equal(test_free_pages(), free_pages);
    test_audit();
    if (shared->failures > test_option("wrong")) {
        explain("when allocation %d for %s failed", fail - first + 1, name);
    }
}

// report(format, ...)
//    Writes a line to the log.
static void
report(const char *format, ...) {
    char line[200];
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(line, sizeof(line) - 1, format, arguments);
    va_end(arguments);
    line[n] = '\n';
    system_call(SYSCALL_TEST_LOG, (uintptr_t) line, (size_t) n + 1);
}
