// command-test.c: the command string.

#include "test.h"
#include "command.h"

static void
expect_program(const char *command, int n, const char *expected) {
    char name[16];
    assert_true(command_program(command, n, name, sizeof(name)));
    assert_string_equal(name, expected);
}

static void
expect_no_program(const char *command, int n) {
    char name[16];
    assert_false(command_program(command, n, name, sizeof(name)));
}

static void
programs_are_the_words_without_an_equals_sign(void **state) {
    (void) state;
    expect_program("eve alice", 0, "eve");
    expect_program("eve alice", 1, "alice");
    expect_no_program("eve alice", 2);
    expect_program("audit=1 eve viewer=1 alice", 1, "alice");
}

static void
spaces_around_words_do_not_count(void **state) {
    (void) state;
    expect_program("   eve    alice  ", 1, "alice");
    expect_no_program("   eve    alice  ", 2);
    expect_no_program("", 0);
    expect_no_program("   ", 0);
}

static void
a_name_that_does_not_fit_is_cut(void **state) {
    (void) state;
    expect_program("abcdefghijklmnopqrstuvwxyz", 0, "abcdefghijklmno");
}

static void
options_are_numbers_of_any_base(void **state) {
    (void) state;
    assert_int_equal(command_option("hello audit=7", "audit", -1), 7);
    assert_int_equal(command_option("audit=0x10 hello", "audit", -1), 16);
    assert_int_equal(command_option("audit=0", "audit", -1), 0);
}

static void
the_first_of_two_options_counts(void **state) {
    (void) state;
    assert_int_equal(command_option("audit=3 audit=4", "audit", -1), 3);
}

static void
an_option_that_is_missing_or_malformed_is_the_default(void **state) {
    (void) state;
    assert_int_equal(command_option("hello", "audit", -1), -1);
    assert_int_equal(command_option("hello audit=", "audit", -1), -1);
    assert_int_equal(command_option("hello audit=x", "audit", -1), -1);
    assert_int_equal(command_option("hello audit=1x", "audit", -1), -1);
    assert_int_equal(command_option("hello audits=1 aud=2 =3", "audit", -1), -1);
}

int
main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(programs_are_the_words_without_an_equals_sign),
        cmocka_unit_test(spaces_around_words_do_not_count),
        cmocka_unit_test(a_name_that_does_not_fit_is_cut),
        cmocka_unit_test(options_are_numbers_of_any_base),
        cmocka_unit_test(the_first_of_two_options_counts),
        cmocka_unit_test(an_option_that_is_missing_or_malformed_is_the_default),
    };
    return cmocka_run_group_tests_name("command", tests, NULL, NULL);
}
