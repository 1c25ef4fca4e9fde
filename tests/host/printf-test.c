// printf-test.c: snprintf formats every combination of flags, width, precision, length and
// conversion like the host's. The test avoids combinations that the C standard leaves undefined.

#include "test.h"
#include "printf.h"

static const char *const widths[] = {"", "1", "5", "12", "40"};
static const char *const precisions[] = {"", ".", ".0", ".1", ".7", ".20", ".30"};

// expect_like_host(format, ...)
//    Compares text and returned length.
static void
expect_like_host(const char *format, ...) {
    char expected[256], seen[256];
    va_list arguments, same_arguments;
    va_start(arguments, format);
    va_copy(same_arguments, arguments);
    int expected_length = host_vsnprintf(expected, sizeof(expected), format, arguments);
    int seen_length = vsnprintf(seen, sizeof(seen), format, same_arguments);
    va_end(same_arguments);
    va_end(arguments);
    if (expected_length != seen_length || host_strcmp(expected, seen) != 0) {
        fail_msg("\"%s\": expected \"%s\" (%d), saw \"%s\" (%d)", format, expected, expected_length,
                 seen, seen_length);
    }
}

// expect_values_like_host(format, length)
//    Formats numbers from the edges of every type. Lengths l, ll, j, z, t all have 64 bits.
static void
expect_values_like_host(const char *format, const char *length) {
    static const long values[] = {
        0,
        1,
        -1,
        7,
        8,
        10,
        255,
        256,
        12345,
        SCHAR_MIN,
        SCHAR_MAX,
        SHRT_MIN,
        USHRT_MAX,
        INT_MIN,
        INT_MAX,
        UINT_MAX,
        LONG_MIN,
        LONG_MAX,
        (long) 0xFEDCBA9876543210,
    };
    bool is_int = length[0] == '\0' || length[0] == 'h';
    for (size_t i = 0; i < ARRAY_SIZE(values); ++i) {
        if (is_int) {
            expect_like_host(format, (int) values[i]);
        } else {
            expect_like_host(format, values[i]);
        }
    }
}

// flags_from_bits(flags, bits)
//    One of the 32 subsets of the flags, as text.
static void
flags_from_bits(char flags[6], unsigned bits) {
    int n = 0;
    for (int i = 0; i < 5; ++i) {
        if (bits & (1U << i)) {
            flags[n++] = "-0+ #"[i];
        }
    }
    flags[n] = '\0';
}

// expect_number_conversion_like_host(conversion, allowed_flags)
//    Tries all flags (that are defined for it), widths, precisions and lengths of a conversion.
static void
expect_number_conversion_like_host(char conversion, const char *allowed_flags) {
    static const char *const lengths[] = {"", "hh", "h", "l", "ll", "j", "z", "t"};
    for (unsigned bits = 0; bits < 32; ++bits) {
        char flags[6];
        flags_from_bits(flags, bits);
        if (strspn(flags, allowed_flags) != host_strlen(flags)) {
            continue;
        }
        for (size_t w = 0; w < ARRAY_SIZE(widths); ++w) {
            for (size_t p = 0; p < ARRAY_SIZE(precisions); ++p) {
                for (size_t l = 0; l < ARRAY_SIZE(lengths); ++l) {
                    char format[32];
                    sprintf(format, "<%%%s%s%s%s%c>", flags, widths[w], precisions[p], lengths[l],
                            conversion);
                    expect_values_like_host(format, lengths[l]);
                }
            }
        }
    }
}

static void
signed_decimal_numbers_print_like_the_hosts(void **state) {
    (void) state;
    expect_number_conversion_like_host('d', "-0+ ");
    expect_number_conversion_like_host('i', "-0+ ");
}

static void
unsigned_decimal_numbers_print_like_the_hosts(void **state) {
    (void) state;
    expect_number_conversion_like_host('u', "-0+ ");
}

static void
hexadecimal_numbers_print_like_the_hosts(void **state) {
    (void) state;
    expect_number_conversion_like_host('x', "-0+ #");
    expect_number_conversion_like_host('X', "-0+ #");
}

static void
octal_numbers_print_like_the_hosts(void **state) {
    (void) state;
    expect_number_conversion_like_host('o', "-0+ #");
}

static void
strings_print_like_the_hosts(void **state) {
    (void) state;
    static const char *const texts[] = {"", "a", "seven b", "text of some length", "100% \xFF\n"};
    for (int left = 0; left < 2; ++left) {
        for (size_t w = 0; w < ARRAY_SIZE(widths); ++w) {
            for (size_t p = 0; p < ARRAY_SIZE(precisions); ++p) {
                char format[32];
                sprintf(format, "<%%%s%s%ss>", left ? "-" : "", widths[w], precisions[p]);
                for (size_t t = 0; t < ARRAY_SIZE(texts); ++t) {
                    expect_like_host(format, texts[t]);
                }
            }
        }
    }
}

static void
string_with_a_precision_needs_no_nul(void **state) {
    (void) state;
    char *s = malloc(3); // the sanitizer sees a read after its end
    host_memcpy(s, "abc", 3);
    expect_like_host("<%.3s>", s);
    expect_like_host("<%5.*s>", 3, s);
    free(s);
}

static void
characters_print_like_the_hosts(void **state) {
    (void) state;
    for (int left = 0; left < 2; ++left) {
        for (size_t w = 0; w < ARRAY_SIZE(widths); ++w) {
            char format[32];
            sprintf(format, "<%%%s%sc>", left ? "-" : "", widths[w]);
            for (int c = 1; c < 300; ++c) { // taken as an unsigned char
                if (c % 256 != 0) {
                    expect_like_host(format, c);
                }
            }
        }
    }
}

static void
character_nul_is_stored_and_counted(void **state) {
    (void) state;
    char s[8];
    assert_int_equal(snprintf(s, sizeof(s), "a%cb", '\0'), 3);
    assert_memory_equal(s, "a\0b", 4);
}

static void
pointers_print_like_the_hosts(void **state) {
    (void) state;
    static const uintptr_t pointers[] = {1, 0xB8000, UINTPTR_MAX, 0xFFFF800000001000};
    for (size_t i = 0; i < ARRAY_SIZE(pointers); ++i) {
        expect_like_host("<%p>", (void *) pointers[i]);
        expect_like_host("<%30p>", (void *) pointers[i]);
        expect_like_host("<%-30p>", (void *) pointers[i]);
    }
}

static void
width_and_precision_are_taken_from_arguments(void **state) {
    (void) state;
    static const int numbers[] = {-20, -1, 0, 1, 5, 20}; // negative: flag -, and no precision
    for (size_t w = 0; w < ARRAY_SIZE(numbers); ++w) {
        int width = numbers[w];
        expect_like_host("<%*d>", width, -42);
        expect_like_host("<%0*lx>", width, 42L);
        expect_like_host("<%-*s>", width, "text");
        expect_like_host("<%*c>", width, 'c');
        expect_like_host("<%.*d>", width, 42);
        expect_like_host("<%.*s>", width, "text");
        for (size_t p = 0; p < ARRAY_SIZE(numbers); ++p) {
            expect_like_host("<%*.*d>", width, numbers[p], 42);
            expect_like_host("<%+0*.*ld>", width, numbers[p], 42L);
            expect_like_host("<%*.*s>", width, numbers[p], "text");
        }
    }
}

static void
arguments_are_taken_in_order(void **state) {
    (void) state;
    expect_like_host("%d %s %c %ld %% %x %hhu|%5d%-5d|", 1, "two", '3', 4L, 5, 6, 7, 8);
    expect_like_host("%d%d%d%d%d%d%d%d%d%d", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    expect_like_host("no conversion");
    expect_like_host("");
    expect_like_host("%%");
    expect_like_host("%%d%%", 1);
}

int
main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signed_decimal_numbers_print_like_the_hosts),
        cmocka_unit_test(unsigned_decimal_numbers_print_like_the_hosts),
        cmocka_unit_test(hexadecimal_numbers_print_like_the_hosts),
        cmocka_unit_test(octal_numbers_print_like_the_hosts),
        cmocka_unit_test(strings_print_like_the_hosts),
        cmocka_unit_test(string_with_a_precision_needs_no_nul),
        cmocka_unit_test(characters_print_like_the_hosts),
        cmocka_unit_test(character_nul_is_stored_and_counted),
        cmocka_unit_test(pointers_print_like_the_hosts),
        cmocka_unit_test(width_and_precision_are_taken_from_arguments),
        cmocka_unit_test(arguments_are_taken_in_order),
    };
    return cmocka_run_group_tests_name("printf conversions", tests, NULL, NULL);
}
