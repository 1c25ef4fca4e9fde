// vmiter-reading-test.c: what a vmiter says about hand-written page tables: address, permissions
// over all levels, large pages, extents. Each test is a sentence of vmiter.h.

#include "vmiter-expect.h"
#include "page-tables.h"
#include "simulated-memory.h"
#include "direct-map.h"

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
put(uint64_t va, int level, x86_64_pageentry_t entry) {
    *table_entry(pt, va, level) = entry;
}

static void
address_without_a_mapping_has_no_pa_no_kptr_no_permission(void **state) {
    (void) state;
    static const uint64_t vas[] = {
        0,
        1,
        VA,
        VA_LOWEND - 1,
        VA_LOWEND,
        0x123456789ABCDEF0,
        VA_HIGHSTART - 1,
        VA_HIGHSTART,
        VA_LAST,
    };
    for (size_t i = 0; i < ARRAY_SIZE(vas); ++i) {
        vmiter it = vmiter_make(pt, vas[i]);
        assert_int_equal(vmiter_va(&it), vas[i]);
        assert_int_equal(vmiter_pa(&it), UNMAPPED);
        assert_null(vmiter_kptr(&it));
        assert_int_equal(vmiter_perm(&it), 0);
        assert_false(vmiter_present(&it) || vmiter_writable(&it) || vmiter_user(&it));
        assert_false(vmiter_allows(&it, 0));
        assert_false(vmiter_done(&it));
        assert_int_equal(vmiter_low(&it), vas[i] < VA_LOWEND);
    }
}

static void
mapped_address_has_the_pa_of_its_page_plus_its_offset(void **state) {
    (void) state;
    put(VA, 1, PA | PTE_PWU);
    expect_mapping(pt, VA, PA, PTE_PWU);
    expect_mapping(pt, VA + 1, PA + 1, PTE_PWU);
    expect_mapping(pt, VA + 0xFFF, PA + 0xFFF, PTE_PWU);
    expect_unmapped(pt, VA - 1);
    expect_unmapped(pt, VA + 0x1000);
}

static void
highest_physical_address_is_kept_whole(void **state) {
    (void) state;
    put(VA, 1, PTE_PAMASK | PTE_P);
    expect_mapping(pt, VA + 0x123, PTE_PAMASK + 0x123, PTE_P);
}

static void
kptr_reaches_the_byte_at_the_physical_address(void **state) {
    (void) state;
    put(VA, 1, (SIMULATED_MEMORY_START + 0x3000) | PTE_P);
    vmiter it = vmiter_make(pt, VA + 0x456);
    assert_ptr_equal(vmiter_kptr(&it), pa2kptr(SIMULATED_MEMORY_START + 0x3456));
}

static void
last_page_of_either_half_can_be_seen(void **state) {
    (void) state;
    put(VA_LOWEND - PAGESIZE, 1, PA | PTE_PWU);
    put(VA_LAST - PAGESIZE + 1, 1, PA | PTE_P);
    expect_mapping(pt, VA_LOWEND - 1, PA + 0xFFF, PTE_PWU);
    expect_unmapped(pt, VA_LOWEND);
    expect_unmapped(pt, VA_HIGHSTART - 1);
    expect_unmapped(pt, VA_HIGHSTART);
    expect_mapping(pt, VA_LAST, PA + 0xFFF, PTE_P);
}

static void
noncanonical_address_does_not_alias_a_canonical_one(void **state) {
    (void) state;
    put(0, 1, PA | PTE_PWU);
    put(VA_HIGHSTART, 1, PA | PTE_PWU);
    expect_unmapped(pt, 0x0001000000000000);
    expect_unmapped(pt, VA_LOWEND);
    expect_unmapped(pt, 0x7FFF000000000000);
    expect_unmapped(pt, 0xFFFF000000000000);
}

static void
writable_and_user_need_every_level(void **state) {
    (void) state;
    for (int level = 1; level <= PAGETABLE_LEVELS; ++level) {
        set_up(state);
        put(VA, 1, PA | PTE_PWU);
        *table_entry(pt, VA, level) &= ~PTE_W;
        expect_mapping(pt, VA, PA, PTE_P | PTE_U);
        *table_entry(pt, VA, level) &= ~PTE_U;
        expect_mapping(pt, VA, PA, PTE_P);
        *table_entry(pt, VA, level) |= PTE_W;
        expect_mapping(pt, VA, PA, PTE_P | PTE_W);
    }
}

static void
execute_disable_needs_one_level(void **state) {
    (void) state;
    for (int level = 1; level <= PAGETABLE_LEVELS; ++level) {
        set_up(state);
        put(VA, 1, PA | PTE_PWU);
        *table_entry(pt, VA, level) |= PTE_XD;
        expect_mapping(pt, VA, PA, PTE_PWU | PTE_XD);
    }
}

static void
absence_at_any_level_unmaps_whatever_the_other_bits(void **state) {
    (void) state;
    for (int level = 1; level <= PAGETABLE_LEVELS; ++level) {
        set_up(state);
        put(VA, 1, PA | PTE_PWU);
        put(VA, level, ~PTE_P);
        expect_unmapped(pt, VA);
    }
}

static void
accessed_dirty_and_os_bits_come_only_from_the_last_level(void **state) {
    (void) state;
    const uint64_t bits = PTE_A | PTE_D | PTE_OS1 | PTE_OS2 | PTE_OS3;
    put(VA, 1, PA | PTE_P);
    for (int level = 2; level <= PAGETABLE_LEVELS; ++level) {
        *table_entry(pt, VA, level) |= bits;
    }
    expect_mapping(pt, VA, PA, PTE_P);
    for (uint64_t bit = 1; bit <= PTE_OS3; bit <<= 1) {
        if (bits & bit) {
            put(VA, 1, PA | PTE_P | bit);
            expect_mapping(pt, VA, PA, PTE_P | bit);
        }
    }
}

static void
bits_other_than_permissions_are_not_reported(void **state) {
    (void) state;
    put(VA, 1, ~PTE_PAMASK | PA); // caching, PAT, global, protection key, ignored bits
    expect_mapping(pt, VA, PA, PTE_PWU | PTE_A | PTE_D | PTE_OS1 | PTE_OS2 | PTE_OS3 | PTE_XD);
}

static void
large_pages_of_2_mib_and_1_gib_map_all_their_addresses(void **state) {
    (void) state;
    put(0x40000000, 3, 0x80000000 | PTE_PWU | PTE_PS | PTE_D);
    put(0x8000200000, 2, 0xABC00000 | PTE_P | PTE_PS | PTE_XD);
    expect_unmapped(pt, 0x3FFFFFFF);
    expect_mapping(pt, 0x40000000, 0x80000000, PTE_PWU | PTE_PS | PTE_D);
    expect_mapping(pt, 0x7FFFFFFF, 0xBFFFFFFF, PTE_PWU | PTE_PS | PTE_D);
    expect_unmapped(pt, 0x80000000);
    expect_unmapped(pt, 0x80001FFFFF);
    expect_mapping(pt, 0x8000200000, 0xABC00000, PTE_P | PTE_PS | PTE_XD);
    expect_mapping(pt, 0x80003FFFFF, 0xABDFFFFF, PTE_P | PTE_PS | PTE_XD);
    expect_unmapped(pt, 0x8000400000);
}

static void
attribute_bit_12_of_a_large_page_is_not_an_address_bit(void **state) {
    (void) state;
    put(0x40000000, 3, 0x80000000 | 0x1000 | PTE_P | PTE_PS); // SDM vol. 3A, table 4-16: PAT
    put(0x80200000, 2, 0xABC00000 | 0x1000 | PTE_P | PTE_PS);
    expect_mapping(pt, 0x40000000, 0x80000000, PTE_P | PTE_PS);
    expect_mapping(pt, 0x80200000, 0xABC00000, PTE_P | PTE_PS);
}

static void
permissions_above_a_large_page_restrict_it(void **state) {
    (void) state;
    put(0x8000200000, 2, 0xABC00000 | PTE_PWU | PTE_PS);
    *table_entry(pt, 0x8000200000, 4) &= ~PTE_U;
    *table_entry(pt, 0x8000200000, 3) |= PTE_XD;
    expect_mapping(pt, 0x8000200000, 0xABC00000, PTE_P | PTE_W | PTE_PS | PTE_XD);
}

static void
questions_about_one_address_follow_its_permissions(void **state) {
    (void) state;
    for (unsigned bits = 0; bits < 8; ++bits) {
        uint64_t perm =
            PTE_P | (bits & 1 ? PTE_W : 0) | (bits & 2 ? PTE_U : 0) | (bits & 4 ? PTE_XD : 0);
        put(VA, 1, PA | perm);
        vmiter it = vmiter_make(pt, VA);
        assert_true(vmiter_present(&it));
        assert_int_equal(vmiter_writable(&it), (perm & PTE_W) != 0);
        assert_int_equal(vmiter_user(&it), (perm & PTE_U) != 0);
        assert_true(vmiter_allows(&it, 0));
        assert_true(vmiter_allows(&it, perm));
        assert_int_equal(vmiter_allows(&it, PTE_W), (perm & PTE_W) != 0);
        assert_int_equal(vmiter_allows(&it, PTE_P | PTE_U), (perm & PTE_U) != 0);
        assert_int_equal(vmiter_allows(&it, PTE_PWU), (perm & PTE_PWU) == PTE_PWU);
        assert_int_equal(vmiter_allows(&it, PTE_XD), (perm & PTE_XD) != 0);
        assert_false(vmiter_allows(&it, PTE_OS1));
    }
}

static void
extent_of_a_page_is_the_page(void **state) {
    (void) state;
    put(VA, 1, PA | PTE_P);
    put(0x200000, 2, 0x200000 | PTE_P | PTE_PS);
    put(0x40000000, 3, 0x40000000 | PTE_P | PTE_PS);
    expect_range(vmiter_at(pt, VA), VA, VA + 0xFFF);
    expect_range(vmiter_at(pt, VA + 0xFFF), VA + 0xFFF, VA + 0xFFF);
    expect_range(vmiter_at(pt, 0x212345), 0x212345, 0x3FFFFF);
    expect_range(vmiter_at(pt, 0x40000000), 0x40000000, 0x7FFFFFFF);
}

static void
extent_of_a_hole_is_that_of_the_absent_entry(void **state) {
    (void) state;
    put(VA, 1, PA | PTE_P);
    expect_range(vmiter_at(pt, VA + 0x1234), VA + 0x1234, VA + 0x1FFF);
    expect_range(vmiter_at(pt, 0x12345800000), 0x12345800000, 0x123459FFFFF);
    expect_range(vmiter_at(pt, 0x12380000123), 0x12380000123, 0x123BFFFFFFF);
    expect_range(vmiter_at(pt, 0), 0, 0x7FFFFFFFFF);
    expect_range(vmiter_at(pt, VA_LOWEND - 1), VA_LOWEND - 1, VA_LOWEND - 1);
    expect_range(vmiter_at(pt, VA_LAST), VA_LAST, VA_LAST);
    expect_range(vmiter_at(pt, VA_HIGHSTART + 1), VA_HIGHSTART + 1, 0xFFFF807FFFFFFFFF);
}

static void
extent_of_a_noncanonical_address_reaches_to_the_high_half(void **state) {
    (void) state;
    expect_range(vmiter_at(pt, VA_LOWEND), VA_LOWEND, VA_HIGHSTART - 1);
    expect_range(vmiter_at(pt, 0x123456789ABCDEF0), 0x123456789ABCDEF0, VA_HIGHSTART - 1);
    expect_range(vmiter_at(pt, VA_HIGHSTART - 1), VA_HIGHSTART - 1, VA_HIGHSTART - 1);
}

static void
copy_of_an_iterator_moves_separately(void **state) {
    (void) state;
    put(VA, 1, PA | PTE_P);
    vmiter it = vmiter_make(pt, VA);
    vmiter copy = it;
    vmiter_find(&copy, 0);
    assert_int_equal(vmiter_va(&it), VA);
    assert_int_equal(vmiter_pa(&it), PA);
    assert_int_equal(vmiter_pa(&copy), UNMAPPED);
}

static void
reading_neither_allocates_nor_changes_the_table(void **state) {
    (void) state;
    put(VA, 1, PA | PTE_P);
    unsigned pages = memory_pages_in_use(), calls = kalloc_calls();
    x86_64_pagetable before = *pt;
    for (vmiter it = vmiter_make(pt, 0); !vmiter_done(&it); vmiter_next_range(&it)) {
        (void) vmiter_range_perm(&it, UINT64_MAX / 2);
    }
    assert_int_equal(memory_pages_in_use(), pages);
    assert_int_equal(kalloc_calls(), calls);
    assert_memory_equal(pt, &before, sizeof(before));
}

int
main(void) {
#define TEST(name) cmocka_unit_test_setup(name, set_up)
    const struct CMUnitTest tests[] = {
        TEST(address_without_a_mapping_has_no_pa_no_kptr_no_permission),
        TEST(mapped_address_has_the_pa_of_its_page_plus_its_offset),
        TEST(highest_physical_address_is_kept_whole),
        TEST(kptr_reaches_the_byte_at_the_physical_address),
        TEST(last_page_of_either_half_can_be_seen),
        TEST(noncanonical_address_does_not_alias_a_canonical_one),
        TEST(writable_and_user_need_every_level),
        TEST(execute_disable_needs_one_level),
        TEST(absence_at_any_level_unmaps_whatever_the_other_bits),
        TEST(accessed_dirty_and_os_bits_come_only_from_the_last_level),
        TEST(bits_other_than_permissions_are_not_reported),
        TEST(large_pages_of_2_mib_and_1_gib_map_all_their_addresses),
        TEST(attribute_bit_12_of_a_large_page_is_not_an_address_bit),
        TEST(permissions_above_a_large_page_restrict_it),
        TEST(questions_about_one_address_follow_its_permissions),
        TEST(extent_of_a_page_is_the_page),
        TEST(extent_of_a_hole_is_that_of_the_absent_entry),
        TEST(extent_of_a_noncanonical_address_reaches_to_the_high_half),
        TEST(copy_of_an_iterator_moves_separately),
        TEST(reading_neither_allocates_nor_changes_the_table),
    };
    return cmocka_run_group_tests_name("vmiter: reading", tests, NULL, NULL);
}
