// test-panic.c: a process that panics ends, and no other, whatever its message, its stack and the
// screen look like.

#include "test.h"

static const char *message;

static void
panic_with_message(void) {
    sys_panic(message);
}

static void
check_panic(const char *m) {
    message = m;
    int free_pages = test_free_pages();
    pid_t child = in_child(panic_with_message);
    finish(child);
    check_equal(test_free_pages(), free_pages);
}

static void
panic_ends_the_process(void) {
    check_panic("this is a test");
    check_panic("");
    check_panic("%s%s%s%n%d%c and \033[31;7m, \033[");
    check_panic("line\nafter\rline\n\n\n");
}

static void
panic_takes_any_message(void) {
    check_equal(sys_page_alloc(page(0)), 0);
    check_equal(sys_page_alloc(page(1)), 0);
    memset(page(0), 'A', 2 * PAGESIZE);
    check_panic(page(0)); // without a NUL
    check_panic(page(2) - 1);

    static const uintptr_t addresses[] = {
        0,
        8,
        KERNEL_START_ADDR + PAGESIZE,
        KERNEL_STACK_TOP - 8,
        CONSOLE_ADDR,
        MEMSIZE_VIRTUAL - 1,
        MEMSIZE_VIRTUAL,
        0x800000000000,
        0xFFFF800000041000,
        UINT64_MAX,
    };
    for (size_t i = 0; i < ARRAY_SIZE(addresses); ++i) {
        check_panic((const char *) addresses[i]);
    }
}

static void
failed_assertion_panics(void) {
    pid_t child = sys_fork();
    if (child == 0) {
        assert(child != 0);
        shared->value[0] = 1;
        sys_exit();
    }
    finish(child);
    check_equal(shared->value[0], 0);
}

#define LONG_STACK_PAGES 150 // 38,400 frames

static uintptr_t bad_frame;

static void
panic_with_bad_frame(void) {
    __asm__ volatile("mov %0, %%rbp; mov %0, %%rsp; syscall"
                     :
                     : "r"(bad_frame), "a"(SYSCALL_PANIC), "D"("bad frame"));
}

static void
fault_with_bad_frame(void) {
    __asm__ volatile("mov %0, %%rbp; mov %0, %%rsp; ud2" : : "r"(bad_frame));
}

// backtraces_follow_no_bad_frame()
//    The kernel prints the backtrace of a process that panics or faults, along frames that the
//    process has made.
static void
backtraces_follow_no_bad_frame(void) {
    static uintptr_t loop[2] = {(uintptr_t) loop, PROC_START_ADDR};
    static uintptr_t back[2] = {(uintptr_t) back - 8, PROC_START_ADDR};
    static uintptr_t into_kernel[2] = {KERNEL_STACK_TOP - 64, PROC_START_ADDR};
    uintptr_t frames[] = {
        0,
        1,
        7,
        8,
        PAGESIZE - 8,
        KERNEL_STACK_TOP - 64,
        CONSOLE_ADDR,
        MEMSIZE_VIRTUAL - 8,
        MEMSIZE_VIRTUAL - 7,
        MEMSIZE_VIRTUAL,
        0x7FFFFFFFFFF8,
        0x7FFFFFFFFFFF,
        0x800000000000,
        0xFFFF800000080000 - 64,
        UINT64_MAX - 15,
        UINT64_MAX - 7,
        UINT64_MAX,
        (uintptr_t) loop,
        (uintptr_t) loop + 1,
        (uintptr_t) back,
        (uintptr_t) into_kernel,
    };
    for (size_t i = 0; i < ARRAY_SIZE(frames); ++i) {
        bad_frame = frames[i];
        finish(in_child(panic_with_bad_frame));
        check_equal(fault_of(fault_with_bad_frame), INT_UD);
    }
}

// screen_has(text)
static bool
screen_has(const char *text) {
    size_t size = strlen(text), i = 0;
    for (int pos = 0; pos < CONSOLE_CELLS && i < size; ++pos) {
        i = (console[pos] & 0xFF) == (unsigned char) text[i] ? i + 1 : 0;
    }
    return i == size;
}

// backtraces_show_only_what_the_process_can_read()
//    The backtrace shows a frame that the process could read, but not the same frame through the
//    direct map, which only the kernel can read.
static void
backtraces_show_only_what_the_process_can_read(void) {
    volatile uint64_t *frame = (volatile uint64_t *) &shared->value[2]; // no caller, return address
    frame[0] = 0;
    frame[1] = 0x5EC2E7;
    console_clear();
    bad_frame = (uintptr_t) frame;
    finish(in_child(panic_with_bad_frame));
    check(screen_has("0x5ec2e7"));

    console_clear();
    bad_frame = 0xFFFF800000000000 + (uintptr_t) frame;
    finish(in_child(panic_with_bad_frame));
    check(!screen_has("0x5ec2e7"));
    check(screen_has("bad frame"));
}

static void
kernel_trusts_no_cursor(void) {
    static const int positions[] = {-1,    CONSOLE_CELLS, CONSOLE_CELLS + 1, 4096,
                                    -4096, INT32_MAX,     INT32_MIN,         0x7FFFF800};
    for (size_t i = 0; i < ARRAY_SIZE(positions); ++i) {
        cursorpos = positions[i];
        check_panic("where is the cursor?");
        cursorpos = positions[i];
        wait_ticks(2); // for the mirror
    }
    cursorpos = 0;
}

// million_cycles()
//    The time, even where ticks are lost because the kernel keeps interrupts off. On the tests'
//    clock a cycle is a nanosecond.
static int
million_cycles(void) {
    return (int) (__builtin_ia32_rdtsc() / 1000000);
}

// fault_with_endless_frames()
//    Each frame returns to the same place, as in a recursion; the chain is very long.
static void
fault_with_endless_frames(void) {
    uint64_t *first = (uint64_t *) page(0), *last = (uint64_t *) page(LONG_STACK_PAGES) - 2;
    for (uint64_t *frame = first; frame < last; frame += 2) {
        frame[0] = (uint64_t) (frame + 2); // the caller's frame
        frame[1] = (uint64_t) process_main;
    }
    bad_frame = (uintptr_t) first;
    shared->value[0] = million_cycles();
    fault_with_bad_frame();
}

static void
endless_frames_do_not_keep_others_waiting(void) {
    for (int i = 0; i < LONG_STACK_PAGES; ++i) {
        check_equal(sys_page_alloc(page(i)), 0);
    }
    check_equal(fault_of(fault_with_endless_frames), INT_UD);
    check(million_cycles() - shared->value[0] < 300);
}

void
process_main(void) {
    static const struct test tests[] = {
        TEST(panic_ends_the_process),
        TEST(panic_takes_any_message),
        TEST(failed_assertion_panics),
        TEST(backtraces_follow_no_bad_frame),
        TEST(backtraces_show_only_what_the_process_can_read),
        TEST(kernel_trusts_no_cursor),
        TEST(endless_frames_do_not_keep_others_waiting),
    };
    run_tests(tests, ARRAY_SIZE(tests));
}
