// test-bad-programs.c: the kernel refuses each program that make-bad-programs.py has made, and
// changes nothing.

#include "test.h"

static const char *const names[] = {
    "bad-magic", "bad-class", "bad-byte-order", "bad-ident-version", "bad-version",
    "bad-type-relocatable", "bad-type-shared", "bad-machine",
    "bad-headers-none", "bad-headers-too-small", "bad-headers-too-many", "bad-segments-many",
    "bad-headers-outside", "bad-headers-overflow",
    "bad-offset-outside", "bad-offset-overflow", "bad-filesz-outside", "bad-filesz-overflow",
    "bad-filesz-over-memsz", "bad-offset-not-congruent",
    "bad-segment-null", "bad-segment-in-kernel", "bad-segment-in-console", "bad-segment-below",
    "bad-segment-across-start", "bad-segment-in-guard", "bad-segment-in-guard-by-a-byte",
    "bad-segment-in-stack", "bad-segment-above", "bad-segment-across-end",
    "bad-segment-not-canonical", "bad-segment-in-direct-map", "bad-segment-huge",
    "bad-segment-wraps", "bad-segment-wraps-to-0", "bad-segment-at-the-end",
    "bad-overlap-same", "bad-overlap-within", "bad-overlap-by-a-byte",
    "bad-two-permissions-in-a-page", "bad-same-page",
    "bad-write-and-execute", "bad-write-and-execute-alone", "bad-interpreter", "bad-thread-local",
    "bad-entry-null", "bad-entry-in-kernel", "bad-entry-in-data", "bad-entry-in-constants",
    "bad-entry-after-code", "bad-entry-in-hole", "bad-entry-not-canonical", "bad-entry-around",
    "bad-empty", "bad-text", "bad-truncated-in-header", "bad-truncated-in-headers",
    "bad-truncated-in-code",
};

static void
malformed_programs_are_refused(void) {
    int free_pages = test_free_pages();
    for (size_t i = 0; i < ARRAY_SIZE(names); ++i) {
        check_case(names[i], sys_spawn(names[i]), E_NOEXEC);
        check_case(names[i], test_free_pages(), free_pages);
    }
}

static void
malformed_programs_are_refused_before_anything_is_reclaimed(void) {
    pid_t faulted = sys_fork();
    if (faulted == 0) {
        __asm__ volatile("ud2");
    }
    check(wait_for(faulted, FAULTED));
    fill_heap(0);
    for (size_t i = 0; i < ARRAY_SIZE(names); ++i) {
        check_case(names[i], sys_spawn(names[i]), E_NOEXEC);
    }
    check_equal(test_state(faulted), FAULTED);
}

// the_same_program_with_nothing_wrong_runs()
//    Shows that the kernel refuses the others for what their names say.
static void
the_same_program_with_nothing_wrong_runs(void) {
    pid_t pid = sys_spawn("bad-nothing");
    check(pid > 0);
    finish(pid);
}

void
process_main(void) {
    static const struct test tests[] = {
        TEST(malformed_programs_are_refused),
        TEST(malformed_programs_are_refused_before_anything_is_reclaimed),
        TEST(the_same_program_with_nothing_wrong_runs),
    };
    run_tests(tests, ARRAY_SIZE(tests));
}
