// vmiter-mapping-test.c: what vmiter_try_map and vmiter_map map and unmap, and what they allocate.

#include "vmiter-expect.h"
#include "page-tables.h"
#include "simulated-memory.h"

#define VA 0x12345678000UL
#define PA 0x5000UL

static x86_64_pagetable *pt;

static int
set_up(void **state) {
    (void) state;
    memory_reset();
    pt = new_page_table();
    return 0;
}

static void
map(uint64_t va, uint64_t pa, uint64_t perm) {
    assert_int_equal(vmiter_try_map(vmiter_at(pt, va), pa, perm), 0);
}

static void
unmap(uint64_t va) {
    assert_int_equal(vmiter_try_map(vmiter_at(pt, va), 0, 0), 0);
}

static void
iterator_shows_the_new_mapping_at_once(void **state) {
    (void) state;
    vmiter it = vmiter_make(pt, VA);
    assert_int_equal(vmiter_try_map(&it, PA, PTE_PWU), 0);
    expect_range(&it, VA, VA + 0xFFF);
    assert_int_equal(vmiter_pa(&it), PA);
    assert_int_equal(vmiter_perm(&it), PTE_PWU);
    expect_mapping(pt, VA + 0x123, PA + 0x123, PTE_PWU);
}

static void
every_reported_permission_can_be_mapped(void **state) {
    (void) state;
    static const uint64_t bits[] = {PTE_W, PTE_U, PTE_A, PTE_D, PTE_OS1, PTE_OS2, PTE_OS3, PTE_XD};
    for (unsigned subset = 0; subset < 1U << ARRAY_SIZE(bits); ++subset) {
        uint64_t perm = PTE_P;
        for (size_t i = 0; i < ARRAY_SIZE(bits); ++i) {
            perm |= subset & (1U << i) ? bits[i] : 0;
        }
        map(VA, PA, perm);
        expect_mapping(pt, VA, PA, perm);
    }
}

static void
edges_of_both_address_spaces_can_be_mapped(void **state) {
    (void) state;
    static const uint64_t vas[] = {0, VA_LOWEND - PAGESIZE, VA_HIGHSTART, VA_LAST - PAGESIZE + 1};
    static const uint64_t pas[] = {0, PAGESIZE, PTE_PAMASK, 0x8000000000000};
    for (size_t i = 0; i < ARRAY_SIZE(vas); ++i) {
        map(vas[i], pas[i], PTE_P | PTE_U);
    }
    for (size_t i = 0; i < ARRAY_SIZE(vas); ++i) {
        expect_mapping(pt, vas[i], pas[i], PTE_P | PTE_U);
    }
}

static void
mapping_changes_no_other_address(void **state) {
    (void) state;
    map(0x1000, PA, PTE_PWU);
    map(0x3000, PA, PTE_P);
    *table_entry(pt, 0x200000, 2) = 0x200000 | PTE_PWU | PTE_PS;
    map(0x2000, PA + 0x1000, PTE_P | PTE_XD);
    map(0x400000, PA + 0x2000, PTE_P | PTE_XD);
    unmap(0x400000);
    static const uint64_t mapped[] = {0x1000, 0x2000, 0x3000, 0x200000};
    vmiter it = vmiter_make(pt, 0);
    for (size_t i = 0; i < ARRAY_SIZE(mapped); ++i) {
        vmiter_next(&it);
        assert_int_equal(vmiter_va(&it), mapped[i]);
    }
    vmiter_next(&it);
    expect_done(&it);
    expect_mapping(pt, 0x1000, PA, PTE_PWU);
    expect_mapping(pt, 0x3000, PA, PTE_P);
    expect_mapping(pt, 0x200000, 0x200000, PTE_PWU | PTE_PS);
}

static void
exactly_the_missing_page_table_pages_are_allocated(void **state) {
    (void) state;
    static const struct {
        uint64_t va;
        unsigned pages; // in use afterwards
    } steps[] = {{VA, 4}, {VA + 0x1000, 4},   {VA + 0x200000, 5}, {VA + 0x40000000, 7},
                 {0, 10}, {VA_HIGHSTART, 13}, {0x1FF000, 13}};
    for (size_t i = 0; i < ARRAY_SIZE(steps); ++i) {
        map(steps[i].va, PA, PTE_P);
        assert_int_equal(memory_pages_in_use(), steps[i].pages);
    }
}

static void
new_page_table_pages_map_nothing_else(void **state) {
    (void) state;
    map(VA, PA, PTE_P); // kalloc's pages are full of garbage
    vmiter it = vmiter_make(pt, 0);
    vmiter_next(&it);
    assert_int_equal(vmiter_va(&it), VA);
    vmiter_next(&it);
    expect_done(&it);
}

static void
new_page_table_pages_do_not_restrict_later_mappings(void **state) {
    (void) state;
    map(VA, PA, PTE_P | PTE_XD);
    map(VA + 0x1000, PA, PTE_PWU);
    expect_mapping(pt, VA, PA, PTE_P | PTE_XD);
    expect_mapping(pt, VA + 0x1000, PA, PTE_PWU);
}

static void
other_bits_of_absent_entries_do_not_get_into_a_mapping(void **state) {
    (void) state;
    for (int level = 1; level <= PAGETABLE_LEVELS; ++level) {
        set_up(state);
        *table_entry(pt, VA, level) = ~PTE_P;
        map(VA, PA, PTE_P | PTE_U);
        expect_mapping(pt, VA, PA, PTE_P | PTE_U);
    }
}

static void
mapping_again_replaces_and_allocates_nothing(void **state) {
    (void) state;
    map(VA, PA, PTE_PWU | PTE_D | PTE_OS1);
    unsigned calls = kalloc_calls();
    map(VA, PA + 0x1000, PTE_P | PTE_XD);
    expect_mapping(pt, VA, PA + 0x1000, PTE_P | PTE_XD);
    map(VA, PA + 0x1000, PTE_P);
    expect_mapping(pt, VA, PA + 0x1000, PTE_P);
    assert_int_equal(kalloc_calls(), calls);
}

static void
processor_forgets_a_translation_that_changes(void **state) {
    (void) state;
    map(VA, PA, PTE_PWU);
    tlb_forget_invalidations();
    map(VA, PA, PTE_P);
    assert_true(tlb_was_invalidated(VA));
    tlb_forget_invalidations();
    map(VA, PA + 0x1000, PTE_P);
    assert_true(tlb_was_invalidated(VA));
    tlb_forget_invalidations();
    unmap(VA);
    assert_true(tlb_was_invalidated(VA));
}

static void
iterator_goes_on_from_the_new_mapping(void **state) {
    (void) state;
    map(VA, PA, PTE_P);
    vmiter it = vmiter_make(pt, 0x8000000000);
    for (int i = 0; i < 600; ++i) { // across the end of a page-table page
        assert_int_equal(vmiter_try_map(&it, PA, PTE_P), 0);
        vmiter_advance(&it, PAGESIZE);
    }
    expect_mapping(pt, 0x8000000000 + 599 * PAGESIZE, PA, PTE_P);
    expect_unmapped(pt, 0x8000000000 + 600 * PAGESIZE);
    vmiter_next(&it);
    assert_int_equal(vmiter_va(&it), VA);
}

// Unmapping

static void
permission_0_unmaps_and_allocates_nothing(void **state) {
    (void) state;
    map(VA, PA, PTE_PWU);
    unsigned calls = kalloc_calls(), pages = memory_pages_in_use();
    vmiter it = vmiter_make(pt, VA);
    assert_int_equal(vmiter_try_map(&it, 0, 0), 0);
    expect_range(&it, VA, VA + 0xFFF);
    assert_int_equal(vmiter_pa(&it), UNMAPPED);
    expect_unmapped(pt, VA);
    assert_int_equal(kalloc_calls(), calls);
    assert_int_equal(memory_pages_in_use(), pages); // page-table pages stay
}

static void
unmapping_ignores_the_physical_address(void **state) {
    (void) state;
    map(VA, PA, PTE_PWU);
    assert_int_equal(vmiter_try_map(vmiter_at(pt, VA), 1, 0), 0);
    expect_unmapped(pt, VA);
    assert_int_equal(vmiter_try_map(vmiter_at(pt, VA), UINT64_MAX, 0), 0);
}

static void
unmapping_what_is_not_mapped_succeeds_and_allocates_nothing(void **state) {
    (void) state;
    map(VA, PA, PTE_PWU);
    unsigned calls = kalloc_calls();
    unmap(0);
    unmap(VA + 0x1000);
    unmap(VA + 0x200000);
    unmap(VA_LAST - PAGESIZE + 1);
    assert_int_equal(kalloc_calls(), calls);
    expect_mapping(pt, VA, PA, PTE_PWU);
}

static void
map_maps_and_unmaps_like_try_map(void **state) {
    (void) state;
    vmiter_map(vmiter_at(pt, VA), PA, PTE_PWU);
    expect_mapping(pt, VA, PA, PTE_PWU);
    vmiter_map(vmiter_at(pt, VA), 0, 0);
    expect_unmapped(pt, VA);
}

int
main(void) {
#define TEST(name) cmocka_unit_test_setup(name, set_up)
    const struct CMUnitTest tests[] = {
        TEST(iterator_shows_the_new_mapping_at_once),
        TEST(every_reported_permission_can_be_mapped),
        TEST(edges_of_both_address_spaces_can_be_mapped),
        TEST(mapping_changes_no_other_address),
        TEST(exactly_the_missing_page_table_pages_are_allocated),
        TEST(new_page_table_pages_map_nothing_else),
        TEST(new_page_table_pages_do_not_restrict_later_mappings),
        TEST(other_bits_of_absent_entries_do_not_get_into_a_mapping),
        TEST(mapping_again_replaces_and_allocates_nothing),
        TEST(processor_forgets_a_translation_that_changes),
        TEST(iterator_goes_on_from_the_new_mapping),
        TEST(permission_0_unmaps_and_allocates_nothing),
        TEST(unmapping_ignores_the_physical_address),
        TEST(unmapping_what_is_not_mapped_succeeds_and_allocates_nothing),
        TEST(map_maps_and_unmaps_like_try_map),
    };
    return cmocka_run_group_tests_name("vmiter: mapping", tests, NULL, NULL);
}
