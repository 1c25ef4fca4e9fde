// vmiter-failing-test.c: what vmiter_try_map refuses. A failure leaves no trace: it changes no
// mapping and keeps no page.

#include "vmiter-expect.h"
#include "page-tables.h"
#include "simulated-memory.h"
#include "errors.h"
#include "kernel.h"

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

// Mappings of all sizes, in both halves; the tests try failures around them.
static void
map_some(void) {
    map(0x1000, PA, PTE_PWU);
    map(VA, PA + 0x1000, PTE_P | PTE_XD);
    map(VA_LAST - PAGESIZE + 1, PA + 0x2000, PTE_P | PTE_W);
    *table_entry(pt, 0x200000, 2) = 0x200000 | PTE_PWU | PTE_PS;
    *table_entry(pt, 0x40000000, 3) = 0x40000000 | PTE_P | PTE_PS;
}

static void
expect_some_mapped_and_nothing_else(void) {
    static const struct {
        uint64_t va, pa, perm;
    } expected[] = {
        {0x1000, PA, PTE_PWU},
        {0x200000, 0x200000, PTE_PWU | PTE_PS},
        {0x40000000, 0x40000000, PTE_P | PTE_PS},
        {VA, PA + 0x1000, PTE_P | PTE_XD},
        {VA_LAST - PAGESIZE + 1, PA + 0x2000, PTE_P | PTE_W},
    };
    vmiter it = vmiter_make(pt, 0);
    for (size_t i = 0; i < ARRAY_SIZE(expected); ++i) {
        vmiter_next(&it);
        assert_int_equal(vmiter_va(&it), expected[i].va);
        assert_int_equal(vmiter_pa(&it), expected[i].pa);
        assert_int_equal(vmiter_perm(&it), expected[i].perm);
    }
    vmiter_next(&it);
    expect_done(&it);
}

// expect_refused(va, pa, perm)
//    The call returns E_INVAL, leaves all mappings and the iterator as they were, and allocates
//    nothing.
static void
expect_refused(uint64_t va, uint64_t pa, uint64_t perm) {
    unsigned pages = memory_pages_in_use(), calls = kalloc_calls();
    vmiter it = vmiter_make(pt, va);
    vmiter before = it;
    int r = vmiter_try_map(&it, pa, perm);
    if (r != E_INVAL) {
        fail_msg("mapping va %#lx to pa %#lx with permissions %#lx: expected %d, saw %d", va, pa,
                 perm, E_INVAL, r);
    }
    assert_int_equal(memory_pages_in_use(), pages);
    assert_int_equal(kalloc_calls(), calls);
    assert_int_equal(vmiter_va(&it), va);
    assert_int_equal(vmiter_pa(&it), vmiter_pa(&before));
    assert_int_equal(vmiter_last_va(&it), vmiter_last_va(&before));
    expect_some_mapped_and_nothing_else();
}

// Refusals

static void
address_that_is_not_page_aligned_is_refused(void **state) {
    (void) state;
    map_some();
    static const uint64_t vas[] = {1, 0x1001, 0x1FFF, 0x2008, VA + 0x800, VA_LAST};
    for (size_t i = 0; i < ARRAY_SIZE(vas); ++i) {
        expect_refused(vas[i], PA, PTE_P);
        expect_refused(vas[i], 0, 0);
    }
}

static void
noncanonical_address_is_refused(void **state) {
    (void) state;
    map_some();
    static const uint64_t vas[] = {VA_LOWEND, 0x0001000000001000, 0x7FFFFFFFFFFFF000,
                                   0xFFFF000000001000, VA_HIGHSTART - PAGESIZE};
    for (size_t i = 0; i < ARRAY_SIZE(vas); ++i) {
        expect_refused(vas[i], PA, PTE_P);
        expect_refused(vas[i], 0, 0);
    }
}

static void
address_in_a_large_page_is_refused(void **state) {
    (void) state;
    map_some();
    static const uint64_t vas[] = {0x200000, 0x201000, 0x3FF000, 0x40000000, 0x7FFFF000};
    for (size_t i = 0; i < ARRAY_SIZE(vas); ++i) {
        expect_refused(vas[i], PA, PTE_PWU);
        expect_refused(vas[i], 0, 0);
    }
}

static void
done_iterator_is_refused(void **state) {
    (void) state;
    map_some();
    vmiter it = vmiter_make(pt, VA_LAST);
    vmiter_next(&it);
    assert_int_equal(vmiter_try_map(&it, PA, PTE_P), E_INVAL);
    assert_int_equal(vmiter_try_map(&it, 0, 0), E_INVAL);
    expect_done(&it);
    expect_some_mapped_and_nothing_else();
}

static void
malformed_physical_address_is_refused(void **state) {
    (void) state;
    map_some();
    static const uint64_t pas[] = {1,      PA + 8,      PA + 0xFFF, 1UL << PHYSICAL_ADDRESS_BITS,
                                   PTE_XD, PTE_XD | PA, UINT64_MAX};
    for (size_t i = 0; i < ARRAY_SIZE(pas); ++i) {
        expect_refused(VA, pas[i], PTE_P);
        expect_refused(0x8000000000, pas[i], PTE_P);
    }
}

static void
permissions_without_presence_or_with_other_bits_are_refused(void **state) {
    (void) state;
    map_some();
    const uint64_t known = PTE_PWU | PTE_A | PTE_D | PTE_OS1 | PTE_OS2 | PTE_OS3 | PTE_XD;
    for (unsigned bit = 0; bit < 64; ++bit) {
        uint64_t perm = 1UL << bit;
        if (perm != PTE_P) {
            expect_refused(VA, PA, perm);
            expect_refused(0x8000000000, PA, perm);
        }
        if (!(perm & known)) { // among them PTE_PS
            expect_refused(VA, PA, PTE_P | perm);
            expect_refused(0x8000000000, PA, PTE_P | perm);
        }
    }
    expect_refused(VA, PA, UINT64_MAX);
}

// Failed allocations

static void
failed_allocation_changes_no_translation_and_keeps_no_page(void **state) {
    static const struct {
        uint64_t va;
        unsigned missing; // page-table pages
    } places[] = {{VA + 0x200000, 1}, {VA + 0x40000000, 2}, {0x20000000000, 3}, {VA_HIGHSTART, 3}};
    for (size_t i = 0; i < ARRAY_SIZE(places); ++i) {
        for (unsigned n = 1; n <= places[i].missing; ++n) {
            set_up(state);
            map_some();
            unsigned pages = memory_pages_in_use();
            vmiter it = vmiter_make(pt, places[i].va);
            uint64_t last_va = vmiter_last_va(&it);
            kalloc_fail_at(n);
            assert_int_equal(vmiter_try_map(&it, PA, PTE_PWU), E_NOMEM);
            assert_int_equal(memory_pages_in_use(), pages);
            expect_range(&it, places[i].va, last_va);
            expect_some_mapped_and_nothing_else();

            assert_int_equal(vmiter_try_map(&it, PA, PTE_PWU), 0); // now that memory is there
            assert_int_equal(memory_pages_in_use(), pages + places[i].missing);
            expect_mapping(pt, places[i].va, PA, PTE_PWU);
        }
    }
}

static void
mapping_without_a_missing_page_needs_no_allocation(void **state) {
    (void) state;
    map(VA, PA, PTE_P);
    kalloc_fail_at(1);
    map(VA + 0x1000, PA, PTE_PWU);
    map(VA, PA, PTE_PWU);
    expect_mapping(pt, VA + 0x1000, PA, PTE_PWU);
}

static void
full_memory_fails_and_works_again_when_a_page_is_freed(void **state) {
    (void) state;
    map(VA, PA, PTE_P);
    void *page = NULL;
    for (void *p = kalloc(PAGESIZE); p != NULL; p = kalloc(PAGESIZE)) {
        page = p;
    }
    assert_int_equal(vmiter_try_map(vmiter_at(pt, VA + 0x200000), PA, PTE_P), E_NOMEM);
    expect_unmapped(pt, VA + 0x200000);
    kfree(page);
    assert_int_equal(vmiter_try_map(vmiter_at(pt, VA + 0x40000000), PA, PTE_P), E_NOMEM);
    assert_int_equal(memory_pages_in_use(), SIMULATED_MEMORY_PAGES - 1);
    map(VA + 0x200000, PA, PTE_P);
    expect_mapping(pt, VA + 0x200000, PA, PTE_P);
}

static void
map_panics_on_an_error(void **state) {
    (void) state;
    expect_panic(vmiter_map(vmiter_at(pt, VA + 1), PA, PTE_P));
    expect_panic(vmiter_map(vmiter_at(pt, VA_LOWEND), PA, PTE_P));
    expect_panic(vmiter_map(vmiter_at(pt, VA), PA + 1, PTE_P));
    expect_panic(vmiter_map(vmiter_at(pt, VA), PA, PTE_W));
    kalloc_fail_at(1);
    expect_panic(vmiter_map(vmiter_at(pt, VA), PA, PTE_P));
}

int
main(void) {
#define TEST(name) cmocka_unit_test_setup(name, set_up)
    const struct CMUnitTest tests[] = {
        TEST(address_that_is_not_page_aligned_is_refused),
        TEST(noncanonical_address_is_refused),
        TEST(address_in_a_large_page_is_refused),
        TEST(done_iterator_is_refused),
        TEST(malformed_physical_address_is_refused),
        TEST(permissions_without_presence_or_with_other_bits_are_refused),
        TEST(failed_allocation_changes_no_translation_and_keeps_no_page),
        TEST(mapping_without_a_missing_page_needs_no_allocation),
        TEST(full_memory_fails_and_works_again_when_a_page_is_freed),
        TEST(map_panics_on_an_error),
    };
    return cmocka_run_group_tests_name("vmiter: failing", tests, NULL, NULL);
}
