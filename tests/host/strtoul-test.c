// strtoul-test.c: strtoul reads what the host's reads, and stops where the host's stops.

#include "test.h"
#include "string.h"

static const int bases[] = {0, 2, 3, 8, 10, 16, 35, 36};

// expect_like_host(text, base)
//    Compares value and end pointer; the text lies at the end of a heap block.
static void
expect_like_host(const char *text, int base) {
    size_t size = host_strlen(text) + 1;
    char *s = host_memcpy(malloc(size), text, size);
    char *expected_end, *seen_end;
    unsigned long expected = host_strtoul(s, &expected_end, base);
    unsigned long seen = strtoul(s, &seen_end, base);
    if (expected != seen || expected_end != seen_end) {
        fail_msg("\"%s\" in base %d: expected %lu with %td characters read, saw %lu with %td", text,
                 base, expected, expected_end - s, seen, seen_end - s);
    }
    free(s);
}

static void
expect_all_like_host(const char *const *texts, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        for (size_t b = 0; b < ARRAY_SIZE(bases); ++b) {
            expect_like_host(texts[i], bases[b]);
        }
    }
}

static void
numbers_are_read_in_every_base(void **state) {
    (void) state;
    static const char *const texts[] = {
        "0",  "1",  "7",  "8",        "9",     "10",  "123abc", "789",
        "ff", "FF", "zZ", "deadBEEF", "12 34", "1_0", "00012",  "10000000000",
    };
    expect_all_like_host(texts, ARRAY_SIZE(texts));
}

static void
prefixes_count_in_the_bases_that_have_them(void **state) {
    (void) state;
    static const char *const texts[] = {
        "0x10", "0X10", "0xg", "010", "08", "-0x10", "+0x1F", " 0x1", "00x1", "x10",
    };
    expect_all_like_host(texts, ARRAY_SIZE(texts));
}

static void
prefix_without_a_digit_reads_as_0_and_stops_before_the_x(void **state) {
    (void) state;
    static const char *const texts[] = {"0x", "0X", "-0x", "0x ", "0x-1", "0xx1"};
    expect_all_like_host(texts, ARRAY_SIZE(texts));
}

static void
white_space_and_one_sign_may_precede(void **state) {
    (void) state;
    static const char *const texts[] = {
        " 12", "\t\n\v\f\r 12", "-12", "+12", " -12", "- 12", "--12", "+-12", "-0", "-1", "\b12",
    };
    expect_all_like_host(texts, ARRAY_SIZE(texts));
}

static void
text_without_a_number_reads_as_0_and_nothing_is_read(void **state) {
    (void) state;
    static const char *const texts[] = {"",     " ",    "-", "+", " -", "!",
                                        "\xFF", "\xB2", "/", ":", "@",  "["};
    expect_all_like_host(texts, ARRAY_SIZE(texts));
}

static void
numbers_that_do_not_fit_read_as_the_largest(void **state) {
    (void) state;
    static const char *const texts[] = {
        "18446744073709551614",    "18446744073709551615",  "18446744073709551616",
        "18446744073709551625",    "184467440737095516150", "99999999999999999999999",
        "-18446744073709551615",   "-18446744073709551616", "0xFFFFFFFFFFFFFFFF",
        "0x10000000000000000",     "-0xFFFFFFFFFFFFFFFF",   "01777777777777777777777",
        "02000000000000000000000", "3w5e11264sgsf",         "3w5e11264sgsg",
        "zzzzzzzzzzzzz",
    };
    expect_all_like_host(texts, ARRAY_SIZE(texts));
}

static void
random_texts_read_like_the_hosts(void **state) {
    (void) state;
    static const char alphabet[] = "00011xX78 9afgzZ-+\t";
    uint64_t random = 1;
    for (int i = 0; i < 20000; ++i) {
        char text[30];
        size_t length = test_random(&random) % (sizeof(text) - 1);
        for (size_t c = 0; c < length; ++c) {
            text[c] = alphabet[test_random(&random) % (sizeof(alphabet) - 1)];
        }
        text[length] = '\0';
        expect_like_host(text, bases[test_random(&random) % ARRAY_SIZE(bases)]);
    }
}

static void
end_pointer_may_be_left_out(void **state) {
    (void) state;
    assert_int_equal(strtoul("42x", NULL, 10), 42);
    assert_int_equal(strtoul("", NULL, 10), 0);
}

int
main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_in_every_base),
        cmocka_unit_test(prefixes_count_in_the_bases_that_have_them),
        cmocka_unit_test(prefix_without_a_digit_reads_as_0_and_stops_before_the_x),
        cmocka_unit_test(white_space_and_one_sign_may_precede),
        cmocka_unit_test(text_without_a_number_reads_as_0_and_nothing_is_read),
        cmocka_unit_test(numbers_that_do_not_fit_read_as_the_largest),
        cmocka_unit_test(random_texts_read_like_the_hosts),
        cmocka_unit_test(end_pointer_may_be_left_out),
    };
    return cmocka_run_group_tests_name("strtoul", tests, NULL, NULL);
}
