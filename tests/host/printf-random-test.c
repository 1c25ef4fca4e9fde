// printf-random-test.c: snprintf formats random values with random combinations of flags, width,
// precision, length and conversion like the host's, into buffers that are sometimes too small.
// PRINTF_FORMATS and PRINTF_SEED in the environment make runs longer or different. The test avoids
// combinations that the C standard leaves undefined.

#include "test.h"
#include "printf.h"

#define FORMATS 200000UL

static uint64_t random_state;

static uint64_t
below(uint64_t n) {
    return test_random(&random_state) % n;
}

static uint64_t
some_value(void) {
    uint64_t value = test_random(&random_state) >> below(64);
    return below(2) ? value : -value;
}

static void
expect_like_host(const char *format, ...) {
    char expected[256], seen[256];
    host_memset(expected, '~', sizeof(expected));
    host_memset(seen, '~', sizeof(seen));
    size_t size = below(4) == 0 ? below(40) : sizeof(seen);
    va_list arguments, same_arguments;
    va_start(arguments, format);
    va_copy(same_arguments, arguments);
    int expected_length = host_vsnprintf(expected, size, format, arguments);
    int seen_length = vsnprintf(seen, size, format, same_arguments);
    va_end(same_arguments);
    va_end(arguments);
    size_t compared = size < sizeof(seen) ? size : (size_t) expected_length + 1;
    if (expected_length != seen_length || host_memcmp(expected, seen, compared) != 0
        || seen[compared] != '~') {
        fail_msg("\"%s\" in %zu bytes: expected \"%.*s\" (%d), saw \"%.*s\" (%d)", format, size,
                 (int) compared, expected, expected_length, (int) compared, seen, seen_length);
    }
}

// append(format, text)
//    Appends the text; returns the new end.
static char *
append(char *format, const char *text) {
    return format + sprintf(format, "%s", text);
}

// append_width(format), append_precision(format)
//    Append a width or precision, or none. A precision may be only a dot.
static char *
append_width(char *format) {
    return below(2) ? format + sprintf(format, "%d", (int) (1 + below(60))) : format;
}

static char *
append_precision(char *format) {
    return below(2) ? append_width(append(format, ".")) : format;
}

// append_flags(format, allowed)
//    Appends some of the flags, in any order, maybe twice.
static char *
append_flags(char *format, const char *allowed) {
    for (size_t n = below(4); n > 0 && allowed[0] != '\0'; --n) {
        *format++ = allowed[below(host_strlen(allowed))];
    }
    *format = '\0';
    return format;
}

static void
try_number(void) {
    static const char conversions[] = "diuxXo";
    static const char *const lengths[] = {"", "hh", "h", "l", "ll", "j", "z", "t"};
    char format[64], conversion = conversions[below(6)];
    size_t length = below(ARRAY_SIZE(lengths));
    char *end = append(format, "<%");
    end = append_flags(end, conversion == 'd' || conversion == 'i' || conversion == 'u' ? "-0+ "
                                                                                        : "-0+ #");
    end = append(append_precision(append_width(end)), lengths[length]);
    sprintf(end, "%c>", conversion);
    if (length < 3) {
        expect_like_host(format, (int) some_value());
    } else {
        expect_like_host(format, some_value());
    }
}

static void
try_text(void) {
    char format[64], text[48];
    size_t length = below(sizeof(text) - 1);
    for (size_t i = 0; i < length; ++i) {
        text[i] = (char) (1 + below(255));
    }
    text[length] = '\0';
    char *end = append_width(append_flags(append(format, "<%"), "-"));
    switch (below(4)) {
    case 0:
        sprintf(end, "c>");
        expect_like_host(format, (int) (1 + below(255)));
        break;
    case 1:
        sprintf(end, "p>");
        expect_like_host(format,
                         (void *) (some_value() | 1)); // glibc has a word for a null pointer
        break;
    default:
        sprintf(append_precision(end), "s>");
        expect_like_host(format, text);
        break;
    }
}

// number_from_environment(name, otherwise)
static uint64_t
number_from_environment(const char *name, uint64_t otherwise) {
    const char *value = getenv(name);
    return value != NULL ? host_strtoul(value, NULL, 0) : otherwise;
}

static void
random_formats_print_like_the_hosts(void **state) {
    (void) state;
    random_state = number_from_environment("PRINTF_SEED", 1) << 1 | 1;
    for (uint64_t n = number_from_environment("PRINTF_FORMATS", FORMATS); n > 0; --n) {
        if (below(4) == 0) {
            try_text();
        } else {
            try_number();
        }
    }
}

int
main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_formats_print_like_the_hosts),
    };
    return cmocka_run_group_tests_name("printf: random formats", tests, NULL, NULL);
}
