// test.c: the harness of the guest tests: it runs them, and has what they share.

#include "test.h"

#define PATIENCE (10 * HZ)       // ticks for a process to get where it should
#define TEST_PATIENCE (100 * HZ) // ticks for a test

static void
log_text(const char *text, size_t size) {
    system_call(SYSCALL_TEST_LOG, (uintptr_t) text, size);
}

static void
log_line(const char *prefix, const char *format, va_list arguments) {
    char line[256];
    size_t n = strlcpy(line, prefix, sizeof(line));
    n += vsnprintf(line + n, sizeof(line) - n, format, arguments);
    n = min(n, sizeof(line) - 1);
    line[n] = '\n';
    log_text(line, n + 1);
}

static void printf_like(1, 2) report(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    log_line("", format, arguments);
    va_end(arguments);
}

void
explain(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    log_line("# ", format, arguments);
    va_end(arguments);
}


static void run_test(const struct test *test);
static int wait_for_end(pid_t pid, unsigned patience);
static void remove_faulted(void);
static int count_processes(void);

void
run_tests(const struct test tests[], size_t n) {
    report("1..%zu", n);
    for (size_t i = 0; i < n; ++i) {
        run_test(&tests[i]);
        report("%s %zu - %s", shared->failures == 0 ? "ok" : "not ok", i + 1, tests[i].name);
    }
    system_call(SYSCALL_TEST_END, 0, 0);
    panic("the run goes on after its end");
}

static void
run_test(const struct test *test) {
    *shared = (struct shared_memory) {0};
    int free_pages = test_free_pages();
    pid_t child = sys_fork();
    if (child == 0) {
        own_memory();
        test->function();
        sys_exit();
    }
    check(child > 0);

    int state = wait_for_end(child, TEST_PATIENCE);
    if (state != FREE) {
        ++shared->failures;
        explain("the test did not end: state %d, exception %d", state, test_fault(child));
    }

    test_fail_alloc(0);
    remove_faulted();
    check_equal(count_processes(), 1);
    check_equal(test_free_pages(), free_pages);
    test_audit();
}

// remove_faulted()
//    Makes the kernel reclaim every faulted process.
static void
remove_faulted(void) {
    shared->go = 0;
    fill_slots();
    shared->go = 1;
    await_slots();
}

static int
count_processes(void) {
    int n = 0;
    for (pid_t pid = 1; test_state(pid) >= 0; ++pid) {
        n += test_state(pid) != FREE;
    }
    return n;
}


void
check_at(const char *file, int line, const char *what, bool holds) {
    if (!holds) {
        ++shared->failures;
        explain("%s:%d: expected %s", file, line, what);
    }
}

void
check_equal_at(const char *file, int line, const char *what, long seen, long expected) {
    if (seen != expected) {
        ++shared->failures;
        explain("%s:%d: %s: expected %ld, seen %ld", file, line, what, expected, seen);
    }
}


void
own_memory(void) {
    extern char data_start[], end[];
    for (volatile char *page = data_start; page < end; page += PAGESIZE) {
        *page = *page;
    }
}

pid_t
in_child(void (*function)(void)) {
    pid_t pid = sys_fork();
    if (pid == 0) {
        function();
        sys_exit();
    }
    return pid;
}

// wait_for_end(pid, patience)
//    Lets others run until process `pid` is free or has faulted, or `patience` ticks have passed.
//    Returns its state.
static int
wait_for_end(pid_t pid, unsigned patience) {
    int state = test_state(pid);
    uint64_t limit = ticks + patience;
    while (state != FREE && state != FAULTED && ticks < limit) {
        sys_yield();
        state = test_state(pid);
    }
    return state;
}

bool
wait_for(pid_t pid, enum process_state state) {
    for (uint64_t limit = ticks + PATIENCE; ticks < limit; sys_yield()) {
        if (test_state(pid) == (int) state) {
            return true;
        }
    }
    return false;
}

void
wait_for_go(void) {
    while (!shared->go) {
        sys_yield();
    }
}

int
fault_of(void (*function)(void)) {
    pid_t child = in_child(function);
    check(child > 0);
    wait_for_end(child, PATIENCE);
    return test_fault(child);
}

static void
read_own_memory_elsewhere(void) {
    static const char own;
    __asm__ volatile("movb (%0), %%al" : : "r"((uintptr_t) &own | 1UL << 62) : "rax", "memory");
}

int
not_canonical_vector(void) {
    return fault_of(read_own_memory_elsewhere) == -1 ? INT_PF : INT_GP;
}

static pid_t fillers[64];
static int nfillers;

int
fill_slots(void) {
    for (nfillers = 0; (fillers[nfillers] = in_child(wait_for_go)) > 0; ++nfillers) {
        assert(nfillers + 1 < (int) ARRAY_SIZE(fillers));
    }
    check_equal(fillers[nfillers], E_AGAIN);
    return nfillers;
}

void
await_slots(void) {
    for (int i = 0; i < nfillers; ++i) {
        finish(fillers[i]);
    }
}

int
fill_heap(int spare) {
    int n = 0;
    while (test_free_pages() > spare && heap_grow() != NULL) {
        ++n;
    }
    return n;
}
