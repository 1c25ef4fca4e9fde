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

static void
expect_of_key(const char *command, char key, const char *expected) {
    char next[40];
    assert_true(command_of_key(command, key, next, sizeof(next)));
    assert_string_equal(next, expected);
}

static void
a_key_restarts_with_the_words_of_its_option(void **state) {
    (void) state;
    expect_of_key("hello f=fork,viewer=1 audit=1", 'f', "fork viewer=1 f=fork,viewer=1");
    expect_of_key("x=y,=,z", 'x', "y = z x=y,=,z");
}

static void
after_a_restart_all_keys_do_the_same(void **state) {
    (void) state;
    expect_of_key("hello a=x,y b=z", 'b', "z a=x,y b=z");
    expect_of_key("z a=x,y b=z", 'a', "x y a=x,y b=z");
}

static void
a_key_without_an_option_or_room_does_not_restart(void **state) {
    (void) state;
    char next[16];
    assert_false(command_of_key("hello f=fork", 'h', next, sizeof(next)));
    assert_false(command_of_key("hello f= f", 'f', next, sizeof(next)));
    assert_false(command_of_key("hello ff=fork", 'f', next, sizeof(next)));
    assert_true(command_of_key("f=123456", 'f', next, sizeof(next)));
    assert_false(command_of_key("f=1234567", 'f', next, sizeof(next)));
    assert_false(command_of_key("f=1234567890abcdef", 'f', next, sizeof(next)));
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
        cmocka_unit_test(a_key_restarts_with_the_words_of_its_option),
        cmocka_unit_test(after_a_restart_all_keys_do_the_same),
        cmocka_unit_test(a_key_without_an_option_or_room_does_not_restart),
    };
    return cmocka_run_group_tests_name("command", tests, NULL, NULL);
}
