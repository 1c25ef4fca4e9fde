// check-test.c: pagetable_first_difference and pagetable_first_writable_executable.

#include "vmiter-expect.h"
#include "check.h"
#include "page-tables.h"
#include "simulated-memory.h"

static x86_64_pagetable *a, *b;

static int
set_up(void **state) {
    (void) state;
    memory_reset();
    a = new_page_table();
    b = new_page_table();
    return 0;
}

static void
map(x86_64_pagetable *pt, uint64_t va, uint64_t pa, uint64_t perm) {
    assert_int_equal(vmiter_try_map(vmiter_at(pt, va), pa, perm), 0);
}

static void
map_both(uint64_t va, uint64_t pa, uint64_t perm) {
    map(a, va, pa, perm);
    map(b, va, pa, perm);
}

static void
expect_difference(uint64_t start, uint64_t end, uint64_t va) {
    assert_int_equal(pagetable_first_difference(a, b, start, end), va);
    assert_int_equal(pagetable_first_difference(b, a, start, end), va);
}

static void
empty_tables_do_not_differ(void **state) {
    (void) state;
    expect_difference(0, VA_LAST, VA_LAST);
}

static void
equal_tables_do_not_differ(void **state) {
    (void) state;
    map_both(0x1000, 0x5000, PTE_PWU);
    map_both(0x40000000, 0x6000, PTE_P | PTE_XD);
    map_both(VA_HIGHSTART, 0x7000, PTE_P);
    expect_difference(0, VA_LAST, VA_LAST);
}

static void
accessed_and_dirty_do_not_count(void **state) {
    (void) state;
    map(a, 0x1000, 0x5000, PTE_PWU);
    map(b, 0x1000, 0x5000, PTE_PWU | PTE_A | PTE_D);
    expect_difference(0, VA_LAST, VA_LAST);
}

static void
a_page_in_only_one_table_is_a_difference(void **state) {
    (void) state;
    map_both(0x1000, 0x5000, PTE_PWU);
    map(a, 0x40003000, 0x6000, PTE_PWU);
    expect_difference(0, VA_LAST, 0x40003000);
}

static void
other_addresses_and_permissions_are_differences(void **state) {
    (void) state;
    map(a, 0x3000, 0x5000, PTE_PWU);
    map(b, 0x3000, 0x6000, PTE_PWU);
    map(a, 0x5000, 0x5000, PTE_PWU);
    map(b, 0x5000, 0x5000, PTE_P | PTE_U);
    map(a, VA_HIGHSTART, 0x5000, PTE_P);
    map(b, VA_HIGHSTART, 0x5000, PTE_P | PTE_XD);
    expect_difference(0, VA_LAST, 0x3000);
    expect_difference(0x4000, VA_LAST, 0x5000);
    expect_difference(0x6000, VA_LAST, VA_HIGHSTART);
}

static void
differences_outside_the_range_do_not_count(void **state) {
    (void) state;
    map(a, 0x1000, 0x5000, PTE_PWU);
    map(a, 0x9000, 0x5000, PTE_PWU);
    expect_difference(0x2000, 0x9000, 0x9000);
    expect_difference(0x2000, 0x8000, 0x8000);
}

static void
a_large_page_differs_from_a_small_one(void **state) {
    (void) state;
    *table_entry(a, 0x200000, 2) = 0x400000 | PTE_PWU | PTE_PS;
    map(b, 0x200000, 0x400000, PTE_PWU);
    expect_difference(0, VA_LAST, 0x200000); // PTE_PS is one of the permissions
}

static void
writable_executable_pages_are_found(void **state) {
    (void) state;
    map(a, 0x1000, 0x5000, PTE_P | PTE_W | PTE_XD);
    map(a, 0x2000, 0x5000, PTE_P | PTE_U);
    assert_int_equal(pagetable_first_writable_executable(a, 0, VA_LAST), VA_LAST);
    map(a, 0x7000, 0x5000, PTE_PWU);
    map(a, VA_HIGHSTART, 0x5000, PTE_P | PTE_W);
    assert_int_equal(pagetable_first_writable_executable(a, 0, VA_LAST), 0x7000);
    assert_int_equal(pagetable_first_writable_executable(a, 0x7000, VA_LAST), 0x7000);
    assert_int_equal(pagetable_first_writable_executable(a, 0x8000, VA_LAST), VA_HIGHSTART);
    assert_int_equal(pagetable_first_writable_executable(a, 0x8000, VA_LOWEND), VA_LOWEND);
}

int
main(void) {
#define TEST(name) cmocka_unit_test_setup(name, set_up)
    const struct CMUnitTest tests[] = {
        TEST(empty_tables_do_not_differ),
        TEST(equal_tables_do_not_differ),
        TEST(accessed_and_dirty_do_not_count),
        TEST(a_page_in_only_one_table_is_a_difference),
        TEST(other_addresses_and_permissions_are_differences),
        TEST(differences_outside_the_range_do_not_count),
        TEST(a_large_page_differs_from_a_small_one),
        TEST(writable_executable_pages_are_found),
    };
    return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
