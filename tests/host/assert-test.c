// assert-test.c: assertions, and what they say when they fail.

#include "test.h"
#include "assert.h"

#include <fnmatch.h>

// expect_message(pattern)
//    Checks the message of the last panic; * matches anything.
static void
expect_message(const char *pattern) {
    if (fnmatch(pattern, panic_message, 0) != 0) {
        fail_msg("expected '%s', seen '%s'", pattern, panic_message);
    }
}

static void
an_assertion_that_holds_does_nothing(void **state) {
    (void) state;
    const char *s = "text";
    unsigned five = 5;
    assert(five == 5);
    assert_eq(five, 5);
    assert_eq(s, s);
    assert_ne(s, s + 1);
    assert_ne(s, NULL);
    assert_lt(-1, 0);
    assert_le(3, 3);
    assert_gt(UINT64_MAX, 1);
    assert_ge(five, 5);
}

static void
a_failed_assertion_panics_and_says_where(void **state) {
    (void) state;
    int five = 5;
    expect_panic(assert(five == 6));
    expect_message("*tests/host/assert-test.c:*: assertion 'five == 6' failed");
}

static void
failed_comparisons_show_both_values(void **state) {
    (void) state;
    int five = 5;
    expect_panic(assert_eq(five, 6));
    expect_message("*assertion 'five == 6' failed: 5 and 6 (0x5 and 0x6)");
    expect_panic(assert_ne(five + 1, 6));
    expect_message("*assertion 'five + 1 != 6' failed: 6 and 6 (0x6 and 0x6)");
    expect_panic(assert_lt(five, -5));
    expect_message("*assertion 'five < -5' failed: 5 and -5 (0x5 and 0xfffffffffffffffb)");
    expect_panic(assert_le(five, 4));
    expect_message("*assertion 'five <= 4' failed: 5 and 4 (0x5 and 0x4)");
    expect_panic(assert_gt(five, 5));
    expect_message("*assertion 'five > 5' failed: 5 and 5 (0x5 and 0x5)");
    expect_panic(assert_ge((char *) 0x1000, (char *) 0x2000));
    expect_message("*assertion '(char *) 0x1000 >= (char *) 0x2000' failed: 4096 and 8192 (0x1000 "
                   "and 0x2000)");
}

static void
arguments_are_evaluated_once(void **state) {
    (void) state;
    int n = 0;
    assert_eq(++n, 1);
    expect_panic(assert_lt(++n, 2));
    expect_message("* failed: 2 and 2 *");
}

int
main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_assertion_that_holds_does_nothing),
        cmocka_unit_test(a_failed_assertion_panics_and_says_where),
        cmocka_unit_test(failed_comparisons_show_both_values),
        cmocka_unit_test(arguments_are_evaluated_once),
    };
    return cmocka_run_group_tests_name("assert", tests, NULL, NULL);
}
