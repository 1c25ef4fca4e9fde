// string-memory-test.c: memcpy, memmove, memset and memcmp do what the host's do, at every
// alignment, with sizes around a processor word and a cache line, and touch nothing else.

#include "test.h"
#include "string.h"

enum {
    NALIGNMENTS = 16,
    MAX_SIZE = 70,
    ARENA_SIZE = 320,
};

// Two arenas with the same content: one for the host's function, one for ours.
static unsigned char host_arena[ARENA_SIZE], arena[ARENA_SIZE];

static void
fill_arenas(void) {
    for (int i = 0; i < ARENA_SIZE; ++i) {
        host_arena[i] = arena[i] = (unsigned char) (i * 7 + 3);
    }
}

// expect_same_arenas(function, dst, src, size)
//    Compares the whole arenas, so that a byte stored outside the destination shows, too.
static void
expect_same_arenas(const char *function, int dst, int src, int size) {
    for (int i = 0; i < ARENA_SIZE; ++i) {
        if (arena[i] != host_arena[i]) {
            fail_msg("%s to offset %d from %d, size %d: byte at %d: expected %#x, saw %#x",
                     function, dst, src, size, i, host_arena[i], arena[i]);
        }
    }
}

static void
memcpy_copies_like_the_host_at_all_alignments(void **state) {
    (void) state;
    for (int dst = 0; dst < NALIGNMENTS; ++dst) {
        for (int src = 128; src < 128 + NALIGNMENTS; ++src) {
            for (int size = 0; size <= MAX_SIZE; ++size) {
                fill_arenas();
                host_memcpy(host_arena + dst, host_arena + src, size);
                void *result = memcpy(arena + dst, arena + src, size);
                assert_ptr_equal(result, arena + dst);
                expect_same_arenas("memcpy", dst, src, size);
            }
        }
    }
}

static void
memmove_copies_like_the_host_when_source_and_destination_overlap(void **state) {
    (void) state;
    const int src = 100;
    for (int alignment = 0; alignment < NALIGNMENTS; ++alignment) {
        for (int dst = src - MAX_SIZE - 2; dst <= src + MAX_SIZE + 2; ++dst) {
            for (int size = 0; size <= MAX_SIZE; ++size) {
                fill_arenas();
                host_memmove(host_arena + alignment + dst, host_arena + alignment + src, size);
                void *result = memmove(arena + alignment + dst, arena + alignment + src, size);
                assert_ptr_equal(result, arena + alignment + dst);
                expect_same_arenas("memmove", alignment + dst, alignment + src, size);
            }
        }
    }
}

static void
memset_stores_the_low_byte_of_its_argument_at_all_alignments(void **state) {
    (void) state;
    static const int values[] = {0, 1, 0x7F, 0x80, 0xFF, -1, 0x1234, INT_MIN};
    for (size_t v = 0; v < sizeof(values) / sizeof(values[0]); ++v) {
        for (int dst = 16; dst < 16 + NALIGNMENTS; ++dst) {
            for (int size = 0; size <= MAX_SIZE; ++size) {
                fill_arenas();
                host_memset(host_arena + dst, values[v], size);
                assert_ptr_equal(memset(arena + dst, values[v], size), arena + dst);
                expect_same_arenas("memset", dst, values[v], size);
            }
        }
    }
}

static void
memcpy_and_memset_handle_whole_pages(void **state) {
    (void) state;
    static unsigned char src[4096], dst[4096 + 1];
    host_memset(src, 0xA5, sizeof(src));
    dst[4096] = 0x77;
    memcpy(dst, src, sizeof(src));
    assert_memory_equal(dst, src, sizeof(src));
    memset(dst, 0, sizeof(src));
    host_memset(src, 0, sizeof(src));
    assert_memory_equal(dst, src, sizeof(src));
    assert_int_equal(dst[4096], 0x77);
}

static void
memcmp_has_the_sign_of_the_host_wherever_the_first_difference_is(void **state) {
    (void) state;
    static const unsigned char bytes[] = {0, 1, 0x7F, 0x80, 0xFE, 0xFF};
    const int n = sizeof(bytes);
    for (int size = 0; size <= MAX_SIZE; ++size) {
        for (int at = 0; at < size + 2; ++at) { // also after the end, where it must not count
            for (int pair = 0; pair < n * n; ++pair) {
                const int offset = pair % 3; // the two sides have different alignments
                fill_arenas();
                host_memcpy(arena + 128 + offset, arena, MAX_SIZE + 2);
                arena[at] = bytes[pair / n];
                arena[128 + offset + at] = bytes[pair % n];
                int expected = sign(host_memcmp(arena, arena + 128 + offset, size));
                int seen = sign(memcmp(arena, arena + 128 + offset, size));
                if (expected != seen) {
                    fail_msg("size %d, bytes %#x and %#x at %d: expected sign %d, saw %d", size,
                             bytes[pair / n], bytes[pair % n], at, expected, seen);
                }
            }
        }
    }
}

static void
memcmp_has_the_sign_of_the_host_at_all_alignments(void **state) {
    (void) state;
    for (int a = 0; a < NALIGNMENTS; ++a) {
        for (int b = 128; b < 128 + NALIGNMENTS; ++b) {
            for (int size = 1; size <= 40; ++size) {
                fill_arenas();
                host_memcpy(arena + b, arena + a, size);
                assert_int_equal(memcmp(arena + a, arena + b, size), 0);
                for (int at = 0; at < size; ++at) {
                    arena[b + at] ^= 0x81;
                    int expected = sign(host_memcmp(arena + a, arena + b, size));
                    assert_int_equal(sign(memcmp(arena + a, arena + b, size)), expected);
                    arena[b + at] ^= 0x81;
                }
            }
        }
    }
}

static void
memory_functions_of_size_0_touch_nothing(void **state) {
    (void) state;
    unsigned char *end = (unsigned char *) calloc(1, 1) + 1; // the sanitizer sees any access here
    assert_ptr_equal(memcpy(end, end, 0), end);
    assert_ptr_equal(memmove(end, end, 0), end);
    assert_ptr_equal(memset(end, 1, 0), end);
    assert_int_equal(memcmp(end, end, 0), 0);
    free(end - 1);
}

int
main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memcpy_copies_like_the_host_at_all_alignments),
        cmocka_unit_test(memmove_copies_like_the_host_when_source_and_destination_overlap),
        cmocka_unit_test(memset_stores_the_low_byte_of_its_argument_at_all_alignments),
        cmocka_unit_test(memcpy_and_memset_handle_whole_pages),
        cmocka_unit_test(memcmp_has_the_sign_of_the_host_wherever_the_first_difference_is),
        cmocka_unit_test(memcmp_has_the_sign_of_the_host_at_all_alignments),
        cmocka_unit_test(memory_functions_of_size_0_touch_nothing),
    };
    return cmocka_run_group_tests_name("memory functions", tests, NULL, NULL);
}
