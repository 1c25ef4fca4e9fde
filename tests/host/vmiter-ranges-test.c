// vmiter-ranges-test.c: how a vmiter moves, and what it says about ranges of addresses.

#include "vmiter-expect.h"
#include "page-tables.h"
#include "simulated-memory.h"

#define VA 0x12345678000UL
#define LAST_PAGE (VA_LAST - PAGESIZE + 1)

static x86_64_pagetable *pt;

static int
set_up(void **state) {
    (void) state;
    memory_reset();
    pt = new_page_table();
    return 0;
}

static void
put(uint64_t va, int level, uint64_t perm) {
    *table_entry(pt, va, level) = 0x40000000 | perm;
}

// put_mixed()
//    Makes mappings of all sizes at the edges of both halves.
static const uint64_t mixed_vas[] = {
    0, 0x1000, 0x200000, 0x400000, 0x40000000, VA, VA_LOWEND - PAGESIZE, VA_HIGHSTART, LAST_PAGE,
};

static void
put_mixed(void) {
    for (size_t i = 0; i < ARRAY_SIZE(mixed_vas); ++i) {
        int level = mixed_vas[i] == 0x400000 ? 2 : mixed_vas[i] == 0x40000000 ? 3 : 1;
        put(mixed_vas[i], level, PTE_PWU | (level > 1 ? PTE_PS : 0));
    }
}

// Moving

static void
find_moves_to_any_address(void **state) {
    (void) state;
    put_mixed();
    static const uint64_t vas[] = {VA, 0, VA_LAST, VA_LOWEND, 0x40001234, 1, VA_HIGHSTART, VA + 5};
    vmiter it = vmiter_make(pt, 0x77777777);
    for (size_t i = 0; i < ARRAY_SIZE(vas); ++i) {
        vmiter_find(&it, vas[i]);
        vmiter fresh = vmiter_make(pt, vas[i]);
        assert_int_equal(vmiter_va(&it), vas[i]);
        assert_int_equal(vmiter_pa(&it), vmiter_pa(&fresh));
        assert_int_equal(vmiter_perm(&it), vmiter_perm(&fresh));
        assert_int_equal(vmiter_last_va(&it), vmiter_last_va(&fresh));
    }
}

static void
advance_moves_by_bytes(void **state) {
    (void) state;
    put_mixed();
    vmiter it = vmiter_make(pt, 0xFFF);
    vmiter_advance(&it, 1);
    expect_range(&it, 0x1000, 0x1FFF);
    vmiter_advance(&it, 0);
    expect_range(&it, 0x1000, 0x1FFF);
    vmiter_advance(&it, VA_LOWEND - 0x1000);
    expect_range(&it, VA_LOWEND, VA_HIGHSTART - 1);
    vmiter_advance(&it, VA_LAST - VA_LOWEND);
    expect_range(&it, VA_LAST, VA_LAST);
}

static void
advance_past_the_last_address_is_done(void **state) {
    (void) state;
    put_mixed();
    static const struct {
        uint64_t va, delta;
    } moves[] = {{VA_LAST, 1},
                 {1, VA_LAST},
                 {LAST_PAGE, PAGESIZE},
                 {VA_LAST, VA_LAST},
                 {VA_HIGHSTART, VA_LAST}};
    for (size_t i = 0; i < ARRAY_SIZE(moves); ++i) {
        vmiter it = vmiter_make(pt, moves[i].va);
        vmiter_advance(&it, moves[i].delta);
        expect_done(&it);
    }
    vmiter it = vmiter_make(pt, 0);
    vmiter_advance(&it, VA_LAST);
    assert_false(vmiter_done(&it));
}

static void
next_visits_the_start_of_every_mapped_page_and_is_done(void **state) {
    (void) state;
    put_mixed();
    vmiter it = vmiter_make(pt, 0); // is already at the first page
    for (size_t i = 0; i < ARRAY_SIZE(mixed_vas); ++i) {
        assert_int_equal(vmiter_va(&it), mixed_vas[i]);
        assert_true(vmiter_present(&it));
        vmiter_next(&it);
    }
    expect_done(&it);
}

static void
next_leaves_a_page_from_its_middle_and_a_hole_in_one_step(void **state) {
    (void) state;
    put_mixed();
    static const struct {
        uint64_t from, to;
    } moves[] = {{1, 0x1000},
                 {0x1FFF, 0x200000},
                 {0x2000, 0x200000},
                 {0x4ABCDE, 0x40000000},
                 {0x50000001, VA},
                 {VA + 1, VA_LOWEND - PAGESIZE},
                 {VA_LOWEND - 1, VA_HIGHSTART},
                 {0x123456789ABCDEF0, VA_HIGHSTART},
                 {VA_HIGHSTART, LAST_PAGE}};
    for (size_t i = 0; i < ARRAY_SIZE(moves); ++i) {
        vmiter it = vmiter_make(pt, moves[i].from);
        vmiter_next(&it);
        assert_int_equal(vmiter_va(&it), moves[i].to);
    }
}

static void
next_in_an_empty_table_is_done(void **state) {
    (void) state;
    static const uint64_t vas[] = {0, VA, VA_LOWEND, VA_HIGHSTART, VA_LAST};
    for (size_t i = 0; i < ARRAY_SIZE(vas); ++i) {
        vmiter it = vmiter_make(pt, vas[i]);
        vmiter_next(&it);
        expect_done(&it);
    }
}

static void
ranges_of_an_empty_table_are_its_level_4_entries_and_the_hole(void **state) {
    (void) state;
    vmiter it = vmiter_make(pt, 0);
    for (uint64_t va = 0; va < VA_LOWEND; va += entry_size(4)) {
        expect_range(&it, va, va + entry_size(4) - 1);
        vmiter_next_range(&it);
    }
    expect_range(&it, VA_LOWEND, VA_HIGHSTART - 1);
    vmiter_next_range(&it);
    for (uint64_t va = VA_HIGHSTART; va != 0; va += entry_size(4)) {
        expect_range(&it, va, va + entry_size(4) - 1);
        vmiter_next_range(&it);
    }
    expect_done(&it);
}

static void
ranges_follow_each_other_without_gap_through_all_addresses(void **state) {
    (void) state;
    put_mixed();
    vmiter it = vmiter_make(pt, 0);
    uint64_t expected = 0;
    do {
        assert_int_equal(vmiter_va(&it), expected);
        assert_true(vmiter_last_va(&it) >= expected);
        expected = vmiter_last_va(&it) + 1;
        vmiter_next_range(&it);
    } while (!vmiter_done(&it));
    assert_int_equal(expected, 0); // 2^64
}

static void
low_is_true_only_below_the_hole(void **state) {
    (void) state;
    put_mixed();
    int n = 0;
    for (vmiter it = vmiter_make(pt, 0); vmiter_low(&it); vmiter_next(&it)) {
        ++n;
    }
    assert_int_equal(n, 7);
    assert_true(vmiter_low(vmiter_at(pt, VA_LOWEND - 1)));
    assert_false(vmiter_low(vmiter_at(pt, VA_LOWEND)));
    assert_false(vmiter_low(vmiter_at(pt, VA_HIGHSTART)));
}

static void
done_iterator_stays_done_until_it_is_moved(void **state) {
    (void) state;
    put_mixed();
    vmiter it = vmiter_make(pt, VA_LAST);
    vmiter_next(&it);
    expect_done(&it);
    vmiter_next(&it);
    expect_done(&it);
    vmiter_next_range(&it);
    expect_done(&it);
    vmiter_advance(&it, 0);
    expect_done(&it);
    vmiter_advance(&it, PAGESIZE);
    expect_done(&it);
    vmiter_find(&it, 0);
    assert_false(vmiter_done(&it));
    assert_int_equal(vmiter_perm(&it), PTE_PWU);
}

// Ranges

static void
range_perm_is_what_all_addresses_have(void **state) {
    (void) state;
    put(VA, 1, PTE_PWU | PTE_A);
    put(VA + 0x1000, 1, PTE_PWU | PTE_XD | PTE_OS2);
    put(VA + 0x2000, 1, PTE_P | PTE_W | PTE_XD);
    vmiter it = vmiter_make(pt, VA + 0x10);
    assert_int_equal(vmiter_range_perm(&it, 1), PTE_PWU | PTE_A);
    assert_int_equal(vmiter_range_perm(&it, 0xFF0), PTE_PWU | PTE_A);
    assert_int_equal(vmiter_range_perm(&it, 0xFF1), PTE_PWU);
    assert_int_equal(vmiter_range_perm(&it, 0x1FF0), PTE_PWU);
    assert_int_equal(vmiter_range_perm(&it, 0x1FF1), PTE_P | PTE_W);
    vmiter_advance(&it, 0x1000);
    assert_int_equal(vmiter_range_perm(&it, 0x1000), PTE_P | PTE_W | PTE_XD);
}

static void
range_with_an_unmapped_address_has_no_permission(void **state) {
    (void) state;
    put(VA, 1, PTE_PWU);
    put(VA + 0x2000, 1, PTE_PWU);
    vmiter it = vmiter_make(pt, VA);
    assert_int_equal(vmiter_range_perm(&it, 0x1000), PTE_PWU);
    assert_int_equal(vmiter_range_perm(&it, 0x1001), 0);
    assert_int_equal(vmiter_range_perm(&it, 0x3000), 0);
    assert_true(vmiter_range_allows(&it, 0x1000, 0));
    assert_false(vmiter_range_allows(&it, 0x1001, 0));
    assert_false(vmiter_range_allows(&it, 0x3000, PTE_P));
    assert_int_equal(vmiter_range_perm(vmiter_at(pt, VA - 1), 2), 0);
    assert_false(vmiter_range_allows(vmiter_at(pt, VA - 1), 1, 0));
}

static void
range_of_size_0_has_no_permission_and_allows_everything(void **state) {
    (void) state;
    put_mixed();
    static const uint64_t vas[] = {0, VA, 0x99999999999, VA_LOWEND, VA_LAST};
    for (size_t i = 0; i < ARRAY_SIZE(vas); ++i) {
        vmiter it = vmiter_make(pt, vas[i]);
        assert_int_equal(vmiter_range_perm(&it, 0), 0);
        assert_true(vmiter_range_allows(&it, 0, 0));
        assert_true(vmiter_range_allows(&it, 0, PTE_PWU));
    }
}

static void
range_up_to_the_last_address_does_not_wrap(void **state) {
    (void) state;
    put(LAST_PAGE, 1, PTE_PWU);
    vmiter it = vmiter_make(pt, LAST_PAGE);
    assert_int_equal(vmiter_range_perm(&it, PAGESIZE), PTE_PWU);
    assert_true(vmiter_range_allows(&it, PAGESIZE, PTE_PWU));
    assert_true(vmiter_range_allows(vmiter_at(pt, VA_LAST), 1, PTE_PWU));
}

static void
range_that_would_wrap_around_is_refused(void **state) {
    (void) state;
    put(LAST_PAGE, 1, PTE_PWU);
    put(0, 1, PTE_PWU); // where it would continue
    static const uint64_t sizes[] = {PAGESIZE + 1, 2 * PAGESIZE, VA_LAST - PAGESIZE, VA_LAST};
    for (size_t i = 0; i < ARRAY_SIZE(sizes); ++i) {
        assert_int_equal(vmiter_range_perm(vmiter_at(pt, LAST_PAGE), sizes[i]), 0);
        assert_false(vmiter_range_allows(vmiter_at(pt, LAST_PAGE), sizes[i], 0));
        assert_false(vmiter_range_allows(vmiter_at(pt, LAST_PAGE), sizes[i], PTE_P));
        assert_int_equal(vmiter_range_perm(vmiter_at(pt, VA_LAST), sizes[i]), 0);
    }
    assert_false(vmiter_range_allows(vmiter_at(pt, 1), VA_LAST, 0));
}

static void
range_across_the_hole_is_refused(void **state) {
    (void) state;
    put(VA_LOWEND - PAGESIZE, 1, PTE_PWU);
    put(VA_HIGHSTART, 1, PTE_PWU);
    vmiter it = vmiter_make(pt, VA_LOWEND - PAGESIZE);
    assert_true(vmiter_range_allows(&it, PAGESIZE, PTE_PWU));
    assert_false(vmiter_range_allows(&it, PAGESIZE + 1, PTE_P));
    assert_false(vmiter_range_allows(&it, VA_HIGHSTART - VA_LOWEND + 2 * PAGESIZE, 0));
}

static void
range_allows_needs_every_bit_everywhere(void **state) {
    (void) state;
    put(VA, 1, PTE_PWU);
    put(VA + 0x1000, 1, PTE_P | PTE_U);
    vmiter it = vmiter_make(pt, VA);
    assert_true(vmiter_range_allows(&it, 0x1000, PTE_PWU));
    assert_false(vmiter_range_allows(&it, 0x1001, PTE_PWU));
    assert_false(vmiter_range_allows(&it, 0x1001, PTE_W));
    assert_true(vmiter_range_allows(&it, 0x2000, PTE_P | PTE_U));
    assert_true(vmiter_range_allows(&it, 0x2000, PTE_U));
    assert_false(vmiter_range_allows(&it, 0x2000, PTE_XD));
}

static void
ranges_go_through_pages_of_all_sizes(void **state) {
    (void) state;
    put(0x40000000 - 0x201000, 1, PTE_PWU);
    put(0x40000000 - 0x200000, 2, PTE_PWU | PTE_PS);
    put(0x40000000, 3, PTE_P | PTE_U | PTE_PS);
    put(0x80000000, 1, PTE_PWU);
    vmiter it = vmiter_make(pt, 0x40000000 - 0x201000);
    assert_int_equal(vmiter_range_perm(&it, 0x201000), PTE_PWU);
    assert_int_equal(vmiter_range_perm(&it, 0x201001), PTE_P | PTE_U);
    assert_int_equal(vmiter_range_perm(&it, 0x40202000), PTE_P | PTE_U);
    assert_int_equal(vmiter_range_perm(&it, 0x40202001), 0);
    vmiter_advance(&it, 0x1000);
    assert_int_equal(vmiter_range_perm(&it, 0x40200000), PTE_P | PTE_U | PTE_PS);
}

static void
asking_about_a_range_does_not_move_the_iterator(void **state) {
    (void) state;
    put_mixed();
    vmiter it = vmiter_make(pt, 0x10);
    assert_true(vmiter_range_allows(&it, 0x1FF0, PTE_PWU));
    (void) vmiter_range_perm(&it, VA_LAST);
    expect_range(&it, 0x10, 0xFFF);
}

int
main(void) {
#define TEST(name) cmocka_unit_test_setup(name, set_up)
    const struct CMUnitTest tests[] = {
        TEST(find_moves_to_any_address),
        TEST(advance_moves_by_bytes),
        TEST(advance_past_the_last_address_is_done),
        TEST(next_visits_the_start_of_every_mapped_page_and_is_done),
        TEST(next_leaves_a_page_from_its_middle_and_a_hole_in_one_step),
        TEST(next_in_an_empty_table_is_done),
        TEST(ranges_of_an_empty_table_are_its_level_4_entries_and_the_hole),
        TEST(ranges_follow_each_other_without_gap_through_all_addresses),
        TEST(low_is_true_only_below_the_hole),
        TEST(done_iterator_stays_done_until_it_is_moved),
        TEST(range_perm_is_what_all_addresses_have),
        TEST(range_with_an_unmapped_address_has_no_permission),
        TEST(range_of_size_0_has_no_permission_and_allows_everything),
        TEST(range_up_to_the_last_address_does_not_wrap),
        TEST(range_that_would_wrap_around_is_refused),
        TEST(range_across_the_hole_is_refused),
        TEST(range_allows_needs_every_bit_everywhere),
        TEST(ranges_go_through_pages_of_all_sizes),
        TEST(asking_about_a_range_does_not_move_the_iterator),
    };
    return cmocka_run_group_tests_name("vmiter: moving and ranges", tests, NULL, NULL);
}
