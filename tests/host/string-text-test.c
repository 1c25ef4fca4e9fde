// string-text-test.c: the functions on NUL-terminated strings. Every string lies at the end of its
// own heap block, so that the sanitizer sees a read or write past its NUL.

#include "test.h"
#include "string.h"

// Pairs of these differ in length, in case, in signedness of char, and not at all.
static const char *const texts[] = {
    "",
    "a",
    "b",
    "ab",
    "abc",
    "abd",
    "ABC",
    "abcdefgh",
    "abcdefghi",
    "abcdefg\xFF",
    "\x01",
    "\x7F",
    "\x80",
    "\xFF",
    "\xFF\x01",
    "\x7F\xFF",
    "a string that is longer than a cache line is long, and has a comma in it, as this one",
};

static char *
copy_of(const char *text) {
    size_t size = host_strlen(text) + 1;
    return host_memcpy(malloc(size), text, size);
}

static void
strlen_counts_the_bytes_before_the_nul(void **state) {
    (void) state;
    for (size_t i = 0; i < ARRAY_SIZE(texts); ++i) {
        char *s = copy_of(texts[i]);
        assert_int_equal(strlen(s), host_strlen(texts[i]));
        free(s);
    }
}

static void
strnlen_reads_no_more_than_the_maximum(void **state) {
    (void) state;
    for (size_t max = 0; max <= 40; ++max) {
        char *s = malloc(max + 1); // no NUL in it
        host_memset(s, 'x', max + 1);
        assert_int_equal(strnlen(s + 1, max), max);
        free(s);
    }
    char *s = copy_of("abc");
    assert_int_equal(strnlen(s, 2), 2);
    assert_int_equal(strnlen(s, 3), 3);
    assert_int_equal(strnlen(s, 4), 3);
    assert_int_equal(strnlen(s, SIZE_MAX), 3);
    free(s);
}

static void
strcmp_has_the_sign_of_the_host(void **state) {
    (void) state;
    for (size_t i = 0; i < ARRAY_SIZE(texts); ++i) {
        for (size_t j = 0; j < ARRAY_SIZE(texts); ++j) {
            char *a = copy_of(texts[i]), *b = copy_of(texts[j]);
            int expected = sign(host_strcmp(a, b)), seen = sign(strcmp(a, b));
            if (expected != seen) {
                fail_msg("\"%s\" and \"%s\": expected sign %d, saw %d", a, b, expected, seen);
            }
            free(a);
            free(b);
        }
    }
}

static void
strncmp_has_the_sign_of_the_host(void **state) {
    (void) state;
    for (size_t i = 0; i < ARRAY_SIZE(texts); ++i) {
        for (size_t j = 0; j < ARRAY_SIZE(texts); ++j) {
            for (size_t n = 0; n <= 12; ++n) {
                char *a = copy_of(texts[i]), *b = copy_of(texts[j]);
                int expected = sign(host_strncmp(a, b, n)), seen = sign(strncmp(a, b, n));
                if (expected != seen) {
                    fail_msg("\"%s\" and \"%s\", at most %zu: expected sign %d, saw %d", a, b, n,
                             expected, seen);
                }
                free(a);
                free(b);
            }
        }
    }
}

static void
strncmp_reads_no_more_than_the_maximum(void **state) {
    (void) state;
    char *a = malloc(3), *b = malloc(3); // no NUL in them
    host_memcpy(a, "abc", 3);
    host_memcpy(b, "abc", 3);
    assert_int_equal(strncmp(a, b, 3), 0);
    assert_int_equal(strncmp(a + 3, b + 3, 0), 0);
    free(a);
    free(b);
}

static void
strchr_finds_the_first_match_and_the_nul(void **state) {
    (void) state;
    for (size_t i = 0; i < ARRAY_SIZE(texts); ++i) {
        char *s = copy_of(texts[i]);
        for (int c = -128; c < 512; ++c) { // c counts as a char, whatever its other bits
            if (strchr(s, c) != host_strchr(s, c)) {
                fail_msg("character %d in \"%s\": expected %p, saw %p", c, s,
                         (void *) host_strchr(s, c), (void *) strchr(s, c));
            }
        }
        free(s);
    }
}

static void
strlcpy_cuts_to_the_size_and_returns_the_length_of_the_source(void **state) {
    (void) state;
    for (size_t i = 0; i < ARRAY_SIZE(texts); ++i) {
        char *src = copy_of(texts[i]);
        size_t length = host_strlen(src);
        for (size_t size = 1; size <= length + 3; ++size) {
            char *dst = malloc(size);
            host_memset(dst, 0x55, size);
            size_t fits = length < size ? length : size - 1;
            assert_int_equal(strlcpy(dst, src, size), length);
            assert_memory_equal(dst, src, fits);
            assert_int_equal(dst[fits], '\0');
            free(dst);
        }
        free(src);
    }
}

static void
strlcpy_of_size_0_stores_nothing(void **state) {
    (void) state;
    char c = 'x';
    assert_int_equal(strlcpy(&c, "abc", 0), 3);
    assert_int_equal(c, 'x');
    assert_int_equal(strlcpy(NULL, "abc", 0), 3);
}

int
main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strlen_counts_the_bytes_before_the_nul),
        cmocka_unit_test(strnlen_reads_no_more_than_the_maximum),
        cmocka_unit_test(strcmp_has_the_sign_of_the_host),
        cmocka_unit_test(strncmp_has_the_sign_of_the_host),
        cmocka_unit_test(strncmp_reads_no_more_than_the_maximum),
        cmocka_unit_test(strchr_finds_the_first_match_and_the_nul),
        cmocka_unit_test(strlcpy_cuts_to_the_size_and_returns_the_length_of_the_source),
        cmocka_unit_test(strlcpy_of_size_0_stores_nothing),
    };
    return cmocka_run_group_tests_name("string functions", tests, NULL, NULL);
}
