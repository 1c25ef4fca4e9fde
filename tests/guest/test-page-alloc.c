// test-page-alloc.c: sys_page_alloc maps zeroed, private, writable pages, and fails without effect.

#include "test.h"

static char written[PAGESIZE] __attribute__((aligned(PAGESIZE))) = "data";
static const char constant[PAGESIZE] __attribute__((aligned(PAGESIZE))) = "constant";

static bool
is_zero(const char *memory) {
    static char zeros[PAGESIZE];
    return memcmp(memory, zeros, PAGESIZE) == 0;
}

static void
page_is_zeroed_and_writable(void) {
    int free_pages = test_free_pages();
    check_equal(sys_page_alloc(page(0)), 0);
    check_equal(test_free_pages(), free_pages - 1);
    check(is_zero(page(0)));
    memset(page(0), 0xAA, PAGESIZE);
    check_equal(page(1)[-1], (char) 0xAA);
}

static void
pages_are_zeroed_again_and_again(void) {
    for (int i = 0; i < 200; ++i) {
        check_equal(sys_page_alloc(page(0)), 0);
        check(is_zero(page(0)));
        memset(page(0), 0xAA, PAGESIZE);
    }
}

static void
page_replaces_data(void) {
    int free_pages = test_free_pages();
    written[PAGESIZE - 1] = 'x';
    check_equal(sys_page_alloc(written), 0);
    check(is_zero(written));
    check_equal(test_free_pages(), free_pages);
}

static void
replace_constants(void) {
    check_equal(sys_page_alloc((void *) constant), 0);
    check(is_zero(constant));
    strlcpy((char *) constant, "changed", sizeof(constant));
}

static void
page_replaces_constants_in_this_process_only(void) {
    finish(in_child(replace_constants));
    check_equal(strcmp(constant, "constant"), 0);
}

static void
replace_stack(void) {
    shared->value[0] = 1 + sys_page_alloc((void *) STACK_PAGE);
    sys_exit();
}

static void
page_replaces_the_stack(void) {
    finish(in_child(replace_stack));
    check_equal(shared->value[0], 1);
}

static void
page_goes_below_the_stack(void) {
    check_equal(sys_page_alloc((void *) (STACK_PAGE - PAGESIZE)), 0);
    check(is_zero((char *) STACK_PAGE - PAGESIZE));
}

static void
bad_addresses_are_refused(void) {
    static const uintptr_t addresses[] = {
        0, PAGESIZE, KERNEL_START_ADDR, KERNEL_START_ADDR + PAGESIZE, TICKS_ADDR,
        KERNEL_STACK_TOP - PAGESIZE, 0xA0000, CONSOLE_ADDR, PROC_START_ADDR - PAGESIZE,
        PROC_START_ADDR + 1, PROC_START_ADDR + 8, MEMSIZE_VIRTUAL - 1, MEMSIZE_VIRTUAL,
        MEMSIZE_VIRTUAL + PAGESIZE, 0x1000000, PROC_START_ADDR + (1UL << 32),
        PROC_START_ADDR + (1UL << 48), PROC_START_ADDR + (1UL << 63), 0x7FFFFFFFF000,
        0x800000000000, 0xFFFF800000000000, 0xFFFF800000100000, -(uintptr_t) PAGESIZE, UINT64_MAX,
    };
    int free_pages = test_free_pages();
    for (size_t i = 0; i < ARRAY_SIZE(addresses); ++i) {
        char name[40];
        snprintf(name, sizeof(name), "sys_page_alloc(%#lx)", addresses[i]);
        check_case(name, sys_page_alloc((void *) addresses[i]), E_INVAL);
    }
    check_equal(sys_page_alloc(&written[8]), E_INVAL);
    check_equal(strcmp(written, "data"), 0);
    check_equal(test_free_pages(), free_pages);
}

static void
failure_changes_nothing(void) {
    int free_pages = test_free_pages();
    test_fail_alloc(1);
    check_equal(sys_page_alloc(page(0)), E_NOMEM);
    test_fail_alloc(1);
    check_equal(sys_page_alloc(written), E_NOMEM);
    test_fail_alloc(0);
    check_equal(strcmp(written, "data"), 0);
    check_equal(test_free_pages(), free_pages);
    written[0] = 'D';
    check_equal(sys_pipewrite(page(0), 1), E_FAULT);
}

static void
take_all_memory(void) {
    fill_heap(0);
    check_equal(test_free_pages(), 0);
    check(heap_grow() == NULL);
    check_equal(sys_page_alloc((void *) (STACK_PAGE - PAGESIZE)), E_NOMEM);
    check_equal(sys_page_alloc((void *) (STACK_PAGE - PAGESIZE)), E_NOMEM);
    check_equal(test_free_pages(), 0);
    check_equal(strcmp(written, "data"), 0);
}

static void
all_memory_comes_back(void) {
    int free_pages = test_free_pages();
    for (int i = 0; i < 5; ++i) {
        finish(in_child(take_all_memory));
        check_equal(test_free_pages(), free_pages);
    }
}

static void
others_run_while_there_is_no_memory(void) {
    pid_t child = sys_fork();
    if (child == 0) {
        wait_for_go();
        shared->value[0] = 1;
        sys_exit();
    }
    fill_heap(0);
    shared->go = 1;
    finish(child);
    check_equal(shared->value[0], 1);
}

static void
allocate_in_child(void) {
    check_equal(sys_page_alloc(written), 0);
    check_equal(sys_page_alloc(page(0)), 0);
    strlcpy(written, "child", sizeof(written));
}

static void
page_is_private(void) {
    finish(in_child(allocate_in_child));
    check_equal(strcmp(written, "data"), 0);
    check_equal(sys_pipewrite(page(0), 1), E_FAULT);
}

void
process_main(void) {
    static const struct test tests[] = {
        TEST(page_is_zeroed_and_writable),
        TEST(pages_are_zeroed_again_and_again),
        TEST(page_replaces_data),
        TEST(page_replaces_constants_in_this_process_only),
        TEST(page_replaces_the_stack),
        TEST(page_goes_below_the_stack),
        TEST(bad_addresses_are_refused),
        TEST(failure_changes_nothing),
        TEST(all_memory_comes_back),
        TEST(others_run_while_there_is_no_memory),
        TEST(page_is_private),
    };
    run_tests(tests, ARRAY_SIZE(tests));
}
