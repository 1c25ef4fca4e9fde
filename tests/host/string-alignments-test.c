// string-alignments-test.c: the functions on NUL-terminated strings do what the host's do, wherever
// a string starts and wherever the first difference is. A string ends with its heap block, so that
// the sanitizer sees a read or write past it.

#include "test.h"
#include "string.h"

enum {
    NALIGNMENTS = 16,
    MAX_LENGTH = 20,
};

// A string of some length at an offset from an aligned address.
typedef struct placed {
    char *block, *text;
} placed;

static placed
place(int alignment, int length) {
    char *block = malloc((size_t) (alignment + length + 1)); // malloc aligns to 16 bytes
    host_memset(block, 'x', (size_t) alignment);
    for (int i = 0; i < length; ++i) {
        block[alignment + i] = (char) ('a' + i);
    }
    block[alignment + length] = '\0';
    return (placed) {block, block + alignment};
}

#define for_each_place(alignment, length)                                                          \
    for (int alignment = 0; alignment < NALIGNMENTS; ++alignment)                                  \
        for (int length = 0; length <= MAX_LENGTH; ++length)

static void
lengths_are_the_hosts_at_all_alignments(void **state) {
    (void) state;
    for_each_place(alignment, length) {
        placed s = place(alignment, length);
        assert_int_equal(strlen(s.text), length);
        for (int max = 0; max <= MAX_LENGTH + 2; ++max) {
            assert_int_equal(strnlen(s.text, (size_t) max), max < length ? max : length);
        }
        free(s.block);
    }
}

static void
characters_are_found_at_all_alignments(void **state) {
    (void) state;
    for_each_place(alignment, length) {
        placed s = place(alignment, length);
        for (int c = 'a' - 1; c <= 'a' + MAX_LENGTH; ++c) {
            assert_ptr_equal(strchr(s.text, c), host_strchr(s.text, c));
        }
        assert_ptr_equal(strchr(s.text, '\0'), s.text + length);
        free(s.block);
    }
}

static void
expect_comparisons_like_the_hosts(const char *a, const char *b, int length) {
    assert_int_equal(sign(strcmp(a, b)), sign(host_strcmp(a, b)));
    for (int n = 0; n <= length + 2; ++n) {
        assert_int_equal(sign(strncmp(a, b, (size_t) n)), sign(host_strncmp(a, b, (size_t) n)));
    }
}

static void
comparisons_are_the_hosts_at_all_alignments(void **state) {
    (void) state;
    for_each_place(alignment, length) {
        placed a = place(alignment, length);
        for (int other = 0; other < NALIGNMENTS; ++other) {
            placed b = place(other, length);
            expect_comparisons_like_the_hosts(a.text, b.text, length);
            for (int at = 0; at < length; ++at) { // a difference, or the second time an early end
                char kept = b.text[at];
                b.text[at] = '\xE0';
                expect_comparisons_like_the_hosts(a.text, b.text, length);
                b.text[at] = '\0';
                expect_comparisons_like_the_hosts(a.text, b.text, length);
                b.text[at] = kept;
            }
            free(b.block);
        }
        free(a.block);
    }
}

static void
strings_are_copied_at_all_alignments(void **state) {
    (void) state;
    for_each_place(alignment, length) {
        placed src = place(alignment, length);
        for (int other = 0; other < NALIGNMENTS; ++other) {
            for (int size = 1; size <= MAX_LENGTH + 2; ++size) {
                placed dst = place(other, size - 1); // `size` bytes with the NUL
                int fits = length < size ? length : size - 1;
                assert_int_equal(strlcpy(dst.text, src.text, (size_t) size), length);
                assert_memory_equal(dst.text, src.text, (size_t) fits);
                assert_int_equal(dst.text[fits], '\0');
                for (int i = 0; i < other; ++i) {
                    assert_int_equal(dst.block[i], 'x');
                }
                free(dst.block);
            }
        }
        free(src.block);
    }
}

int
main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_are_the_hosts_at_all_alignments),
        cmocka_unit_test(characters_are_found_at_all_alignments),
        cmocka_unit_test(comparisons_are_the_hosts_at_all_alignments),
        cmocka_unit_test(strings_are_copied_at_all_alignments),
    };
    return cmocka_run_group_tests_name("string functions: alignments", tests, NULL, NULL);
}
