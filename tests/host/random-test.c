// random-test.c: rand and rand_range stay in their ranges, cover them evenly, and repeat with the
// same seed.

#include "test.h"
#include "random.h"

static int first_numbers[16]; // before any srand

static int
record_first_numbers(void **state) {
    (void) state;
    for (size_t i = 0; i < ARRAY_SIZE(first_numbers); ++i) {
        first_numbers[i] = rand();
    }
    return 0;
}

static int
set_up(void **state) {
    (void) state;
    srand(12345);
    return 0;
}

// expect_near(what, expected, seen)
//    Within 5 percent. The counts are so large that an even generator is much closer.
static void
expect_near(const char *what, long expected, long seen) {
    if (seen < expected - expected / 20 || seen > expected + expected / 20) {
        fail_msg("%s: expected about %ld times, saw %ld", what, expected, seen);
    }
}

static void
sequence_starts_as_with_seed_1(void **state) {
    (void) state;
    srand(1);
    for (size_t i = 0; i < ARRAY_SIZE(first_numbers); ++i) {
        assert_int_equal(rand(), first_numbers[i]);
    }
}

static void
same_seed_gives_the_same_sequence(void **state) {
    (void) state;
    static const unsigned seeds[] = {0, 1, 2, 12345, UINT_MAX};
    for (size_t s = 0; s < ARRAY_SIZE(seeds); ++s) {
        int numbers[100];
        srand(seeds[s]);
        for (int i = 0; i < 100; ++i) {
            numbers[i] = i % 2 ? rand() : rand_range(-i, 1000);
        }
        srand(seeds[s]);
        for (int i = 0; i < 100; ++i) {
            assert_int_equal(i % 2 ? rand() : rand_range(-i, 1000), numbers[i]);
        }
    }
}

static void
different_seeds_give_different_sequences(void **state) {
    (void) state;
    int same = 0;
    for (unsigned seed = 0; seed < 100; ++seed) {
        srand(seed);
        int numbers[4] = {rand(), rand(), rand(), rand()};
        srand(seed + 1);
        int others[4] = {rand(), rand(), rand(), rand()};
        same += host_memcmp(numbers, others, sizeof(numbers)) == 0;
    }
    assert_int_equal(same, 0);
}

static void
rand_stays_in_range_and_uses_all_31_bits_evenly(void **state) {
    (void) state;
    long set[31] = {0};
    for (int i = 0; i < 100000; ++i) {
        int number = rand();
        assert_true(number >= 0 && number <= RAND_MAX);
        for (int bit = 0; bit < 31; ++bit) {
            set[bit] += number >> bit & 1;
        }
    }
    for (int bit = 0; bit < 31; ++bit) {
        char what[32];
        sprintf(what, "bit %d set", bit);
        expect_near(what, 50000, set[bit]);
    }
}

static void
rand_range_reaches_every_value_equally_often(void **state) {
    (void) state;
    static const struct {
        int min, max;
    } ranges[] = {{0, 1},
                  {1, 6},
                  {-3, 3},
                  {-20, -11},
                  {100, 162},
                  {INT_MAX - 2, INT_MAX},
                  {INT_MIN, INT_MIN + 4}};
    for (size_t r = 0; r < ARRAY_SIZE(ranges); ++r) {
        long nvalues = (long) ranges[r].max - ranges[r].min + 1;
        long seen[64] = {0};
        for (long i = 0; i < nvalues * 10000; ++i) {
            int number = rand_range(ranges[r].min, ranges[r].max);
            assert_true(number >= ranges[r].min && number <= ranges[r].max);
            ++seen[(long) number - ranges[r].min];
        }
        for (long v = 0; v < nvalues; ++v) {
            char what[64];
            sprintf(what, "%ld in %d..%d", ranges[r].min + v, ranges[r].min, ranges[r].max);
            expect_near(what, 10000, seen[v]);
        }
    }
}

static void
rand_range_of_one_value_is_that_value(void **state) {
    (void) state;
    static const int values[] = {0, 7, -7, INT_MIN, INT_MAX};
    for (size_t i = 0; i < ARRAY_SIZE(values); ++i) {
        assert_int_equal(rand_range(values[i], values[i]), values[i]);
    }
}

static void
rand_range_is_even_where_the_range_does_not_divide_the_generators(void **state) {
    (void) state;
    long low = 0;
    for (int i = 0; i < 90000; ++i) { // rand() % n would put half of them into the lower third
        low += rand_range(0, 0x5FFFFFFF) < 0x20000000;
    }
    expect_near("lower third of 0..0x5FFFFFFF", 30000, low);

    low = 0;
    for (int i = 0; i < 90000; ++i) {
        low += rand_range(INT_MIN, INT_MIN + (int) 0x5FFFFFFF) < INT_MIN + 0x20000000;
    }
    expect_near("lower third of a negative range", 30000, low);
}

static void
rand_range_over_all_ints_uses_all_32_bits(void **state) {
    (void) state;
    static const struct {
        int min, max;
    } ranges[] = {{INT_MIN, INT_MAX}, {INT_MIN, INT_MAX - 1}, {INT_MIN + 1, INT_MAX}};
    for (size_t r = 0; r < ARRAY_SIZE(ranges); ++r) {
        long set[32] = {0};
        for (int i = 0; i < 100000; ++i) {
            unsigned number = (unsigned) rand_range(ranges[r].min, ranges[r].max);
            for (int bit = 0; bit < 32; ++bit) {
                set[bit] += number >> bit & 1;
            }
        }
        for (int bit = 0; bit < 32; ++bit) {
            char what[32];
            sprintf(what, "bit %d set", bit);
            expect_near(what, 50000, set[bit]);
        }
    }
}

int
main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sequence_starts_as_with_seed_1),
        cmocka_unit_test(same_seed_gives_the_same_sequence),
        cmocka_unit_test(different_seeds_give_different_sequences),
        cmocka_unit_test_setup(rand_stays_in_range_and_uses_all_31_bits_evenly, set_up),
        cmocka_unit_test_setup(rand_range_reaches_every_value_equally_often, set_up),
        cmocka_unit_test_setup(rand_range_of_one_value_is_that_value, set_up),
        cmocka_unit_test_setup(rand_range_is_even_where_the_range_does_not_divide_the_generators,
                               set_up),
        cmocka_unit_test_setup(rand_range_over_all_ints_uses_all_32_bits, set_up),
    };
    return cmocka_run_group_tests_name("random numbers", tests, record_first_numbers, NULL);
}
