// test-protection.c: tries what a process may read, write and run. The exception shows that the page
// tables refused.

#include "test.h"

#define DIRECT_MAP 0xFFFF800000000000

static uintptr_t target; // the address that the child tries

static void
read_target(void) {
    __asm__ volatile("movb (%0), %%al" : : "r"(target) : "rax", "memory");
}

static void
write_target(void) {
    __asm__ volatile("lock; orb $0, (%0)" : : "r"(target) : "memory"); // changes nothing
}

static void
run_target(void) {
    __asm__ volatile("jmp *%0" : : "r"(target) : "memory");
}

static int
fault_at(void (*access)(void), uintptr_t address) {
    target = address;
    return fault_of(access);
}

static void
kernel_memory_is_out_of_reach(void) {
    static const uintptr_t addresses[] = {
        0, PAGESIZE, KERNEL_START_ADDR - 1, KERNEL_START_ADDR + PAGESIZE, KERNEL_STACK_TOP - 8,
        KERNEL_STACK_BOTTOM, KERNEL_STACK_BOTTOM - 1, KERNEL_STACK_TOP, 0xA0000, CONSOLE_ADDR - 1,
        CONSOLE_ADDR + PAGESIZE, PROC_START_ADDR - 1, MEMSIZE_VIRTUAL, 0x1000000, 0x7FFFFFFFFFFF,
        DIRECT_MAP, DIRECT_MAP + PAGESIZE, DIRECT_MAP + KERNEL_START_ADDR + PAGESIZE,
        DIRECT_MAP + CONSOLE_ADDR, DIRECT_MAP + PROC_START_ADDR, DIRECT_MAP + MEMSIZE_PHYSICAL,
        DIRECT_MAP + TICKS_ADDR, UINT64_MAX,
    };
    for (size_t i = 0; i < ARRAY_SIZE(addresses); ++i) {
        char name[32];
        snprintf(name, sizeof(name), "address %#lx", addresses[i]);
        check_case(name, fault_at(read_target, addresses[i]), INT_PF);
        check_case(name, fault_at(write_target, addresses[i]), INT_PF);
        check_case(name, fault_at(run_target, addresses[i]), INT_PF);
    }
}

static void
addresses_that_are_not_canonical_fault(void) {
    static const uintptr_t addresses[] = {0x800000000000, 1UL << 62, 1UL << 63, 0xFFFF7FFFFFFFFFFF};
    const int vector = not_canonical_vector();
    for (size_t i = 0; i < ARRAY_SIZE(addresses); ++i) {
        check_equal(fault_at(read_target, addresses[i]), vector);
        check_equal(fault_at(write_target, addresses[i]), vector);
        check_equal(fault_at(run_target, addresses[i]), vector);
    }
}

static void
memory_not_allocated_faults(void) {
    uintptr_t addresses[] = {(uintptr_t) page(0), STACK_PAGE - 1, STACK_PAGE - PAGESIZE};
    for (size_t i = 0; i < ARRAY_SIZE(addresses); ++i) {
        check_equal(fault_at(read_target, addresses[i]), INT_PF);
        check_equal(fault_at(write_target, addresses[i]), INT_PF);
        check_equal(fault_at(run_target, addresses[i]), INT_PF);
    }
}

static void
code_is_not_writable(void) {
    check_equal(fault_at(read_target, PROC_START_ADDR), -1);
    check_equal(fault_at(write_target, PROC_START_ADDR), INT_PF);
}

static void
constants_are_not_writable_nor_executable(void) {
    static const char constant[] = "\xC3";
    check_equal(fault_at(read_target, (uintptr_t) constant), -1);
    check_equal(fault_at(write_target, (uintptr_t) constant), INT_PF);
    check_equal(fault_at(run_target, (uintptr_t) constant), INT_PF);
}

static void
data_heap_and_stack_are_not_executable(void) {
    static char data[] = "\xC3";
    char stack[] = "\xC3";
    check_equal(sys_page_alloc(page(0)), 0);
    page(0)[0] = '\xC3';

    uintptr_t addresses[] = {(uintptr_t) data, (uintptr_t) stack, (uintptr_t) page(0)};
    for (size_t i = 0; i < ARRAY_SIZE(addresses); ++i) {
        check_equal(fault_at(read_target, addresses[i]), -1);
        check_equal(fault_at(write_target, addresses[i]), -1);
        check_equal(fault_at(run_target, addresses[i]), INT_PF);
    }
}

static void
clock_is_not_writable_nor_executable(void) {
    check_equal(fault_at(read_target, TICKS_ADDR), -1);
    check_equal(fault_at(write_target, TICKS_ADDR), INT_PF);
    check_equal(fault_at(run_target, TICKS_ADDR), INT_PF);
}

static void
the_clocks_page_shows_nothing_else(void) {
    for (uintptr_t a = TICKS_ADDR + sizeof(ticks); a < TICKS_ADDR + PAGESIZE; ++a) {
        check_equal(*(const volatile char *) a, 0);
    }
}

static void
console_is_writable_but_not_executable(void) {
    check_equal(fault_at(read_target, CONSOLE_ADDR), -1);
    check_equal(fault_at(write_target, CONSOLE_ADDR), -1);
    check_equal(fault_at(run_target, CONSOLE_ADDR), INT_PF);
}

void
process_main(void) {
    static const struct test tests[] = {
        TEST(kernel_memory_is_out_of_reach),
        TEST(addresses_that_are_not_canonical_fault),
        TEST(memory_not_allocated_faults),
        TEST(code_is_not_writable),
        TEST(constants_are_not_writable_nor_executable),
        TEST(data_heap_and_stack_are_not_executable),
        TEST(clock_is_not_writable_nor_executable),
        TEST(the_clocks_page_shows_nothing_else),
        TEST(console_is_writable_but_not_executable),
    };
    run_tests(tests, ARRAY_SIZE(tests));
}
