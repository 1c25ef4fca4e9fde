// json-test.c: the reader of JSON with which tools/run reads what QEMU says.

#include "test.h"
#include "json.h"
#include "printf.h"
#include "string.h"

// As QEMU sends it.
static const char greeting[] =
    "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 22, \"minor\": 2, \"major\": 7}, "
    "\"package\": \"Debian 1:7.2+dfsg-7\"}, \"capabilities\": [\"oob\"]}}\r";
static const char shutdown_event[] =
    "{\"timestamp\": {\"seconds\": 1700000000, \"microseconds\": 52}, \"event\": \"SHUTDOWN\", "
    "\"data\": {\"guest\": true, \"reason\": \"guest-reset\"}}\r";
static const char registers[] =
    "{\"return\": \"RAX=0000000000000001\\r\\nRIP=0000000000040123 HLT=0\\r\\n\", \"id\": \"registers\"}";

static bool
accepts(const char *line) {
    return json_is_object(line, strlen(line));
}

// expect_text(line, path, expected), expect_number(...), expect_nothing(line, path)
//    What is found at the path in a line that is well-formed.
static void
expect_text(const char *line, const char *path, const char *expected) {
    char text[64];
    assert_true(accepts(line));
    json_text(json_at(line, path), text, sizeof(text));
    assert_string_equal(text, expected);
}

static void
expect_number(const char *line, const char *path, int expected) {
    assert_true(accepts(line));
    assert_int_equal(json_number(json_at(line, path)), expected);
}

static void
expect_nothing(const char *line, const char *path) {
    assert_true(accepts(line));
    assert_null(json_at(line, path));
}

static void
what_qemu_says_is_found(void **state) {
    (void) state;
    expect_number(greeting, "QMP.version.qemu.major", 7);
    expect_number(greeting, "QMP.version.qemu.minor", 2);
    expect_text(greeting, "QMP.version.package", "Debian 1:7.2+dfsg-7");
    expect_text(shutdown_event, "event", "SHUTDOWN");
    assert_true(json_is_string(json_at(shutdown_event, "data.reason"), "guest-reset"));
    assert_true(json_is_true(json_at(shutdown_event, "data.guest")));
    expect_text(registers, "return", "RAX=0000000000000001\r\nRIP=0000000000040123 HLT=0\r\n");
}

static void
a_line_that_is_cut_off_anywhere_is_no_object(void **state) {
    (void) state;
    static const char *const lines[] = {greeting, shutdown_event, registers,
                                        "{\"a\": [1, -2.5e+3, true, null, \"\\u00e9\\\\\"], \"b\": {}}"};
    for (size_t i = 0; i < ARRAY_SIZE(lines); ++i) {
        size_t whole = strcspn(lines[i], "\r");
        for (size_t length = 0; length <= strlen(lines[i]); ++length) {
            char *line = strndup(lines[i], length); // so that reading beyond its end is seen
            assert_int_equal(json_is_object(line, length), length >= whole);
            free(line);
        }
    }
}

static void
a_line_with_more_in_it_than_an_object_is_none(void **state) {
    (void) state;
    assert_true(accepts(" \t{} \r\n"));
    assert_false(accepts("{}{}"));
    assert_false(accepts("{} x"));
    assert_false(accepts("[{}]"));
    assert_false(accepts("\"{}\""));
    assert_false(accepts("7"));
    assert_false(json_is_object("{}\0{}", 5));
    assert_false(json_is_object("{\"a\0\": 1}", 9));
}

static void
what_is_not_json_is_no_object(void **state) {
    (void) state;
    static const char *const values[] = {
        "",      ",",     "tru",     "True",     "nul",    "falsehood", "01",       "-",
        "+1",    ".5",    "1.",      "1e",       "1e+",    "0x10",      "1 2",      "'a'",
        "\"a",   "\"\n\"", "\"\\\"", "\"\\x\"",  "\"\\u12\"", "\"\\u12g4\"", "[1,]", "[,1]",
        "[1 2]", "[1",    "1]",      "{\"a\"}",  "{\"a\":}", "{\"a\":1,}", "{,}",   "{a: 1}",
        "{1: 1}", "{\"a\" 1}", "{\"a\": 1]", "[1}", "{\"a\": 1 \"b\": 2}", "NaN", "\x01", "\"\\",
    };
    for (size_t i = 0; i < ARRAY_SIZE(values); ++i) {
        char line[64];
        snprintf(line, sizeof(line), "{\"v\": %s}", values[i]);
        assert_false(accepts(line));
    }
}

static void
a_name_in_a_string_is_no_name(void **state) {
    (void) state;
    expect_nothing("{\"a\": \"\\\"id\\\": \\\"ticks\\\"\"}", "id");
    expect_nothing("{\"a\": \"{\\\"id\\\": 1}\"}", "a.id");
    expect_text("{\"a\": \"}, \\\"id\\\": \\\"no\\\"\", \"id\": \"yes\"}", "id", "yes");
    expect_text("{\"a\": \"\\\\\", \"id\": \"yes\"}", "id", "yes");
    expect_text("{\"a\\\"\": \"no\", \"id\": \"yes\"}", "id", "yes");
}

static void
the_same_name_deeper_down_does_not_count(void **state) {
    (void) state;
    expect_text("{\"data\": {\"event\": \"no\"}, \"event\": \"yes\"}", "event", "yes");
    expect_text("{\"a\": [{\"event\": \"no\"}, \"event\"], \"event\": \"yes\"}", "event", "yes");
    expect_nothing("{\"data\": {\"event\": \"no\"}}", "event");
    expect_nothing("{\"data\": [\"event\", 1]}", "event");
    expect_number("{\"qemu\": 1, \"QMP\": {\"qemu\": 2}}", "QMP.qemu", 2);
    expect_number("{\"QMP\": {\"a\": {\"qemu\": 1}, \"qemu\": 2}}", "QMP.qemu", 2);
}

static void
a_name_is_all_of_it_however_it_is_written(void **state) {
    (void) state;
    expect_nothing("{\"idle\": 1, \"\": 2, \"i\": 3}", "id");
    expect_number("{\"\\u0069d\": 4}", "id", 4);
    expect_number("{ \"id\"\t:\r5 }", "id", 5);
    expect_number("{\"id\": 1, \"id\": 2}", "id", 1);
    expect_nothing("{\"id\": 1}", "id.id");
    expect_nothing("{\"a\": null}", "a.id");
    expect_nothing("{}", "id");
}

static void
escapes_become_characters(void **state) {
    (void) state;
    expect_text("{\"s\": \"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}", "s", "\"\\/\b\f\n\r\t");
    expect_text("{\"s\": \"\\u0041\\u00e9\\uD83D\\uDE00\\u0000\"}", "s", "A????");
    expect_text("{\"s\": \"\xC3\xA9\"}", "s", "\xC3\xA9");
}

static void
a_text_that_does_not_fit_is_cut(void **state) {
    (void) state;
    char text[4];
    json_text("\"abcdef\"", text, sizeof(text));
    assert_string_equal(text, "abc");
    json_text("\"abcdef\"", text, 1);
    assert_string_equal(text, "");
}

static void
a_value_of_another_kind_is_none(void **state) {
    (void) state;
    expect_text("{\"v\": 7}", "v", "");
    expect_text("{\"v\": {\"a\": \"b\"}}", "v", "");
    expect_text("{}", "v", "");
    expect_number("{\"v\": \"7\"}", "v", -1);
    expect_number("{\"v\": 7.5}", "v", -1);
    expect_number("{\"v\": 7e0}", "v", -1);
    expect_number("{\"v\": -7}", "v", -1);
    expect_number("{\"v\": 99999999999999999999}", "v", -1);
    expect_number("{\"v\": 4294967303}", "v", -1);
    expect_number("{\"v\": 2147483647}", "v", INT_MAX);
    expect_number("{\"v\": [7]}", "v", -1);
    assert_false(json_is_true(json_at("{\"v\": \"true\"}", "v")));
    assert_false(json_is_true(json_at("{\"v\": false}", "v")));
    assert_false(json_is_true(NULL));
    assert_false(json_is_string(json_at("{\"v\": true}", "v"), "true"));
    assert_false(json_is_string(json_at("{\"v\": \"truer\"}", "v"), "true"));
    assert_false(json_is_string(json_at("{\"v\": \"tru\"}", "v"), "true"));
    assert_false(json_is_string(NULL, ""));
}

// nested(depth, line)
//    An object with so many arrays and objects in it.
static const char *
nested(size_t depth, char line[256]) {
    *line = '\0';
    for (size_t i = 0; i < depth; ++i) {
        strcat(line, i % 2 ? "[" : "{\"a\":");
    }
    strcat(line, "0");
    for (size_t i = depth; i-- > 0;) {
        strcat(line, i % 2 ? "]" : "}");
    }
    return line;
}

static void
depth_has_a_limit(void **state) {
    (void) state;
    char line[256];
    assert_true(accepts(nested(16, line)));
    assert_false(accepts(nested(17, line)));
}

int
main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_qemu_says_is_found),
        cmocka_unit_test(a_line_that_is_cut_off_anywhere_is_no_object),
        cmocka_unit_test(a_line_with_more_in_it_than_an_object_is_none),
        cmocka_unit_test(what_is_not_json_is_no_object),
        cmocka_unit_test(a_name_in_a_string_is_no_name),
        cmocka_unit_test(the_same_name_deeper_down_does_not_count),
        cmocka_unit_test(a_name_is_all_of_it_however_it_is_written),
        cmocka_unit_test(escapes_become_characters),
        cmocka_unit_test(a_text_that_does_not_fit_is_cut),
        cmocka_unit_test(a_value_of_another_kind_is_none),
        cmocka_unit_test(depth_has_a_limit),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
