// ptiter-test.c: a ptiter visits exactly the page-table pages that a recursive walk finds, in that
// walk's order, and allows its caller to free the current page.

#include "test.h"
#include "page-tables.h"
#include "simulated-memory.h"
#include "kernel.h"
#include "ptiter.h"
#include "direct-map.h"

#define DATA_PA 0x5000UL // of mapped pages; nothing reads them

static x86_64_pagetable *pt;

static int
set_up(void **state) {
    (void) state;
    memory_reset();
    pt = new_page_table();
    return 0;
}

static void
map_by_hand(uint64_t va) {
    *table_entry(pt, va, 1) = DATA_PA | PTE_PWU;
}

// map_large_by_hand(va, level)
//    Maps a large page whose address fails the test if a ptiter takes it for a page-table page.
static void
map_large_by_hand(uint64_t va, int level) {
    *table_entry(pt, va, level) = 0x40000000UL | PTE_PWU | PTE_PS;
}

// A table with pages at both edges of both halves, neighbours, and large pages among them.
static void
make_mixed_table(void) {
    static const uint64_t vas[] = {
        0,
        0x1000,
        0x1FF000,
        0x200000,
        0x3FFFF000,
        0x40000000,
        0x12345678000,
        VA_LOWEND - PAGESIZE,
        VA_HIGHSTART,
        VA_HIGHSTART + 0x40000000,
        0xFFFFFFFF80000000,
        VA_LAST - PAGESIZE + 1,
    };
    for (size_t i = 0; i < ARRAY_SIZE(vas); ++i) {
        map_by_hand(vas[i]);
    }
    map_large_by_hand(0x400000, 2);
    map_large_by_hand(0x80000000, 3);
    map_large_by_hand(VA_HIGHSTART + 0x80000000, 3);
    map_large_by_hand(0xFFFFFFFFC0000000, 2);
}

// expect_visits_all()
//    Fails the test unless a ptiter sees what the recursive walk sees.
static void
expect_visits_all(void) {
    table_page pages[SIMULATED_MEMORY_PAGES];
    int n = collect_table_pages(pt, pages, SIMULATED_MEMORY_PAGES);
    int visited = 0;
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it), ++visited) {
        if (visited >= n) {
            fail_msg("expected %d page-table pages, saw one more: pa %#lx", n, ptiter_pa(&it));
        }
        const table_page *page = &pages[visited];
        uint64_t last_va = page->va + (NPAGETABLEENTRIES * entry_size(page->level) - 1);
        if (ptiter_pa(&it) != page->pa || ptiter_va(&it) != page->va
            || ptiter_level(&it) != page->level || ptiter_last_va(&it) != last_va
            || ptiter_kptr(&it) != pa2kptr(page->pa)) {
            fail_msg("visit %d: expected pa %#lx level %d va %#lx-%#lx, saw pa %#lx level %d va "
                     "%#lx-%#lx",
                     visited, page->pa, page->level, page->va, last_va, ptiter_pa(&it),
                     ptiter_level(&it), ptiter_va(&it), ptiter_last_va(&it));
        }
        assert_int_equal(ptiter_low(&it), page->va < VA_LOWEND);
    }
    assert_int_equal(visited, n);
}

static void
empty_table_is_done_at_once(void **state) {
    (void) state;
    ptiter it = ptiter_make(pt);
    assert_true(ptiter_done(&it));
    assert_false(ptiter_low(&it));
}

static void
done_iterator_stays_done_and_shows_no_page(void **state) {
    (void) state;
    map_by_hand(0);
    map_by_hand(VA_LAST - PAGESIZE + 1);
    ptiter it = ptiter_make(pt);
    for (int i = 0; i < 6; ++i) {
        assert_false(ptiter_done(&it));
        ptiter_next(&it);
    }
    for (int i = 0; i < 3; ++i) {
        assert_true(ptiter_done(&it));
        assert_false(ptiter_low(&it));
        assert_int_equal(ptiter_pa(&it), (uint64_t) -1);
        assert_null(ptiter_kptr(&it));
        ptiter_next(&it);
    }
}

static void
pages_of_one_mapping_come_children_first(void **state) {
    (void) state;
    map_by_hand(0x12345678000);
    ptiter it = ptiter_make(pt);
    assert_int_equal(ptiter_level(&it), 1);
    assert_int_equal(ptiter_va(&it), 0x12345600000);
    assert_int_equal(ptiter_last_va(&it), 0x123457FFFFF);
    ptiter_next(&it);
    assert_int_equal(ptiter_level(&it), 2);
    assert_int_equal(ptiter_va(&it), 0x12340000000);
    ptiter_next(&it);
    assert_int_equal(ptiter_level(&it), 3);
    assert_int_equal(ptiter_va(&it), 0x10000000000);
    assert_int_equal(ptiter_last_va(&it), 0x17FFFFFFFFF);
    ptiter_next(&it);
    assert_true(ptiter_done(&it));
}

static void
every_page_of_both_halves_is_visited_once_in_order(void **state) {
    (void) state;
    make_mixed_table();
    expect_visits_all();
}

static void
low_ends_where_the_high_half_begins(void **state) {
    (void) state;
    make_mixed_table();
    ptiter it = ptiter_make(pt);
    while (ptiter_low(&it)) {
        assert_true(ptiter_va(&it) < VA_LOWEND);
        ptiter_next(&it);
    }
    assert_false(ptiter_done(&it));
    for (; !ptiter_done(&it); ptiter_next(&it)) {
        assert_true(ptiter_va(&it) >= VA_HIGHSTART);
    }
}

static void
a_table_of_only_the_high_half_is_never_low(void **state) {
    (void) state;
    map_by_hand(VA_HIGHSTART);
    ptiter it = ptiter_make(pt);
    assert_false(ptiter_low(&it));
    expect_visits_all();
}

static void
large_pages_are_not_entered(void **state) {
    (void) state;
    map_large_by_hand(0x40000000, 3);
    map_large_by_hand(0x8000200000, 2);
    expect_visits_all();
    ptiter it = ptiter_make(pt);
    assert_int_equal(ptiter_level(&it), 3); // no page-table page of level 2 below the 1 GiB page
}

static void
bit_7_of_a_level_1_entry_does_not_make_a_large_page(void **state) {
    (void) state;
    *table_entry(pt, 0x1000, 1) = DATA_PA | PTE_PWU | PTE_PS; // at level 1 the bit is PAT
    expect_visits_all();
}

static void
absent_entries_are_not_entered_whatever_their_other_bits(void **state) {
    (void) state;
    make_mixed_table();
    *table_entry(pt, 0x8000000000, 4) = 0x123456789000 | PTE_W | PTE_U;
    *table_entry(pt, 0xC0000000, 3) = ~PTE_P;
    *table_entry(pt, 0x600000, 2) = ~PTE_P;
    expect_visits_all();
}

static void
empty_page_table_pages_are_visited_too(void **state) {
    (void) state;
    *table_entry(pt, 0x40000000, 1) = 0;
    *table_entry(pt, VA_HIGHSTART, 2) = 0;
    expect_visits_all();
}

static void
upper_permissions_do_not_hide_pages(void **state) {
    (void) state;
    map_by_hand(0x1000);
    *table_entry(pt, 0x1000, 4) &= ~(PTE_W | PTE_U);
    *table_entry(pt, 0x1000, 3) |= PTE_XD | PTE_A | PTE_OS1 | PTE_OS2 | PTE_OS3;
    expect_visits_all();
}

static void
full_page_table_page_is_walked_to_its_last_entry(void **state) {
    (void) state;
    for (uint64_t i = 0; i < 300; ++i) {
        map_by_hand((NPAGETABLEENTRIES - 1 - i) * 0x200000);
    }
    expect_visits_all();
}

static void
current_page_may_be_freed_before_moving_on(void **state) {
    (void) state;
    make_mixed_table();
    for (ptiter it = ptiter_make(pt); !ptiter_done(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    kfree(pt);
    assert_int_equal(memory_pages_in_use(), 0);
}

static void
the_low_half_can_be_freed_without_the_high_half(void **state) {
    (void) state;
    make_mixed_table();
    table_page pages[SIMULATED_MEMORY_PAGES];
    int n = collect_table_pages(pt, pages, SIMULATED_MEMORY_PAGES);
    for (ptiter it = ptiter_make(pt); ptiter_low(&it); ptiter_next(&it)) {
        kfree(ptiter_kptr(&it));
    }
    for (int i = 0; i < n; ++i) {
        assert_int_equal(memory_page_is_in_use(pages[i].pa), pages[i].va >= VA_HIGHSTART);
    }
}

static void
random_tables_are_visited_like_the_recursive_walk(void **state) {
    static const uint64_t bases[] = {0, 0x400000000000, VA_HIGHSTART, 0xFFFFFF8000000000};
    uint64_t random = 1;
    for (int round = 0; round < 500; ++round) {
        set_up(state);
        for (uint64_t n = test_random(&random) % 40; n > 0; --n) {
            uint64_t base = bases[test_random(&random) % ARRAY_SIZE(bases)];
            uint64_t slot3 = test_random(&random) % 6, slot2 = test_random(&random) % 6;
            if (slot3 % 2 == 1) { // odd slots are for large pages
                map_large_by_hand(base + slot3 * entry_size(3), 3);
            } else if (slot2 % 2 == 1) {
                map_large_by_hand(base + slot3 * entry_size(3) + slot2 * entry_size(2), 2);
            } else {
                map_by_hand(base + slot3 * entry_size(3) + slot2 * entry_size(2));
            }
        }
        expect_visits_all();
    }
}

int
main(void) {
#define TEST(name) cmocka_unit_test_setup(name, set_up)
    const struct CMUnitTest tests[] = {
        TEST(empty_table_is_done_at_once),
        TEST(done_iterator_stays_done_and_shows_no_page),
        TEST(pages_of_one_mapping_come_children_first),
        TEST(every_page_of_both_halves_is_visited_once_in_order),
        TEST(low_ends_where_the_high_half_begins),
        TEST(a_table_of_only_the_high_half_is_never_low),
        TEST(large_pages_are_not_entered),
        TEST(bit_7_of_a_level_1_entry_does_not_make_a_large_page),
        TEST(absent_entries_are_not_entered_whatever_their_other_bits),
        TEST(empty_page_table_pages_are_visited_too),
        TEST(upper_permissions_do_not_hide_pages),
        TEST(full_page_table_page_is_walked_to_its_last_entry),
        TEST(current_page_may_be_freed_before_moving_on),
        TEST(the_low_half_can_be_freed_without_the_high_half),
        TEST(random_tables_are_visited_like_the_recursive_walk),
    };
    return cmocka_run_group_tests_name("ptiter", tests, NULL, NULL);
}
